package dev.shisa.server.checklist;

import dev.shisa.server.application.Form;
import dev.shisa.server.application.FormSheet;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.BadForm;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Customers' checklists for programs: sent, their columns named, put away. Their rows: {@link RowApi}. */
@Controller
class ChecklistApi {

    /** The address of one. */
    static final String ONE = "/api/v1/series/{code}/checklists/{id}";

    private static final int HEADER_ROW_MAX = 10_000;

    private final Products products;
    private final Checklists checklists;
    private final ChecklistStore store;

    ChecklistApi(Products products, Checklists checklists, ChecklistStore store) {
        this.products = products;
        this.checklists = checklists;
        this.store = store;
    }

    /**
     * Where the questions and answers are, by letters of columns.
     *
     * @param header the row above the first question, counted from 1
     * @param number null: the questions have no numbers
     * @param answer for the verdict; null: there is none
     * @param remark for reason and evidence; null: there is none
     */
    record ChecklistColumnsBody(
            String sheet,
            int header,
            @Nullable String number,
            String question,
            @Nullable String answer,
            @Nullable String remark) {}

    /**
     * A checklist that a customer has sent.
     *
     * @param partOf whose workbook it reads another sheet of; null: it was uploaded by itself
     * @param columns null: nobody has said where the questions are, so there are no rows
     * @param tied rows that rest on something
     * @param removed whether it was put away; it can come back
     */
    record ChecklistBody(
            UUID id,
            String name,
            String fileName,
            String sha256,
            long sizeBytes,
            String by,
            Instant at,
            @Nullable UUID partOf,
            @Nullable ChecklistColumnsBody columns,
            int rows,
            int tied,
            boolean removed,
            int version) {}

    /** Texts of a row of the workbook by letters of columns; empty cells are left out. */
    record ChecklistLineBody(int row, Map<String, String> cells) {}

    /**
     * What a sheet of the workbook begins with.
     *
     * @param guess where the questions probably are; null: nothing looks like a header
     */
    record ChecklistSheetBody(
            List<String> sheets, String sheet, @Nullable ChecklistColumnsBody guess, List<ChecklistLineBody> lines) {}

    @GetMapping("/api/v1/series/{code}/checklists")
    @Requires(Act.VIEW)
    @Operation(id = "checklist.list")
    Answer<Listing<ChecklistBody>> list(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        List<Checklist> all = store.of(products.require(code, person).id());
        Map<UUID, ChecklistStore.Count> counts = counts(all);
        return Answer.of(paging.of(all, checklist -> checklist.id().toString(), checklist -> body(checklist, counts)));
    }

    @PostMapping("/api/v1/series/{code}/checklists")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.upload", status = 201, takesFile = true)
    Answer<ChecklistBody> upload(
            @PathVariable String code,
            @RequestParam String fileName,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui)
            throws IOException {
        Series series = products.requireInUse(code, person);
        String customer = name.strip();
        if (customer.isEmpty()) {
            throw new Problem(422, "checklist.refused", ui.t("checklist.mistake.name"));
        }
        if (customer.length() > Checklists.NAME_CHARS_MAX) {
            throw new Problem(
                    422,
                    "checklist.refused",
                    ui.t("checklist.mistake.long", customer.length(), Checklists.NAME_CHARS_MAX));
        }
        try {
            Checklist checklist = checklists.upload(
                    series,
                    customer,
                    fileName,
                    request.getInputStream().readNBytes(OfficePackage.SIZE_MAX + 1),
                    person);
            return one(checklist).at("/api/v1/series/" + series.code() + "/checklists/" + checklist.id());
        } catch (WorkbookRefused e) {
            throw new Problem(422, "checklist.refused", ui.t(e.key(), e.args()));
        }
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "checklist.get")
    Answer<ChecklistBody> get(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return one(checklists.require(products.require(code, person), id));
    }

    @DeleteMapping(ONE)
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.remove")
    Answer<Done> remove(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        checklists.remove(series, checklists.require(series, id), person);
        return Done.ANSWER;
    }

    @PostMapping(ONE + "/restore")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.restore")
    Answer<ChecklistBody> restore(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        checklists.restore(series, id, person);
        return one(checklists.require(series, id));
    }

    /** @param sheet of the same workbook, from which nobody reads questions yet */
    record ChecklistOtherSheetBody(String sheet) {}

    @PostMapping(ONE + "/sheets")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.sheet", status = 201)
    Answer<ChecklistBody> another(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ChecklistOtherSheetBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Checklist made = checklists.another(series, checklists.require(series, id), sent.sheet(), person);
        return one(made).at("/api/v1/series/" + series.code() + "/checklists/" + made.id());
    }

    // Columns

    @GetMapping(ONE + "/workbook")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.workbook")
    Answer<ChecklistSheetBody> workbook(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String sheet,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Form form = checklists.form(checklists.require(series, id));
        Columns guess = ChecklistReader.guess(form);
        List<String> sheets = form.sheetNames();
        String shown = !sheet.isEmpty() || sheets.isEmpty() ? sheet : guess.named() ? guess.sheet() : sheets.getFirst();
        FormSheet found = ChecklistReader.sheet(form, shown)
                .orElseThrow(() -> new Problem(400, "api.parameter", "sheet", String.join(", ", sheets)));
        return Answer.of(new ChecklistSheetBody(sheets, shown, guess.named() ? body(guess) : null, lines(found)));
    }

    private static List<ChecklistLineBody> lines(FormSheet sheet) {
        ChecklistView.Preview preview = ChecklistPages.preview(sheet);
        List<ChecklistLineBody> lines = new ArrayList<>();
        for (ChecklistView.Cells row : preview.rows()) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < row.texts().size(); i++) {
                if (!row.texts().get(i).isEmpty()) {
                    cells.put(preview.letters().get(i), row.texts().get(i));
                }
            }
            lines.add(new ChecklistLineBody(row.row(), cells));
        }
        return lines;
    }

    @PutMapping(ONE + "/columns")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "checklist.columns")
    Answer<ChecklistBody> columns(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ChecklistColumnsBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        seen.require(checklist.version());
        if (sent.header() < 1 || sent.header() > HEADER_ROW_MAX) {
            throw new BadField("/header", "between", 1, HEADER_ROW_MAX);
        }
        Columns columns = new Columns(
                sent.sheet(),
                sent.header(),
                orEmpty(sent.number()),
                sent.question(),
                orEmpty(sent.answer()),
                orEmpty(sent.remark()));
        Form form = checklists.form(checklist);
        Mistakes mistakes = new Mistakes();
        checklists.check(form, checklist, columns, mistakes, ui);
        if (!mistakes.none()) {
            throw new BadForm(mistakes);
        }
        checklists.name(series, checklist, form, columns, person);
        return one(checklists.require(series, id));
    }

    private Map<UUID, ChecklistStore.Count> counts(List<Checklist> checklists) {
        return store.counts(checklists.stream().map(Checklist::id).toList()).stream()
                .collect(Collectors.toMap(ChecklistStore.Count::checklistId, Function.identity()));
    }

    private Answer<ChecklistBody> one(Checklist checklist) {
        return Answer.of(body(checklist, counts(List.of(checklist)))).version(checklist.version());
    }

    private static ChecklistBody body(Checklist checklist, Map<UUID, ChecklistStore.Count> counts) {
        ChecklistStore.Count count =
                counts.getOrDefault(checklist.id(), new ChecklistStore.Count(checklist.id(), 0, 0));
        return new ChecklistBody(
                checklist.id(),
                checklist.name(),
                checklist.fileName(),
                checklist.sha256(),
                checklist.sizeBytes(),
                checklist.uploadedBy(),
                checklist.uploadedAt(),
                checklist.partOf(),
                checklist.columns().named() ? body(checklist.columns()) : null,
                count.rows(),
                count.tied(),
                checklist.removedAt() != null,
                checklist.version());
    }

    private static ChecklistColumnsBody body(Columns columns) {
        return new ChecklistColumnsBody(
                columns.sheet(),
                columns.headerRow(),
                orNull(columns.number()),
                columns.question(),
                orNull(columns.answer()),
                orNull(columns.remark()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
