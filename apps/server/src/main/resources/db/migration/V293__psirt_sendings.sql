-- Which sendings of a reporter's form were taken: the same one again says nothing twice.

CREATE TABLE psirt_sending (
    sending text PRIMARY KEY,            -- hash of the form's key and of all that was entered
    case_id uuid        NOT NULL REFERENCES psirt_case (id),
    at      timestamptz NOT NULL
);
CREATE INDEX psirt_sending_case ON psirt_sending (case_id);
