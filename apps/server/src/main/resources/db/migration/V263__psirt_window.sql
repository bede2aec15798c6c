-- What JPCERT/CC was told of the window for reports, and when somebody last saw that it is still right. Rows are only added; the last
-- one counts. What the maker's own contact was then stands beside it, so that a change of it is noticed.
CREATE TABLE psirt_window (
    id           uuid PRIMARY KEY,
    organisation text NOT NULL,
    contact      text NOT NULL,          -- person or post
    mail         text NOT NULL,
    phone        text NOT NULL,
    fingerprint  text NOT NULL,          -- of the OpenPGP key; empty: none
    since        date NOT NULL,          -- told on
    confirmed    date NOT NULL,          -- last seen to be right
    own          text NOT NULL,          -- the maker's own contact at that time, as JSON
    by_id        uuid NOT NULL REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL
);

-- What was last said of it as a fact: one row.
CREATE TABLE psirt_window_said (
    one       boolean PRIMARY KEY CHECK (one),
    evidence  uuid NOT NULL REFERENCES evidence,
    signature text NOT NULL
);
