-- The address by which somebody's own calendar fetches their days: the secret as its SHA-256.
CREATE TABLE calendar_link (
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person,
    token_hash bytea NOT NULL UNIQUE,
    made_at    timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX calendar_link_person ON calendar_link (person_id);
-- A person has one at a time.
CREATE UNIQUE INDEX calendar_link_once ON calendar_link (person_id) WHERE ended_at IS NULL;
CALL seal_table('calendar_link', 'id', 'person_id,ended_at', '');
