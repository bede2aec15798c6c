-- What people of the company entered where the text of a guide lacks a table or a cell of one: their words, not the guide's.
CREATE TABLE gap_fill (
    id           uuid PRIMARY KEY,
    table_id     text NOT NULL,
    row_number   integer NOT NULL,             -- of the catalogue's row that has a gap, from 1; 0: a row of its own
    position     integer NOT NULL,             -- in the order in which rows were entered
    cells        jsonb NOT NULL,               -- text by column
    entered_by   uuid NOT NULL REFERENCES person,
    entered_name text NOT NULL,
    entered_at   timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_at     timestamptz
);
CREATE INDEX gap_fill_in_force ON gap_fill (table_id) WHERE ended_at IS NULL;
