-- What people say to each other about a thing. Rows are only added.

CREATE TABLE talk_comment (
    id            uuid PRIMARY KEY,
    place         text NOT NULL,               -- what kind of thing
    thing         text NOT NULL,               -- its key there
    series_id     uuid REFERENCES series,      -- null: the company's
    text          text NOT NULL,
    back          boolean NOT NULL,            -- the thing was handed back by it
    mentioned_ids uuid[] NOT NULL,
    to_id         uuid REFERENCES person,      -- whom it asks; null: nobody
    due           date,
    answers_id    uuid REFERENCES talk_comment,
    by_id         uuid NOT NULL REFERENCES person,
    by_name       text NOT NULL,
    at            timestamptz NOT NULL,
    CHECK (due IS NULL OR to_id IS NOT NULL),
    CHECK (to_id IS NULL OR answers_id IS NULL)
);
CREATE INDEX talk_comment_of ON talk_comment (place, thing, id);
CREATE INDEX talk_comment_series ON talk_comment (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX talk_comment_to ON talk_comment (to_id) WHERE to_id IS NOT NULL;
CREATE INDEX talk_comment_answers ON talk_comment (answers_id) WHERE answers_id IS NOT NULL;
CREATE INDEX talk_comment_asked_by ON talk_comment (by_id) WHERE to_id IS NOT NULL;

-- That who said it took it back.
CREATE TABLE talk_taken (
    id         uuid PRIMARY KEY,
    comment_id uuid NOT NULL UNIQUE REFERENCES talk_comment,
    by_id      uuid NOT NULL REFERENCES person,
    by_name    text NOT NULL,
    at         timestamptz NOT NULL
);
