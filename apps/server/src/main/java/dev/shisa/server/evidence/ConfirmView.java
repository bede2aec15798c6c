package dev.shisa.server.evidence;

import java.util.List;

/**
 * What waits for one person, and what comes of it.
 *
 * @param total all that wait
 * @param matching those that the page is narrowed to
 * @param series code of the product that it is narrowed to; empty: none
 * @param only codes that were chosen elsewhere, between commas
 * @param groups what can be ticked at once
 * @param effects what would turn if all that is ticked were confirmed
 * @param mistake why nothing was done; empty otherwise
 */
public record ConfirmView(
        List<ConfirmRow> rows,
        int total,
        int matching,
        String words,
        String series,
        List<String> only,
        List<Group> groups,
        List<ConfirmationEffects.Effect> effects,
        String mistake) {

    public ConfirmView {
        rows = List.copyOf(rows);
        only = List.copyOf(only);
        groups = List.copyOf(groups);
        effects = List.copyOf(effects);
    }

    /** Some of the rows that are ticked together. */
    public record Group(String label, int count, String href, boolean picked) {}

    public long picked() {
        return rows.stream().filter(ConfirmRow::picked).count();
    }

    /**
     * What was just done.
     *
     * @param count how many pieces of evidence
     * @param undoable their codes
     * @param turned what became of what they decide
     * @param before those that somebody else had confirmed first: title and by whom
     */
    public record Done(int count, List<String> undoable, List<ConfirmationEffects.Effect> turned, List<Before> before) {

        public Done {
            undoable = List.copyOf(undoable);
            turned = List.copyOf(turned);
            before = List.copyOf(before);
        }

        public boolean isNothing() {
            return count == 0 && before.isEmpty();
        }
    }

    /** A piece of evidence that needs nobody any more. */
    public record Before(String title, String by, String href) {}
}
