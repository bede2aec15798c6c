package dev.shisa.server.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows that refer to others are found by an index, or there is a reason why nobody looks for them that way. */
class ReferencesTest extends ServerTest {

    /**
     * Who did something: people are never deleted, and what they did is not looked for by it but in the audit. So nothing follows these
     * references from the side of {@code person}.
     */
    private static final Set<String> NEVER_FOLLOWED = Set.of("person");

    /**
     * Columns that nobody follows backwards: what they lead to is never deleted (evidence, imports, versions, steps and requests stay for
     * good), and whoever has it does not look for these rows from there, or finds them among the few of their own series or supplier.
     */
    private static final Set<String> EXCUSED = Set.of(
            "advisory_step.draft_id",
            "application_entry.about",
            "audience_key.delivery_id",
            "audience_step.draft_id",
            "change_impact.import_id",
            "checklist.part_of",
            "checklist_tie.checklist_id",
            "document_doubt.evidence_id",
            "document_doubt.version_id",
            "evidence.import_id",
            "fact_confirmation.fact_id",
            "fact_confirmation.import_id",
            "psirt_quarantine.case_id",
            "psirt_window_said.evidence",
            "sbom_list.evidence_id",
            "scan_import.evidence_id",
            "scan_import.list_evidence_id",
            "self_check_answer.item",
            "supplier_check.delivery_id",
            "supplier_check.evidence_id",
            "supplier_contract.evidence_id",
            "supplier_file.access_id",
            "supplier_review.request_id",
            "supplier_submission.supplier_id",
            "supplier_transfer.access_id",
            "supplier_transfer.file_id",
            "verification_order.evidence_id",
            "verification_result.environment_id",
            "verification_result.evidence_id",
            "verification_result.revision_id",
            "vulnerability_decision.carried_from",
            "vulnerability_mirror_address.import_id",
            "vulnerability_vex.evidence_id",
            "vulnerability_watch.list_id");

    @Test
    void eachReferenceIsIndexedOrExcused() {
        List<String> without = jdbc.sql("""
                        SELECT c.conrelid::regclass || '.' || string_agg(a.attname, ',' ORDER BY k.place) AS at, c.confrelid::regclass::text AS refers
                        FROM pg_constraint c
                        JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(number, place) ON true
                        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
                        WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
                          AND NOT EXISTS (
                            SELECT FROM pg_index i
                            WHERE i.indrelid = c.conrelid AND i.indisvalid
                              AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
                              AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~ ('^\\(' || a.attname || ' IS NOT NULL\\)$')))
                        GROUP BY c.oid, c.conrelid, c.confrelid ORDER BY 1""")
                .query((row, line) -> row.getString("at") + " -> " + row.getString("refers"))
                .list();
        assertThat(without)
                .extracting(line -> line.replaceFirst(" -> .*", ""))
                .as("what is excused is still without an index")
                .containsAll(EXCUSED);
        assertThat(without)
                .filteredOn(line -> !NEVER_FOLLOWED.contains(line.replaceFirst(".* -> ", ""))
                        && !EXCUSED.contains(line.replaceFirst(" -> .*", "")))
                .isEmpty();
    }

    @Test
    void whatARemovedRowLeavesInTheSealsIsFoundByItsIndex() throws SQLException {
        try (Connection server = DATABASE.connect();
                Statement sql = server.createStatement()) {
            server.setAutoCommit(false);
            sql.execute("SET LOCAL shisa.writer = 'server'");
            sql.execute("INSERT INTO setting SELECT 'test.' || n, 'x' FROM generate_series(1, 2000) n");
            sql.execute("DELETE FROM setting WHERE name IN ('test.7', 'test.1007')");
            try (ResultSet read =
                    sql.executeQuery("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'row_seal'")) {
                read.next();
                assertThat(read.getLong(1)).as("rows read one after the other").isZero();
            }
            server.rollback();
        }
    }
}
