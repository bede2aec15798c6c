package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import dev.shisa.bom.internal.TableColumns.Field;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A list that somebody filled by hand in a spreadsheet (xlsx, ISO/IEC 29500): the rows below a heading that names the component, on
 * every sheet that has one. Parts are streamed, formulas give the value that was saved with them, merged cells count for each of
 * their rows, and nothing is ever calculated or followed.
 *
 * <p>A spreadsheet changes what people type: 1.10 becomes the number 1.1, 1-2 a date. A version that stands as a number is taken and
 * told; one that stands as a date is not taken.
 */
public final class Workbook {

    private static final int ENTRIES_MAX = 2_000;

    /** A list of {@link Intake#COMPONENTS_MAX} rows with all columns has less. */
    private static final long UNPACKED_BYTES_MAX = 64L << 20;

    /** The end of the directory of a zip archive, with the longest comment. */
    private static final int DIRECTORY_END_BYTES_MAX = 22 + 65_535;

    private static final int TEXTS_MAX = 1_000_000;
    private static final int TEXT_CHARS_MAX = 16 << 20;

    /** What one cell of Excel can hold. */
    private static final int CELL_CHARS_MAX = 32_767;

    /** A title, a date and some explanation stand above a heading at most. */
    private static final int HEADING_ROW_MAX = 60;

    private static final int COLUMNS_MAX = 200;
    private static final int MERGED_MAX = 100_000;
    private static final int STYLES_MAX = 65_536;

    private static final Pattern DATE_FORMAT = Pattern.compile("(?i).*[ymdhs年月日].*");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]{0,100}+\"|\\[[^\\]]{0,100}+]|\\\\.");

    /** One row below a heading, with the values of the columns that mean something. */
    private record Row(int number, Map<Field, String> values) {}

    /** Cells that are one: the row and column of the first, and of the last. */
    private record Merged(int row, int column, int lastRow, int lastColumn) {}

    private record Sheet(String name, boolean hidden) {}

    private final Intake intake = new Intake(BomFormat.XLSX);
    private final Map<String, String> sheetByRelation = new HashMap<>();
    private final Map<String, Sheet> sheets = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final Set<Integer> dateStyles = new HashSet<>();
    private boolean headingFound;

    private Workbook() {}

    /** Reads a file that begins like a zip archive. */
    public static Reading read(ByteSource source) throws IOException {
        Workbook workbook = new Workbook();
        Set<String> names = new HashSet<>();
        String broken = "";
        try {
            workbook.parts(source, names, workbook::about);
            if (names.contains("xl/workbook.xml")) {
                workbook.parts(source, new HashSet<>(), workbook::rows);
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            broken = String.valueOf(e.getMessage());
        } catch (XMLStreamException e) {
            broken = BoundedXml.reason(e);
        }
        if (!names.contains("xl/workbook.xml")) {
            boolean other = names.contains("xl/workbook.bin") || names.contains("mimetype");
            return refused(
                    other ? Kind.OTHER_WORKBOOK : Kind.NOT_A_BOM,
                    "a zip archive that holds neither an Excel workbook nor one list alone");
        }
        if (broken.isEmpty() && !endsWithDirectory(source)) {
            broken = "the archive ends too early";
        }
        if (!workbook.headingFound) {
            return broken.isEmpty() ? refused(Kind.NO_HEADING) : refused(Kind.UNREADABLE, broken);
        }
        if (!broken.isEmpty()) {
            workbook.intake.problem("/", Kind.BROKEN_OFF, broken);
        }
        return workbook.intake.done();
    }

    /** Parts that are missing at the end leave no trace but this: the directory of the archive is not there either. */
    private static boolean endsWithDirectory(ByteSource source) throws IOException {
        try (InputStream in = source.open()) {
            in.skipNBytes(Math.max(0, source.sizeBytes() - DIRECTORY_END_BYTES_MAX));
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("PK\u0005\u0006");
        }
    }

    private static Reading refused(Kind kind, String... arguments) {
        return new Reading.Refused(Problem.at("/", kind, arguments));
    }

    @FunctionalInterface
    private interface Part {
        /** Reads one part of the archive. */
        void read(String name, InputStream in) throws IOException, XMLStreamException;
    }

    private void parts(ByteSource source, Set<String> names, Part part) throws IOException, XMLStreamException {
        try (ZipInputStream zip = new ZipInputStream(source.open())) {
            // One budget for all parts; closing a part's stream must not close the archive.
            InputStream unpacked = new FilterInputStream(new Unpacked(zip, UNPACKED_BYTES_MAX)) {
                @Override
                public void close() {}
            };
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                if (names.size() == ENTRIES_MAX) {
                    throw new ZipException("it has more than " + ENTRIES_MAX + " parts");
                }
                if (!names.add(entry.getName())) {
                    throw new ZipException("it has two parts " + entry.getName());
                }
                part.read(entry.getName(), unpacked);
                // What a part did not read counts as well.
                unpacked.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    // ---- what the sheets refer to --------------------------------------------------------------

    private void about(String name, InputStream in) throws XMLStreamException {
        switch (name) {
            case "xl/workbook.xml" -> sheetNames(BoundedXml.reader(in));
            case "xl/_rels/workbook.xml.rels" -> relations(BoundedXml.reader(in));
            case "xl/styles.xml" -> styles(BoundedXml.reader(in));
            case "xl/sharedStrings.xml" -> sharedTexts(BoundedXml.reader(in));
            default -> {
                // Sheets are read when everything that they refer to is known; pictures and the like never.
            }
        }
    }

    private void sheetNames(XMLStreamReader in) throws XMLStreamException {
        while (BoundedXml.next(in)) {
            if (in.isStartElement() && in.getLocalName().equals("sheet") && sheets.size() < ENTRIES_MAX) {
                String state = attribute(in, "state");
                sheets.put(
                        relation(in),
                        new Sheet(attribute(in, "name"), state.equals("hidden") || state.equals("veryHidden")));
            }
        }
    }

    /** {@code r:id}, in either of the namespaces that the standard has for it. */
    private static String relation(XMLStreamReader in) {
        for (int i = 0; i < in.getAttributeCount(); i++) {
            if (in.getAttributeLocalName(i).equals("id") && in.getAttributeNamespace(i) != null) {
                return in.getAttributeValue(i);
            }
        }
        return "";
    }

    private void relations(XMLStreamReader in) throws XMLStreamException {
        while (BoundedXml.next(in)) {
            if (in.isStartElement() && in.getLocalName().equals("Relationship")) {
                String target = attribute(in, "Target");
                sheetByRelation.put(target.startsWith("/") ? target.substring(1) : "xl/" + target, attribute(in, "Id"));
            }
        }
    }

    /** Which styles show a number as a date. */
    private void styles(XMLStreamReader in) throws XMLStreamException {
        Set<Integer> formats = new HashSet<>();
        boolean cells = false;
        int style = 0;
        while (BoundedXml.next(in)) {
            if (in.isEndElement() && in.getLocalName().equals("cellXfs")) {
                cells = false;
            } else if (in.isStartElement()) {
                switch (in.getLocalName()) {
                    case "numFmt" -> {
                        String code =
                                QUOTED.matcher(attribute(in, "formatCode")).replaceAll("");
                        if (DATE_FORMAT.matcher(code).matches() && formats.size() < STYLES_MAX) {
                            formats.add(number(attribute(in, "numFmtId"), -1));
                        }
                    }
                    case "cellXfs" -> cells = true;
                    case "xf" -> {
                        int format = number(attribute(in, "numFmtId"), 0);
                        if (cells && style < STYLES_MAX && (formats.contains(format) || isDate(format))) {
                            dateStyles.add(style);
                        }
                        style += cells ? 1 : 0;
                    }
                    default -> {
                        // Fonts, fills and borders say nothing of the value.
                    }
                }
            }
        }
    }

    /** The formats that have no code in the file (18.8.30 of the standard), those of East Asia included. */
    private static boolean isDate(int format) {
        return (format >= 14 && format <= 22)
                || (format >= 27 && format <= 36)
                || (format >= 45 && format <= 47)
                || (format >= 50 && format <= 58);
    }

    private void sharedTexts(XMLStreamReader in) throws XMLStreamException {
        long chars = 0;
        while (BoundedXml.next(in)) {
            if (in.isStartElement() && in.getLocalName().equals("si")) {
                String text = richText(in, "si");
                chars += text.length();
                if (texts.size() == TEXTS_MAX || chars > TEXT_CHARS_MAX) {
                    throw new XMLStreamException("there is more text than a list can have", in.getLocation());
                }
                texts.add(text);
            }
        }
    }

    /** The text of a cell's runs, without the readings (furigana) that Japanese input leaves beside them. */
    private static String richText(XMLStreamReader in, String end) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean reading = false;
        boolean inText = false;
        while (BoundedXml.next(in)) {
            if (in.isStartElement()) {
                reading |= in.getLocalName().equals("rPh");
                inText = in.getLocalName().equals("t") && !reading;
            } else if (in.isEndElement()) {
                if (in.getLocalName().equals(end)) {
                    break;
                }
                reading &= !in.getLocalName().equals("rPh");
                inText = false;
            } else if (inText && BoundedXml.isText(in)) {
                append(text, in);
            }
        }
        return text.toString().strip();
    }

    private static void append(StringBuilder text, XMLStreamReader in) throws XMLStreamException {
        if (text.length() + in.getTextLength() > CELL_CHARS_MAX) {
            throw new XMLStreamException("a cell has more than " + CELL_CHARS_MAX + " characters", in.getLocation());
        }
        text.append(in.getText());
    }

    // ---- sheets --------------------------------------------------------------------------------

    private void rows(String part, InputStream in) throws XMLStreamException {
        Sheet sheet = sheets.get(sheetByRelation.getOrDefault(part, ""));
        if (sheet != null && part.toLowerCase(Locale.ROOT).contains("worksheets/")) {
            new SheetReader(sheet, BoundedXml.reader(in)).read();
        }
    }

    /** One cell as it was saved. */
    private record Cell(int column, String text, boolean number, boolean date) {}

    /** Reads one sheet. */
    private final class SheetReader {

        private final Sheet sheet;
        private final XMLStreamReader in;
        private @Nullable TableColumns columns;
        private int headingRow;
        private boolean anyText;
        private final List<Row> rows = new ArrayList<>();
        private final List<Merged> merged = new ArrayList<>();
        private final VersionNumbers numbers = new VersionNumbers();

        SheetReader(Sheet sheet, XMLStreamReader in) {
            this.sheet = sheet;
            this.in = in;
        }

        private String place(int row) {
            return sheet.name() + "!" + row;
        }

        void read() throws XMLStreamException {
            try {
                content();
            } finally {
                // Also of a sheet that breaks off, what stands before the break is taken.
                take();
            }
        }

        private void content() throws XMLStreamException {
            int row = 0;
            while (BoundedXml.next(in)) {
                if (!in.isStartElement()) {
                    continue;
                }
                if (in.getLocalName().equals("row")) {
                    row = number(attribute(in, "r"), row + 1);
                    row(row);
                } else if (in.getLocalName().equals("mergeCell")) {
                    merged(attribute(in, "ref"));
                }
            }
        }

        private void row(int number) throws XMLStreamException {
            List<Cell> cells = cells(number);
            anyText |= !cells.isEmpty();
            TableColumns known = columns;
            if (known == null) {
                if (!sheet.hidden() && number <= HEADING_ROW_MAX) {
                    heading(number, cells);
                }
                return;
            }
            Map<Field, String> values = new EnumMap<>(Field.class);
            for (Cell cell : cells) {
                Field field = known.fields().get(cell.column());
                if (field == Field.VERSION && cell.date()) {
                    intake.problem(place(number), Kind.DATE_AS_VERSION, cell.text());
                } else if (field != null) {
                    if (field == Field.VERSION && cell.number()) {
                        numbers.add(cell.text(), place(number));
                    }
                    values.put(field, cell.text());
                }
            }
            if (rows.size() <= Intake.COMPONENTS_MAX) {
                rows.add(new Row(number, values));
            }
        }

        private void heading(int number, List<Cell> cells) {
            List<String> headings = new ArrayList<>();
            for (Cell cell : cells) {
                while (headings.size() < cell.column()) {
                    headings.add("");
                }
                headings.add(cell.text());
            }
            TableColumns found = TableColumns.of(headings);
            // "Name" alone stands above many a form's first lines.
            if (found.isHeading() && found.fields().size() > 1) {
                columns = found;
                headingRow = number;
                headingFound = true;
            }
        }

        private List<Cell> cells(int row) throws XMLStreamException {
            List<Cell> cells = new ArrayList<>();
            int column = -1;
            while (BoundedXml.next(in)) {
                if (in.isEndElement() && in.getLocalName().equals("row")) {
                    break;
                }
                if (in.isStartElement() && in.getLocalName().equals("c")) {
                    String name = attribute(in, "r");
                    column = name.isEmpty() ? column + 1 : column(name);
                    Cell cell = cell(row, column);
                    boolean inOrder = cells.isEmpty() || cells.getLast().column() < column;
                    if (cell != null && column < COLUMNS_MAX && inOrder) {
                        cells.add(cell);
                    }
                }
            }
            return cells;
        }

        private @Nullable Cell cell(int row, int column) throws XMLStreamException {
            String type = attribute(in, "t");
            boolean date = dateStyles.contains(number(attribute(in, "s"), 0));
            String text = "";
            while (BoundedXml.next(in)) {
                if (in.isEndElement() && in.getLocalName().equals("c")) {
                    break;
                }
                if (in.isStartElement() && in.getLocalName().equals("v")) {
                    text = value();
                } else if (in.isStartElement() && in.getLocalName().equals("is")) {
                    text = richText(in, "is");
                }
            }
            return text.isEmpty() ? null : cell(row, column, type, date, text);
        }

        private @Nullable Cell cell(int row, int column, String type, boolean date, String text) {
            return switch (type) {
                case "s" -> shared(row, column, number(text, -1));
                case "e" -> unusable(row, text);
                case "str", "inlineStr", "b" -> new Cell(column, text, false, false);
                default -> numeric(row, column, type.equals("d") || date, text);
            };
        }

        private @Nullable Cell shared(int row, int column, int index) {
            if (index < 0 || index >= texts.size()) {
                return unusable(row, Integer.toString(index));
            }
            return texts.get(index).isEmpty() ? null : new Cell(column, texts.get(index), false, false);
        }

        private @Nullable Cell unusable(int row, String text) {
            intake.problem(place(row), Kind.BAD_VALUE, "cell", text);
            return null;
        }

        /** Numbers are saved with seventeen digits; people see the shortest that means the same. */
        private @Nullable Cell numeric(int row, int column, boolean date, String text) {
            try {
                double value = Double.parseDouble(text);
                if (date && value >= 0 && value < 3_000_000) {
                    LocalDate day = LocalDate.of(1899, 12, 30).plusDays((long) value);
                    return new Cell(column, day.toString(), true, true);
                }
                return new Cell(
                        column, BigDecimal.valueOf(value).stripTrailingZeros().toPlainString(), true, date);
            } catch (NumberFormatException e) {
                if (date) {
                    return new Cell(column, text, false, true);
                }
                return unusable(row, text);
            }
        }

        private String value() throws XMLStreamException {
            StringBuilder text = new StringBuilder();
            while (BoundedXml.next(in) && !in.isEndElement()) {
                if (BoundedXml.isText(in)) {
                    append(text, in);
                }
            }
            return text.toString().strip();
        }

        private void merged(String cells) {
            String[] ends = cells.split(":", 2);
            if (ends.length == 2 && merged.size() < MERGED_MAX) {
                merged.add(new Merged(rowOf(ends[0]), column(ends[0]), rowOf(ends[1]), column(ends[1])));
            }
        }

        // ---- from rows to components ----

        private void take() {
            TableColumns known = columns;
            if (known == null) {
                if (anyText) {
                    intake.problem(sheet.name(), Kind.LEFT_OUT, sheet.name());
                }
                return;
            }
            for (Field needed : List.of(Field.VERSION, Field.SUPPLIER)) {
                if (!known.has(needed)) {
                    intake.problem(
                            place(headingRow), Kind.MISSING, needed.name().toLowerCase(Locale.ROOT));
                }
            }
            numbers.tell(intake);
            Map<Field, Integer> columnOf = new EnumMap<>(Field.class);
            known.fields().forEach((column, field) -> columnOf.put(field, column));
            Map<Long, Merged> starts = new HashMap<>();
            merged.forEach(m -> starts.put(key(m.row(), m.column()), m));
            Map<Field, Merged> open = new EnumMap<>(Field.class);
            Map<Field, String> above = new EnumMap<>(Field.class);
            for (Row row : rows) {
                boolean own = false;
                boolean title = false;
                for (Map.Entry<Field, Integer> column : columnOf.entrySet()) {
                    Field field = column.getKey();
                    Merged start = starts.get(key(row.number(), column.getValue()));
                    Merged reaching = open.get(field);
                    if (start != null) {
                        open.put(field, start);
                        above.put(field, row.values().getOrDefault(field, ""));
                        title |= field == Field.NAME && reachesAnother(start, columnOf);
                    } else if (reaching != null && row.number() <= reaching.lastRow()) {
                        String value = above.getOrDefault(field, "");
                        if (!value.isEmpty()) {
                            row.values().putIfAbsent(field, value);
                        }
                        continue;
                    }
                    own |= row.values().containsKey(field);
                }
                // A row of which every value belongs to the row above says nothing new; a name over several columns is
                // a title.
                if (own && !title && !component(row)) {
                    return;
                }
            }
        }

        private static boolean reachesAnother(Merged name, Map<Field, Integer> columnOf) {
            return columnOf.values().stream().anyMatch(c -> c > name.column() && c <= name.lastColumn());
        }

        private boolean component(Row row) {
            Draft draft = new Draft(place(row.number()));
            row.values().forEach((field, value) -> TableColumns.fill(draft, intake, field, value));
            return intake.add(draft);
        }
    }

    private static long key(int row, int column) {
        return (long) row * 100_000 + column;
    }

    // ---- names of cells ------------------------------------------------------------------------

    /** {@code BC17} is column 54, counted from 0; far to the right if it is no such name. */
    private static int column(String cell) {
        int column = 0;
        for (int i = 0; i < cell.length() && i < 4 && Character.isLetter(cell.charAt(i)); i++) {
            column = column * 26 + Character.toUpperCase(cell.charAt(i)) - 'A' + 1;
        }
        return column < 1 || column > 20_000 ? 20_000 : column - 1;
    }

    private static int rowOf(String cell) {
        return number(cell.replaceFirst("^[A-Za-z]+", ""), 0);
    }

    private static int number(String text, int otherwise) {
        try {
            return text.isEmpty() ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static String attribute(XMLStreamReader in, String name) {
        String value = in.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
