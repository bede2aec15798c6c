package dev.shisa.server.platform.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Columns or steps of parts that stand on each other; it is stretched to any width, so it holds no text.
 *
 * @param label what it shows, for those who do not see it
 * @param width in its own units; the height is {@link #HEIGHT}
 * @param lines over the parts
 * @param scale from the top to the bottom
 * @param below under the columns: of each, or of the first and last
 */
public record Chart(
        String label,
        int width,
        List<Rect> rects,
        List<Line> lines,
        List<String> scale,
        List<String> below,
        List<Key> keys) {

    /**
     * What a colour means.
     *
     * @param line whether it is the colour of a line
     */
    public record Key(String kind, String word, boolean line) {
        public Key(String kind, String word) {
            this(kind, word, false);
        }
    }

    /** A line from point to point, in the units of the picture. */
    public record Line(String kind, String points) {}

    /** A point of a line: a place among the columns, from 0, and a value of their scale. */
    public record Point(double column, double value) {}

    /** A line before it is drawn. */
    public record Path(String kind, String word, List<Point> points) {
        public Path {
            points = List.copyOf(points);
        }
    }

    /** A part of a column, in the units of the picture. */
    public record Rect(String x, String y, String width, String height, String kind) {}

    public static final int HEIGHT = 100;
    private static final int COLUMN = 10;
    private static final int GAP = 2;

    /** Less is not to be seen. */
    private static final double HEIGHT_MIN = 0.5;

    public Chart {
        rects = List.copyOf(rects);
        lines = List.copyOf(lines);
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
        int top = top(columns);
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
                List.of(),
                scale(top),
                below,
                eachItsOwn ? List.of() : keys);
    }

    /**
     * Draws steps: columns without a gap, equal ones beside each other as one.
     *
     * @param columns for each column the values of its parts, from the bottom
     * @param keys of the parts
     * @param paths over them; they may go on to the right of the last column
     */
    public static Chart steps(
            String label, List<List<Double>> columns, List<Path> paths, List<String> below, List<Key> keys) {
        int top = top(columns);
        List<Rect> rects = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= columns.size(); i++) {
            if (i == columns.size() || !columns.get(i).equals(columns.get(from))) {
                double stands = 0;
                for (int k = 0; k < columns.get(from).size(); k++) {
                    double height = columns.get(from).get(k) / top * HEIGHT;
                    if (height >= HEIGHT_MIN) {
                        stands += height;
                        rects.add(new Rect(
                                Integer.toString(from * COLUMN),
                                number(HEIGHT - stands),
                                Integer.toString((i - from) * COLUMN),
                                number(height),
                                keys.get(k).kind()));
                    }
                }
                from = i;
            }
        }
        double right = paths.stream()
                .flatMap(path -> path.points().stream())
                .mapToDouble(Point::column)
                .max()
                .orElse(0);
        return new Chart(
                label,
                (int) Math.ceil(Math.max(Math.max(1, columns.size()), right) * COLUMN),
                rects,
                paths.stream().map(path -> line(path, top)).toList(),
                scale(top),
                below,
                Stream.concat(keys.stream(), paths.stream().map(path -> new Key(path.kind(), path.word(), true)))
                        .toList());
    }

    private static Line line(Path path, int top) {
        return new Line(
                path.kind(),
                path.points().stream()
                        .map(p -> number(p.column() * COLUMN) + "," + number(HEIGHT - p.value() / top * HEIGHT))
                        .collect(Collectors.joining(" ")));
    }

    private static int top(List<List<Double>> columns) {
        double most = columns.stream().mapToDouble(Chart::sum).max().orElse(0);
        return 2 * (int) Math.max(1, Math.ceil(most / 2));
    }

    private static List<String> scale(int top) {
        return List.of(Integer.toString(top), Integer.toString(top / 2), "0");
    }

    private static double sum(List<Double> column) {
        return column.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
