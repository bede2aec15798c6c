package dev.shisa.server.platform.office;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;

/**
 * A table as people keep one: the first sheet of an xlsx, or CSV (RFC 4180) in UTF-8 or in what Excel in Japan writes. Lines are handed
 * over one after the other; what is longer or wider than the bounds is cut, and who reads is told that there were more lines. Formulas
 * give nothing. What was copied from a spreadsheet is such a table too, with tabs between its cells.
 */
public final class TableLines {

    private static final Charset EXCEL = Charset.forName("windows-31j");

    private TableLines() {}

    /** How much is read. */
    public record Bounds(int lines, int columns, int cellChars) {}

    /** Takes a line, whose number is the one that a spreadsheet shows; the first is 1. */
    public interface Line {
        void take(int number, List<String> cells);
    }

    /**
     * Reads a table.
     *
     * @return whether these were all lines
     * @throws WorkbookRefused when it is an xlsx that cannot be read
     */
    public static boolean read(byte[] bytes, Bounds bounds, Line taker) {
        boolean packed = bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K';
        return packed ? sheet(bytes, bounds, taker) : cells(text(bytes), ',', bounds, taker);
    }

    /**
     * Reads what somebody pasted from a spreadsheet.
     *
     * @return whether these were all lines
     */
    public static boolean pasted(String text, Bounds bounds, Line taker) {
        return cells(text, '\t', bounds, taker);
    }

    private static boolean sheet(byte[] bytes, Bounds bounds, Line taker) {
        return Workbooks.read(bytes, (parts, book) -> {
            DataFormatter formatter = new DataFormatter();
            int last = 0;
            for (Row row : book.getSheetAt(0)) {
                int number = row.getRowNum() + 1;
                if (number > bounds.lines()) {
                    return false;
                }
                while (++last < number) {
                    taker.take(last, List.of());
                }
                List<String> cells = new ArrayList<>();
                for (int c = 0; c < Math.min(row.getLastCellNum(), bounds.columns()); c++) {
                    Cell cell = row.getCell(c);
                    boolean typed = cell != null && cell.getCellType() != CellType.FORMULA;
                    cells.add(typed ? cut(Workbooks.text(cell, formatter), bounds) : "");
                }
                taker.take(number, cells);
            }
            return true;
        });
    }

    private static String cut(String text, Bounds bounds) {
        return text.substring(0, Math.min(text.length(), bounds.cellChars()));
    }

    private static String text(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in)
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(bytes, EXCEL);
        }
    }

    /** Cells between separators, in quotation marks where they hold one. */
    private static boolean cells(String text, char separator, Bounds bounds, Line taker) {
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    add(cell, c, bounds);
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    add(cell, c, bounds);
                }
            } else if (c == '"' && cell.isEmpty() && (separator == ',' || closes(text, i, separator))) {
                quoted = true;
            } else if (c == separator) {
                end(row, cell, bounds);
            } else if (c == '\n' || c == '\r') {
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                end(row, cell, bounds);
                if (++number > bounds.lines()) {
                    return false;
                }
                taker.take(number, List.copyOf(row));
                row.clear();
            } else {
                add(cell, c, bounds);
            }
        }
        if (!cell.isEmpty() || !row.isEmpty()) {
            end(row, cell, bounds);
            if (++number > bounds.lines()) {
                return false;
            }
            taker.take(number, List.copyOf(row));
        }
        return true;
    }

    /** Whether a mark at the start of a pasted cell has its other half; a spreadsheet does not quote a cell for holding one. */
    private static boolean closes(String text, int start, char separator) {
        for (int i = text.indexOf('"', start + 1); i >= 0; i = text.indexOf('"', i + 2)) {
            char next = i + 1 < text.length() ? text.charAt(i + 1) : '\n';
            if (next != '"') {
                return next == separator || next == '\n' || next == '\r';
            }
        }
        return false;
    }

    private static void add(StringBuilder cell, char c, Bounds bounds) {
        if (cell.length() < bounds.cellChars()) {
            cell.append(c);
        }
    }

    private static void end(List<String> row, StringBuilder cell, Bounds bounds) {
        if (row.size() < bounds.columns()) {
            row.add(cell.toString());
        }
        cell.setLength(0);
    }
}
