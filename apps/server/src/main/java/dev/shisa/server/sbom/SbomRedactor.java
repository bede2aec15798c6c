package dev.shisa.server.sbom;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Names of who took lists in or back, and the reasons. What a list says stays. */
@Component
class SbomRedactor implements Redactor {

    private static final String TAKEN = "sbom/1";
    private static final String WITHDRAWN = "sbom-withdrawn/1";

    private final JdbcClient jdbc;

    SbomRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(TAKEN, WITHDRAWN);
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.computeIfPresent("reason", (key, value) -> how.text(value.toString()));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        UUID id = UUID.fromString(rowId);
        switch (kind) {
            case TAKEN ->
                jdbc.sql("UPDATE sbom_list SET taken_name = :name WHERE id = :id")
                        .param("name", body.get("byName"))
                        .param("id", id)
                        .update();
            case WITHDRAWN ->
                jdbc.sql("UPDATE sbom_list SET withdrawn_name = :name, withdrawn_reason = :reason WHERE id = :id")
                        .param("name", body.get("byName"))
                        .param("reason", body.get("reason"))
                        .param("id", id)
                        .update();
            default -> throw new IllegalArgumentException("records of kind " + kind + " are not of bills of materials");
        }
    }
}
