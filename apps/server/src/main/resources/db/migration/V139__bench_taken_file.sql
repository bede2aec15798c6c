-- A run of another computer, taken in from a file that nothing signs.
ALTER TABLE bench_run
    ADD COLUMN file_name    text,                  -- null: this server ran it
    ADD COLUMN file_sha256  text,
    ADD COLUMN performed_by text,                  -- who ran it, as whoever took it in said
    ADD COLUMN taken_at     timestamptz,
    ADD CONSTRAINT bench_run_taken CHECK (num_nulls(file_name, file_sha256, performed_by, taken_at) IN (0, 4));
CREATE UNIQUE INDEX bench_run_file ON bench_run (series_id, file_sha256);
