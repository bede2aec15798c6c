-- Nothing is sent within the own network unless an owner said so for this address.
ALTER TABLE webhook ADD COLUMN inside boolean NOT NULL DEFAULT false;
