package dev.shisa.server.document;

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

/** Names and words of documents and of what people did with them. What was decided, and when, stays. */
@Component
class DocumentRedactor implements Redactor {

    /**
     * Rows of one kind of record.
     *
     * @param name column of the name of whoever acted; empty: somebody outside, whose name is among the texts
     * @param texts column by field of the record
     */
    private record Rows(String table, String name, Map<String, String> texts) {}

    private static final Map<String, Rows> ROWS = Map.of(
            "document/1", new Rows("document", "created_name", Map.of()),
            "document-version/1", new Rows("document_version", "began_name", Map.of()),
            "document-revision/1",
                    new Rows(
                            "document_revision",
                            "saved_name",
                            Map.of(
                                    "titleJa", "title_ja",
                                    "titleEn", "title_en",
                                    "content", "content",
                                    "changeNote", "change_note",
                                    "address", "address")),
            "document-step/1", new Rows("document_step", "stepped_name", Map.of("note", "note")),
            "document-basis/1", new Rows("document_basis", "by_name", Map.of("note", "note")),
            "document-reader/1", new Rows("document_reader", "asked_name", Map.of()),
            "document-acknowledgement/1", new Rows("document_acknowledgement", "person_name", Map.of()),
            "document-handing/1",
                    new Rows("document_handing", "by_name", Map.of("business", "business", "recipient", "recipient")),
            "document-receipt/1", new Rows("document_receipt", "", Map.of("name", "name")));

    private final JdbcClient jdbc;

    DocumentRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return ROWS.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        // Of a sealed row the record holds a hash and no word.
        rows(kind)
                .texts()
                .keySet()
                .forEach(field -> body.computeIfPresent(field, (key, value) -> {
                    String text = value.toString();
                    return field.equals("content") ? content(text, how) : how.text(text);
                }));
        body.computeIfPresent("byName", (key, name) -> how.name(body.get("by"), name.toString()));
    }

    /** A content stays readable: its texts go one by one. */
    private static String content(String stored, Redaction how) {
        Content content = Content.read("", "", stored);
        Content changed = content;
        for (Map.Entry<String, List<Section>> language : content.languages().entrySet()) {
            changed = changed.with(
                    language.getKey(),
                    "",
                    language.getValue().stream()
                            .map(s -> new Section(s.id(), how.text(s.heading()), how.text(s.text())))
                            .toList());
        }
        return changed.with(content.struck().stream()
                        .map(s -> new Struck(
                                s.language(),
                                s.section(),
                                how.text(s.label()),
                                how.text(s.reason()),
                                how.text(s.byName())))
                        .toList())
                .stored();
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        Rows rows = rows(kind);
        Map<String, Object> values = new LinkedHashMap<>();
        if (!rows.name().isEmpty()) {
            values.put(rows.name(), body.get("byName"));
        }
        if (!body.containsKey("sealed")) {
            rows.texts().forEach((field, column) -> values.put(column, body.getOrDefault(field, "")));
        }
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
            throw new IllegalArgumentException("records of kind " + kind + " are not of documents");
        }
        return rows;
    }
}
