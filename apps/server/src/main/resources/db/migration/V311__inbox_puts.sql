-- What people did with a thing that waits: put it off for themselves, handed it over, or said that it is not the company's.
CREATE TABLE task_put (
    id           uuid PRIMARY KEY,
    task         text NOT NULL,               -- key of the thing: made of ids
    how          text NOT NULL,               -- later, hand, not-ours
    kind         text NOT NULL,               -- what kind of thing it was then: when it presses more, it comes back
    series_id    uuid REFERENCES series,      -- null: about no single product
    until        date,                        -- later: the day on which it comes back
    receiver_id  uuid REFERENCES person,      -- hand: to whom
    reason       text NOT NULL,
    by_id        uuid NOT NULL REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,      -- taken back, or followed by another
    ended_name   text,
    ended_at     timestamptz,
    ended_reason text
);
CREATE INDEX task_put_task ON task_put (task) WHERE ended_at IS NULL;
CREATE INDEX task_put_series ON task_put (series_id);
CREATE INDEX task_put_receiver ON task_put (receiver_id);
CREATE INDEX task_put_by ON task_put (by_id);
CREATE INDEX task_put_ended_by ON task_put (ended_by);
-- A thing is handed over once at a time and is not ours once; each person puts it off once.
CREATE UNIQUE INDEX task_put_once ON task_put (task, how) WHERE ended_at IS NULL AND how <> 'later';
CREATE UNIQUE INDEX task_put_later_once ON task_put (task, by_id) WHERE ended_at IS NULL AND how = 'later';
