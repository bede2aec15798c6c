package dev.shisa.server.ledger;

import dev.shisa.server.platform.record.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table whose rows are described by records of one kind: how to read from it what the record's body says.
 *
 * @param kind of the records, e.g. {@code fact/1}
 * @param name of the table, for people
 * @param from the rows: a table or a query in brackets
 * @param id the row's id as text, over {@code t}
 * @param says what the records say of a row
 * @param columns what the body says of the row
 */
record RecordedTable(String kind, String name, String from, String id, Says says, List<Column> columns) {

    /** One value of the body and the same value of the row {@code t}. */
    record Column(String field, String sql, Type type) {

        String differs() {
            String recorded = switch (type) {
                case TEXT -> "r.b->>'" + field + "'";
                case TIME -> "(r.b->>'" + field + "')::timestamptz";
                case JSON -> "r.b->'" + field + "'";
            };
            return "CASE WHEN " + sql + " IS DISTINCT FROM " + recorded + " THEN '" + field + "' END";
        }
    }

    /** What the records of a kind say. */
    enum Says {
        /** What is in a row, which does not change. */
        ROW,
        /** What is in a row, and the newest counts. */
        NEWEST,
        /** How a row ended; where there is none, the columns that would say so must be empty. */
        END
    }

    enum Type {
        TEXT,
        TIME,
        JSON
    }

    /** Those whose rows are written by hand. */
    private static final List<RecordedTable> WRITTEN = List.of(
            table(
                    "evidence/1",
                    "evidence",
                    "t.id::text",
                    text("code", "t.code"),
                    text("kind", "t.kind"),
                    text("strength", "t.strength"),
                    text("title", "t.title"),
                    text("statement", "t.statement"),
                    text("place", "t.place"),
                    text("series", "t.series_id::text"),
                    text("release", "t.release_id::text"),
                    text("url", "t.url"),
                    json("file", """
                            CASE WHEN num_nonnulls(t.blob_sha256, t.media_type, t.file_name, t.size_bytes) > 0 THEN jsonb_build_object('mediaType', t.media_type,
                                'name', t.file_name, 'sha256', t.blob_sha256, 'sizeBytes', t.size_bytes) END"""),
                    json("record", "t.record"),
                    time("observedAt", "t.observed_at"),
                    time("recordedAt", "t.recorded_at"),
                    time("validUntil", "t.valid_until"),
                    text("submittedBy", "t.submitted_by::text"),
                    text("submittedName", "t.submitted_name"),
                    text("via", "t.via"),
                    text("import", "t.import_id::text"),
                    text("renews", "t.renews::text")),
            table(
                    "fact/1",
                    "fact",
                    "t.id::text",
                    text("subjectKind", "t.subject_kind"),
                    text("subject", "t.subject_id::text"),
                    text("key", "t.key"),
                    text("item", "t.item"),
                    text("type", "t.value_type"),
                    text("value", "t.value"),
                    text("detail", "t.detail"),
                    text("strength", "t.strength"),
                    time("observedAt", "t.observed_at"),
                    time("recordedAt", "t.recorded_at"),
                    time("validUntil", "t.valid_until"),
                    text("evidence", "t.evidence_id::text"),
                    json("supersedes", """
                            (SELECT coalesce(jsonb_agg(s.superseded::text ORDER BY s.superseded::text COLLATE "C"), '[]')
                            FROM fact_supersedes s WHERE s.fact_id = t.id)""")),
            table(
                    "confirmation/1",
                    "fact_confirmation",
                    "t.id::text",
                    text("fact", "t.fact_id::text"),
                    text("by", "t.person_id::text"),
                    text("byName", "t.name"),
                    time("at", "t.at"),
                    text("note", "t.note"),
                    text("import", "t.import_id::text")),
            end(
                    "confirmation-undone/1",
                    "fact_confirmation",
                    text("fact", "CASE WHEN t.undone_at IS NOT NULL THEN t.fact_id::text END"),
                    text("by", "CASE WHEN t.undone_at IS NOT NULL THEN t.person_id::text END"),
                    time("at", "t.undone_at")),
            table(
                    "withdrawal/1",
                    "fact_withdrawal",
                    "t.fact_id::text",
                    text("by", "t.person_id::text"),
                    text("byName", "t.name"),
                    time("at", "t.at"),
                    text("reason", "t.reason")),
            table(
                    "verdict/1",
                    "verdict_change",
                    "t.id::text",
                    text("series", "t.series_id::text"),
                    text("requirement", "t.framework || '/' || t.requirement"),
                    text("state", "t.to_state"),
                    text("towards", "coalesce(t.towards, '')"),
                    time("decidedAt", "t.at"),
                    text("cause", "t.cause")),
            table(
                    "change-impact/1",
                    "change_impact",
                    "t.id::text",
                    text("release", "t.release_id::text"),
                    text("predecessor", "t.predecessor_id::text"),
                    // Records from before guides were chosen do not name them; then ★1 alone was looked at.
                    json("frameworks", """
                            CASE WHEN t.frameworks <> '{jcstar1}' OR r.b->'frameworks' IS NOT NULL
                                THEN to_jsonb(t.frameworks) END"""),
                    json("touched", "to_jsonb(t.touched)"),
                    text("reason", "t.reason"),
                    text("signedBy", "t.signed_by::text"),
                    text("import", "t.import_id::text"),
                    time("signedAt", "t.signed_at")),
            table(
                    "change-impact-confirmed/1",
                    "change_impact_confirmation",
                    "t.impact_id::text",
                    text("by", "t.person_id::text"),
                    text("byName", "t.name"),
                    text("import", "t.import_id::text"),
                    time("at", "t.at")),
            table(
                    "series-import/1",
                    "series_import",
                    "t.id::text",
                    text("series", "t.series_id::text"),
                    text("by", "t.imported_by::text"),
                    text("byName", "t.imported_name"),
                    time("at", "t.imported_at"),
                    text("organisation", "t.organisation"),
                    text("exportedName", "t.exported_name"),
                    time("exportedAt", "t.exported_at"),
                    text("edition", "t.edition"),
                    text("manifest", "t.manifest"),
                    json("takesOver", "to_jsonb(t.takes_over)"),
                    json("company", "to_jsonb(t.company)"),
                    json("confirmations", "to_jsonb(t.confirmations)"),
                    json("differing", "t.differing")),
            table(
                    "not-adopted/1",
                    "not_adopted",
                    "t.id::text",
                    text("subject", "t.subject_id::text"),
                    text("requirement", "t.framework || '/' || t.requirement"),
                    text("reason", "t.reason"),
                    text("until", "coalesce(t.until::text, '')"),
                    text("by", "t.decided_by::text"),
                    text("byName", "t.decided_name"),
                    time("at", "t.decided_at")),
            end("not-adopted-ended/1", "not_adopted", text("by", "t.ended_by::text"), time("at", "t.ended_at")),
            table(
                    "adopted/1",
                    "adopted",
                    "t.id::text",
                    text("subject", "t.subject_id::text"),
                    text("requirement", "t.framework || '/' || t.requirement"),
                    text("reason", "t.reason"),
                    text("by", "t.decided_by::text"),
                    text("byName", "t.decided_name"),
                    time("at", "t.decided_at")),
            end("adopted-ended/1", "adopted", text("by", "t.ended_by::text"), time("at", "t.ended_at")),
            table(
                    "checklist-tie/1",
                    "checklist_tie",
                    "t.id::text",
                    text("checklist", "t.checklist_id::text"),
                    text("row", "t.row_number::text"),
                    text("question", "t.question"),
                    text("requirement", "t.requirement"),
                    text("fact", "t.fact"),
                    json("accepted", "to_jsonb(t.accepted)"),
                    text("by", "t.tied_by::text"),
                    text("byName", "t.tied_name"),
                    time("at", "t.tied_at")),
            end("checklist-tie-ended/1", "checklist_tie", text("by", "t.ended_by::text"), time("at", "t.ended_at")),
            table(
                    "scan-import/1",
                    "scan_import",
                    "t.id::text",
                    text("evidence", "t.evidence_id::text"),
                    text("release", "t.release_id::text"),
                    text("tool", "btrim(t.tool || ' ' || t.tool_version)"),
                    text("detections", "(SELECT count(*) FROM scan_detection d WHERE d.import_id = t.id)::text"),
                    text("by", "t.imported_by::text"),
                    text("byName", "t.imported_name"),
                    time("at", "t.imported_at")),
            end(
                    "scan-withdrawn/1",
                    "scan_import",
                    text("by", "t.withdrawn_by::text"),
                    text("byName", "t.withdrawn_name"),
                    text("reason", "t.withdrawn_reason"),
                    time("at", "t.withdrawn_at")),
            table(
                    "scan-judgement/1",
                    "scan_judgement",
                    "t.id::text",
                    text("import", "t.import_id::text"),
                    text("number", "t.number::text"),
                    text("exploitable", "t.exploitable::text"),
                    text("reason", "t.reason"),
                    text("action", "t.action"),
                    text("by", "t.judged_by::text"),
                    text("byName", "t.judged_name"),
                    time("at", "t.judged_at")),
            table(
                    "document/1",
                    "document",
                    "t.id::text",
                    text("code", "t.code"),
                    text("kind", "t.kind"),
                    text("series", "t.series_id::text"),
                    text("by", "t.created_by::text"),
                    text("byName", "t.created_name"),
                    time("at", "t.created_at")),
            table(
                    "document-version/1",
                    "document_version",
                    "t.id::text",
                    text("document", "t.document_id::text"),
                    text("number", "t.number::text"),
                    text("by", "t.began_by::text"),
                    text("byName", "t.began_name"),
                    time("at", "t.began_at")),
            table(
                    "document-revision/1",
                    "document_revision",
                    "t.id::text",
                    text("version", "t.version_id::text"),
                    text("number", "t.number::text"),
                    text("titleJa", "CASE WHEN t.salt IS NULL THEN t.title_ja END"),
                    text("titleEn", "CASE WHEN t.salt IS NULL THEN t.title_en END"),
                    text("content", "CASE WHEN t.salt IS NULL THEN t.content END"),
                    text("changeNote", "CASE WHEN t.salt IS NULL THEN t.change_note END"),
                    text("reviewBy", "t.review_by::text"),
                    text("place", "t.place"),
                    text("address", "CASE WHEN t.salt IS NULL THEN t.address END"),
                    text("sealed", """
                            CASE WHEN t.salt IS NOT NULL THEN encode(sha256(t.salt || convert_to(concat_ws(E'\\n', t.title_ja,
                                t.title_en, t.content, t.change_note, t.address), 'UTF8')), 'hex') END"""),
                    text("by", "t.saved_by::text"),
                    text("byName", "t.saved_name"),
                    time("at", "t.saved_at")),
            table(
                    "document-step/1",
                    "document_step",
                    "t.id::text",
                    text("version", "t.version_id::text"),
                    text("number", "t.number::text"),
                    text("act", "t.act"),
                    text("state", "t.state"),
                    text("revision", "t.revision::text"),
                    text("note", "CASE WHEN t.salt IS NULL THEN t.note END"),
                    text("sealed", """
                            CASE WHEN t.salt IS NOT NULL
                                THEN encode(sha256(t.salt || convert_to(t.note, 'UTF8')), 'hex') END"""),
                    text("by", "t.stepped_by::text"),
                    text("byName", "t.stepped_name"),
                    time("at", "t.stepped_at")),
            table(
                    "document-basis/1",
                    "document_basis",
                    "t.id::text",
                    text("version", "t.version_id::text"),
                    text("number", "t.number::text"),
                    text("basis", "t.basis"),
                    text("note", "t.note"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "document-reader/1",
                    "document_reader",
                    "t.id::text",
                    text("version", "t.version_id::text"),
                    text("person", "t.person_id::text"),
                    text("due", "t.due::text"),
                    text("by", "t.asked_by::text"),
                    text("byName", "t.asked_name"),
                    time("at", "t.asked_at")),
            table(
                    "document-acknowledgement/1",
                    "document_acknowledgement",
                    "t.id::text",
                    text("version", "t.version_id::text"),
                    text("by", "t.person_id::text"),
                    text("byName", "t.person_name"),
                    time("at", "t.read_at")),
            table(
                    "document-handing/1",
                    "document_handing",
                    "t.id::text",
                    text("version", "t.version_id::text"),
                    text("work", "t.work"),
                    text("business", "t.business"),
                    text("recipient", "t.recipient"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "document-receipt/1",
                    "document_receipt",
                    "t.id::text",
                    text("handing", "t.handing_id::text"),
                    text("name", "t.name"),
                    time("at", "t.at")),
            table(
                    "shipment/1",
                    "shipment",
                    "t.id::text",
                    text("code", "t.code"),
                    text("series", "t.series_id::text"),
                    text("modelId", "t.model_id::text"),
                    text("model", "t.model"),
                    text("release", "t.release_id::text"),
                    text("lot", "t.lot"),
                    text("day", "t.shipped_on::text"),
                    text("devices", "t.devices::text"),
                    text("destination", "t.destination"),
                    text("again", "t.again::text"),
                    text("serials", """
                            encode(sha256(convert_to((SELECT coalesce(string_agg(s.prefix || ':' || s.digits || ':'
                                || s.first || ':' || s.last, E'\\n' ORDER BY s.position), '')
                                FROM shipment_serials s WHERE s.shipment_id = t.id), 'UTF8')), 'hex')"""),
                    text("import", "t.import_id::text"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "shipment-strike/1",
                    "shipment_strike",
                    "t.id::text",
                    text("shipment", "t.shipment_id::text"),
                    text("reason", "t.reason"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "shipment-import/1",
                    "shipment_import",
                    "t.id::text",
                    text("name", "t.name"),
                    text("sha256", "t.sha256"),
                    text("lines", "t.lines::text"),
                    text("shipments", "t.shipments::text"),
                    text("devices", "t.devices::text"),
                    text("refused", "t.refused::text"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "shipping-stop/1",
                    "shipping_stop",
                    "t.id::text",
                    text("code", "t.code"),
                    text("series", "t.series_id::text"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "shipping-stop-step/1",
                    "shipping_stop_step",
                    "t.id::text",
                    text("stop", "t.stop_id::text"),
                    text("act", "t.act"),
                    text("day", "t.day::text"),
                    text("note", "t.note"),
                    text("content", "encode(sha256(convert_to(t.content, 'UTF8')), 'hex')"),
                    text("release", "t.release_id::text"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            new RecordedTable(
                    "audience-business/1",
                    "audience_business",
                    "audience_business",
                    "t.id::text",
                    Says.NEWEST,
                    List.of(
                            text("code", "t.code"),
                            text("kind", "t.kind"),
                            text("active", "t.active::text"),
                            text("version", "t.version::text"),
                            text("sealed", """
                                    encode(sha256(t.salt || convert_to(concat_ws(E'\\n', t.name, t.contact, t.mail,
                                        t.language, t.every_series::text, array_to_string(t.series, ','), t.note),
                                        'UTF8')), 'hex')"""),
                            text("by", "t.by_id::text"),
                            text("byName", "t.by_name"),
                            time("at", "t.at"))),
            new RecordedTable(
                    "audience-improvement/1",
                    "audience_improvement",
                    "audience_improvement",
                    "t.id::text",
                    Says.NEWEST,
                    List.of(
                            text("notice", "t.notice_id::text"),
                            text("sealed", "encode(sha256(t.salt || convert_to(t.text, 'UTF8')), 'hex')"),
                            text("by", "t.by_id::text"),
                            text("byName", "t.by_name"),
                            time("at", "t.at"))),
            table(
                    "audience-draft/1",
                    "audience_draft",
                    "t.id::text",
                    text("notice", "t.notice_id::text"),
                    text("number", "t.number::text"),
                    text("content", "encode(sha256(convert_to(t.content, 'UTF8')), 'hex')"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "audience-step/1",
                    "audience_step",
                    "t.id::text",
                    text("notice", "t.notice_id::text"),
                    text("draft", "t.draft_id::text"),
                    text("act", "t.act"),
                    text("users", "t.users::text"),
                    text("businesses", "t.businesses::text"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "advisory-draft/1",
                    "advisory_draft",
                    "t.id::text",
                    text("advisory", "t.advisory_id::text"),
                    text("number", "t.number::text"),
                    text("content", "encode(sha256(convert_to(t.content, 'UTF8')), 'hex')"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "advisory-step/1",
                    "advisory_step",
                    "t.id::text",
                    text("advisory", "t.advisory_id::text"),
                    text("draft", "t.draft_id::text"),
                    text("act", "t.act"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "advisory-despite/1",
                    "advisory_despite",
                    "t.id::text",
                    text("advisory", "t.advisory_id::text"),
                    text("draft", "t.draft_id::text"),
                    text("act", "t.act"),
                    text("content", "encode(sha256(convert_to(t.content, 'UTF8')), 'hex')"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "advisory-issued/1",
                    "advisory_issued",
                    "t.id::text",
                    text("advisory", "t.advisory_id::text"),
                    text("draft", "t.draft_id::text"),
                    text("number", "t.number::text"),
                    text("tracking", "t.tracking"),
                    text("tlp", "t.tlp"),
                    text("withdrawn", "t.withdrawn::text"),
                    text("sha256", "encode(sha256(t.document), 'hex')"),
                    text("fingerprint", "t.fingerprint"),
                    text("askedBy", "t.asked_by::text"),
                    text("askedByName", "t.asked_name"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    text("alone", "t.alone::text"),
                    time("at", "t.at")),
            table(
                    "advisory-edition/1",
                    "advisory_edition",
                    "t.id::text",
                    text("issued", "t.issued_id::text"),
                    text("csaf", "t.csaf"),
                    text("sha256", "encode(sha256(t.document), 'hex')"),
                    text("fingerprint", "t.fingerprint"),
                    time("at", "t.at")),
            table(
                    "advisory-key/1",
                    "advisory_key",
                    "t.id::text",
                    text("fingerprint", "t.fingerprint"),
                    text("armored", "t.armored"),
                    text("imported", "t.imported::text"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "verification-environment/1",
                    "verification_environment",
                    "t.id::text",
                    text("environment", "t.environment_id::text"),
                    text("number", "t.number::text"),
                    text("name", "t.name"),
                    text("place", "t.place"),
                    text("version", "t.version"),
                    text("tools", "t.tools"),
                    text("renewOn", "t.renew_on::text"),
                    text("retired", "t.retired::text"),
                    text("reason", "t.reason"),
                    text("by", "t.changed_by::text"),
                    text("byName", "t.changed_name"),
                    time("at", "t.changed_at")),
            table(
                    "verification-item/1",
                    "verification_item",
                    "t.id::text",
                    text("item", "t.item_id::text"),
                    text("number", "t.number::text"),
                    text("series", "t.series_id::text"),
                    text("phase", "t.phase"),
                    text("kind", "t.kind"),
                    text("title", "t.title"),
                    text("method", "t.method"),
                    text("who", "t.who"),
                    text("due", "t.due::text"),
                    text("applies", "t.applies"),
                    text("release", "t.release_id::text"),
                    text("months", "t.months::text"),
                    text("checklist", "t.checklist"),
                    text("ground", "t.ground"),
                    text("removed", "t.removed::text"),
                    text("reason", "t.reason"),
                    text("by", "t.changed_by::text"),
                    text("byName", "t.changed_name"),
                    time("at", "t.changed_at")),
            table(
                    "verification-result/1",
                    "verification_result",
                    "t.id::text",
                    text("item", "t.item_id::text"),
                    text("revision", "t.revision_id::text"),
                    text("release", "t.release_id::text"),
                    text("outcome", "t.outcome"),
                    text("examined", "t.examined"),
                    text("performedOn", "t.performed_on::text"),
                    text("performedBy", "t.performed_by"),
                    text("environment", "t.environment_id::text"),
                    text("evidence", "t.evidence_id::text"),
                    text("remarks", "t.remarks"),
                    text("action", "t.action"),
                    text("actionWho", "t.action_who"),
                    text("actionDue", "t.action_due::text"),
                    text("by", "t.recorded_by::text"),
                    text("byName", "t.recorded_name"),
                    time("at", "t.recorded_at")),
            end(
                    "verification-withdrawn/1",
                    "verification_result",
                    text("by", "t.withdrawn_by::text"),
                    text("byName", "t.withdrawn_name"),
                    text("reason", "t.withdrawn_reason"),
                    time("at", "t.withdrawn_at")),
            table(
                    "verification-release/1",
                    "verification_release",
                    "t.id::text",
                    text("release", "t.release_id::text"),
                    text("major", "t.major::text"),
                    text("reason", "t.reason"),
                    text("by", "t.declared_by::text"),
                    text("byName", "t.declared_name"),
                    time("at", "t.declared_at")),
            table(
                    "verification-order/1",
                    "verification_order",
                    "t.id::text",
                    text("release", "t.release_id::text"),
                    text("provider", "t.provider"),
                    text("listedOn", "t.listed_on::text"),
                    text("handling", "t.handling"),
                    text("secrecy", "t.secrecy"),
                    text("content", "t.content"),
                    text("orderedOn", "t.ordered_on::text"),
                    text("evidence", "t.evidence_id::text"),
                    text("by", "t.recorded_by::text"),
                    text("byName", "t.recorded_name"),
                    time("at", "t.recorded_at")),
            end(
                    "verification-cancelled/1",
                    "verification_order",
                    text("by", "t.cancelled_by::text"),
                    text("byName", "t.cancelled_name"),
                    text("reason", "t.cancelled_reason"),
                    time("at", "t.cancelled_at")),
            new RecordedTable(
                    "probe-start/1",
                    "bench_run",
                    "(SELECT * FROM bench_run WHERE recorded AND taken_at IS NULL)",
                    "t.id::text",
                    Says.ROW,
                    List.of(
                            text("address", "t.address"),
                            text("release", "t.release_id::text"),
                            text("changes", "t.changes::text"),
                            text("seconds", "t.seconds::text"),
                            text("requests", "t.requests::text"),
                            text("by", "t.by_id::text"),
                            time("at", "t.started_at"))),
            new RecordedTable(
                    "probe-end/1",
                    "bench_run",
                    "(SELECT * FROM bench_run WHERE recorded AND taken_at IS NULL AND ended_at IS NOT NULL)",
                    "t.id::text",
                    Says.ROW,
                    List.of(
                            text("state", "t.state"),
                            json("evidence", "to_jsonb(t.evidence)"),
                            time("at", "t.ended_at"))),
            new RecordedTable(
                    "probe-taken/1",
                    "bench_run",
                    "(SELECT * FROM bench_run WHERE recorded AND taken_at IS NOT NULL)",
                    "t.id::text",
                    Says.ROW,
                    List.of(
                            text("file", "t.file_sha256"),
                            text("release", "t.release_id::text"),
                            json("evidence", "to_jsonb(t.evidence)"),
                            text("by", "t.by_id::text"),
                            time("startedAt", "t.started_at"),
                            time("at", "t.taken_at"))),
            table(
                    "sbom/1",
                    "sbom_list",
                    "t.id::text",
                    text("evidence", "t.evidence_id::text"),
                    text("release", "t.release_id::text"),
                    text("components", "(SELECT count(*) FROM sbom_component c WHERE c.list_id = t.id)::text"),
                    text("sound", "t.sound::text"),
                    text("whole", "t.whole::text"),
                    text("by", "t.taken_by::text"),
                    text("byName", "t.taken_name"),
                    time("at", "t.taken_at")),
            content(
                    "sbom-content/1",
                    "sbom_list",
                    "sbom_component c WHERE c.list_id",
                    "c.number, c.ref, c.type, c.grp, c.name, c.version, c.supplier, c.purls, c.cpes, c.licenses, c.hashes,"
                            + " c.commits, c.resolved, c.source_package, c.properties, c.place, c.lacks, c.unknown_license,"
                            + " c.duplicate"),
            content(
                    "scan-content/1",
                    "scan_import",
                    "scan_detection c WHERE c.import_id",
                    "c.number, c.item, c.identity, c.rule, c.name, c.severity, c.cves, c.cwes, c.place, c.seen"),
            end(
                    "sbom-withdrawn/1",
                    "sbom_list",
                    text("by", "t.withdrawn_by::text"),
                    text("byName", "t.withdrawn_name"),
                    text("reason", "t.withdrawn_reason"),
                    time("at", "t.withdrawn_at")),
            table(
                    "finding-decision/1",
                    "vulnerability_decision",
                    "t.id::text",
                    text("finding", "t.finding_id::text"),
                    text("act", "t.act"),
                    text("state", "t.state"),
                    text("justification", "t.justification"),
                    text("reason", "t.reason"),
                    text("action", "t.action"),
                    text("grounds", "t.grounds"),
                    text("carriedFrom", "t.carried_from::text"),
                    text("about", "t.about::text"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            end(
                    "finding-undone/1",
                    "vulnerability_decision",
                    text("by", "t.undone_by::text"),
                    text("byName", "t.undone_name"),
                    time("at", "t.undone_at")),
            table(
                    "finding-policy/1",
                    "vulnerability_policy",
                    "t.id::text",
                    json("body", "t.body"),
                    text("reason", "t.reason"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            new RecordedTable(
                    "application-entry/1",
                    "application_entry",
                    "(SELECT * FROM application_entry WHERE NOT moved)",
                    "t.id::text",
                    Says.ROW,
                    List.of(
                            text("series", "t.series_id::text"),
                            text("round", "t.round::text"),
                            text("kind", "t.kind"),
                            text("about", "t.about::text"),
                            text("on", "t.happened_on::text"),
                            json("values", "t.content"),
                            json("rows", "t.lines"),
                            json("files", """
                                    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', f.file_name, 'sha256', f.sha256,
                                        'size', f.size_bytes) ORDER BY f.position), '[]')
                                    FROM application_file f WHERE f.entry_id = t.id)"""),
                            text("by", "t.recorded_by::text"),
                            text("byName", "t.recorded_name"),
                            time("at", "t.recorded_at"))),
            end(
                    "application-undone/1",
                    "application_entry",
                    text("by", "t.undone_by::text"),
                    text("byName", "t.undone_name"),
                    time("at", "t.undone_at"),
                    text("reason", "t.undone_reason")),
            table(
                    "organisation-entry/1",
                    "organisation_entry",
                    "t.id::text",
                    text("entry", "t.entry_id::text"),
                    text("number", "t.number::text"),
                    text("kind", "t.kind"),
                    json("content", "t.content"),
                    text("removed", "t.removed::text"),
                    text("reason", "t.reason"),
                    text("by", "t.changed_by::text"),
                    text("byName", "t.changed_name"),
                    time("at", "t.changed_at")),
            table(
                    "supplier-submission/1",
                    "supplier_submission",
                    "t.id::text",
                    text("supplier", "t.supplier_id::text"),
                    text("request", "t.request_id::text"),
                    text("byName", "t.by_name"),
                    json("answers", "t.answers"),
                    time("at", "t.at")),
            // Sealed anew when a person is forgotten, so the newest record describes the row.
            new RecordedTable(
                    "psirt-entry/1",
                    "psirt_entry",
                    "psirt_entry",
                    "t.id::text",
                    Says.NEWEST,
                    List.of(
                            text("case", "t.case_id::text"),
                            text("sealed", "encode(sha256(t.salt || convert_to(t.content, 'UTF8')), 'hex')"),
                            text("by", "t.by_id::text"),
                            text("byName", "t.by_name"),
                            time("at", "t.at"))),
            table(
                    "psirt-access/1",
                    "psirt_access",
                    "t.id::text",
                    text("case", "t.case_id::text"),
                    text("act", "t.act"),
                    text("by", "t.person_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "psirt-window/1",
                    "psirt_window",
                    "t.id::text",
                    text("organisation", "t.organisation"),
                    text("contact", "t.contact"),
                    text("mail", "t.mail"),
                    text("phone", "t.phone"),
                    text("fingerprint", "t.fingerprint"),
                    text("since", "t.since::text"),
                    text("confirmed", "t.confirmed::text"),
                    text("own", "t.own"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "psirt-feedback/1",
                    "psirt_feedback",
                    "t.id::text",
                    text("code", "t.code"),
                    text("kind", "t.kind"),
                    text("source", "t.source"),
                    text("series", "t.series_id::text"),
                    text("happened", "t.happened_on::text"),
                    text("title", "t.title"),
                    text("text", "t.text"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "psirt-feedback-step/1",
                    "psirt_feedback_step",
                    "t.id::text",
                    text("feedback", "t.feedback_id::text"),
                    text("act", "t.act"),
                    text("text", "t.text"),
                    text("owner", "t.owner_id::text"),
                    text("ownerName", "t.owner_name"),
                    text("due", "t.due::text"),
                    text("outcome", "t.outcome"),
                    text("reference", "t.reference"),
                    text("by", "t.by_id::text"),
                    text("byName", "t.by_name"),
                    time("at", "t.at")),
            table(
                    "gap-fill/1",
                    "gap_fill",
                    "t.id::text",
                    text("table", "t.table_id"),
                    text("row", "t.row_number::text"),
                    text("position", "t.position::text"),
                    json("cells", "t.cells"),
                    text("by", "t.entered_by::text"),
                    text("byName", "t.entered_name"),
                    time("at", "t.entered_at")),
            end("gap-fill-ended/1", "gap_fill", text("by", "t.ended_by::text"), time("at", "t.ended_at")),
            table(
                    "assignment/1",
                    "assignment",
                    "t.id::text",
                    text("series", "t.series_id::text"),
                    text("requirement", "t.framework || '/' || t.requirement"),
                    text("assignee", "t.assignee::text"),
                    text("due", "t.due::text"),
                    text("note", "t.note"),
                    text("by", "t.assigned_by::text"),
                    time("at", "t.assigned_at")),
            end("assignment-ended/1", "assignment", text("by", "t.ended_by::text"), time("at", "t.ended_at")),
            new RecordedTable(
                    "parameter/1",
                    "parameter_value",
                    "parameter_value",
                    "t.parameter",
                    Says.NEWEST,
                    List.of(
                            text("value", "coalesce(t.value, '')"),
                            text("none", "CASE WHEN t.value = '' THEN 'true' END"),
                            text("source", "t.source"),
                            text("by", "t.set_by::text"),
                            time("at", "t.set_at"))),
            table("catalogue-edition/1", "catalogue_edition", "t.hash"),
            table(
                    "audit/1",
                    "audit",
                    "t.id::text",
                    time("at", "t.at"),
                    text("person", "t.person_id::text"),
                    text("personName", "t.person_name"),
                    text("act", "t.act"),
                    text("thing", "t.thing"),
                    json("details", "t.details")),
            new RecordedTable(
                    "erasure/1",
                    "erasure",
                    "(SELECT * FROM erasure WHERE state = 'done')",
                    "t.id::text",
                    Says.ROW,
                    List.of(
                            text("reason", "t.reason"),
                            text("askedBy", "t.asked_by::text"),
                            text("askedByName", "t.asked_name"),
                            time("askedAt", "t.asked_at"),
                            text("by", "t.decided_by::text"),
                            text("byName", "t.decided_name"),
                            time("at", "t.decided_at"),
                            json("alone", "to_jsonb(t.alone)"))),
            run("backup"),
            run("drill"),
            run("restore"));

    static final List<RecordedTable> ALL =
            Stream.concat(WRITTEN.stream(), declared().stream()).toList();

    /** Those of the list of declared rows; it is read here by code of its own, not by that which writes the rows. */
    private static List<RecordedTable> declared() {
        Map<String, List<String[]>> kinds = new LinkedHashMap<>();
        try (InputStream in = Rows.class.getResourceAsStream("rows.tsv")) {
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(cells -> kinds.computeIfAbsent(cells[0], kind -> new ArrayList<>())
                            .add(cells));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<RecordedTable> all = new ArrayList<>();
        kinds.forEach((kind, lines) -> {
            String table = lines.getFirst()[1];
            all.add(new RecordedTable(
                    kind,
                    table,
                    table,
                    "t.id::text",
                    kind.endsWith("-ended/1")
                            ? Says.END
                            : lines.stream().anyMatch(cells -> cells[5].equals("latest")) ? Says.NEWEST : Says.ROW,
                    lines.stream()
                            .filter(cells -> !cells[2].equals("id"))
                            .map(cells ->
                                    new Column(cells[2], cells[4], Type.valueOf(cells[5].toUpperCase(Locale.ROOT))))
                            .toList()));
        });
        return all;
    }

    /** What is said of the end of a row, and of a row that holds on is not. */
    private static RecordedTable end(String kind, String table, Column... columns) {
        return new RecordedTable(kind, table, table, "t.id::text", Says.END, Arrays.asList(columns));
    }

    /** All rows of a list together, as the database records them when the list has come in. */
    private static RecordedTable content(String kind, String list, String rowsOf, String columns) {
        return table(kind, list, "t.id::text", text("content", """
                (SELECT encode(sha256(convert_to(coalesce(string_agg(ROW(%s)::text, E'\\n' ORDER BY c.number), ''), 'UTF8')),
                    'hex') FROM %s = t.id)""".formatted(columns, rowsOf)));
    }

    /** Backups, drills and restores lie in one table. */
    private static RecordedTable run(String kind) {
        return new RecordedTable(
                kind + "/1",
                "backup_run",
                "(SELECT * FROM backup_run WHERE kind = '" + kind + "')",
                "t.id::text",
                Says.ROW,
                List.of(
                        time("at", "t.finished_at"),
                        time("startedAt", "t.started_at"),
                        text("cause", "t.cause"),
                        text("outcome", "t.outcome"),
                        text("backup", "t.backup"),
                        text("folder", "t.folder"),
                        json("details", "t.details")));
    }

    /**
     * A query for every row that differs from its record: {@code row_id}, {@code log}, {@code leaf_index}, {@code what}
     * ({@code no-record}, {@code no-row} or {@code differs}), {@code fields}. Parameters: the kind, the most rows.
     *
     * <p>Records whose bytes do not fit their commitment are left out here: they are told as such.
     */
    String query() {
        String differing = columns.isEmpty()
                ? "ARRAY[]::text[]"
                : columns.stream()
                        .map(Column::differs)
                        .collect(Collectors.joining(", ", "array_remove(ARRAY[", "]::text[], NULL)"));
        return """
                WITH r AS (
                    SELECT %s row_id, log, leaf_index, erased_at,
                        CASE WHEN encode(sha256(salt || body), 'hex') = commitment
                            THEN convert_from(body, 'UTF8')::jsonb END AS b
                    FROM ledger_outbox WHERE kind = ?%s
                ), d AS (
                    SELECT coalesce(r.row_id, %s) AS row_id, r.log, r.leaf_index,
                        CASE WHEN r.row_id IS NULL THEN '%s' WHEN %s IS NULL THEN 'no-row' ELSE 'differs' END AS what,
                        CASE WHEN (r.b IS NOT NULL OR r.row_id IS NULL) AND %s IS NOT NULL THEN %s ELSE '{}' END AS fields
                    FROM r FULL JOIN %s t ON r.row_id = %s
                )
                SELECT * FROM d WHERE what <> 'differs' OR cardinality(fields) > 0 ORDER BY row_id LIMIT ?""".formatted(
                        says == Says.NEWEST ? "DISTINCT ON (row_id)" : "",
                        says == Says.NEWEST ? " ORDER BY row_id, id DESC" : "",
                        id,
                        says == Says.END ? "differs" : "no-record",
                        id,
                        id,
                        differing,
                        from,
                        id);
    }

    private static RecordedTable table(String kind, String table, String id, Column... columns) {
        return new RecordedTable(kind, table, table, id, Says.ROW, Arrays.asList(columns));
    }

    private static Column text(String field, String sql) {
        return new Column(field, sql, Type.TEXT);
    }

    private static Column time(String field, String sql) {
        return new Column(field, sql, Type.TIME);
    }

    private static Column json(String field, String sql) {
        return new Column(field, sql, Type.JSON);
    }
}
