package dev.shisa.server.checklist;

import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Predicate;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the answer to a row of a checklist can rest on. */
sealed interface Basis {

    /** That a requirement of the catalogue is decided. */
    record Asked(RequirementId requirement) implements Basis {}

    /**
     * That a fact is stated in a way that the customer accepts: one of these values or, of a fact that takes several, all of
     * them.
     */
    record Stated(FactKey fact, SortedSet<String> accepted) implements Basis {
        public Stated {
            accepted = new TreeSet<>(accepted);
        }
    }

    /** Whether a row can be tied to a fact: it has a closed list of answers. */
    static boolean tieable(FactDefinition fact) {
        return switch (fact.type()) {
            case FLAG -> true;
            case WORD, WORDS -> !fact.choices().isEmpty();
            case SET, WHOLE, DAY, TEXT, REF -> false;
        };
    }

    /** The answers that a fact may have. */
    static List<String> answers(FactDefinition fact) {
        return fact.type() == FactType.FLAG
                ? List.of("true", "false")
                : fact.choices().stream().map(Choice::value).toList();
    }

    /**
     * The requirement that says the same as a stated fact, for the engine. A fact about the items of a list has to be so for
     * each of them; where the list is empty it does not apply.
     */
    static Optional<Requirement> requirement(Stated stated, Vocabulary vocabulary) {
        FactDefinition fact = vocabulary.fact(stated.fact()).orElse(null);
        if (fact == null
                || !tieable(fact)
                || stated.accepted().isEmpty()
                || !answers(fact).containsAll(stated.accepted())) {
            return Optional.empty();
        }
        Rule.Leaf leaf = leaf("rule", fact, fact.of(), predicate(fact, stated.accepted()));
        String of = fact.of();
        if (of == null) {
            return Optional.of(requirement(stated, fact, null, leaf));
        }
        return vocabulary
                .collection(of)
                .flatMap(collection -> vocabulary.fact(collection.set()).map(set -> {
                    Rule.Leaf some = leaf("applies", set, null, Predicate.of("size(value) > 0", Value.Type.WORDS));
                    Rule.Leaf each = leaf("rule.holds", fact, of, predicate(fact, stated.accepted()));
                    Rule every = new Rule.Every("rule", null, fact.question(), of, set.key(), false, null, each);
                    return requirement(stated, fact, some, every);
                }));
    }

    private static Requirement requirement(Stated stated, FactDefinition fact, Rule.@Nullable Leaf applies, Rule rule) {
        return new Requirement(
                new RequirementId("checklist", stated.fact() + "=" + String.join(",", stated.accepted())),
                fact.question(),
                fact.question(),
                fact.question(),
                null,
                Requirement.Scope.PRODUCT,
                new Requirement.Source("", ""),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                applies,
                applies == null ? null : new Text("該当するものがありません。", "There is nothing of the kind."),
                rule);
    }

    private static Rule.Leaf leaf(String path, FactDefinition fact, @Nullable String of, Predicate is) {
        return Rule.Leaf.content(path, fact.question(), fact.key(), of, is);
    }

    /** Values come from the catalogue's own lists, so they need no escaping. */
    private static Predicate predicate(FactDefinition fact, Set<String> accepted) {
        String source = switch (fact.type()) {
            case FLAG -> accepted.stream().map(v -> "value == " + v).collect(Collectors.joining(" || "));
            case WORDS -> accepted.stream().map(v -> "'" + v + "' in value").collect(Collectors.joining(" && "));
            case WORD -> accepted.stream().map(v -> "value == '" + v + "'").collect(Collectors.joining(" || "));
            case SET, WHOLE, DAY, TEXT, REF ->
                throw new IllegalArgumentException(fact.key() + " has no list of answers");
        };
        return Predicate.of(source, fact.type().value());
    }
}
