-- Receivers of checkpoints can be edited and paused. What was sent says where to, since a receiver that has another
-- address now does not hold what went to the one before.
ALTER TABLE checkpoint_receiver
    ADD COLUMN version   integer NOT NULL DEFAULT 0,
    ADD COLUMN paused_at timestamptz,          -- null: it is sent to
    ADD COLUMN since     timestamptz;          -- from when on it is to be sent to this address
UPDATE checkpoint_receiver SET since = made_at;
ALTER TABLE checkpoint_receiver ALTER COLUMN since SET NOT NULL;

ALTER TABLE checkpoint_delivery ADD COLUMN address text;
UPDATE checkpoint_delivery d SET address = CASE r.kind
        WHEN 'folder' THEN r.target ->> 'path'
        WHEN 'webhook' THEN r.target ->> 'url'
        WHEN 'mail' THEN r.target ->> 'to'
        WHEN 'witness' THEN (r.target ->> 'url') || ' (' || substring(r.target ->> 'vkey' FROM '^[^+]+\+[0-9a-f]{8}') || ')'
    END
    FROM checkpoint_receiver r WHERE r.id = d.receiver_id;
ALTER TABLE checkpoint_delivery ALTER COLUMN address SET NOT NULL;
