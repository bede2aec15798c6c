-- Guides that are not about a series, by what was answered: nothing of them is decided or asked.
CREATE TABLE out_of_scope (
    series_id  uuid NOT NULL REFERENCES series,
    framework  text NOT NULL,
    changes_at timestamptz,                  -- when the answer ends by which it is so
    PRIMARY KEY (series_id, framework)
);
CALL seal_table('out_of_scope', 'series_id,framework', '', '');
