package dev.shisa.e2e;

import java.util.List;

/** What somebody knows about one fact, in the shape in which it is asked. */
sealed interface Answer {

    /** One or several of the choices, with the words that belong to them. */
    record Chosen(List<String> values, String words) implements Answer {
        public Chosen {
            values = List.copyOf(values);
        }
    }

    /** New items of a list, one a line. */
    record Listed(List<String> names) implements Answer {
        public Listed {
            names = List.copyOf(names);
        }
    }

    /** A number, a day or free words. */
    record Typed(String text) implements Answer {}

    /** わからない. */
    record Unknown() implements Answer {}

    static Answer is(String... values) {
        return new Chosen(List.of(values), "");
    }

    static Answer because(String value, String words) {
        return new Chosen(List.of(value), words);
    }

    static Answer items(String... names) {
        return new Listed(List.of(names));
    }

    static Answer text(String text) {
        return new Typed(text);
    }
}
