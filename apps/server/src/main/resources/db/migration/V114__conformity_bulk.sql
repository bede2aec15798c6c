-- One act on many series: what became of each, so that it can be undone. Kept for some weeks.
CREATE TABLE bulk_act (
    id        uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    kind      text NOT NULL,                   -- follow, archive, bring-back, assign
    done_at   timestamptz NOT NULL,
    undone_at timestamptz
);
CREATE INDEX bulk_act_done ON bulk_act (done_at);

CREATE TABLE bulk_line (
    bulk_id uuid NOT NULL REFERENCES bulk_act ON DELETE CASCADE,
    place   integer NOT NULL,
    code    text NOT NULL,                     -- of the series
    outcome text NOT NULL CHECK (outcome IN ('changed', 'same', 'refused')),
    words   text NOT NULL,                     -- why it was refused, in the person's language
    made    text NOT NULL,                     -- what was made or chosen, for undoing it
    undone  boolean NOT NULL DEFAULT false,
    kept    text NOT NULL DEFAULT '',          -- why it could not be undone
    PRIMARY KEY (bulk_id, place)
);
