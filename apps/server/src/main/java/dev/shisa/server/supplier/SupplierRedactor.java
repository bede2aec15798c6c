package dev.shisa.server.supplier;

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

/** Names and words in what suppliers have sent: which answer was given stays, the words with it go. */
@Component
record SupplierRedactor(JdbcClient jdbc, JsonMapper json) implements Redactor {

    @Override
    public Set<String> kinds() {
        return Set.of("supplier-submission/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.computeIfPresent("answers", (field, answers) -> sent((Map<?, ?>) answers, how));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    private static Object sent(Map<?, ?> answers, Redaction how) {
        TreeMap<String, Object> changed = new TreeMap<>();
        answers.forEach((question, one) -> {
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
        jdbc.sql("UPDATE supplier_submission SET by_name = :name, answers = :answers::jsonb WHERE id = :row")
                .param("name", body.get("byName"))
                .param("answers", json.writeValueAsString(body.get("answers")))
                .param("row", UUID.fromString(rowId))
                .update();
    }
}
