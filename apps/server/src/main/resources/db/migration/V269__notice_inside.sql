-- Nothing is sent within the own network unless an owner said so for this channel.
ALTER TABLE notice_channel ADD COLUMN inside boolean NOT NULL DEFAULT false;
