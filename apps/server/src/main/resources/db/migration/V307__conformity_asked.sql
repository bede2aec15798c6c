-- By which text and rule a verdict came out: SHA-256 of both; null: decided before this was remembered.
ALTER TABLE verdict ADD COLUMN asked text;
