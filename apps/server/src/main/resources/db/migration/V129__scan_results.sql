-- Results of scanning tools, taken in as evidence, and what people judge of each detection.
CREATE TABLE scan_import (
    id            uuid PRIMARY KEY,
    series_id     uuid NOT NULL REFERENCES series,
    release_id    uuid NOT NULL REFERENCES release, -- the firmware that was scanned
    evidence_id   uuid NOT NULL REFERENCES evidence, -- holds the file
    format        text NOT NULL,
    tool          text NOT NULL,
    tool_version  text NOT NULL,
    database_on   date,                            -- null: neither the file nor a person said it
    scanned_on    date NOT NULL,
    shipping      boolean NOT NULL,                -- whether the firmware is the one that is shipped
    targets       text[] NOT NULL,
    informational integer NOT NULL,                -- results that the tool itself does not call weaknesses
    ports         text[] NOT NULL,                 -- 443/tcp https
    gaps          jsonb NOT NULL,                  -- why it may not be all
    imported_by   uuid NOT NULL REFERENCES person,
    imported_name text NOT NULL,
    imported_at   timestamptz NOT NULL,
    withdrawn_by  uuid REFERENCES person,
    withdrawn_name text,
    withdrawn_at  timestamptz,
    withdrawn_reason text
);
CREATE INDEX scan_import_series ON scan_import (series_id, imported_at DESC);

CREATE TABLE scan_detection (
    import_id     uuid NOT NULL REFERENCES scan_import,
    number        integer NOT NULL,                -- in the order of the file, from 1
    item          text NOT NULL,                   -- its code in the collection of detections
    identity      text NOT NULL,                   -- what makes it the same in a later result
    rule          text NOT NULL,
    name          text NOT NULL,
    severity      text NOT NULL,
    cves          text[] NOT NULL,
    cwes          text[] NOT NULL,
    place         text NOT NULL,
    seen          text NOT NULL,
    PRIMARY KEY (import_id, number)
);

-- The latest one counts; earlier ones stay.
CREATE TABLE scan_judgement (
    id            uuid PRIMARY KEY,
    import_id     uuid NOT NULL,
    number        integer NOT NULL,
    exploitable   boolean NOT NULL,
    reason        text NOT NULL,
    action        text NOT NULL,                   -- what is done about it; empty if it is not exploitable
    judged_by     uuid NOT NULL REFERENCES person,
    judged_name   text NOT NULL,
    judged_at     timestamptz NOT NULL,
    added         bigint GENERATED ALWAYS AS IDENTITY, -- the order in which they were given
    FOREIGN KEY (import_id, number) REFERENCES scan_detection
);
CREATE INDEX scan_judgement_detection ON scan_judgement (import_id, number, added DESC);

-- Evidence whose facts say what all judged results of a release come to.
CREATE TABLE scan_conclusion (
    evidence_id   uuid PRIMARY KEY REFERENCES evidence,
    release_id    uuid NOT NULL REFERENCES release
);
CREATE INDEX scan_conclusion_release ON scan_conclusion (release_id);
