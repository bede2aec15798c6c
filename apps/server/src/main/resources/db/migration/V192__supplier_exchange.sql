-- Files that are given to a supplier, and that come from it: by a link for one person, with a passphrase that goes another way.

CREATE TABLE supplier_access (
    id            uuid PRIMARY KEY,
    supplier_id   uuid NOT NULL REFERENCES supplier,
    token_hash    bytea NOT NULL UNIQUE,
    code_hash     bytea NOT NULL,              -- of secret and passphrase together
    person        text NOT NULL,
    may_send      boolean NOT NULL,
    by_id         uuid NOT NULL REFERENCES person,
    by_name       text NOT NULL,
    at            timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    revoked_at    timestamptz,
    wrong         integer NOT NULL,            -- passphrases since the last right one
    session_hash  bytea UNIQUE,
    session_until timestamptz
);
CREATE INDEX supplier_access_supplier ON supplier_access (supplier_id);

CREATE TABLE supplier_file (
    id           uuid PRIMARY KEY,
    supplier_id  uuid NOT NULL REFERENCES supplier,
    direction    text NOT NULL CHECK (direction IN ('offered', 'received')),
    sha256       text NOT NULL REFERENCES blob,
    size_bytes   bigint NOT NULL,
    name         text NOT NULL,
    media_type   text NOT NULL,
    disagrees    boolean NOT NULL,
    note         text NOT NULL,
    access_id    uuid REFERENCES supplier_access, -- who sent it; null: the maker
    by_id        uuid REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_name   text,
    ended_at     timestamptz,
    ended_reason text
);
CREATE INDEX supplier_file_supplier ON supplier_file (supplier_id);

-- Who came in, and what went over the door.
CREATE TABLE supplier_transfer (
    id          uuid PRIMARY KEY,
    supplier_id uuid NOT NULL REFERENCES supplier,
    access_id   uuid REFERENCES supplier_access, -- null: somebody of the maker
    file_id     uuid REFERENCES supplier_file,
    act         text NOT NULL,                 -- opened, refused, locked, taken, sent
    by_name     text NOT NULL,
    address     text NOT NULL,                 -- of the computer, as the server saw it
    at          timestamptz NOT NULL
);
CREATE INDEX supplier_transfer_supplier ON supplier_transfer (supplier_id, at);
