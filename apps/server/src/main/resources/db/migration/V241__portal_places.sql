-- Where the maker says that users can read what the guides ask for, and whether it can be read there.
CREATE TABLE published_place (
    address       text PRIMARY KEY,
    watched_at    timestamptz NOT NULL,
    looked_at     timestamptz,              -- null: nobody has looked yet
    reached_at    timestamptz,              -- null: it was never there
    failing_since timestamptz,              -- null: it was there at the last look
    failures      int NOT NULL,
    answered      boolean NOT NULL,         -- whether the server said anything at the last look
    outcome       text NOT NULL,            -- why it was not there; empty: it was
    what          text NOT NULL,            -- the argument of these words
    etag          text NOT NULL,
    last_modified text NOT NULL,
    text_hash     text NOT NULL,            -- of the words on the page; empty: never read
    changed_at    timestamptz,              -- when other words were read for the first time
    gone_at       timestamptz               -- since when it counts as not there; null: it does not
);

-- What the watch said beside what people stated.
CREATE TABLE published_place_said (
    evidence_id   uuid PRIMARY KEY REFERENCES evidence,
    subject_kind  text NOT NULL,
    subject_id    uuid NOT NULL,
    key           text NOT NULL,
    item          text NOT NULL,
    address       text NOT NULL,
    at            timestamptz NOT NULL,
    ended_at      timestamptz               -- null: it is still so
);
CREATE INDEX published_place_said_open ON published_place_said (subject_id, key) WHERE ended_at IS NULL;
