-- What readers of English call a series; empty: the same as everybody.
ALTER TABLE series ADD COLUMN name_en text NOT NULL DEFAULT '';
-- Found by either name.
ALTER TABLE series DROP COLUMN folded;
ALTER TABLE series ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS (
    fold_text(code || ' ' || name || ' ' || name_en || ' ' || kind || ' ' || about)) STORED;
