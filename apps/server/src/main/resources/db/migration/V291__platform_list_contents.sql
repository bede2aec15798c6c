-- Rows of a list that never change (components of a bill of materials, detections of a scan) are recorded together: when the
-- list has come in, one record holds a hash of all of them.
CREATE PROCEDURE record_content_of(list uuid, state text, kind text, name text, owner text, columns text)
LANGUAGE plpgsql AS $$
DECLARE
    content text;
    record_salt bytea := uuid_send(gen_random_uuid());
    body bytea;
BEGIN
    EXECUTE format('SELECT encode(sha256(convert_to(coalesce(string_agg(ROW(%s)::text, E''\n'' ORDER BY number), ''''),
        ''UTF8'')), ''hex'') FROM %I WHERE %I = $1', columns, name, owner) INTO content USING list;
    body := convert_to('{"content":"' || content || '","id":"' || list || '","state":"' || state || '"}', 'UTF8');
    INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body)
        VALUES (clock_timestamp(), kind, list::text, encode(sha256(record_salt || body), 'hex'), record_salt, body);
END $$;

-- Arguments: the kind of the record, the table of the rows, its column of the list, the columns that count.
CREATE FUNCTION record_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('shisa.writer', true) = 'server' THEN
        CALL record_content_of(NEW.id, 'written', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], TG_ARGV[3]);
    END IF;
    RETURN NULL;
END $$;

-- With what is there already. The trigger waits for the end of the transaction, when all rows are there.
CREATE PROCEDURE seal_content(list_table text, kind text, name text, owner text, columns text) LANGUAGE plpgsql AS $$
DECLARE
    list uuid;
BEGIN
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded_content AFTER INSERT ON %I DEFERRABLE INITIALLY DEFERRED'
        ' FOR EACH ROW EXECUTE FUNCTION record_content(%L, %L, %L, %L)', list_table, kind, name, owner, columns);
    FOR list IN EXECUTE format('SELECT id FROM %I', list_table) LOOP
        CALL record_content_of(list, 'found', kind, name, owner, columns);
    END LOOP;
END $$;

CALL seal_content('sbom_list', 'sbom-content/1', 'sbom_component', 'list_id',
    'number, ref, type, grp, name, version, supplier, purls, cpes, licenses, hashes, commits, resolved, source_package,'
    ' properties, place, lacks, unknown_license, duplicate');
CALL seal_content('scan_import', 'scan-content/1', 'scan_detection', 'import_id',
    'number, item, identity, rule, name, severity, cves, cwes, place, seen');
