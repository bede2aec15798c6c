package dev.shisa.server.evidence;

/**
 * A fact as a line of a page.
 *
 * @param question what it answers, with the item's name
 * @param value in words
 * @param uses the requirements whose rules read it
 * @param state {@code confirmed}, {@code waiting}, {@code declared} (a confirmation would not count), {@code superseded},
 *     {@code withdrawn} or {@code expired}
 * @param words who and when, or why
 * @param again how many other answers about the same have the same words beside them
 */
public record FactLine(
        FactEntry entry,
        String question,
        String value,
        String uses,
        String state,
        String words,
        int again,
        String href) {

    /** From so many on, words were pasted rather than thought of; whoever confirms has to see it. */
    private static final int PASTED_MIN = 4;

    public boolean isWaiting() {
        return state.equals("waiting");
    }

    /** Whether whoever confirms it has to look whether its words hold here too. */
    public boolean isPasted() {
        return isWaiting() && again >= PASTED_MIN;
    }

    /** Whether it says something now: it was neither withdrawn nor replaced, and has not run out. */
    public boolean counts() {
        return state.equals("confirmed") || state.equals("waiting") || state.equals("declared");
    }

    /** Whether it can be taken back. */
    public boolean isOpen() {
        return !entry.isWithdrawn();
    }
}
