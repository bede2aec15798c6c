-- The token with which a monitoring tool reads the metrics; at most one row.

CREATE TABLE metrics_token (
    token_hash bytea PRIMARY KEY,              -- SHA-256 of the token
    made_at    timestamptz NOT NULL,
    made_by    text NOT NULL,                  -- the person's name at that time
    used_at    timestamptz
);
