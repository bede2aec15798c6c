package dev.shisa.server.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The picture of ARCHITECTURE.md, drawn from the code: the spine, the modules with what each uses, the capabilities of the server in
 * their order with the engines that each uses. The same code gives the same bytes.
 */
final class Picture {

    private static final int WIDTH = 1120;
    private static final int MARGIN = 20;
    private static final int BOX_HEIGHT = 40;
    private static final int COLUMNS = 6;

    private static final List<String> SPINE =
            List.of("reality", "engine", "evidence", "fact", "rule", "verdict", "what to do next");

    private final StringBuilder svg = new StringBuilder();
    private int y = MARGIN;

    /**
     * Draws it.
     *
     * @param uses by module as {@code apps/server}: the modules that its pom names
     * @param engines by capability, in the order of the capabilities: the engines that its classes use
     */
    static String draw(Map<String, Set<String>> uses, Map<String, Set<String>> engines) {
        Picture picture = new Picture();
        picture.spine();
        picture.modules(uses);
        picture.order(engines);
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="14" role="img">
            <title>Shisa: spine, modules, order of capabilities</title>
            <defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
            <path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>
            <rect width="%1$d" height="%2$d" fill="#fff"/>
            """.formatted(WIDTH, picture.y) + picture.svg + "</svg>\n";
    }

    private void spine() {
        heading("The spine: data flows in this one direction");
        int gap = 24;
        int wide = (WIDTH - 2 * MARGIN - gap * (SPINE.size() - 1)) / SPINE.size();
        for (int i = 0; i < SPINE.size(); i++) {
            int x = MARGIN + i * (wide + gap);
            box(x, y, wide, SPINE.get(i), "", "#e8f1e4");
            if (i > 0) {
                line(x - gap, y + BOX_HEIGHT / 2, x - 3, y + BOX_HEIGHT / 2);
            }
        }
        y += BOX_HEIGHT + 30;
    }

    private void modules(Map<String, Set<String>> uses) {
        heading("The modules: a line leads down to what is used (what follows from another line is left out)");
        Map<String, Set<String>> lines = withoutDetours(uses);
        Map<String, int[]> places = new TreeMap<>();
        List<String> aboveApps = uses.entrySet().stream()
                .filter(module -> module.getValue().stream().anyMatch(used -> used.startsWith("apps/")))
                .map(Map.Entry::getKey)
                .toList();
        List<String> aboveEngines = uses.keySet().stream()
                .filter(module -> module.matches("(apps|checks)/.*") && !aboveApps.contains(module))
                .toList();
        List<String> below = uses.keySet().stream()
                .filter(module -> !aboveApps.contains(module) && !aboveEngines.contains(module))
                .toList();
        List<List<String>> rows = List.of(aboveApps, aboveEngines, below);
        int top = y;
        for (List<String> row : rows) {
            int gap = 16;
            int wide = Math.min(170, (WIDTH - 2 * MARGIN - gap * (row.size() - 1)) / row.size());
            int left = (WIDTH - wide * row.size() - gap * (row.size() - 1)) / 2;
            for (int i = 0; i < row.size(); i++) {
                places.put(row.get(i), new int[] {left + i * (wide + gap), top, wide});
            }
            top += BOX_HEIGHT + 90;
        }
        lines.forEach((from, all) -> all.forEach(to -> {
            int[] a = Objects.requireNonNull(places.get(from));
            int[] b = Objects.requireNonNull(places.get(to));
            if (a[1] < b[1]) {
                line(a[0] + a[2] / 2, a[1] + BOX_HEIGHT, b[0] + b[2] / 2, b[1] - 3);
            } else {
                // Beside each other: below both.
                int under = a[1] + BOX_HEIGHT;
                svg.append(
                        "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#end)\"/>\n"
                                .formatted(
                                        a[0] + a[2] / 2,
                                        under,
                                        a[0] + a[2] / 2,
                                        under + 36,
                                        b[0] + b[2] / 2,
                                        under + 36,
                                        b[0] + b[2] / 2,
                                        under + 3));
            }
        }));
        places.forEach((module, place) -> box(
                place[0],
                place[1],
                place[2],
                module.replaceFirst(".*/", ""),
                module.contains("/") ? module.replaceFirst("/.*", "") : "",
                module.startsWith("engines") ? "#e3edf7" : module.startsWith("checks") ? "#f1f1f1" : "#fbf0dc"));
        y = top - 50;
    }

    private void order(Map<String, Set<String>> engines) {
        heading("The capabilities of the server: each may use those before it (below the name: engines that it uses)");
        int gap = 10;
        int wide = (WIDTH - 2 * MARGIN - gap * (COLUMNS - 1)) / COLUMNS;
        int number = 0;
        for (Map.Entry<String, Set<String>> one : engines.entrySet()) {
            int x = MARGIN + number % COLUMNS * (wide + gap);
            number++;
            box(x, y, wide, number + " " + one.getKey(), String.join(", ", one.getValue()), "#fbf0dc");
            if (number % COLUMNS == 0 || number == engines.size()) {
                y += BOX_HEIGHT + gap;
            }
        }
        y += MARGIN - gap;
    }

    /** Without the lines that follow from others. */
    private static Map<String, Set<String>> withoutDetours(Map<String, Set<String>> uses) {
        Map<String, Set<String>> lines = new LinkedHashMap<>();
        uses.forEach((from, all) -> {
            Set<String> left = new TreeSet<>(all);
            all.forEach(to -> all.stream()
                    .filter(over -> !over.equals(to) && reaches(uses, over, to))
                    .findFirst()
                    .ifPresent(_ -> left.remove(to)));
            lines.put(from, left);
        });
        return lines;
    }

    private static boolean reaches(Map<String, Set<String>> uses, String from, String to) {
        List<String> open = new ArrayList<>(List.of(from));
        Set<String> seen = new TreeSet<>();
        while (!open.isEmpty()) {
            String one = open.removeLast();
            if (one.equals(to)) {
                return true;
            }
            if (seen.add(one)) {
                open.addAll(uses.getOrDefault(one, Set.of()));
            }
        }
        return false;
    }

    private void heading(String words) {
        svg.append("<text x=\"%d\" y=\"%d\" fill=\"#222\" font-weight=\"bold\">%s</text>\n"
                .formatted(MARGIN, y + 14, words));
        y += 30;
    }

    private void box(int x, int top, int wide, String words, String below, String fill) {
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\" stroke=\"#888\"/>\n"
                .formatted(x, top, wide, BOX_HEIGHT, fill));
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#222\">%s</text>\n"
                .formatted(x + wide / 2, top + (below.isEmpty() ? 25 : 17), words));
        if (!below.isEmpty()) {
            String size = below.length() > 30 ? String.format(Locale.ROOT, "%.1f", 11 * 30.0 / below.length()) : "11";
            svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\" font-size=\"%s\">%s</text>\n"
                    .formatted(x + wide / 2, top + 33, size, below));
        }
    }

    private void line(int fromX, int fromY, int toX, int toY) {
        svg.append("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#555\" marker-end=\"url(#end)\"/>\n"
                .formatted(fromX, fromY, toX, toY));
    }
}
