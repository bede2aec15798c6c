-- What users and people in the field noticed, and what came of it; rows are only added.
CREATE TABLE psirt_feedback (
    id          uuid PRIMARY KEY,
    code        text NOT NULL UNIQUE,
    kind        text NOT NULL,
    source      text NOT NULL,
    series_id   uuid REFERENCES series,         -- null: no single product
    happened_on date NOT NULL,
    title       text NOT NULL,
    text        text NOT NULL,
    by_id       uuid NOT NULL REFERENCES person,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL
);

CREATE TABLE psirt_feedback_step (
    id          uuid PRIMARY KEY,
    feedback_id uuid NOT NULL REFERENCES psirt_feedback,
    act         text NOT NULL CHECK (act IN ('plan', 'done', 'nothing', 'reopen')),
    text        text NOT NULL,
    owner_id    uuid REFERENCES person,
    owner_name  text NOT NULL,
    due         date,
    outcome     text NOT NULL,
    reference   text NOT NULL,
    by_id       uuid NOT NULL REFERENCES person,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX psirt_feedback_step_of ON psirt_feedback_step (feedback_id);
