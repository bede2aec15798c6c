package dev.shisa.server.application;

import dev.shisa.server.platform.office.WorkbookRefused;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.ss.util.CellReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes texts into cells of a sheet's XML and leaves every other character of it as it was.
 *
 * <p>A cell's element ({@code <c>}, ECMA-376 18.3.1.4) is replaced by one of the same place and style that holds an
 * inline string. So shared strings, styles, conditional formats and all extensions that no library knows stay as their
 * author saved them, and a text can never become a formula. The XML was parsed by POI before, so this needs no parser
 * of its own, only the tags' places.
 */
final class SheetPatch {

    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?<![\\w:.-])([\\w:.-]++)\\s*+=\\s*+(\"[^\"]*\"|'[^']*')");
    private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    private final String xml;
    private final NavigableMap<CellAt, String> values;
    private final NavigableMap<Integer, Double> heights;
    private final Set<CellAt> wrap;
    private final WrappingStyles styles;
    private final StringBuilder out;
    private int copied;
    private int position;
    private String prefix = "";
    private final NavigableMap<Integer, String[]> columnStyles = new TreeMap<>();

    private SheetPatch(String xml, Map<CellAt, String> values, PrintedRows rows, WrappingStyles styles) {
        this.xml = xml;
        this.values = new TreeMap<>(values);
        this.heights = new TreeMap<>(rows.heights());
        this.wrap = rows.wrap();
        this.styles = styles;
        this.out = new StringBuilder(xml.length() + 1024);
    }

    /** The sheet's XML with these texts in these cells; an empty text empties the cell. */
    static String write(String xml, Map<CellAt, String> values) {
        return write(xml, values, new PrintedRows(Map.of(), Set.of(), Set.of()), new WrappingStyles(""));
    }

    /**
     * The same with rows as high as their texts.
     *
     * @param styles takes up the styles that cells get whose text is to go on in a next line
     */
    static String write(String xml, Map<CellAt, String> values, PrintedRows rows, WrappingStyles styles) {
        return values.isEmpty() ? xml : new SheetPatch(xml, values, rows, styles).patch();
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
            if (firstRow() < row) {
                copyTo(tag.start());
                missingRows(row);
            }
            Double height = heights.remove(row);
            boolean touched = !values.isEmpty() && values.firstKey().row() == row;
            if (height != null || (touched && tag.empty())) {
                copyTo(tag.start());
                out.append(open(tag, height, tag.empty() && !touched));
                copied = tag.end();
            }
            if (!tag.empty()) {
                cells(row, tag);
            } else if (touched) {
                missingCells(row, Integer.MAX_VALUE, tag);
                out.append("</").append(tag.name()).append('>');
            }
        }
    }

    /** The first row that is still to be written or made higher. */
    private int firstRow() {
        int written = values.isEmpty() ? Integer.MAX_VALUE : values.firstKey().row();
        return heights.isEmpty() ? written : Math.min(written, heights.firstKey());
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
        for (int row = firstRow(); row < before; row = firstRow()) {
            out.append('<').append(prefix).append("row r=\"").append(row + 1).append('"');
            Double height = heights.remove(row);
            if (height != null) {
                out.append(attributes(height));
            }
            out.append('>');
            missingCells(row, Integer.MAX_VALUE, null);
            out.append("</").append(prefix).append("row>");
        }
    }

    private static String attributes(double height) {
        return " ht=\"" + String.format(Locale.ROOT, "%.2f", height) + "\" customHeight=\"1\"";
    }

    private void missingCells(int row, int before, @Nullable Tag rowTag) {
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
        String shown = wrap.contains(at) ? styles.of(style) : style;
        if (!shown.isEmpty()) {
            cell.append(" s=\"").append(shown).append('"');
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

    /** A row's tag with its height. */
    private static String open(Tag tag, @Nullable Double height, boolean empty) {
        StringBuilder attributes = new StringBuilder();
        Matcher matcher = ATTRIBUTE.matcher(tag.attributes());
        while (matcher.find()) {
            boolean ours = matcher.group(1).equals("ht") || matcher.group(1).equals("customHeight");
            if (height == null || !ours) {
                attributes.append(' ').append(matcher.group());
            }
        }
        if (height != null) {
            attributes.append(attributes(height));
        }
        return "<" + tag.name() + attributes + (empty ? "/>" : ">");
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
