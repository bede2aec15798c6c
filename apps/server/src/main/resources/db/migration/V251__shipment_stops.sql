-- What must not leave the house: stopped, taken back, let out again. Steps are only added; how it stands follows from them.
CREATE TABLE shipping_stop (
    id        uuid PRIMARY KEY,
    code      text NOT NULL UNIQUE,
    series_id uuid NOT NULL REFERENCES series,
    by_id     uuid NOT NULL,
    by_name   text NOT NULL,
    at        timestamptz NOT NULL
);
CREATE INDEX shipping_stop_series ON shipping_stop (series_id);

CREATE TABLE shipping_stop_step (
    id           uuid PRIMARY KEY,
    stop_id      uuid NOT NULL REFERENCES shipping_stop,
    act          text NOT NULL,
    day          date NOT NULL,
    note         text NOT NULL,          -- for colleagues only
    content      text NOT NULL,          -- JSON of what is concerned and said from then on; empty: as before
    release_id   uuid REFERENCES release, -- with which it is fixed
    by_id        uuid NOT NULL,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL
);
CREATE INDEX shipping_stop_step_stop ON shipping_stop_step (stop_id, at, id);
