package dev.shisa.server.answers;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.office.TableLines;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.RegisterItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A block that was copied from a spreadsheet. Its first line may name the columns, by heading or key; without one the
 * columns are those of the grid, the name first. A line is about the item that its code or its name tells, or a new one.
 *
 * @param columns ids of those that the block has
 * @param misfits what has no place
 */
record GridBlock(List<Grid.Row> rows, Set<String> columns, List<GridView.Misfit> misfits) {

    /** Some ten times what fills a grid. */
    static final int CHARS_MAX = 100_000;

    /** More than any register asks; beyond it somebody has copied a whole sheet. */
    static final int COLUMNS_MAX = 60;

    /** Longer than a text may be, so that it is refused for that and not cut. */
    private static final int CELL_CHARS_MAX = 20_000;

    private static final int SHOWN_CHARS = 60;

    private static final String NAME = "name";
    private static final String CODE = "code";

    GridBlock {
        rows = List.copyOf(rows);
        columns = Set.copyOf(columns);
        misfits = List.copyOf(misfits);
    }

    /**
     * Reads a block.
     *
     * @param shown the columns of the grid; they are meant where none are named
     * @param known all columns that a block may name
     * @param rowsMax more lines are not taken
     */
    static GridBlock read(
            String text,
            List<GridColumn> shown,
            List<GridColumn> known,
            List<RegisterItem> items,
            Map<Slot, FactEntry> present,
            int rowsMax,
            FactWords words,
            Messages messages,
            Ui ui) {
        return new Reading(shown, known, items, present, rowsMax, words, messages, ui).of(text);
    }

    /** One reading. */
    private static final class Reading {

        private final List<GridColumn> shown;
        private final List<GridColumn> known;
        private final Map<Slot, FactEntry> present;
        private final int rowsMax;
        private final FactWords words;
        private final Ui ui;
        private final Map<String, String> ids = new LinkedHashMap<>();
        private final List<Grid.Row> rows = new ArrayList<>();
        private final List<GridView.Misfit> misfits = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private final Map<String, String> names = new LinkedHashMap<>();

        Reading(
                List<GridColumn> shown,
                List<GridColumn> known,
                List<RegisterItem> items,
                Map<Slot, FactEntry> present,
                int rowsMax,
                FactWords words,
                Messages messages,
                Ui ui) {
            this.shown = shown;
            this.known = known;
            this.present = present;
            this.rowsMax = rowsMax;
            this.words = words;
            this.ui = ui;
            items.forEach(item -> names.put(item.code(), item.name()));
            for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
                ids.put(AnswerWords.plain(messages.get(locale, "register.name")), NAME);
                ids.put(AnswerWords.plain(messages.get(locale, "grid.code")), CODE);
                known.forEach(column -> ids.put(AnswerWords.plain(column.heading(words, locale)), column.id()));
            }
            known.forEach(column -> ids.put(AnswerWords.plain(column.id()), column.id()));
        }

        GridBlock of(String text) {
            Map<Integer, List<String>> lines = new LinkedHashMap<>();
            boolean all = TableLines.pasted(
                    text, new TableLines.Bounds(rowsMax + 1, COLUMNS_MAX, CELL_CHARS_MAX), (number, cells) -> {
                        if (cells.stream().anyMatch(c -> !c.isBlank())) {
                            lines.put(number, cells.stream().map(Reading::plain).toList());
                        }
                    });
            if (!all) {
                misfits.add(new GridView.Misfit(
                        ui.t("grid.place.line", rowsMax + 2), "", ui.t("grid.misfit.lines", rowsMax)));
            }
            List<@Nullable String> columns = null;
            for (Map.Entry<Integer, List<String>> line : lines.entrySet()) {
                if (columns == null) {
                    boolean named = line.getValue().stream().anyMatch(cell -> ids.containsKey(AnswerWords.plain(cell)));
                    columns = named ? named(line.getKey(), line.getValue()) : unnamed();
                    if (named) {
                        continue;
                    }
                }
                line(line.getKey(), line.getValue(), columns);
            }
            Set<String> used = new HashSet<>();
            rows.forEach(row -> used.addAll(row.cells().keySet()));
            return new GridBlock(rows, used, misfits);
        }

        /** A mark that keeps a cell text in the file that was taken along is none of what was typed. */
        private static String plain(String cell) {
            String text = cell.strip();
            return text.length() > 1 && text.charAt(0) == '\'' && "=+-@＝＋－＠".indexOf(text.charAt(1)) >= 0
                    ? text.substring(1)
                    : text;
        }

        private List<@Nullable String> unnamed() {
            List<@Nullable String> columns = new ArrayList<>(List.of(NAME));
            shown.forEach(column -> columns.add(column.id()));
            return columns;
        }

        private List<@Nullable String> named(int line, List<String> cells) {
            List<@Nullable String> columns = new ArrayList<>();
            for (String cell : cells) {
                String id = ids.get(AnswerWords.plain(cell));
                boolean twice = id != null && columns.contains(id);
                if (!cell.isBlank() && (id == null || twice)) {
                    List<String> headings = known.stream()
                            .map(c -> c.heading(words, ui.locale()))
                            .toList();
                    String why = twice
                            ? ui.t("grid.misfit.column.twice")
                            : Nearest.of(cell, headings)
                                    .map(near -> ui.t("grid.misfit.column.nearest", near))
                                    .orElseGet(() -> ui.t("grid.misfit.column"));
                    misfit(line, columns.size() + 1, cell, why);
                }
                columns.add(twice ? null : id);
            }
            return columns;
        }

        private void line(int number, List<String> cells, List<@Nullable String> columns) {
            Map<String, String> said = new HashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                String column = i < columns.size() ? columns.get(i) : null;
                if (column != null) {
                    said.put(column, cells.get(i));
                } else if (i >= columns.size() && !cells.get(i).isBlank()) {
                    misfit(number, i + 1, cells.get(i), ui.t("grid.misfit.beyond"));
                }
            }
            String code = Optional.ofNullable(said.remove(CODE)).orElse("");
            String name = Optional.ofNullable(said.remove(NAME)).orElse("");
            List<String> meant = code.isEmpty() ? AnswerWords.named(names, name) : List.of(code);
            if (meant.size() > 1) {
                misfit(number, 0, name, ui.t("grid.misfit.several"));
                return;
            }
            String item = meant.isEmpty() ? null : names.get(meant.getFirst());
            if (item == null && (!code.isEmpty() || name.isEmpty())) {
                String typed = code.isEmpty() ? String.join(" ", said.values()) : code;
                misfit(number, 0, typed, ui.t(code.isEmpty() ? "grid.misfit.nameless" : "grid.misfit.code"));
                return;
            }
            if (item != null && !name.isEmpty() && !item.equals(name) && !code.isEmpty()) {
                misfit(number, columns.indexOf(NAME) + 1, name, ui.t("grid.misfit.name", item));
            }
            String key = item == null ? "new" + (rows.size() + 1) : meant.getFirst();
            if (!keys.add(item == null ? NAME + " " + AnswerWords.plain(name) : key)) {
                misfit(number, 0, item == null ? name : item, ui.t("grid.misfit.twice"));
                return;
            }
            Map<FactKey, UUID> seen = item == null ? Map.of() : Grid.seen(present, known, key);
            rows.add(new Grid.Row(key, item == null ? name : "", said, seen));
        }

        private void misfit(int line, int column, String typed, String why) {
            String place = column == 0 ? ui.t("grid.place.line", line) : ui.t("grid.place.cell", line, column);
            String cut = typed.length() > SHOWN_CHARS ? typed.substring(0, SHOWN_CHARS) + "…" : typed;
            misfits.add(new GridView.Misfit(place, cut, why));
        }
    }
}
