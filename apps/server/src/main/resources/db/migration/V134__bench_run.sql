-- Runs of the probe. What was found is kept as it was reported; the notes can hold a password and are sealed.
CREATE TABLE bench_run (
    id         uuid PRIMARY KEY,
    series_id  uuid NOT NULL REFERENCES series,
    release_id uuid NOT NULL REFERENCES release,
    address    text NOT NULL,
    changes    boolean NOT NULL,                   -- what changes the device's state was tried, too
    seconds    integer NOT NULL,
    requests   integer NOT NULL,
    state      text NOT NULL CHECK (state IN ('running', 'done', 'stopped', 'interrupted', 'failed')),
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    by_id      uuid NOT NULL REFERENCES person,
    by_name    text NOT NULL,
    report     text,                               -- JSON
    notes      bytea,                              -- JSON, sealed
    evidence   text[] NOT NULL DEFAULT '{}',       -- codes of what it was recorded as
    problem    text NOT NULL DEFAULT ''
);
CREATE INDEX bench_run_series ON bench_run (series_id, started_at DESC);
CREATE UNIQUE INDEX bench_run_one ON bench_run (series_id) WHERE state = 'running';
