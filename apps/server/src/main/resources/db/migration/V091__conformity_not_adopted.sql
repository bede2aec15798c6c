-- Decisions of the maker not to do what a guide asks: shown with their reason, never as met.
CREATE TABLE not_adopted (
    id           uuid PRIMARY KEY,
    subject_id   uuid NOT NULL,                 -- a series, or the organisation
    framework    text NOT NULL,
    requirement  text NOT NULL,
    reason       text NOT NULL,
    until        date,                          -- the last day on which it holds
    decided_by   uuid NOT NULL REFERENCES person,
    decided_name text NOT NULL,
    decided_at   timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_at     timestamptz                    -- taken back, or replaced by a later one
);
CREATE UNIQUE INDEX not_adopted_in_force ON not_adopted (subject_id, framework, requirement) WHERE ended_at IS NULL;
