-- What the maker publishes about vulnerabilities of its products. Rows are only added; how far an advisory is follows from them.
CREATE TABLE advisory (
    id        uuid PRIMARY KEY,
    code      text NOT NULL UNIQUE,             -- for people, before it has a number: V-7K2QM
    made_at   timestamptz NOT NULL
);

-- What was written, whole, each time that it was saved. Not public before it is issued.
CREATE TABLE advisory_draft (
    id          uuid PRIMARY KEY,
    advisory_id uuid NOT NULL REFERENCES advisory,
    number      integer NOT NULL,               -- from 1
    content     text NOT NULL,                  -- JSON
    by_id       uuid NOT NULL,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL,
    UNIQUE (advisory_id, number)
);

-- asked: somebody wants this draft to be issued; returned: no, or not yet; discarded: it will never be issued.
CREATE TABLE advisory_step (
    id          uuid PRIMARY KEY,
    added       bigint GENERATED ALWAYS AS IDENTITY,       -- order in which they came
    advisory_id uuid NOT NULL REFERENCES advisory,
    draft_id    uuid NOT NULL REFERENCES advisory_draft,
    act         text NOT NULL CHECK (act IN ('asked', 'returned', 'discarded')),
    note        text NOT NULL,
    by_id       uuid NOT NULL,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX advisory_step_advisory ON advisory_step (advisory_id);

-- What was issued, as it was signed.
CREATE TABLE advisory_issued (
    id          uuid PRIMARY KEY,
    advisory_id uuid NOT NULL REFERENCES advisory,
    draft_id    uuid NOT NULL UNIQUE REFERENCES advisory_draft,
    number      integer NOT NULL,               -- revision, from 1
    tracking    text NOT NULL,
    tlp         text NOT NULL,
    withdrawn   boolean NOT NULL,
    title       text NOT NULL,
    products    text NOT NULL,                  -- JSON: what was concerned, by the names of that day
    document    bytea NOT NULL,                 -- CSAF
    sha256      text NOT NULL,
    signature   text NOT NULL,                  -- OpenPGP, armoured
    fingerprint text NOT NULL,
    asked_by    uuid NOT NULL,
    asked_name  text NOT NULL,
    by_id       uuid NOT NULL,
    by_name     text NOT NULL,
    alone       boolean NOT NULL,               -- there was no second person, and a day had passed
    at          timestamptz NOT NULL,
    UNIQUE (advisory_id, number)
);
-- The number of an advisory is given once, with its first revision.
CREATE UNIQUE INDEX advisory_issued_tracking ON advisory_issued (tracking, number);
CREATE INDEX advisory_issued_at ON advisory_issued (at);

-- With which advisories are signed. The last one that was made signs; earlier ones stay readable for what they signed.
CREATE TABLE advisory_key (
    id          uuid PRIMARY KEY,
    added       bigint GENERATED ALWAYS AS IDENTITY,
    fingerprint text NOT NULL UNIQUE,
    armored     text NOT NULL,                  -- the public part
    sealed      bytea NOT NULL,                 -- the private part, under a key outside of the database
    imported    boolean NOT NULL,
    by_id       uuid NOT NULL,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL
);
