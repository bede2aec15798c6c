-- The seven questions to a supplier, by a link that needs no account; only the hash of its secret is stored.

CREATE TABLE supplier_request (
    id           uuid PRIMARY KEY,
    supplier_id  uuid NOT NULL REFERENCES supplier,
    token_hash   bytea NOT NULL UNIQUE,
    recipient    text NOT NULL,
    note         text NOT NULL,
    by_id        uuid NOT NULL REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    opened_at    timestamptz,
    submitted_at timestamptz
);
CREATE INDEX supplier_request_supplier ON supplier_request (supplier_id);

-- What the supplier has entered: only what was sent is looked at by anybody else.
CREATE TABLE supplier_answer (
    request_id     uuid NOT NULL REFERENCES supplier_request,
    question       text NOT NULL,
    state          text NOT NULL CHECK (state IN ('draft', 'sent', 'accepted', 'asked')),
    answer         text NOT NULL,              -- yes, no, unknown; empty: none yet
    detail         text NOT NULL,
    until_on       date,                       -- until when it is supported
    comment        text NOT NULL,              -- why it is asked again
    file_sha256    text REFERENCES blob,
    file_bytes     bigint,
    file_name      text,
    file_type      text,
    file_disagrees boolean,
    at             timestamptz NOT NULL,
    PRIMARY KEY (request_id, question)
);

-- What was sent, as it was sent.
CREATE TABLE supplier_submission (
    id          uuid PRIMARY KEY,
    supplier_id uuid NOT NULL REFERENCES supplier,
    request_id  uuid NOT NULL REFERENCES supplier_request,
    by_name     text NOT NULL,
    answers     jsonb NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX supplier_submission_request ON supplier_submission (request_id);

-- An answer that the maker has accepted.
CREATE TABLE supplier_review (
    id             uuid PRIMARY KEY,
    supplier_id    uuid NOT NULL REFERENCES supplier,
    request_id     uuid REFERENCES supplier_request, -- null: it came along from another installation
    question       text NOT NULL,
    answer         text NOT NULL CHECK (answer IN ('yes', 'no')),
    detail         text NOT NULL,
    answered_by    text NOT NULL,
    file_sha256    text REFERENCES blob,
    file_bytes     bigint,
    file_name      text,
    file_type      text,
    file_disagrees boolean,
    until_on       date NOT NULL,              -- the last day on which it counts
    by_id          uuid NOT NULL REFERENCES person,
    by_name        text NOT NULL,
    at             timestamptz NOT NULL,
    ended_by       uuid REFERENCES person,
    ended_name     text,
    ended_at       timestamptz,
    ended_reason   text
);
CREATE INDEX supplier_review_supplier ON supplier_review (supplier_id, question, at);
