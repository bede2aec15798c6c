package dev.shisa.server.catalogue;

import dev.shisa.conformity.Table;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Enters what the text of a guide lacks, by somebody who has the guide. */
@Controller
class GapController {

    /** A sending of more is no table. */
    private static final int TEXT_CHARS_MAX = 100_000;

    private final GapFills fills;
    private final LibraryPages library;

    GapController(GapFills fills, LibraryPages library) {
        this.fills = fills;
        this.library = library;
    }

    /** @param rows one row a line, its columns with tabs between them, as a spreadsheet copies them */
    @PostMapping("/library/tables/{id}/rows")
    @Requires(Act.SET_PARAMETERS)
    String add(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String rows,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Table table = fills.require(id);
        Mistakes mistakes = new Mistakes();
        List<Map<String, String>> read = rows(table, rows, mistakes, ui);
        if (mistakes.none()) {
            fills.add(table, read, person);
            return "redirect:/library/tables/" + table.id() + "#own-h";
        }
        response.setStatus(422);
        return library.table(table, mistakes, rows, ui, model);
    }

    private static List<Map<String, String>> rows(Table table, String text, Mistakes mistakes, Ui ui) {
        List<Map<String, String>> rows = new ArrayList<>();
        if (text.length() > TEXT_CHARS_MAX) {
            mistakes.add("rows", ui.t("gap.mistake.long", TEXT_CHARS_MAX));
            return rows;
        }
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < lines.size() && mistakes.none(); i++) {
            String[] cells = lines.get(i).split("\t", -1);
            if (cells.length > table.columns().size()) {
                mistakes.add(
                        "rows",
                        ui.t(
                                "gap.mistake.columns",
                                i + 1,
                                cells.length,
                                table.columns().size()));
                continue;
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < cells.length; column++) {
                String cell = cells[column].strip();
                if (cell.length() > GapFills.CELL_CHARS_MAX) {
                    mistakes.add("rows", ui.t("gap.mistake.cell", i + 1, GapFills.CELL_CHARS_MAX));
                }
                row.put(table.columns().get(column).id(), cell);
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            mistakes.add("rows", ui.t("gap.mistake.empty"));
        } else if (rows.size() > GapFills.ROWS_MAX) {
            mistakes.add("rows", ui.t("gap.mistake.rows", rows.size(), GapFills.ROWS_MAX));
        }
        return rows;
    }

    /** @param form the texts by {@code cell-<column>} */
    @PostMapping("/library/tables/{id}/rows/{row}")
    @Requires(Act.SET_PARAMETERS)
    String fill(
            @PathVariable String id,
            @PathVariable String row,
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Table table = fills.require(id);
        int number = row.matches("\\d{1,4}") ? Integer.parseInt(row) : 0;
        if (GapFills.lacking(table, number).isEmpty()) {
            throw new Problem(404, "not-found");
        }
        Mistakes mistakes = new Mistakes();
        Map<String, String> cells = new LinkedHashMap<>();
        for (String column : GapFills.lacking(table, number)) {
            String cell = form.getOrDefault("cell-" + column, "").strip();
            if (cell.length() > GapFills.CELL_CHARS_MAX) {
                mistakes.add("row-" + number, ui.t("gap.mistake.cell", number, GapFills.CELL_CHARS_MAX));
            }
            if (!cell.isEmpty()) {
                cells.put(column, cell);
            }
        }
        if (mistakes.none() && cells.isEmpty()) {
            mistakes.add("row-" + number, ui.t("gap.mistake.empty"));
        }
        if (mistakes.none()) {
            fills.fill(table, number, cells, person);
            return "redirect:/library/tables/" + table.id() + "#row-" + number;
        }
        response.setStatus(422);
        return library.table(table, mistakes, "", ui, model);
    }

    @PostMapping("/library/tables/{id}/fills/{fill}/remove")
    @Requires(Act.SET_PARAMETERS)
    String remove(@PathVariable String id, @PathVariable UUID fill, @AuthenticationPrincipal Person person) {
        Table table = fills.require(id);
        fills.remove(table, fill, person);
        return "redirect:/library/tables/" + table.id();
    }
}
