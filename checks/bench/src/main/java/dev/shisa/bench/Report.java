package dev.shisa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** All figures of a run: as a table for people, as JSON for comparing runs. */
final class Report {

    private static final List<String> HEAD = List.of("figure", "measured", "goal", "", "ratio", "load");

    private final List<Figure> figures = new ArrayList<>();
    private final Consumer<Figure> listener;

    /** @param listener hears each figure as it is measured: a run takes minutes */
    Report(Consumer<Figure> listener) {
        this.listener = listener;
    }

    void add(Figure figure) {
        figures.add(figure);
        listener.accept(figure);
    }

    boolean reachesAllGoals() {
        return figures.stream().allMatch(Figure::reachesGoal);
    }

    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        figures.forEach(f -> rows.add(row(f)));
        int[] widths = new int[HEAD.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String space = " ".repeat(widths[i] - row.get(i).length());
                boolean words = i == 0 || i == 3 || i == 4;
                line.append(i == 0 ? "" : "  ").append(words ? row.get(i) + space : space + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(Figure f) {
        Double goal = f.goal();
        Double least = f.least();
        Double ratio = f.ratio();
        return List.of(
                f.group() + ": " + f.name(),
                number(f.value()) + " " + f.unit(),
                goal != null
                        ? "≤ " + number(goal) + " " + f.unit()
                        : least != null ? "≥ " + number(least) + " " + f.unit() : "",
                goal == null && least == null ? "" : f.reachesGoal() ? "ok" : goal != null ? "OVER" : "UNDER",
                ratio == null ? "" : number(ratio) + " × " + f.baselineName(),
                number(f.load()));
    }

    static String number(double value) {
        double size = Math.abs(value);
        String pattern = size == Math.rint(size) ? "%.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }

    /** Writes {@code bench-<instant>.json} into the folder, and the same as {@code bench.json}. */
    Path write(Path folder, Machine machine, long seed, Instant at) throws IOException {
        Files.createDirectories(folder);
        String json = json(machine, seed, at);
        Path file = folder.resolve("bench-" + at.toString().replace(":", "") + ".json");
        Files.writeString(file, json);
        Files.writeString(folder.resolve("bench.json"), json);
        return file;
    }

    String json(Machine machine, long seed, Instant at) {
        StringBuilder json = new StringBuilder("{\n  \"at\": ").append(quoted(at.toString()));
        json.append(",\n  \"seed\": ").append(seed);
        json.append(",\n  \"machine\": {");
        String comma = "";
        for (Map.Entry<String, String> entry : machine.entries().entrySet()) {
            json.append(comma).append(quoted(entry.getKey())).append(": ").append(quoted(entry.getValue()));
            comma = ", ";
        }
        json.append("},\n  \"figures\": [");
        comma = "\n    ";
        for (Figure f : figures) {
            json.append(comma)
                    .append("{\"group\": ")
                    .append(quoted(f.group()))
                    .append(", \"name\": ")
                    .append(quoted(f.name()))
                    .append(", \"value\": ")
                    .append(f.value())
                    .append(", \"unit\": ")
                    .append(quoted(f.unit()))
                    .append(", \"goal\": ")
                    .append(f.goal())
                    .append(", \"least\": ")
                    .append(f.least())
                    .append(", \"ratio\": ")
                    .append(f.ratio())
                    .append(", \"ratioTo\": ")
                    .append(quoted(f.baselineName()))
                    .append(", \"load\": ")
                    .append(f.load())
                    .append('}');
            comma = ",\n    ";
        }
        return json.append("\n  ]\n}\n").toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
