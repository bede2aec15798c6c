-- What programs call with, and what they were answered.

CREATE TABLE api_token (
    id         uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,          -- SHA-256 of the token
    person_id  uuid NOT NULL REFERENCES person,
    name       text NOT NULL,
    acts       text[] NOT NULL,                -- never more than the person may do; both are asked at each call
    series     uuid[] NOT NULL,                -- empty: all that the person sees
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_token_person ON api_token (person_id);

-- What a call with an idempotency key was answered, so that the same call again is answered the same and does nothing.
CREATE TABLE api_answer (
    token_id     uuid NOT NULL REFERENCES api_token ON DELETE CASCADE,
    key          text NOT NULL,
    request_hash bytea NOT NULL,
    status       integer NOT NULL,
    headers      jsonb NOT NULL,
    body         bytea NOT NULL,
    answered_at  timestamptz NOT NULL,
    PRIMARY KEY (token_id, key)
);
CREATE INDEX api_answer_at ON api_answer (answered_at);
