package dev.shisa.server.application;

import dev.shisa.server.application.FormPlan.Basic;
import dev.shisa.server.application.FormPlan.Entry;
import dev.shisa.server.application.FormPlan.Missing;
import dev.shisa.server.application.FormPlan.Outcome;
import dev.shisa.server.application.FormPlan.Why;
import dev.shisa.server.application.Layout.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills a form: first a plan that a person can look at, then the bytes. Only answer cells change; formulas are never
 * overwritten, and existing text only where the person says so.
 */
public final class FormFiller {

    /** Excel's own bound on the text of a cell. */
    static final int TEXT_MAX = 32_767;

    /** Characters that XML 1.0 cannot carry, and line ends other than Excel's own. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\ufffe\\uffff]");

    private static final Pattern CALC = Pattern.compile("<((?:\\w+:)?)calcPr\\b([^>]*?)(/?)>");
    private static final Pattern AFTER_CALC =
            Pattern.compile("(?:</|<)((?:\\w+:)?)(definedNames|externalReferences|functionGroups|sheets)(?:/>|>)");

    private final Form form;
    private final Map<CriterionMark, FormAnswer> answers = new TreeMap<>();
    private final Map<String, RowAnswer> rows = new HashMap<>();
    private final Map<BasicField, String> basics;
    private final Set<Place> overwrite;
    private final Map<Place, CriterionMark> marks = new HashMap<>();
    private final Map<Place, String> taken = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Missing> missing = new java.util.LinkedHashSet<>();

    private FormFiller(
            Form form, List<FormAnswer> answers, Map<BasicField, String> basics, Collection<Place> overwrite) {
        this.form = form;
        answers.forEach(answer -> this.answers.put(answer.mark(), answer));
        this.basics = Map.copyOf(basics);
        this.overwrite = Set.copyOf(overwrite);
    }

    /**
     * Plans what goes where.
     *
     * @param answers one for each criterion, and for sub-items where they are known
     * @param basics the basic information that the register knows
     * @param byHand columns that the person named, for sheets that were not recognised
     * @param overwrite cells whose present text the person wants to be replaced
     */
    public static FormPlan plan(
            Form form,
            List<FormAnswer> answers,
            Map<BasicField, String> basics,
            List<ColumnMapping> byHand,
            Collection<Place> overwrite) {
        Set<String> known = answers.stream().map(FormAnswer::criterion).collect(Collectors.toCollection(TreeSet::new));
        Layout layout = LayoutFinder.find(form, known, byHand);
        return new FormFiller(form, answers, basics, overwrite).plan(layout);
    }

    /**
     * Plans answers for rows that a person has pointed out, in a workbook that is no form of IPA's. Answers that are OPEN
     * leave their rows as they are.
     *
     * @param overwrite cells whose present text the person wants to be replaced
     */
    public static FormPlan plan(Form form, List<RowAnswer> rows, Collection<Place> overwrite) {
        List<Slot> slots = new ArrayList<>();
        List<FormAnswer> answers = new ArrayList<>();
        for (RowAnswer row : rows) {
            FormSheet sheet = form.sheets().stream()
                    .filter(s -> s.name().equals(row.sheet()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no sheet " + row.sheet()));
            FormAnswer answer = new FormAnswer(row.about(), "", row.verdict(), row.reason(), row.evidence());
            answers.add(answer);
            if (row.answer() != null) {
                slots.add(new Slot(sheet, answer.mark(), AnswerPart.VERDICT, row.answer()));
            }
            if (row.remark() != null) {
                slots.add(new Slot(sheet, answer.mark(), AnswerPart.REASON_AND_EVIDENCE, row.remark()));
            }
        }
        FormFiller filler = new FormFiller(form, answers, Map.of(), overwrite);
        rows.forEach(row -> filler.rows.put(row.about(), row));
        return filler.plan(new Layout(slots, List.of(), List.of()));
    }

    /** The form with the plan's texts in it. */
    public static byte[] write(Form form, FormPlan plan) {
        Map<String, Map<CellAt, String>> bySheet = new LinkedHashMap<>();
        plan.written()
                .forEach(entry -> bySheet.computeIfAbsent(entry.place().sheet(), s -> new HashMap<>())
                        .put(at(entry.place().cell()), entry.value()));
        Map<String, String> replaced = new HashMap<>();
        boolean formulas = false;
        String stylesPart = form.stylesPart();
        boolean styled = form.parts().names().contains(stylesPart);
        WrappingStyles styles = new WrappingStyles(styled ? form.parts().text(stylesPart) : "");
        for (FormSheet sheet : form.sheets()) {
            formulas |= sheet.cells().stream().anyMatch(FormSheet.Cell::formula);
            Map<CellAt, String> values = bySheet.get(sheet.name());
            if (values != null) {
                String xml = form.parts().text(sheet.part());
                replaced.put(sheet.part(), SheetPatch.write(xml, values, PrintedRows.of(sheet, values), styles));
            }
        }
        styles.xml().ifPresent(xml -> replaced.put(stylesPart, xml));
        if (formulas && !replaced.isEmpty()) {
            // Formulas over the answers keep their saved results until the program that opens the form calculates anew.
            String workbook = form.parts().text(form.workbookPart());
            replaced.put(form.workbookPart(), calculateOnLoad(workbook));
        }
        return replaced.isEmpty() ? form.parts().bytes().clone() : form.parts().with(replaced);
    }

    private FormPlan plan(Layout layout) {
        Map<CriterionMark, List<Slot>> byMark = new LinkedHashMap<>();
        layout.slots()
                .forEach(slot -> byMark.computeIfAbsent(slot.mark(), m -> new ArrayList<>())
                        .add(slot));
        Set<String> placed = new HashSet<>();
        Map<String, Set<AnswerPart>> parts = new HashMap<>();
        layout.slots()
                .forEach(slot -> parts.computeIfAbsent(slot.mark().id(), id -> EnumSet.noneOf(AnswerPart.class))
                        .add(slot.part()));
        byMark.forEach((mark, slots) -> {
            placed.add(mark.id());
            FormAnswer answer = answers.get(mark);
            Set<AnswerPart> ofCriterion = parts.getOrDefault(mark.id(), Set.of());
            FormAnswer whole = answers.getOrDefault(new CriterionMark(mark.id(), ""), answer);
            if (whole == null) {
                missing.add(new Missing(mark.id(), mark.sub(), Why.NO_SUB_ANSWER));
                return;
            }
            switch (whole.verdict()) {
                case OPEN -> missing.add(new Missing(mark.id(), mark.sub(), Why.NOT_DECIDED));
                // What holds for the whole criterion whatever its sub-items say, holds for each of their rows.
                case NOT_APPLICABLE, EXEMPT, DEEMED -> answer(mark, whole, slots, ofCriterion);
                case MET, NOT_MET -> {
                    if (answer == null) {
                        missing.add(new Missing(mark.id(), mark.sub(), Why.NO_SUB_ANSWER));
                    } else if (answer.verdict() == VerdictWord.OPEN) {
                        boolean another = whole.verdict() == VerdictWord.MET;
                        missing.add(new Missing(mark.id(), mark.sub(), another ? Why.OTHER_WAY : Why.NOT_DECIDED));
                    } else {
                        answer(mark, answer, slots, ofCriterion);
                    }
                }
            }
        });
        for (FormAnswer answer : answers.values()) {
            if (answer.sub().isEmpty() && !placed.contains(answer.criterion())) {
                missing.add(new Missing(answer.criterion(), "", Why.NO_CELL));
                if (answer.verdict() == VerdictWord.OPEN) {
                    missing.add(new Missing(answer.criterion(), "", Why.NOT_DECIDED));
                }
            }
        }
        List<Basic> basic = new ArrayList<>();
        for (Layout.Field field : layout.fields()) {
            Place place = place(field.sheet(), field.at());
            basic.add(new Basic(field.field(), place, field.sheet().text(field.at())));
            String value = basics.getOrDefault(field.field(), "");
            if (!value.isBlank()) {
                entry(field.sheet(), field.at(), field.field().id(), AnswerPart.FIELD, clean(value));
            }
        }
        cutInPrint();
        List<Missing> listed = missing.stream()
                .sorted(java.util.Comparator.comparing(Missing::criterion)
                        .thenComparing(Missing::sub)
                        .thenComparing(Missing::why))
                .toList();
        return new FormPlan(form.fingerprint(), entries, listed, layout.findings(), basic);
    }

    /** Texts that no row can be high enough for. */
    private void cutInPrint() {
        for (FormSheet sheet : form.sheets()) {
            Map<CellAt, String> values = entries.stream()
                    .filter(entry -> entry.outcome().writes())
                    .filter(entry -> entry.place().sheet().equals(sheet.name()))
                    .collect(Collectors.toMap(entry -> at(entry.place().cell()), Entry::value, (a, b) -> b));
            Set<Place> cut = PrintedRows.of(sheet, values).cut().stream()
                    .map(cell -> place(sheet, cell))
                    .collect(Collectors.toSet());
            marks.forEach((place, mark) -> {
                if (cut.contains(place)) {
                    missing.add(new Missing(mark.id(), mark.sub(), Why.CUT_IN_PRINT));
                }
            });
        }
    }

    /**
     * @param ofCriterion the parts that all rows of the criterion have together: a cell that several sub-items share is no
     *     missing one
     */
    private void answer(CriterionMark mark, FormAnswer answer, List<Slot> slots, Set<AnswerPart> ofCriterion) {
        boolean evidenceAlone = slots.stream().anyMatch(slot -> slot.part() == AnswerPart.EVIDENCE);
        boolean worded = true;
        for (Slot slot : slots) {
            String reason = clean(answer.reason());
            String evidence = clean(String.join("\n", answer.evidence()));
            switch (slot.part()) {
                case VERDICT -> worded &= verdict(slot, answer.verdict());
                case MET_BOX, NOT_MET_BOX, NOT_APPLICABLE_BOX, EXEMPT_BOX ->
                    worded &= box(slot, answer.verdict(), slots);
                case REASON -> text(slot, reason);
                case EVIDENCE -> text(slot, evidence);
                case REASON_AND_EVIDENCE ->
                    text(slot, evidenceAlone || evidence.isEmpty() ? reason : (reason + "\n" + evidence).strip());
                case FIELD -> throw new IllegalStateException("a field is no part of an answer");
            }
        }
        if (!worded) {
            boolean exempt = answer.verdict() == VerdictWord.EXEMPT;
            missing.add(new Missing(mark.id(), mark.sub(), exempt ? Why.NO_WORD_FOR_EXEMPT : Why.NO_WORD));
        }
        boolean both = ofCriterion.contains(AnswerPart.REASON_AND_EVIDENCE);
        boolean verdict =
                ofCriterion.contains(AnswerPart.VERDICT) || ofCriterion.stream().anyMatch(AnswerPart::box);
        if (!verdict) {
            missing.add(new Missing(mark.id(), mark.sub(), Why.NO_VERDICT_COLUMN));
        }
        if (!both
                && !ofCriterion.contains(AnswerPart.REASON)
                && !answer.reason().isBlank()) {
            missing.add(new Missing(mark.id(), mark.sub(), Why.NO_REASON_COLUMN));
        }
        if (!both
                && !ofCriterion.contains(AnswerPart.EVIDENCE)
                && !answer.evidence().isEmpty()) {
            missing.add(new Missing(mark.id(), mark.sub(), Why.NO_EVIDENCE_COLUMN));
        }
    }

    /** Whether the form has a word for the verdict. */
    private boolean verdict(Slot slot, VerdictWord verdict) {
        String present = slot.sheet().text(slot.at());
        RowAnswer row = rows.get(slot.mark().id());
        boolean opposite = row != null && row.opposite();
        Optional<AllowedWords> allowed = slot.sheet().allowed(slot.at());
        if (allowed.isPresent()) {
            Optional<String> word = verdict.of(allowed.get().words(), opposite);
            if (word.isEmpty()) {
                Outcome outcome = allowed.get().readable() ? Outcome.NOT_IN_LIST : Outcome.LIST_UNREADABLE;
                String plain = verdict.plain(false);
                add(slot, present, plain, outcome, allowed.get().words());
                return !allowed.get().readable();
            }
            entry(slot, word.get());
            return true;
        }
        List<String> boxes = VerdictWord.boxes(present);
        if (!boxes.isEmpty()) {
            Optional<String> ticked = verdict.tick(present, opposite);
            if (ticked.isEmpty()) {
                add(slot, present, verdict.plain(false), Outcome.NOT_IN_LIST, boxes);
                return false;
            }
            // Whether another box was ticked before decides if this is an answer that somebody gave.
            entry(slot, ticked.get());
            return true;
        }
        List<String> offered = offered(slot, row, verdict);
        Optional<String> word = verdict.of(offered, opposite);
        if (word.isEmpty() && verdict == VerdictWord.EXEMPT && !offered.isEmpty()) {
            add(slot, present, verdict.plain(english(slot)), Outcome.NOT_IN_LIST, offered);
            return false;
        }
        entry(slot, word.orElseGet(() -> verdict.plain(english(slot))));
        return true;
    }

    /**
     * The words that a form prints for cells without a list of their own: in the header, or, for the rare verdict 免除, in a
     * legend anywhere on the sheet.
     */
    private static List<String> offered(Slot slot, @Nullable RowAnswer row, VerdictWord verdict) {
        if (row != null) {
            return row.words();
        }
        return verdict == VerdictWord.EXEMPT
                ? VerdictWord.legend(slot.sheet(), slot.at().column())
                : List.of();
    }

    /**
     * One column for each verdict: the right one is marked, and marks in the others are in the way.
     *
     * @return whether the form has a column for the verdict
     */
    private boolean box(Slot slot, VerdictWord verdict, List<Slot> all) {
        AnswerPart wanted = switch (verdict) {
            case MET, DEEMED -> AnswerPart.MET_BOX;
            case NOT_MET -> AnswerPart.NOT_MET_BOX;
            case NOT_APPLICABLE -> AnswerPart.NOT_APPLICABLE_BOX;
            case EXEMPT -> AnswerPart.EXEMPT_BOX;
            case OPEN -> throw new IllegalStateException("an open answer is not written");
        };
        String present = slot.sheet().text(slot.at());
        if (slot.part() == wanted) {
            List<String> words =
                    slot.sheet().allowed(slot.at()).map(AllowedWords::words).orElse(List.of());
            boolean unreadable =
                    slot.sheet().allowed(slot.at()).map(a -> !a.readable()).orElse(false);
            Optional<String> mark = VerdictWord.mark(present, words);
            if (unreadable || mark.isEmpty()) {
                add(slot, present, "○", unreadable ? Outcome.LIST_UNREADABLE : Outcome.NOT_IN_LIST, words);
            } else if (conflicting(slot, all) && !overwrite.contains(place(slot.sheet(), slot.at()))) {
                // Two marks in one row would be worse than none.
                add(slot, present, mark.get(), Outcome.EXISTING, words);
            } else {
                entry(slot, mark.get());
            }
        } else if (!VerdictWord.placeholder(present)) {
            entry(slot, present.matches("[☑■✓✔]") ? "□" : "");
        }
        return all.stream().anyMatch(other -> other.part() == wanted || other.part() == AnswerPart.VERDICT);
    }

    private boolean conflicting(Slot slot, List<Slot> all) {
        return all.stream()
                .filter(other -> other.part().box() && other.part() != slot.part() && other.sheet() == slot.sheet())
                .anyMatch(other -> !VerdictWord.placeholder(other.sheet().text(other.at()))
                        && !overwrite.contains(place(other.sheet(), other.at())));
    }

    private void text(Slot slot, String value) {
        if (!value.isEmpty()) {
            entry(slot, value);
        }
    }

    private void entry(Slot slot, String value) {
        marks.put(place(slot.sheet(), slot.at()), slot.mark());
        entry(slot.sheet(), slot.at(), slot.mark().toString(), slot.part(), value);
    }

    private void entry(FormSheet sheet, CellAt cell, String about, AnswerPart part, String value) {
        Place place = place(sheet, cell);
        String present = sheet.text(cell);
        boolean wanted = overwrite.contains(place);
        Optional<AllowedWords> list = sheet.allowed(cell);
        boolean outside =
                list.isPresent() && !value.isEmpty() && !list.get().words().contains(value);
        Outcome outcome;
        if (sheet.formula(cell)) {
            outcome = Outcome.FORMULA;
        } else if (outside) {
            outcome = list.get().readable() ? Outcome.NOT_IN_LIST : Outcome.LIST_UNREADABLE;
        } else if (tooLong(sheet, cell, value)) {
            outcome = Outcome.TOO_LONG;
        } else if (taken.containsKey(place) && !value.equals(taken.get(place))) {
            outcome = Outcome.SHARED;
        } else if (present.equals(value)
                || (!value.isEmpty() && Spelling.trim(value).equals(present))) {
            outcome = Outcome.SAME;
        } else if (!VerdictWord.placeholder(present) && !wanted) {
            outcome = Outcome.EXISTING;
        } else if (sheet.lockedAgainstTyping(cell) && !wanted) {
            outcome = Outcome.LOCKED;
        } else {
            outcome = VerdictWord.placeholder(present) ? Outcome.WRITE : Outcome.OVERWRITE;
        }
        if (outcome.writes()) {
            taken.put(place, value);
        }
        List<String> words = outside ? list.get().words() : List.of();
        entries.add(new Entry(place, about, part, present, value, outcome, sheet.hiddenRow(cell.row()), words));
    }

    private void add(Slot slot, String present, String value, Outcome outcome, List<String> words) {
        entries.add(new Entry(
                place(slot.sheet(), slot.at()),
                slot.mark().toString(),
                slot.part(),
                present,
                value,
                outcome,
                slot.sheet().hiddenRow(slot.at().row()),
                words));
    }

    private static boolean tooLong(FormSheet sheet, CellAt cell, String value) {
        return value.length() > sheet.longest(cell).orElse(TEXT_MAX);
    }

    /** A form without any Japanese word is answered in English. */
    private static boolean english(Slot slot) {
        return slot.sheet().cells().stream().noneMatch(cell -> VerdictWord.japanese(cell.text()));
    }

    private static Place place(FormSheet sheet, CellAt cell) {
        return new Place(sheet.name(), sheet.anchor(cell).ref());
    }

    private static CellAt at(String ref) {
        var reference = new org.apache.poi.ss.util.CellReference(ref);
        return new CellAt(reference.getRow(), reference.getCol());
    }

    /** What a cell can hold: one kind of line end, no control characters, no half characters, not too long. */
    static String clean(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        StringBuilder kept = new StringBuilder(lines.length());
        CONTROL.matcher(lines)
                .replaceAll("")
                .codePoints()
                .filter(c -> !Character.isSurrogate((char) c) || c > 0xffff)
                .forEach(kept::appendCodePoint);
        String clean = kept.toString().strip();
        if (clean.length() <= TEXT_MAX) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(TEXT_MAX - 2)) ? TEXT_MAX - 2 : TEXT_MAX - 1;
        return clean.substring(0, end) + "…";
    }

    /** The workbook's XML with the wish to calculate everything when it is opened (18.2.2, {@code fullCalcOnLoad}). */
    static String calculateOnLoad(String workbook) {
        var calc = CALC.matcher(workbook);
        if (calc.find()) {
            if (calc.group(2).contains("fullCalcOnLoad")) {
                return workbook.replaceFirst("fullCalcOnLoad\\s*=\\s*[\"'](?:0|false)[\"']", "fullCalcOnLoad=\"1\"");
            }
            String attributes = calc.group(2).stripTrailing();
            String tag = "<" + calc.group(1) + "calcPr" + attributes + " fullCalcOnLoad=\"1\"" + calc.group(3) + ">";
            return workbook.substring(0, calc.start()) + tag + workbook.substring(calc.end());
        }
        var after = AFTER_CALC.matcher(workbook);
        int end = -1;
        String prefix = "";
        while (after.find()) {
            if (after.group().startsWith("</") || after.group().endsWith("/>")) {
                end = after.end();
                prefix = after.group(1);
            }
        }
        return end < 0
                ? workbook
                : workbook.substring(0, end) + "<" + prefix + "calcPr fullCalcOnLoad=\"1\"/>" + workbook.substring(end);
    }
}
