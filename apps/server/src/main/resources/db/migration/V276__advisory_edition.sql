-- The same revision in the version of CSAF that did not lead when it was issued. Rows are only added.
CREATE TABLE advisory_edition (
    id          uuid PRIMARY KEY,
    issued_id   uuid NOT NULL UNIQUE REFERENCES advisory_issued,
    csaf        text NOT NULL CHECK (csaf IN ('2.0', '2.1')),
    document    bytea NOT NULL,
    sha256      text NOT NULL,
    signature   text NOT NULL,                  -- OpenPGP, armoured
    fingerprint text NOT NULL,
    at          timestamptz NOT NULL            -- when it was written; of revisions from before there were both, later
);
