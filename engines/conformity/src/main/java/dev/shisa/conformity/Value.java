package dev.shisa.conformity;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a fact states, or a parameter holds. Each value has one canonical text, from which {@link #parse} makes the same
 * value again: {@code true}, {@code 42}, the text itself, {@code 2026-04-01}, or the members of a set one a line in the
 * order of their code points.
 */
public sealed interface Value {

    /** A set with more members is refused: no list that a person keeps is longer, and rules walk over each member. */
    int MEMBERS_MAX = 1_000;

    /** Longer texts belong into evidence, not into a value that rules compare. */
    int TEXT_CHARS_MAX = 10_000;

    Type type();

    String canonical();

    /** The kinds of values; catalogue types map onto them by {@link FactType#value}. */
    enum Type {
        FLAG,
        WHOLE,
        WORD,
        DAY,
        WORDS
    }

    record Flag(boolean value) implements Value {
        @Override
        public Type type() {
            return Type.FLAG;
        }

        @Override
        public String canonical() {
            return Boolean.toString(value);
        }
    }

    record Whole(long value) implements Value {
        @Override
        public Type type() {
            return Type.WHOLE;
        }

        @Override
        public String canonical() {
            return Long.toString(value);
        }
    }

    /** One of a closed list of words, an item's code, or free text. */
    record Word(String value) implements Value {
        public Word {
            requireText(value);
        }

        @Override
        public Type type() {
            return Type.WORD;
        }

        @Override
        public String canonical() {
            return value;
        }
    }

    record Day(LocalDate value) implements Value {
        public Day {
            if (value.getYear() < 1 || value.getYear() > 9999) {
                throw new IllegalArgumentException("the year of " + value + " is not between 1 and 9999");
            }
        }

        @Override
        public Type type() {
            return Type.DAY;
        }

        @Override
        public String canonical() {
            return value.toString();
        }
    }

    /** A set of words, complete: what is not in it is stated not to be. */
    record Words(SortedSet<String> value) implements Value {
        public Words {
            if (value.size() > MEMBERS_MAX) {
                throw new IllegalArgumentException(value.size() + " members, at most " + MEMBERS_MAX);
            }
            for (String member : value) {
                requireText(member);
                if (member.isEmpty() || member.indexOf('\n') >= 0) {
                    throw new IllegalArgumentException("a member of a set is one line that is not empty");
                }
            }
            value = Collections.unmodifiableSortedSet(new TreeSet<>(value));
        }

        @Override
        public Type type() {
            return Type.WORDS;
        }

        @Override
        public String canonical() {
            return String.join("\n", value);
        }
    }

    static Value flag(boolean value) {
        return new Flag(value);
    }

    static Value whole(long value) {
        return new Whole(value);
    }

    static Value word(String value) {
        return new Word(value);
    }

    static Value day(LocalDate value) {
        return new Day(value);
    }

    static Value words(Collection<String> members) {
        return new Words(new TreeSet<>(members));
    }

    static Value words(String... members) {
        return words(Arrays.asList(members));
    }

    /** Reads a canonical text, or nothing if it is not the canonical text of such a value. */
    static Optional<Value> parse(Type type, String text) {
        try {
            Value value = switch (type) {
                case FLAG -> new Flag(Boolean.parseBoolean(text));
                case WHOLE -> new Whole(Long.parseLong(text));
                case WORD -> new Word(text);
                case DAY -> new Day(LocalDate.parse(text));
                case WORDS -> text.isEmpty() ? words() : words(text.split("\n", -1));
            };
            return value.canonical().equals(text) ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static void requireText(String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new IllegalArgumentException(text.length() + " characters, at most " + TEXT_CHARS_MAX);
        }
        boolean storable = text.codePoints()
                .allMatch(c -> (c >= ' ' && (c < 0x7f || c > 0x9f) && !(c >= 0xd800 && c <= 0xdfff))
                        || c == '\n'
                        || c == '\t');
        if (!storable) {
            throw new IllegalArgumentException("a control character or half a surrogate pair is not text");
        }
    }
}
