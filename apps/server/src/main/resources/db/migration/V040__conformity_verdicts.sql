CREATE TABLE verdict (
    series_id   uuid NOT NULL REFERENCES series,
    framework   text NOT NULL,
    requirement text NOT NULL,
    release_id  uuid REFERENCES release,
    state       text NOT NULL CHECK (state IN ('met', 'expected', 'not-met', 'unknown', 'recheck', 'not-applicable', 'deemed', 'exempt')),
    towards     text CHECK (towards IN ('met', 'not-applicable', 'deemed', 'exempt')),
    edition     text NOT NULL,
    decided_at  timestamptz NOT NULL,
    since       timestamptz NOT NULL,         -- in this state since
    changes_at  timestamptz,                  -- the next instant at which a fact used expires
    ground      jsonb NOT NULL,               -- the short of the proof, for lists
    proof       text NOT NULL,                -- canonical JSON
    PRIMARY KEY (series_id, framework, requirement)
);
CREATE INDEX verdict_changes ON verdict (changes_at) WHERE changes_at IS NOT NULL;

CREATE TABLE verdict_change (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    series_id   uuid NOT NULL REFERENCES series,
    framework   text NOT NULL,
    requirement text NOT NULL,
    at          timestamptz NOT NULL,
    from_state  text,
    to_state    text NOT NULL,
    towards     text,
    cause       text NOT NULL,                -- message key below verdict.cause.
    cause_args  jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX verdict_change_series ON verdict_change (series_id, framework, requirement, id DESC);

-- What a list shows of a series without reading its proofs.
CREATE TABLE standing (
    series_id     uuid NOT NULL REFERENCES series,
    framework     text NOT NULL,
    counts        jsonb NOT NULL,             -- state → number of requirements
    next          jsonb NOT NULL,             -- the next questions, the most deciding first
    next_in_short jsonb NOT NULL,             -- what lists need of them
    support_ends  date,                       -- the last day of support as the maker states it
    decided_at    timestamptz NOT NULL,
    PRIMARY KEY (series_id, framework)
);
