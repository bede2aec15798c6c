-- What was backed up, restored or rehearsed, and how it ended.
CREATE TABLE backup_run (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('backup', 'drill', 'restore')),
    cause       text NOT NULL CHECK (cause IN ('schedule', 'page', 'command', 'upgrade')),
    started_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('ok', 'incomplete', 'failed')),
    backup      text NOT NULL DEFAULT '',      -- 20261120T012400Z-0000
    folder      text NOT NULL,
    details     jsonb NOT NULL                 -- counts; of a failure its code and arguments
);
CREATE INDEX backup_run_finished ON backup_run (kind, finished_at DESC);
