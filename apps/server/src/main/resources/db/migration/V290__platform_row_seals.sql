-- What the ledger says of rows that no record of their own describes: accounts, tokens, settings, registers.
--
-- Each change that the server makes writes a record row/1: the row's key, some values as they are, of every other a hash.
-- The hashes are salted with what lies in row_seal, anew at each change, so an old record gives nothing away of what was
-- erased, and a row whose salt is gone fits no record. Whoever changes a row past the server leaves the old record behind.
CREATE TABLE row_seal (
    table_name text NOT NULL,
    row_key    text NOT NULL,                  -- values of the primary key, joined by /
    salt       bytea NOT NULL,
    PRIMARY KEY (table_name, row_key)
);

-- One record of a row as it is. state: written, found (as found when recording began), gone.
CREATE PROCEDURE record_row_as(name text, keys text[], openly text[], content jsonb, state text) LANGUAGE plpgsql AS $$
DECLARE
    key_value text := (SELECT string_agg(content ->> k, '/' ORDER BY n) FROM unnest(keys) WITH ORDINALITY u(k, n));
    row_salt bytea := uuid_send(gen_random_uuid());
    record_salt bytea := uuid_send(gen_random_uuid());
    plain text := '';
    sealed text := '';
    body bytea;
BEGIN
    IF state = 'gone' THEN
        DELETE FROM row_seal WHERE table_name = name AND row_key = key_value;
    ELSE
        INSERT INTO row_seal VALUES (name, key_value, row_salt)
            ON CONFLICT (table_name, row_key) DO UPDATE SET salt = excluded.salt;
        SELECT coalesce(string_agg(to_json(c.key)::text || ':' || coalesce(to_json(c.value)::text, 'null'), ','
                    ORDER BY c.key COLLATE "C") FILTER (WHERE c.key = ANY (openly)), ''),
               coalesce(string_agg(to_json(c.key)::text || ':"' || left(encode(sha256(row_salt
                    || convert_to(c.key || E'\n' || coalesce('=' || c.value, ''), 'UTF8')), 'hex'), 32) || '"', ','
                    ORDER BY c.key COLLATE "C") FILTER (WHERE c.key <> ALL (openly)), '')
            INTO plain, sealed FROM jsonb_each_text(content) c;
    END IF;
    body := convert_to('{"id":' || to_json(name || ' ' || key_value)::text || ',"plain":{' || plain || '},"sealed":{' || sealed
        || '},"state":"' || state || '"}', 'UTF8');
    INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body)
        VALUES (clock_timestamp(), 'row/1', name || ' ' || key_value, encode(sha256(record_salt || body), 'hex'), record_salt, body);
END $$;

-- Arguments: the key, what the record says openly, what is not recorded; each with commas.
CREATE FUNCTION record_row() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
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
        CALL record_row_as(TG_TABLE_NAME::text, keys, openly, before, 'gone');
    END IF;
    IF after IS NOT NULL THEN
        CALL record_row_as(TG_TABLE_NAME::text, keys, openly, after, 'written');
    END IF;
    RETURN NULL;
END $$;

-- Recording begins, with what is there already: nobody knows whether it was always so, and its record says that it was found.
CREATE PROCEDURE seal_table(name text, keys text, openly text, apart text) LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
    content jsonb;
BEGIN
    EXECUTE format('CREATE TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION record_row(%L, %L, %L)',
        name, keys, openly, apart);
    FOR content IN EXECUTE format('SELECT to_jsonb(t) - %L::text[] FROM %I t', string_to_array(apart, ','), name) LOOP
        CALL record_row_as(name, string_to_array(keys, ','), string_to_array(openly, ','), content, 'found');
    END LOOP;
END $$;

CALL seal_table('person', 'id', 'roles,series,disabled_at,emergency', 'last_sign_in,version,emergency_used_at');
CALL seal_table('session', 'token_hash', 'person_id,way', 'seen_at');
CALL seal_table('one_time_link', 'token_hash', 'purpose,person_id', '');
CALL seal_table('sign_in_step', 'token_hash', 'person_id', '');
CALL seal_table('second_factor', 'person_id', 'since', 'last_step');
CALL seal_table('recovery_code', 'code_hash', 'person_id', '');
CALL seal_table('passkey', 'id', 'person_id,created_at', 'sign_count,backed_up,used_at');
CALL seal_table('linked_sign_in', 'id', 'person_id,provider_id', 'used_at,email');
CALL seal_table('oidc_unlinked', 'token_hash', 'person_id', '');
CALL seal_table('identity_provider', 'id', 'kind,issuer,creates_accounts,trusts_factors,enabled', '');
CALL seal_table('identity_provider_role', 'provider_id,position', 'roles,series', '');
CALL seal_table('oidc_trial', 'provider_id', 'at', '');
CALL seal_table('api_token', 'id', 'person_id,acts,series,expires_at,revoked_at', 'used_at');
CALL seal_table('metrics_token', 'token_hash', 'made_at', 'used_at');
CALL seal_table('setting', 'name', '', '');
CALL seal_table('saved_filter', 'id', 'shared', '');
CALL seal_table('series', 'id', 'code,archived_at', '');
CALL seal_table('model', 'id', 'position', '');
CALL seal_table('release', 'id', 'released_on', '');
CALL seal_table('register_item', 'id', 'collection,removed_at', '');
CALL seal_table('guide_choice', 'subject_id,framework', 'followed', '');
CALL seal_table('blob', 'sha256', 'size_bytes', '');
CALL seal_table('advisory', 'id', 'code', '');
CALL seal_table('question_link', 'id', 'expires_at,revoked_at', 'opened_at');
CALL seal_table('application', 'series_id', 'planned_on', '');
CALL seal_table('application_reason', 'series_id,requirement', 'changed_at', '');
CALL seal_table('application_form', 'id', 'sha256', '');
CALL seal_table('application_mapping', 'fingerprint,sheet', '', '');
CALL seal_table('application_link', 'id', 'part,expires_at,revoked_at', 'opened_at');
CALL seal_table('erased_record', 'record_id', 'erasure_id,successor_id', '');
CALL seal_table('ledger_check', 'id', 'differences', '');
CALL seal_table('checkpoint_receiver', 'id', 'kind,every_hours,paused_at', '');
CALL seal_table('webhook', 'id', 'events,paused_at', 'log,leaf,attempts,failing_since,due_at');
CALL seal_table('checklist', 'id', 'removed_at', '');
CALL seal_table('checklist_row', 'checklist_id,row_number', '', '');
CALL seal_table('checklist_layout', 'fingerprint', '', '');
CALL seal_table('plan_parameters', 'series_id', '', '');
CALL seal_table('executive_costs', 'number', 'at', '');
CALL seal_table('self_check_answer', 'series_id,item', 'answer', '');
CALL seal_table('scan_conclusion', 'evidence_id', 'release_id', '');
CALL seal_table('bench_target', 'series_id', 'consent_at', '');
CALL seal_table('bench_login', 'series_id,service', '', '');
CALL seal_table('procedure_execution', 'id', 'state', '');
CALL seal_table('procedure_step', 'execution_id,step', 'saved_at', '');
CALL seal_table('procedure_file', 'id', 'sha256', '');
CALL seal_table('vulnerability_source', 'source', 'made_at,imported_at,whole', '');
CALL seal_table('vulnerability_import', 'id', 'state', 'items_done,bytes_done,added,changed,unchanged,older,withdrawn,problems,problem_count,sources');
CALL seal_table('vulnerability_evidence', 'evidence_id', 'release_id', '');
CALL seal_table('vulnerability_mirror', 'source', 'switched_on,inside', 'due_at,busy,attempts,version');
CALL seal_table('vulnerability_supplier', 'id', '', '');
CALL seal_table('vulnerability_supplier_key', 'supplier_id,fingerprint,origin', 'standing', 'seen_at');
CALL seal_table('vulnerability_advisory', 'supplier_id,tracking_id', 'version', '');
CALL seal_table('vulnerability_day', 'day,series_id', '', '');
CALL seal_table('vulnerability_brought_decision', 'id', 'state', '');
CALL seal_table('vulnerability_vex', 'id', 'ended_at', '');
CALL seal_table('verification_inventory', 'evidence_id', '', '');
CALL seal_table('verification_edition', 'evidence_id', 'number', '');
CALL seal_table('verification_conclusion', 'evidence_id', '', '');
CALL seal_table('document_evidence', 'evidence_id', 'version_id', '');
CALL seal_table('document_source', 'id', 'file_sha256', '');
CALL seal_table('document_source_answer', 'source_id,evidence_id', '', '');
CALL seal_table('document_doubt', 'id', 'ended_at', '');
CALL seal_table('organisation_statement', 'evidence_id', 'topic', '');
CALL seal_table('supplier_contact', 'id', 'duty', '');
CALL seal_table('supplier_conclusion', 'evidence_id', 'topic', '');
CALL seal_table('supplier_request', 'id', 'expires_at,revoked_at', 'opened_at');
CALL seal_table('supplier_answer', 'request_id,question', 'state', '');
CALL seal_table('supplier_access', 'id', 'may_send,expires_at,revoked_at', 'wrong');
CALL seal_table('notice_channel', 'id', 'shape', '');
CALL seal_table('notice_choice', 'person_id,topic', 'way', '');
CALL seal_table('notice_setting', 'one', 'digest_hour', '');
CALL seal_table('psirt_case', 'id', 'number,assigned,state', '');
CALL seal_table('psirt_file', 'id', 'sha256', '');
CALL seal_table('psirt_quarantine', 'id', 'why,state', 'times,last_at');
CALL seal_table('psirt_rules', 'one', 'on_duty', '');
CALL seal_table('psirt_mail', 'id', 'state', 'attempts,due_at,tried_at');
CALL seal_table('psirt_kept_file', 'id', 'sha256', '');
CALL seal_table('psirt_mailbox', 'one', 'is_on', 'floor_uid,last_uid,validity,waiting,looked_at,code,args');
CALL seal_table('psirt_mailbox_mail', 'digest', 'became', '');
CALL seal_table('psirt_window_said', 'one', '', '');
CALL seal_table('audience_request', 'id', 'state', 'attempts,due_at,tried_at');
CALL seal_table('audience_user', 'id', '', '');
CALL seal_table('audience_notice', 'id', 'code', '');
CALL seal_table('audience_delivery', 'id', 'state', 'attempts,due_at,tried_at');
CALL seal_table('published_place_said', 'evidence_id', 'ended_at', '');
CALL seal_table('shown_choice', 'subject_id,key,choice', 'shown', '');
CALL seal_table('shown_fact', 'evidence_id', 'ended_at', '');

-- What their records do not say of these rows.
CALL seal_table('advisory_issued', 'id', 'tracking', '');
CALL seal_table('advisory_key', 'id', 'fingerprint', '');
CALL seal_table('advisory_step', 'id', 'act', '');
CALL seal_table('audience_step', 'id', 'act', '');
CALL seal_table('application_file', 'entry_id,position', 'sha256', '');
CALL seal_table('bench_run', 'id', 'state', '');
CALL seal_table('catalogue_edition', 'hash', 'in_force_at', '');
CALL seal_table('change_impact', 'id', 'replaced_at', '');
CALL seal_table('document_handing', 'id', 'expires_at,revoked_at', '');
CALL seal_table('erasure', 'id', 'state', '');
CALL seal_table('parameter_value', 'framework,parameter', 'version', '');
CALL seal_table('psirt_entry', 'id', 'at', '');
CALL seal_table('sbom_list', 'id', 'withdrawn_at', '');
CALL seal_table('scan_import', 'id', 'withdrawn_at', '');
CALL seal_table('scan_judgement', 'id', 'judged_at', '');
CALL seal_table('series_import', 'id', 'imported_at', '');
CALL seal_table('verification_order', 'id', 'cancelled_at', '');
CALL seal_table('verification_release', 'id', 'major', '');
CALL seal_table('verification_result', 'id', 'outcome,withdrawn_at', '');
