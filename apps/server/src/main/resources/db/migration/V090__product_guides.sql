-- Which guides a series, or the organisation, follows. Without a row a series follows JC-STAR ★1 only, the organisation none.
CREATE TABLE guide_choice (
    subject_id uuid NOT NULL,                 -- a series, or the organisation
    framework  text NOT NULL,
    followed   boolean NOT NULL,
    PRIMARY KEY (subject_id, framework)
);

-- What a guide asks of the company is decided once, for the organisation: its id stands then where a series' does.
ALTER TABLE verdict DROP CONSTRAINT verdict_series_id_fkey;
ALTER TABLE verdict_change DROP CONSTRAINT verdict_change_series_id_fkey;
ALTER TABLE standing DROP CONSTRAINT standing_series_id_fkey;
ALTER TABLE redecision_series DROP CONSTRAINT redecision_series_series_id_fkey;
COMMENT ON COLUMN verdict.series_id IS 'the series, or the organisation';
COMMENT ON COLUMN verdict_change.series_id IS 'the series, or the organisation';
COMMENT ON COLUMN standing.series_id IS 'the series, or the organisation';
COMMENT ON COLUMN redecision_series.series_id IS 'the series, or the organisation';

-- The guides whose requirements the signer looked at: of others the statement says nothing.
ALTER TABLE change_impact ADD frameworks text[] NOT NULL DEFAULT '{jcstar1}';
ALTER TABLE change_impact ALTER frameworks DROP DEFAULT;
