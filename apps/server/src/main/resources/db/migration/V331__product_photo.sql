-- What a product looks like, for people who know it by sight: re-encoded by us, so nothing of the file that was sent is in it.
CREATE TABLE series_photo (
    series_id uuid PRIMARY KEY REFERENCES series,
    jpeg      bytea NOT NULL CHECK (octet_length(jpeg) <= 524288),
    width     integer NOT NULL,
    height    integer NOT NULL,
    version   integer NOT NULL DEFAULT 1
);
ALTER TABLE series_photo ALTER COLUMN jpeg SET STORAGE EXTERNAL; -- it is packed already
