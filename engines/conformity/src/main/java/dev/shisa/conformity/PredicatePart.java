package dev.shisa.conformity;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of a predicate that was read, as far as its type goes.
 *
 * @param choices the words that it can be; null for any
 * @param literals its constants, if it is made of nothing else
 */
record PredicatePart(
        Value.Type type,
        @Nullable Set<String> choices,
        @Nullable List<Value> literals) {

    static PredicatePart of(Value.Type type) {
        return new PredicatePart(type, null, null);
    }

    /** @param choices none: any word */
    static PredicatePart of(Value.Type type, List<Choice> choices) {
        Set<String> words =
                choices.isEmpty() ? null : choices.stream().map(Choice::value).collect(Collectors.toSet());
        return new PredicatePart(type, words, null);
    }

    void require(Value.Type expected, String what) throws PredicateRejection {
        if (type != expected) {
            throw new PredicateRejection(
                    what + " is a " + name(type) + ", expected a " + name(expected),
                    "see catalogue/README.md, A framework");
        }
    }

    /** That both can be compared by the sign: of one type, where a day may be written as a text. */
    void requireSame(PredicatePart right, String sign) throws PredicateRejection {
        if (type == Value.Type.DAY || right.type == Value.Type.DAY) {
            requireDay();
            right.requireDay();
            return;
        }
        if (type != right.type) {
            throw new PredicateRejection(
                    "a " + name(type) + " is compared with a " + name(right.type) + " by " + sign,
                    "compare values of one type");
        }
        requireChoices(right);
    }

    /** That constants beside something with choices are choices of it. */
    void requireChoices(PredicatePart right) throws PredicateRejection {
        requireConstantsAmong(choices, right.literals);
        requireConstantsAmong(right.choices, literals);
    }

    private void requireDay() throws PredicateRejection {
        boolean isDay = type == Value.Type.DAY
                || (literals != null
                        && type == Value.Type.WORD
                        && Value.parse(Value.Type.DAY, literals.getFirst().canonical())
                                .isPresent());
        if (!isDay) {
            throw new PredicateRejection("a day is compared with something else", "write the day as 'yyyy-mm-dd'");
        }
    }

    private static void requireConstantsAmong(@Nullable Set<String> choices, @Nullable List<Value> constants)
            throws PredicateRejection {
        if (choices == null || constants == null) {
            return;
        }
        for (Value constant : constants) {
            if (constant instanceof Value.Word(String word) && !choices.contains(word)) {
                throw new PredicateRejection(
                        "'" + word + "' is not among the choices",
                        "one of " + String.join(", ", new TreeSet<>(choices)));
            }
        }
    }

    private static String name(Value.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
