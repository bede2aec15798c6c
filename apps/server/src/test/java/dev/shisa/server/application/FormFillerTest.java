package dev.shisa.server.application;

import static dev.shisa.server.application.TestForms.entry;
import static dev.shisa.server.application.TestForms.plan;
import static dev.shisa.server.application.TestForms.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.application.FormPlan.Missing;
import dev.shisa.server.application.FormPlan.Outcome;
import dev.shisa.server.application.FormPlan.Why;
import dev.shisa.server.application.SheetFinding.How;
import dev.shisa.server.platform.office.OfficePackage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FormFillerTest {

    static final List<String> forms = TestForms.NAMES;

    @Test
    void fillsATableWithTwoHeaderRowsAndMergedNumbers() {
        FormPlan plan = plan("merged-table");
        assertThat(planned(plan, "S1.1-01", AnswerPart.VERDICT)).isEqualTo("WRITE チェックリスト!F6=適合");
        assertThat(planned(plan, "S1.1-01", AnswerPart.REASON)).isEqualTo("WRITE チェックリスト!G6=理由1");
        assertThat(planned(plan, "S1.1-01", AnswerPart.EVIDENCE)).isEqualTo("WRITE チェックリスト!H6=D-00001 仕様書");
        assertThat(planned(plan, "S1.1-04", AnswerPart.VERDICT)).isEqualTo("WRITE チェックリスト!F10=非該当");
        assertThat(planned(plan, "S1.1-11", AnswerPart.VERDICT)).isEqualTo("WRITE チェックリスト!F17=不適合");
    }

    @Test
    void writesSubItemsIntoTheirOwnRowsAndListsThoseWithoutAnAnswer() {
        FormPlan plan = plan("merged-table");
        assertThat(planned(plan, "S1.1-13 ①A", AnswerPart.REASON)).isEqualTo("WRITE チェックリスト!G19=理由13①A");
        assertThat(planned(plan, "S1.1-13 ②", AnswerPart.VERDICT)).isEqualTo("WRITE チェックリスト!F22=適合");
        assertThat(entry(plan, "S1.1-13", AnswerPart.VERDICT)).isEmpty();
        assertThat(plan.missing())
                .contains(
                        new Missing("S1.1-13", "1B", Why.NO_SUB_ANSWER),
                        new Missing("S1.1-02", "1", Why.NO_SUB_ANSWER));
    }

    @Test
    void neverWritesAnAnswerThatIsNotDecided() {
        for (String name : TestForms.NAMES) {
            FormPlan plan = plan(name);
            assertThat(plan.entries()).noneMatch(entry -> entry.about().startsWith("S1.1-09"));
            assertThat(plan.missing()).contains(new Missing("S1.1-09", "", Why.NOT_DECIDED));
        }
    }

    @Test
    void fillsHiddenRowsAndSaysThatTheyAreHidden() {
        FormPlan plan = plan("merged-table");
        assertThat(plan.entries().stream().filter(FormPlan.Entry::hiddenRow).map(FormPlan.Entry::about))
                .containsOnly("S1.1-08");
    }

    @Test
    void marksOneOfSeveralColumnsAndPassesOverTheExampleRow() {
        FormPlan plan = plan("checkbox-columns");
        assertThat(planned(plan, "S1.1-01", AnswerPart.MET_BOX)).isEqualTo("WRITE 自己適合宣言!C6=○");
        assertThat(planned(plan, "S1.1-02", AnswerPart.MET_BOX)).isEqualTo("WRITE 自己適合宣言!C7=☑");
        assertThat(planned(plan, "S1.1-04", AnswerPart.NOT_APPLICABLE_BOX)).isEqualTo("WRITE 自己適合宣言!E9=☑");
        assertThat(planned(plan, "S1.1-11", AnswerPart.NOT_MET_BOX)).isEqualTo("WRITE 自己適合宣言!D16=○");
        assertThat(entry(plan, "S1.1-01", AnswerPart.NOT_MET_BOX)).isEmpty();
        assertThat(planned(plan, "S1.1-01", AnswerPart.REASON_AND_EVIDENCE))
                .isEqualTo("WRITE 自己適合宣言!F6=理由1\nD-00001 仕様書");
    }

    @Test
    void writesNothingLongerThanTheFormAllows() {
        List<FormAnswer> answers = new ArrayList<>(TestForms.answers());
        answers.set(0, new FormAnswer("S1.1-01", "", VerdictWord.MET, "長".repeat(121), List.of()));
        FormPlan plan = FormFiller.plan(TestForms.form("checkbox-columns"), answers, Map.of(), List.of(), Set.of());
        assertThat(entry(plan, "S1.1-01", AnswerPart.REASON_AND_EVIDENCE))
                .hasValueSatisfying(entry -> assertThat(entry.outcome()).isEqualTo(Outcome.TOO_LONG));
    }

    @Test
    void usesOnlyWordsOfTheListEvenFromAHiddenSheet() {
        FormPlan plan = plan("range-list");
        assertThat(planned(plan, "S1.1-01", AnswerPart.VERDICT)).isEqualTo("WRITE 適合状況!C4=適合する");
        assertThat(planned(plan, "S1.1-11", AnswerPart.VERDICT)).isEqualTo("WRITE 適合状況!C14=適合しない");
        assertThat(planned(plan, "S1.1-06", AnswerPart.VERDICT)).isEqualTo("WRITE 適合状況!C9=みなし適合(認定番号を記載)");
        assertThat(entry(plan, "S1.1-04", AnswerPart.VERDICT)).hasValueSatisfying(entry -> {
            assertThat(entry.outcome()).isEqualTo(Outcome.NOT_IN_LIST);
            assertThat(entry.allowed()).contains("適合する", "適合しない");
        });
        assertThat(plan.findings())
                .anyMatch(finding ->
                        finding.how() == How.HIDDEN && finding.sheet().equals("リスト"));
    }

    @Test
    void readsFullWidthNumbersAndPrefersTheReasonToRemarks() {
        FormPlan plan = plan("range-list");
        assertThat(planned(plan, "S1.1-16", AnswerPart.REASON)).isEqualTo("WRITE 適合状況!D19=理由16");
        assertThat(planned(plan, "S1.1-16", AnswerPart.EVIDENCE)).isEqualTo("WRITE 適合状況!E19=D-000016 仕様書");
    }

    @Test
    void fillsBlocksWithLabelsAndBoxesInOneCell() {
        FormPlan plan = plan("blocks");
        assertThat(plan.findings()).anyMatch(finding -> finding.how() == How.BLOCKS && finding.criteria() == 16);
        assertThat(planned(plan, "S1.1-02", AnswerPart.VERDICT)).isEqualTo("WRITE 評価シート!B9=☑適合　□不適合　□非該当");
        assertThat(planned(plan, "S1.1-04", AnswerPart.VERDICT)).isEqualTo("WRITE 評価シート!B19=□適合　□不適合　☑非該当");
        assertThat(planned(plan, "S1.1-16", AnswerPart.EVIDENCE)).isEqualTo("WRITE 評価シート!B81=D-000016 仕様書");
    }

    @Test
    void fillsAnEnglishFormWithItsOwnWords() {
        FormPlan plan = plan("english");
        assertThat(planned(plan, "S1.1-01", AnswerPart.VERDICT)).isEqualTo("WRITE Checklist!C4=Pass");
        assertThat(planned(plan, "S1.1-04", AnswerPart.VERDICT)).isEqualTo("WRITE Checklist!C7=N/A");
        assertThat(planned(plan, "maker", AnswerPart.FIELD)).isEqualTo("WRITE Basic information!B3=株式会社うみかぜ電機");
        assertThat(planned(plan, "firmware", AnswerPart.FIELD)).isEqualTo("WRITE Basic information!B7=2.4.1");
        assertThat(plan.entries())
                .noneMatch(entry -> entry.place().cell().startsWith("F")
                        && entry.place().sheet().equals("Checklist"));
    }

    @Test
    void readsNumbersSplitOverCellsAndASecondTableWithOtherColumns() {
        FormPlan plan = plan("split-cells");
        assertThat(planned(plan, "S1.1-01", AnswerPart.VERDICT)).isEqualTo("WRITE 様式!D4=適合");
        assertThat(planned(plan, "S1.1-10", AnswerPart.EVIDENCE)).isEqualTo("WRITE 様式!D15=D-000010 仕様書");
        assertThat(planned(plan, "S1.1-10", AnswerPart.VERDICT)).isEqualTo("WRITE 様式!E15=適合");
    }

    @Test
    void leavesLockedCellsOfAProtectedSheetUntilThePersonDecides() throws IOException {
        Form form = TestForms.form("split-cells");
        FormPlan plan = plan(form, Set.of());
        Place locked = new Place("様式", "D8");
        assertThat(planned(plan, "S1.1-05", AnswerPart.VERDICT)).isEqualTo("LOCKED 様式!D8=適合");
        FormPlan decided = plan(form, Set.of(locked));
        byte[] filled = FormFiller.write(form, decided);
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(filled))) {
            assertThat(workbook.getSheet("様式").getRow(7).getCell(3).getStringCellValue())
                    .isEqualTo("適合");
            assertThat(workbook.getSheet("様式").getProtect()).isTrue();
        }
    }

    @Test
    void keepsWhatSomebodyWroteAndEveryFormula() {
        Form form = TestForms.form("several-sheets");
        FormPlan plan = plan(form, Set.of());
        assertThat(planned(plan, "S1.1-03", AnswerPart.REASON)).isEqualTo("EXISTING 認証・更新!D4=理由3");
        assertThat(planned(plan, "S1.1-04", AnswerPart.VERDICT)).isEqualTo("FORMULA 認証・更新!C5=非該当");
        FormPlan overwriting = plan(form, Set.of(new Place("認証・更新", "D4"), new Place("認証・更新", "C5")));
        assertThat(planned(overwriting, "S1.1-03", AnswerPart.REASON)).isEqualTo("OVERWRITE 認証・更新!D4=理由3");
        assertThat(planned(overwriting, "S1.1-04", AnswerPart.VERDICT)).startsWith("FORMULA");
    }

    @Test
    void passesOverExampleSheetsAndListsWithoutAnswers() {
        FormPlan plan = plan("several-sheets");
        assertThat(plan.entries()).noneMatch(entry -> entry.place().sheet().equals("記入例"));
        assertThat(plan.findings()).anyMatch(f -> f.sheet().equals("記入例") && f.how() == How.EXAMPLE);
        assertThat(plan.findings())
                .anyMatch(f -> f.sheet().equals("一覧") && f.how() == How.NO_COLUMNS && f.criteria() == 16);
        assertThat(planned(plan, "S1.1-12", AnswerPart.VERDICT)).isEqualTo("WRITE 保護・情報!C4=適合");
    }

    @Test
    void writesNothingIntoAFormThatItDoesNotKnow() {
        Form form = TestForms.form("unknown");
        FormPlan plan = plan(form, Set.of());
        assertThat(plan.recognised()).isFalse();
        assertThat(plan.written()).isEmpty();
        assertThat(plan.missing())
                .filteredOn(missing -> missing.why() == Why.NO_CELL)
                .hasSize(16);
        assertThat(FormFiller.write(form, plan)).isEqualTo(TestForms.bytes("unknown"));
    }

    @Test
    void fillsAnUnknownFormAfterAPersonNamedTheColumns() {
        Form form = TestForms.form("unknown");
        List<ColumnMapping> mapping = List.of(new ColumnMapping("Sheet1", "a", "C", "Ｄ", "E"));
        FormPlan plan = FormFiller.plan(form, TestForms.answers(), Map.of(), mapping, Set.of());
        assertThat(planned(plan, "S1.1-01", AnswerPart.VERDICT)).isEqualTo("WRITE Sheet1!C2=適合");
        assertThat(planned(plan, "S1.1-16", AnswerPart.EVIDENCE)).isEqualTo("WRITE Sheet1!E17=D-000016 仕様書");
        assertThat(plan.recognised()).isTrue();
    }

    @Test
    void knowsTheSameEditionOfAFormHoweverFarItIsFilledIn() {
        Form empty = TestForms.form("merged-table");
        byte[] filled = FormFiller.write(empty, plan(empty, Set.of()));
        assertThat(FormReader.read(filled).fingerprint()).isEqualTo(empty.fingerprint());
        assertThat(TestForms.form("english").fingerprint()).isNotEqualTo(empty.fingerprint());
    }

    @Test
    void fillingAFilledFormAgainChangesNothing() {
        for (String name : TestForms.NAMES) {
            Form empty = TestForms.form(name);
            Form filled = FormReader.read(FormFiller.write(empty, plan(empty, Set.of())));
            FormPlan again = plan(filled, Set.of());
            assertThat(again.written()).as(name).isEmpty();
            assertThat(FormFiller.write(filled, again))
                    .as(name)
                    .isEqualTo(filled.parts().bytes());
        }
    }

    /** A criterion that does not apply as a whole has no answers of its sub-items: its own goes into each of their rows. */
    @Test
    void whatHoldsForTheWholeCriterionStandsInEachOfItsRows() {
        FormPlan plan = filled(whole("S1.1-02", VerdictWord.NOT_APPLICABLE), "merged-table");
        for (String sub : List.of("S1.1-02 ①", "S1.1-02 ②")) {
            assertThat(entry(plan, sub, AnswerPart.VERDICT).map(FormPlan.Entry::value))
                    .contains("非該当");
            assertThat(entry(plan, sub, AnswerPart.REASON).map(FormPlan.Entry::value))
                    .contains("理由2");
            assertThat(entry(plan, sub, AnswerPart.EVIDENCE).map(FormPlan.Entry::value))
                    .contains("D-00002 仕様書");
        }
        assertThat(plan.missing()).noneMatch(missing -> missing.criterion().equals("S1.1-02"));
        FormPlan deemed = filled(whole("S1.1-02", VerdictWord.DEEMED), "merged-table");
        assertThat(entry(deemed, "S1.1-02 ②", AnswerPart.VERDICT).map(FormPlan.Entry::value))
                .contains("適合");
    }

    @Test
    void leavesTheRowsOfAnUndecidedCriterionEmptyAndListsEach() {
        FormPlan plan = filled(whole("S1.1-02", VerdictWord.OPEN), "merged-table");
        assertThat(plan.entries()).noneMatch(entry -> entry.about().startsWith("S1.1-02"));
        assertThat(plan.missing())
                .contains(new Missing("S1.1-02", "1", Why.NOT_DECIDED), new Missing("S1.1-02", "2", Why.NOT_DECIDED));
    }

    /** Whatever the form's layout, an excused criterion is never written as met, and its reason is written. */
    @ParameterizedTest
    @FieldSource("forms")
    void writesExemptOnlyWhereTheFormHasAWordForIt(String name) {
        List<FormAnswer> answers = TestForms.answers().stream()
                .filter(answer -> answer.sub().isEmpty())
                .map(answer -> new FormAnswer(
                        answer.criterion(), "", VerdictWord.EXEMPT, "免除: 英国PSTI法の適合宣言", answer.evidence()))
                .toList();
        FormPlan plan = FormFiller.plan(TestForms.form(name), answers, Map.of(), List.of(), Set.of());
        for (FormPlan.Entry entry : plan.written()) {
            if (entry.part() == AnswerPart.VERDICT) {
                assertThat(VerdictWord.says(entry.value())).isEqualTo(VerdictWord.EXEMPT);
            }
            assertThat(entry.part()).isNotIn(AnswerPart.MET_BOX, AnswerPart.NOT_APPLICABLE_BOX);
        }
        Set<String> reasons = plan.written().stream()
                .filter(entry -> entry.value().contains("免除: 英国PSTI法の適合宣言"))
                .map(FormPlan.Entry::about)
                .collect(java.util.stream.Collectors.toSet());
        Set<String> verdicts = plan.written().stream()
                .filter(entry -> entry.part() == AnswerPart.VERDICT)
                .map(FormPlan.Entry::about)
                .collect(java.util.stream.Collectors.toSet());
        for (String about : reasons) {
            assertThat(verdicts.contains(about)
                            || plan.missing().stream()
                                    .anyMatch(missing ->
                                            missing.about().equals(about) && missing.why() == Why.NO_WORD_FOR_EXEMPT)
                            || plan.kept().stream()
                                    .anyMatch(
                                            entry -> entry.about().equals(about) && entry.part() == AnswerPart.VERDICT))
                    .as(about)
                    .isTrue();
        }
        assertThat(reasons.isEmpty()).isEqualTo(name.equals("unknown"));
    }

    @Test
    void marksTheColumnForExemptWhereTheFormHasOne() throws IOException {
        Form form = table(List.of("番号", "適合", "不適合", "免除", "理由"), 1);
        FormPlan plan = filled(whole("S1.1-01", VerdictWord.EXEMPT), form);
        assertThat(planned(plan, "S1.1-01", AnswerPart.EXEMPT_BOX)).isEqualTo("WRITE 表!D2=○");
        assertThat(plan.missing()).noneMatch(missing -> missing.why() == Why.NO_WORD_FOR_EXEMPT);
    }

    @Test
    void readsInTheFormsLegendWhetherExemptMayBeWritten() throws IOException {
        Form with = table(List.of("番号", "評価結果(適合/不適合/非該当/免除)", "理由"), 1);
        assertThat(planned(filled(whole("S1.1-01", VerdictWord.EXEMPT), with), "S1.1-01", AnswerPart.VERDICT))
                .isEqualTo("WRITE 表!B2=免除");
        Form without = table(List.of("番号", "評価結果(適合/不適合/非該当)", "理由"), 1);
        FormPlan plan = filled(whole("S1.1-01", VerdictWord.EXEMPT), without);
        assertThat(entry(plan, "S1.1-01", AnswerPart.VERDICT).map(FormPlan.Entry::outcome))
                .contains(Outcome.NOT_IN_LIST);
        assertThat(plan.missing()).contains(new Missing("S1.1-01", "", Why.NO_WORD_FOR_EXEMPT));
        Form free = table(List.of("番号", "評価結果", "理由"), 1);
        assertThat(planned(filled(whole("S1.1-01", VerdictWord.EXEMPT), free), "S1.1-01", AnswerPart.VERDICT))
                .isEqualTo("WRITE 表!B2=免除");
    }

    /** A cell over the rows of several sub-items speaks of what they have in common. */
    @Test
    void aCellOverSeveralSubItemsHasTheAnswerOfTheirWhole() throws IOException {
        Form form = merged(
                List.of(
                        List.of("番号", "項", "評価結果", "理由", "エビデンス"),
                        List.of("S1.1-13", "①A", "", "", ""),
                        List.of("", "①B", "", "", ""),
                        List.of("", "②", "", "", "")),
                "A2:A4",
                "D2:D3",
                "E2:E4");
        List<FormAnswer> answers = new ArrayList<>(TestForms.answers());
        answers.add(new FormAnswer("S1.1-13", "1", VerdictWord.MET, "理由13①", List.of("D-1")));
        answers.add(new FormAnswer("S1.1-13", "1B", VerdictWord.MET, "理由13①B", List.of("D-1B")));
        FormPlan plan = filled(answers, form);
        assertThat(planned(plan, "S1.1-13 ①B", AnswerPart.VERDICT)).isEqualTo("WRITE 表!C3=適合");
        assertThat(planned(plan, "S1.1-13 ①", AnswerPart.REASON)).isEqualTo("WRITE 表!D2=理由13①");
        assertThat(planned(plan, "S1.1-13 ②", AnswerPart.REASON)).isEqualTo("WRITE 表!D4=理由13②");
        assertThat(planned(plan, "S1.1-13", AnswerPart.EVIDENCE)).isEqualTo("WRITE 表!E2=D-000013 仕様書");
        assertThat(plan.missing())
                .noneMatch(missing -> missing.criterion().equals("S1.1-13"))
                .noneMatch(missing -> missing.why() == Why.NO_EVIDENCE_COLUMN);
    }

    @Test
    void saysOfTheWayThatWasNotChosenThatAnotherWas() {
        List<FormAnswer> answers = new ArrayList<>(TestForms.answers());
        answers.add(new FormAnswer("S1.1-02", "1", VerdictWord.MET, "理由2①", List.of()));
        answers.add(new FormAnswer("S1.1-02", "2", VerdictWord.OPEN, "", List.of()));
        FormPlan plan = filled(answers, "merged-table");
        assertThat(entry(plan, "S1.1-02 ②", AnswerPart.VERDICT)).isEmpty();
        assertThat(plan.missing()).contains(new Missing("S1.1-02", "2", Why.OTHER_WAY));
    }

    /** The full set of answers with one criterion answered as a whole. */
    private static List<FormAnswer> whole(String criterion, VerdictWord verdict) {
        return TestForms.answers().stream()
                .map(answer -> answer.criterion().equals(criterion)
                        ? new FormAnswer(criterion, "", verdict, answer.reason(), answer.evidence())
                        : answer)
                .toList();
    }

    private static FormPlan filled(List<FormAnswer> answers, String name) {
        return filled(answers, TestForms.form(name));
    }

    private static FormPlan filled(List<FormAnswer> answers, Form form) {
        return FormFiller.plan(form, answers, Map.of(), List.of(), Set.of());
    }

    /** A form with these headers and the first criteria in rows below, all cells empty. */
    private static Form table(List<String> headers, int criteria) throws IOException {
        List<List<String>> rows = new ArrayList<>(List.of(headers));
        for (int i = 1; i <= criteria; i++) {
            List<String> row = new ArrayList<>(java.util.Collections.nCopies(headers.size(), ""));
            row.set(0, "S1.1-%02d".formatted(i));
            rows.add(row);
        }
        return merged(rows);
    }

    private static Form merged(List<List<String>> rows, String... regions) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream()) {
            Sheet sheet = workbook.createSheet("表");
            for (int r = 0; r < rows.size(); r++) {
                Row row = sheet.createRow(r);
                for (int c = 0; c < rows.get(r).size(); c++) {
                    row.createCell(c).setCellValue(rows.get(r).get(c));
                }
            }
            for (String region : regions) {
                sheet.addMergedRegion(org.apache.poi.ss.util.CellRangeAddress.valueOf(region));
            }
            workbook.write(out);
            return FormReader.read(out.toByteArray());
        }
    }

    /** The cell-by-cell difference between the empty and the filled form is exactly what the plan says. */
    @ParameterizedTest
    @FieldSource("forms")
    void changesAnswerCellsOnly(String name) throws IOException {
        Form form = TestForms.form(name);
        FormPlan plan = plan(form, Set.of());
        byte[] filled = FormFiller.write(form, plan);
        Map<String, String> expected = cells(TestForms.bytes(name));
        plan.written()
                .forEach(entry -> expected.merge(
                        entry.place().toString(),
                        entry.value(),
                        (old, text) -> old.substring(0, old.indexOf('|') + 1) + text));
        assertThat(cells(filled)).isEqualTo(expected);
        assertThat(shape(filled)).isEqualTo(shape(TestForms.bytes(name)));
    }

    @ParameterizedTest
    @FieldSource("forms")
    void leavesEveryOtherPartOfTheFileByteForByte(String name) {
        Form form = TestForms.form(name);
        FormPlan plan = plan(form, Set.of());
        OfficePackage before = form.parts();
        OfficePackage after = OfficePackage.open(FormFiller.write(form, plan));
        assertThat(after.names()).isEqualTo(before.names());
        Set<String> touched = plan.written().stream()
                .map(entry -> entry.place().sheet())
                .collect(java.util.stream.Collectors.toSet());
        Set<String> mayChange = new java.util.HashSet<>(form.sheets().stream()
                .filter(sheet -> touched.contains(sheet.name()))
                .map(FormSheet::part)
                .toList());
        mayChange.add(form.workbookPart());
        for (String part : before.names()) {
            if (!mayChange.contains(part)) {
                assertThat(after.part(part)).as(part).isEqualTo(before.part(part));
            }
        }
    }

    /** Text and style of each cell: {@code style|text}. */
    private static Map<String, String> cells(byte[] bytes) throws IOException {
        Map<String, String> cells = new TreeMap<>();
        DataFormatter formatter = new DataFormatter();
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            for (Sheet sheet : workbook) {
                for (Row row : sheet) {
                    for (Cell cell : row) {
                        cells.put(
                                sheet.getSheetName() + "!" + cell.getAddress(),
                                cell.getCellStyle().getIndex() + "|" + formatter.formatCellValue(cell));
                    }
                }
            }
        }
        return cells;
    }

    /** Everything about a workbook that is no cell. */
    private static String shape(byte[] bytes) throws IOException {
        StringBuilder shape = new StringBuilder();
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            workbook.getAllNames()
                    .forEach(name -> shape.append(name.getNameName())
                            .append(name.getRefersToFormula())
                            .append('\n'));
            for (int i = 0; i < workbook.getNumberOfSheets(); i++) {
                var sheet = workbook.getSheetAt(i);
                shape.append(sheet.getSheetName())
                        .append(workbook.getSheetVisibility(i))
                        .append(sheet.getMergedRegions());
                sheet.getDataValidations()
                        .forEach(v -> shape.append(v.getRegions()
                                        .getCellRangeAddresses()[0]
                                        .formatAsString())
                                .append(v.getValidationConstraint().getFormula1()));
                for (int c = 0; c < 12; c++) {
                    shape.append(' ').append(sheet.getColumnWidth(c));
                }
                sheet.forEach(row -> shape.append(' ').append(row.getZeroHeight()));
                shape.append(sheet.getSheetConditionalFormatting().getNumConditionalFormattings());
                shape.append(sheet.getProtect())
                        .append(workbook.getPrintArea(i))
                        .append(sheet.getPrintSetup().getPaperSize())
                        .append('\n');
            }
        }
        return shape.toString();
    }
}
