package dev.shisa.server.platform.record;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The words and names in rows of every declared kind. */
@Component
class RowRedactor implements Redactor {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    /** Of each kind the columns that hold any. */
    private final Map<String, List<DeclaredRows.Line>> kinds = new TreeMap<>();

    RowRedactor(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        DeclaredRows.read().forEach((kind, lines) -> {
            List<DeclaredRows.Line> held =
                    lines.stream().filter(line -> !line.holds().equals("-")).toList();
            if (!held.isEmpty()) {
                kinds.put(kind, held);
            }
        });
    }

    @Override
    public Set<String> kinds() {
        return kinds.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        for (DeclaredRows.Line line : held(kind)) {
            body.computeIfPresent(
                    line.field(),
                    (field, value) -> line.holds().equals("name")
                            ? how.name(body.get("by"), value.toString())
                            : Objects.requireNonNullElse(how.json(value), value));
        }
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        List<String> columns = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (DeclaredRows.Line line : held(kind)) {
            Object value = body.get(line.field());
            if (value != null) {
                boolean text = line.how().equals("text");
                boolean array = line.compared().startsWith("to_jsonb(");
                columns.add(line.column()
                        + (text
                                ? " = ?"
                                : array ? " = ARRAY(SELECT jsonb_array_elements_text(?::jsonb))" : " = ?::jsonb"));
                values.add(text ? value : json.writeValueAsString(value));
            }
        }
        values.add(UUID.fromString(rowId));
        // Tables and columns are those of the list.
        jdbc.sql("UPDATE " + held(kind).getFirst().table() + " SET " + String.join(", ", columns) + " WHERE id = ?")
                .params(values)
                .update();
    }

    private List<DeclaredRows.Line> held(String kind) {
        return Objects.requireNonNull(kinds.get(kind), kind);
    }
}
