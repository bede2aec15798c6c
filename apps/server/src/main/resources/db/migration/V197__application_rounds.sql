-- What becomes of an application at IPA, and of the label after it: entries that are never changed, but for being taken back.
CREATE TABLE application_entry (
    id            uuid PRIMARY KEY,
    series_id     uuid NOT NULL REFERENCES series,
    round         integer NOT NULL CHECK (round > 0), -- 1: the first label; each renewal begins the next
    kind          text NOT NULL,
    about         uuid REFERENCES application_entry,  -- what it answers
    happened_on   date NOT NULL,
    content       jsonb NOT NULL,                     -- by the fields of its kind
    lines         jsonb NOT NULL,                     -- what it lists
    recorded_by   uuid REFERENCES person,             -- null: by link, without an account
    recorded_name text NOT NULL,
    recorded_at   timestamptz NOT NULL,
    moved         boolean NOT NULL DEFAULT false,     -- from a step of before, which only the audit log knows
    undone_by     uuid REFERENCES person,
    undone_name   text,
    undone_at     timestamptz,
    undone_reason text
);
CREATE INDEX application_entry_series ON application_entry (series_id, recorded_at);
CREATE INDEX application_entry_label ON application_entry (kind) WHERE kind = 'label' AND undone_at IS NULL;

CREATE TABLE application_file (
    entry_id   uuid NOT NULL REFERENCES application_entry,
    position   integer NOT NULL,
    file_name  text NOT NULL,
    sha256     text NOT NULL REFERENCES blob,
    size_bytes bigint NOT NULL,
    media_type text NOT NULL,
    PRIMARY KEY (entry_id, position)
);
CREATE INDEX application_file_content ON application_file (sha256);

-- Steps that were recorded until now, each as the entry that says the same.
INSERT INTO application_entry
    (id, series_id, round, kind, happened_on, content, lines, recorded_by, recorded_name, recorded_at, moved)
SELECT gen_random_uuid(), series_id, 1,
    CASE step WHEN 'send' THEN 'sent' WHEN 'corrections' THEN 'settled' ELSE step END,
    done_on,
    CASE step WHEN 'number' THEN jsonb_build_object('number', note)
        WHEN 'label' THEN jsonb_build_object('number', note, 'until', '', 'release', '', 'url', '')
        WHEN 'send' THEN jsonb_build_object('to', '', 'package', '', 'note', note)
        ELSE jsonb_build_object('note', note) END,
    '[]', recorded_by, recorded_name, recorded_at, true
FROM application_step;
DROP TABLE application_step;

ALTER TABLE application ADD COLUMN proxy text NOT NULL DEFAULT ''; -- who applies in the maker's place; empty: nobody
ALTER TABLE application ADD COLUMN corporate_number text NOT NULL DEFAULT ''
    CHECK (corporate_number IN ('', 'used', 'not-used'));
