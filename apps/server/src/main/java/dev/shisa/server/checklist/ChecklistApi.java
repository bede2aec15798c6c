package dev.shisa.server.checklist;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.application.Form;
import dev.shisa.server.application.FormPlan;
import dev.shisa.server.application.FormSheet;
import dev.shisa.server.catalogue.Catalogues;
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
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Customers' checklists for programs: sent, their columns named, their rows tied and answered, the file with the answers. */
@Controller
class ChecklistApi {

    private static final String ONE = "/api/v1/series/{code}/checklists/{id}";
    private static final int HEADER_ROW_MAX = 10_000;

    private final Products products;
    private final Checklists checklists;
    private final ChecklistStore store;
    private final RowJudge judge;
    private final ProposalIndex proposals;
    private final AnsweredWorkbook workbook;
    private final Catalogues catalogues;

    ChecklistApi(
            Products products,
            Checklists checklists,
            ChecklistStore store,
            RowJudge judge,
            ProposalIndex proposals,
            AnsweredWorkbook workbook,
            Catalogues catalogues) {
        this.products = products;
        this.checklists = checklists;
        this.store = store;
        this.judge = judge;
        this.proposals = proposals;
        this.workbook = workbook;
        this.catalogues = catalogues;
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
            List<String> sheets,
            String sheet,
            @Nullable ChecklistColumnsBody guess,
            List<ChecklistLineBody> lines) {}

    /**
     * What the answer to a row rests on: a requirement, or a fact with the answers that the customer accepts.
     *
     * @param requirement null: a fact
     * @param fact null: a requirement
     */
    record ChecklistBasisBody(
            @Nullable String requirement, @Nullable String fact, List<String> accepted) {}

    /**
     * One thing that a row rests on, and what it comes to.
     *
     * @param proven whether nothing of it waits for a second person
     * @param open what is still to be answered, confirmed or settled
     */
    record ChecklistTieBody(
            UUID id,
            ChecklistBasisBody basis,
            String state,
            boolean proven,
            String reason,
            List<String> open,
            List<String> evidence,
            String by,
            Instant at) {}

    /**
     * A question with its answer by the facts of this instant.
     *
     * @param state of a verdict; {@code not-tied} where nobody said what it rests on, so that there is no answer
     * @param unconfirmedNo whether 不適合 would be written although no second person has looked
     */
    record ChecklistRowBody(
            int row,
            String number,
            String question,
            String state,
            boolean unconfirmedNo,
            String reason,
            List<String> open,
            List<String> evidence,
            List<ChecklistTieBody> ties) {}

    /**
     * Something that a row may rest on; it counts for nothing until somebody ties the row to it.
     *
     * @param answers those that a customer may accept, for a fact
     * @param words the number that the question names, or the words that both have
     */
    record ChecklistProposalBody(
            @Nullable String requirement,
            @Nullable String fact,
            List<String> answers,

            @OneOf({"number", "related", "words"})
            String why,

            List<String> words) {}

    /** To what a row is to be tied: a requirement, or a fact with accepted answers. */
    record NewChecklistTieBody(
            @Nullable String requirement,
            @Nullable String fact,
            @Nullable List<String> accepted) {}

    /** A row that nobody tied and that another checklist asks, too, with what it rests on there. */
    record ChecklistEarlierBody(
            int row, String number, String question, String checklist, List<ChecklistBasisBody> bases) {}

    record ChecklistRowsBody(List<Integer> rows) {}

    /** @param rows how many were tied */
    record ChecklistTakenBody(int rows) {}

    /**
     * A cell for which there is an answer, or that has one for which there is none here.
     *
     * @param outcome what filling the file does; {@code unsupported}: the text stays, and nothing here supports it
     */
    record ChecklistCellBody(
            int row, String cell, String present, String value, String outcome, boolean written) {}

    @GetMapping("/api/v1/series/{code}/checklists")
    @Requires(Act.VIEW)
    @Operation(id = "checklist.list", fails = "404 series.unknown")
    Answer<Listing<ChecklistBody>> list(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        List<Checklist> all = store.of(products.require(code, person).id());
        Map<UUID, ChecklistStore.Count> counts = counts(all);
        return Answer.of(
                paging.of(all, checklist -> checklist.id().toString(), checklist -> body(checklist, counts)));
    }

    @PostMapping("/api/v1/series/{code}/checklists")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(
            id = "checklist.upload",
            status = 201,
            takesFile = true,
            fails = {
                "404 series.unknown",
                "409 series.archived",
                "409 checklist.many",
                "413 upload.too-large",
                "415 api.media-type",
                "422 checklist.refused",
                "507 evidence.disk-full"
            })
    Answer<ChecklistBody> upload(
            @PathVariable String code,
            @RequestParam String fileName,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui)
            throws IOException {
        if (!String.valueOf(request.getContentType()).startsWith(MediaType.APPLICATION_OCTET_STREAM_VALUE)) {
            throw new Problem(415, "api.media-type", String.valueOf(request.getContentType()));
        }
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
    @Operation(
            id = "checklist.get",
            fails = {"404 series.unknown", "404 checklist.unknown"})
    Answer<ChecklistBody> get(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return one(checklists.require(products.require(code, person), id));
    }

    @DeleteMapping(ONE)
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(
            id = "checklist.remove",
            fails = {"404 series.unknown", "404 checklist.unknown", "409 series.archived"})
    Answer<Done> remove(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        checklists.remove(series, checklists.require(series, id), person);
        return Done.ANSWER;
    }

    @PostMapping(ONE + "/restore")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(
            id = "checklist.restore",
            fails = {"404 series.unknown", "404 checklist.unknown", "409 series.archived"})
    Answer<ChecklistBody> restore(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        checklists.restore(series, id, person);
        return one(checklists.require(series, id));
    }

    // Columns

    @GetMapping(ONE + "/workbook")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(
            id = "checklist.workbook",
            fails = {"404 series.unknown", "404 checklist.unknown", "409 series.archived"})
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
        return Answer.of(new ChecklistSheetBody(
                sheets,
                shown,
                guess.named() ? body(guess) : null,
                lines(found)));
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
    @Operation(
            id = "checklist.columns",
            fails = {
                "404 series.unknown",
                "404 checklist.unknown",
                "409 series.archived",
                "409 checklist.tied",
                "409 checklist.changed"
            })
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

    // Rows

    /** @param q only rows with these words in number, question or what they rest on */
    @GetMapping(ONE + "/rows")
    @Requires(Act.VIEW)
    @Operation(
            id = "checklist.rows",
            fails = {"404 series.unknown", "404 checklist.unknown"})
    Answer<Listing<ChecklistRowBody>> rows(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false)
                    @OneOf({
                        "not-tied",
                        "not-met",
                        "recheck",
                        "unknown",
                        "expected",
                        "met",
                        "deemed",
                        "exempt",
                        "not-applicable"
                    })
                    @Nullable String state,
            Paging paging,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<JudgedRow> all = judge.of(series, checklists.require(series, id), ui.locale());
        return Answer.of(paging.of(
                ChecklistPages.shown(all, q, orEmpty(state)),
                row -> "%07d".formatted(row.row().row()),
                ChecklistApi::body));
    }

    @GetMapping(ONE + "/rows/{row}")
    @Requires(Act.VIEW)
    @Operation(
            id = "checklist.row",
            fails = {"404 series.unknown", "404 checklist.unknown", "404 checklist.row.unknown"})
    Answer<ChecklistRowBody> row(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable int row,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(body(judged(series, checklists.require(series, id), row, ui)));
    }

    /** @param q other words than the row's own */
    @GetMapping(ONE + "/rows/{row}/proposals")
    @Requires(Act.VIEW)
    @Operation(
            id = "checklist.proposals",
            fails = {"404 series.unknown", "404 checklist.unknown", "404 checklist.row.unknown"})
    Answer<Listing<ChecklistProposalBody>> proposals(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable int row,
            @RequestParam(defaultValue = "") String q,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        JudgedRow judged = judged(series, checklists.require(series, id), row, ui);
        return Answer.of(new Listing<>(
                proposals.of(judged, q).stream().map(this::body).toList(), null));
    }

    @PostMapping(ONE + "/rows/{row}/ties")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(
            id = "checklist.tie",
            status = 201,
            fails = {
                "404 series.unknown",
                "404 checklist.unknown",
                "404 checklist.row.unknown",
                "409 series.archived",
                "409 checklist.ties"
            })
    Answer<ChecklistRowBody> tie(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable int row,
            @Body NewChecklistTieBody sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        ChecklistReader.Row asked = store.rows(checklist.id()).stream()
                .filter(r -> r.row() == row)
                .findFirst()
                .orElseThrow(() -> new Problem(404, "checklist.row.unknown", row));
        checklists.tie(series, checklist, asked, basis(sent), person);
        return Answer.of(body(judged(series, checklist, row, ui)));
    }

    @DeleteMapping(ONE + "/ties/{tie}")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(
            id = "checklist.untie",
            fails = {"404 series.unknown", "404 checklist.unknown", "409 series.archived"})
    Answer<Done> untie(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable UUID tie,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        checklists.untie(series, checklists.require(series, id), tie, person);
        return Done.ANSWER;
    }

    @GetMapping(ONE + "/earlier")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(
            id = "checklist.earlier",
            fails = {"404 series.unknown", "404 checklist.unknown"})
    Answer<Listing<ChecklistEarlierBody>> earlier(
            @PathVariable String code, @PathVariable UUID id, Paging paging, @AuthenticationPrincipal Person person) {
        Checklist checklist = checklists.require(products.require(code, person), id);
        Map<Integer, ChecklistReader.Row> rows = store.rows(checklist.id()).stream()
                .collect(Collectors.toMap(ChecklistReader.Row::row, Function.identity()));
        List<ChecklistEarlierBody> all = new ArrayList<>();
        checklists.earlier(checklist, person).forEach((number, ties) -> {
            ChecklistReader.Row row = rows.get(number);
            if (row != null) {
                all.add(new ChecklistEarlierBody(
                        row.row(),
                        row.number(),
                        row.question(),
                        ties.getFirst().checklist(),
                        ties.stream().map(earlier -> body(earlier.tie().basis())).toList()));
            }
        });
        return Answer.of(paging.of(all, row -> "%07d".formatted(row.row()), Function.identity()));
    }

    @PostMapping(ONE + "/take-over")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(
            id = "checklist.take-over",
            fails = {"404 series.unknown", "404 checklist.unknown", "409 series.archived", "409 checklist.ties"})
    Answer<ChecklistTakenBody> takeOver(
            @PathVariable String code,
            @PathVariable UUID id,
            @Body ChecklistRowsBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        return Answer.of(new ChecklistTakenBody(
                checklists.takeOver(series, checklists.require(series, id), Set.copyOf(sent.rows()), person)));
    }

    // The file with the answers

    /** @param replace whether text that stands in the answer cells gives way */
    @GetMapping(ONE + "/cells")
    @Requires(Act.VIEW)
    @Operation(
            id = "checklist.cells",
            fails = {"404 series.unknown", "404 checklist.unknown", "409 checklist.no-columns"})
    Answer<Listing<ChecklistCellBody>> cells(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean replace,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Checklist checklist = checklists.require(series, id);
        AnsweredWorkbook.Planned planned = workbook.plan(series, checklist, replace);
        List<ChecklistCellBody> cells = new ArrayList<>();
        planned.plan().entries().forEach(entry -> cells.add(body(entry)));
        AnsweredWorkbook.unsupported(checklist, planned)
                .forEach(cell -> cells.add(new ChecklistCellBody(
                        cell.row(), cell.cell(), cell.present(), "", "unsupported", false)));
        return Answer.of(paging.of(
                cells, cell -> "%07d ".formatted(cell.row()) + cell.cell(), Function.identity()));
    }

    @GetMapping(path = ONE + "/answered.xlsx", produces = AnsweredWorkbook.XLSX)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    @Operation(
            id = "checklist.answered",
            file = AnsweredWorkbook.XLSX,
            fails = {"404 series.unknown", "404 checklist.unknown", "409 checklist.no-columns"})
    ResponseEntity<byte[]> answered(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean replace,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return workbook.file(series, checklists.require(series, id), replace);
    }

    private JudgedRow judged(Series series, Checklist checklist, int number, Ui ui) {
        return judge.of(series, checklist, ui.locale()).stream()
                .filter(row -> row.row().row() == number)
                .findFirst()
                .orElseThrow(() -> new Problem(404, "checklist.row.unknown", number));
    }

    private Basis basis(NewChecklistTieBody sent) {
        Catalogue catalogue = catalogues.current();
        String requirement = sent.requirement();
        String fact = sent.fact();
        List<String> accepted = sent.accepted() == null ? List.of() : sent.accepted();
        if (requirement != null) {
            if (fact != null || !accepted.isEmpty()) {
                throw new BadField(fact != null ? "/fact" : "/accepted", "unused", "requirement");
            }
            return RequirementId.parse(requirement)
                    .filter(id -> catalogue.requirement(id).isPresent())
                    .map(Basis.Asked::new)
                    .orElseThrow(() -> new BadField("/requirement", "requirement", requirement));
        }
        if (fact == null) {
            throw new BadField("/requirement", "missing");
        }
        FactDefinition definition = FactKey.isKey(fact)
                ? catalogue.fact(new FactKey(fact)).filter(Basis::tieable).orElse(null)
                : null;
        if (definition == null) {
            throw new BadField("/fact", "tieable", fact);
        }
        List<String> answers = Basis.answers(definition);
        if (accepted.isEmpty()) {
            throw new BadField("/accepted", "missing");
        }
        for (int i = 0; i < accepted.size(); i++) {
            if (!answers.contains(accepted.get(i))) {
                throw new BadField("/accepted/" + i, "one-of", String.join(", ", answers));
            }
        }
        return new Basis.Stated(definition.key(), new TreeSet<>(accepted));
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

    private static ChecklistRowBody body(JudgedRow row) {
        return new ChecklistRowBody(
                row.row().row(),
                row.row().number(),
                row.row().question(),
                row.code(),
                row.isUnconfirmedNo(),
                row.reason(),
                row.open(),
                row.evidence(),
                row.parts().stream().map(ChecklistApi::body).toList());
    }

    private static ChecklistTieBody body(JudgedRow.Part part) {
        return new ChecklistTieBody(
                part.tie().id(),
                body(part.tie().basis()),
                part.state().code(),
                part.proven(),
                part.reason(),
                part.open(),
                part.evidence(),
                part.tie().byName(),
                part.tie().at());
    }

    private static ChecklistBasisBody body(Basis basis) {
        return switch (basis) {
            case Basis.Asked(RequirementId id) -> new ChecklistBasisBody(id.toString(), null, List.of());
            case Basis.Stated stated ->
                new ChecklistBasisBody(null, stated.fact().value(), List.copyOf(stated.accepted()));
        };
    }

    private ChecklistProposalBody body(Proposals.Proposal proposal) {
        RequirementId requirement = proposal.requirement();
        FactKey fact = proposal.fact();
        return new ChecklistProposalBody(
                requirement == null ? null : requirement.toString(),
                fact == null ? null : fact.value(),
                fact == null
                        ? List.of()
                        : catalogues.current().fact(fact).map(Basis::answers).orElse(List.of()),
                switch (proposal.why()) {
                    case Proposals.Why.Named _ -> "number";
                    case Proposals.Why.Related _ -> "related";
                    case Proposals.Why.Words _ -> "words";
                },
                switch (proposal.why()) {
                    case Proposals.Why.Named(String number) -> List.of(number);
                    case Proposals.Why.Related(String number) -> List.of(number);
                    case Proposals.Why.Words(List<String> shared) -> shared;
                });
    }

    private static ChecklistCellBody body(FormPlan.Entry entry) {
        return new ChecklistCellBody(
                Integer.parseInt(entry.about()),
                entry.place().cell(),
                entry.present(),
                entry.value(),
                entry.outcome().id(),
                entry.outcome().writes());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
