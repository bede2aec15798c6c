-- What each requirement asked and how it was decided, in every edition that was in force here.
CREATE TABLE requirement_edition (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    framework   text NOT NULL,
    requirement text NOT NULL,
    at          timestamptz NOT NULL,
    content     jsonb NOT NULL                  -- text, rule, claims
);
CREATE INDEX requirement_edition_of ON requirement_edition (framework, requirement, id DESC);
CALL seal_table('requirement_edition', 'id', 'framework,requirement', '');

-- Requirements that changed after they had come out green, or expected to be, for a subject.
CREATE TABLE reopened (
    id            uuid PRIMARY KEY,
    subject_id    uuid NOT NULL,                -- a series, or the organisation
    framework     text NOT NULL,
    requirement   text NOT NULL,
    at            timestamptz NOT NULL,
    before        jsonb NOT NULL,
    after         jsonb NOT NULL,
    ended_at      timestamptz,                  -- taken back, or changed again, before anybody had looked
    reviewed_by   uuid REFERENCES person,
    reviewed_name text,
    reviewed_at   timestamptz,
    reason        text
);
CREATE INDEX reopened_subject ON reopened (subject_id, framework, requirement, at DESC);
CREATE INDEX reopened_reviewed_by ON reopened (reviewed_by);
CALL seal_table('reopened', 'id', 'subject_id,framework,requirement', '');
