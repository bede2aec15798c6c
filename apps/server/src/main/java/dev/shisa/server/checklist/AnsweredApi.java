package dev.shisa.server.checklist;

import dev.shisa.server.application.FormPlan;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The customer's own workbook with the answers, for programs. */
@Controller
class AnsweredApi {

    private final Products products;
    private final Checklists checklists;
    private final AnsweredWorkbook workbook;

    AnsweredApi(Products products, Checklists checklists, AnsweredWorkbook workbook) {
        this.products = products;
        this.checklists = checklists;
        this.workbook = workbook;
    }

    /**
     * A cell for which there is an answer, or that has one for which there is none here.
     *
     * @param sheet of the workbook; another than the checklist's own where that is answered, too
     * @param outcome what filling the file does; {@code unsupported}: the text stays, and nothing here supports it
     */
    record ChecklistCellBody(
            String sheet, int row, String cell, String present, String value, String outcome, boolean written) {}

    /** @param replace whether text that stands in the answer cells gives way */
    @GetMapping(ChecklistApi.ONE + "/cells")
    @Requires(Act.VIEW)
    @Operation(id = "checklist.cells")
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
                        checklist.columns().sheet(),
                        cell.row(),
                        cell.cell(),
                        cell.present(),
                        "",
                        "unsupported",
                        false)));
        return Answer.of(paging.of(
                cells, cell -> cell.sheet() + " " + "%07d ".formatted(cell.row()) + cell.cell(), Function.identity()));
    }

    @GetMapping(path = ChecklistApi.ONE + "/answered.xlsx", produces = AnsweredWorkbook.XLSX)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    @Operation(id = "checklist.answered", file = AnsweredWorkbook.XLSX)
    ResponseEntity<byte[]> answered(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean replace,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return workbook.file(series, checklists.require(series, id), replace);
    }

    private static ChecklistCellBody body(FormPlan.Entry entry) {
        return new ChecklistCellBody(
                entry.place().sheet(),
                AnsweredWorkbook.row(entry),
                entry.place().cell(),
                entry.present(),
                entry.value(),
                entry.outcome().id(),
                entry.outcome().writes());
    }
}
