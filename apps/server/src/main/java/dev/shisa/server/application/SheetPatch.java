package dev.shisa.server.application;

import dev.shisa.server.platform.office.WorkbookRefused;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.ss.util.CellReference;

/**
 * Writes texts into cells of a sheet's XML and leaves every other character of it as it was.
 *
 * <p>A cell's element ({@code <c>}, ECMA-376 18.3.1.4) is replaced by one of the same place and style that holds an
 * inline string. So shared strings, styles, conditional formats and all extensions that no library knows stay as their
 * author saved them, and a text can never become a formula. The XML was parsed by POI before, so this needs no parser
 * of its own, only the tags' places.
 */
final class SheetPatch {

    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w:.-]+)\\s*=\\s*(\"[^\"]*\"|'[^']*')");
    private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    private final String xml;
    private final NavigableMap<CellAt, String> values;
    private final StringBuilder out;
    private int copied;
    private int position;
    private String prefix = "";
    private final NavigableMap<Integer, String[]> columnStyles = new TreeMap<>();

    private SheetPatch(String xml, Map<CellAt, String> values) {
        this.xml = xml;
        this.values = new TreeMap<>(values);
        this.out = new StringBuilder(xml.length() + 1024);
    }

    /** The sheet's XML with these texts in these cells; an empty text empties the cell. */
    static String write(String xml, Map<CellAt, String> values) {
        return values.isEmpty() ? xml : new SheetPatch(xml, values).patch();
    }

    /** One tag: where it stands, its local name, whether it opens, closes or both. */
    private record Tag(int start, int end, String name, String attributes, boolean closing, boolean empty) {

        String local() {
            return name.substring(name.indexOf(':') + 1);
        }

        String attribute(String wanted) {
            Matcher matcher = ATTRIBUTE.matcher(attributes);
            while (matcher.find()) {
                if (matcher.group(1).equals(wanted)) {
                    return matcher.group(2).substring(1, matcher.group(2).length() - 1);
                }
            }
            return "";
        }
    }

    private String patch() {
        for (Tag tag = next(); ; tag = next()) {
            if (tag.local().equals("col") && !tag.closing()) {
                int first = Integer.parseInt(tag.attribute("min")) - 1;
                columnStyles.put(first, new String[] {tag.attribute("max"), tag.attribute("style")});
            } else if (tag.local().equals("sheetData") && !tag.closing()) {
                prefix = tag.name().substring(0, tag.name().indexOf(':') + 1);
                if (tag.empty()) {
                    copyTo(tag.start());
                    out.append(open(tag));
                    copied = tag.end();
                    missingRows(Integer.MAX_VALUE);
                    out.append("</").append(tag.name()).append('>');
                } else {
                    rows();
                }
                break;
            }
        }
        out.append(xml, copied, xml.length());
        return out.toString();
    }

    private void rows() {
        int row = -1;
        for (Tag tag = next(); ; tag = next()) {
            if (tag.local().equals("sheetData")) {
                copyTo(tag.start());
                missingRows(Integer.MAX_VALUE);
                return;
            }
            if (!tag.local().equals("row") || tag.closing()) {
                continue;
            }
            String number = tag.attribute("r");
            row = number.isEmpty() ? row + 1 : Integer.parseInt(number) - 1;
            if (!values.isEmpty() && values.firstKey().row() < row) {
                copyTo(tag.start());
                missingRows(row);
            }
            boolean touched = !values.isEmpty() && values.firstKey().row() == row;
            if (tag.empty()) {
                if (touched) {
                    copyTo(tag.start());
                    out.append(open(tag));
                    copied = tag.end();
                    missingCells(row, Integer.MAX_VALUE, tag);
                    out.append("</").append(tag.name()).append('>');
                }
            } else {
                cells(row, tag);
            }
        }
    }

    private void cells(int row, Tag rowTag) {
        int column = -1;
        for (Tag tag = next(); ; tag = next()) {
            if (tag.closing() && tag.name().equals(rowTag.name())) {
                copyTo(tag.start());
                missingCells(row, Integer.MAX_VALUE, rowTag);
                return;
            }
            if (!tag.local().equals("c") || tag.closing()) {
                continue;
            }
            String ref = tag.attribute("r");
            column = ref.isEmpty() ? column + 1 : new CellReference(ref).getCol();
            if (!values.isEmpty()
                    && values.firstKey().row() == row
                    && values.firstKey().column() < column) {
                copyTo(tag.start());
                missingCells(row, column, rowTag);
            }
            int end = tag.empty() ? tag.end() : endOf(tag);
            String value = values.remove(new CellAt(row, column));
            if (value != null) {
                copyTo(tag.start());
                out.append(cell(new CellAt(row, column), tag.attribute("s"), value));
                copied = end;
            }
            position = end;
        }
    }

    /** Where the element that a tag opens ends. */
    private int endOf(Tag opened) {
        int depth = 1;
        while (depth > 0) {
            Tag tag = next();
            if (tag.name().equals(opened.name()) && !tag.empty()) {
                depth += tag.closing() ? -1 : 1;
            }
            if (depth == 0) {
                return tag.end();
            }
        }
        return opened.end();
    }

    private void missingRows(int before) {
        while (!values.isEmpty() && values.firstKey().row() < before) {
            int row = values.firstKey().row();
            out.append('<').append(prefix).append("row r=\"").append(row + 1).append("\">");
            missingCells(row, Integer.MAX_VALUE, null);
            out.append("</").append(prefix).append("row>");
        }
    }

    private void missingCells(int row, int before, @org.jspecify.annotations.Nullable Tag rowTag) {
        while (!values.isEmpty()
                && values.firstKey().row() == row
                && values.firstKey().column() < before) {
            CellAt at = values.firstKey();
            String style = rowTag != null && rowTag.attribute("customFormat").matches("1|true")
                    ? rowTag.attribute("s")
                    : columnStyle(at.column());
            out.append(cell(at, style, values.pollFirstEntry().getValue()));
        }
    }

    private String columnStyle(int column) {
        Map.Entry<Integer, String[]> columns = columnStyles.floorEntry(column);
        return columns != null && Integer.parseInt(columns.getValue()[0]) > column ? columns.getValue()[1] : "";
    }

    private String cell(CellAt at, String style, String value) {
        StringBuilder cell = new StringBuilder("<" + prefix + "c r=\"" + at.ref() + "\"");
        if (!style.isEmpty()) {
            cell.append(" s=\"").append(style).append('"');
        }
        if (value.isEmpty()) {
            return cell.append("/>").toString();
        }
        return cell.append(" t=\"inlineStr\"><")
                .append(prefix)
                .append("is><")
                .append(prefix)
                .append("t xml:space=\"preserve\">")
                .append(escape(value))
                .append("</")
                .append(prefix)
                .append("t></")
                .append(prefix)
                .append("is></")
                .append(prefix)
                .append("c>")
                .toString();
    }

    /** XML escapes, and the escape of {@code _x000D_}, which would be read as a control character (22.9.2.19). */
    private static String escape(String value) {
        return ESCAPE.matcher(value)
                .replaceAll("_x005F_")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static String open(Tag tag) {
        String attributes = tag.attributes().stripTrailing();
        return "<" + tag.name() + (attributes.isEmpty() ? "" : " " + attributes.strip()) + ">";
    }

    private void copyTo(int end) {
        out.append(xml, copied, end);
        copied = end;
    }

    /** The next tag; comments, processing instructions and CDATA are passed over. */
    private Tag next() {
        while (true) {
            int start = xml.indexOf('<', position);
            if (start < 0) {
                throw new WorkbookRefused("damaged", "sheetData");
            }
            if (xml.startsWith("<!--", start)) {
                position = after("-->", start);
            } else if (xml.startsWith("<![CDATA[", start)) {
                position = after("]]>", start);
            } else if (xml.startsWith("<?", start)) {
                position = after("?>", start);
            } else {
                return tag(start);
            }
        }
    }

    private Tag tag(int start) {
        int end = start + 1;
        char quote = 0;
        while (end < xml.length() && (quote != 0 || xml.charAt(end) != '>')) {
            char c = xml.charAt(end);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            }
            end++;
        }
        if (end >= xml.length()) {
            throw new WorkbookRefused("damaged", "sheetData");
        }
        boolean closing = xml.charAt(start + 1) == '/';
        boolean empty = xml.charAt(end - 1) == '/';
        String inner = xml.substring(start + (closing ? 2 : 1), empty ? end - 1 : end);
        int nameEnd = 0;
        while (nameEnd < inner.length() && !Character.isWhitespace(inner.charAt(nameEnd))) {
            nameEnd++;
        }
        position = end + 1;
        return new Tag(start, end + 1, inner.substring(0, nameEnd), inner.substring(nameEnd), closing, empty);
    }

    private int after(String end, int from) {
        int at = xml.indexOf(end, from);
        if (at < 0) {
            throw new WorkbookRefused("damaged", "sheetData");
        }
        return at + end.length();
    }
}
