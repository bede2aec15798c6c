-- What a machine measured on the device is evidence of a kind of its own; nobody hands it in.
ALTER TABLE evidence DROP CONSTRAINT evidence_kind_check;
ALTER TABLE evidence ADD CONSTRAINT evidence_kind_check
    CHECK (kind IN ('declaration', 'document', 'test', 'photo', 'page', 'measurement'));
ALTER TABLE evidence DROP CONSTRAINT evidence_via_check;
ALTER TABLE evidence ADD CONSTRAINT evidence_via_check
    CHECK (via IN ('page', 'link', 'questionnaire', 'register', 'api', 'import', 'probe'));
