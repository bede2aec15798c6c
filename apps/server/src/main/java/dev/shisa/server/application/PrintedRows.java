package dev.shisa.server.application;

import dev.shisa.server.application.SheetMeasures.RowHeight;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.poi.ss.util.CellRangeAddress;

/**
 * How high rows must be so that nothing of what is written into them is cut when the form is printed.
 *
 * <p>A row keeps the height that the empty form had. Programs fit a row to its text only where its author did not fix the
 * height and no cell is merged; in forms both are the rule. So the height is worked out here and fixed, for the rows of
 * written cells alone: as many lines as the text takes in the cell's width, merged columns together. Text over merged
 * rows makes the lower ones of them higher. In a row that was not fixed before, the texts that stood there count too, since
 * nobody fits it from now on. No row becomes lower.
 *
 * @param heights in points, by row; only of rows that change
 * @param wrap written cells whose style keeps the text on one line, which would be cut at the cell's side
 * @param cut written cells whose text is longer than rows can be high
 */
record PrintedRows(Map<Integer, Double> heights, Set<CellAt> wrap, Set<CellAt> cut) {

    /** No row is higher in Excel. */
    static final double POINTS_MAX = 409.5;

    /** What a cell keeps free above and below. */
    private static final double MARGINS = 4;

    /** Excel and LibreOffice round heights to parts of a point. */
    private static final double ROUNDING = 0.5;

    PrintedRows {
        heights = Map.copyOf(heights);
        wrap = Set.copyOf(wrap);
        cut = Set.copyOf(cut);
    }

    /** @param values what is written, by the cell that a reader sees */
    static PrintedRows of(FormSheet sheet, Map<CellAt, String> values) {
        Map<CellAt, String> texts = new TreeMap<>(values);
        texts.values().removeIf(String::isEmpty);
        Map<Integer, Double> needed = new TreeMap<>();
        Set<CellAt> wrap = new HashSet<>();
        texts.forEach((at, text) -> {
            CellRangeAddress region = sheet.region(at);
            if (region.getFirstRow() == region.getLastRow()) {
                needed.merge(at.row(), height(sheet, at, text), Math::max);
            }
            if (lines(sheet, at, text) > 1 && !sheet.lettering(at).wraps()) {
                wrap.add(at);
            }
        });
        Map<Integer, Double> heights = new HashMap<>();
        needed.forEach((row, height) -> {
            RowHeight now = sheet.measures().row(row);
            boolean fits =
                    now.fixed() ? now.points() >= height : sheet.measures().rowHeight() >= height - ROUNDING;
            if (!fits) {
                heights.put(row, Math.min(POINTS_MAX, Math.max(height, present(sheet, row, texts, heights))));
            }
        });
        texts.forEach((at, text) -> grow(sheet, at, text, texts, heights));
        Set<CellAt> cut = new HashSet<>();
        texts.forEach((at, text) -> {
            double room = shown(sheet, at)
                    .mapToDouble(row -> present(sheet, row, texts, heights))
                    .sum();
            if (room > 0 && height(sheet, at, text) > room + ROUNDING) {
                cut.add(at);
            }
        });
        return new PrintedRows(heights, wrap, cut);
    }

    /** The rows of a merged cell share what is missing; the lowest ones grow first. */
    private static void grow(
            FormSheet sheet, CellAt at, String text, Map<CellAt, String> texts, Map<Integer, Double> heights) {
        List<Integer> rows = shown(sheet, at).boxed().toList();
        double height = height(sheet, at, text);
        double least = rows.stream()
                .mapToDouble(row -> {
                    RowHeight now = sheet.measures().row(row);
                    double unfixed =
                            now.fixed() ? now.points() : sheet.measures().rowHeight();
                    return heights.getOrDefault(row, unfixed);
                })
                .sum();
        if (rows.size() < 2 || least + ROUNDING >= height) {
            return;
        }
        List<Double> present =
                rows.stream().map(row -> present(sheet, row, texts, heights)).toList();
        double level = level(present, height);
        for (int i = 0; i < rows.size(); i++) {
            heights.put(rows.get(i), Math.min(POINTS_MAX, Math.max(present.get(i), level)));
        }
    }

    /** The height to which all lower rows are raised so that together they are as high as needed. */
    private static double level(List<Double> rows, double height) {
        List<Double> rising = rows.stream().sorted().toList();
        double higher = 0;
        for (int low = rising.size(); low > 0; low--) {
            double level = (height - higher) / low;
            if (level >= rising.get(low - 1)) {
                return level;
            }
            higher += rising.get(low - 1);
        }
        return 0;
    }

    /** The height that a row has so far; one that nobody fixed is fitted to the texts that stand in it. */
    private static double present(FormSheet sheet, int row, Map<CellAt, String> texts, Map<Integer, Double> heights) {
        RowHeight now = sheet.measures().row(row);
        Double raised = heights.get(row);
        if (raised != null) {
            return raised;
        }
        return now.fixed() ? now.points() : Math.max(now.points(), standing(sheet, row, texts));
    }

    private static IntStream shown(FormSheet sheet, CellAt at) {
        return rows(sheet.region(at)).filter(row -> !sheet.hiddenRow(row));
    }

    private static IntStream rows(CellRangeAddress region) {
        return IntStream.rangeClosed(region.getFirstRow(), region.getLastRow());
    }

    /** What the other texts of a row need. */
    private static double standing(FormSheet sheet, int row, Map<CellAt, String> values) {
        return sheet.cells(row).stream()
                .filter(cell -> !values.containsKey(cell.at()) && !cell.text().isEmpty())
                .filter(cell -> sheet.anchor(cell.at()).equals(cell.at()))
                .filter(cell -> sheet.region(cell.at()).getFirstRow()
                        == sheet.region(cell.at()).getLastRow())
                .mapToDouble(cell -> cell.lettering().wraps()
                        ? height(sheet, cell.at(), cell.text())
                        : cell.lettering().line() + MARGINS / 2)
                .max()
                .orElse(0);
    }

    private static double height(FormSheet sheet, CellAt at, String value) {
        return lines(sheet, at, value) * sheet.lettering(at).line() + MARGINS;
    }

    private static int lines(FormSheet sheet, CellAt at, String value) {
        return WrappedText.lines(
                value,
                sheet.measures().width(sheet.region(at)),
                sheet.lettering(at).points() / sheet.measures().standard().points());
    }
}
