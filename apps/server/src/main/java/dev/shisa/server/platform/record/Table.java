package dev.shisa.server.platform.record;

import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;

/**
 * A list of things, its columns said once: shown on a page ({@code part/table.jte}) and taken along as a file ({@link TableFile}).
 *
 * @param <T> what a row is about
 */
public final class Table<T> {

    private record Column<T>(String key, String label, boolean number, Function<T, Cell> cell) {}

    private final Ui ui;
    private final String caption;
    private final List<Column<T>> columns = new ArrayList<>();
    private Function<T, String> id = one -> "";

    private Table(Ui ui, String caption) {
        this.ui = ui;
        this.caption = caption;
    }

    /** @param caption what the list is, for who does not see it */
    public static <T> Table<T> of(Ui ui, String caption) {
        return new Table<>(ui, caption);
    }

    /**
     * A column.
     *
     * @param key its name for programs
     * @param label of its heading, a key of a message
     */
    public Table<T> column(String key, String label, Function<T, Cell> cell) {
        columns.add(new Column<>(key, ui.t(label), false, cell));
        return this;
    }

    /** A column of words. */
    public Table<T> text(String key, String label, Function<T, String> text) {
        return column(key, label, one -> Cell.of(text.apply(one)));
    }

    /** A column of numbers. */
    public Table<T> number(String key, String label, Function<T, Cell> cell) {
        columns.add(new Column<>(key, ui.t(label), true, cell));
        return this;
    }

    /** The id of each row on the page, to which a link can lead. */
    public Table<T> at(Function<T, String> rowId) {
        this.id = rowId;
        return this;
    }

    /**
     * The table as a page shows it.
     *
     * @param take address of the list as CSV; empty: it is not taken along
     */
    public record Shown(String caption, List<Parts.Column> columns, List<Row> rows, String take) {

        public boolean isEmpty() {
            return rows.isEmpty();
        }
    }

    public record Row(String id, List<Placed> cells) {}

    /** A cell under its heading; the first heads the row. */
    public record Placed(boolean first, String label, boolean number, Cell cell) {}

    public Shown shown(List<T> things, String take) {
        return new Shown(
                caption,
                columns.stream()
                        .map(c -> c.number() ? Parts.Column.number(c.label()) : Parts.Column.plain(c.label()))
                        .toList(),
                things.stream()
                        .map(one -> new Row(
                                id.apply(one),
                                columns.stream()
                                        .map(c -> new Placed(
                                                c.equals(columns.getFirst()),
                                                c.label(),
                                                c.number(),
                                                c.cell().apply(one)))
                                        .toList()))
                        .toList(),
                take);
    }

    /**
     * The list as a file.
     *
     * @param format as in the address
     * @param name of the file without its extension
     */
    public ResponseEntity<TableFile> download(String format, String name, List<T> things) {
        TableFile file = TableFile.of(format, name, ui);
        columns.forEach(c -> file.named(c.key(), c.label()));
        return file.download(things.stream()
                .map(one ->
                        columns.stream().map(c -> c.cell().apply(one).plain()).toList())
                .toList());
    }
}
