-- Businesses between the maker and the users, which are asked to say that they have read a notice and passed it on.
CREATE TABLE audience_business (
    id           uuid PRIMARY KEY,
    code         text NOT NULL UNIQUE,
    kind         text NOT NULL,
    name         text NOT NULL,
    contact      text NOT NULL,          -- person or department
    mail         text NOT NULL,          -- empty once erased
    language     text NOT NULL CHECK (language IN ('ja', 'en')),
    every_series boolean NOT NULL,
    series       uuid[] NOT NULL,        -- none where it is every one
    note         text NOT NULL,
    active       boolean NOT NULL,       -- whether it is told
    salt         bytea NOT NULL,         -- the ledger holds a salted hash of what may be personal
    version      integer NOT NULL,
    by_id        uuid,                   -- null: the business itself, by a link in a mail
    by_name      text NOT NULL,
    at           timestamptz NOT NULL
);
CREATE UNIQUE INDEX audience_business_mail ON audience_business (lower(mail)) WHERE mail <> '';

ALTER TABLE audience_delivery ADD COLUMN business_id uuid REFERENCES audience_business;
CREATE INDEX audience_delivery_business ON audience_delivery (business_id);

-- What is done better next time because few have read a notice.
CREATE TABLE audience_improvement (
    id        uuid PRIMARY KEY,
    notice_id uuid NOT NULL REFERENCES audience_notice,
    text      text NOT NULL,
    salt      bytea NOT NULL,
    by_id     uuid NOT NULL,
    by_name   text NOT NULL,
    at        timestamptz NOT NULL
);
CREATE INDEX audience_improvement_notice ON audience_improvement (notice_id);
