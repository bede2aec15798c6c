-- A change impact that was signed at another installation, by somebody without an account here.
ALTER TABLE change_impact ADD COLUMN import_id uuid REFERENCES series_import;
ALTER TABLE change_impact ALTER COLUMN signed_by DROP NOT NULL;
ALTER TABLE change_impact ADD CONSTRAINT change_impact_by CHECK ((signed_by IS NULL) = (import_id IS NOT NULL));
