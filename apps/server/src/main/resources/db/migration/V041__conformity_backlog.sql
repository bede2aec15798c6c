-- A change that concerns many series is written here in its own transaction; the series are decided afterwards, and each
-- before anybody reads its verdicts.
CREATE TABLE redecision (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,        -- when the change was made
    cause        text NOT NULL,               -- message key below verdict.cause.
    cause_args   jsonb NOT NULL,
    requirements text[] NOT NULL,             -- what it bears on: framework/number
    series       integer NOT NULL             -- how many series it concerns
);

-- The series that it still waits for.
CREATE TABLE redecision_series (
    series_id     uuid NOT NULL REFERENCES series,
    redecision_id bigint NOT NULL REFERENCES redecision,
    PRIMARY KEY (series_id, redecision_id)
);
CREATE INDEX redecision_series_of ON redecision_series (redecision_id);

ALTER TABLE verdict ADD content text NOT NULL DEFAULT ''; -- SHA-256 of all but the instant: what is equal is not written again
CREATE INDEX verdict_edition ON verdict (edition);        -- whether any is of another edition is asked at each start

-- When the cause came about; the verdict may have been decided later.
ALTER TABLE verdict_change ADD caused_at timestamptz;
UPDATE verdict_change SET caused_at = at;
ALTER TABLE verdict_change ALTER caused_at SET NOT NULL;

ALTER TABLE standing
    ADD settled integer NOT NULL GENERATED ALWAYS AS (
        coalesce((counts ->> 'met')::integer, 0) + coalesce((counts ->> 'not-applicable')::integer, 0)
        + coalesce((counts ->> 'deemed')::integer, 0) + coalesce((counts ->> 'exempt')::integer, 0)) STORED,
    ADD open integer NOT NULL GENERATED ALWAYS AS (
        coalesce((counts ->> 'not-met')::integer, 0) + coalesce((counts ->> 'recheck')::integer, 0)
        + coalesce((counts ->> 'unknown')::integer, 0) + coalesce((counts ->> 'expected')::integer, 0)) STORED;
