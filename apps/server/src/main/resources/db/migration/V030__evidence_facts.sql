-- Evidence, the facts that rest on it, confirmations and withdrawals. Rows are only ever added.

CREATE TABLE blob (
    sha256     text PRIMARY KEY,              -- blobs/sha256/ab/abcdef…
    size_bytes bigint NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE evidence (
    id             uuid PRIMARY KEY,
    code           text NOT NULL UNIQUE,      -- D-7K2QM
    kind           text NOT NULL CHECK (kind IN ('declaration', 'document', 'test', 'photo', 'page')),
    strength       text NOT NULL CHECK (strength IN ('declared', 'documented', 'tested', 'measured')),
    title          text NOT NULL,
    statement      text NOT NULL DEFAULT '',  -- the reason, or what the file shows
    place          text NOT NULL DEFAULT '',  -- page, section, picture number
    series_id      uuid REFERENCES series,    -- null: about the organisation
    release_id     uuid REFERENCES release,
    url            text,
    blob_sha256    text REFERENCES blob,
    file_name      text,
    media_type     text,                      -- sniffed from the bytes, not what the browser said
    size_bytes     bigint,
    record         jsonb NOT NULL DEFAULT '{}', -- what an assessor asks for: model, unit, firmware, environment, procedure …
    observed_at    timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    valid_until    timestamptz,
    submitted_by   uuid REFERENCES person,    -- null: a colleague by link
    submitted_name text NOT NULL,
    via            text NOT NULL DEFAULT 'page' CHECK (via IN ('page', 'link', 'questionnaire', 'register', 'api')),
    renews         uuid REFERENCES evidence
);
CREATE INDEX evidence_series ON evidence (series_id, recorded_at DESC);

CREATE TABLE fact (
    id           uuid PRIMARY KEY,
    subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'product', 'release')),
    subject_id   uuid NOT NULL,
    key          text NOT NULL,
    item         text NOT NULL DEFAULT '',
    value        text NOT NULL,               -- canonical form of its type
    detail       text NOT NULL DEFAULT '',    -- free words that belong to the answer
    strength     text NOT NULL CHECK (strength IN ('declared', 'documented', 'tested', 'measured')),
    observed_at  timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    valid_until  timestamptz,
    evidence_id  uuid NOT NULL REFERENCES evidence
);
CREATE INDEX fact_slot ON fact (subject_id, key, item);
CREATE INDEX fact_evidence ON fact (evidence_id);

CREATE TABLE fact_supersedes (
    fact_id    uuid NOT NULL REFERENCES fact,
    superseded uuid NOT NULL REFERENCES fact,
    PRIMARY KEY (fact_id, superseded)
);

CREATE TABLE fact_confirmation (
    fact_id   uuid PRIMARY KEY REFERENCES fact,
    person_id uuid NOT NULL REFERENCES person,
    name      text NOT NULL,
    at        timestamptz NOT NULL,
    note      text NOT NULL DEFAULT ''
);

CREATE TABLE fact_withdrawal (
    fact_id   uuid PRIMARY KEY REFERENCES fact,
    person_id uuid NOT NULL REFERENCES person,
    name      text NOT NULL,
    at        timestamptz NOT NULL,
    reason    text NOT NULL
);
