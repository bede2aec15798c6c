-- What a result saw open beside the list of ports contradicts that list, as evidence of its own.
ALTER TABLE scan_import ADD COLUMN list_evidence_id uuid REFERENCES evidence; -- null: nothing was outside of the list
