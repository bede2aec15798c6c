package dev.shisa.server.catalogue;

import dev.shisa.conformity.Table;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** What the text of a guide lacks and people enter, for programs of somebody who has the guide. */
@Controller
class GapApi {

    private final GapFills fills;

    GapApi(GapFills fills) {
        this.fills = fills;
    }

    /**
     * Something that the company entered: its own text, no part of the guide.
     *
     * @param row the row of the table whose gaps it fills, counted from 1; 0: a row of its own
     * @param cells texts by column of the table
     */
    record GapFillBody(UUID id, int row, Map<String, String> cells, String by, Instant at) {}

    /** Texts by column of the table; empty ones are left out. */
    record GapCellsBody(Map<String, String> cells) {}

    record GapRowsBody(List<GapCellsBody> rows) {}

    @GetMapping("/api/v1/catalogue/tables/{table}/fills")
    @Requires(Act.VIEW)
    @Operation(id = "gap.list")
    Answer<Listing<GapFillBody>> list(@PathVariable String table, Paging paging) {
        return listed(fills.require(table), paging);
    }

    @PostMapping("/api/v1/catalogue/tables/{table}/fills")
    @Requires(Act.SET_PARAMETERS)
    @Operation(id = "gap.add", status = 201)
    Answer<Listing<GapFillBody>> add(
            @PathVariable String table, @Body GapRowsBody sent, @AuthenticationPrincipal Person person) {
        Table lacking = fills.require(table);
        if (sent.rows().isEmpty()) {
            throw new BadField("/rows", "missing");
        }
        if (sent.rows().size() > GapFills.ROWS_MAX) {
            throw new BadField("/rows", "long-list", sent.rows().size(), GapFills.ROWS_MAX);
        }
        List<String> columns = lacking.columns().stream().map(Table.Column::id).toList();
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < sent.rows().size(); i++) {
            rows.add(cells(sent.rows().get(i), "/rows/" + i, columns));
        }
        fills.add(lacking, rows, person);
        return listed(lacking, new Paging(Paging.LIMIT_MAX, ""));
    }

    @PutMapping("/api/v1/catalogue/tables/{table}/rows/{row}/fill")
    @Requires(Act.SET_PARAMETERS)
    @Operation(id = "gap.fill")
    Answer<GapFillBody> fill(
            @PathVariable String table,
            @PathVariable int row,
            @Body GapCellsBody sent,
            @AuthenticationPrincipal Person person) {
        Table lacking = fills.require(table);
        List<String> columns = GapFills.lacking(lacking, row);
        if (lacking.gap() == null || columns.isEmpty()) {
            throw new Problem(404, "gap.none", table);
        }
        fills.fill(lacking, row, cells(sent, "", columns), person);
        return Answer.of(fills.of(table).stream()
                .filter(fill -> fill.row() == row)
                .map(GapApi::body)
                .findFirst()
                .orElseThrow());
    }

    @DeleteMapping("/api/v1/catalogue/tables/{table}/fills/{fill}")
    @Requires(Act.SET_PARAMETERS)
    @Operation(id = "gap.remove")
    Answer<Done> remove(@PathVariable String table, @PathVariable UUID fill, @AuthenticationPrincipal Person person) {
        fills.remove(fills.require(table), fill, person);
        return Done.ANSWER;
    }

    /** The texts that are there, of columns that may be entered; at least one. */
    private static Map<String, String> cells(GapCellsBody sent, String place, List<String> columns) {
        Map<String, String> cells = new LinkedHashMap<>();
        sent.cells().forEach((column, typed) -> {
            String at = place + "/cells/" + column.replace("~", "~0").replace("/", "~1");
            if (!columns.contains(column)) {
                throw new BadField(at, "unknown", String.join(", ", columns));
            }
            String text = typed.strip();
            if (text.length() > GapFills.CELL_CHARS_MAX) {
                throw new BadField(at, "long", text.length(), GapFills.CELL_CHARS_MAX);
            }
            if (!text.isEmpty()) {
                cells.put(column, text);
            }
        });
        if (cells.isEmpty()) {
            throw new BadField(place + "/cells", "missing");
        }
        return cells;
    }

    private Answer<Listing<GapFillBody>> listed(Table table, Paging paging) {
        return Answer.of(
                paging.of(fills.of(table.id()), fill -> "%09d ".formatted(fill.position()) + fill.id(), GapApi::body));
    }

    private static GapFillBody body(GapFills.Fill fill) {
        return new GapFillBody(fill.id(), fill.row(), fill.cells(), fill.byName(), fill.at());
    }
}
