package dev.shisa.server.conformity;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import java.util.List;

/**
 * Who has a requirement of a series, and the form to assign it.
 *
 * @param who whom it is assigned to; empty: nobody
 * @param due the last day in words
 * @param late whether that day is over and the requirement open
 * @param by who assigned it, and when
 * @param action where the form is sent
 * @param assignee what the form holds
 */
public record AssignmentView(
        String who,
        String due,
        boolean late,
        String note,
        String by,
        String action,
        List<Parts.Choice> people,
        String assignee,
        String typedDue,
        String typedNote,
        Mistakes mistakes) {

    public AssignmentView {
        people = List.copyOf(people);
    }

    public boolean isAssigned() {
        return !who.isEmpty();
    }
}
