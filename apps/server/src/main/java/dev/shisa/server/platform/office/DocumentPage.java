package dev.shisa.server.platform.office;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellReference;

/**
 * One page of a document as somebody looks at it beside a form: drawn, as lines, or as cells, with the places on it that can be named.
 * What has no pages is cut into some. Nothing of the file's own bytes is in it, only what our readers made of them, within their bounds.
 *
 * @param number from 1
 * @param cut whether the file has more than is ever shown
 */
public record DocumentPage(int number, int count, boolean cut, Content content, List<Mark> marks) {

    private static final int LINES = 200;
    private static final int LINE_CHARS_MAX = 2_000;
    private static final int PARAGRAPHS = 40;
    private static final int ROWS = 50;
    private static final int COLUMNS = 30;
    private static final int CELL_CHARS_MAX = 300;

    /** Of all pages of a text or a workbook; who needs what is behind saves the file. */
    private static final int PAGES_MAX = 500;

    /** A list to choose from is short. */
    private static final int MARKS_MAX = 200;

    private static final int MARK_CHARS_MAX = 60;

    private static final Pattern NUMBER =
            Pattern.compile("(?iu)(\\d{1,6})\\s*(?:ページ|頁|行)|(?:\\bpp?\\b\\.?|page|line|paragraph|段落)\\s*(\\d{1,6})");
    private static final Pattern CELL = Pattern.compile("(?i)(?<![A-Z0-9])[A-Z]{1,3}([1-9]\\d{0,6})(?!\\d)");

    /** What kind of file is read, by its content; a text is read already. */
    public enum Kind {
        PDF,
        WORD,
        SHEET
    }

    /** What there is to see. */
    public sealed interface Content {}

    /** A PNG that was drawn here. */
    public record Picture(byte[] png) implements Content {}

    /** @param first number of the first line or paragraph; of a page that has none, its own */
    public record Words(DocumentText.Unit unit, int first, List<String> lines) implements Content {
        public Words {
            lines = List.copyOf(lines);
        }
    }

    public record Cells(String sheet, List<Line> rows) implements Content {
        public Cells {
            rows = List.copyOf(rows);
        }
    }

    public record Line(int number, List<String> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A place on the page.
     *
     * @param at number of its line or paragraph, or name of its cell; empty: the page has nothing that counts
     * @param words the first of what stands there
     */
    public record Mark(String at, String words) {}

    /**
     * Which page is wanted.
     *
     * @param place where to look for it, in somebody's words; empty: by the number
     */
    public record Wanted(int number, String place) {

        public static Wanted page(int number) {
            return new Wanted(number, "");
        }

        public static Wanted at(String place) {
            return new Wanted(1, place);
        }

        /** The first number that the words say a page, line or paragraph has. */
        private int said() {
            Matcher found = NUMBER.matcher(place);
            return found.find() ? Integer.parseInt(found.group(1) == null ? found.group(2) : found.group(1)) : number;
        }

        private int paged(int perPage) {
            return place.isEmpty() ? number : (Math.max(1, said()) - 1) / perPage + 1;
        }
    }

    public DocumentPage {
        marks = marks.stream().limit(MARKS_MAX).toList();
    }

    /**
     * Reads one page; a number beyond the last is the last.
     *
     * @throws TextRefused or {@link WorkbookRefused} with the one sentence that says why it cannot be shown
     */
    public static DocumentPage read(Kind kind, byte[] bytes, Wanted wanted) {
        if (bytes.length > DocumentText.BYTES_MAX) {
            throw new TextRefused("too-large", DocumentText.BYTES_MAX >> 20);
        }
        return switch (kind) {
            case PDF -> PdfProcess.page(bytes, wanted.paged(1));
            case WORD -> word(DocumentText.read(bytes).pieces(), wanted);
            case SHEET -> sheet(bytes, wanted);
        };
    }

    /**
     * One page of a text.
     *
     * @param cut whether the text goes on in its file
     */
    public static DocumentPage ofText(String text, boolean cut, Wanted wanted) {
        List<String> lines = List.of(text.split("\r\n|\r|\n", -1));
        int all = lines.size() > 1 && lines.getLast().isEmpty() ? lines.size() - 1 : lines.size();
        int count = Math.clamp((all + LINES - 1) / LINES, 1, PAGES_MAX);
        int number = Math.clamp(wanted.paged(LINES), 1, count);
        int first = (number - 1) * LINES + 1;
        List<String> shown = lines.subList(first - 1, Math.min(all, first - 1 + LINES)).stream()
                .map(line -> line.substring(0, Math.min(line.length(), LINE_CHARS_MAX)))
                .toList();
        return new DocumentPage(
                number,
                count,
                cut || all > PAGES_MAX * LINES,
                new Words(DocumentText.Unit.LINE, first, shown),
                numbered(first, shown));
    }

    static DocumentPage ofPdf(int number, int count, byte[] png, String words) {
        List<Mark> marks = words.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> new Mark("", cut(line)))
                .toList();
        return new DocumentPage(number, count, false, new Picture(png), marks);
    }

    private static DocumentPage word(List<DocumentText.Piece> pieces, Wanted wanted) {
        if (pieces.getFirst().unit() == DocumentText.Unit.PAGE) {
            int count = pieces.getLast().number();
            int number = Math.clamp(wanted.paged(1), 1, count);
            List<String> shown = pieces.stream()
                    .filter(piece -> piece.number() == number)
                    .flatMap(piece -> piece.text().lines())
                    .filter(line -> !line.isBlank())
                    .toList();
            List<Mark> marks =
                    shown.stream().map(line -> new Mark("", cut(line.strip()))).toList();
            return new DocumentPage(number, count, false, new Words(DocumentText.Unit.PAGE, number, shown), marks);
        }
        int count = (pieces.size() + PARAGRAPHS - 1) / PARAGRAPHS;
        int number = Math.clamp(wanted.paged(PARAGRAPHS), 1, count);
        int first = (number - 1) * PARAGRAPHS + 1;
        List<String> shown = pieces.subList(first - 1, Math.min(pieces.size(), first - 1 + PARAGRAPHS)).stream()
                .map(DocumentText.Piece::text)
                .toList();
        return new DocumentPage(
                number, count, false, new Words(DocumentText.Unit.PARAGRAPH, first, shown), numbered(first, shown));
    }

    private static List<Mark> numbered(int first, List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isBlank())
                .mapToObj(i ->
                        new Mark(Integer.toString(first + i), cut(lines.get(i).strip())))
                .toList();
    }

    /** Rows that stand together: a row far below all others makes no thousand empty pages. */
    private record Block(Sheet sheet, int first) {}

    private static DocumentPage sheet(byte[] bytes, Wanted wanted) {
        return Workbooks.read(bytes, (parts, book) -> {
            List<Block> blocks = new ArrayList<>();
            for (Sheet sheet : book) {
                TreeSet<Integer> firsts = new TreeSet<>();
                sheet.forEach(row -> firsts.add(row.getRowNum() / ROWS * ROWS));
                firsts.forEach(first -> blocks.add(new Block(sheet, first)));
            }
            if (blocks.isEmpty()) {
                throw new WorkbookRefused("empty");
            }
            int count = Math.min(blocks.size(), PAGES_MAX);
            int number =
                    Math.clamp(wanted.place().isEmpty() ? wanted.number() : said(blocks, wanted.place()), 1, count);
            return block(blocks.get(number - 1), number, count, blocks.size() > PAGES_MAX);
        });
    }

    /** Number of the page with the cell that the words name, on the sheet that they name. */
    private static int said(List<Block> blocks, String place) {
        Matcher cell = CELL.matcher(place);
        int row = cell.find() ? Integer.parseInt(cell.group(1)) - 1 : 0;
        int found = 0;
        for (int i = blocks.size() - 1; i >= 0; i--) {
            Block block = blocks.get(i);
            boolean named = place.contains(block.sheet().getSheetName());
            if (named && block.first() <= row) {
                return i + 1;
            }
            found = named ? i + 1 : found;
        }
        return found;
    }

    private static DocumentPage block(Block block, int number, int count, boolean cut) {
        DataFormatter formatter = new DataFormatter();
        List<Line> rows = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        for (int r = block.first(); r < block.first() + ROWS; r++) {
            Row row = block.sheet().getRow(r);
            if (row == null) {
                continue;
            }
            List<String> cells = new ArrayList<>();
            for (int c = 0; c < Math.min(row.getLastCellNum(), COLUMNS); c++) {
                Cell cell = row.getCell(c);
                String text = cell == null ? "" : Workbooks.text(cell, formatter);
                cells.add(text.substring(0, Math.min(text.length(), CELL_CHARS_MAX)));
                if (!text.isBlank()) {
                    marks.add(new Mark(CellReference.convertNumToColString(c) + (r + 1), cut(text.strip())));
                }
            }
            rows.add(new Line(r + 1, cells));
        }
        return new DocumentPage(number, count, cut, new Cells(block.sheet().getSheetName(), rows), marks);
    }

    private static String cut(String words) {
        String line = words.lines().findFirst().orElse("");
        return line.length() <= MARK_CHARS_MAX ? line : line.substring(0, MARK_CHARS_MAX) + "…";
    }
}
