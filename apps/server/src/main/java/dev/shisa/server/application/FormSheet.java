package dev.shisa.server.application;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.poi.ss.util.CellRangeAddress;

/** What can be read from one sheet of a form: texts, merged cells, hidden rows, locks, lists of allowed words. */
public final class FormSheet {

    /** One cell that exists in the file, with the text that a reader sees. */
    public record Cell(CellAt at, String text, boolean formula, boolean locked, Lettering lettering) {}

    private final String name;
    private final String part;
    private final boolean hidden;
    private final boolean guarded;
    private final NavigableMap<CellAt, Cell> cells;
    private final Map<CellAt, CellRangeAddress> merged;
    private final List<CellRangeAddress> merges;
    private final Collection<Integer> hiddenRows;
    private final List<AllowedWords> allowed;
    private final SheetMeasures measures;

    /**
     * @param part name of its part in the package, without a leading slash
     * @param guarded whether the sheet is protected
     * @param merged each cell of a merged region with its region
     */
    FormSheet(
            String name,
            String part,
            boolean hidden,
            boolean guarded,
            NavigableMap<CellAt, Cell> cells,
            Map<CellAt, CellRangeAddress> merged,
            List<CellRangeAddress> merges,
            Collection<Integer> hiddenRows,
            List<AllowedWords> allowed,
            SheetMeasures measures) {
        this.name = name;
        this.part = part;
        this.hidden = hidden;
        this.guarded = guarded;
        this.cells = new TreeMap<>(cells);
        this.merged = Map.copyOf(merged);
        this.merges = List.copyOf(merges);
        this.hiddenRows = List.copyOf(hiddenRows);
        this.allowed = List.copyOf(allowed);
        this.measures = measures;
    }

    public String name() {
        return name;
    }

    String part() {
        return part;
    }

    public boolean hidden() {
        return hidden;
    }

    Collection<Cell> cells() {
        return cells.values();
    }

    Collection<Cell> cells(int row) {
        return cells.subMap(new CellAt(row, 0), new CellAt(row + 1, 0)).values();
    }

    SheetMeasures measures() {
        return measures;
    }

    /** How the cell at a place writes. */
    Lettering lettering(CellAt at) {
        Cell cell = cells.get(anchor(at));
        return cell == null ? measures.standard() : cell.lettering();
    }

    List<CellRangeAddress> merges() {
        return merges;
    }

    public boolean hiddenRow(int row) {
        return hiddenRows.contains(row);
    }

    public int lastRow() {
        return cells.isEmpty() ? -1 : cells.lastKey().row();
    }

    public int lastColumn() {
        return cells.keySet().stream().mapToInt(CellAt::column).max().orElse(-1);
    }

    /** The cell whose text a reader sees at this place: the top left one of a merged region. */
    public CellAt anchor(CellAt at) {
        CellRangeAddress region = merged.get(at);
        return region == null ? at : new CellAt(region.getFirstRow(), region.getFirstColumn());
    }

    /** The rows and columns that a reader sees as one cell. */
    CellRangeAddress region(CellAt at) {
        CellRangeAddress region = merged.get(at);
        return region == null ? new CellRangeAddress(at.row(), at.row(), at.column(), at.column()) : region;
    }

    /** The text seen at a place, without spaces around it; empty where there is no cell. */
    public String text(CellAt at) {
        Cell cell = cells.get(anchor(at));
        return cell == null ? "" : Spelling.trim(cell.text());
    }

    boolean formula(CellAt at) {
        Cell cell = cells.get(anchor(at));
        return cell != null && cell.formula();
    }

    /** Whether Excel would let nobody type here. */
    boolean lockedAgainstTyping(CellAt at) {
        Cell cell = cells.get(anchor(at));
        return guarded && (cell == null || cell.locked());
    }

    /** The list that a cell's validation allows, if it has one. */
    Optional<AllowedWords> allowed(CellAt at) {
        CellAt anchor = anchor(at);
        return allowed.stream()
                .filter(words -> words.list() && words.covers(anchor))
                .findFirst();
    }

    /** The greatest length of a text that a cell's validation allows. */
    Optional<Integer> longest(CellAt at) {
        CellAt anchor = anchor(at);
        return allowed.stream()
                .filter(words -> !words.list() && words.covers(anchor))
                .map(AllowedWords::longest)
                .findFirst();
    }
}
