-- What the checks of the whole ledger found.
CREATE TABLE ledger_check (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    started_by  text NOT NULL,                -- a person's name; empty: by itself
    differences bigint NOT NULL,
    report      jsonb NOT NULL
);
