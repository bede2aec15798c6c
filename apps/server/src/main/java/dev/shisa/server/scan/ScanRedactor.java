package dev.shisa.server.scan;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names and reasons of scan results and their judgements. What was judged, and how, stays. */
@Component
class ScanRedactor implements Redactor {

    private static final String IMPORT = "scan-import/1";
    private static final String WITHDRAWN = "scan-withdrawn/1";
    private static final String JUDGEMENT = "scan-judgement/1";

    private final JdbcClient jdbc;

    ScanRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(IMPORT, WITHDRAWN, JUDGEMENT);
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.computeIfPresent("reason", (key, value) -> how.text(value.toString()));
        body.computeIfPresent("action", (key, value) -> how.text(value.toString()));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        UUID id = UUID.fromString(rowId);
        switch (kind) {
            case IMPORT ->
                jdbc.sql("UPDATE scan_import SET imported_name = :name WHERE id = :id")
                        .param("name", body.get("byName"))
                        .param("id", id)
                        .update();
            case WITHDRAWN ->
                jdbc.sql("UPDATE scan_import SET withdrawn_name = :name, withdrawn_reason = :reason WHERE id = :id")
                        .param("name", body.get("byName"))
                        .param("reason", body.get("reason"))
                        .param("id", id)
                        .update();
            case JUDGEMENT ->
                jdbc.sql(
                                "UPDATE scan_judgement SET judged_name = :name, reason = :reason, action = :action WHERE id = :id")
                        .param("name", body.get("byName"))
                        .param("reason", body.get("reason"))
                        .param("action", body.get("action"))
                        .param("id", id)
                        .update();
            default -> throw new IllegalArgumentException("records of kind " + kind + " are not of scan results");
        }
    }
}
