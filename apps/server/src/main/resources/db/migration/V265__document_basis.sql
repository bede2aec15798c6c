-- What a text took from the answers when it was written, or when somebody said that it is still right. The last one counts.
CREATE TABLE document_basis (
    id         uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES document_version,
    number     integer NOT NULL,
    basis      text NOT NULL,                     -- by what was taken: its value then, and its words
    note       text NOT NULL,                     -- why it is still right
    by_id      uuid NOT NULL REFERENCES person,
    by_name    text NOT NULL,
    at         timestamptz NOT NULL,
    UNIQUE (version_id, number)
);

-- That a version in force rests on answers that have changed; evidence that makes its facts be looked at again, if it has any.
CREATE TABLE document_doubt (
    id          uuid PRIMARY KEY,
    version_id  uuid NOT NULL REFERENCES document_version,
    evidence_id uuid REFERENCES evidence,
    began_at    timestamptz NOT NULL,
    ended_at    timestamptz
);
CREATE INDEX document_doubt_open ON document_doubt (version_id) WHERE ended_at IS NULL;
