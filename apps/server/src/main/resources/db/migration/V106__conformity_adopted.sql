-- Decisions of the maker to carry out one of the technical measures that a guide leaves to the maker's choice.
CREATE TABLE adopted (
    id           uuid PRIMARY KEY,
    subject_id   uuid NOT NULL,                 -- a series
    framework    text NOT NULL,
    requirement  text NOT NULL,
    reason       text NOT NULL,
    decided_by   uuid NOT NULL REFERENCES person,
    decided_name text NOT NULL,
    decided_at   timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_at     timestamptz                    -- taken back, or decided otherwise
);
CREATE UNIQUE INDEX adopted_in_force ON adopted (subject_id, framework, requirement) WHERE ended_at IS NULL;
