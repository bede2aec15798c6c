-- How many people ask the support desk, and what everybody is told when something is wrong. Rows are only added.

CREATE TABLE inquiry_count (
    id        uuid PRIMARY KEY,
    hour      timestamptz NOT NULL,          -- its begin
    series_id uuid REFERENCES series,        -- null: of no single product, or nobody knows
    channel   text NOT NULL,
    count     integer NOT NULL CHECK (count >= 0),
    topic     text NOT NULL,
    by_id     uuid NOT NULL REFERENCES person,
    by_name   text NOT NULL,
    at        timestamptz NOT NULL
);
CREATE INDEX inquiry_count_hour ON inquiry_count (hour);

-- A count that was wrong; it stays, and counts no more.
CREATE TABLE inquiry_struck (
    id       uuid PRIMARY KEY,
    count_id uuid NOT NULL UNIQUE REFERENCES inquiry_count,
    reason   text NOT NULL,
    by_id    uuid NOT NULL REFERENCES person,
    by_name  text NOT NULL,
    at       timestamptz NOT NULL
);

-- An hour that stood out when it was counted.
CREATE TABLE inquiry_surge (
    id        uuid PRIMARY KEY,
    code      text NOT NULL UNIQUE,
    series_id uuid REFERENCES series,        -- null: over everything
    hour      timestamptz NOT NULL,
    count     integer NOT NULL,
    usual     numeric(12, 2) NOT NULL,       -- inquiries in an hour before: the median
    at        timestamptz NOT NULL
);

CREATE TABLE inquiry_settled (
    id       uuid PRIMARY KEY,
    surge_id uuid NOT NULL UNIQUE REFERENCES inquiry_surge,
    text     text NOT NULL,
    by_id    uuid NOT NULL REFERENCES person,
    by_name  text NOT NULL,
    at       timestamptz NOT NULL
);

-- What everybody is told while something is wrong, step by step.
CREATE TABLE inquiry_status (
    id        uuid PRIMARY KEY,
    code      text NOT NULL UNIQUE,
    series_id uuid REFERENCES series,        -- null: all products
    title_ja  text NOT NULL,
    title_en  text NOT NULL,
    by_id     uuid NOT NULL REFERENCES person,
    by_name   text NOT NULL,
    at        timestamptz NOT NULL
);

CREATE TABLE inquiry_status_step (
    id        uuid PRIMARY KEY,
    status_id uuid NOT NULL REFERENCES inquiry_status,
    state     text NOT NULL CHECK (state IN ('investigating', 'identified', 'working', 'resolved', 'withdrawn')),
    text_ja   text NOT NULL,
    text_en   text NOT NULL,
    by_id     uuid NOT NULL REFERENCES person,
    by_name   text NOT NULL,
    at        timestamptz NOT NULL
);
CREATE INDEX inquiry_status_step_of ON inquiry_status_step (status_id);
