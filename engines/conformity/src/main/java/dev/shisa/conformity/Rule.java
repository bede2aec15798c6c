package dev.shisa.conformity;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tree that decides: {@code all}, {@code any}, {@code not}, {@code every} and leaves (docs/concepts/rules.md).
 *
 * <p>Each node has a path that stays the same as long as the tree does, such as {@code rule.0.holds.1}; it may carry the
 * official sub-item that it decides and the sentence that is shown when it is read as a claim.
 */
public sealed interface Rule {

    String path();

    /** The official sub-item that this node decides. */
    @Nullable
    String item();

    /** The claim in words; <code>{item}</code> in it is the present item of the nearest {@code every}. */
    @Nullable
    Text text();

    record All(String path, @Nullable String item, @Nullable Text text, List<Rule> parts) implements Rule {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(String path, @Nullable String item, @Nullable Text text, List<Rule> parts) implements Rule {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(String path, @Nullable String item, @Nullable Text text, Rule part) implements Rule {}

    /**
     * {@code holds} for every item of the collection, or only for those {@code where} something is so.
     *
     * <p>The list counts as proven from {@link Strength#DECLARED} upwards, once it is confirmed; a rule that asks more of it
     * puts a leaf on the set beside.
     *
     * @param set key of the list: the collection's own, or one of what was found beside it
     * @param beside whether it is the second; while nothing is recorded of it, nothing was found, and the node is true
     */
    record Every(
            String path,
            @Nullable String item,
            @Nullable Text text,
            String collection,
            FactKey set,
            boolean beside,
            @Nullable Rule where,
            Rule holds)
            implements Rule {}

    /**
     * A predicate on the value of one fact.
     *
     * @param of the collection of the fact's item; null for a fact about the subject itself
     * @param around the collection of the {@code every} whose item {@code item} means in the predicate, if it names one
     * @param least the strength that the fact needs for the leaf to be proven
     * @param silenceIsNo whether the leaf is false, and not unknown, while nothing is recorded
     * @param falseIsUnknown whether the leaf is unknown, and not false, where its predicate does not hold: it says how far
     *     somebody looked, and what nobody looked at is not known
     * @param inherits false where the leaf speaks of this very version: a predecessor's fact is stale
     */
    record Leaf(
            String path,
            @Nullable String item,
            @Nullable Text text,
            FactKey fact,
            @Nullable String of,
            @Nullable String around,
            Predicate is,
            Strength least,
            @Nullable Age within,
            boolean silenceIsNo,
            boolean falseIsUnknown,
            boolean inherits)
            implements Rule {

        /** A leaf that is content with whatever was declared, however old. */
        public static Leaf content(String path, @Nullable Text text, FactKey fact, @Nullable String of, Predicate is) {
            return new Leaf(path, null, text, fact, of, null, is, Strength.DECLARED, null, false, false, true);
        }
    }

    /**
     * The day of one fact lies before that of another, about the same thing. Only contradictions compare facts: in a rule it
     * could not be said which of the two is to blame.
     */
    record Earlier(String path, Leaf day, Leaf than) implements Rule {

        @Override
        public @Nullable String item() {
            return null;
        }

        @Override
        public @Nullable Text text() {
            return null;
        }
    }

    /** The greatest age of a fact that is accepted; for a fact that is a day, the age of the day. */
    sealed interface Age {

        record Days(int days) implements Age {
            public Days {
                if (days < 1 || days > ParameterDefinition.DAYS_MAX) {
                    throw new IllegalArgumentException(days + " days, 1 to " + ParameterDefinition.DAYS_MAX);
                }
            }
        }

        /** The guide leaves it open: a parameter of type {@code days}. */
        record Parameter(String id) implements Age {}
    }

    /** The nodes directly below. */
    default List<Rule> children() {
        return switch (this) {
            case All all -> all.parts();
            case Any any -> any.parts();
            case Not not -> List.of(not.part());
            case Every every -> every.where() == null ? List.of(every.holds()) : List.of(every.where(), every.holds());
            case Earlier earlier -> List.of(earlier.day(), earlier.than());
            case Leaf _ -> List.of();
        };
    }

    /** The keys that this node itself reads. */
    default Set<FactKey> reads() {
        return switch (this) {
            case Every every -> Set.of(every.set());
            case Leaf leaf -> Set.of(leaf.fact());
            case All _, Any _, Not _, Earlier _ -> Set.of();
        };
    }

    /** How it decides, without words and places: equal for trees that decide alike, whatever they say. */
    default String decides() {
        String below = children().stream().map(Rule::decides).collect(Collectors.joining(", "));
        return switch (this) {
            case All _ -> "all(" + below + ")";
            case Any _ -> "any(" + below + ")";
            case Not _ -> "not(" + below + ")";
            case Earlier _ -> "earlier(" + below + ")";
            case Every every ->
                "every " + every.collection() + " in " + every.set() + (every.where() == null ? "" : " where") + "("
                        + below + ")";
            case Leaf leaf ->
                String.join(
                        " ",
                        leaf.fact().value(),
                        leaf.is().source(),
                        leaf.least().code(),
                        String.valueOf(leaf.within()),
                        leaf.silenceIsNo() ? "silence" : leaf.falseIsUnknown() ? "reach" : "",
                        leaf.inherits() ? "" : "version");
        };
    }

    /** This node and all below it, each before its children. */
    default Stream<Rule> nodes() {
        return Stream.concat(Stream.of(this), children().stream().flatMap(Rule::nodes));
    }
}
