-- The mail box for reports: one row. Its password is a file of the installation's secrets.
CREATE TABLE psirt_mailbox (
    one       boolean PRIMARY KEY CHECK (one),
    is_on     boolean NOT NULL,
    secret    uuid NOT NULL,              -- names the file with the password
    host      text NOT NULL,
    port      integer NOT NULL,
    security  text NOT NULL,
    username  text NOT NULL,
    folder    text NOT NULL,
    target    text NOT NULL,              -- where mails go that were taken in; empty: they stay and are marked as read
    version   integer NOT NULL,
    validity  bigint NOT NULL DEFAULT 0,  -- of the numbers of its mails (RFC 9051, section 2.3.1.1)
    floor_uid bigint NOT NULL DEFAULT 0,  -- what was read by somebody before this number stays out
    last_uid  bigint NOT NULL DEFAULT 0,  -- everything up to this was looked at
    waiting   integer NOT NULL DEFAULT 0, -- mails that could not be taken in now
    looked_at timestamptz,
    code      text NOT NULL DEFAULT '',   -- what became of the last look
    args      jsonb NOT NULL DEFAULT '[]'
);

-- Which mails came, so that none comes twice; of one that cannot be read, where it lies and why. No word of a mail is here.
CREATE TABLE psirt_mailbox_mail (
    digest     bytea PRIMARY KEY,
    became     text NOT NULL CHECK (became IN ('case', 'joined', 'kept', 'broken')),
    why        text NOT NULL,
    uid        bigint NOT NULL,
    size_bytes bigint NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX psirt_mailbox_mail_broken ON psirt_mailbox_mail (at) WHERE became = 'broken';
