package dev.shisa.conformity;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Facts of several keys that cannot all be so: what {@code contradictions.yaml} calls a contradiction (catalogue/README.md).
 * Where the facts of one slot disagree, that is a {@link Contradiction}.
 *
 * <p>It holds while its tree is true, whatever the strength of the facts; where one of them is missing, stale or itself in
 * conflict, it says nothing. While it holds, a verdict that would be green, or expected to be, and rests on one of its facts
 * is to be rechecked. It ends with a fact that makes the tree false, or when a second person has confirmed a {@link #both
 * judgement} that both are so, which counts as long as the facts stay as they were when it was recorded.
 *
 * @param text what cannot both be; <code>{item}</code> in it is the item of the outermost {@code some}
 * @param touches requirements in whose way it stands though they read none of its facts: they take for granted what it casts
 *     doubt on
 */
public record Clash(String id, Text text, Rule when, Set<RequirementId> touches) {

    static final String PREFIX = "contradiction.";

    private static final Predicate SO = Predicate.of("value", Value.Type.FLAG);

    public Clash {
        touches = Set.copyOf(touches);
    }

    static String path(String id) {
        return "contradictions." + id;
    }

    /** Whether a key is that of a judgement that both sides of a contradiction are so. */
    public static boolean isJudged(FactKey key) {
        return key.value().startsWith(PREFIX);
    }

    /** The key of the judgement that both are so. */
    public FactKey both() {
        return new FactKey(PREFIX + id);
    }

    /** Whether it looks at what items are called. */
    public boolean readsNames() {
        return when.nodes()
                .anyMatch(node -> node instanceof Rule.Leaf leaf && leaf.is().readsName());
    }

    /** The keys of the facts that its tree reads. */
    public Set<FactKey> keys() {
        return when.nodes().flatMap(node -> node.reads().stream()).collect(Collectors.toSet());
    }

    /** The keys of the facts on which it can rest: without the lists in which a {@code some} finds its item. */
    Set<FactKey> rests() {
        Set<FactKey> keys = new HashSet<>();
        rests(when, true, keys);
        return keys;
    }

    private static void rests(Rule rule, boolean holds, Set<FactKey> keys) {
        switch (rule) {
            case Rule.Leaf leaf -> keys.add(leaf.fact());
            case Rule.All all -> all.parts().forEach(part -> rests(part, holds, keys));
            case Rule.Any any -> any.parts().forEach(part -> rests(part, holds, keys));
            case Rule.Not not -> rests(not.part(), !holds, keys);
            case Rule.Earlier earlier ->
                keys.addAll(Set.of(earlier.day().fact(), earlier.than().fact()));
            case Rule.Every every -> {
                if (holds) {
                    keys.add(every.set());
                }
                Rule where = every.where();
                if (where != null) {
                    rests(where, !holds, keys);
                }
                rests(every.holds(), holds, keys);
            }
        }
    }

    Rule.Leaf judgement() {
        return Rule.Leaf.content(path(id) + ".both", null, both(), null, SO);
    }

    /**
     * The collection of the items that {@code {item}} in its text names; empty if it is about none. An {@code every} that
     * holds names nothing (see {@link ProofNode#named()}): the items are those of a {@code some}.
     */
    public Optional<String> items() {
        return text.ja().contains("{item}") ? named(when, true).findFirst() : Optional.empty();
    }

    private static Stream<String> named(Rule rule, boolean holds) {
        return switch (rule) {
            case Rule.Every every -> holds ? Stream.of() : Stream.of(every.collection());
            case Rule.Not not -> named(not.part(), !holds);
            case Rule.All all -> all.parts().stream().flatMap(part -> named(part, holds));
            case Rule.Any any -> any.parts().stream().flatMap(part -> named(part, holds));
            case Rule.Leaf _, Rule.Earlier _ -> Stream.of();
        };
    }

    /**
     * The question whether both are so, about the narrowest subject of its facts. <code>{item}</code> in it is what it is in
     * the text: where nobody knows which items, their collection has to be named.
     */
    FactDefinition question(Vocabulary vocabulary) {
        List<FactDefinition> facts = when.nodes()
                .flatMap(node -> node.reads().stream())
                .flatMap(key -> vocabulary.fact(key).stream())
                .toList();
        FactDefinition first = facts.getFirst();
        Subject.Kind scope = facts.stream()
                .map(FactDefinition::scope)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new FactDefinition(
                both(),
                FactType.FLAG,
                null,
                null,
                first.section(),
                scope,
                first.asks(),
                new Text(text.ja() + "両方とも正しいですか。", text.en() + " Are both so?"),
                new Text(
                        "両立しないはずの回答があるあいだ、関係する要求事項は要再確認になります。両方とも正しいときは理由を書き、別の人が確認します。どちらかの回答が変わると、この確認は効力を失います。",
                        "While answers stand that cannot both be so, the requirements concerned have to be rechecked. If both are so, give the reason, and a second person confirms it. When one of the answers changes, this no longer counts."),
                null,
                List.of(),
                null,
                List.of(
                        new Choice("true", new Text("両方とも正しい", "Both are so"), null, false, Set.of()),
                        new Choice("false", new Text("どちらかが違う", "One of them is wrong"), null, false, Set.of())),
                new Text("両方が成り立つ理由", "Why both can be so"),
                Set.of("true"),
                null,
                null,
                null,
                false,
                false,
                List.of(),
                List.of());
    }
}
