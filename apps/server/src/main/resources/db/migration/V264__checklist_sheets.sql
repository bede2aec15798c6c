-- A workbook with questions on several sheets is answered as one file.
ALTER TABLE checklist ADD COLUMN part_of uuid REFERENCES checklist; -- whose workbook it shares; null: it was uploaded by itself
-- Whether "yes" is the bad answer, as to "do all devices share one password?".
ALTER TABLE checklist_row ADD COLUMN opposite boolean NOT NULL DEFAULT false;
