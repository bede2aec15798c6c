package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads contradictions between facts (catalogue/README.md, "contradictions.yaml"). */
final class ClashReader {

    /** Ten times what two careful readings of five guides found. */
    static final int CLASHES_MAX = 2_000;

    /** A person has to see at a glance what cannot both be. */
    static final int NODES_MAX = 60;

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Vocabulary vocabulary;
    private final KnownRequirements known;
    private final Map<FactKey, FactDefinition> facts = new HashMap<>();
    private final Map<String, Clash> clashes = new LinkedHashMap<>();

    ClashReader(Vocabulary vocabulary, KnownRequirements known) {
        this.vocabulary = vocabulary;
        this.known = known;
        vocabulary.facts().forEach(f -> facts.put(f.key(), f));
    }

    void read(YamlEntry file) {
        YamlFields fields = file.fields("contradictions", "list");
        VocabularyReader.edition(fields, "contradictions");
        List<YamlEntry> entries = fields.elements("list");
        if (clashes.size() + entries.size() > CLASHES_MAX) {
            file.problem(entries.size() + " contradictions", "at most " + CLASHES_MAX + " in all files");
            return;
        }
        entries.forEach(this::clash);
    }

    /** Of all files read so far. */
    List<Clash> clashes() {
        return List.copyOf(clashes.values());
    }

    private void clash(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "text", "when", "touches");
        String id = fields.requireText("id");
        if (!ID.matcher(id).matches() || id.length() > 60) {
            entry.problem("'" + id + "' is no id", "lower case words with hyphens, at most 60 characters");
            return;
        }
        Text text = TextReader.require(fields, "text");
        Set<RequirementId> touches = Set.copyOf(known.readAll(fields.elements("touches")));
        fields.require("when").ifPresent(tree -> {
            Rule when = new TreeReader(vocabulary, facts).read(tree, Clash.path(id));
            Clash clash = new Clash(id, text, when, touches);
            check(tree, clash);
            if (clashes.put(id, clash) != null) {
                entry.problem("the contradiction " + id + " stands twice", "keep one of them");
            }
        });
    }

    private static void check(YamlEntry tree, Clash clash) {
        List<Rule> nodes = clash.when().nodes().toList();
        if (nodes.size() > NODES_MAX) {
            tree.problem(nodes.size() + " nodes", "at most " + NODES_MAX + ": make two of it");
        }
        if (clash.keys().size() < 2) {
            tree.problem("a contradiction is one between two facts at least", "name another fact");
        }
        if (nodes.stream().anyMatch(node -> node.item() != null)) {
            tree.problem("a contradiction decides no sub-item", "leave `item` out");
        }
        if (Stream.concat(Stream.of(new Rule.All("", null, null, List.of(clash.when()))), nodes.stream())
                .anyMatch(ClashReader::isOfRulesOnly)) {
            tree.problem(
                    "a contradiction is between what was recorded",
                    "leave `otherwise`, `inherits` and the `in` of an `every` out");
        }
        if (deniesAnOrder(clash.when(), true)) {
            tree.problem("`earlier` below a `not`", "name the two days the other way round");
        }
        boolean named =
                clash.text().ja().contains("{item}") || clash.text().en().contains("{item}");
        if (named && nodes.stream().noneMatch(Rule.Every.class::isInstance)) {
            tree.problem("{item} in the sentence of a contradiction without items", "leave it out");
        }
    }

    /** Whether the contradiction rests on one day not being earlier than another: neither of them would be to blame. */
    private static boolean deniesAnOrder(Rule node, boolean holds) {
        return switch (node) {
            case Rule.Earlier _ -> !holds;
            case Rule.Not not -> deniesAnOrder(not.part(), !holds);
            case Rule.Every every ->
                deniesAnOrder(every.holds(), holds)
                        || Stream.ofNullable(every.where()).anyMatch(where -> deniesAnOrder(where, !holds));
            case Rule.All _, Rule.Any _, Rule.Leaf _ ->
                node.children().stream().anyMatch(part -> deniesAnOrder(part, holds));
        };
    }

    /** Of what was found, there may be some; while nothing is recorded, nothing can be said of all of it. */
    private static boolean isOfRulesOnly(Rule node) {
        return switch (node) {
            case Rule.Leaf leaf -> leaf.falseIsUnknown() || !leaf.inherits();
            case Rule.All _, Rule.Any _, Rule.Every _, Rule.Earlier _ ->
                node.children().stream().anyMatch(part -> part instanceof Rule.Every every && every.beside());
            case Rule.Not _ -> false;
        };
    }
}
