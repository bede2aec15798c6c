package dev.shisa.server.application;

import java.util.List;

/**
 * What was looked for and found on one sheet.
 *
 * @param how how the answer cells were found
 * @param criteria how many criterion numbers stand on it
 * @param columns the answer columns, or labels of a block, that were recognised
 * @param doubtful further columns that could have been meant, e.g. a second 判定
 */
public record SheetFinding(String sheet, How how, int criteria, List<Column> columns, List<Column> doubtful) {

    public SheetFinding {
        columns = List.copyOf(columns);
        doubtful = List.copyOf(doubtful);
    }

    /** How a sheet is laid out. */
    public enum How {
        /** One row for each criterion below a header. */
        TABLE,
        /** Each criterion is a block of labels with a cell beside or below each. */
        BLOCKS,
        /** The person named the columns. */
        BY_HAND,
        /** Criterion numbers, but no answer columns. */
        NO_COLUMNS,
        /** Labels of the basic information only. */
        BASIC,
        /** Neither. */
        NOTHING,
        /** An example of how to fill it in: passed over. */
        EXAMPLE,
        /** Hidden: passed over. */
        HIDDEN;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A recognised column.
     *
     * @param letter {@code D}
     * @param header the words above it
     */
    public record Column(AnswerPart part, String letter, String header) {}
}
