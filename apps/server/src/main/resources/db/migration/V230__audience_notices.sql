-- What is told to those who use the maker's products, and to whom.

-- Somebody asked for notices by mail. Nothing goes to the address but one mail that asks back; the row is removed when its time is over.
CREATE TABLE audience_request (
    id           uuid PRIMARY KEY,
    mail         text NOT NULL,
    language     text NOT NULL CHECK (language IN ('ja', 'en')),
    every_series boolean NOT NULL,
    series       uuid[] NOT NULL,        -- none where it is every one
    kinds        text[] NOT NULL,
    state        text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'done')),
    attempts     integer NOT NULL DEFAULT 0,
    key_hash     bytea UNIQUE,           -- of the link in the mail; null: none was sent yet
    made_at      timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    tried_at     timestamptz,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX audience_request_mail ON audience_request (lower(mail));
CREATE INDEX audience_request_due ON audience_request (due_at) WHERE state IN ('waiting', 'sending');

-- Users who have confirmed. Removed when they want no more; the ledger never holds an address.
CREATE TABLE audience_user (
    id           uuid PRIMARY KEY,
    mail         text NOT NULL,
    language     text NOT NULL CHECK (language IN ('ja', 'en')),
    every_series boolean NOT NULL,
    series       uuid[] NOT NULL,
    kinds        text[] NOT NULL,
    made_at      timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX audience_user_mail ON audience_user (lower(mail));

-- What is told at one time about one thing. What it says stands in its drafts, what was done about it in its steps; both are only added.
CREATE TABLE audience_notice (
    id      uuid PRIMARY KEY,
    code    text NOT NULL UNIQUE,
    kind    text NOT NULL,
    source  text NOT NULL UNIQUE,        -- of what it tells, so that the same is prepared once
    series  uuid[] NOT NULL,
    made_at timestamptz NOT NULL
);

CREATE TABLE audience_draft (
    id        uuid PRIMARY KEY,
    notice_id uuid NOT NULL REFERENCES audience_notice,
    number    integer NOT NULL,          -- from 1
    content   text NOT NULL,             -- JSON
    by_id     uuid,                      -- null: prepared by Shisa, because a day has come
    by_name   text NOT NULL,
    at        timestamptz NOT NULL,
    UNIQUE (notice_id, number)
);

-- sent: with how many receivers; aside: it is not sent.
CREATE TABLE audience_step (
    id         uuid PRIMARY KEY,
    added      bigint GENERATED ALWAYS AS IDENTITY,
    notice_id  uuid NOT NULL UNIQUE REFERENCES audience_notice,
    draft_id   uuid NOT NULL REFERENCES audience_draft,
    act        text NOT NULL CHECK (act IN ('sent', 'aside')),
    users      integer NOT NULL,
    businesses integer NOT NULL,
    by_id      uuid NOT NULL,
    by_name    text NOT NULL,
    at         timestamptz NOT NULL
);

-- One mail to one receiver. A mail that was handed to the mail server is never handed over again by itself: what a server that was
-- killed meanwhile leaves behind is unclear, and a person decides.
CREATE TABLE audience_delivery (
    id              uuid PRIMARY KEY,
    notice_id       uuid NOT NULL REFERENCES audience_notice,
    user_id         uuid REFERENCES audience_user ON DELETE SET NULL,
    mail            text NOT NULL,       -- empty once the receiver is gone
    language        text NOT NULL,
    state           text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unclear', 'stopped')),
    attempts        integer NOT NULL DEFAULT 0,
    due_at          timestamptz NOT NULL,
    tried_at        timestamptz,
    opened_at       timestamptz,
    acknowledged_at timestamptz,
    code            text NOT NULL DEFAULT '',
    args            jsonb NOT NULL DEFAULT '[]'
);
CREATE UNIQUE INDEX audience_delivery_mail ON audience_delivery (notice_id, lower(mail)) WHERE mail <> '';
CREATE INDEX audience_delivery_due ON audience_delivery (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX audience_delivery_tried ON audience_delivery (tried_at);
CREATE INDEX audience_delivery_user ON audience_delivery (user_id);

-- Links in mails, by the hash of their key. Each time that a mail is sent again it has another one.
CREATE TABLE audience_key (
    hash        bytea PRIMARY KEY,
    delivery_id uuid NOT NULL REFERENCES audience_delivery
);
