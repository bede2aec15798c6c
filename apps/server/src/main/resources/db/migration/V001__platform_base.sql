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

-- Canonical bytes of everything that belongs into the ledger, written in the transaction of the change itself.
CREATE TABLE ledger_outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    kind       text NOT NULL,                  -- e.g. evidence/1, fact/1, verdict/1
    subject    uuid,
    salt       bytea NOT NULL,
    body       bytea NOT NULL,                 -- canonical JSON
    leaf_index bigint                          -- set when the ledger has taken it
);

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
