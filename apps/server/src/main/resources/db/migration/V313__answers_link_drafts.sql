-- What a colleague has entered by a link, so that it is there when the link is opened again; it goes with the link.
CREATE TABLE question_draft (
    link_id        uuid NOT NULL REFERENCES question_link ON DELETE CASCADE,
    slot           text NOT NULL,              -- key[item], one of the link's
    typed          jsonb NOT NULL,             -- field → values
    place          text NOT NULL,              -- in the document
    file_sha256    text REFERENCES blob,
    file_bytes     bigint,
    file_name      text,
    file_type      text,
    file_disagrees boolean,
    sent           boolean NOT NULL,           -- whether it was recorded as it stands here
    at             timestamptz NOT NULL,
    PRIMARY KEY (link_id, slot)
);
CREATE INDEX question_draft_blob ON question_draft (file_sha256);
