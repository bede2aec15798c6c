package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.ProductKind;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.InputRefused;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Begins a product from what such a product usually consists of: a kind of the catalogue, or another series. What is
 * proposed is what there is, never how well it is protected, and becomes a fact only as somebody says so.
 */
@Component
class ReadyMade {

    /** Where an item stands that was chosen, by what it is called in what it came from. */
    private static final int ITEMS_MAX = 200;

    private final Catalogues catalogues;
    private final Products products;
    private final Answers answers;

    ReadyMade(Catalogues catalogues, Products products, Answers answers) {
        this.catalogues = catalogues;
        this.products = products;
        this.answers = answers;
    }

    /**
     * What somebody said of a proposal.
     *
     * @param names of the items to take, by their ids in the proposal
     * @param said ids of those of which they said what is proposed of them, too
     * @param facts about the product that they said
     * @param whole collections of which they said that this is all
     */
    record Chosen(Map<String, String> names, Set<String> said, Set<FactKey> facts, Set<String> whole) {}

    List<ProductKind> kinds() {
        return catalogues.current().references().kinds();
    }

    Optional<ProductKind> kind(String id) {
        return kinds().stream().filter(k -> k.id().equals(id)).findFirst();
    }

    /** What another series consists of, with what a kind would propose of it. */
    ProductKind like(Series other) {
        Map<Slot, FactEntry> present = answers.present(other);
        Set<FactKey> proposed = kinds().stream()
                .flatMap(
                        k -> Stream.concat(k.said().stream(), k.items().stream().flatMap(i -> i.said().stream())))
                .map(ProductKind.Said::key)
                .collect(Collectors.toSet());
        Vocabulary vocabulary = catalogues.current().vocabulary();
        List<ProductKind.Item> items = vocabulary.collections().stream()
                .flatMap(collection -> products.items(other.id(), collection.id()).stream())
                .limit(ITEMS_MAX)
                .map(item -> new ProductKind.Item(
                        item.code(),
                        item.collection(),
                        new Text(item.name(), item.name()),
                        true,
                        said(vocabulary.factsOf(item.collection()), item.code(), proposed, present)))
                .toList();
        Text name = new Text(other.name(), other.name());
        return new ProductKind(
                other.code(),
                name,
                name,
                said(vocabulary.facts().stream().filter(f -> f.of() == null).toList(), "", proposed, present),
                items);
    }

    private static List<ProductKind.Said> said(
            List<FactDefinition> definitions, String item, Set<FactKey> proposed, Map<Slot, FactEntry> present) {
        return definitions.stream()
                .filter(definition -> proposed.contains(definition.key()))
                .flatMap(definition -> Optional.ofNullable(present.get(new Slot(definition.key(), item))).stream()
                        .map(entry -> entry.fact().value())
                        .filter(value -> !definition.detailRequiredFor().contains(value.canonical()))
                        .map(value -> new ProductKind.Said(definition.key(), proposed(definition, value))))
                .toList();
    }

    private static ProductKind.Proposed proposed(FactDefinition definition, Value value) {
        if (definition.type() == FactType.REF) {
            return new ProductKind.Proposed.Other(value.canonical());
        }
        return definition.type() == FactType.TEXT
                ? new ProductKind.Proposed.Written(new Text(value.canonical(), value.canonical()))
                : new ProductKind.Proposed.Known(value);
    }

    /** The item of the register by which each item of a proposal stands there already: the one of its name. */
    Map<String, RegisterItem> there(Series series, ProductKind kind, Locale locale) {
        Map<String, RegisterItem> there = new HashMap<>();
        for (ProductKind.Item item : kind.items()) {
            products.items(series.id(), item.collection()).stream()
                    .filter(i -> i.name().equals(item.name().in(locale)))
                    .findFirst()
                    .ifPresent(i -> there.put(item.id(), i));
        }
        return there;
    }

    /**
     * Adds what was chosen and records what was said of it, as one piece of evidence of whoever said so. What was
     * answered before stays.
     *
     * @return how many items are new
     * @throws InputRefused of the fields {@code name-<id>}; then nothing is added
     */
    @Transactional
    public int take(
            Series series,
            ProductKind kind,
            Chosen chosen,
            String title,
            Person person,
            Locale locale,
            String sending) {
        if (answers.isRecorded(sending)) {
            return 0;
        }
        Map<Slot, FactEntry> present = answers.present(series);
        Map<String, String> codes = new HashMap<>();
        there(series, kind, locale).forEach((id, item) -> codes.put(id, item.code()));
        int added = 0;
        Set<String> changed = new TreeSet<>();
        for (ProductKind.Item item : kind.items()) {
            String name = chosen.names().get(item.id());
            if (name != null && !codes.containsKey(item.id())) {
                codes.put(item.id(), add(series, item, name, person).code());
                changed.add(item.collection());
                added++;
            }
        }
        Map<Slot, Answers.Given> given = new LinkedHashMap<>();
        kind.said().stream()
                .filter(said -> chosen.facts().contains(said.key()))
                .forEach(said -> given(said, "", codes, locale).ifPresent(g -> given.put(g.slot(), g)));
        kind.items().stream()
                .filter(item -> chosen.said().contains(item.id()))
                .forEach(item -> Optional.ofNullable(codes.get(item.id()))
                        .ifPresent(code -> item.said()
                                .forEach(said ->
                                        given(said, code, codes, locale).ifPresent(g -> given.put(g.slot(), g)))));
        given.keySet().removeAll(present.keySet());
        lists(series, chosen.whole(), changed, present).forEach(list -> given.put(list.slot(), list));
        if (!given.isEmpty()) {
            answers.record(
                    series, title, List.copyOf(given.values()), null, Answers.Answerer.of(person, "register"), sending);
        }
        return added;
    }

    private RegisterItem add(Series series, ProductKind.Item item, String name, Person person) {
        try {
            return products.addItem(series, item.collection(), name, "", person);
        } catch (InputRefused refused) {
            throw refused.at("name-" + item.id());
        }
    }

    /** The lists that somebody said to be complete, and those that were and have grown. */
    private List<Answers.Given> lists(
            Series series, Set<String> whole, Set<String> changed, Map<Slot, FactEntry> present) {
        List<Answers.Given> lists = new ArrayList<>();
        for (Vocabulary.Collection collection :
                catalogues.current().vocabulary().collections()) {
            Slot slot = new Slot(collection.set(), "");
            boolean grown = changed.contains(collection.id()) && present.containsKey(slot);
            if (whole.contains(collection.id()) || grown) {
                TreeSet<String> codes = products.items(series.id(), collection.id()).stream()
                        .map(RegisterItem::code)
                        .collect(Collectors.toCollection(TreeSet::new));
                lists.add(new Answers.Given(slot, Value.words(codes), ""));
            }
        }
        return lists;
    }

    /** Empty for what names an item that is not taken. */
    private static Optional<Answers.Given> given(
            ProductKind.Said said, String item, Map<String, String> codes, Locale locale) {
        @Nullable
        Value value = switch (said.value()) {
            case ProductKind.Proposed.Known(Value known) -> known;
            case ProductKind.Proposed.Written(Text text) -> Value.word(text.in(locale));
            case ProductKind.Proposed.Other(String other) -> {
                String code = codes.get(other);
                yield code == null ? null : Value.word(code);
            }
        };
        return Optional.ofNullable(value).map(v -> new Answers.Given(new Slot(said.key(), item), v, ""));
    }
}
