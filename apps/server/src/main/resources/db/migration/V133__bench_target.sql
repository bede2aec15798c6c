-- The device that stands for a series on the bench.
CREATE TABLE bench_target (
    series_id           uuid PRIMARY KEY REFERENCES series,
    address             text NOT NULL,
    address6            text NOT NULL DEFAULT '',
    without_ipv6        boolean NOT NULL,
    every_side          boolean NOT NULL,          -- the bench reaches every network side of the device
    self_signed         boolean,                   -- null: the policy was not said
    free_tries_max      integer,
    lock_seconds_min    integer,
    password_length_min integer,
    log_ins             bytea,                     -- sealed; null: none were handed out
    log_in_count        integer NOT NULL DEFAULT 0,
    consent_by          uuid REFERENCES person,    -- null: nobody consented for this address
    consent_name        text,
    consent_at          timestamptz,
    version             integer NOT NULL DEFAULT 1,
    CHECK ((consent_by IS NULL) = (consent_name IS NULL) AND (consent_by IS NULL) = (consent_at IS NULL))
);

-- Which log-in of the register guards which of its services.
CREATE TABLE bench_login (
    series_id uuid NOT NULL REFERENCES bench_target,
    service   text NOT NULL,
    login     text NOT NULL,
    PRIMARY KEY (series_id, service)
);
