-- Who settles an open requirement of a series, until when. That it is done is what its verdict says.
CREATE TABLE assignment (
    id          uuid PRIMARY KEY,
    series_id   uuid NOT NULL REFERENCES series,
    framework   text NOT NULL,
    requirement text NOT NULL,
    assignee    uuid NOT NULL REFERENCES person,
    due         date NOT NULL,                  -- the last day
    note        text NOT NULL DEFAULT '',
    assigned_by uuid NOT NULL REFERENCES person,
    assigned_at timestamptz NOT NULL,
    ended_by    uuid REFERENCES person,
    ended_at    timestamptz,                    -- taken back, or replaced by a later one
    due_told_at timestamptz                     -- when others were told that its day has come
);
CREATE UNIQUE INDEX assignment_in_force ON assignment (series_id, framework, requirement) WHERE ended_at IS NULL;
CREATE INDEX assignment_due ON assignment (due) WHERE ended_at IS NULL AND due_told_at IS NULL;
