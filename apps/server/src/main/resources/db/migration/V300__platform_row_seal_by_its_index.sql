-- The name of a trigger's table sorts by bytes, and what is called with it takes that over: no index of text fitted it, and the
-- removal of each row read all of row_seal.
CREATE OR REPLACE FUNCTION record_row() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    name text COLLATE "default" := TG_TABLE_NAME;
    keys text[] := string_to_array(TG_ARGV[0], ',');
    openly text[] := string_to_array(TG_ARGV[1], ',');
    apart text[] := string_to_array(TG_ARGV[2], ',');
    before jsonb;
    after jsonb;
BEGIN
    -- Only what the server does is recorded: it says who it is on each of its connections.
    IF current_setting('shisa.writer', true) IS DISTINCT FROM 'server' THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        before := to_jsonb(OLD) - apart;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        after := to_jsonb(NEW) - apart;
    END IF;
    IF before = after THEN
        RETURN NULL;
    END IF;
    IF after IS NULL OR EXISTS (SELECT FROM unnest(keys) k WHERE before ->> k <> after ->> k) THEN
        CALL record_row_as(name, keys, openly, before, 'gone');
    END IF;
    IF after IS NOT NULL THEN
        CALL record_row_as(name, keys, openly, after, 'written');
    END IF;
    RETURN NULL;
END $$;
