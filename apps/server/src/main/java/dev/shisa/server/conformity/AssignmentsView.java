package dev.shisa.server.conformity;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/**
 * Open assignments as a list.
 *
 * @param total how many the reader sees without a filter
 * @param found how many match
 * @param overdue of all that the reader sees
 * @param who whose, as chosen; empty: everybody's
 * @param people whose can be chosen; empty: the reader sees only their own
 */
public record AssignmentsView(
        List<Row> rows,
        int total,
        int found,
        int overdue,
        int page,
        int pages,
        String pageHref,
        String exportHref,
        List<Parts.Filter> filters,
        String who,
        boolean late,
        List<Parts.Choice> people) {

    public AssignmentsView {
        rows = List.copyOf(rows);
        filters = List.copyOf(filters);
        people = List.copyOf(people);
    }

    /**
     * One assignment.
     *
     * @param of the series, or the organisation
     * @param late whether its last day is over
     */
    public record Row(
            String id,
            String number,
            String title,
            String href,
            String of,
            String state,
            String who,
            String due,
            boolean late,
            String note) {}
}
