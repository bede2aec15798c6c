-- What left the house. A row is never changed; one that is wrong is struck out with a reason and stays.
CREATE TABLE shipment (
    id          uuid PRIMARY KEY,
    code        text NOT NULL UNIQUE,
    series_id   uuid NOT NULL REFERENCES series,
    model_id    uuid,                    -- null: not said; the model may be gone from the series since
    model       text NOT NULL,           -- its number then; empty: not said
    release_id  uuid REFERENCES release, -- null: nobody said with which version it left
    lot         text NOT NULL,
    shipped_on  date NOT NULL,
    devices     bigint NOT NULL CHECK (devices BETWEEN 1 AND 100000000),
    destination text NOT NULL,
    again       boolean NOT NULL,        -- devices that had left before and came back: they are not counted twice
    fingerprint text NOT NULL,           -- of all of this, so that the same line is known again
    import_id   uuid,
    by_id       uuid NOT NULL,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX shipment_series ON shipment (series_id, shipped_on DESC, id DESC);
CREATE INDEX shipment_fingerprint ON shipment (fingerprint);

-- Serial numbers of a shipment: runs of numbers behind the same beginning.
CREATE TABLE shipment_serials (
    shipment_id uuid NOT NULL REFERENCES shipment,
    position    integer NOT NULL,
    prefix      text NOT NULL,
    digits      integer NOT NULL,        -- how many the number is written with; 0: the serial does not end with a number
    first       bigint NOT NULL,
    last        bigint NOT NULL,
    PRIMARY KEY (shipment_id, position)
);
CREATE INDEX shipment_serials_number ON shipment_serials (prefix, digits, first);

CREATE TABLE shipment_strike (
    id          uuid PRIMARY KEY,
    shipment_id uuid NOT NULL UNIQUE REFERENCES shipment,
    reason      text NOT NULL,
    by_id       uuid NOT NULL,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL
);

-- A file that was taken in.
CREATE TABLE shipment_import (
    id        uuid PRIMARY KEY,
    name      text NOT NULL,
    sha256    text NOT NULL,
    lines     integer NOT NULL,
    shipments integer NOT NULL,
    devices   bigint NOT NULL,
    refused   integer NOT NULL,          -- lines that were left out
    by_id     uuid NOT NULL,
    by_name   text NOT NULL,
    at        timestamptz NOT NULL
);

-- A file between looking at it and taking it in; gone after a day.
CREATE TABLE shipment_upload (
    id      uuid PRIMARY KEY,
    name    text NOT NULL,
    content bytea NOT NULL,
    by_id   uuid NOT NULL,
    at      timestamptz NOT NULL
);
