-- Who is sent the checkpoints of the ledger, so that others hold them, and what became of each sending.
CREATE TABLE checkpoint_receiver (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('folder', 'webhook', 'mail', 'witness')),
    name        text NOT NULL,
    every_hours integer NOT NULL CHECK (every_hours > 0),
    target      jsonb NOT NULL,                -- where to; never a secret, these are files of the data folder
    made_at     timestamptz NOT NULL,
    made_by     text NOT NULL                  -- the person's name at that time
);

CREATE TABLE checkpoint_delivery (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    receiver_id uuid NOT NULL REFERENCES checkpoint_receiver ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    log         integer NOT NULL,
    size        bigint NOT NULL,               -- of the log, as the checkpoint said
    code        text NOT NULL,                 -- arrived, or why not
    args        jsonb NOT NULL,
    note        text NOT NULL,                 -- what the receiver holds, with a witness's cosignature; empty if nothing
    by_itself   boolean NOT NULL
);
CREATE INDEX checkpoint_delivery_receiver ON checkpoint_delivery (receiver_id, id DESC);
