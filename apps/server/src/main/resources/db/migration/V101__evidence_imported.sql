-- Evidence of another installation, and confirmations given there: these persons have no account here, so their names are
-- text, and the import says who takes over that it counts.
ALTER TABLE evidence ADD COLUMN import_id uuid REFERENCES series_import;
ALTER TABLE evidence DROP CONSTRAINT evidence_via_check;
ALTER TABLE evidence ADD CONSTRAINT evidence_via_check
    CHECK (via IN ('page', 'link', 'questionnaire', 'register', 'api', 'import'));
ALTER TABLE evidence ADD CONSTRAINT evidence_imported CHECK ((via = 'import') = (import_id IS NOT NULL));

ALTER TABLE fact_confirmation ADD COLUMN import_id uuid REFERENCES series_import;
ALTER TABLE fact_confirmation ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE fact_confirmation ADD CONSTRAINT fact_confirmation_by CHECK ((person_id IS NULL) = (import_id IS NOT NULL));
