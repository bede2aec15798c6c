package dev.shisa.server.webhook;

import dev.shisa.server.platform.api.MessagesOut;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.psirt.Cases;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which record an address is told as what, in which words; and the same described, for those who write the receiver. */
@Component
class WebhookMessages implements MessagesOut {

    private final LedgerRecords records;
    private final Cases cases;
    private final Messages words;
    private final JsonMapper json;

    WebhookMessages(LedgerRecords records, Cases cases, Messages words, JsonMapper json) {
        this.records = records;
        this.cases = cases;
        this.words = words;
        this.json = json;
    }

    /** As which of these a record is told; empty: as none. */
    Optional<Webhook.Event> event(Set<Webhook.Event> wanted, LedgerRecord record) {
        return wanted.stream()
                .filter(event -> event.kind().equals(record.kind()))
                .filter(event -> event.isWholeKind() || isNews(event, record))
                .findFirst();
    }

    private boolean isNews(Webhook.Event event, LedgerRecord record) {
        boolean fits = record.opened()
                .filter(content -> event.fits(json.readTree(content.json())))
                .isPresent();
        return fits
                && (event != Webhook.Event.CASE_OPENED || cases.isOpening(UUID.fromString(record.rowId())))
                // Where words were erased, another record describes the row as it is then: nothing has happened.
                && records.ofRow(record.kind(), record.rowId()).getFirst().id() == record.id();
    }

    /** Thin: what it is about, by its ids; whoever wants more asks the API with a token. No names of people. */
    String body(Webhook.Event event, LedgerRecord record, String number, LedgerRecord.Content content) {
        JsonNode said = json.readTree(content.json());
        TreeMap<String, Object> data = new TreeMap<>();
        data.put("record", number);
        event.fields().forEach(field -> data.put(field, value(event, field, record, said)));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("type", event.id());
        body.put("timestamp", record.at().toString());
        body.put("data", data);
        return json.writeValueAsString(body);
    }

    private static String value(Webhook.Event event, String field, LedgerRecord record, JsonNode said) {
        return switch (event) {
            case EVIDENCE_CONFIRMED -> field.equals("evidence") ? String.valueOf(record.subject()) : text(said, field);
            case ADVISORY_ISSUED, ADVISORY_CORRECTED, ADVISORY_WITHDRAWN ->
                switch (field) {
                    case "number" -> text(said, "tracking");
                    case "revision" -> text(said, "number");
                    default -> text(said, field);
                };
            case STOP_SET, STOP_RECALLED, STOP_LIFTED ->
                field.equals("series") ? String.valueOf(record.subject()) : text(said, field);
            case SUPPLIER_ANSWERED ->
                field.equals("answers") ? Integer.toString(said.path(field).size()) : text(said, field);
            default -> text(said, field);
        };
    }

    private static String text(JsonNode said, String field) {
        return said.path(field).asString("");
    }

    @Override
    public List<Message> messages(Locale locale) {
        return Arrays.stream(Webhook.Event.values())
                .map(event -> new Message(
                        event.id(),
                        words.get(locale, "webhook.event." + event.id()),
                        words.get(locale, "webhook.event." + event.id() + ".about"),
                        event.fields().stream()
                                .map(field -> new Field(field, words.get(locale, "webhook.field." + field)))
                                .toList()))
                .toList();
    }
}
