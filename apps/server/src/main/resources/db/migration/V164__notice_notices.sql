-- What happened, written in the transaction in which it happened; it becomes notices right after.
CREATE TABLE notice_event (
    id          uuid PRIMARY KEY,
    key         text NOT NULL UNIQUE,          -- the same thing is told once
    kind        text NOT NULL,
    series_id   uuid REFERENCES series,        -- null: it concerns no single series
    thing       text NOT NULL,                 -- what has not been read yet of one kind and thing is gathered
    person_id   uuid REFERENCES person,        -- whom it is for; null: whoever has to do with its kind
    whole       boolean NOT NULL,              -- only for those who see all series
    count       integer NOT NULL CHECK (count > 0),
    urgent      boolean NOT NULL,
    args        jsonb NOT NULL,
    href        text NOT NULL,
    at          timestamptz NOT NULL,
    spread_at   timestamptz                    -- null: it waits
);
CREATE INDEX notice_event_waiting ON notice_event (at, id) WHERE spread_at IS NULL;

-- Rooms and systems of the organisation that are told. The secret part of an address is a file of the data folder.
CREATE TABLE notice_channel (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    shape       text NOT NULL,                 -- slack, teams, chatwork, lineworks, json
    address     text NOT NULL,                 -- what of it is no secret
    groups      text[] NOT NULL,
    language    text NOT NULL,
    made_at     timestamptz NOT NULL,
    made_by     text NOT NULL                  -- the person's name at that time
);

-- One message on its way, or arrived, or given up. Its words are made when it is sent.
CREATE TABLE notice_message (
    id          uuid PRIMARY KEY,
    receiver    uuid NOT NULL,                 -- the person or the channel
    person_id   uuid REFERENCES person,
    channel_id  uuid REFERENCES notice_channel ON DELETE CASCADE,
    sort        text NOT NULL,                 -- soon, digest, trial
    state       text NOT NULL,                 -- waiting, sent, refused, given-up
    made_at     timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,          -- of the next attempt
    attempts    integer NOT NULL DEFAULT 0,
    ended_at    timestamptz,
    code        text NOT NULL DEFAULT '',      -- of the last attempt; empty: there was none
    args        jsonb NOT NULL DEFAULT '[]',
    CHECK ((person_id IS NULL) <> (channel_id IS NULL))
);
CREATE INDEX notice_message_due ON notice_message (due_at, id) WHERE state = 'waiting';
CREATE INDEX notice_message_receiver ON notice_message (receiver, made_at);

CREATE TABLE notice (
    id          uuid PRIMARY KEY,
    receiver    uuid NOT NULL,                 -- the person or the channel
    person_id   uuid REFERENCES person,
    channel_id  uuid REFERENCES notice_channel ON DELETE CASCADE,
    kind        text NOT NULL,
    series_id   uuid REFERENCES series,
    whole       boolean NOT NULL,
    thing       text NOT NULL,
    count       integer NOT NULL,
    urgent      boolean NOT NULL,
    timing      text NOT NULL,                 -- soon, digest, none: when a message tells of it
    args        jsonb NOT NULL,
    href        text NOT NULL,
    first_at    timestamptz NOT NULL,
    at          timestamptz NOT NULL,          -- of the latest that was gathered in it
    read_at     timestamptz,
    message_id  uuid REFERENCES notice_message ON DELETE SET NULL,
    CHECK ((person_id IS NULL) <> (channel_id IS NULL))
);
CREATE UNIQUE INDEX notice_gathered ON notice (receiver, kind, thing) WHERE read_at IS NULL AND message_id IS NULL;
CREATE INDEX notice_person ON notice (person_id, at DESC, id DESC) WHERE person_id IS NOT NULL;
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL AND person_id IS NOT NULL;
CREATE INDEX notice_message_of ON notice (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX notice_to_send ON notice (timing, first_at) WHERE message_id IS NULL AND read_at IS NULL;

-- What a person chose; without a row, what is usual for the roles.
CREATE TABLE notice_choice (
    person_id   uuid NOT NULL REFERENCES person,
    topic       text NOT NULL,
    way         text NOT NULL,                 -- soon, digest, page
    PRIMARY KEY (person_id, topic)
);

-- What is wrong at present and was told; what is over leaves, so that it is told when it comes again.
CREATE TABLE notice_condition (
    key         text PRIMARY KEY,
    since       timestamptz NOT NULL
);

-- How mails go out, and when the daily ones do.
CREATE TABLE notice_setting (
    one         boolean PRIMARY KEY CHECK (one),
    secret      uuid NOT NULL,                 -- names the file with the password
    host        text NOT NULL,                 -- empty: no mails
    port        integer NOT NULL,
    security    text NOT NULL,
    username    text NOT NULL,
    sender      text NOT NULL,
    digest_hour integer NOT NULL CHECK (digest_hour BETWEEN 0 AND 23),
    version     integer NOT NULL
);
