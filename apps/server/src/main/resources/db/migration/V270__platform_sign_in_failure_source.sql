-- Wrong passwords are counted by mail address and by where they came from, so that nobody can keep somebody else out.
ALTER TABLE sign_in_failure
    DROP CONSTRAINT sign_in_failure_pkey,
    ADD COLUMN source text NOT NULL DEFAULT '',  -- empty: counts from everywhere (wrong codes of the second step)
    ADD PRIMARY KEY (account, source);
