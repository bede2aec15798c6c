CREATE TABLE series (
    id         uuid PRIMARY KEY,
    code       text NOT NULL,                 -- readable, in addresses: MC-200
    name       text NOT NULL,
    kind       text NOT NULL,                 -- what it is, in the maker's words: ネットワークカメラ
    about      text NOT NULL DEFAULT '',
    designated uuid,                          -- the release that the label is for
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL REFERENCES person,
    archived_at timestamptz,
    added      bigint GENERATED ALWAYS AS IDENTITY, -- order in which they came
    version    integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX series_code ON series (lower(code));

CREATE TABLE model (
    id          uuid PRIMARY KEY,
    series_id   uuid NOT NULL REFERENCES series,
    number      text NOT NULL,
    differences text NOT NULL DEFAULT '',     -- against the first model of the series
    position    integer NOT NULL,
    version     integer NOT NULL DEFAULT 1,
    UNIQUE (series_id, number)
);

CREATE TABLE release (
    id          uuid PRIMARY KEY,
    series_id   uuid NOT NULL REFERENCES series,
    name        text NOT NULL,                -- 2.4.1
    released_on date,
    notes       text NOT NULL DEFAULT '',
    predecessor uuid REFERENCES release,
    created_at  timestamptz NOT NULL,
    added       bigint GENERATED ALWAYS AS IDENTITY,
    version     integer NOT NULL DEFAULT 1,
    UNIQUE (series_id, name)
);
ALTER TABLE series ADD FOREIGN KEY (designated) REFERENCES release;

-- Which requirements a release touches against its predecessor; the others are inherited with this signature.
CREATE TABLE change_impact (
    id             uuid PRIMARY KEY,
    release_id     uuid NOT NULL REFERENCES release,
    predecessor_id uuid NOT NULL REFERENCES release,
    touched        text[] NOT NULL,
    reason         text NOT NULL,
    signed_by      uuid NOT NULL REFERENCES person,
    signed_name    text NOT NULL,
    signed_at      timestamptz NOT NULL,
    replaced_at    timestamptz               -- a later statement took its place
);
CREATE UNIQUE INDEX change_impact_in_force ON change_impact (release_id) WHERE replaced_at IS NULL;

-- Names of the items of the register's collections; what is true of them are facts qualified by the code.
CREATE TABLE register_item (
    id         uuid PRIMARY KEY,
    series_id  uuid NOT NULL REFERENCES series,
    collection text NOT NULL,
    code       text NOT NULL,                 -- the qualifier in facts: login-1
    name       text NOT NULL,
    note       text NOT NULL DEFAULT '',
    removed_at timestamptz,
    added      bigint GENERATED ALWAYS AS IDENTITY,
    version    integer NOT NULL DEFAULT 1,
    UNIQUE (series_id, collection, code)
);
