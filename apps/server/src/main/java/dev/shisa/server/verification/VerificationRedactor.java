package dev.shisa.server.verification;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names and words of plans, results, orders and environments. What was verified, and what came of it, stays. */
@Component
class VerificationRedactor implements Redactor {

    /**
     * Rows of one kind of record.
     *
     * @param name column of the name of whoever acted
     * @param texts column by field of the record
     */
    private record Rows(String table, String name, Map<String, String> texts) {}

    private static final Map<String, Rows> ROWS = Map.of(
            "verification-item/1",
            new Rows(
                    "verification_item",
                    "changed_name",
                    Map.of("method", "method", "who", "who", "ground", "ground", "reason", "reason")),
            "verification-result/1",
            new Rows(
                    "verification_result",
                    "recorded_name",
                    Map.of(
                            "examined", "examined",
                            "performedBy", "performed_by",
                            "remarks", "remarks",
                            "action", "action",
                            "actionWho", "action_who")),
            "verification-withdrawn/1",
            new Rows("verification_result", "withdrawn_name", Map.of("reason", "withdrawn_reason")),
            "verification-release/1",
            new Rows("verification_release", "declared_name", Map.of("reason", "reason")),
            "verification-order/1",
            new Rows(
                    "verification_order",
                    "recorded_name",
                    Map.of("provider", "provider", "handling", "handling", "secrecy", "secrecy", "content", "content")),
            "verification-cancelled/1",
            new Rows("verification_order", "cancelled_name", Map.of("reason", "cancelled_reason")),
            "verification-environment/1",
            new Rows("verification_environment", "changed_name", Map.of("tools", "tools", "reason", "reason")));

    private final JdbcClient jdbc;

    VerificationRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return ROWS.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        rows(kind)
                .texts()
                .keySet()
                .forEach(field -> body.computeIfPresent(field, (key, value) -> how.text(value.toString())));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        Rows rows = rows(kind);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(rows.name(), body.get("byName"));
        rows.texts().forEach((field, column) -> values.put(column, body.getOrDefault(field, "")));
        List<String> columns = List.copyOf(values.keySet());
        // Table and columns are those named above.
        jdbc.sql("UPDATE " + rows.table() + " SET "
                        + columns.stream().map(c -> c + " = :" + c).collect(Collectors.joining(", "))
                        + " WHERE id = :row")
                .params(values)
                .param("row", UUID.fromString(rowId))
                .update();
    }

    private static Rows rows(String kind) {
        Rows rows = ROWS.get(kind);
        if (rows == null) {
            throw new IllegalArgumentException("records of kind " + kind + " are not of verification");
        }
        return rows;
    }
}
