package dev.shisa.conformity;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of the vocabulary: what is asked, of whom, and which values answer it (catalogue/README.md, vocabulary.yaml).
 *
 * @param of the collection whose items this fact is about; null for a fact about the subject itself
 * @param collection for a set the collection that it lists, for a ref the one whose items it may name
 * @param section the register section that it stands in: its collection's, if it has one
 * @param detail label of a free text that belongs to the answer
 * @param detailRequiredFor canonical values for which that text is required
 * @param past for a day: when something was done, which cannot lie ahead
 * @param ahead for a day: until when something holds; one that has come is refused, and the answer ends when it begins
 * @param onlyIf the register form shows the question only when all of these hold; never used for verdicts
 * @param offers for a ref: a form leaves out the items of which an answer is known by which one of these does not hold; never
 *     used for verdicts
 */
public record FactDefinition(
        FactKey key,
        FactType type,
        @Nullable String of,
        @Nullable String collection,
        String section,
        Subject.Kind scope,
        Asks asks,
        Text question,
        Text why,
        @Nullable Text easy,
        List<Text> examples,
        @Nullable String source,
        List<Choice> choices,
        @Nullable Text detail,
        Set<String> detailRequiredFor,
        @Nullable Long min,
        @Nullable Long max,
        @Nullable Text unit,
        boolean past,
        boolean ahead,
        List<Condition> onlyIf,
        List<Condition> offers) {

    /** Who in the organisation usually knows the answer. */
    public enum Asks {
        PLANNING("planning"),
        DEVELOPMENT("development"),
        QUALITY("quality"),
        PUBLICITY("publicity");

        private final String code;

        Asks(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Asks> parse(String code) {
            return Arrays.stream(values()).filter(a -> a.code.equals(code)).findFirst();
        }
    }

    /** A predicate on the value of another fact of the same subject, and of the same item or, of {@link #offers}, of the one offered. */
    public record Condition(FactKey fact, Predicate is) {}

    public FactDefinition {
        examples = List.copyOf(examples);
        choices = List.copyOf(choices);
        detailRequiredFor = Set.copyOf(detailRequiredFor);
        onlyIf = List.copyOf(onlyIf);
        offers = List.copyOf(offers);
    }

    /** The same fact, asked in other words. */
    public FactDefinition asking(Text other) {
        return with(other, onlyIf, offers);
    }

    FactDefinition shownOnlyIf(List<Condition> conditions) {
        return with(question, conditions, offers);
    }

    FactDefinition offering(List<Condition> conditions) {
        return with(question, onlyIf, conditions);
    }

    private FactDefinition with(Text asked, List<Condition> shownIf, List<Condition> offeredIf) {
        return new FactDefinition(
                key,
                type,
                of,
                collection,
                section,
                scope,
                asks,
                asked,
                why,
                easy,
                examples,
                source,
                choices,
                detail,
                detailRequiredFor,
                min,
                max,
                unit,
                past,
                ahead,
                shownIf,
                offeredIf);
    }

    /**
     * Two choices that cannot both be so.
     *
     * @param one if one of the two goes with nothing, that one
     */
    public record Apart(Choice one, Choice other) {}

    /** Those of some words that cannot stand together, in the order of the choices; empty: they can. */
    public Optional<Apart> apart(Collection<String> words) {
        List<Choice> chosen =
                choices.stream().filter(c -> words.contains(c.value())).toList();
        for (Choice one : chosen) {
            for (Choice other : chosen) {
                if (!one.equals(other) && !one.goesWith(other)) {
                    return Optional.of(other.alone() && !one.alone() ? new Apart(other, one) : new Apart(one, other));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether one of the choices says that none of the others applies. */
    public boolean hasNone() {
        return choices.stream().anyMatch(Choice::alone);
    }

    public Optional<Choice> choice(String value) {
        return choices.stream().filter(c -> c.value().equals(value)).findFirst();
    }
}
