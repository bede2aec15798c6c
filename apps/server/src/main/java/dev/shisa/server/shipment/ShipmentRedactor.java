package dev.shisa.server.shipment;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Names of whoever registered, struck out, stopped; words in destinations, reasons, notes and names of files. What was said to everybody
 * stays: others have it.
 */
@Component
class ShipmentRedactor implements Redactor {

    private static final String SHIPMENT = "shipment/1";
    private static final String STRIKE = "shipment-strike/1";
    private static final String IMPORT = "shipment-import/1";
    private static final String STOP = "shipping-stop/1";
    private static final String STEP = "shipping-stop-step/1";

    private static final Map<String, List<String>> TEXTS = Map.of(
            SHIPMENT,
            List.of("destination"),
            STRIKE,
            List.of("reason"),
            IMPORT,
            List.of("name"),
            STOP,
            List.of(),
            STEP,
            List.of("note"));

    private final JdbcClient jdbc;

    ShipmentRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return TEXTS.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        for (String field : TEXTS.getOrDefault(kind, List.of())) {
            body.computeIfPresent(field, (name, value) -> how.text(value.toString()));
        }
        body.put("byName", how.name(body.get("by"), String.valueOf(body.getOrDefault("byName", ""))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        String sql = switch (kind) {
            case SHIPMENT -> "UPDATE shipment SET by_name = :byName, destination = :text WHERE id = :id";
            case STRIKE -> "UPDATE shipment_strike SET by_name = :byName, reason = :text WHERE id = :id";
            case IMPORT -> "UPDATE shipment_import SET by_name = :byName, name = :text WHERE id = :id";
            case STEP -> "UPDATE shipping_stop_step SET by_name = :byName, note = :text WHERE id = :id";
            default -> "UPDATE shipping_stop SET by_name = :byName WHERE id = :id AND :text = ''";
        };
        List<String> texts = TEXTS.getOrDefault(kind, List.of());
        jdbc.sql(sql)
                .param("byName", body.get("byName"))
                .param("text", texts.isEmpty() ? "" : String.valueOf(body.get(texts.getFirst())))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}
