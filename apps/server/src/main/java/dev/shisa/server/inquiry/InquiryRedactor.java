package dev.shisa.server.inquiry;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Words and names in what was counted, settled and told. */
@Component
class InquiryRedactor implements Redactor {

    /** Of each kind the fields with words. */
    private static final Map<String, List<String>> WORDS = Map.of(
            "inquiry-count/1", List.of("topic"),
            "inquiry-struck/1", List.of("reason"),
            "inquiry-settled/1", List.of("text"),
            "inquiry-status/1", List.of("titleJa", "titleEn"),
            "inquiry-status-step/1", List.of("textJa", "textEn"));

    private final JdbcClient jdbc;

    InquiryRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return WORDS.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        for (String field : WORDS.getOrDefault(kind, List.of())) {
            body.computeIfPresent(field, (name, value) -> how.text(value.toString()));
        }
        body.put("byName", how.name(body.get("by"), String.valueOf(body.getOrDefault("byName", ""))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        JdbcClient.StatementSpec update = jdbc.sql(
                switch (kind) {
                    case "inquiry-count/1" ->
                        "UPDATE inquiry_count SET topic = :topic, by_name = :byName WHERE id = :row";
                    case "inquiry-struck/1" ->
                        "UPDATE inquiry_struck SET reason = :reason, by_name = :byName WHERE id = :row";
                    case "inquiry-settled/1" ->
                        "UPDATE inquiry_settled SET text = :text, by_name = :byName WHERE id = :row";
                    case "inquiry-status/1" ->
                        "UPDATE inquiry_status SET title_ja = :titleJa, title_en = :titleEn, by_name = :byName WHERE id = :row";
                    case "inquiry-status-step/1" ->
                        "UPDATE inquiry_status_step SET text_ja = :textJa, text_en = :textEn, by_name = :byName WHERE id = :row";
                    default -> throw new IllegalArgumentException(kind);
                });
        for (String field : WORDS.getOrDefault(kind, List.of())) {
            update = update.param(field, body.get(field));
        }
        update.param("byName", body.get("byName"))
                .param("row", UUID.fromString(rowId))
                .update();
    }
}
