-- Documents of the maker's own that are read for answers: the file, and the sentences found in it. What a person made of one
-- is evidence; this is working material, which may be taken away again.

CREATE TABLE document_source (
    id             uuid PRIMARY KEY,
    series_id      uuid NOT NULL REFERENCES series,
    file_sha256    text NOT NULL REFERENCES blob,
    file_bytes     bigint NOT NULL,
    file_name      text NOT NULL,
    file_type      text NOT NULL,
    file_disagrees boolean NOT NULL,
    passages       text NOT NULL,
    passage_count  integer NOT NULL,
    by_id          uuid NOT NULL REFERENCES person,
    by_name        text NOT NULL,
    at             timestamptz NOT NULL
);
CREATE INDEX document_source_series ON document_source (series_id);

-- Which evidence came from which of them.
CREATE TABLE document_source_answer (
    source_id   uuid NOT NULL REFERENCES document_source ON DELETE CASCADE,
    evidence_id uuid NOT NULL REFERENCES evidence,
    PRIMARY KEY (source_id, evidence_id)
);
CREATE INDEX document_source_answer_evidence ON document_source_answer (evidence_id);
