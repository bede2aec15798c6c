-- What presses is looked for on Home among all verdicts.
CREATE INDEX verdict_pressing ON verdict (series_id) WHERE state IN ('not-met', 'recheck');
