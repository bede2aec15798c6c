-- An owner asked for a new way in for somebody who works on cases; it is made by whoever agrees.
CREATE TABLE link_request (
    person_id  uuid PRIMARY KEY REFERENCES person,
    asked_by   uuid NOT NULL REFERENCES person,
    asked_at   timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX link_request_asked_by ON link_request (asked_by);
CALL seal_table('link_request', 'person_id', 'asked_by', '');
