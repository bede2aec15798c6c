-- The order in which evidence came: whoever turns the pages of a list goes on in it as it was on the first.
ALTER TABLE evidence ADD COLUMN added bigint GENERATED ALWAYS AS IDENTITY;
CREATE INDEX evidence_added ON evidence (added);
