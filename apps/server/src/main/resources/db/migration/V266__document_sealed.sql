-- Reports about what is not published yet: the ledger, which auditors read, holds a salted hash of their texts.
ALTER TABLE document_revision ADD COLUMN salt bytea;
ALTER TABLE document_step ADD COLUMN salt bytea;
