package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows that never change but for their end, each with the record that says the same: what a column holds stands in the record under
 * its name without {@code _id}, {@code by_name} as {@code byName}.
 */
@Component
class Rows {

    private final JdbcClient jdbc;
    private final LedgerOutbox ledger;
    private final JsonMapper json;
    private final InstantSource clock;

    Rows(JdbcClient jdbc, LedgerOutbox ledger, JsonMapper json, InstantSource clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.json = json;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The columns that say who did it and when. */
    Map<String, Object> by(Person person) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("by_id", person.id());
        values.put("by_name", person.name());
        values.put("at", now());
        return values;
    }

    /**
     * Adds a row.
     *
     * @param kind of the record without its version
     * @param table one of this package's
     * @param values by column; a map becomes JSON, a list of texts or ids an array
     */
    void add(String kind, String table, UUID subject, Map<String, ?> values) {
        List<String> columns = List.copyOf(values.keySet());
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        values.forEach((column, value) -> parameters.put(column, stored(value)));
        // Tables and columns are those that this package names, never what somebody sent.
        jdbc.sql("INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                        + columns.stream()
                                .map(c -> ":" + c + (values.get(c) instanceof Map ? "::jsonb" : ""))
                                .collect(Collectors.joining(", "))
                        + ")")
                .params(parameters)
                .update();
        record(kind, subject, values);
    }

    /** Records a row as it is. */
    void record(String kind, UUID subject, Map<String, ?> values) {
        TreeMap<String, Object> body = new TreeMap<>();
        values.forEach((column, value) -> {
            if (value != null) {
                body.put(field(column), told(value));
            }
        });
        ledger.append(kind + "/1", subject, body);
    }

    /** Ends a row; false when it has ended. */
    boolean end(String kind, String table, UUID subject, UUID id, Person person, String reason) {
        Instant at = now();
        boolean ended = jdbc.sql("UPDATE " + table + " SET ended_by = :by, ended_name = :name, ended_at = :at,"
                                + " ended_reason = :reason WHERE id = :id AND ended_at IS NULL")
                        .param("by", person.id())
                        .param("name", person.name())
                        .param("at", Timestamp.from(at))
                        .param("reason", reason)
                        .param("id", id)
                        .update()
                == 1;
        if (ended) {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("at", at.toString());
            body.put("by", person.id().toString());
            body.put("byName", person.name());
            body.put("id", id.toString());
            body.put("reason", reason);
            ledger.append(kind + "-ended/1", subject, body);
        }
        return ended;
    }

    static String field(String column) {
        String name = column.replaceFirst("_ids?$", "");
        StringBuilder field = new StringBuilder();
        for (String part : name.split("_", -1)) {
            field.append(field.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return field.toString();
    }

    private @Nullable Object stored(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Instant at -> Timestamp.from(at);
            case Map<?, ?> map -> json.writeValueAsString(map);
            case List<?> list -> list.stream().map(String::valueOf).toArray(String[]::new);
            default -> value;
        };
    }

    private static Object told(Object value) {
        return switch (value) {
            case Map<?, ?> map -> new TreeMap<>(map);
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case UUID[] ids -> Arrays.stream(ids).map(UUID::toString).toList();
            default -> value.toString();
        };
    }
}
