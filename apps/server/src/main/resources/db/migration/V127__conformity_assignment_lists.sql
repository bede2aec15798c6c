-- What is asked of the organisation is assigned, too: its id stands where a series' does, as in verdict.
ALTER TABLE assignment DROP CONSTRAINT assignment_series_id_fkey;
CREATE INDEX assignment_open ON assignment (due, id) WHERE ended_at IS NULL;

-- Which series have something open is asked on the list of series and on Home.
CREATE INDEX standing_open ON standing (series_id) WHERE open > 0;
