-- Links by which an outside evaluator or proxy works on one series without an account.
CREATE TABLE application_link (
    id           uuid PRIMARY KEY,
    token_hash   bytea NOT NULL UNIQUE,
    series_id    uuid NOT NULL REFERENCES series,
    recipient    text NOT NULL,
    part         text NOT NULL CHECK (part IN ('evaluator', 'proxy')),
    created_by   uuid NOT NULL REFERENCES person,
    created_name text NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    opened_at    timestamptz
);
CREATE INDEX application_link_series ON application_link (series_id, created_at DESC);
