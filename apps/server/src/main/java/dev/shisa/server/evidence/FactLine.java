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
 */
public record FactLine(
        FactEntry entry, String question, String value, String uses, String state, String words, String href) {

    public boolean isWaiting() {
        return state.equals("waiting");
    }

    /** Whether it can be taken back. */
    public boolean isOpen() {
        return !entry.isWithdrawn();
    }
}
