package dev.shisa.server.model;

import dev.shisa.server.model.ProductModel.Component;
import dev.shisa.server.model.ProductModel.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A drawing of a model: boxes for components, numbered lines for connections, in units of pixels at full size.
 *
 * <p>There are two, of which a page shows the one that fits. The wide one puts people's things at the left, the device next,
 * then what relays, then what lies beyond; a line that passes a column goes below all boxes, so that no line ever runs
 * behind a box. The tall one is a single column with the lines in lanes at its right side, short ones inside, as in a plan of
 * tracks. Both place lines by the order of what they join and nothing else, so the same model is always the same drawing.
 *
 * @param width of the drawing
 * @param height of the drawing
 */
public record Diagram(int width, int height, List<Box> boxes, List<Line> lines) {

    /** More would be a tangle; the lists say the same. */
    static final int COMPONENTS_MAX = 24;

    static final int CONNECTIONS_MAX = 40;

    private static final int MARGIN = 6;
    /** Four columns fit into the main column of a page on a screen of 1280 pixels. */
    private static final int BOX_WIDTH = 184;
    private static final int LINE_HEIGHT = 21;
    private static final int BOX_PADDING = 12;
    private static final int GAP_WIDTH = 80;
    private static final int GAP_HEIGHT = 28;
    /** Room between two lines that end at the same side of a box: the mark of a line is as high. */
    private static final int END_HEIGHT = 26;

    private static final int TALL_BOX_WIDTH = 206;
    private static final int LANE = 28;

    /** Width that a name may have in a box, in halves of a character's height. */
    private static final int NAME_HALVES = 21;

    private static final int NAME_LINES = 2;

    /** How far a line between two boxes of one column leaves it. */
    private static final int BULGE = 56;

    /**
     * A component.
     *
     * @param name in the lines in which it is written
     * @param about its kind and whose it is
     * @param own whether it is the maker's
     * @param unknown whether nobody knows what it is
     */
    public record Box(int x, int y, int width, int height, List<String> name, String about, boolean own, boolean unknown) {
        public Box {
            name = List.copyOf(name);
        }

        /** Where the first line of text stands. */
        private int textY() {
            return y + BOX_PADDING + 15;
        }

        /** Where a line of text stands. */
        public int lineY(int line) {
            return textY() + line * LINE_HEIGHT;
        }
    }

    /**
     * A connection.
     *
     * @param path as SVG writes it
     * @param number the one that it has in the list
     * @param intent {@code intended}, {@code unintended} or {@code observed}
     * @param markX middle of the mark with its number
     * @param markY middle of the mark with its number
     */
    public record Line(String path, int number, String intent, int markX, int markY) {}

    public Diagram {
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
    }

    static boolean canShow(ProductModel model) {
        return !model.components().isEmpty()
                && model.components().size() <= COMPONENTS_MAX
                && model.connections().size() <= CONNECTIONS_MAX;
    }

    /** A connection that can be drawn, with its number in the list. */
    private record Numbered(Connection connection, int number) {
        String intent() {
            return connection.isUnintended() ? connection.intent().value() : "intended";
        }
    }

    private static List<Numbered> numbered(ProductModel model) {
        List<Numbered> numbered = new ArrayList<>();
        for (int i = 0; i < model.connections().size(); i++) {
            if (model.isDrawable(model.connections().get(i))) {
                numbered.add(new Numbered(model.connections().get(i), i + 1));
            }
        }
        return numbered;
    }

    /** Where one line leaves or reaches a box: by code, side and number of the line. */
    private record End(String code, boolean left, int number) {}

    /** @param about kind and owner of a component in words */
    static Diagram wide(ProductModel model, Function<Component, String> about) {
        List<List<Component>> columns = columns(model);
        Map<String, Integer> columnOf = new HashMap<>();
        Map<String, Integer> rowOf = new HashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            for (int row = 0; row < columns.get(column).size(); row++) {
                columnOf.put(columns.get(column).get(row).code(), column);
                rowOf.put(columns.get(column).get(row).code(), row);
            }
        }
        List<Numbered> connections = numbered(model);
        // Ends on one side of a box, ordered by where the other end is, so that lines do not cross beside the box.
        Map<String, List<Numbered>> leftEnds = new HashMap<>();
        Map<String, List<Numbered>> rightEnds = new HashMap<>();
        for (Numbered one : connections) {
            String from = one.connection().from();
            String to = one.connection().to();
            int leap = at(columnOf, to) - at(columnOf, from);
            boolean leftward = leap < 0 || (leap == 0 && isLast(at(columnOf, from), columns));
            boolean fromLeft = leap > 0 || (leap == 0 && leftward);
            (leftward ? leftEnds : rightEnds)
                    .computeIfAbsent(from, _ -> new ArrayList<>())
                    .add(one);
            (fromLeft ? leftEnds : rightEnds)
                    .computeIfAbsent(to, _ -> new ArrayList<>())
                    .add(one);
        }
        Map<String, Box> boxes = new HashMap<>();
        int tallest = 0;
        List<Integer> heights = new ArrayList<>();
        for (List<Component> column : columns) {
            int height = -GAP_HEIGHT;
            for (Component component : column) {
                height += GAP_HEIGHT + boxHeight(component, leftEnds, rightEnds);
            }
            heights.add(height);
            tallest = Math.max(tallest, height);
        }
        for (int column = 0; column < columns.size(); column++) {
            int y = MARGIN + (tallest - heights.get(column)) / 2;
            for (Component component : columns.get(column)) {
                int height = boxHeight(component, leftEnds, rightEnds);
                boxes.put(
                        component.code(),
                        box(component, MARGIN + column * (BOX_WIDTH + GAP_WIDTH), y, BOX_WIDTH, height, about));
                y += height + GAP_HEIGHT;
            }
        }
        Map<End, Integer> ends = new HashMap<>();
        place(leftEnds, true, boxes, columnOf, rowOf, ends);
        place(rightEnds, false, boxes, columnOf, rowOf, ends);

        List<Line> lines = new ArrayList<>();
        Map<String, Integer> parallels = new HashMap<>();
        connections.forEach(one -> parallels.merge(pair(one.connection()), 1, Integer::sum));
        Map<String, Integer> drawn = new HashMap<>();
        int bottom = MARGIN + tallest;
        int lane = 0;
        boolean bulges = false;
        for (Numbered one : connections) {
            boolean forward = at(columnOf, one.connection().to()) >= at(columnOf, one.connection().from());
            String leftCode = forward ? one.connection().from() : one.connection().to();
            String rightCode = forward ? one.connection().to() : one.connection().from();
            Box left = boxes.get(leftCode);
            Box right = boxes.get(rightCode);
            if (left == null || right == null) {
                continue;
            }
            int leap = at(columnOf, rightCode) - at(columnOf, leftCode);
            int ax = left.x() + left.width();
            int ay = at(ends, new End(leftCode, false, one.number()));
            int nth = drawn.merge(pair(one.connection()), 1, Integer::sum);
            double along = nth / (parallels.getOrDefault(pair(one.connection()), 1) + 1.0);
            if (leap == 0) {
                // In the last column the line stays inside the drawing.
                boolean leftward = isLast(at(columnOf, leftCode), columns);
                bulges |= !leftward && columns.size() == 1;
                int edge = leftward ? left.x() : ax;
                int out = leftward ? edge - BULGE : edge + BULGE;
                int top = at(ends, new End(leftCode, leftward, one.number()));
                int by = at(ends, new End(rightCode, leftward, one.number()));
                lines.add(new Line(
                        oriented(true, edge, top, out, top, out, by, edge, by),
                        one.number(),
                        one.intent(),
                        (int) Math.round(bezier(along, edge, out, out, edge)),
                        (int) Math.round(bezier(along, top, top, by, by))));
            } else if (leap == 1) {
                int bx = right.x();
                int by = at(ends, new End(rightCode, true, one.number()));
                int middle = (ax + bx) / 2;
                lines.add(new Line(
                        oriented(forward, ax, ay, middle, ay, middle, by, bx, by),
                        one.number(),
                        one.intent(),
                        (int) Math.round(bezier(along, ax, middle, middle, bx)),
                        (int) Math.round(bezier(along, ay, ay, by, by))));
            } else {
                int bx = right.x();
                int by = at(ends, new End(rightCode, true, one.number()));
                int y = bottom + GAP_HEIGHT + lane * END_HEIGHT;
                lane++;
                int down = ax + GAP_WIDTH / 2;
                int up = bx - GAP_WIDTH / 2;
                String path = forward
                        ? String.format(
                                Locale.ROOT,
                                "M%d %d C%d %d %d %d %d %d L%d %d C%d %d %d %d %d %d",
                                ax, ay, down, ay, down - 20, y, down + 20, y, up - 20, y, up + 20, y, up, by, bx, by)
                        : String.format(
                                Locale.ROOT,
                                "M%d %d C%d %d %d %d %d %d L%d %d C%d %d %d %d %d %d",
                                bx, by, up, by, up + 20, y, up - 20, y, down + 20, y, down - 20, y, down, ay, ax, ay);
                lines.add(new Line(path, one.number(), one.intent(), (down + up) / 2, y));
            }
        }
        int width = 2 * MARGIN + columns.size() * BOX_WIDTH + (columns.size() - 1) * GAP_WIDTH + (bulges ? BULGE : 0);
        int height = bottom + MARGIN + (lane == 0 ? 0 : GAP_HEIGHT + lane * END_HEIGHT);
        return new Diagram(width, height, inOrder(model, boxes), lines);
    }

    /** @param about kind and owner of a component in words */
    static Diagram tall(ProductModel model, Function<Component, String> about) {
        List<Component> column = columns(model).stream().flatMap(List::stream).toList();
        Map<String, Integer> rowOf = new HashMap<>();
        column.forEach(component -> rowOf.put(component.code(), rowOf.size()));
        List<Numbered> connections = numbered(model);
        Map<String, List<Numbered>> sides = new HashMap<>();
        for (Numbered one : connections) {
            for (String code : List.of(one.connection().from(), one.connection().to())) {
                sides.computeIfAbsent(code, _ -> new ArrayList<>()).add(one);
            }
        }
        Map<String, Box> boxes = new HashMap<>();
        int y = MARGIN;
        for (Component component : column) {
            int height = boxHeight(component, Map.of(), sides);
            boxes.put(component.code(), box(component, MARGIN, y, TALL_BOX_WIDTH, height, about));
            y += height + GAP_HEIGHT;
        }
        Map<End, Integer> ends = new HashMap<>();
        place(sides, false, boxes, Map.of(), rowOf, ends);

        // Short lines take the inner lanes; a lane holds lines that do not overlap.
        List<Numbered> byLength = connections.stream()
                .sorted(Comparator.comparingInt((Numbered one) -> span(one, ends)).thenComparing(Numbered::number))
                .toList();
        List<List<int[]>> lanes = new ArrayList<>();
        Map<Integer, Integer> laneOf = new HashMap<>();
        for (Numbered one : byLength) {
            int a = at(ends, new End(one.connection().from(), false, one.number()));
            int b = at(ends, new End(one.connection().to(), false, one.number()));
            int top = Math.min(a, b);
            int bottom = Math.max(a, b);
            int lane = 0;
            while (lane < lanes.size()
                    && lanes.get(lane).stream().anyMatch(taken -> taken[0] <= bottom && top <= taken[1])) {
                lane++;
            }
            if (lane == lanes.size()) {
                lanes.add(new ArrayList<>());
            }
            lanes.get(lane).add(new int[] {top, bottom});
            laneOf.put(one.number(), lane);
        }
        int right = MARGIN + TALL_BOX_WIDTH;
        List<Line> lines = new ArrayList<>();
        for (Numbered one : connections) {
            int a = at(ends, new End(one.connection().from(), false, one.number()));
            int b = at(ends, new End(one.connection().to(), false, one.number()));
            int x = right + LANE * (1 + laneOf.getOrDefault(one.number(), 0));
            lines.add(new Line(
                    String.format(Locale.ROOT, "M%d %d H%d V%d H%d", right, a, x, b, right),
                    one.number(),
                    one.intent(),
                    x,
                    (a + b) / 2));
        }
        return new Diagram(
                right + LANE * (1 + lanes.size()) + MARGIN - LANE / 2,
                y - GAP_HEIGHT + MARGIN,
                inOrder(model, boxes),
                lines);
    }

    /** The last of several: beside the only column there is room at its right. */
    private static boolean isLast(int column, List<List<Component>> columns) {
        return columns.size() > 1 && column == columns.size() - 1;
    }

    /** People's things, the devices, what relays, what lies beyond; columns that are empty are left out. */
    private static List<List<Component>> columns(ProductModel model) {
        List<List<Component>> columns = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Component component : model.components()) {
            int column = switch (component.kind().value()) {
                case "app", "terminal", "tool", "attacker", "unknown" -> 0;
                case "gateway" -> 2;
                case "cloud", "system" -> 3;
                default -> 1;
            };
            columns.get(column).add(component);
        }
        return columns.stream().filter(column -> !column.isEmpty()).toList();
    }

    private static int boxHeight(
            Component component, Map<String, List<Numbered>> leftEnds, Map<String, List<Numbered>> rightEnds) {
        int text = 2 * BOX_PADDING + (wrap(component.name()).size() + 1) * LINE_HEIGHT;
        int ends = Math.max(
                leftEnds.getOrDefault(component.code(), List.of()).size(),
                rightEnds.getOrDefault(component.code(), List.of()).size());
        return Math.max(text, ends * END_HEIGHT + 2);
    }

    private static Box box(
            Component component, int x, int y, int width, int height, Function<Component, String> about) {
        return new Box(
                x,
                y,
                width,
                height,
                wrap(component.name()),
                about.apply(component),
                component.isOwn(),
                component.isUnknown());
    }

    private static List<Box> inOrder(ProductModel model, Map<String, Box> boxes) {
        return model.components().stream()
                .flatMap(component -> Optional.ofNullable(boxes.get(component.code())).stream())
                .toList();
    }

    /** Spreads the ends on one side of each box evenly, in the order of what they lead to. */
    private static void place(
            Map<String, List<Numbered>> sides,
            boolean left,
            Map<String, Box> boxes,
            Map<String, Integer> columnOf,
            Map<String, Integer> rowOf,
            Map<End, Integer> ends) {
        sides.forEach((code, lines) -> {
            Box box = boxes.get(code);
            if (box == null) {
                return;
            }
            // What passes a column goes below, so it leaves lowest.
            Comparator<Numbered> order = Comparator.comparing(
                            (Numbered one) -> Math.abs(at(columnOf, other(one, code)) - at(columnOf, code)) > 1)
                    .thenComparing(one -> at(rowOf, other(one, code)))
                    .thenComparing(Numbered::number);
            List<Numbered> sorted = lines.stream().sorted(order).toList();
            for (int i = 0; i < sorted.size(); i++) {
                int y = box.y() + Math.round(box.height() * (i + 1) / (sorted.size() + 1f));
                ends.put(new End(code, left, sorted.get(i).number()), y);
            }
        });
    }

    private static String other(Numbered one, String code) {
        return one.connection().from().equals(code)
                ? one.connection().to()
                : one.connection().from();
    }

    private static String pair(Connection connection) {
        return connection.from().compareTo(connection.to()) < 0
                ? connection.from() + " " + connection.to()
                : connection.to() + " " + connection.from();
    }

    private static int span(Numbered one, Map<End, Integer> ends) {
        return Math.abs(at(ends, new End(one.connection().from(), false, one.number()))
                - at(ends, new End(one.connection().to(), false, one.number())));
    }

    private static <K> int at(Map<K, Integer> places, K key) {
        return places.getOrDefault(key, 0);
    }

    /** A curve that begins where the connection does, since its arrow stands at the end. */
    private static String oriented(
            boolean forward, int ax, int ay, int bx, int by, int cx, int cy, int dx, int dy) {
        return forward
                ? String.format(Locale.ROOT, "M%d %d C%d %d %d %d %d %d", ax, ay, bx, by, cx, cy, dx, dy)
                : String.format(Locale.ROOT, "M%d %d C%d %d %d %d %d %d", dx, dy, cx, cy, bx, by, ax, ay);
    }

    /** One coordinate of the cubic curve through four points. */
    private static double bezier(double t, int a, int b, int c, int d) {
        double s = 1 - t;
        return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
    }

    /** A name in at most two lines; what does not fit ends with an ellipsis, and the list has the whole. */
    static List<String> wrap(String name) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int halves = 0;
        int[] characters = name.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            int width = characters[i] < 0x2E80 ? 1 : 2;
            if (halves + width > NAME_HALVES) {
                if (lines.size() == NAME_LINES - 1) {
                    line.setLength(line.offsetByCodePoints(line.length(), -1));
                    lines.add(line + "…");
                    return lines;
                }
                int space = line.lastIndexOf(" ");
                String rest = space > 0 ? line.substring(space + 1) : "";
                lines.add(space > 0 ? line.substring(0, space) : line.toString());
                line = new StringBuilder(rest);
                halves = rest.codePoints().map(c -> c < 0x2E80 ? 1 : 2).sum();
            }
            line.appendCodePoint(characters[i]);
            halves += width;
        }
        lines.add(line.toString());
        return lines;
    }
}
