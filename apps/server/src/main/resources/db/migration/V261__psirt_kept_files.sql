-- Files that came with a report that is kept apart: nobody but those who look through these can take them.
CREATE TABLE psirt_kept_file (
    id         uuid PRIMARY KEY,
    kept_id    uuid NOT NULL REFERENCES psirt_quarantine,
    sha256     text NOT NULL REFERENCES blob,
    size_bytes bigint NOT NULL,
    name       text NOT NULL,
    media_type text NOT NULL,
    disagrees  boolean NOT NULL,
    at         timestamptz NOT NULL,
    UNIQUE (kept_id, sha256)
);

-- A mail that says that a program sent it: it may be an answer of a machine, or a report.
ALTER TABLE psirt_quarantine DROP CONSTRAINT psirt_quarantine_why_check;
ALTER TABLE psirt_quarantine ADD CONSTRAINT psirt_quarantine_why_check CHECK (why IN ('often', 'many', 'trap', 'machine'));
