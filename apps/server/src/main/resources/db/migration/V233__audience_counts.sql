-- What became of the mails of a notice is counted on Home, however many there are.
CREATE INDEX audience_delivery_counted ON audience_delivery (notice_id, state) INCLUDE (opened_at, acknowledged_at);
CREATE INDEX audience_delivery_failed ON audience_delivery (notice_id) WHERE state IN ('failed', 'unclear');
