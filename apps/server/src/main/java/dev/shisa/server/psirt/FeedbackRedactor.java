package dev.shisa.server.psirt;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Words and names in feedback and in what was done about it. */
@Component
class FeedbackRedactor implements Redactor {

    private static final String FEEDBACK = "psirt-feedback/1";
    private static final String STEP = "psirt-feedback-step/1";

    private final JdbcClient jdbc;

    FeedbackRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(FEEDBACK, STEP);
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        for (String field : kind.equals(STEP) ? List.of("text", "reference") : List.of("title", "text")) {
            body.computeIfPresent(field, (name, value) -> how.text(value.toString()));
        }
        body.put("byName", how.name(body.get("by"), String.valueOf(body.getOrDefault("byName", ""))));
        if (kind.equals(STEP) && body.get("owner") != null) {
            body.put("ownerName", how.name(body.get("owner"), String.valueOf(body.getOrDefault("ownerName", ""))));
        }
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        if (kind.equals(STEP)) {
            jdbc.sql("""
                            UPDATE psirt_feedback_step SET text = :text, reference = :reference, by_name = :byName,
                                owner_name = :owner WHERE id = :id""")
                    .param("text", body.get("text"))
                    .param("reference", body.get("reference"))
                    .param("byName", body.get("byName"))
                    .param("owner", body.get("ownerName"))
                    .param("id", UUID.fromString(rowId))
                    .update();
            return;
        }
        jdbc.sql("UPDATE psirt_feedback SET title = :title, text = :text, by_name = :byName WHERE id = :id")
                .param("title", body.get("title"))
                .param("text", body.get("text"))
                .param("byName", body.get("byName"))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}
