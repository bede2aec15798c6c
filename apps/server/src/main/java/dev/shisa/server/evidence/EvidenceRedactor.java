package dev.shisa.server.evidence;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Texts and names of evidence. What verdicts rest on stays: values, strengths, dates, that somebody confirmed, and the
 * attached files.
 */
@Component
class EvidenceRedactor implements Redactor {

    private static final String EVIDENCE = "evidence/1";
    private static final String FACT = "fact/1";
    private static final String CONFIRMATION = "confirmation/1";
    private static final String UNDONE = "confirmation-undone/1";
    private static final String WITHDRAWAL = "withdrawal/1";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EvidenceRedactor(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(EVIDENCE, FACT, CONFIRMATION, UNDONE, WITHDRAWAL);
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        switch (kind) {
            case EVIDENCE -> evidence(body, how);
            case FACT -> text(body, "detail", how);
            case CONFIRMATION, UNDONE -> {
                text(body, "note", how);
                name(body, "by", "byName", how);
            }
            case WITHDRAWAL -> {
                text(body, "reason", how);
                name(body, "by", "byName", how);
            }
            default -> throw unknown(kind);
        }
    }

    private static void evidence(SortedMap<String, Object> body, Redaction how) {
        text(body, "title", how);
        text(body, "statement", how);
        text(body, "place", how);
        if (how instanceof Redaction.Texts) {
            // A mark would be taken for an address.
            body.remove("url");
        } else {
            text(body, "url", how);
        }
        name(body, "submittedBy", "submittedName", how);
        body.put("record", Objects.requireNonNull(how.json(body.getOrDefault("record", Map.of()))));
        if (body.get("file") instanceof Map<?, ?> file) {
            TreeMap<String, Object> changed = new TreeMap<>();
            file.forEach((key, value) -> changed.put(String.valueOf(key), value));
            text(changed, "name", how);
            body.put("file", changed);
        }
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        UUID id = UUID.fromString(rowId);
        switch (kind) {
            case EVIDENCE ->
                jdbc.sql("""
                                UPDATE evidence SET title = :title, statement = :statement, place = :place, url = :url,
                                    submitted_name = :name, record = :record::jsonb, file_name = :file WHERE id = :id""")
                        .param("title", body.get("title"))
                        .param("statement", body.get("statement"))
                        .param("place", body.get("place"))
                        .param("url", body.get("url"))
                        .param("name", body.get("submittedName"))
                        .param("record", json.writeValueAsString(body.get("record")))
                        .param("file", body.get("file") instanceof Map<?, ?> file ? file.get("name") : null)
                        .param("id", id)
                        .update();
            case FACT ->
                jdbc.sql("UPDATE fact SET detail = :detail WHERE id = :id")
                        .param("detail", body.get("detail"))
                        .param("id", id)
                        .update();
            case CONFIRMATION ->
                jdbc.sql("UPDATE fact_confirmation SET name = :name, note = :note WHERE id = :id")
                        .param("name", body.get("byName"))
                        .param("note", body.get("note"))
                        .param("id", id)
                        .update();
            case UNDONE -> {
                // the same row as the confirmation, whose record describes its texts
            }
            case WITHDRAWAL ->
                jdbc.sql("UPDATE fact_withdrawal SET name = :name, reason = :reason WHERE fact_id = :id")
                        .param("name", body.get("byName"))
                        .param("reason", body.get("reason"))
                        .param("id", id)
                        .update();
            default -> throw unknown(kind);
        }
    }

    private static IllegalArgumentException unknown(String kind) {
        return new IllegalArgumentException("records of kind " + kind + " are not of evidence");
    }

    private static void text(SortedMap<String, Object> body, String field, Redaction how) {
        body.computeIfPresent(field, (key, value) -> how.text(value.toString()));
    }

    private static void name(SortedMap<String, Object> body, String id, String field, Redaction how) {
        @Nullable Object person = body.get(id);
        body.computeIfPresent(field, (key, value) -> how.name(person, value.toString()));
    }
}
