package dev.shisa.server.platform.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Columns of parts that stand on each other; it is stretched to any width, so it holds no text.
 *
 * @param label what it shows, for those who do not see it
 * @param width in its own units; the height is {@link #HEIGHT}
 * @param scale from the top to the bottom
 * @param below under the columns: of each, or of the first and last
 */
public record Chart(String label, int width, List<Rect> rects, List<String> scale, List<String> below, List<Key> keys) {

    /** What a colour means. */
    public record Key(String kind, String word) {}

    /** A part of a column, in the units of the picture. */
    public record Rect(String x, String y, String width, String height, String kind) {}

    public static final int HEIGHT = 100;
    private static final int COLUMN = 10;
    private static final int GAP = 2;

    /** Less is not to be seen. */
    private static final double HEIGHT_MIN = 0.5;

    public Chart {
        rects = List.copyOf(rects);
        scale = List.copyOf(scale);
        below = List.copyOf(below);
        keys = List.copyOf(keys);
    }

    /**
     * Draws columns.
     *
     * @param columns for each column the values of its parts, from the bottom; none: a gap
     * @param keys of the parts, or, if each column has one part, of the columns
     */
    public static Chart of(
            String label, List<List<Double>> columns, List<String> below, List<Key> keys, boolean eachItsOwn) {
        double most = columns.stream().mapToDouble(Chart::sum).max().orElse(0);
        int top = 2 * (int) Math.max(1, Math.ceil(most / 2));
        List<Rect> rects = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            double stands = 0;
            for (int k = 0; k < columns.get(i).size(); k++) {
                double height = columns.get(i).get(k) / top * HEIGHT;
                if (height >= HEIGHT_MIN) {
                    stands += height;
                    rects.add(new Rect(
                            Integer.toString(i * COLUMN + GAP / 2),
                            number(HEIGHT - stands),
                            Integer.toString(COLUMN - GAP),
                            number(height),
                            keys.get(eachItsOwn ? i : k).kind()));
                }
            }
        }
        return new Chart(
                label,
                Math.max(1, columns.size()) * COLUMN,
                rects,
                List.of(Integer.toString(top), Integer.toString(top / 2), "0"),
                below,
                eachItsOwn ? List.of() : keys);
    }

    private static double sum(List<Double> column) {
        return column.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
