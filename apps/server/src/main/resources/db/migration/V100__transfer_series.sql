-- Series that came as a file of another installation: from where, who answers here for what the file says, and what came
-- out of it.
CREATE TABLE series_import (
    id            uuid PRIMARY KEY,
    series_id     uuid NOT NULL REFERENCES series,
    imported_by   uuid NOT NULL REFERENCES person,
    imported_name text NOT NULL,
    imported_at   timestamptz NOT NULL,
    organisation  text NOT NULL,                -- whose installation wrote the file, as the file says
    exported_name text NOT NULL,                -- the person who saved it there, as the file says
    exported_at   timestamptz NOT NULL,
    edition       text NOT NULL,                -- of the catalogue there
    manifest      text NOT NULL,                -- SHA-256 of the manifest, which names that of every part
    takes_over    boolean NOT NULL,             -- confirmations and signatures of the file count here
    company       boolean NOT NULL,             -- what is about the company came in, too
    evidence      integer NOT NULL,
    facts         integer NOT NULL,
    confirmations integer NOT NULL,
    verdicts      integer NOT NULL,             -- that the file names
    differing     jsonb NOT NULL                -- those of them that came out another way here
);
CREATE INDEX series_import_series ON series_import (series_id);
