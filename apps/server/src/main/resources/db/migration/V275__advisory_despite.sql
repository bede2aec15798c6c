-- Why an advisory says what the house's own triage, findings or bills of materials do not say. Rows are only added.
-- given: whoever asks gives the reason; agreed: whoever issues has seen what contradicts and agrees to the reason.
CREATE TABLE advisory_despite (
    id          uuid PRIMARY KEY,
    added       bigint GENERATED ALWAYS AS IDENTITY,       -- order in which they came
    advisory_id uuid NOT NULL REFERENCES advisory,
    draft_id    uuid NOT NULL REFERENCES advisory_draft,
    act         text NOT NULL CHECK (act IN ('given', 'agreed')),
    content     text NOT NULL,                  -- JSON: what contradicted then, and the reason
    by_id       uuid NOT NULL,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX advisory_despite_draft ON advisory_despite (draft_id);
CREATE INDEX advisory_despite_advisory ON advisory_despite (advisory_id);
