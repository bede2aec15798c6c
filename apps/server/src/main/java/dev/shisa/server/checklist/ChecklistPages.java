package dev.shisa.server.checklist;

import dev.shisa.server.application.CellAt;
import dev.shisa.server.application.Form;
import dev.shisa.server.application.FormSheet;
import dev.shisa.server.application.Spelling;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.poi.ss.util.CellReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What does this customer ask, and what can we answer? The checklists of a series, the columns and rows of one. */
@Controller
class ChecklistPages {

    private static final Set<String> DONE =
            Set.of("uploaded", "known", "columns", "taken", "removed", "restored", "untied", "sheet");

    /** The order in which a person works: what nobody tied, what fails, what is open, what is settled. */
    static final List<String> STATES = List.of(
            "not-tied", "not-met", "recheck", "unknown", "expected", "met", "deemed", "exempt", "not-applicable");

    private static final int PREVIEW_ROWS = 15;
    private static final int PREVIEW_COLUMNS = 12;
    private static final int PREVIEW_CHARS = 80;

    private final Products products;
    private final SeriesFrames frames;
    private final Checklists checklists;
    private final ChecklistStore store;
    private final RowJudge judge;
    private final ChecklistWords words;

    ChecklistPages(
            Products products,
            SeriesFrames frames,
            Checklists checklists,
            ChecklistStore store,
            RowJudge judge,
            ChecklistWords words) {
        this.products = products;
        this.frames = frames;
        this.checklists = checklists;
        this.store = store;
        this.judge = judge;
        this.words = words;
    }

    static String here(Series series) {
        return "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/checklists";
    }

    static String here(Series series, Checklist checklist) {
        return here(series) + "/" + checklist.id();
    }

    @GetMapping("/products/{code}/checklists")
    @Requires(Act.VIEW)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return list(products.require(code, person), "", done, new Mistakes(), person, ui);
    }

    private ModelAndView list(Series series, String name, String done, Mistakes mistakes, Person person, Ui ui) {
        List<ChecklistView.Line> all = lines(series, ui);
        return new ModelAndView("checklist/list")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("lines", all.stream().filter(line -> !line.removed()).toList())
                .addObject(
                        "removed",
                        all.stream().filter(ChecklistView.Line::removed).toList())
                .addObject("name", name)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private List<ChecklistView.Line> lines(Series series, Ui ui) {
        List<Checklist> all = store.of(series.id());
        Map<UUID, ChecklistStore.Count> counts = store
                .counts(all.stream().map(Checklist::id).toList())
                .stream()
                .collect(Collectors.toMap(ChecklistStore.Count::checklistId, Function.identity()));
        return all.stream()
                .map(checklist -> {
                    ChecklistStore.Count count =
                            counts.getOrDefault(checklist.id(), new ChecklistStore.Count(checklist.id(), 0, 0));
                    return new ChecklistView.Line(
                            checklist.name(),
                            checklist.fileName(),
                            ui.t("checklist.uploaded", checklist.uploadedBy(), ui.minute(checklist.uploadedAt())),
                            count.rows(),
                            count.tied(),
                            here(series, checklist),
                            checklist.removedAt() != null);
                })
                .toList();
    }

    @PostMapping("/products/{code}/checklists")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView upload(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        if (name.isBlank()) {
            mistakes.add("name", ui.t("checklist.mistake.name"));
        } else if (name.strip().length() > Checklists.NAME_CHARS_MAX) {
            mistakes.add("name", ui.t("checklist.mistake.long", name.strip().length(), Checklists.NAME_CHARS_MAX));
        }
        if (file == null || file.isEmpty()) {
            mistakes.add("file", ui.t("checklist.mistake.file"));
        } else if (file.getSize() > OfficePackage.SIZE_MAX) {
            mistakes.add("file", ui.t("error.workbook.too-large", OfficePackage.SIZE_MAX >> 20));
        } else if (mistakes.none()) {
            try (InputStream in = file.getInputStream()) {
                String original = file.getOriginalFilename();
                Checklist checklist = checklists.upload(
                        series,
                        name.strip(),
                        original == null ? "" : original,
                        in.readNBytes(OfficePackage.SIZE_MAX + 1),
                        person);
                return new ModelAndView("redirect:" + here(series, checklist)
                        + (checklist.columns().named() ? "?done=known" : "/columns?done=uploaded"));
            } catch (WorkbookRefused e) {
                mistakes.add("file", ui.t(e.key(), e.args()));
            } catch (IOException e) {
                throw new UncheckedIOException("the uploaded checklist could not be read", e);
            }
        }
        response.setStatus(422);
        return list(series, name, "", mistakes, person, ui);
    }

    @GetMapping("/products/{code}/checklists/{id}")
    @Requires(Act.VIEW)
    ModelAndView rows(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Checklist checklist = checklists.require(series, id);
        List<JudgedRow> all = judge.of(series, checklist, ui.locale());
        String shownState = STATES.contains(state) ? state : "";
        List<JudgedRow> found = shown(all, q, shownState);
        ListPage leaf = ListPage.of(found.size(), page);
        String here = here(series, checklist);
        List<Parts.Filter> filters = new ArrayList<>();
        if (!q.isBlank()) {
            filters.add(new Parts.Filter(
                    ui.t("checklist.filter.q", q.strip()),
                    shownState.isEmpty() ? here : here + "?state=" + shownState));
        }
        if (!shownState.isEmpty()) {
            filters.add(new Parts.Filter(
                    words.state(shownState, ui), q.isBlank() ? here : here + "?q=" + encoded(q.strip())));
        }
        Map<Integer, ChecklistReader.Row> byRow =
                all.stream().collect(Collectors.toMap(row -> row.row().row(), JudgedRow::row));
        List<ChecklistView.Earlier> earlier = ui.can("prepare-application")
                ? checklists.earlier(checklist, person).entrySet().stream()
                        .map(entry ->
                                words.earlier(Objects.requireNonNull(byRow.get(entry.getKey())), entry.getValue(), ui))
                        .toList()
                : List.of();
        return new ModelAndView("checklist/rows")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("name", checklist.name())
                .addObject("read", checklist.columns().named())
                .addObject("answerable", checklist.columns().answerable())
                .addObject("here", here)
                .addObject(
                        "sheets",
                        checklists.workbook(checklist).stream()
                                .filter(one -> one.columns().named())
                                .map(one -> new Parts.Tab(
                                        one.columns().sheet(),
                                        here(series, one),
                                        one.id().equals(checklist.id())))
                                .toList())
                .addObject(
                        "uploaded",
                        ui.t(
                                "checklist.file.of",
                                checklist.fileName(),
                                checklist.uploadedBy(),
                                ui.minute(checklist.uploadedAt())))
                .addObject("title", words.title(checklist, all, ui))
                .addObject(
                        "rows",
                        leaf.of(found).stream()
                                .map(row -> words.row(row, here, ui))
                                .toList())
                .addObject("total", all.size())
                .addObject("found", found.size())
                .addObject(
                        "untied",
                        all.stream()
                                .filter(row -> row.state() == null)
                                .findFirst()
                                .map(row -> here + "/rows/" + row.row().row())
                                .orElse(""))
                .addObject("states", words.states(all, ui))
                .addObject("earlier", earlier)
                .addObject("q", q)
                .addObject("state", shownState)
                .addObject("filters", filters)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("query", query(q, shownState))
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private static String query(String q, String state) {
        return (q.isBlank() ? "" : "q=" + encoded(q.strip()) + "&") + (state.isEmpty() ? "" : "state=" + state + "&");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static List<JudgedRow> shown(List<JudgedRow> all, String q, String state) {
        String wanted = Spelling.squeeze(q);
        return all.stream()
                .filter(row -> state.isEmpty() || row.code().equals(state))
                .filter(row -> Spelling.squeeze(row.row().number() + " "
                                + row.row().question() + " "
                                + row.parts().stream().map(JudgedRow.Part::name).collect(Collectors.joining(" ")))
                        .contains(wanted))
                .toList();
    }

    @GetMapping("/products/{code}/checklists/{id}/answers.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> answers(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Checklist checklist = checklists.require(series, id);
        return TableFile.of(format, series.code() + "-checklist", ui)
                .column("row", "checklist.column.row")
                .column("number", "checklist.column.number")
                .column("question", "checklist.column.question")
                .column("state", "checklist.column.state")
                .column("rests", "checklist.column.rests")
                .column("reason", "checklist.column.reason")
                .column("open", "checklist.column.open")
                .column("evidence", "checklist.column.evidence")
                .download(
                        shown(judge.of(series, checklist, ui.locale()), q, STATES.contains(state) ? state : "").stream()
                                .map(row -> List.of(
                                        String.valueOf(row.row().row()),
                                        row.row().number(),
                                        row.row().question(),
                                        words.state(row.code(), ui),
                                        row.parts().stream()
                                                .map(JudgedRow.Part::name)
                                                .collect(Collectors.joining(", ")),
                                        row.reason(),
                                        String.join("\n", row.open()),
                                        String.join("\n", row.evidence())))
                                .toList());
    }

    @GetMapping("/products/{code}/checklists.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> listFile(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-checklists", ui)
                .column("name", "checklist.name")
                .column("rows", "checklist.rows")
                .column("tied", "checklist.column.tied")
                .column("file", "checklist.column.file")
                .column("uploaded", "checklist.column.uploaded")
                .download(lines(series, ui).stream()
                        .filter(line -> !line.removed())
                        .map(line -> List.of(
                                line.name(),
                                String.valueOf(line.rows()),
                                String.valueOf(line.tied()),
                                line.file(),
                                line.uploaded()))
                        .toList());
    }

    @GetMapping("/products/{code}/checklists/{id}/columns")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView columns(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String sheet,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        Form form = checklists.form(checklist);
        Columns typed = checklist.columns().named() ? checklist.columns() : ChecklistReader.guess(form, sheet);
        if (!sheet.isEmpty() && !sheet.equals(typed.sheet())) {
            typed = new Columns(
                    sheet, typed.headerRow(), typed.number(), typed.question(), typed.answer(), typed.remark());
        }
        return columns(
                series,
                checklist,
                form,
                typed,
                String.valueOf(Math.max(1, typed.headerRow())),
                done,
                new Mistakes(),
                person,
                ui);
    }

    private ModelAndView columns(
            Series series,
            Checklist checklist,
            Form form,
            Columns typed,
            String header,
            String done,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        String shown = ChecklistReader.sheet(form, typed.sheet())
                .map(FormSheet::name)
                .orElseGet(() ->
                        form.sheetNames().isEmpty() ? "" : form.sheetNames().getFirst());
        return new ModelAndView("checklist/columns")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("name", checklist.name())
                .addObject("read", checklist.columns().named())
                .addObject("here", here(series, checklist))
                .addObject("sheets", form.sheetNames())
                .addObject("shown", shown)
                .addObject("unread", checklists.unread(checklist, form))
                .addObject(
                        "preview",
                        ChecklistReader.sheet(form, shown)
                                .map(ChecklistPages::preview)
                                .orElse(new ChecklistView.Preview(List.of(), List.of())))
                .addObject(
                        "typed",
                        new ChecklistFields(header, typed.number(), typed.question(), typed.answer(), typed.remark()))
                .addObject("tied", !store.ties(checklist.id()).isEmpty())
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    static ChecklistView.Preview preview(FormSheet sheet) {
        int columns = Math.min(PREVIEW_COLUMNS, sheet.lastColumn() + 1);
        List<String> letters = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            letters.add(CellReference.convertNumToColString(column));
        }
        List<ChecklistView.Cells> rows = new ArrayList<>();
        for (int row = 0; row < Math.min(PREVIEW_ROWS, sheet.lastRow() + 1); row++) {
            List<String> texts = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                CellAt at = new CellAt(row, column);
                // The text of a merged cell stands once, where the cell begins.
                String text = sheet.anchor(at).equals(at) ? sheet.text(at) : "";
                texts.add(Cut.to(text, PREVIEW_CHARS));
            }
            rows.add(new ChecklistView.Cells(row + 1, texts));
        }
        return new ChecklistView.Preview(letters, rows);
    }

    @PostMapping("/products/{code}/checklists/{id}/columns")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView name(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String sheet,
            @RequestParam(defaultValue = "") String header,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String question,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String remark,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        Form form = checklists.form(checklist);
        Mistakes mistakes = new Mistakes();
        int row = row(header, mistakes, ui);
        Columns columns = new Columns(sheet, row, number, question, answer, remark);
        checklists.check(form, checklist, columns, mistakes, ui);
        if (mistakes.none()) {
            checklists.name(series, checklist, form, columns, person);
            return new ModelAndView("redirect:" + here(series, checklist) + "?done=columns");
        }
        response.setStatus(422);
        return columns(series, checklist, form, columns, header, "", mistakes, person, ui);
    }

    private static int row(String typed, Mistakes mistakes, Ui ui) {
        try {
            int row = Integer.parseInt(Spelling.squeeze(typed));
            if (row < 1 || row > 10_000) {
                mistakes.add("header", ui.t("checklist.mistake.header"));
            }
            return row;
        } catch (NumberFormatException e) {
            mistakes.add("header", ui.t("checklist.mistake.header"));
            return 1;
        }
    }

    @PostMapping("/products/{code}/checklists/{id}/sheets")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView another(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String sheet,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Checklist made = checklists.another(series, checklists.require(series, id), sheet, person);
        return new ModelAndView("redirect:" + here(series, made)
                + (made.columns().named() ? "?done=known" : "/columns?done=sheet&sheet=" + encoded(sheet)));
    }

    @PostMapping("/products/{code}/checklists/{id}/take-over")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView takeOver(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Set<Integer> row,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        checklists.takeOver(series, checklist, row == null ? Set.of() : row, person);
        return new ModelAndView("redirect:" + here(series, checklist) + "?done=taken");
    }

    @PostMapping("/products/{code}/checklists/{id}/remove")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView remove(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        checklists.remove(series, checklists.require(series, id), person);
        return new ModelAndView("redirect:" + here(series) + "?done=removed");
    }

    @PostMapping("/products/{code}/checklists/{id}/restore")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView restore(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        checklists.restore(series, id, person);
        return new ModelAndView("redirect:" + here(series) + "?done=restored");
    }
}
