-- What records of the house show of a fact that people answer as well.
CREATE TABLE shown_choice (
    subject_kind text NOT NULL,
    subject_id   uuid NOT NULL,
    key          text NOT NULL,
    choice       text NOT NULL,
    shown        boolean NOT NULL,          -- whether a record shows it now
    since        timestamptz NOT NULL,      -- since when that is so
    PRIMARY KEY (subject_id, key, choice)
);

-- What was said because of it.
CREATE TABLE shown_fact (
    evidence_id  uuid PRIMARY KEY REFERENCES evidence,
    subject_kind text NOT NULL,
    subject_id   uuid NOT NULL,
    key          text NOT NULL,
    basis        text NOT NULL,             -- what it rested on: what is the same is not said again
    at           timestamptz NOT NULL,
    ended_at     timestamptz                -- null: it is still said
);
CREATE INDEX shown_fact_slot ON shown_fact (subject_id, key);
