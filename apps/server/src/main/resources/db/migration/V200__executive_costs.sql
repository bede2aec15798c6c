-- What measures cost beside what is lost without them, as the maker assumes: each change is a whole sheet, the newest counts.
CREATE TABLE executive_costs (
    number     integer PRIMARY KEY,  -- from 1; a change names the one that it saw
    body       jsonb NOT NULL,
    by_id      uuid NOT NULL,
    by_name    text NOT NULL,
    at         timestamptz NOT NULL
);
