-- What a plan was made by before its last change, so that it can say what moved and why. Without names: who changed it stands
-- in the audit log.
ALTER TABLE plan_parameters ADD COLUMN before jsonb;
