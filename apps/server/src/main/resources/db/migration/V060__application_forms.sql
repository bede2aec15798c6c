-- What an application to IPA needs beside verdicts and evidence: its plan, the forms, reasons in the maker's own words.

CREATE TABLE application (
    series_id    uuid PRIMARY KEY REFERENCES series,
    planned_on   date,                        -- the day on which it is to be sent
    evaluator    text NOT NULL DEFAULT '' CHECK (evaluator IN ('', 'self', 'verifier', 'body')),
    changed_by   uuid NOT NULL REFERENCES person,
    changed_at   timestamptz NOT NULL,
    version      integer NOT NULL DEFAULT 1
);

-- Steps that only a person knows about: the number was given, the papers were sent …
CREATE TABLE application_step (
    series_id    uuid NOT NULL REFERENCES series,
    step         text NOT NULL,
    done_on      date NOT NULL,
    note         text NOT NULL DEFAULT '',    -- e.g. the application number
    recorded_by  uuid NOT NULL REFERENCES person,
    recorded_name text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (series_id, step)
);

-- The reason for the form in the maker's words; without a row it is drafted from the proof.
CREATE TABLE application_reason (
    series_id    uuid NOT NULL REFERENCES series,
    requirement  text NOT NULL,
    ja           text NOT NULL,
    en           text NOT NULL,
    changed_by   uuid NOT NULL REFERENCES person,
    changed_name text NOT NULL,
    changed_at   timestamptz NOT NULL,
    version      integer NOT NULL DEFAULT 1,
    PRIMARY KEY (series_id, requirement)
);

-- Uploaded forms; the newest of a series is the one that is filled.
CREATE TABLE application_form (
    id            uuid PRIMARY KEY,
    series_id     uuid NOT NULL REFERENCES series,
    file_name     text NOT NULL,
    sha256        text NOT NULL REFERENCES blob,
    size_bytes    bigint NOT NULL,
    fingerprint   text NOT NULL,
    overwrite     text[] NOT NULL DEFAULT '{}', -- cells whose present text is to be replaced: チェックリスト!D5
    uploaded_by   uuid NOT NULL REFERENCES person,
    uploaded_name text NOT NULL,
    uploaded_at   timestamptz NOT NULL,
    version       integer NOT NULL DEFAULT 1
);
CREATE INDEX application_form_series ON application_form (series_id, uploaded_at DESC);

-- Columns that a person named for a layout that was not recognised; the same edition of a form finds them again.
CREATE TABLE application_mapping (
    fingerprint text NOT NULL,
    sheet       text NOT NULL,
    criterion   text NOT NULL,
    verdict     text NOT NULL,
    reason      text NOT NULL,
    evidence    text NOT NULL,
    set_by      uuid NOT NULL REFERENCES person,
    set_at      timestamptz NOT NULL,
    PRIMARY KEY (fingerprint, sheet)
);
