-- Settings, people, sessions, one-time links, audit, outbox of the ledger, jobs.

CREATE TABLE setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE person (
    id            uuid PRIMARY KEY,
    email         text NOT NULL,
    name          text NOT NULL,
    language      text NOT NULL CHECK (language IN ('ja', 'en')),
    password_hash text,                        -- argon2id; null until the invitation is taken up
    roles         text[] NOT NULL,
    series        uuid[] NOT NULL DEFAULT '{}', -- limited to these product series; empty: all
    failed        integer NOT NULL DEFAULT 0,  -- failed sign-ins in a row
    locked_until  timestamptz,
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL,
    last_sign_in  timestamptz,
    version       integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX person_email ON person (lower(email));

CREATE TABLE session (
    token_hash bytea PRIMARY KEY,              -- SHA-256 of the cookie's value
    person_id  uuid NOT NULL REFERENCES person,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    agent      text NOT NULL
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE one_time_link (
    token_hash bytea PRIMARY KEY,
    purpose    text NOT NULL CHECK (purpose IN ('set-up', 'invitation', 'reset')),
    person_id  uuid REFERENCES person,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE TABLE audit (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    person_id   uuid,
    person_name text NOT NULL,
    act         text NOT NULL,
    thing       text NOT NULL,
    details     jsonb NOT NULL
);
CREATE INDEX audit_at ON audit (at DESC);

-- Everything that belongs into the ledger, written in the transaction of the change itself and kept to open its leaf.
-- The leaf holds the commitment only: erasing salt and body breaks no proof.
CREATE TABLE ledger_outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    kind       text NOT NULL,                  -- type and version of the body: evidence/1, fact/1, verdict/1 …
    subject    uuid,                           -- the organisation, series, release, evidence or person that it is about
    row_id     text NOT NULL,                  -- the row that the body describes, in the table of its kind
    commitment text NOT NULL,                  -- hex of SHA-256 over salt, then body
    salt       bytea,                          -- null: erased
    body       bytea,                          -- canonical JSON; null: erased
    log        integer,                        -- which of the installation's logs took it; null: waits
    leaf_index bigint,                         -- where in that log
    erased_at  timestamptz,
    CHECK ((log IS NULL) = (leaf_index IS NULL)),
    CHECK ((salt IS NULL) = (body IS NULL) AND (body IS NULL) = (erased_at IS NOT NULL))
);
CREATE UNIQUE INDEX ledger_outbox_leaf ON ledger_outbox (log, leaf_index) WHERE log IS NOT NULL;
CREATE INDEX ledger_outbox_waiting ON ledger_outbox (id) WHERE log IS NULL;
CREATE INDEX ledger_outbox_subject ON ledger_outbox (subject, id);
CREATE INDEX ledger_outbox_row ON ledger_outbox (kind, row_id);
CREATE INDEX ledger_outbox_at ON ledger_outbox (at);

CREATE TABLE job (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL,
    key        text NOT NULL,                  -- what it is about; one open job for each kind and key
    due_at     timestamptz NOT NULL,
    payload    jsonb NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    last_error text,
    UNIQUE (kind, key)
);
CREATE INDEX job_due ON job (due_at);
