-- The second factor of a sign-in: one-time codes of an app (TOTP, RFC 6238), recovery codes, and who stands between the
-- two steps.

CREATE TABLE second_factor (
    person_id uuid PRIMARY KEY REFERENCES person,
    secret    bytea,                           -- sealed with the key in DATA/secrets; null until it is confirmed
    pending   bytea,                           -- sealed likewise: shown to the person, not yet confirmed by a code
    since     timestamptz,                     -- when the secret was confirmed
    last_step bigint NOT NULL DEFAULT 0,       -- the 30-second step whose code was used last; it and those before are used up
    CHECK ((secret IS NULL) = (since IS NULL))
);

CREATE TABLE recovery_code (
    code_hash bytea PRIMARY KEY,               -- SHA-256 of a code of 80 random bits
    person_id uuid NOT NULL REFERENCES person,
    used_at   timestamptz
);
CREATE INDEX recovery_code_person ON recovery_code (person_id);

-- Somebody who has given the right password and not yet the code: a cookie, of which only the hash is here.
CREATE TABLE sign_in_step (
    token_hash bytea PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_step_person ON sign_in_step (person_id);
