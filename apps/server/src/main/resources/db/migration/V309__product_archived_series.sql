-- Nearly every page asks which series are archived; few are.
CREATE INDEX series_archived ON series (id) WHERE archived_at IS NOT NULL;
