package dev.shisa.server.organisation;

import java.util.List;

/**
 * One field of an entry of the register.
 *
 * @param words the answers of a choice; empty where they come from the catalogue or from other entries
 */
record Field(String id, Type type, boolean required, List<String> words) {

    /** How a field is entered, and what it may hold. */
    enum Type {
        /** One line. */
        LINE(200, true),
        /** A telephone number. */
        PHONE(60, true),
        /** Several lines. */
        TEXT(5_000, true),
        /** A web address. */
        ADDRESS(2_000, true),
        /** A day. */
        DAY(10, false),
        /** One of several words. */
        CHOICE(60, false),
        /** Any number of words. */
        WORDS(500, false),
        /** A person of the register who has not left. */
        PERSON(36, false),
        /** An account in use. */
        ACCOUNT(36, false),
        /** A system of the register. */
        SYSTEM(36, false),
        /** Any number of series. */
        SERIES(10_000, false),
        /** A time of day, {@code 22:00}. */
        TIME(5, false),
        /** Code of a piece of evidence. */
        EVIDENCE(20, false),
        /** Who does what: {@code participant=R} for each, joined by commas. */
        RACI(4_000, false),
        /** Set by acts of its own, never by a form. */
        FIXED(200, false);

        private final int charsMax;
        private final boolean words;

        Type(int charsMax, boolean words) {
            this.charsMax = charsMax;
            this.words = words;
        }

        int charsMax() {
            return charsMax;
        }

        /** Whether people write words into it, which may be personal. */
        boolean holdsWords() {
            return words;
        }
    }

    Field {
        words = List.copyOf(words);
    }

    static Field of(String id, Type type, String... words) {
        return new Field(id, type, false, List.of(words));
    }

    Field must() {
        return new Field(id, type, true, words);
    }
}
