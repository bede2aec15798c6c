-- Erasing personal data takes two people: what was asked for, and what became of it.
CREATE TABLE erasure (
    id           uuid PRIMARY KEY,
    record_id    bigint,                      -- the record whose content is to go; null: a person
    person_id    uuid REFERENCES person,      -- whose name and address are to go; null: one record
    reason       text NOT NULL,
    asked_at     timestamptz NOT NULL,
    asked_by     uuid NOT NULL REFERENCES person,
    asked_name   text NOT NULL,
    state        text NOT NULL CHECK (state IN ('open', 'done', 'declined')),
    decided_at   timestamptz,
    decided_by   uuid REFERENCES person,
    decided_name text,
    alone        boolean NOT NULL DEFAULT false, -- nobody else could agree, so a day had to pass instead
    records      integer NOT NULL DEFAULT 0,  -- how many records lost their content
    CHECK ((record_id IS NULL) <> (person_id IS NULL)),
    CHECK ((state = 'open') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL))
);
CREATE UNIQUE INDEX erasure_open_record ON erasure (record_id) WHERE state = 'open';
CREATE UNIQUE INDEX erasure_open_person ON erasure (person_id) WHERE state = 'open';

CREATE TABLE erased_record (
    record_id    bigint PRIMARY KEY,          -- whose content is gone
    erasure_id   uuid NOT NULL REFERENCES erasure,
    successor_id bigint                       -- the record that describes the same row from then on
);
CREATE INDEX erased_record_erasure ON erased_record (erasure_id);
