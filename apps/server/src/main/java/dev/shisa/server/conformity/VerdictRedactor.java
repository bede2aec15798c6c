package dev.shisa.server.conformity;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reasons and names of the statements that a proof tells, and names of who confirmed. What was decided, and from what, stays. */
@Component
class VerdictRedactor implements Redactor, PersonTraces {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    VerdictRedactor(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("verdict/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        if (!(body.get("proof") instanceof String before)) {
            return;
        }
        Map<String, Object> proof = json.readValue(before, new tools.jackson.core.type.TypeReference<>() {});
        boolean changed = false;
        for (Map<String, Object> statement : each(proof.get("statements"))) {
            changed |= replace(statement, "reason", how.text(String.valueOf(statement.get("reason"))));
            changed |= name(statement, "signedBy", how);
            changed |= confirmation(statement, how);
        }
        for (Map<String, Object> fact : each(proof.get("facts"))) {
            changed |= confirmation(fact, how);
        }
        if (changed) {
            body.put("proof", json.writeValueAsString(proof));
        }
    }

    private static boolean confirmation(Map<String, Object> of, Redaction how) {
        return of.get("confirmation") instanceof Map<?, ?> && name(object(of.get("confirmation")), "by", how);
    }

    private static boolean name(Map<String, Object> of, String field, Redaction how) {
        // Whoever it was stays known where only the words of a record go.
        return replace(of, field, how.name("", String.valueOf(of.get(field))));
    }

    private static boolean replace(Map<String, Object> of, String field, String by) {
        return !by.equals(of.put(field, by));
    }

    @SuppressWarnings("unchecked") // as read from JSON
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(value);
    }

    private static List<Map<String, Object>> each(@Nullable Object list) {
        return list instanceof List<?> all
                ? all.stream().map(VerdictRedactor::object).toList()
                : List.of();
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        // The history of verdicts holds no proofs.
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        for (String field : List.of("by", "signedBy")) {
            jdbc.sql("UPDATE verdict SET proof = replace(proof, :said, :instead) WHERE position(:said IN proof) > 0")
                    .param("said", member(field, who.name()))
                    .param("instead", member(field, who.instead()))
                    .update();
        }
    }

    private String member(String field, String name) {
        return json.writeValueAsString(field) + ":" + json.writeValueAsString(name);
    }
}
