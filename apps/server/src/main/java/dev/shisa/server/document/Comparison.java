package dev.shisa.server.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is different between two texts, section by section and line by line (longest common subsequence). */
final class Comparison {

    /** Longer sections are shown as replaced: the table of the comparison grows with the square. */
    private static final int LINES_MAX = 1_000;

    private Comparison() {}

    /** Only the sections that differ. */
    static List<DocumentView.Compared> of(List<Section> before, List<Section> after) {
        Map<String, Section> was =
                before.stream().collect(Collectors.toMap(Section::id, Function.identity(), (a, b) -> a));
        Map<String, Section> is =
                after.stream().collect(Collectors.toMap(Section::id, Function.identity(), (a, b) -> a));
        List<DocumentView.Compared> compared = new ArrayList<>();
        for (Section section : after) {
            Section earlier = was.get(section.id());
            List<String> old = earlier == null ? List.of() : lines(earlier);
            if (!old.equals(lines(section))) {
                compared.add(new DocumentView.Compared(section.heading(), lines(old, lines(section))));
            }
        }
        before.stream()
                .filter(s -> !is.containsKey(s.id()))
                .forEach(s -> compared.add(new DocumentView.Compared(s.heading(), lines(lines(s), List.of()))));
        return compared;
    }

    private static List<String> lines(Section section) {
        List<String> lines = new ArrayList<>(List.of(section.heading()));
        section.text().lines().map(String::stripTrailing).forEach(lines::add);
        return lines;
    }

    static List<DocumentView.Line> lines(List<String> before, List<String> after) {
        List<DocumentView.Line> lines = new ArrayList<>();
        if (before.size() > LINES_MAX || after.size() > LINES_MAX) {
            before.forEach(line -> lines.add(new DocumentView.Line("removed", line)));
            after.forEach(line -> lines.add(new DocumentView.Line("added", line)));
            return lines;
        }
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add(new DocumentView.Line("same", before.get(i)));
                i++;
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new DocumentView.Line("removed", before.get(i)));
                i++;
            } else {
                lines.add(new DocumentView.Line("added", after.get(j)));
                j++;
            }
        }
        return lines;
    }
}
