package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the files of the vocabulary as one (catalogue/README.md). */
final class VocabularyReader {

    private static final FactKey NO_KEY = new FactKey("x");

    private final Map<FactKey, FactDefinition> facts = new LinkedHashMap<>();
    private final Map<String, Vocabulary.Collection> collections = new LinkedHashMap<>();
    private final Map<String, Vocabulary.Section> sections = new LinkedHashMap<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    /**
     * Reads the files in this order. What one of them names may stand in another. The edition is the sum of theirs, so that it
     * rises whenever one of them does.
     */
    Vocabulary read(List<YamlEntry> files) {
        List<YamlFields> parts = files.stream()
                .map(file -> file.fields("vocabulary", "sections", "collections", "facts"))
                .toList();
        int edition =
                parts.stream().mapToInt(part -> edition(part, "vocabulary")).sum();
        parts.forEach(part -> part.elements("sections").forEach(this::section));
        parts.forEach(part -> part.elements("collections").forEach(this::collection));
        parts.forEach(part -> part.elements("facts").forEach(this::fact));
        // What refers to facts further down is checked when all are read.
        afterwards.forEach(Runnable::run);
        return new Vocabulary(
                edition,
                List.copyOf(sections.values()),
                List.copyOf(collections.values()),
                List.copyOf(facts.values()));
    }

    static int edition(YamlFields fields, String name) {
        return fields.require(name)
                .map(entry -> {
                    long edition = entry.whole();
                    if (edition < 1 || edition > 1_000_000) {
                        entry.problem(edition + " is not an edition", "count from 1");
                        return 1;
                    }
                    return (int) edition;
                })
                .orElse(1);
    }

    private void section(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "name", "about", "page");
        String id = fields.requireText("id");
        Vocabulary.Section section = new Vocabulary.Section(
                id,
                TextReader.require(fields, "name"),
                TextReader.require(fields, "about"),
                fields.findText("page").orElse(null));
        if (sections.put(id, section) != null) {
            entry.problem("the section " + id + " stands twice", "keep one of them");
        }
    }

    private void collection(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "set", "section", "item", "add", "example", "none");
        String id = fields.requireText("id");
        FactKey set = fields.require("set").map(VocabularyReader::key).orElse(NO_KEY);
        String section = fields.requireText("section");
        requireSection(fields, section);
        Vocabulary.Collection collection = new Vocabulary.Collection(
                id,
                set,
                section,
                TextReader.require(fields, "item"),
                TextReader.require(fields, "add"),
                TextReader.find(fields, "example"),
                TextReader.require(fields, "none"));
        if (collections.put(id, collection) != null) {
            entry.problem("the collection " + id + " stands twice", "keep one of them");
        }
        afterwards.add(() -> {
            FactDefinition list = facts.get(set);
            if (list == null || list.type() != FactType.SET || !id.equals(list.collection())) {
                entry.problem(
                        set + " is not the set of this collection", "add a fact of type set with collection " + id);
            }
        });
    }

    private void requireSection(YamlFields fields, String section) {
        if (!sections.containsKey(section)) {
            fields.find("section")
                    .ifPresent(e -> e.problem("there is no section '" + section + "'", "add it to sections"));
        }
    }

    static FactKey key(YamlEntry entry) {
        String text = entry.text();
        if (!FactKey.isKey(text)) {
            entry.problem("'" + text + "' is not a key", "lower case, dots between words, hyphens inside a word");
            return NO_KEY;
        }
        return new FactKey(text);
    }

    private void fact(YamlEntry entry) {
        YamlFields fields = entry.fields(
                "key",
                "of",
                "type",
                "collection",
                "section",
                "scope",
                "asks",
                "question",
                "why",
                "easy",
                "examples",
                "source",
                "choices",
                "detail",
                "detailRequiredFor",
                "min",
                "max",
                "unit",
                "past",
                "ahead",
                "onlyIf",
                "offers");
        FactKey key = fields.require("key").map(VocabularyReader::key).orElse(NO_KEY);
        FactType type = fields.requireWord("type", FactType::parse, FactType.TEXT);
        String of = fields.findText("of").orElse(null);
        String collection = fields.findText("collection").orElse(null);
        List<Choice> choices = TextReader.choices(fields, type == FactType.FLAG);
        Long min = fields.find("min").map(YamlEntry::whole).orElse(null);
        Long max = fields.find("max").map(YamlEntry::whole).orElse(null);
        FactDefinition definition = new FactDefinition(
                key,
                type,
                of,
                collection,
                section(fields, type, of, collection),
                fields.requireWord("scope", Subject.Kind::parse, Subject.Kind.RELEASE),
                fields.requireWord("asks", FactDefinition.Asks::parse, FactDefinition.Asks.DEVELOPMENT),
                TextReader.require(fields, "question"),
                TextReader.require(fields, "why"),
                TextReader.find(fields, "easy"),
                TextReader.list(fields, "examples"),
                fields.findText("source").orElse(null),
                choices,
                TextReader.find(fields, "detail"),
                detailRequiredFor(fields, type, choices),
                min,
                max,
                TextReader.find(fields, "unit"),
                lies(fields, type, "past", "cannot lie ahead"),
                lies(fields, type, "ahead", "lies ahead"),
                List.of(),
                List.of());
        checkType(fields, definition);
        if (facts.put(key, definition) != null) {
            entry.problem("the key " + key + " stands twice", "keep one of them");
        }
        fields.find("onlyIf").ifPresent(conditions -> afterwards.add(() -> onlyIf(conditions, key)));
        fields.find("offers").ifPresent(conditions -> afterwards.add(() -> offers(conditions, key)));
    }

    /** Whether the field says of a day on which side of today it lies. */
    private static boolean lies(YamlFields fields, FactType type, String field, String where) {
        return fields.find(field)
                .map(entry -> {
                    if (type != FactType.DAY || !entry.flag()) {
                        entry.problem(
                                "only of a day is it said that it " + where,
                                "write `" + field + ": true`, or leave it out");
                    } else if (field.equals("ahead") && fields.has("past")) {
                        entry.problem("a day that cannot lie ahead lies ahead", "leave `past` or `ahead` out");
                    }
                    return true;
                })
                .orElse(false);
    }

    /** The section of its collection, or for a fact without one the section that it names itself. */
    private String section(YamlFields fields, FactType type, @Nullable String of, @Nullable String collection) {
        String home = of != null ? of : type == FactType.SET ? collection : null;
        if (home == null) {
            String section = fields.requireText("section");
            requireSection(fields, section);
            return section;
        }
        fields.find("section")
                .ifPresent(e -> e.problem("this fact stands in the section of " + home, "leave `section` out"));
        Vocabulary.Collection owner = collections.get(home);
        return owner == null ? "" : owner.section();
    }

    private static Set<String> detailRequiredFor(YamlFields fields, FactType type, List<Choice> choices) {
        Set<String> values = new LinkedHashSet<>();
        for (YamlEntry entry : fields.elements("detailRequiredFor")) {
            String value = type == FactType.FLAG ? Boolean.toString(entry.flag()) : entry.text();
            if (type != FactType.FLAG
                    && choices.stream().noneMatch(c -> c.value().equals(value))) {
                entry.problem("'" + value + "' is not among the choices", "name a value of `choices`");
            }
            values.add(value);
        }
        if (!values.isEmpty() && !fields.has("detail")) {
            fields.place().problem("detailRequiredFor without detail", "add `detail`, the label of that text");
        }
        return values;
    }

    private void checkType(YamlFields fields, FactDefinition definition) {
        YamlEntry place = fields.place();
        boolean list = definition.type() == FactType.SET || definition.type() == FactType.REF;
        String collection = definition.collection();
        if (list != (collection != null)) {
            place.problem(
                    list
                            ? "a " + definition.type().code() + " needs a collection"
                            : "only a set or ref has a collection",
                    list ? "add `collection`" : "leave `collection` out");
        }
        for (String name : Arrays.asList(collection, definition.of())) {
            if (name != null && !collections.containsKey(name)) {
                place.problem("there is no collection '" + name + "'", "add it to collections");
            }
        }
        if (definition.type() == FactType.SET && definition.of() != null) {
            place.problem("a set cannot be about one item", "leave `of` out, and use a ref on the inner items");
        }
        boolean closed = definition.type() == FactType.WORD || definition.type() == FactType.WORDS;
        if (closed && definition.choices().isEmpty()) {
            place.problem("a " + definition.type().code() + " needs choices", "add `choices`, or make it a text");
        }
        if (!closed
                && definition.type() != FactType.FLAG
                && !definition.choices().isEmpty()) {
            place.problem("only a word, words or flag has choices", "leave `choices` out");
        }
        boolean bounded = definition.min() != null || definition.max() != null || definition.unit() != null;
        if (bounded && definition.type() != FactType.WHOLE) {
            place.problem("only a whole has min, max and unit", "leave them out");
        }
        if (definition.min() != null && definition.max() != null && definition.min() > definition.max()) {
            place.problem("min is greater than max", "exchange them");
        }
    }

    private void onlyIf(YamlEntry entry, FactKey key) {
        facts.computeIfPresent(key, (_, owner) -> owner.shownOnlyIf(conditions(entry, owner.of(), "the same item")));
    }

    private void offers(YamlEntry entry, FactKey key) {
        facts.computeIfPresent(key, (_, owner) -> {
            if (owner.type() != FactType.REF) {
                entry.problem("only a ref offers items of a collection", "leave `offers` out");
                return owner;
            }
            return owner.offering(conditions(entry, owner.collection(), "the item that is offered"));
        });
    }

    /** @param items the collection whose items the conditions may be about */
    private List<FactDefinition.Condition> conditions(YamlEntry entry, @Nullable String items, String which) {
        return (entry.isMapping() ? List.of(entry) : entry.elements())
                .stream()
                        .flatMap(condition -> condition(condition, items, which).stream())
                        .toList();
    }

    private Optional<FactDefinition.Condition> condition(YamlEntry entry, @Nullable String items, String which) {
        YamlFields fields = entry.fields("fact", "is");
        FactKey key = fields.require("fact").map(VocabularyReader::key).orElse(NO_KEY);
        FactDefinition other = facts.get(key);
        if (other == null) {
            entry.problem("there is no fact " + key, "name a key of the vocabulary");
            return Optional.empty();
        }
        if (other.of() != null && !other.of().equals(items)) {
            entry.problem(key + " is about an item of " + other.of(), "name a fact of " + which + ", or of none");
        }
        PredicateParser.Setting setting =
                new PredicateParser.Setting(other.type().value(), other.choices(), false, false, _ -> Optional.empty());
        return fields.require("is").flatMap(is -> {
            try {
                return Optional.of(new FactDefinition.Condition(key, PredicateParser.parse(is.text(), setting)));
            } catch (PredicateRejection e) {
                is.problem(e.what(), e.remedy());
                return Optional.empty();
            }
        });
    }
}
