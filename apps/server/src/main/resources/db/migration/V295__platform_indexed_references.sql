-- References over which rows are looked for, or that are followed when what they lead to goes.

CREATE INDEX verdict_release ON verdict (release_id) WHERE release_id IS NOT NULL;
CREATE INDEX evidence_release ON evidence (release_id) WHERE release_id IS NOT NULL;
CREATE INDEX inquiry_count_series ON inquiry_count (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX shipment_release ON shipment (release_id) WHERE release_id IS NOT NULL;
CREATE INDEX notice_series ON notice (series_id) WHERE series_id IS NOT NULL;
