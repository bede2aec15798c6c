CREATE TABLE parameter_value (
    framework text NOT NULL,
    parameter text NOT NULL,
    value     text,                           -- null: taken back, "not set" again
    source    text NOT NULL DEFAULT '',       -- edition and place in the evaluation guide
    set_by    uuid NOT NULL REFERENCES person,
    set_name  text NOT NULL,
    set_at    timestamptz NOT NULL,
    version   integer NOT NULL DEFAULT 1,
    PRIMARY KEY (framework, parameter)
);

-- Every edition of the catalogue that was ever in force here.
CREATE TABLE catalogue_edition (
    hash       text PRIMARY KEY,              -- SHA-256 over all files
    editions   jsonb NOT NULL,                -- framework or vocabulary → its edition
    in_force_at timestamptz NOT NULL
);
