package dev.shisa.server.platform.backup;

/** Hears how far a long work is. Called often, from several threads. */
@FunctionalInterface
interface Progress {

    /** The stages, each with words {@code backup.stage.<id>}. */
    enum Stage {
        DATABASE,
        FILES,
        FINISHING,
        READING,
        PROVING;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Tells where the work is.
     *
     * @param doneBytes so far in this stage
     * @param totalBytes of this stage, 0 if it is not known
     */
    void at(Stage stage, long doneBytes, long totalBytes);
}
