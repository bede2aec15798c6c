-- The company's own register: people, roles, parties, training, controls, access rights. Rows are revisions and are never
-- changed.
CREATE TABLE organisation_entry (
    id           uuid PRIMARY KEY,
    entry_id     uuid NOT NULL,                 -- the same for all revisions of one entry
    number       integer NOT NULL,              -- of the revision, from 1
    kind         text NOT NULL,
    content      jsonb NOT NULL,                -- text by field
    removed      boolean NOT NULL,
    reason       text NOT NULL,                 -- of the change; empty where none was asked for
    changed_by   uuid NOT NULL REFERENCES person,
    changed_name text NOT NULL,
    changed_at   timestamptz NOT NULL,
    UNIQUE (entry_id, number)
);
CREATE INDEX organisation_entry_kind ON organisation_entry (kind);

-- Evidence whose facts say what the register comes to.
CREATE TABLE organisation_statement (
    evidence_id uuid PRIMARY KEY REFERENCES evidence,
    topic       text NOT NULL,
    signature   text NOT NULL                   -- hash of all that it rests on
);
