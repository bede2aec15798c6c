-- Filters of lists that somebody gave a name: they are the part of an address behind the question mark.
CREATE TABLE saved_filter (
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person,
    list       text NOT NULL,                  -- the path of the list: /evidence
    query      text NOT NULL,                  -- kind=test&expiry=30
    name       text NOT NULL,
    shared     boolean NOT NULL DEFAULT false, -- whoever sees the list may use it
    created_at timestamptz NOT NULL,
    UNIQUE (person_id, list, name)
);
CREATE INDEX saved_filter_shared ON saved_filter (list) WHERE shared;
