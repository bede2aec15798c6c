package dev.shisa.server.answers;

import java.util.List;

/**
 * What a questionnaire says, before anything of it is stored.
 *
 * @param mistake why the file as a whole cannot be used; empty: it can
 * @param stored how many answers were just stored
 */
public record SheetView(List<Row> rows, String mistake, int stored) {

    public SheetView {
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param number in the file, from 1
     * @param state {@code new}, {@code changed}, {@code same}, {@code wrong} or {@code empty}
     * @param note what is wrong, or what the answer was before
     */
    public record Row(
            int number, String slot, String question, String typed, String detail, String state, String note) {

        public boolean isTaken() {
            return state.equals("new") || state.equals("changed");
        }
    }

    public long count(String state) {
        return rows.stream().filter(r -> r.state().equals(state)).count();
    }

    public boolean isTaken() {
        return rows.stream().anyMatch(Row::isTaken);
    }
}
