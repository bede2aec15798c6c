-- Answers to the items of a self-diagnosis that the company entered itself, for a series.
CREATE TABLE self_check_answer (
    series_id     uuid NOT NULL REFERENCES series,
    item          uuid NOT NULL REFERENCES gap_fill,
    answer        text NOT NULL CHECK (answer IN ('yes', 'no', 'na')),
    note          text NOT NULL,
    answered_by   uuid NOT NULL REFERENCES person,
    answered_name text NOT NULL,
    answered_at   timestamptz NOT NULL,
    PRIMARY KEY (series_id, item)
);
