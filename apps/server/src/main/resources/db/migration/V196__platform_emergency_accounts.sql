-- Accounts for when the provider cannot be reached: they keep their password where others sign in by a provider only.

ALTER TABLE person
    ADD COLUMN emergency         boolean NOT NULL DEFAULT false,
    ADD COLUMN emergency_used_at timestamptz;
