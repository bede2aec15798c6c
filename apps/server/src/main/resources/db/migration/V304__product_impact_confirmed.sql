-- A second person agrees that a change touches nothing; until then such a statement does not count.
CREATE TABLE change_impact_confirmation (
    impact_id uuid PRIMARY KEY REFERENCES change_impact,
    person_id uuid REFERENCES person,
    name      text NOT NULL,
    at        timestamptz NOT NULL,
    import_id uuid REFERENCES series_import,
    CONSTRAINT change_impact_confirmation_by CHECK ((person_id IS NULL) = (import_id IS NOT NULL))
);
CREATE INDEX change_impact_confirmation_person ON change_impact_confirmation (person_id);
CREATE INDEX change_impact_confirmation_import ON change_impact_confirmation (import_id);
