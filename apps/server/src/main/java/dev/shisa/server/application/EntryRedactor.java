package dev.shisa.server.application;

import dev.shisa.server.application.EntryKind.Field;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Names and words in what was recorded of an application. Days, amounts, hashes, files and verdicts stay. */
@Component
class EntryRedactor implements Redactor {

    private static final String ENTRY = "application-entry/1";
    private static final String UNDONE = "application-undone/1";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EntryRedactor(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(ENTRY, UNDONE);
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        if (kind.equals(UNDONE)) {
            body.computeIfPresent("reason", (key, value) -> how.text(value.toString()));
        } else {
            EntryKind entry = EntryKind.parse(String.valueOf(body.get("kind"))).orElseThrow();
            TreeMap<String, Object> values = new TreeMap<>();
            if (body.get("values") instanceof Map<?, ?> map) {
                map.forEach((key, value) -> values.put(String.valueOf(key), value));
            }
            entry.fields().stream()
                    .filter(Field::isFree)
                    .forEach(
                            field -> values.computeIfPresent(field.name(), (key, value) -> how.text(value.toString())));
            body.put("values", values);
        }
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        if (kind.equals(UNDONE)) {
            jdbc.sql("UPDATE application_entry SET undone_name = :name, undone_reason = :reason WHERE id = :id")
                    .param("name", body.get("byName"))
                    .param("reason", body.getOrDefault("reason", ""))
                    .param("id", UUID.fromString(rowId))
                    .update();
            return;
        }
        jdbc.sql("UPDATE application_entry SET recorded_name = :name, content = :content::jsonb WHERE id = :id")
                .param("name", body.get("byName"))
                .param("content", json.writeValueAsString(body.get("values")))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}
