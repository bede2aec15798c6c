-- To whom outside a version was handed, and who received it. Only the hash of a link's secret is stored.

CREATE TABLE document_handing (
    id         uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES document_version,
    work       text NOT NULL,
    business   text NOT NULL,
    recipient  text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    by_id      uuid NOT NULL REFERENCES person,
    by_name    text NOT NULL,
    at         timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX document_handing_version ON document_handing (version_id);

CREATE TABLE document_receipt (
    id         uuid PRIMARY KEY,
    handing_id uuid NOT NULL UNIQUE REFERENCES document_handing,
    name       text NOT NULL,
    at         timestamptz NOT NULL
);
