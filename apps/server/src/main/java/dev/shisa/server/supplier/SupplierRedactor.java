package dev.shisa.server.supplier;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Names and words about suppliers. What was agreed, answered and decided stays. */
@Component
class SupplierRedactor implements Redactor {

    /**
     * Rows of one kind of record.
     *
     * @param name column of the name of whoever acted
     * @param texts column by field of the record
     */
    private record Rows(String table, String name, Map<String, String> texts) {}

    private static final Map<String, Rows> ROWS = rows();

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SupplierRedactor(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    private static Map<String, Rows> rows() {
        Map<String, Rows> rows = new LinkedHashMap<>();
        rows.put("supplier/1", new Rows("supplier", "by_name", Map.of("note", "note")));
        rows.put("supplier-item/1", new Rows("supplier_item", "by_name", Map.of()));
        rows.put("supplier-delivery/1", new Rows("supplier_delivery", "by_name", Map.of("alternative", "alternative")));
        rows.put("supplier-contract/1", new Rows("supplier_contract", "by_name", Map.of()));
        rows.put(
                "supplier-check/1",
                new Rows("supplier_check", "by_name", Map.of("remarks", "remarks", "performedBy", "performed_by")));
        rows.put("supplier-decision/1", new Rows("supplier_decision", "by_name", Map.of("reason", "reason")));
        rows.put(
                "supplier-review/1",
                new Rows("supplier_review", "by_name", Map.of("detail", "detail", "answeredBy", "answered_by")));
        rows.put("supplier-submission/1", new Rows("supplier_submission", "by_name", Map.of("answers", "answers")));
        rows.put("supplier-file/1", new Rows("supplier_file", "by_name", Map.of("note", "note")));
        rows.put("supplier-transfer/1", new Rows("supplier_transfer", "by_name", Map.of("address", "address")));
        for (String table : List.of("item", "delivery", "contract", "check", "decision", "review", "file")) {
            rows.put(
                    "supplier-" + table + "-ended/1",
                    new Rows("supplier_" + table, "ended_name", Map.of("reason", "ended_reason")));
        }
        return Map.copyOf(rows);
    }

    @Override
    public Set<String> kinds() {
        return ROWS.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        of(kind).texts()
                .keySet()
                .forEach(field -> body.computeIfPresent(
                        field, (key, value) -> value instanceof Map ? sent(value, how) : how.text(value.toString())));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    /** Which answer was given stays; the words with it go. */
    private static Object sent(Object answers, Redaction how) {
        TreeMap<String, Object> changed = new TreeMap<>();
        ((Map<?, ?>) answers).forEach((question, one) -> {
            TreeMap<String, Object> answer = new TreeMap<>();
            ((Map<?, ?>) one)
                    .forEach((field, value) -> answer.put(
                            String.valueOf(field),
                            field.equals("detail") ? how.text(String.valueOf(value)) : String.valueOf(value)));
            changed.put(String.valueOf(question), answer);
        });
        return changed;
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        Rows rows = of(kind);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(rows.name(), body.get("byName"));
        rows.texts().forEach((field, column) -> {
            Object value = body.getOrDefault(field, "");
            values.put(column, value instanceof Map ? json.writeValueAsString(value) : value);
        });
        List<String> columns = List.copyOf(values.keySet());
        // Table and columns are those named above.
        jdbc.sql("UPDATE " + rows.table() + " SET "
                        + columns.stream()
                                .map(c -> c + " = :" + c + (c.equals("answers") ? "::jsonb" : ""))
                                .collect(Collectors.joining(", "))
                        + " WHERE id = :row")
                .params(values)
                .param("row", UUID.fromString(rowId))
                .update();
    }

    private static Rows of(String kind) {
        Rows rows = ROWS.get(kind);
        if (rows == null) {
            throw new IllegalArgumentException("records of kind " + kind + " are not of suppliers");
        }
        return rows;
    }
}
