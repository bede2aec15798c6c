package dev.shisa.server.procedure;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What has to have been noted so that something follows from it. What nobody has noted is open, and so is whatever rests on
 * it alone: a step that was left out decides nothing.
 */
sealed interface Condition {

    /** Three values as in Kleene's logic. */
    enum Truth {
        TRUE,
        FALSE,
        OPEN;

        static Truth of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    Truth in(Notes notes);

    /** The fields that it reads. */
    Stream<String> fields();

    /** One of these values was noted; open while nothing was. */
    record Is(String field, Set<String> values) implements Condition {

        public Is {
            values = Set.copyOf(values);
        }

        @Override
        public Truth in(Notes notes) {
            String noted = notes.of(field);
            return noted.isEmpty() ? Truth.OPEN : Truth.of(values.contains(noted));
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field);
        }
    }

    /** None of these values was noted; true, too, while nothing was. */
    record IsNot(String field, Set<String> values) implements Condition {

        public IsNot {
            values = Set.copyOf(values);
        }

        @Override
        public Truth in(Notes notes) {
            return Truth.of(!values.contains(notes.of(field)));
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field);
        }
    }

    /** Two versions are the same, however they are written: {@code v2.4.1} and {@code Ver. 2.4.1}. */
    record Same(String field, String other, boolean wanted) implements Condition {

        private static final Pattern MARK = Pattern.compile("^(version|ver|v|バージョン)[.:]?(?=[0-9])");

        @Override
        public Truth in(Notes notes) {
            String one = plain(notes.of(field));
            String two = plain(notes.of(other));
            return one.isEmpty() || two.isEmpty() ? Truth.OPEN : Truth.of(one.equals(two) == wanted);
        }

        static String plain(String text) {
            String bare = Normalizer.normalize(text, Normalizer.Form.NFKC)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("\\s+", "");
            return MARK.matcher(bare).replaceFirst("");
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field, other);
        }
    }

    /** The second number follows the first: n was refused and n + 1 accepted, so the limit is known. */
    record Next(String field, String other) implements Condition {

        @Override
        public Truth in(Notes notes) {
            String one = notes.of(field);
            String two = notes.of(other);
            // Numbers with a gap between them leave the limit open; they show nothing wrong.
            return !one.isEmpty() && !two.isEmpty() && Integer.parseInt(one) + 1 == Integer.parseInt(two)
                    ? Truth.TRUE
                    : Truth.OPEN;
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field, other);
        }
    }

    /** The model number of the execution was read; another one decides nothing, since it may be misread. */
    record ModelRead(String field) implements Condition {

        @Override
        public Truth in(Notes notes) {
            return Same.plain(notes.of(field)).equals(Same.plain(notes.model())) ? Truth.TRUE : Truth.OPEN;
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field);
        }
    }

    /** A picture is there. */
    record Photographed(String field) implements Condition {

        @Override
        public Truth in(Notes notes) {
            return notes.pictures().contains(field) ? Truth.TRUE : Truth.OPEN;
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field);
        }
    }

    /** All hold; one that does not is enough. */
    record All(List<Condition> parts) implements Condition {

        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth in(Notes notes) {
            List<Truth> each = parts.stream().map(p -> p.in(notes)).toList();
            return each.contains(Truth.FALSE) ? Truth.FALSE : each.contains(Truth.OPEN) ? Truth.OPEN : Truth.TRUE;
        }

        @Override
        public Stream<String> fields() {
            return parts.stream().flatMap(Condition::fields);
        }
    }

    /** One holds. */
    record Any(List<Condition> parts) implements Condition {

        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth in(Notes notes) {
            List<Truth> each = parts.stream().map(p -> p.in(notes)).toList();
            return each.contains(Truth.TRUE) ? Truth.TRUE : each.contains(Truth.OPEN) ? Truth.OPEN : Truth.FALSE;
        }

        @Override
        public Stream<String> fields() {
            return parts.stream().flatMap(Condition::fields);
        }
    }
}
