package dev.shisa.server.answers;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A list of the register as a table to type into: one save for all, and blocks from a spreadsheet with a preview. */
@Controller
class GridController {

    /** How many more empty rows are asked for at once. */
    private static final int MORE_ROWS = 10;

    private static final String AT = "@";

    private final Products products;
    private final GridPage pages;
    private final Grid grid;
    private final FactWords words;
    private final Messages messages;

    GridController(Products products, GridPage pages, Grid grid, FactWords words, Messages messages) {
        this.products = products;
        this.pages = pages;
        this.grid = grid;
        this.words = words;
        this.messages = messages;
    }

    @GetMapping("/products/{code}/register/grids/{collection}")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView open(
            @PathVariable String code,
            @PathVariable String collection,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String all,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "-1") int saved,
            @RequestParam(defaultValue = "0") int added,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        GridPage.Place place = pages.place(products.requireInUse(code, person), collection, key, all);
        List<GridColumn> columns = pages.columns(place, Set.of());
        ListPage shown = ListPage.of(place.items().size(), page, GridPage.rowsMax(columns) - GridPage.EMPTY_ROWS);
        List<Grid.Row> rows = new ArrayList<>();
        shown.of(place.items()).forEach(item -> rows.add(new Grid.Row(item.code(), "", Map.of(), Map.of())));
        if (shown.at() == shown.pages() && place.only().isEmpty()) {
            empty(rows, GridPage.EMPTY_ROWS);
        }
        GridView.Told told =
                saved < 0 ? GridView.Told.NOTHING : new GridView.Told("saved", saved, Math.max(0, added), 0, 0, 0, 0);
        return pages.of(place, columns, rows, null, told, List.of(), "", shown.at(), shown.pages(), ui);
    }

    @PostMapping("/products/{code}/register/grids/{collection}")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView save(
            @PathVariable String code,
            @PathVariable String collection,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String all,
            @RequestParam(required = false) @Nullable String more,
            @RequestParam MultiValueMap<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        GridPage.Place place = pages.place(series, collection, key, all);
        List<GridView.Misfit> misfits = new ArrayList<>();
        List<Grid.Row> rows = rows(place, sent, misfits, ui);
        if (more != null) {
            empty(rows, MORE_ROWS);
            return pages.of(
                    place, pages.columns(place, typed(rows)), rows, null, GridView.Told.NOTHING, misfits, "", 1, 1, ui);
        }
        String sending = Sending.of(sent, ui.csrfName(), person.id().toString());
        Grid.Saved saved = grid.save(series, place.collection(), rows, sending, person, ui);
        Grid.Judged before = saved.before();
        int refused = saved.left() + misfits.size();
        if (refused == 0) {
            return new ModelAndView("redirect:" + GridPage.address(place)
                    + (GridPage.query(place).isEmpty() ? "?" : GridPage.query(place) + "&") + "saved=" + saved.cells()
                    + "&added="
                    + saved.added().size());
        }
        response.setStatus(
                before.names().isEmpty() && before.count(Grid.State.WRONG) == 0 && misfits.isEmpty() ? 409 : 422);
        GridPage.Place after = pages.place(series, collection, key, all);
        List<Grid.Row> left = left(saved.rows(), saved);
        return pages.of(
                after,
                pages.columns(after, typed(rows)),
                left,
                moved(before, saved),
                new GridView.Told("partly", saved.cells(), saved.added().size(), 0, 0, 0, refused),
                misfits,
                "",
                1,
                1,
                ui);
    }

    @PostMapping("/products/{code}/register/grids/{collection}/paste")
    @Requires(Act.EDIT_PRODUCT)
    ModelAndView paste(
            @PathVariable String code,
            @PathVariable String collection,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String all,
            @RequestParam(defaultValue = "") String block,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        GridPage.Place place = pages.place(products.requireInUse(code, person), collection, key, all);
        List<GridColumn> shown = pages.columns(place, Set.of());
        boolean tooLong = block.length() > GridBlock.CHARS_MAX;
        GridBlock read = GridBlock.read(
                tooLong ? "" : block,
                shown,
                place.known(),
                place.items(),
                place.present(),
                GridPage.rowsMax(place.known()),
                words,
                messages,
                ui);
        if (read.rows().isEmpty()) {
            List<GridView.Misfit> misfits = new ArrayList<>(read.misfits());
            if (tooLong || misfits.isEmpty()) {
                misfits.add(new GridView.Misfit(
                        ui.t("grid.place.block"),
                        "",
                        tooLong ? ui.t("grid.misfit.long", GridBlock.CHARS_MAX) : ui.t("grid.misfit.nothing")));
            }
            response.setStatus(422);
            List<Grid.Row> rows = new ArrayList<>();
            empty(rows, GridPage.EMPTY_ROWS);
            return pages.of(place, shown, rows, null, GridView.Told.NOTHING, misfits, tooLong ? "" : block, 1, 1, ui);
        }
        Grid.Judged judged = grid.judge(place.series(), place.collection(), read.rows(), ui);
        int fresh = (int) read.rows().stream()
                .filter(row -> Grid.isNew(row.key()) && !judged.names().containsKey(row.key()))
                .count();
        GridView.Told told = new GridView.Told(
                "preview",
                0,
                fresh,
                (int) judged.count(Grid.State.NEW),
                (int) judged.count(Grid.State.CHANGED),
                (int) judged.count(Grid.State.SAME),
                (int) (judged.count(Grid.State.WRONG)
                        + judged.count(Grid.State.RACED)
                        + judged.names().size()
                        + read.misfits().size()));
        List<GridColumn> columns = place.known().stream()
                .filter(column -> column.isOf(read.columns()))
                .toList();
        return pages.of(place, columns, read.rows(), judged, told, read.misfits(), "", 1, 1, ui);
    }

    /** The same grid, to be taken along and pasted back. */
    @GetMapping("/products/{code}/register/grids/{collection}/grid.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String collection,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String all,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        GridPage.Place place = pages.place(products.require(code, person), collection, key, all);
        Map<String, String> names = products.itemNames(place.series().id());
        List<GridColumn> columns = pages.columns(place, Set.of());
        TableFile file = TableFile.of(format, place.series().code() + "-" + collection, ui)
                .column("code", "grid.code")
                .column("name", "register.name");
        columns.forEach(column -> file.named(column.id(), column.heading(words, ui.locale())));
        return file.download(place.items().stream()
                .map(item -> {
                    List<String> line = new ArrayList<>(List.of(item.code(), item.name()));
                    columns.forEach(column -> {
                        FactEntry now =
                                place.present().get(new Slot(column.definition().key(), item.code()));
                        line.add(
                                now == null
                                        ? ""
                                        : column.isWords()
                                                ? now.detail()
                                                : grid.shown(
                                                        column.definition(),
                                                        now.fact().value(),
                                                        ui.locale(),
                                                        names));
                    });
                    return line;
                })
                .toList());
    }

    private static void empty(List<Grid.Row> rows, int many) {
        int next = rows.stream()
                        .filter(row -> Grid.isNew(row.key()))
                        .mapToInt(row -> Integer.parseInt(row.key().substring(3)))
                        .max()
                        .orElse(0)
                + 1;
        for (int i = 0; i < many && rows.size() < GridPage.ROWS_MAX + GridPage.EMPTY_ROWS; i++) {
            rows.add(new Grid.Row("new" + (next + i), "", Map.of(), Map.of()));
        }
    }

    private static Set<String> typed(List<Grid.Row> rows) {
        return rows.stream()
                .flatMap(row -> row.cells().entrySet().stream())
                .filter(cell -> !cell.getValue().isBlank())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The rows of the form; what is about no item of this list is told and not taken. */
    private static List<Grid.Row> rows(
            GridPage.Place place, MultiValueMap<String, String> sent, List<GridView.Misfit> misfits, Ui ui) {
        List<String> keys =
                sent.getOrDefault("row", List.of()).stream().distinct().toList();
        if (keys.size() > GridPage.ROWS_MAX + GridPage.EMPTY_ROWS + MORE_ROWS) {
            throw new Problem(400, "bad-request");
        }
        Set<String> codes = place.items().stream().map(RegisterItem::code).collect(Collectors.toSet());
        List<Grid.Row> rows = new ArrayList<>();
        for (String key : keys) {
            Map<String, String> cells = new HashMap<>();
            for (GridColumn column : place.known()) {
                String typed = sent.getFirst(column.field(key));
                if (typed != null) {
                    cells.put(column.id(), typed.replace("\r\n", "\n"));
                }
            }
            boolean isNew = key.matches("new[1-9][0-9]{0,2}");
            if (!isNew && !codes.contains(key)) {
                misfits.add(new GridView.Misfit(key, String.join(" ", cells.values()), ui.t("grid.misfit.removed")));
                continue;
            }
            String name = Optional.ofNullable(sent.getFirst("name" + AT + key))
                    .orElse("")
                    .strip();
            rows.add(new Grid.Row(
                    key, isNew ? name : "", cells, isNew ? Map.of() : seen(sent.getFirst("seen" + AT + key))));
        }
        return rows;
    }

    private static Map<FactKey, UUID> seen(@Nullable String text) {
        Map<FactKey, UUID> seen = new LinkedHashMap<>();
        for (String part : text == null || text.isEmpty() ? new String[0] : text.split(" ", GridBlock.COLUMNS_MAX)) {
            String[] fact = part.split("=", 2);
            try {
                seen.put(new FactKey(fact[0]), UUID.fromString(fact[fact.length - 1]));
            } catch (IllegalArgumentException e) {
                throw new Problem(400, "bad-request");
            }
        }
        return seen;
    }

    /** What is still to be mended: of rows that were taken only the cells that were not. */
    private static List<Grid.Row> left(List<Grid.Row> rows, Grid.Saved saved) {
        List<Grid.Row> left = new ArrayList<>();
        for (Grid.Row row : rows) {
            RegisterItem added = saved.added().get(row.key());
            if (Grid.isNew(row.key()) && added == null) {
                left.add(row);
                continue;
            }
            Map<String, String> cells = new HashMap<>(row.cells());
            cells.keySet().removeIf(id -> {
                String key = id.replaceFirst(":.*", "");
                Grid.Cell cell = saved.before().cells().get(new Slot(new FactKey(key), row.key()));
                return cell == null || !saved.isLeft(cell);
            });
            left.add(new Grid.Row(added == null ? row.key() : added.code(), "", cells, row.seen()));
        }
        return left;
    }

    /** The same words about rows that are items by now. */
    private static Grid.Judged moved(Grid.Judged before, Grid.Saved saved) {
        Map<Slot, Grid.Cell> cells = new LinkedHashMap<>();
        before.cells().forEach((slot, cell) -> {
            RegisterItem added = saved.added().get(slot.item());
            boolean kept = before.names().containsKey(slot.item());
            if (saved.isLeft(cell) || kept) {
                cells.put(added == null ? slot : new Slot(slot.key(), added.code()), cell);
            }
        });
        return new Grid.Judged(cells, before.names());
    }
}
