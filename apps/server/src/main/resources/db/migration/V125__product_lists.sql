-- Lists of very many series: searched as evidence is, and read in the order in which they came.
ALTER TABLE series ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS (
    fold_text(code || ' ' || name || ' ' || kind || ' ' || about)) STORED;
ALTER TABLE model ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS (
    fold_text(number || ' ' || differences)) STORED;
ALTER TABLE release ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS (
    fold_text(name || ' ' || notes)) STORED;
CREATE INDEX series_added ON series (added);
