-- Documents that the organisation writes, reviews, approves and puts into force. Rows are added and never changed.

CREATE TABLE document (
    id           uuid PRIMARY KEY,
    code         text NOT NULL UNIQUE,
    kind         text NOT NULL,
    series_id    uuid REFERENCES series,          -- null: the organisation's
    created_by   uuid NOT NULL REFERENCES person,
    created_name text NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE INDEX document_series ON document (series_id);

CREATE TABLE document_version (
    id          uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES document,
    number      integer NOT NULL,
    began_by    uuid NOT NULL REFERENCES person,
    began_name  text NOT NULL,
    began_at    timestamptz NOT NULL,
    UNIQUE (document_id, number)
);

-- What a version says, each time it was saved; the last one counts.
CREATE TABLE document_revision (
    id          uuid PRIMARY KEY,
    version_id  uuid NOT NULL REFERENCES document_version,
    number      integer NOT NULL,
    title_ja    text NOT NULL,                    -- empty: not in this language
    title_en    text NOT NULL,
    content     text NOT NULL,                    -- sections by language, and what was struck
    change_note text NOT NULL,
    review_by   date NOT NULL,
    place       text NOT NULL,                    -- where it is made public; empty: it is not
    address     text NOT NULL,
    saved_by    uuid NOT NULL REFERENCES person,
    saved_name  text NOT NULL,
    saved_at    timestamptz NOT NULL,
    UNIQUE (version_id, number)
);

-- What became of a version; the last step says its state.
CREATE TABLE document_step (
    id           uuid PRIMARY KEY,
    version_id   uuid NOT NULL REFERENCES document_version,
    number       integer NOT NULL,
    act          text NOT NULL,
    state        text NOT NULL,
    revision     integer NOT NULL,                -- what was looked at
    note         text NOT NULL,
    stepped_by   uuid NOT NULL REFERENCES person,
    stepped_name text NOT NULL,
    stepped_at   timestamptz NOT NULL,
    UNIQUE (version_id, number)
);

-- Who was asked to read a version, and who has.
CREATE TABLE document_reader (
    id         uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES document_version,
    person_id  uuid NOT NULL REFERENCES person,
    due        date NOT NULL,
    asked_by   uuid NOT NULL REFERENCES person,
    asked_name text NOT NULL,
    asked_at   timestamptz NOT NULL,
    UNIQUE (version_id, person_id)
);

CREATE TABLE document_acknowledgement (
    id           uuid PRIMARY KEY,
    version_id   uuid NOT NULL REFERENCES document_version,
    person_id    uuid NOT NULL REFERENCES person,
    person_name  text NOT NULL,
    read_at      timestamptz NOT NULL,
    UNIQUE (version_id, person_id)
);

-- The file of a version in force as evidence.
CREATE TABLE document_evidence (
    evidence_id uuid PRIMARY KEY REFERENCES evidence,
    version_id  uuid NOT NULL REFERENCES document_version
);
CREATE INDEX document_evidence_version ON document_evidence (version_id);
