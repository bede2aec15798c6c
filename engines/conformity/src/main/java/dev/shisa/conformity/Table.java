package dev.shisa.conformity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A table or list of a guide that pages show.
 *
 * @param gap what the text of the guide lacks, such as a figure that is only a picture; null if nothing. A person who has
 *     the guide may fill it
 * @param rows none where all of the table is a gap
 */
public record Table(
        String id,
        Text title,
        Requirement.Reading.Mark mark,
        Requirement.Source source,
        @Nullable Text note,
        @Nullable Text gap,
        List<Column> columns,
        List<Row> rows) {

    public record Column(String id, Text name) {}

    /** What stands in one place of the table. */
    public sealed interface Cell {}

    /** A text; names and figures are the same in both languages. */
    public record Told(Text text) implements Cell {}

    /** The text of the guide does not tell it; never to be read as empty or as no. */
    public record Lacking() implements Cell {}

    /**
     * One line of the table.
     *
     * @param cells one for each column, in their order
     */
    public record Row(SequencedMap<String, Cell> cells, List<RequirementId> requirements) {
        public Row {
            cells = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(cells));
            requirements = List.copyOf(requirements);
        }

        public Optional<Cell> cell(String column) {
            return Optional.ofNullable(cells.get(column));
        }
    }

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
