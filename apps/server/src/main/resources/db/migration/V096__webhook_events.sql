-- Who is told what happens, how far, and what became of each message. What is told is read from the ledger's records.
CREATE TABLE webhook (
    id            uuid PRIMARY KEY,
    name          text NOT NULL,
    url           text NOT NULL,
    events        text[] NOT NULL,             -- verdict.changed, evidence.confirmed, fact.recorded
    made_at       timestamptz NOT NULL,
    made_by       text NOT NULL,               -- the person's name at that time
    log           integer NOT NULL,            -- told up to this place of the ledger
    leaf          bigint NOT NULL,
    attempts      integer NOT NULL DEFAULT 0,  -- in a row without success
    failing_since timestamptz,
    due_at        timestamptz NOT NULL,        -- of the next attempt
    paused_at     timestamptz
);

CREATE TABLE webhook_delivery (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    at         timestamptz NOT NULL,
    number     text NOT NULL,                  -- of the record, or empty for a trial
    event      text NOT NULL,
    code       text NOT NULL,                  -- arrived, or why not
    args       jsonb NOT NULL,
    by_itself  boolean NOT NULL
);
CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook_id, id DESC);
