-- Passkeys (Web Authentication Level 3): public keys of people's authenticators.

CREATE TABLE passkey (
    id              uuid PRIMARY KEY,
    person_id       uuid NOT NULL REFERENCES person,
    name            text NOT NULL,
    credential_id   bytea NOT NULL UNIQUE,
    credential      bytea NOT NULL,                 -- attested credential data: model of the authenticator, id, public key
    sign_count      bigint NOT NULL,
    backup_eligible boolean NOT NULL,
    backed_up       boolean NOT NULL,
    transports      text[] NOT NULL,
    created_at      timestamptz NOT NULL,
    used_at         timestamptz
);
CREATE INDEX passkey_person ON passkey (person_id);

-- A challenge is good once and for five minutes.
CREATE TABLE passkey_challenge (
    challenge  bytea PRIMARY KEY,
    person_id  uuid REFERENCES person,              -- who registers; null: somebody signs in
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenge_expires ON passkey_challenge (expires_at);
