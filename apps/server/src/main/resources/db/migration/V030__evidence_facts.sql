-- Evidence, the facts that rest on it, confirmations and withdrawals. Rows are only ever added; a confirmation may be
-- marked as taken back.

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
    name_disagrees boolean NOT NULL DEFAULT false, -- the name's end promises another type than the bytes
    record         jsonb NOT NULL DEFAULT '{}', -- what an assessor asks for: model, unit, firmware, environment, procedure …
    observed_at    timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    valid_until    timestamptz,
    submitted_by   uuid REFERENCES person,    -- null: a colleague by link
    submitted_name text NOT NULL,
    via            text NOT NULL DEFAULT 'page' CHECK (via IN ('page', 'link', 'questionnaire', 'register', 'api')),
    renews         uuid REFERENCES evidence
);
CREATE INDEX evidence_blob ON evidence (blob_sha256);
CREATE INDEX evidence_renews ON evidence (renews);
CREATE INDEX evidence_series ON evidence (series_id, recorded_at DESC);
CREATE INDEX evidence_recorded ON evidence (recorded_at DESC NULLS LAST, id); -- the library's order
CREATE INDEX evidence_ends ON evidence (valid_until) WHERE valid_until IS NOT NULL;

CREATE TABLE fact (
    id           uuid PRIMARY KEY,
    subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'product', 'release')),
    subject_id   uuid NOT NULL,
    key          text NOT NULL,
    item         text NOT NULL DEFAULT '',
    value_type   text NOT NULL CHECK (value_type IN ('flag', 'whole', 'word', 'day', 'words')),
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
CREATE INDEX fact_superseded ON fact_supersedes (superseded);

CREATE TABLE fact_confirmation (
    id        uuid PRIMARY KEY,
    fact_id   uuid NOT NULL REFERENCES fact,
    person_id uuid NOT NULL REFERENCES person,
    name      text NOT NULL,
    at        timestamptz NOT NULL,
    note      text NOT NULL DEFAULT '',
    undone_at timestamptz                     -- taken back by the same person within ten minutes
);
CREATE UNIQUE INDEX fact_confirmed ON fact_confirmation (fact_id) WHERE undone_at IS NULL;

CREATE TABLE fact_withdrawal (
    fact_id   uuid PRIMARY KEY REFERENCES fact,
    person_id uuid NOT NULL REFERENCES person,
    name      text NOT NULL,
    at        timestamptz NOT NULL,
    reason    text NOT NULL
);

-- Files that were sent with a form which could not be taken yet; they wait a day for the corrected form.
CREATE TABLE upload (
    id             uuid PRIMARY KEY,
    sha256         text NOT NULL REFERENCES blob,
    size_bytes     bigint NOT NULL,
    file_name      text NOT NULL,
    media_type     text NOT NULL,
    name_disagrees boolean NOT NULL,
    person_id      uuid NOT NULL REFERENCES person,
    created_at     timestamptz NOT NULL
);
CREATE INDEX upload_blob ON upload (sha256);
