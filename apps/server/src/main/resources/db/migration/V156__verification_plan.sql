-- What is verified of a product, when, and what came of it. Rows are revisions and are never changed, but for a withdrawal.

-- Where and with what is verified: the inventory of the whole organisation.
CREATE TABLE verification_environment (
    id             uuid PRIMARY KEY,
    environment_id uuid NOT NULL,               -- the same for all revisions of one environment
    number         integer NOT NULL,            -- of the revision, from 1
    name           text NOT NULL,
    place          text NOT NULL CHECK (place IN ('own', 'outside')),
    version        text NOT NULL,               -- of the environment as a whole
    tools          text NOT NULL,               -- one a line, each with its version
    renew_on       date,                        -- null: no day was set
    retired        boolean NOT NULL,
    reason         text NOT NULL,               -- of the change; empty for the first
    changed_by     uuid NOT NULL REFERENCES person,
    changed_name   text NOT NULL,
    changed_at     timestamptz NOT NULL,
    UNIQUE (environment_id, number)
);

-- Evidence that the organisation has an environment: the inventory as it was.
CREATE TABLE verification_inventory (
    evidence_id uuid PRIMARY KEY REFERENCES evidence,
    place       text NOT NULL
);

CREATE TABLE verification_item (
    id           uuid PRIMARY KEY,
    item_id      uuid NOT NULL,                 -- the same for all revisions of one item
    number       integer NOT NULL,              -- of the revision, from 1
    series_id    uuid NOT NULL REFERENCES series,
    phase        text NOT NULL,
    kind         text NOT NULL,
    title        text NOT NULL,
    method       text NOT NULL,
    who          text NOT NULL,
    due          date,
    applies      text NOT NULL,
    release_id   uuid REFERENCES release,       -- the only one that it is for
    months       integer NOT NULL,              -- after how many it is done again; 0: it is done for releases
    checklist    text NOT NULL,                 -- of the review; empty: none
    ground       text NOT NULL,                 -- why it is in the plan
    removed      boolean NOT NULL,
    reason       text NOT NULL,                 -- of the change; empty for the first
    changed_by   uuid NOT NULL REFERENCES person,
    changed_name text NOT NULL,
    changed_at   timestamptz NOT NULL,
    UNIQUE (item_id, number),
    CHECK ((applies = 'release') = (release_id IS NOT NULL)),
    CHECK ((applies = 'regular') = (months > 0))
);
CREATE INDEX verification_item_series ON verification_item (series_id);

CREATE TABLE verification_result (
    id             uuid PRIMARY KEY,
    series_id      uuid NOT NULL REFERENCES series,
    item_id        uuid NOT NULL,
    revision_id    uuid NOT NULL REFERENCES verification_item, -- as the item was then
    release_id     uuid NOT NULL REFERENCES release,
    outcome        text NOT NULL CHECK (outcome IN ('passed', 'failed', 'omitted')),
    examined       text NOT NULL,               -- document and version, build
    performed_on   date NOT NULL,
    performed_by   text NOT NULL,
    environment_id uuid REFERENCES verification_environment, -- its revision
    evidence_id    uuid REFERENCES evidence,
    remarks        text NOT NULL,
    action         text NOT NULL,               -- what is done about what failed
    action_who     text NOT NULL,
    action_due     date,
    recorded_by    uuid NOT NULL REFERENCES person,
    recorded_name  text NOT NULL,
    recorded_at    timestamptz NOT NULL,
    withdrawn_by   uuid REFERENCES person,
    withdrawn_name text,
    withdrawn_at   timestamptz,
    withdrawn_reason text,
    -- Nothing was verified without evidence and without the version of the environment.
    CHECK (outcome = 'omitted' OR (environment_id IS NOT NULL AND evidence_id IS NOT NULL))
);
CREATE INDEX verification_result_series ON verification_result (series_id, release_id);

-- Whether a release is a major one, as a person said; the latest counts.
CREATE TABLE verification_release (
    id            uuid PRIMARY KEY,
    series_id     uuid NOT NULL REFERENCES series,
    release_id    uuid NOT NULL REFERENCES release,
    major         boolean NOT NULL,
    reason        text NOT NULL,
    declared_by   uuid NOT NULL REFERENCES person,
    declared_name text NOT NULL,
    declared_at   timestamptz NOT NULL
);
CREATE INDEX verification_release_series ON verification_release (series_id);

-- Verification by an outside provider, and what was agreed beforehand.
CREATE TABLE verification_order (
    id             uuid PRIMARY KEY,
    series_id      uuid NOT NULL REFERENCES series,
    release_id     uuid NOT NULL REFERENCES release,
    provider       text NOT NULL,
    listed_on      date,                        -- when the provider was seen in the list of conforming services; null: not
    handling       text NOT NULL,               -- empty: not agreed
    secrecy        text NOT NULL,
    content        text NOT NULL,
    ordered_on     date NOT NULL,
    evidence_id    uuid REFERENCES evidence,    -- the contract
    recorded_by    uuid NOT NULL REFERENCES person,
    recorded_name  text NOT NULL,
    recorded_at    timestamptz NOT NULL,
    cancelled_by   uuid REFERENCES person,
    cancelled_name text,
    cancelled_at   timestamptz,
    cancelled_reason text
);
CREATE INDEX verification_order_series ON verification_order (series_id);

-- The plan as it was put down as a document.
CREATE TABLE verification_edition (
    evidence_id uuid PRIMARY KEY REFERENCES evidence,
    series_id   uuid NOT NULL REFERENCES series,
    number      integer NOT NULL,
    signature   text NOT NULL,                  -- hash of the items
    UNIQUE (series_id, number)
);

-- Evidence whose facts say what the whole of a release's verification comes to.
CREATE TABLE verification_conclusion (
    evidence_id uuid PRIMARY KEY REFERENCES evidence,
    series_id   uuid NOT NULL REFERENCES series,
    signature   text NOT NULL                   -- hash of all that it rests on
);
CREATE INDEX verification_conclusion_series ON verification_conclusion (series_id);
