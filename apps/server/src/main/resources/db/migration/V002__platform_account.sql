-- Failed sign-ins are counted by address, whether an account has it or not: the answer gives no account away.
ALTER TABLE person DROP COLUMN failed, DROP COLUMN locked_until;

CREATE TABLE sign_in_failure (
    account      bytea PRIMARY KEY,            -- SHA-256 of the mail address as typed, in lower case
    failed       integer NOT NULL,             -- in a row
    last_at      timestamptz NOT NULL,
    locked_until timestamptz
);
CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);

CREATE INDEX audit_person ON audit (person_id, id DESC);
CREATE INDEX audit_act ON audit (act, id DESC);

-- Two people who edit the same setting: the second sees both texts.
ALTER TABLE setting ADD COLUMN version integer NOT NULL DEFAULT 1;
