package dev.shisa.server.catalogue;

import dev.shisa.conformity.Table;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people entered where the text of a guide lacks something ({@link Table#gap}). It is the company's own text, shown as
 * such with who and when, and never becomes part of the catalogue.
 */
@Service
@Transactional
public class GapFills {

    /** Rows of one table; the longest that a guide has as a figure has some dozen. */
    static final int ROWS_MAX = 200;

    static final int CELL_CHARS_MAX = 2_000;

    private final GapFillStore store;
    private final Catalogues catalogues;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    GapFills(
            GapFillStore store,
            Catalogues catalogues,
            Audit audit,
            LedgerOutbox ledger,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.catalogues = catalogues;
        this.audit = audit;
        this.ledger = ledger;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Something entered.
     *
     * @param row the catalogue's row whose gaps it fills, counted from 1; 0: a row of its own
     * @param position its place in the order in which rows were entered
     * @param cells text by column
     */
    public record Fill(
            UUID id,
            String tableId,
            int row,
            int position,
            SortedMap<String, String> cells,
            UUID byId,
            String byName,
            Instant at) {

        public String cell(String column) {
            return cells.getOrDefault(column, "");
        }
    }

    /** What is entered for a table, in the order in which it was entered. */
    @Transactional(readOnly = true)
    public List<Fill> of(String tableId) {
        return store.of(tableId);
    }

    /** What is entered for all tables, in the order in which it was entered for each. */
    @Transactional(readOnly = true)
    public List<Fill> all() {
        return store.all();
    }

    /** The rows of their own. */
    @Transactional(readOnly = true)
    public List<Fill> rows(String tableId) {
        return store.of(tableId).stream().filter(fill -> fill.row() == 0).toList();
    }

    /**
     * Enters rows that the guide has and its text lacks.
     *
     * @param rows checked: not empty, no longer than allowed, columns of the table only
     */
    void add(Table table, List<? extends Map<String, String>> rows, Person person) {
        if (table.gap() == null) {
            throw new Problem(404, "gap.none", table.id());
        }
        if (rows(table.id()).size() + rows.size() > ROWS_MAX) {
            throw new Problem(409, "gap.many", ROWS_MAX);
        }
        Instant at = now();
        rows.forEach(row -> enter(table.id(), 0, row, person, at));
        events.publishEvent(new GapsChanged(table.id()));
    }

    /** Fills gaps of one row of the catalogue; what was entered for it before is replaced. */
    void fill(Table table, int row, Map<String, String> cells, Person person) {
        List<String> lacking = lacking(table, row);
        if (table.gap() == null || lacking.isEmpty() || !lacking.containsAll(cells.keySet())) {
            throw new Problem(404, "gap.none", table.id());
        }
        store.of(table.id()).stream().filter(fill -> fill.row() == row).forEach(fill -> end(fill, person));
        enter(table.id(), row, cells, person, now());
        events.publishEvent(new GapsChanged(table.id()));
    }

    /** The columns of a row, counted from 1, that the text of the guide does not tell; none where there is no such row. */
    static List<String> lacking(Table table, int row) {
        return row < 1 || row > table.rows().size()
                ? List.of()
                : table.rows().get(row - 1).cells().entrySet().stream()
                        .filter(cell -> cell.getValue() instanceof Table.Lacking)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** Takes back what was entered; what is none any more changes nothing. */
    void remove(Table table, UUID id, Person person) {
        store.of(table.id()).stream().filter(fill -> fill.id().equals(id)).forEach(fill -> end(fill, person));
        events.publishEvent(new GapsChanged(table.id()));
    }

    private void enter(String tableId, int row, Map<String, String> cells, Person person, Instant at) {
        Fill fill = new Fill(
                ids.next(), tableId, row, store.next(tableId), new TreeMap<>(cells), person.id(), person.name(), at);
        store.insert(fill);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", fill.id().toString());
        body.put("table", tableId);
        body.put("row", String.valueOf(row));
        body.put("position", String.valueOf(fill.position()));
        body.put("cells", fill.cells());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("at", at.toString());
        ledger.append("gap-fill/1", null, body);
        audit.record(person, "gap.fill", tableId, Map.of("row", row, "cells", fill.cells()));
    }

    private void end(Fill fill, Person person) {
        Instant at = now();
        if (store.end(fill.tableId(), fill.id(), person.id(), at)) {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("id", fill.id().toString());
            body.put("by", person.id().toString());
            body.put("at", at.toString());
            ledger.append("gap-fill-ended/1", null, body);
            audit.record(person, "gap.remove", fill.tableId(), Map.of("row", fill.row()));
        }
    }

    /** A table of the catalogue. */
    @Transactional(readOnly = true)
    Table require(String id) {
        return catalogues.current().references().table(id).orElseThrow(() -> new Problem(404, "table.unknown", id));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
