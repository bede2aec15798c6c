package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one tree of a requirement and checks it against the vocabulary and the parameters. */
final class TreeReader {

    private static final Pattern DAYS = Pattern.compile("P([1-9]\\d{0,4})D");

    private static final Predicate ANY_DAY = Predicate.of("value >= '0001-01-01'", Value.Type.DAY);

    private final Vocabulary vocabulary;
    private final Map<FactKey, FactDefinition> facts;
    private final Map<String, ParameterDefinition> parameters;
    /** The requirements of the framework by number, which a tree may repeat; null while one of them is repeated. */
    private final @Nullable Map<String, YamlFields> requirements;
    /** The official sub-items that the requirement's trees have named so far. */
    private final Set<String> items = new HashSet<>();
    /** The requirements that the trees of the framework have repeated so far: each stands below one other at most. */
    private final Set<String> repeated;

    private final boolean ofContradiction;

    /** For the trees of contradictions. */
    TreeReader(Vocabulary vocabulary, Map<FactKey, FactDefinition> facts) {
        this(vocabulary, facts, Map.of(), Map.of(), Set.of(), true);
    }

    TreeReader(
            Vocabulary vocabulary,
            Map<FactKey, FactDefinition> facts,
            Map<String, ParameterDefinition> parameters,
            @Nullable Map<String, YamlFields> requirements,
            Set<String> repeated) {
        this(vocabulary, facts, parameters, requirements, repeated, false);
    }

    private TreeReader(
            Vocabulary vocabulary,
            Map<FactKey, FactDefinition> facts,
            Map<String, ParameterDefinition> parameters,
            @Nullable Map<String, YamlFields> requirements,
            Set<String> repeated,
            boolean ofContradiction) {
        this.vocabulary = vocabulary;
        this.facts = facts;
        this.parameters = parameters;
        this.requirements = requirements;
        this.repeated = repeated;
        this.ofContradiction = ofContradiction;
    }

    /** @param path of the tree's root, such as {@code rule} */
    Rule read(YamlEntry entry, String path) {
        return tree(entry, path, List.of());
    }

    /** @param around the collections of the {@code every} nodes around, nearest first */
    private Rule tree(YamlEntry entry, String path, List<String> around) {
        SequencedMap<String, YamlEntry> entries = entry.entries();
        List<String> kinds = Stream.of("all", "any", "not", "every", "some", "fact", "requirement", "earlier")
                .filter(entries::containsKey)
                .toList();
        if (kinds.size() != 1) {
            if (entry.isMapping()) {
                entry.problem(
                        "a tree is exactly one of all, any, not, every, some, fact, requirement; this has "
                                + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)),
                        "keep one");
            }
            return nothing(path);
        }
        return switch (kinds.getFirst()) {
            case "all" -> {
                YamlFields fields = entry.fields("all", "item", "text");
                yield new Rule.All(
                        path, item(fields), TextReader.find(fields, "text"), parts(fields, "all", path, around));
            }
            case "any" -> {
                YamlFields fields = entry.fields("any", "item", "text");
                yield new Rule.Any(
                        path, item(fields), TextReader.find(fields, "text"), parts(fields, "any", path, around));
            }
            case "not" -> {
                YamlFields fields = entry.fields("not", "item", "text");
                Rule part = fields.require("not")
                        .map(e -> tree(e, path + ".0", around))
                        .orElse(nothing(path));
                yield new Rule.Not(path, item(fields), TextReader.find(fields, "text"), part);
            }
            case "every" -> every(entry.fields("every", "in", "where", "holds", "item", "text"), path, around);
            case "requirement" -> repeat(entry.fields("requirement", "item"), path, around);
            case "earlier" -> earlier(entry.fields("earlier", "than"), path, around);
            case "some" ->
                some(
                        ofContradiction
                                ? entry.fields("some", "in", "where", "holds")
                                : entry.fields("some", "where", "holds", "item", "text"),
                        path,
                        around);
            default ->
                leaf(
                        entry.fields(
                                "fact", "is", "strength", "within", "unsaid", "otherwise", "inherits", "item", "text"),
                        path,
                        around);
        };
    }

    private static Rule nothing(String path) {
        return new Rule.All(path, null, null, List.of());
    }

    private List<Rule> parts(YamlFields fields, String kind, String path, List<String> around) {
        List<Rule> parts = new ArrayList<>();
        for (YamlEntry element : fields.elements(kind)) {
            parts.add(tree(element, path + "." + parts.size(), around));
        }
        if (parts.isEmpty()) {
            fields.place().problem(kind + " of nothing decides nothing", "add a tree to it");
        }
        return parts;
    }

    /**
     * Another requirement of the framework, written out here under its title, so that a proof stays a plain tree: its rule,
     * or that it does not apply. What is repeated repeats nothing itself, so nothing goes in circles or grows without end.
     */
    private Rule repeat(YamlFields fields, String path, List<String> around) {
        String item = item(fields);
        String number = fields.requireText("requirement");
        YamlFields other = requirements == null ? null : requirements.get(number);
        if (other == null || other.has("routes") || !repeated.add(number)) {
            fields.place()
                    .problem(
                            whyNotRepeated(number, other),
                            "name a requirement of this file that names no other, once in the file");
            return nothing(path);
        }
        TreeReader reader = new TreeReader(vocabulary, facts, parameters, null, repeated);
        Text title = TextReader.require(other, "title");
        boolean always = !other.has("applies");
        Rule rule = other.find("rule")
                .map(e -> reader.tree(e, path + (always ? ".0" : ".1"), around))
                .orElse(nothing(path));
        if (always) {
            return new Rule.All(path, item, title, List.of(rule));
        }
        Rule applies = other.find("applies")
                .map(e -> reader.tree(e, path + ".0.0", around))
                .orElse(nothing(path));
        Text not = TextReader.find(other, "notApplicable");
        return new Rule.Any(
                path,
                item,
                title,
                List.of(new Rule.Not(path + ".0", null, not == null ? title : claim(not), applies), rule));
    }

    private String whyNotRepeated(String number, @Nullable YamlFields other) {
        if (requirements == null) {
            return "a requirement that is repeated here repeats " + number;
        }
        if (other == null) {
            return "there is no requirement " + number;
        }
        return number + (other.has("routes") ? " has routes, which cannot be repeated" : " is repeated twice");
    }

    /** A sentence as a claim of a tree, which has no full stop. */
    private static Text claim(Text sentence) {
        return new Text(sentence.ja().replaceFirst("。$", ""), sentence.en().replaceFirst("\\.$", ""));
    }

    private @Nullable String item(YamlFields fields) {
        if (requirements == null) {
            return null;
        }
        return fields.find("item")
                .map(entry -> {
                    String item = entry.text();
                    if (!items.add(item)) {
                        entry.problem(
                                "the sub-item " + item + " stands at two nodes", "put it on the node that decides it");
                    }
                    return item;
                })
                .orElse(null);
    }

    /** There is an item for which something holds: not for every item does it not. */
    private Rule some(YamlFields fields, String path, List<String> around) {
        String item = item(fields);
        Text text = TextReader.find(fields, "text");
        return new Rule.Not(path, item, text, every(fields, "some", path + ".0", around));
    }

    private Rule every(YamlFields fields, String path, List<String> around) {
        return every(fields, "every", path, around);
    }

    private Rule every(YamlFields fields, String kind, String path, List<String> around) {
        boolean some = kind.equals("some");
        String name = fields.requireText(kind);
        Optional<Vocabulary.Collection> collection = vocabulary.collection(name);
        if (collection.isEmpty()) {
            fields.find(kind)
                    .ifPresent(e -> e.problem("there is no collection '" + name + "'", "name one of the vocabulary"));
        }
        if (around.contains(name)) {
            fields.place().problem(kind + " " + name + " inside every " + name, "walk over a collection once");
        }
        List<String> inside = Stream.concat(Stream.of(name), around.stream()).toList();
        String item = some ? null : item(fields);
        Rule where =
                fields.find("where").map(e -> tree(e, path + ".where", inside)).orElse(null);
        String below = path + (some ? ".holds.0" : ".holds");
        Rule wanted = fields.require("holds").map(e -> tree(e, below, inside)).orElse(nothing(path));
        Rule holds = some ? new Rule.Not(path + ".holds", null, null, wanted) : wanted;
        FactKey own = collection.map(Vocabulary.Collection::set).orElse(new FactKey("x"));
        Optional<FactKey> other = fields.find("in").map(entry -> beside(entry, name, own));
        return new Rule.Every(
                path,
                item,
                some ? null : TextReader.find(fields, "text"),
                name,
                other.orElse(own),
                other.isPresent(),
                where,
                holds);
    }

    /** Another list of the same collection's items than its own. */
    private FactKey beside(YamlEntry entry, String collection, FactKey own) {
        FactKey key = VocabularyReader.key(entry);
        FactDefinition list = facts.get(key);
        if (list == null || list.type() != FactType.SET || !collection.equals(list.collection()) || key.equals(own)) {
            entry.problem(
                    key + " is no second list of " + collection,
                    "name a fact of type set with collection " + collection + ", or leave `in` out");
        }
        return key;
    }

    private Rule earlier(YamlFields fields, String path, List<String> around) {
        if (!ofContradiction) {
            fields.place().problem("a rule compares no two facts", "write a contradiction for it, or a leaf on each");
            return nothing(path);
        }
        Optional<Rule.Leaf> day = fields.require("earlier").flatMap(e -> day(e, path + ".day", around));
        Optional<Rule.Leaf> than = fields.require("than").flatMap(e -> day(e, path + ".than", around));
        return day.isEmpty() || than.isEmpty() ? nothing(path) : new Rule.Earlier(path, day.get(), than.get());
    }

    /** Any day: true once one is known. */
    private Optional<Rule.Leaf> day(YamlEntry entry, String path, List<String> around) {
        FactKey key = VocabularyReader.key(entry);
        FactDefinition definition = facts.get(key);
        if (definition == null || definition.type() != FactType.DAY) {
            entry.problem(key + " is no day", "name a fact of type day");
            return Optional.empty();
        }
        String of = definition.of();
        if (of != null && !around.contains(of)) {
            entry.problem(key + " is about one item of " + of, "put it inside an `every` over " + of);
            return Optional.empty();
        }
        return Optional.of(Rule.Leaf.content(path, null, key, of, ANY_DAY));
    }

    private Rule leaf(YamlFields fields, String path, List<String> around) {
        String item = item(fields);
        Text text = TextReader.find(fields, "text");
        Optional<YamlEntry> factEntry = fields.require("fact");
        Optional<YamlEntry> is = fields.require("is");
        Strength least = fields.findWord("strength", Strength::parse).orElse(Strength.DOCUMENTED);
        Rule.Age within = fields.find("within").flatMap(this::age).orElse(null);
        boolean silenceIsNo = fields.find("unsaid")
                .map(entry -> {
                    if (entry.flag()) {
                        entry.problem("silence never counts as yes", "write `unsaid: false`, or leave it out");
                    }
                    return true;
                })
                .orElse(false);
        boolean falseIsUnknown = fields.find("otherwise")
                .map(entry -> {
                    if (!entry.text().equals("unknown")) {
                        entry.problem("a leaf is otherwise false", "write `otherwise: unknown`, or leave it out");
                    }
                    return true;
                })
                .orElse(false);
        boolean inherits = fields.find("inherits")
                .map(entry -> {
                    if (entry.flag()) {
                        entry.problem(
                                "facts of a predecessor count anyway", "write `inherits: false`, or leave it out");
                    }
                    return false;
                })
                .orElse(true);
        if (factEntry.isEmpty() || is.isEmpty()) {
            return nothing(path);
        }
        FactKey key = VocabularyReader.key(factEntry.get());
        FactDefinition definition = facts.get(key);
        if (definition == null) {
            factEntry.get().problem("there is no fact " + key, "name a key of the vocabulary");
            return nothing(path);
        }
        if (!inherits && definition.scope() != Subject.Kind.RELEASE) {
            factEntry.get().problem(key + " is not about a release, so it is never inherited", "leave `inherits` out");
        }
        String of = definition.of();
        if (of != null && !around.contains(of)) {
            factEntry.get().problem(key + " is about one item of " + of, "put the leaf inside an `every` over " + of);
            return nothing(path);
        }
        Optional<String> other = around.stream().filter(c -> !c.equals(of)).findFirst();
        PredicateParser.Setting setting = new PredicateParser.Setting(
                definition.type().value(),
                definition.choices(),
                other.isPresent(),
                of != null,
                id -> Optional.ofNullable(parameters.get(id)));
        try {
            Predicate predicate = PredicateParser.parse(is.get().text(), setting);
            String meant = predicate.readsItem() ? other.orElse(null) : null;
            return new Rule.Leaf(
                    path, item, text, key, of, meant, predicate, least, within, silenceIsNo, falseIsUnknown, inherits);
        } catch (PredicateRejection e) {
            is.get().problem(e.what(), e.remedy());
            return nothing(path);
        }
    }

    private Optional<Rule.Age> age(YamlEntry entry) {
        if (entry.isMapping()) {
            YamlFields fields = entry.fields("parameter");
            String id = fields.requireText("parameter");
            ParameterDefinition definition = parameters.get(id);
            if (definition == null || definition.type() != ParameterDefinition.Type.DAYS) {
                entry.problem("'" + id + "' is not a parameter of type days", "add it to `parameters`");
            }
            return Optional.of(new Rule.Age.Parameter(id));
        }
        String text = entry.text();
        Matcher matcher = DAYS.matcher(text);
        int days = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (days < 1 || days > ParameterDefinition.DAYS_MAX) {
            entry.problem("'" + text + "' is not a period of days", "write P90D, or {parameter: id}");
            return Optional.empty();
        }
        return Optional.of(new Rule.Age.Days(days));
    }
}
