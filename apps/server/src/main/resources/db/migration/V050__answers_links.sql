-- A link for a colleague: opens exactly these questions, until it expires or is taken back.
CREATE TABLE question_link (
    id          uuid PRIMARY KEY,
    token_hash  bytea NOT NULL UNIQUE,
    series_id   uuid NOT NULL REFERENCES series,
    slots       jsonb NOT NULL,               -- [{"key": …, "item": …}]
    recipient   text NOT NULL,
    note        text NOT NULL DEFAULT '',
    created_by  uuid NOT NULL REFERENCES person,
    created_name text NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    revoked_at  timestamptz,
    opened_at   timestamptz
);
