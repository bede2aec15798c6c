package dev.shisa.server.supplier;

import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.ShownFacts;
import dev.shisa.server.evidence.ShownFacts.Paper;
import dev.shisa.server.evidence.ShownFacts.Reach;
import dev.shisa.server.evidence.ShownFacts.Shown;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the records of suppliers show beside what people answer: what is bought or entrusted for a product (guide 002, 対策4 column; 001,
 * 4.4), and that the measures of the company reach all of its suppliers (guide 002, 経営者の皆様へ; 001, 3.2). The latter is a table with
 * what each does for the company, what is asked of it, and how that is checked; it is one only if no supplier is missing in it.
 */
@Component
record ShownSupply(SupplierStore store, ShownFacts shown, Products products, Messages messages, InstantSource clock) {

    static final String KINDS = "supply.kinds";
    static final String MEASURES = "supply.measures";

    /** Each supplier takes five questions to the database. */
    private static final int AT_ONCE_MAX = 200;

    /** Which choice of the question each kind of delivery is. */
    private static final Map<String, String> CHOICES = Map.of(
            "part", "parts",
            "module", "parts",
            "software", "parts",
            "semi", "parts",
            "development", "development",
            "manufacture", "manufacture",
            "maintenance", "maintenance",
            "oem", "oem");

    /** What is delivered for a product by those that are linked to it. */
    void kinds(Series series) {
        Set<UUID> linked =
                store.itemsOf(series.id()).stream().map(LinkedItem::supplierId).collect(Collectors.toSet());
        TreeMap<String, @Nullable Instant> choices = new TreeMap<>();
        CHOICES.values().forEach(choice -> choices.put(choice, null));
        List<String> lines = new ArrayList<>();
        for (Supplier supplier : store.byIds(linked).values()) {
            if (supplier.ended()) {
                continue;
            }
            for (Delivery delivery : store.deliveries(supplier.id())) {
                if (!delivery.isFor(series.id())) {
                    continue;
                }
                String choice = CHOICES.getOrDefault(delivery.kind(), "parts");
                Instant before = choices.get(choice);
                choices.put(choice, before == null || delivery.at().isBefore(before) ? delivery.at() : before);
                lines.add(supplier.name() + " " + delivery.name());
            }
        }
        lines.sort(null);
        shown.follow(new Shown(
                new Subject(Subject.Kind.PRODUCT, series.id()),
                KINDS,
                Reach.AT_LEAST,
                choices,
                "",
                "",
                locale -> new Paper(
                        messages.get(locale, "supplier.paper.kinds", series.name()),
                        messages.get(locale, "supplier.paper.kinds.text") + "\n" + list(lines))));
    }

    /** After an act; where there are very many suppliers the table waits for the next look at all of them. */
    void measuresSoon() {
        if (store.count() <= AT_ONCE_MAX) {
            measures();
        }
    }

    /** Whether each supplier stands in the table with all that belongs there. */
    void measures() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        List<Supplier> suppliers =
                store.suppliers(Set.of()).stream().filter(s -> !s.ended()).toList();
        // The first that lacks something decides; only a whole table is read to its end.
        boolean whole = !suppliers.isEmpty()
                && suppliers.stream().allMatch(s -> row(s, today).isWhole());
        List<Row> rows = whole ? suppliers.stream().map(s -> row(s, today)).toList() : List.of();
        TreeMap<String, @Nullable Instant> choices = new TreeMap<>();
        choices.put("documented", whole ? clock.instant() : null);
        shown.follow(new Shown(
                products.organisation(),
                MEASURES,
                Reach.WHOLE,
                choices,
                "practice",
                rows.stream().map(Row::basis).sorted().collect(Collectors.joining("\n")),
                locale -> paper(suppliers.stream().map(s -> row(s, today)).toList(), whole, locale)));
    }

    /**
     * One supplier in the table.
     *
     * @param does what it delivers
     * @param asked the documents in force that say which security is asked for
     * @param checked how it was made sure of
     */
    private record Row(String name, String code, List<String> does, List<String> asked, List<String> checked) {
        boolean isWhole() {
            return !does.isEmpty() && !asked.isEmpty() && !checked.isEmpty();
        }

        String basis() {
            return code + does + asked + checked;
        }
    }

    private Row row(Supplier supplier, LocalDate today) {
        List<Delivery> deliveries = store.deliveries(supplier.id()).stream()
                .filter(d -> d.end() == null)
                .toList();
        Standing standing = store.standing(supplier.id(), today);
        List<String> asked = standing.contracts().stream()
                .filter(c -> c.clauses().containsKey(Clause.MEASURES))
                .map(Contract::title)
                .sorted()
                .toList();
        // Every delivery was looked at, or the supplier was chosen after a look at how it deals with weaknesses.
        TreeSet<String> checked = new TreeSet<>();
        List<Check> checks = store.checks(supplier.id());
        boolean all = true;
        for (Delivery delivery : deliveries) {
            Check last = Check.last(checks, delivery);
            if (last == null || !last.holds(today)) {
                all = false;
            } else {
                checked.add(delivery.name() + " " + last.performedOn());
            }
        }
        Decision decision = standing.decision();
        if (!all) {
            checked.clear();
        }
        if (decision != null && standing.isChosen()) {
            checked.add(String.valueOf(decision.until()));
        }
        return new Row(
                supplier.name(),
                supplier.code(),
                deliveries.stream().map(Delivery::name).sorted().toList(),
                asked,
                List.copyOf(checked));
    }

    private Paper paper(List<Row> rows, boolean whole, Locale locale) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            lines.add(messages.get(
                    locale,
                    "supplier.paper.measures.row",
                    row.name(),
                    words(row.does(), locale),
                    words(row.asked(), locale),
                    words(row.checked(), locale)));
        }
        return new Paper(
                messages.get(locale, "supplier.paper.measures"),
                messages.get(locale, whole ? "supplier.paper.measures.whole" : "supplier.paper.measures.lacks") + "\n"
                        + list(lines));
    }

    private String words(List<String> words, Locale locale) {
        return words.isEmpty() ? "–" : String.join(messages.get(locale, "supplier.between"), words);
    }

    private static String list(List<String> lines) {
        return lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
    }
}
