package dev.shisa.server.organisation;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Table;
import dev.shisa.conformity.Text;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.GapFills;
import dev.shisa.server.organisation.GuideLists.Activity;
import dev.shisa.server.organisation.GuideLists.ContentItem;
import dev.shisa.server.organisation.GuideLists.Item;
import dev.shisa.server.organisation.GuideLists.PartyItem;
import dev.shisa.server.platform.web.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads the guides' lists from the catalogue in force, with what people entered where the text lacks something. */
@Component
class Lists {

    private static final Text NOTHING = new Text("", "");

    /** The words of {@code policy.parts} in the order of the table of its items. */
    private static final List<String> PARTS =
            List.of("verification", "update", "support", "documents", "use", "warning");

    /** What guide 002, measure 4, tells of the development environment of one of its examples. */
    private static final List<String> ENVIRONMENT = List.of("dev-physical", "dev-logical", "dev-mail", "dev-browser");

    private final Catalogues catalogues;
    private final GapFills gaps;
    private final Messages messages;

    Lists(Catalogues catalogues, GapFills gaps, Messages messages) {
        this.catalogues = catalogues;
        this.gaps = gaps;
        this.messages = messages;
    }

    GuideLists current() {
        Catalogue catalogue = catalogues.current();
        List<Item> controls = new ArrayList<>();
        rows(catalogue, "insider-principles")
                .forEach(row -> controls.add(
                        new Item(key(told(row, "principle")), told(row, "principle"), told(row, "about"))));
        choices(catalogue, "insider.considered").stream()
                .filter(c -> !c.key().equals("misuse"))
                .forEach(controls::add);
        ENVIRONMENT.forEach(key -> controls.add(
                new Item(key, words("organisation.control." + key), words("organisation.control." + key + ".about"))));
        return new GuideLists(
                roles(catalogue),
                parties(catalogue),
                controls,
                services(),
                choices(catalogue, "resources.considered"),
                contents(catalogue),
                activities(catalogue));
    }

    /** Keys of parties whose English name has changed since rows were written with them, by the key of now. */
    private static final Map<String, String> RENAMED =
            Map.of("contact-point-for-vulnerability-reports", "window-for-vulnerability-reports");

    private static List<Item> roles(Catalogue catalogue) {
        List<Table.Row> rows = rows(catalogue, "roles");
        List<Item> roles = new ArrayList<>();
        List<Item> choices = choices(catalogue, "roles.assigned");
        for (int i = 0; i < choices.size(); i++) {
            // The table and the answers of the question are the guide's six roles in one order.
            boolean same = rows.size() == choices.size();
            roles.add(new Item(
                    choices.get(i).key(),
                    same ? told(rows.get(i), "role") : choices.get(i).name(),
                    same ? told(rows.get(i), "work") : choices.get(i).about()));
        }
        return roles;
    }

    private List<PartyItem> parties(Catalogue catalogue) {
        Map<Integer, GapFills.Fill> fills = new HashMap<>();
        gaps.of("stakeholders").stream().filter(f -> f.row() > 0).forEach(f -> fills.put(f.row(), f));
        List<PartyItem> parties = new ArrayList<>();
        List<Table.Row> rows = rows(catalogue, "stakeholders");
        for (int i = 0; i < rows.size(); i++) {
            Table.Row row = rows.get(i);
            Map<String, String> marks = new HashMap<>();
            GapFills.Fill fill = fills.get(i + 1);
            for (String column : GuideLists.COLUMNS) {
                String told = row.cell(column).orElse(null) instanceof Table.Told cell
                        ? cell.text().ja()
                        : fill == null ? "" : fill.cell(column);
                String mark = mark(told);
                if (!mark.isEmpty()) {
                    marks.put(column, mark);
                }
            }
            parties.add(new PartyItem(
                    partyKey(told(row, "party")),
                    told(row, "party"),
                    told(row, "side").en().equals("Own organisation"),
                    marks,
                    told(row, "marks").ja()));
        }
        return parties;
    }

    /** A party is kept under its first English name, whatever it is called now. */
    private static String partyKey(Text party) {
        String key = key(party);
        return RENAMED.getOrDefault(key, key);
    }

    /** A mark as people write it: empty where it is none. */
    private static String mark(String text) {
        return switch (text.strip()) {
            case "○", "◯", "〇", "o", "O" -> "must";
            case "△", "▲" -> "may";
            case "-", "–", "—", "−", "なし", "×", "空欄" -> "no";
            default -> "";
        };
    }

    private List<Item> services() {
        return gaps.rows("psirt-maturity").stream()
                .map(fill -> fill.cell("service"))
                .filter(name -> !name.isBlank())
                .map(name -> new Item(name, new Text(name, name), NOTHING))
                .toList();
    }

    private static List<ContentItem> contents(Catalogue catalogue) {
        List<ContentItem> contents = new ArrayList<>();
        List<Table.Row> items = rows(catalogue, "policy-items");
        for (int i = 0; i < items.size(); i++) {
            Text name = told(items.get(i), "item");
            String word = items.size() == PARTS.size() ? PARTS.get(i) : "";
            contents.add(
                    new ContentItem("items-" + key(name), name, "items", word.isEmpty() ? "" : "policy.parts", word));
        }
        rows(catalogue, "policy-contents")
                .forEach(row -> contents.add(
                        new ContentItem("contents-" + key(told(row, "item")), told(row, "item"), "contents", "", "")));
        for (String fact : GuideLists.SEEN) {
            String group = fact.substring("policy.".length());
            choices(catalogue, fact)
                    .forEach(c -> contents.add(new ContentItem(group + "-" + c.key(), c.name(), group, fact, c.key())));
        }
        return contents;
    }

    /** In normal times what the roles do, in an emergency the steps of the partnership (guide 001, reference 2). */
    private static List<Activity> activities(Catalogue catalogue) {
        return Stream.concat(
                        rows(catalogue, "roles").stream().map(row -> new Activity(told(row, "role"), false)),
                        rows(catalogue, "partnership-steps").stream().map(row -> new Activity(told(row, "step"), true)))
                .toList();
    }

    private static List<Table.Row> rows(Catalogue catalogue, String table) {
        return catalogue.references().table(table).map(Table::rows).orElse(List.of());
    }

    private static Text told(Table.Row row, String column) {
        return row.cell(column).orElse(null) instanceof Table.Told told ? told.text() : NOTHING;
    }

    /** The answers of a question but "none of these". */
    private static List<Item> choices(Catalogue catalogue, String fact) {
        return catalogue.fact(new FactKey(fact)).stream()
                .flatMap(d -> d.choices().stream())
                .filter(c -> !c.value().equals("none"))
                .map(c -> new Item(c.value(), c.label(), NOTHING))
                .toList();
    }

    private Text words(String message) {
        return new Text(messages.get(Locale.JAPANESE, message), messages.get(Locale.ENGLISH, message));
    }

    /** A word for storage, of the English name: it stays while the name does. */
    static String key(Text name) {
        String word =
                name.en().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return word.length() <= 48 ? word : word.substring(0, 48);
    }
}
