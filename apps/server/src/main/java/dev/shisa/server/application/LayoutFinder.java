package dev.shisa.server.application;

import dev.shisa.server.application.HeaderWords.Meaning;
import dev.shisa.server.application.Layout.Field;
import dev.shisa.server.application.Layout.Slot;
import dev.shisa.server.application.SheetFinding.Column;
import dev.shisa.server.application.SheetFinding.How;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;

/**
 * Finds the answer cells of a checklist whose layout is not known beforehand.
 *
 * <p>IPA publishes new editions of its forms, and evaluators pass on forms of their own; a program that knows one
 * edition's cells would write into wrong ones in the next. What stays is that every criterion has its printed number,
 * and that people need words above or beside a cell to know what belongs into it. So: find the numbers (anchors); find
 * the header row above the first of them; let each column's words, its list of allowed words and its present content
 * vote on what it is for. Where no header row exists, each number opens a block whose labels stand left of or above
 * their cells. What is not clear is not written: a wrong cell costs more than an empty one.
 */
final class LayoutFinder {

    private static final Pattern EXAMPLE_SHEET =
            Pattern.compile("記入例|記載例|記入要領|記載要領|記入方法|見本|サンプル|^例|example|sample|howto|instructions");
    private static final Pattern EXAMPLE_ROW =
            Pattern.compile("[(【\\[]?(例|記入例|記載例|example|sample|e\\.g\\.)[)】\\]]?[:：]?");

    /** How far above the first number a header may stand. */
    private static final int HEADER_ABOVE_MAX = 12;

    /** Rows of a header: a group's name, the columns' names, marks below them. */
    private static final int HEADER_ROWS_ABOVE = 2;

    /** How many rows a block may have after the last number. */
    private static final int BLOCK_ROWS_MAX = 40;

    private static final int COLUMNS_MAX = 200;

    private static final double ENOUGH = 0.9;

    private final Set<String> known;
    private final Map<String, ColumnMapping> byHand;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final List<SheetFinding> findings = new ArrayList<>();

    private LayoutFinder(Set<String> known, List<ColumnMapping> byHand) {
        this.known = known;
        this.byHand = byHand.stream().collect(Collectors.toMap(ColumnMapping::sheet, m -> m, (a, b) -> b));
    }

    /**
     * @param known the criteria that exist, e.g. S1.1-01 … S1.1-16
     * @param byHand what a person has said about some sheets; it wins over what would be recognised there
     */
    static Layout find(Form form, Set<String> known, List<ColumnMapping> byHand) {
        LayoutFinder finder = new LayoutFinder(known, byHand);
        form.sheets().forEach(finder::sheet);
        return new Layout(finder.slots, finder.fields, finder.findings);
    }

    /** A criterion number with the rows that are its own. */
    private record Anchor(CriterionMark mark, CellAt at, int lastRow) {}

    private void sheet(FormSheet sheet) {
        ColumnMapping mapping = byHand.get(sheet.name());
        if (mapping != null) {
            byHand(sheet, mapping);
        } else if (sheet.hidden()) {
            findings.add(new SheetFinding(sheet.name(), How.HIDDEN, 0, List.of(), List.of()));
            return;
        } else if (EXAMPLE_SHEET.matcher(Spelling.squeeze(sheet.name())).find()) {
            findings.add(new SheetFinding(sheet.name(), How.EXAMPLE, 0, List.of(), List.of()));
            return;
        } else {
            recognise(sheet);
        }
        basic(sheet);
    }

    private void byHand(FormSheet sheet, ColumnMapping mapping) {
        int criterion = CellReference.convertColStringToIndex(mapping.criterion());
        Map<Integer, AnswerPart> columns = new TreeMap<>();
        if (!mapping.evidence().isEmpty()) {
            columns.put(CellReference.convertColStringToIndex(mapping.evidence()), AnswerPart.EVIDENCE);
        }
        if (!mapping.reason().isEmpty()) {
            columns.put(
                    CellReference.convertColStringToIndex(mapping.reason()),
                    mapping.reason().equals(mapping.evidence()) ? AnswerPart.REASON_AND_EVIDENCE : AnswerPart.REASON);
        }
        if (!mapping.verdict().isEmpty()) {
            columns.put(CellReference.convertColStringToIndex(mapping.verdict()), AnswerPart.VERDICT);
        }
        List<Anchor> anchors = new ArrayList<>();
        for (int row = 0; row <= sheet.lastRow(); row++) {
            CellAt at = new CellAt(row, criterion);
            if (sheet.anchor(at).row() == row) {
                int last = sheet.region(at).getLastRow();
                CriterionMark.bare(sheet.text(at), known).ifPresent(mark -> anchors.add(new Anchor(mark, at, last)));
            }
        }
        table(sheet, distinct(anchors), columns);
        List<Column> named = columns.entrySet().stream()
                .map(column -> new Column(column.getValue(), letter(column.getKey()), ""))
                .toList();
        findings.add(new SheetFinding(sheet.name(), How.BY_HAND, criteria(anchors), named, List.of()));
    }

    private void recognise(FormSheet sheet) {
        List<Anchor> anchors = anchors(sheet);
        if (anchors.isEmpty()) {
            Optional<CriterionMark> named = CriterionMark.find(sheet.name(), known);
            if (named.isEmpty()) {
                findings.add(new SheetFinding(sheet.name(), How.NOTHING, 0, List.of(), List.of()));
                return;
            }
            anchors = List.of(new Anchor(named.get(), new CellAt(0, 0), sheet.lastRow()));
            blocks(sheet, anchors);
            return;
        }
        // A second header between two numbers begins a table of its own, perhaps with other columns.
        List<List<Anchor>> runs = runs(sheet, anchors);
        Map<Integer, AnswerPart> columns = Map.of();
        Set<Column> named = new java.util.LinkedHashSet<>();
        Set<Column> doubtful = new java.util.LinkedHashSet<>();
        for (List<Anchor> run : runs) {
            Columns found = columns(sheet, run);
            if (!found.parts.isEmpty()) {
                columns = found.parts;
                named.addAll(found.named);
                doubtful.addAll(found.doubtful);
            }
            if (columns.isEmpty()) {
                blocks(sheet, anchors);
                return;
            }
            table(sheet, run, columns);
        }
        findings.add(new SheetFinding(
                sheet.name(), How.TABLE, criteria(anchors), List.copyOf(named), List.copyOf(doubtful)));
    }

    private static int criteria(List<Anchor> anchors) {
        return (int)
                anchors.stream().map(anchor -> anchor.mark().id()).distinct().count();
    }

    /** All numbers in the column that holds most of them. */
    private List<Anchor> anchors(FormSheet sheet) {
        List<Anchor> all = new ArrayList<>();
        for (FormSheet.Cell cell : sheet.cells()) {
            CellAt at = cell.at();
            if (at.column() >= COLUMNS_MAX || !sheet.anchor(at).equals(at) || exampleRow(sheet, at)) {
                continue;
            }
            Optional<CriterionMark> mark = CriterionMark.find(cell.text(), known);
            CellRangeAddress region = sheet.region(at);
            if (mark.isPresent()) {
                all.add(new Anchor(mark.get(), at, region.getLastRow()));
            } else if (CriterionMark.isPrefix(cell.text())) {
                all.addAll(split(sheet, at, region));
            }
        }
        Map<Integer, Long> byColumn = all.stream()
                .collect(Collectors.groupingBy(
                        anchor -> anchor.at().column(),
                        TreeMap::new,
                        Collectors.mapping(
                                anchor -> anchor.mark(),
                                Collectors.collectingAndThen(Collectors.toSet(), marks -> (long) marks.size()))));
        // The first column wins a tie: numbers further right are references in somebody's text.
        int column = byColumn.entrySet().stream()
                .max(Comparator.comparingLong((Map.Entry<Integer, Long> e) -> e.getValue())
                        .thenComparingInt(e -> -e.getKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
        return distinct(all.stream()
                .filter(anchor -> anchor.at().column() == column)
                .sorted(Comparator.comparing(Anchor::at))
                .toList());
    }

    /** Numbers of which {@code S1.1-} stands in one cell and the digits in the next one to the right or below. */
    private List<Anchor> split(FormSheet sheet, CellAt at, CellRangeAddress region) {
        List<Anchor> found = new ArrayList<>();
        for (int row = region.getFirstRow(); row <= Math.min(region.getLastRow(), sheet.lastRow()); row++) {
            CellAt right = new CellAt(row, region.getLastColumn() + 1);
            if (sheet.anchor(right).row() == row) {
                int last = sheet.region(right).getLastRow();
                int thisRow = row;
                CriterionMark.rest(sheet.text(right), known)
                        .ifPresent(mark -> found.add(new Anchor(mark, new CellAt(thisRow, at.column()), last)));
            }
        }
        if (found.isEmpty()) {
            CellAt below = new CellAt(region.getLastRow() + 1, at.column());
            int last = sheet.region(below).getLastRow();
            CriterionMark.rest(sheet.text(below), known).ifPresent(mark -> found.add(new Anchor(mark, at, last)));
        }
        return found;
    }

    /** A number that is printed again in the rows of its own block counts once. */
    private static List<Anchor> distinct(List<Anchor> anchors) {
        List<Anchor> kept = new ArrayList<>();
        for (Anchor anchor : anchors) {
            if (kept.isEmpty() || !kept.getLast().mark().equals(anchor.mark())) {
                kept.add(anchor);
            }
        }
        return kept;
    }

    private static boolean exampleRow(FormSheet sheet, CellAt at) {
        for (int column = Math.max(0, at.column() - 3); column < at.column(); column++) {
            if (EXAMPLE_ROW
                    .matcher(Spelling.squeeze(sheet.text(new CellAt(at.row(), column))))
                    .matches()) {
                return true;
            }
        }
        return false;
    }

    private List<List<Anchor>> runs(FormSheet sheet, List<Anchor> anchors) {
        List<List<Anchor>> runs = new ArrayList<>();
        int previousLast = -1;
        for (Anchor anchor : anchors) {
            boolean header = false;
            for (int row = previousLast + 1;
                    !runs.isEmpty() && row < anchor.at().row();
                    row++) {
                header |= roles(sheet, row, anchor.at().column()) >= 2;
            }
            if (runs.isEmpty() || header) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(anchor);
            previousLast = Math.max(anchor.lastRow(), anchor.at().row());
        }
        return runs;
    }

    /** How many cells of a row, right of the numbers or left of them, name an answer column. */
    private static int roles(FormSheet sheet, int row, int numbers) {
        Set<CellAt> seen = new HashSet<>();
        int roles = 0;
        for (int column = 0; column <= lastColumn(sheet); column++) {
            CellAt at = new CellAt(row, column);
            if (column != numbers
                    && seen.add(sheet.anchor(at))
                    && HeaderWords.of(sheet.text(at)).answer()) {
                roles++;
            }
        }
        return roles;
    }

    private static int lastColumn(FormSheet sheet) {
        return Math.min(COLUMNS_MAX, sheet.lastColumn());
    }

    /** The columns chosen for a table, and those that could also have been meant. */
    private static final class Columns {
        final Map<Integer, AnswerPart> parts = new TreeMap<>();
        final List<Column> named = new ArrayList<>();
        final List<Column> doubtful = new ArrayList<>();
    }

    private record Candidate(int column, AnswerPart part, double score, String header) {}

    private Columns columns(FormSheet sheet, List<Anchor> run) {
        Columns chosen = new Columns();
        int first = run.getFirst().at().row();
        int numbers = run.getFirst().at().column();
        int header = headerRow(sheet, first, numbers);
        List<Candidate> candidates = new ArrayList<>();
        Set<Integer> anchorColumns = new HashSet<>(Set.of(numbers));
        for (int column = 0; column <= lastColumn(sheet); column++) {
            if (!anchorColumns.contains(column)) {
                candidate(sheet, run, header, first, column).ifPresent(candidates::add);
            }
        }
        Map<AnswerPart, List<Candidate>> byPart = new EnumMap<>(AnswerPart.class);
        candidates.forEach(
                c -> byPart.computeIfAbsent(c.part(), p -> new ArrayList<>()).add(c));
        long boxes = byPart.keySet().stream().filter(AnswerPart::box).count();
        boolean listed =
                byPart.getOrDefault(AnswerPart.VERDICT, List.of()).stream().anyMatch(c -> c.score() >= 4);
        if (boxes >= 2 && !listed) {
            byPart.remove(AnswerPart.VERDICT);
        } else if (boxes >= 1) {
            // A single 適合 column is the verdict's own; more than that beside a list are the office's.
            List<Candidate> lone = byPart.remove(AnswerPart.MET_BOX);
            byPart.remove(AnswerPart.NOT_MET_BOX);
            byPart.remove(AnswerPart.NOT_APPLICABLE_BOX);
            byPart.remove(AnswerPart.EXEMPT_BOX);
            if (boxes == 1 && lone != null && !byPart.containsKey(AnswerPart.VERDICT)) {
                Candidate c = lone.getFirst();
                byPart.put(
                        AnswerPart.VERDICT,
                        List.of(new Candidate(c.column(), AnswerPart.VERDICT, c.score(), c.header())));
            }
        }
        if (byPart.containsKey(AnswerPart.REASON) && byPart.containsKey(AnswerPart.EVIDENCE)) {
            byPart.remove(AnswerPart.REASON_AND_EVIDENCE);
        } else if (byPart.containsKey(AnswerPart.REASON_AND_EVIDENCE)) {
            double both = best(byPart.get(AnswerPart.REASON_AND_EVIDENCE)).score();
            byPart.computeIfPresent(AnswerPart.REASON, (p, list) -> best(list).score() >= both ? list : null);
        }
        int strong = (int) byPart.values().stream()
                .filter(list -> best(list).score() >= ENOUGH)
                .count();
        double strongest = byPart.values().stream()
                .mapToDouble(list -> best(list).score())
                .max()
                .orElse(0);
        if (strong < 2 && strongest < 2.5) {
            return chosen;
        }
        byPart.forEach((part, list) -> {
            Candidate best = best(list);
            if (best.score() >= ENOUGH && !chosen.parts.containsKey(best.column())) {
                chosen.parts.put(best.column(), part);
                chosen.named.add(new Column(part, letter(best.column()), best.header()));
                list.stream()
                        .filter(other -> !other.equals(best) && other.score() >= best.score())
                        .forEach(
                                other -> chosen.doubtful.add(new Column(part, letter(other.column()), other.header())));
            }
        });
        return chosen;
    }

    private static Candidate best(List<Candidate> candidates) {
        // The leftmost of equals: outside checks stand right of the maker's own.
        return candidates.stream()
                .max(Comparator.comparingDouble(Candidate::score).thenComparingInt(c -> -c.column()))
                .orElseThrow();
    }

    /** The row with most names of answer columns; the lower of equals, because a group's name stands above. */
    private static int headerRow(FormSheet sheet, int first, int numbers) {
        int header = -1;
        int most = 0;
        for (int row = Math.max(0, first - HEADER_ABOVE_MAX); row < first; row++) {
            int roles = exampleRow(sheet, new CellAt(row, numbers)) || exampleRow(sheet, new CellAt(row, numbers + 1))
                    ? 0
                    : roles(sheet, row, numbers);
            if (roles > 0 && roles >= most) {
                most = roles;
                header = row;
            }
        }
        return header;
    }

    private Optional<Candidate> candidate(FormSheet sheet, List<Anchor> run, int header, int first, int column) {
        Meaning meaning = Meaning.NOTHING;
        String words = "";
        if (header >= 0) {
            boolean foreign = false;
            int from = header;
            if (header + 1 < first
                    && roles(sheet, header + 1, run.getFirst().at().column()) >= 2) {
                from = header + 1;
            }
            CellAt last = null;
            for (int row = from; row >= Math.max(0, header - HEADER_ROWS_ABOVE); row--) {
                CellAt at = sheet.anchor(new CellAt(row, column));
                String text = sheet.text(at);
                if (text.isEmpty() || at.equals(last)) {
                    continue;
                }
                // A title across the sheet is no header of its columns.
                CellRangeAddress region = sheet.region(at);
                if (row < header && region.getLastColumn() - region.getFirstColumn() >= lastColumn(sheet)) {
                    continue;
                }
                last = at;
                Meaning here = HeaderWords.of(text);
                foreign |= here.equals(Meaning.OTHER);
                if (words.isEmpty()) {
                    words = text;
                    meaning = here;
                } else if (meaning.equals(Meaning.NOTHING) && row >= header - 1 && here.answer()) {
                    meaning = new Meaning(here.part(), here.weight() - 0.5);
                }
            }
            if (foreign) {
                return Optional.empty();
            }
        }
        int verdictLists = 0;
        int filled = 0;
        for (Anchor anchor : run) {
            CellAt at = new CellAt(anchor.at().row(), column);
            if (sheet.allowed(at).map(LayoutFinder::verdictList).orElse(false)) {
                verdictLists++;
            }
            String text = sheet.text(at);
            if (!VerdictWord.placeholder(text) || sheet.formula(at)) {
                filled++;
            }
        }
        AnswerPart part = meaning.part();
        double score = meaning.weight();
        if (verdictLists * 2 > run.size()) {
            boolean box = part != null && part.box();
            part = box ? part : AnswerPart.VERDICT;
            score = (part == AnswerPart.VERDICT ? score : 0) + 4;
        }
        if (part == null) {
            return Optional.empty();
        }
        if (filled * 10 >= run.size() * 6) {
            score -= 2;
        }
        return score < ENOUGH ? Optional.empty() : Optional.of(new Candidate(column, part, score, words));
    }

    /** Whether a list has words for met and for at least one other verdict. */
    private static boolean verdictList(AllowedWords words) {
        return VerdictWord.MET.of(words.words()).isPresent()
                && (VerdictWord.NOT_MET.of(words.words()).isPresent()
                        || VerdictWord.NOT_APPLICABLE.of(words.words()).isPresent());
    }

    /** The answer cells of each number's rows, sub-items in rows of their own included. */
    private void table(FormSheet sheet, List<Anchor> anchors, Map<Integer, AnswerPart> columns) {
        if (columns.isEmpty()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < anchors.size(); i++) {
            Anchor anchor = anchors.get(i);
            int end = i + 1 < anchors.size()
                    ? anchors.get(i + 1).at().row() - 1
                    : Math.min(
                            sheet.lastRow(),
                            Math.max(anchor.lastRow(), anchor.at().row() + BLOCK_ROWS_MAX));
            Map<Integer, String> rows = subRows(sheet, anchor, end, columns);
            columns.forEach((column, part) -> {
                Map<CellAt, List<String>> subs = new LinkedHashMap<>();
                rows.forEach((row, sub) -> subs.computeIfAbsent(
                                sheet.anchor(new CellAt(row, column)), at -> new ArrayList<>())
                        .add(sub));
                subs.forEach((at, those) -> {
                    CriterionMark mark = new CriterionMark(anchor.mark().id(), over(those));
                    if (seen.add(at + " " + mark + " " + part) && seen.add(mark + " " + part)) {
                        slots.add(new Slot(sheet, mark, part, at));
                    }
                });
            });
        }
    }

    /** What a cell over the rows of several sub-items is for: ① over ①A and ①B, the whole criterion over ① and ②. */
    private static String over(List<String> subs) {
        if (subs.size() == 1) {
            return subs.getFirst();
        }
        Set<String> numbers =
                subs.stream().map(sub -> sub.replaceAll("\\D", "")).collect(Collectors.toSet());
        return numbers.size() == 1 ? numbers.iterator().next() : "";
    }

    /**
     * The rows of a criterion with the sub-item that each is for. One row without marks is the whole criterion; marks
     * count only when there are at least two, because a text may begin with ① and hold all of them.
     */
    private Map<Integer, String> subRows(FormSheet sheet, Anchor anchor, int end, Map<Integer, AnswerPart> columns) {
        Map<Integer, String> rows = new LinkedHashMap<>();
        if (!anchor.mark().sub().isEmpty()) {
            rows.put(anchor.at().row(), anchor.mark().sub());
            return rows;
        }
        int firstAnswer = columns.keySet().stream()
                .filter(column -> column > anchor.at().column())
                .min(Integer::compare)
                .orElse(anchor.at().column() + 1);
        String number = "";
        Map<Integer, String> marks = new LinkedHashMap<>();
        for (int row = anchor.at().row(); row <= end; row++) {
            String mark = "";
            for (int column = 0; column < firstAnswer && mark.length() < 3; column++) {
                CellAt at = new CellAt(row, column);
                if (sheet.anchor(at).column() == column
                        && !(column == anchor.at().column()
                                && row == anchor.at().row())) {
                    mark = join(mark, CriterionMark.leadingSub(sheet.text(at)).orElse(""));
                }
            }
            if (mark.isEmpty()) {
                continue;
            }
            if (Character.isDigit(mark.charAt(0))) {
                number = mark.replaceAll("\\D", "");
            } else {
                mark = number + mark;
            }
            marks.put(row, mark);
        }
        Set<String> distinct = new HashSet<>(marks.values());
        if (distinct.size() < 2) {
            rows.put(anchor.at().row(), "");
            return rows;
        }
        if (!marks.containsKey(anchor.at().row())) {
            rows.put(anchor.at().row(), "");
        }
        rows.putAll(marks);
        return rows;
    }

    private static String join(String mark, String more) {
        if (mark.isEmpty() || more.isEmpty()) {
            return mark + more;
        }
        boolean continues = Character.isDigit(mark.charAt(mark.length() - 1)) && !Character.isDigit(more.charAt(0));
        return continues ? mark + more : mark;
    }

    /** Cells beside or below labels, for each number's block. */
    private void blocks(FormSheet sheet, List<Anchor> anchors) {
        Set<Column> named = new java.util.LinkedHashSet<>();
        for (int i = 0; i < anchors.size(); i++) {
            Anchor anchor = anchors.get(i);
            int end = i + 1 < anchors.size()
                    ? anchors.get(i + 1).at().row() - 1
                    : Math.min(
                            sheet.lastRow(),
                            Math.max(anchor.lastRow(), anchor.at().row() + BLOCK_ROWS_MAX));
            Map<AnswerPart, CellAt> found = new EnumMap<>(AnswerPart.class);
            Map<AnswerPart, String> labels = new HashMap<>();
            for (int row = anchor.at().row(); row <= end; row++) {
                for (int column = 0; column <= lastColumn(sheet); column++) {
                    CellAt at = new CellAt(row, column);
                    Meaning meaning = HeaderWords.of(sheet.text(at));
                    AnswerPart part = meaning.part();
                    if (!sheet.anchor(at).equals(at) || part == null || part.box() || meaning.weight() < 1.5) {
                        continue;
                    }
                    beside(sheet, at).ifPresent(cell -> {
                        if (found.putIfAbsent(part, cell) == null) {
                            labels.put(part, sheet.text(at));
                        }
                    });
                }
            }
            if (found.containsKey(AnswerPart.REASON) && found.containsKey(AnswerPart.EVIDENCE)) {
                found.remove(AnswerPart.REASON_AND_EVIDENCE);
            }
            found.forEach((part, cell) -> {
                slots.add(new Slot(sheet, anchor.mark(), part, cell));
                named.add(new Column(part, letter(cell.column()), labels.getOrDefault(part, "")));
            });
        }
        findings.add(new SheetFinding(
                sheet.name(),
                named.isEmpty() ? How.NO_COLUMNS : How.BLOCKS,
                criteria(anchors),
                List.copyOf(named),
                List.of()));
    }

    /** The cell that a label is for: right of it, or below when right of it stands another label. */
    private Optional<CellAt> beside(FormSheet sheet, CellAt label) {
        CellRangeAddress region = sheet.region(label);
        CellAt right = sheet.anchor(new CellAt(region.getFirstRow(), region.getLastColumn() + 1));
        CellAt below = sheet.anchor(new CellAt(region.getLastRow() + 1, region.getFirstColumn()));
        if (right.column() <= sheet.lastColumn() && !isLabel(sheet.text(right))) {
            return Optional.of(right);
        }
        if (below.row() <= sheet.lastRow() && !isLabel(sheet.text(below))) {
            return Optional.of(below);
        }
        return Optional.empty();
    }

    private boolean isLabel(String text) {
        return BasicField.of(text).isPresent()
                || CriterionMark.find(text, known).isPresent()
                || (HeaderWords.of(text).answer() && VerdictWord.says(text) == VerdictWord.OPEN);
    }

    /** The cells of the basic information on a sheet, outside the rows that criteria use. */
    private void basic(FormSheet sheet) {
        Set<CellAt> taken = slots.stream()
                .filter(slot -> slot.sheet() == sheet)
                .map(Slot::at)
                .collect(Collectors.toSet());
        int before = fields.size();
        for (FormSheet.Cell cell : sheet.cells()) {
            CellAt at = cell.at();
            if (at.column() >= COLUMNS_MAX || !sheet.anchor(at).equals(at) || taken.contains(at)) {
                continue;
            }
            BasicField.of(cell.text())
                    .flatMap(field -> beside(sheet, at)
                            .filter(value -> !taken.contains(value))
                            .map(value -> new Field(sheet, field, value)))
                    .ifPresent(fields::add);
        }
        if (fields.size() > before) {
            findings.replaceAll(finding -> finding.sheet().equals(sheet.name()) && finding.how() == How.NOTHING
                    ? new SheetFinding(sheet.name(), How.BASIC, 0, List.of(), List.of())
                    : finding);
        }
    }

    private static String letter(int column) {
        return CellReference.convertNumToColString(column);
    }
}
