package dev.shisa.server.psirt;

import java.util.List;

/**
 * One field of an entry of a case.
 *
 * @param choices the words that it takes; empty: any
 */
record EntryField(String name, Type type, boolean required, List<String> choices) {

    /** How a field is entered, and how much it may hold. */
    enum Type {
        /** One line. */
        LINE(200),
        /** Several lines. */
        TEXT(20_000),
        /** A day. */
        DAY(10),
        /** An instant: in forms a day and a time in Japan. */
        TIME(40),
        /** One of several words. */
        CHOICE(60),
        /** An account in use. */
        PERSON(36);

        private final int charsMax;

        Type(int charsMax) {
            this.charsMax = charsMax;
        }

        int charsMax() {
            return charsMax;
        }
    }

    EntryField {
        choices = List.copyOf(choices);
    }

    static EntryField line(String name) {
        return new EntryField(name, Type.LINE, false, List.of());
    }

    static EntryField text(String name) {
        return new EntryField(name, Type.TEXT, false, List.of());
    }

    static EntryField day(String name) {
        return new EntryField(name, Type.DAY, false, List.of());
    }

    static EntryField time(String name) {
        return new EntryField(name, Type.TIME, false, List.of());
    }

    static EntryField person(String name) {
        return new EntryField(name, Type.PERSON, false, List.of());
    }

    static EntryField choice(String name, String... choices) {
        return new EntryField(name, Type.CHOICE, false, List.of(choices));
    }

    EntryField must() {
        return new EntryField(name, type, true, choices);
    }
}
