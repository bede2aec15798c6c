-- Kept answers are closed with the token that was answered; those from before are gone after a day.
ALTER TABLE api_answer ADD COLUMN closed boolean NOT NULL DEFAULT false;
