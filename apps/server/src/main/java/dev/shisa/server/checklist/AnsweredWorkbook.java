package dev.shisa.server.checklist;

import dev.shisa.server.application.CellAt;
import dev.shisa.server.application.Form;
import dev.shisa.server.application.FormFiller;
import dev.shisa.server.application.FormPlan;
import dev.shisa.server.application.FormSheet;
import dev.shisa.server.application.Place;
import dev.shisa.server.application.RowAnswer;
import dev.shisa.server.application.VerdictWord;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The customer's own workbook with the answers of this instant, in the workbook's language. */
@Component
class AnsweredWorkbook {

    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Between a row and its sheet, where several sheets are answered. */
    private static final String SHEET = "@";

    private final Checklists checklists;
    private final RowJudge judge;

    AnsweredWorkbook(Checklists checklists, RowJudge judge) {
        this.checklists = checklists;
        this.judge = judge;
    }

    /** What filling does, before anything is written. */
    record Planned(Form form, List<JudgedRow> rows, FormPlan plan) {
        Planned {
            rows = List.copyOf(rows);
        }
    }

    /** @param replace whether text that stands in the answer cells gives way */
    Planned plan(Series series, Checklist checklist, boolean replace) {
        Columns columns = checklist.columns();
        if (!columns.named() || !columns.answerable()) {
            throw new Problem(409, "checklist.no-columns");
        }
        Form form = checklists.form(checklist);
        List<JudgedRow> rows = judge.of(series, checklist, form.language());
        List<RowAnswer> answers = new ArrayList<>(answers(form, columns, rows, ""));
        for (Checklist other : checklists.workbook(checklist)) {
            Columns its = other.columns();
            if (its.answerable() && !its.sheet().equals(columns.sheet())) {
                answers.addAll(answers(form, its, judge.of(series, other, form.language()), SHEET + its.sheet()));
            }
        }
        FormPlan plan = FormFiller.plan(form, answers, Set.of());
        if (replace) {
            Set<Place> present = plan.entries().stream()
                    .filter(entry -> entry.outcome() == FormPlan.Outcome.EXISTING)
                    .map(FormPlan.Entry::place)
                    .collect(Collectors.toSet());
            plan = FormFiller.plan(form, answers, present);
        }
        return new Planned(form, rows, plan);
    }

    /** @param behind what makes the rows of this sheet others than those of the sheets before */
    private static List<RowAnswer> answers(Form form, Columns columns, List<JudgedRow> rows, String behind) {
        CellAt header = Columns.cell(columns.headerRow(), columns.answer());
        List<String> words = header == null
                ? List.of()
                : ChecklistReader.sheet(form, columns.sheet())
                        .map(sheet -> VerdictWord.wordsOf(sheet.text(header)))
                        .orElse(List.of());
        return rows.stream()
                .filter(row -> row.state() != null)
                .map(row -> new RowAnswer(
                        columns.sheet(),
                        row.row().row() + behind,
                        row.word(),
                        row.reason(),
                        row.beside(),
                        row.row().opposite(),
                        words,
                        Columns.cell(row.row().row(), columns.answer()),
                        Columns.cell(row.row().row(), columns.remark())))
                .toList();
    }

    /** The row of a sheet that an entry of the plan is about, counted from 1. */
    static int row(FormPlan.Entry entry) {
        int at = entry.about().indexOf(SHEET);
        return Integer.parseInt(at < 0 ? entry.about() : entry.about().substring(0, at));
    }

    /** An answer that stands in the workbook and that nothing here supports. */
    record Unsupported(int row, String cell, String present) {}

    /** Answers that stand in the workbook already, of rows for which there is none here: they stay. */
    static List<Unsupported> unsupported(Checklist checklist, Planned planned) {
        Columns columns = checklist.columns();
        FormSheet sheet = ChecklistReader.sheet(planned.form(), columns.sheet()).orElseThrow();
        List<Unsupported> found = new ArrayList<>();
        for (JudgedRow row : planned.rows()) {
            CellAt at = Columns.cell(row.row().row(), columns.answer());
            if (row.word() == VerdictWord.OPEN && at != null && !VerdictWord.placeholder(sheet.text(at))) {
                found.add(new Unsupported(row.row().row(), at.ref(), sheet.text(at)));
            }
        }
        return found;
    }

    /** The workbook filled, as a file. */
    ResponseEntity<byte[]> file(Series series, Checklist checklist, boolean replace) {
        Planned planned = plan(series, checklist, replace);
        String name = checklist.fileName().replaceFirst("(?i)\\.xlsx$", "") + "-" + series.code() + ".xlsx";
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(XLSX))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(FormFiller.write(planned.form(), planned.plan()));
    }
}
