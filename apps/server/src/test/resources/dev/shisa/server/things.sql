-- What the demonstration has none of, for the series MC-200 or for the person :owner.
INSERT INTO passkey (id, person_id, name, credential_id, credential, sign_count, backup_eligible, backed_up, transports, created_at)
    VALUES (gen_random_uuid(), :owner, 'x', '\x01', '\x01', 0, false, false, '{}', :at);
INSERT INTO saved_filter (id, person_id, list, query, name, created_at)
    VALUES (gen_random_uuid(), :owner, '/evidence', 'kind=test', '鍵の試験', :at);
INSERT INTO notice (id, receiver, person_id, kind, series_id, whole, thing, count, urgent, timing, args, href, first_at, at)
    VALUES (gen_random_uuid(), :owner, :owner, 'confirm', (SELECT id FROM series WHERE code = 'MC-200'), false, 'x', 1, false, 'none', '{}', '/confirm', :at, :at);
INSERT INTO shipment_upload (id, name, content, by_id, at) VALUES (gen_random_uuid(), 'x.csv', '\x01', :owner, :at);
INSERT INTO bulk_act (id, person_id, kind, done_at) VALUES (gen_random_uuid(), :owner, 'archive', :at);
INSERT INTO psirt_file (id, case_id, sha256, size_bytes, name, media_type, disagrees, at)
    SELECT gen_random_uuid(), c.id, b.sha256, b.size_bytes, 'poc.txt', 'text/plain', false, :at
    FROM psirt_case c, (SELECT * FROM blob LIMIT 1) b;
INSERT INTO psirt_mail (id, case_id, entry_id, receiver, acknowledges, state, made_at, due_at)
    SELECT gen_random_uuid(), case_id, id, '\x01', false, 'sent', :at, :at FROM psirt_entry LIMIT 1;
INSERT INTO psirt_feedback (id, code, kind, source, series_id, happened_on, title, text, by_id, by_name, at)
    SELECT gen_random_uuid(), 'B-7K2QM', 'trouble', 'user', id, DATE '2026-11-01', '錠の声', 'x', :owner, 'x', :at FROM series WHERE code = 'MC-200';
INSERT INTO verification_order (id, series_id, release_id, provider, handling, secrecy, content, ordered_on, recorded_by, recorded_name, recorded_at)
    SELECT gen_random_uuid(), s.id, s.designated, '検査会社', '', '', 'x', DATE '2026-11-01', :owner, 'x', :at FROM (SELECT s.id, r.id AS designated FROM series s JOIN release r ON r.series_id = s.id WHERE s.code = 'MC-200' LIMIT 1) s;
INSERT INTO vulnerability_vex (id, series_id, release_id, evidence_id, statements, fitting, taken_at)
    SELECT gen_random_uuid(), l.series_id, l.release_id, l.evidence_id, 1, 1, :at FROM sbom_list l JOIN series s ON s.id = l.series_id WHERE s.code = 'MC-200' LIMIT 1;
INSERT INTO document_source (id, series_id, file_sha256, file_bytes, file_name, file_type, file_disagrees, passages, passage_count, by_id, by_name, at)
    SELECT gen_random_uuid(), s.id, b.sha256, b.size_bytes, 'x.txt', 'text/plain', false, '{"passages": []}', 0, :owner, 'x', :at FROM series s, (SELECT * FROM blob LIMIT 1) b WHERE s.code = 'MC-200';
INSERT INTO procedure_file (id, execution_id, field, sha256, size_bytes, file_name, media_type, name_disagrees, marker, found, added_by, added_name, added_at)
    SELECT gen_random_uuid(), e.id, 'photo', b.sha256, b.size_bytes, 'x.txt', 'text/plain', false, '', false, :owner, 'x', :at FROM procedure_execution e, (SELECT * FROM blob LIMIT 1) b;
INSERT INTO application_link (id, token_hash, series_id, recipient, part, created_by, created_name, created_at, expires_at)
    SELECT gen_random_uuid(), '\x01', id, '評価者', 'evaluator', :owner, 'x', :at, :at FROM series WHERE code = 'MC-200';
INSERT INTO question_link (id, token_hash, series_id, slots, recipient, created_by, created_name, created_at, expires_at)
    SELECT gen_random_uuid(), '\x02', id, '[]', '評価者', :owner, 'x', :at, :at FROM series WHERE code = 'MC-200';
UPDATE document SET series_id = (SELECT id FROM series WHERE code = 'MC-200') WHERE id = (SELECT document_id FROM document_version ORDER BY id LIMIT 1);
INSERT INTO document_handing (id, version_id, work, business, recipient, token_hash, by_id, by_name, at, expires_at)
    SELECT gen_random_uuid(), v.id, 'x', 'x', 'x', '\x01', :owner, 'x', :at, :at FROM document_version v JOIN document d ON d.id = v.document_id WHERE d.series_id IS NOT NULL LIMIT 1;
INSERT INTO identity_provider (id, kind, name, created_at) VALUES (gen_random_uuid(), 'general', 'x', :at);
INSERT INTO linked_sign_in (id, provider_id, issuer, subject, person_id, email, linked_at)
    SELECT gen_random_uuid(), id, 'https://id.example', 'x', :owner, 'x@id.example', :at FROM identity_provider;
INSERT INTO advisory (id, code, made_at) VALUES ('00000000-0000-7000-8000-0000000000ad', 'V-7K2QM', :at);
INSERT INTO advisory_draft (id, advisory_id, number, content, by_id, by_name, at)
    SELECT gen_random_uuid(), '00000000-0000-7000-8000-0000000000ad', 1, content, by_id, by_name, :at FROM advisory_draft
    WHERE advisory_id IN (SELECT advisory_id FROM advisory_issued) LIMIT 1;

-- What somebody said about a thing.
INSERT INTO talk_comment (id, place, thing, series_id, text, back, mentioned_ids, by_id, by_name, at)
SELECT gen_random_uuid(), 'evidence', code, series_id, 'x', false, '{}', :owner, 'x', :at
FROM evidence WHERE series_id = (SELECT id FROM series WHERE code = 'MC-200') ORDER BY id LIMIT 1;

-- What was sent to a tracker.
INSERT INTO tracker (id, name, kind, url, inside, project, login, called, made_at, made_by, due_at)
    VALUES (gen_random_uuid(), 'x', 'backlog', 'https://tracker.example', false, 'CAM', '', 'x', :at, 'x', :at);
INSERT INTO tracker_issue (id, tracker_id, task, series_id, title, href, language, by_id, by_name, at)
    SELECT gen_random_uuid(), t.id, 'x', s.id, 'x', 'https://shisa.example/', 'ja', :owner, 'x', :at
    FROM tracker t, series s WHERE s.code = 'MC-200';
