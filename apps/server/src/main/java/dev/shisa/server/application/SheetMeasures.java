package dev.shisa.server.application;

import java.util.Map;
import org.apache.poi.ss.util.CellRangeAddress;

/**
 * The measures of a sheet: of its columns in digits of the standard font, as Excel counts them, of its rows in points.
 *
 * @param standard the font in which columns are measured
 * @param columns widths of the columns that have one of their own; 0 where it is hidden
 * @param rows heights of the rows that have one of their own
 */
record SheetMeasures(
        Lettering standard,
        double columnWidth,
        Map<Integer, Double> columns,
        double rowHeight,
        Map<Integer, RowHeight> rows) {

    /** Of a row in the file, whether its author fixed it; otherwise programs fit it to its text when they open the file. */
    record RowHeight(double points, boolean fixed) {}

    SheetMeasures {
        columns = Map.copyOf(columns);
        rows = Map.copyOf(rows);
    }

    double width(CellRangeAddress region) {
        double width = 0;
        for (int column = region.getFirstColumn(); column <= region.getLastColumn(); column++) {
            width += columns.getOrDefault(column, columnWidth);
        }
        return width;
    }

    RowHeight row(int row) {
        return rows.getOrDefault(row, new RowHeight(rowHeight, false));
    }
}
