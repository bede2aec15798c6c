-- Mails of cases to reporters and parties. What is written stands in an entry of the case; here is how far its sending is.
CREATE TABLE psirt_mail (
    id           uuid PRIMARY KEY,
    case_id      uuid NOT NULL REFERENCES psirt_case,
    entry_id     uuid NOT NULL UNIQUE REFERENCES psirt_entry,
    receiver     bytea NOT NULL,          -- hash of the address, to count what goes there
    acknowledges boolean NOT NULL,        -- goes by itself, with a link to the reporter's page
    key_hash     bytea UNIQUE,            -- of the link, drawn anew at each try; null: none yet
    state        text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unclear')),
    attempts     integer NOT NULL DEFAULT 0,
    made_at      timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,    -- of the next try; while it is sent, when it is given up
    tried_at     timestamptz
);
CREATE INDEX psirt_mail_due ON psirt_mail (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX psirt_mail_case ON psirt_mail (case_id);
CREATE INDEX psirt_mail_tried ON psirt_mail (tried_at);
CREATE INDEX psirt_mail_receiver ON psirt_mail (receiver, made_at) WHERE acknowledges;

-- Whether reporters who left an address are told by themselves that the report arrived.
ALTER TABLE psirt_rules ADD COLUMN acknowledge_mail boolean NOT NULL DEFAULT true;
