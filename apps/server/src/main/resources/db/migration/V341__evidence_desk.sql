-- Files that somebody sent to record them later, each content once on the desk of one person for one series. Without a series it is
-- a file of a form that is being corrected, as before.
ALTER TABLE upload ADD COLUMN series_id uuid REFERENCES series;
CREATE UNIQUE INDEX upload_desk ON upload (series_id, person_id, sha256) WHERE series_id IS NOT NULL;
