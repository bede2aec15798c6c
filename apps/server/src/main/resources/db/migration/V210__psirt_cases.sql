-- Cases of vulnerabilities in the maker's products. What is known of a case is its entries, which are only added; the case itself holds
-- what finds it. Contents stand in the ledger as a salted hash only, because whoever reads the ledger may not know of a case.

CREATE TABLE psirt_case (
    id           uuid PRIMARY KEY,
    number       text NOT NULL UNIQUE,   -- drawn by lot, so that it tells no count
    key_hash     bytea UNIQUE,           -- of the reporter's page; null: there is none
    assigned     uuid[] NOT NULL,        -- from the entries, to find one's cases
    state        text NOT NULL,          -- from the entries
    opened_at    timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL
);
CREATE INDEX psirt_case_assigned ON psirt_case USING gin (assigned);

CREATE TABLE psirt_entry (
    id       uuid PRIMARY KEY,
    added    bigint GENERATED ALWAYS AS IDENTITY, -- order in which they came
    case_id  uuid NOT NULL REFERENCES psirt_case,
    content  text NOT NULL,              -- JSON
    salt     bytea NOT NULL,
    by_id    uuid REFERENCES person,     -- null: the reporter, or Shisa itself
    by_name  text NOT NULL,
    at       timestamptz NOT NULL
);
CREATE INDEX psirt_entry_case ON psirt_entry (case_id, added);

CREATE TABLE psirt_file (
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES psirt_case,
    sha256     text NOT NULL REFERENCES blob,
    size_bytes bigint NOT NULL,
    name       text NOT NULL,
    media_type text NOT NULL,
    disagrees  boolean NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX psirt_file_case ON psirt_file (case_id);

-- Who saw a case, took something of it, or was refused.
CREATE TABLE psirt_access (
    id        uuid PRIMARY KEY,
    case_id   uuid NOT NULL REFERENCES psirt_case,
    person_id uuid NOT NULL REFERENCES person,
    by_name   text NOT NULL,
    act       text NOT NULL CHECK (act IN ('seen', 'taken', 'listed', 'refused')),
    at        timestamptz NOT NULL
);
CREATE INDEX psirt_access_case ON psirt_access (case_id, at);

-- Reports that came too often, in too great number, or filled a field that people do not see: kept apart until somebody has looked.
CREATE TABLE psirt_quarantine (
    id         uuid PRIMARY KEY,
    why        text NOT NULL CHECK (why IN ('often', 'many', 'trap')),
    digest     bytea NOT NULL,           -- of what was sent: the same again only counts
    source     bytea NOT NULL,           -- hash of the sender's address
    key_hash   bytea NOT NULL UNIQUE,    -- of the reporter's page
    content    text NOT NULL,            -- JSON; empty once set aside and its time is over
    times      integer NOT NULL,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    state      text NOT NULL CHECK (state IN ('waiting', 'admitted', 'aside')),
    decided_by uuid REFERENCES person,
    decided_at timestamptz,
    case_id    uuid REFERENCES psirt_case
);
CREATE UNIQUE INDEX psirt_quarantine_digest ON psirt_quarantine (digest) WHERE state = 'waiting';
CREATE INDEX psirt_quarantine_source ON psirt_quarantine (source) WHERE state = 'waiting';

-- How long the maker gives itself, and who receives reports: one row.
CREATE TABLE psirt_rules (
    one              boolean PRIMARY KEY CHECK (one),
    acknowledge_days integer NOT NULL,
    status_days      integer NOT NULL,
    fix_days         integer NOT NULL,
    on_duty          uuid[] NOT NULL,    -- empty: everybody with the role PSIRT
    version          integer NOT NULL
);
