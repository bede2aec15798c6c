-- Checklists of customers: their rows, which people tie to what the catalogue asks.
CREATE TABLE checklist (
    id             uuid PRIMARY KEY,
    series_id      uuid NOT NULL REFERENCES series,
    name           text NOT NULL,              -- whose it is, in the maker's words
    file_name      text NOT NULL,
    sha256         text NOT NULL REFERENCES blob,
    size_bytes     bigint NOT NULL,
    sheet          text NOT NULL DEFAULT '',   -- empty until somebody named the columns
    header_row     integer NOT NULL DEFAULT 0, -- counted from 1, as a spreadsheet shows it
    number_column  text NOT NULL DEFAULT '',   -- letters; empty: there is none
    question_column text NOT NULL DEFAULT '',
    answer_column  text NOT NULL DEFAULT '',
    remark_column  text NOT NULL DEFAULT '',
    uploaded_by    uuid NOT NULL REFERENCES person,
    uploaded_name  text NOT NULL,
    uploaded_at    timestamptz NOT NULL,
    removed_at     timestamptz,
    version        integer NOT NULL DEFAULT 1
);
CREATE INDEX checklist_series ON checklist (series_id, uploaded_at DESC);

CREATE TABLE checklist_row (
    checklist_id uuid NOT NULL REFERENCES checklist,
    row_number   integer NOT NULL,             -- counted from 1
    number       text NOT NULL,
    question     text NOT NULL,
    same         text NOT NULL,                -- what equal questions of other files have in common
    PRIMARY KEY (checklist_id, row_number)
);
CREATE INDEX checklist_row_same ON checklist_row (same);

-- Columns that a person named; the next file with the same header finds them again.
CREATE TABLE checklist_layout (
    fingerprint     text PRIMARY KEY,
    number_column   text NOT NULL,
    question_column text NOT NULL,
    answer_column   text NOT NULL,
    remark_column   text NOT NULL,
    set_by          uuid NOT NULL REFERENCES person,
    set_at          timestamptz NOT NULL
);

-- On what the answer to a row rests, as a person decided.
CREATE TABLE checklist_tie (
    id           uuid PRIMARY KEY,
    checklist_id uuid NOT NULL REFERENCES checklist,
    row_number   integer NOT NULL,
    question     text NOT NULL,                -- what was asked when it was tied
    requirement  text NOT NULL,                -- jcstar1/S1.1-02, or empty
    fact         text NOT NULL,                -- a key of the vocabulary, or empty
    accepted     text[] NOT NULL,              -- answers to the fact with which the row is met
    tied_by      uuid NOT NULL REFERENCES person,
    tied_name    text NOT NULL,
    tied_at      timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_at     timestamptz,
    CHECK ((requirement = '') <> (fact = ''))
);
CREATE UNIQUE INDEX checklist_tie_in_force ON checklist_tie (checklist_id, row_number, requirement, fact)
    WHERE ended_at IS NULL;
