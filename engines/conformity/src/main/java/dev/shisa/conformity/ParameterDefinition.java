package dev.shisa.conformity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Something that a guide leaves open and a person enters from the edition that they follow. */
public record ParameterDefinition(
        String id,
        Type type,
        Text name,
        Text help,
        @Nullable String requirement,
        List<Choice> choices,
        @Nullable Source source,
        @Nullable Proposal proposal) {

    /**
     * Where the value stands.
     *
     * @param url of the document, or of the page from which it is had
     * @param place in it, as far as it is known; empty: it is not
     */
    public record Source(Text title, String url, String place) {}

    /**
     * What we would enter, for a person to confirm; it counts for nothing until then.
     *
     * @param value in its canonical form; empty: that none of the choices applies
     * @param basis on what it rests
     */
    public record Proposal(String value, Text basis) {}

    public enum Type {
        /** At least one: a guide that asks for nothing leaves the parameter out. */
        WHOLE("whole", Value.Type.WHOLE),
        FLAG("flag", Value.Type.FLAG),
        WORD("word", Value.Type.WORD),
        WORDS("words", Value.Type.WORDS),
        /** A number of days, at least one. */
        DAYS("days", Value.Type.WHOLE);

        private final String code;
        private final Value.Type value;

        Type(String code, Value.Type value) {
            this.code = code;
            this.value = value;
        }

        public String code() {
            return code;
        }

        public Value.Type value() {
            return value;
        }

        public static Optional<Type> parse(String code) {
            return Arrays.stream(values()).filter(t -> t.code.equals(code)).findFirst();
        }
    }

    /** A hundred years: no guide accepts older evidence, and no instant overflows. */
    public static final int DAYS_MAX = 36_500;

    public ParameterDefinition {
        choices = List.copyOf(choices);
    }

    /** Whether the value can be entered for this parameter. A value that cannot counts as not set. */
    public boolean accepts(Value value) {
        if (value.type() != type.value()) {
            return false;
        }
        return switch (value) {
            case Value.Whole(long number) -> number >= 1 && (type != Type.DAYS || number <= DAYS_MAX);
            case Value.Word(String word) -> isChoice(word);
            case Value.Words(SortedSet<String> words) -> words.stream().allMatch(this::isChoice);
            case Value.Flag _, Value.Day _ -> true;
        };
    }

    private boolean isChoice(String word) {
        return choices.stream().anyMatch(c -> c.value().equals(word));
    }
}
