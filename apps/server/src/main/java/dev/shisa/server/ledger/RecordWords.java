package dev.shisa.server.ledger;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.MadeTitles;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Ui;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a record says, in a few words. */
@Component
class RecordWords {

    private static final int CHARS_MAX = 120;

    private final FactWords facts;
    private final MadeTitles titles;
    private final JsonMapper json;

    RecordWords(FactWords facts, MadeTitles titles, JsonMapper json) {
        this.facts = facts;
        this.titles = titles;
        this.json = json;
    }

    String kind(Ui ui, LedgerRecord record) {
        return ui.t("ledger.kind." + LedgerRecords.family(record.kind()));
    }

    /** Empty for content that was erased or says nothing in a few words. */
    String what(Ui ui, LedgerRecord record) {
        String words = record.opened()
                .map(content -> {
                    try {
                        return what(ui, LedgerRecords.family(record.kind()), json.readTree(content.body()));
                    } catch (JacksonException | IllegalArgumentException e) {
                        return "";
                    }
                })
                .orElse("");
        return words.length() <= CHARS_MAX ? words : words.substring(0, CHARS_MAX) + "…";
    }

    private String what(Ui ui, String kind, JsonNode body) {
        return switch (kind) {
            case "audit" -> {
                String act = body.path("act").asString("");
                String words = ui.has("audit." + act) ? ui.t("audit." + act) : act;
                String thing = body.path("thing").asString("");
                yield thing.isEmpty() ? words : ui.t("ledger.what.audit", words, thing);
            }
            case "evidence" ->
                titles.of(
                                body.path("title").asString(""),
                                body.path("kind").asString(""),
                                body.path("file").path("name").asString(""))
                        .in(ui.locale());
            case "fact" ->
                facts.question(
                        new Slot(
                                new FactKey(body.path("key").asString("")),
                                body.path("item").asString("")),
                        ui.locale(),
                        Map.of());
            case "verdict" ->
                ui.t(
                        "ledger.what.verdict",
                        body.path("requirement").asString("").replaceFirst("^[^/]*/", ""),
                        ui.t("web.verdict." + body.path("state").asString("unknown")));
            case "withdrawal" -> body.path("reason").asString("");
            case "confirmation" -> body.path("byName").asString("");
            case "row" -> {
                String id = body.path("id").asString("");
                String state = body.path("state").asString("written");
                int blank = Math.max(id.indexOf(' '), 0);
                yield ui.t(
                        "ledger.what.row." + state,
                        id.substring(0, blank),
                        id.substring(blank).strip());
            }
            case "parameter" ->
                body.has("none")
                        ? ui.t("fact.none-of-these")
                        : body.path("value").asString("").replace("\n", ", ");
            default -> "";
        };
    }
}
