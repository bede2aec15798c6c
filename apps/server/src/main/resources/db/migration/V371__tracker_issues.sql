-- Projects of the tracker that the company uses, and what of the inbox is worked on there. The token lies sealed in receiver_secret.
CREATE TABLE tracker (
    id            uuid PRIMARY KEY,
    name          text NOT NULL,
    kind          text NOT NULL,                  -- backlog, github, gitlab, jira, redmine
    url           text NOT NULL,
    inside        boolean NOT NULL,               -- whether it may lie within the own network
    project       text NOT NULL,
    login         text NOT NULL,                  -- whose token it is, where the tracker wants to know
    called        text NOT NULL,                  -- as the tracker calls the project
    used          boolean NOT NULL DEFAULT false, -- an owner has seen that it is the right one
    made_at       timestamptz NOT NULL,
    made_by       text NOT NULL,                  -- the person's name at that time
    removed_at    timestamptz,
    due_at        timestamptz NOT NULL,           -- of the next look
    attempts      integer NOT NULL DEFAULT 0,     -- in a row without success
    failing_since timestamptz,
    code          text NOT NULL DEFAULT '',       -- why the last look failed
    args          text[] NOT NULL DEFAULT '{}'
);
CALL seal_table('tracker', 'id', 'used,removed_at', 'due_at,attempts,failing_since,code,args,called');

CREATE TABLE tracker_issue (
    id             uuid PRIMARY KEY,
    tracker_id     uuid NOT NULL REFERENCES tracker,
    task           text NOT NULL,                 -- key of the thing: made of ids
    series_id      uuid REFERENCES series,        -- null: about no single product
    title          text NOT NULL,                 -- as it was sent
    due            date,
    href           text NOT NULL,                 -- the way back, as it was sent
    language       text NOT NULL,
    by_id          uuid NOT NULL REFERENCES person,
    by_name        text NOT NULL,
    at             timestamptz NOT NULL,
    ended_by       uuid REFERENCES person,        -- not followed any more
    ended_name     text,
    ended_at       timestamptz,
    ended_reason   text,
    step           text NOT NULL DEFAULT 'waiting', -- waiting, going, unclear, failed, there, gone
    attempts       integer NOT NULL DEFAULT 0,
    due_at         timestamptz,                   -- of the next attempt; null: now
    code           text NOT NULL DEFAULT '',      -- why the last attempt failed
    args           text[] NOT NULL DEFAULT '{}',
    there_ref      text NOT NULL DEFAULT '',
    there_key      text NOT NULL DEFAULT '',
    there_url      text NOT NULL DEFAULT '',
    there_state    text NOT NULL DEFAULT '',
    there_closed   boolean NOT NULL DEFAULT false,
    there_assignee text NOT NULL DEFAULT '',
    news           boolean NOT NULL DEFAULT false, -- it was closed there, or went, and nobody has looked at it here
    seen_at        timestamptz                    -- when the tracker last told of it
);
CREATE INDEX tracker_issue_tracker ON tracker_issue (tracker_id);
CREATE INDEX tracker_issue_series ON tracker_issue (series_id);
CREATE INDEX tracker_issue_by ON tracker_issue (by_id);
CREATE INDEX tracker_issue_ended_by ON tracker_issue (ended_by);
-- A thing is worked on in one place at a time, also when two send it at one moment: of one product, or of the company as a whole.
CREATE UNIQUE INDEX tracker_issue_once ON tracker_issue (task, series_id) NULLS NOT DISTINCT WHERE ended_at IS NULL;
