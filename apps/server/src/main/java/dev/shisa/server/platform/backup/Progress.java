package dev.shisa.server.platform.backup;

import java.util.List;
import java.util.Locale;

/** Hears how far a long work is. Called often, from several threads. */
@FunctionalInterface
interface Progress {

    /** The stages, each with words {@code backup.stage.<id>}. */
    enum Stage {
        DATABASE,
        FILES,
        FINISHING,
        PREPARING,
        READING,
        PROVING;

        private static final List<Stage> OF_BACKUP = List.of(DATABASE, FILES, FINISHING);
        private static final List<Stage> OF_RESTORE = List.of(PREPARING, READING, PROVING);

        /** The stages of the work that has this one, in their order. */
        List<Stage> all() {
            return OF_BACKUP.contains(this) ? OF_BACKUP : OF_RESTORE;
        }

        /** Its place among them, from 1. */
        int number() {
            return all().indexOf(this) + 1;
        }

        /** Whether what is done is counted in bytes, and not in changes of the database. */
        boolean inBytes() {
            return this != PREPARING;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Tells where the work is.
     *
     * @param done so far in this stage, bytes or changes of the database
     * @param total of this stage, 0 if it is not known
     */
    void at(Stage stage, long done, long total);
}
