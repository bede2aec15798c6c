-- Guided steps at the bench: one execution of a procedure on one unit, kept while it is half done.
CREATE TABLE procedure_execution (
    id           uuid PRIMARY KEY,
    series_id    uuid NOT NULL REFERENCES series,
    release_id   uuid NOT NULL REFERENCES release, -- what the unit runs
    procedure    text NOT NULL,
    item         text NOT NULL,                    -- of the register; empty: the procedure is about the product
    model        text NOT NULL,
    unit         text NOT NULL,                    -- serial number
    firmware     text NOT NULL,                    -- as the unit shows it
    performed_by text NOT NULL,
    state        text NOT NULL CHECK (state IN ('open', 'done', 'closed')),
    begun_by     uuid NOT NULL REFERENCES person,
    begun_name   text NOT NULL,
    begun_at     timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_name   text,
    ended_at     timestamptz,
    reason       text NOT NULL DEFAULT '',         -- why it cannot be done here
    evidence     text[] NOT NULL DEFAULT '{}',     -- codes, the one with the facts first
    CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE INDEX procedure_execution_series ON procedure_execution (series_id, begun_at DESC);
-- Whoever begins what is under way goes on with it.
CREATE UNIQUE INDEX procedure_execution_open ON procedure_execution (series_id, release_id, procedure, item)
    WHERE state = 'open';

CREATE TABLE procedure_step (
    execution_id uuid NOT NULL REFERENCES procedure_execution,
    step         text NOT NULL,
    notes        jsonb NOT NULL,                   -- field: what was noted
    impossible   text NOT NULL,                    -- why the step cannot be done here; empty: it can
    saved_by     uuid NOT NULL REFERENCES person,
    saved_name   text NOT NULL,
    saved_at     timestamptz NOT NULL,
    version      integer NOT NULL,
    PRIMARY KEY (execution_id, step)
);

CREATE TABLE procedure_file (
    id             uuid PRIMARY KEY,
    execution_id   uuid NOT NULL REFERENCES procedure_execution,
    field          text NOT NULL,
    sha256         text NOT NULL REFERENCES blob,
    size_bytes     bigint NOT NULL,
    file_name      text NOT NULL,
    media_type     text NOT NULL,
    name_disagrees boolean NOT NULL,
    marker         text NOT NULL,                  -- what was searched in it; empty: nothing
    found          boolean NOT NULL,
    added_by       uuid NOT NULL REFERENCES person,
    added_name     text NOT NULL,
    added_at       timestamptz NOT NULL
);
CREATE INDEX procedure_file_execution ON procedure_file (execution_id, added_at);
