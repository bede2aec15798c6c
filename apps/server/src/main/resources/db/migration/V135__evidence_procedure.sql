-- What a person noted step by step at the bench is evidence that came by a way of its own.
ALTER TABLE evidence DROP CONSTRAINT evidence_via_check;
ALTER TABLE evidence ADD CONSTRAINT evidence_via_check
    CHECK (via IN ('page', 'link', 'questionnaire', 'register', 'api', 'import', 'probe', 'procedure'));
