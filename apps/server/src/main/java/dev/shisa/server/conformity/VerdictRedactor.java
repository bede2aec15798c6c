package dev.shisa.server.conformity;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reasons and names of the statements and reviews that a proof tells, and names of who confirmed. What was decided, and from what, stays. */
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
        if (body.get("proof") instanceof String proof) {
            body.put("proof", redacted(proof, how));
        }
    }

    /** The same text if nothing goes. */
    private String redacted(String text, Redaction how) {
        Map<String, Object> proof = json.readValue(text, new TypeReference<>() {});
        boolean changed = false;
        for (Map<String, Object> statement : each(proof.get("statements"))) {
            changed |= reason(statement, how);
            changed |= name(statement, "signedBy", how);
            changed |= confirmation(statement, how);
        }
        if (proof.get("reopened") instanceof Map<?, ?> reopened && reopened.get("review") != null) {
            Map<String, Object> review = object(reopened.get("review"));
            changed |= reason(review, how);
            changed |= name(review, "by", how);
        }
        for (Map<String, Object> fact : each(proof.get("facts"))) {
            changed |= confirmation(fact, how);
        }
        return changed ? json.writeValueAsString(proof) : text;
    }

    private static boolean reason(Map<String, Object> of, Redaction how) {
        return replace(of, "reason", how.text(String.valueOf(of.get("reason"))));
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
        return (Map<String, Object>) Objects.requireNonNull(value);
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
        jdbc.sql("""
                        SELECT series_id, framework, requirement, proof FROM verdict
                        WHERE position(:name IN proof) > 0 OR position(:email IN proof) > 0""")
                .param("name", quoted(who.name()))
                .param("email", quoted(who.email()))
                .query((row, n) -> List.of(
                        row.getString("series_id"),
                        row.getString("framework"),
                        row.getString("requirement"),
                        row.getString("proof")))
                .list()
                .forEach(row -> jdbc.sql("""
                                UPDATE verdict SET proof = :proof WHERE series_id = :series::uuid
                                  AND framework = :framework AND requirement = :requirement""")
                        .param("proof", redacted(row.get(3), who))
                        .param("series", row.get(0))
                        .param("framework", row.get(1))
                        .param("requirement", row.get(2))
                        .update());
    }

    /** As it stands within JSON. */
    private String quoted(String text) {
        String quoted = json.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
