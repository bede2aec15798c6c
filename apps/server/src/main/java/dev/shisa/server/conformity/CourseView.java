package dev.shisa.server.conformity;

import dev.shisa.server.platform.web.Chart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts of a guide day by day, as the board shows them.
 *
 * @param sentence what it comes to
 * @param left what is left until the day of application; null: no such day is set
 * @param pace how it goes on, in sentences
 * @param columns of the table; the rows are the days on which something changed, the latest first
 */
public record CourseView(
        String sentence,
        Chart states,
        @Nullable Chart left,
        List<String> pace,
        List<String> columns,
        List<List<String>> rows) {

    public CourseView {
        pace = List.copyOf(pace);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
