package dev.shisa.server.platform.pdf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.jspecify.annotations.Nullable;

/**
 * A text on A4 pages, written by PDFBox: headings, paragraphs, lists, tables and notices one below the other, with numbered pages,
 * bookmarks and a structure tree (PDF/UA-1, ISO 14289), so that programs that read aloud know what is a heading and what is a
 * cell. Lines break where UAX #14 lets them, which keeps Japanese punctuation off their beginnings. What a reader copies is
 * what was written: a glyph that stands for several signs says which one is meant.
 */
public final class PdfReport {

    private static final float WIDTH = PDRectangle.A4.getWidth();
    private static final float HEIGHT = PDRectangle.A4.getHeight();
    private static final float MARGIN = 56;
    private static final float TEXT_WIDTH = WIDTH - 2 * MARGIN;
    private static final float FOOT = 34;
    private static final float CELL = 5;
    private static final int UNITS = 1000;

    /** Stands for a sign that the font does not have. */
    private static final int MISSING = '〓';

    private static final float[] BLACK = {0.09f, 0.11f, 0.14f};
    private static final float[] GREY = {0.35f, 0.38f, 0.42f};

    /** How a block looks. Sizes and distances are points. */
    private enum Style {
        TITLE("H1", 19, 27, 0, true, false),
        SECTION("H2", 13.5f, 20, 16, true, false),
        PART("H3", 11, 17, 11, true, false),
        TEXT("P", 10, 16.5f, 4, false, false),
        ITEM("LBody", 10, 16.5f, 1, false, false),
        CELLS("TD", 9.5f, 15, 0, false, false),
        NOTICE("P", 10, 16.5f, 6, false, false),
        NOTE("P", 8.5f, 13, 3, false, true),
        LINES("P", 8.5f, 12.5f, 4, false, false);

        private final String role;
        private final float size;
        private final float leading;
        private final float before;
        private final boolean bold;
        private final boolean grey;

        Style(String role, float size, float leading, float before, boolean bold, boolean grey) {
            this.role = role;
            this.size = size;
            this.leading = leading;
            this.before = before;
            this.bold = bold;
            this.grey = grey;
        }
    }

    private static final class Bytes {

        /** Read when the first report is written. */
        private static final byte[] REGULAR = read();

        private static byte[] read() {
            try (InputStream in = Objects.requireNonNull(
                    PdfReport.class.getResourceAsStream("/fonts/BIZUDPGothic-Regular.ttf"),
                    "the font comes with the program")) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("the font of reports could not be read", e);
            }
        }
    }

    private static final float VERSION = 1.7f;

    private final PDDocument file = new PDDocument();
    private final TrueTypeFont glyphs;
    private final CmapLookup signs;
    private final PDType0Font font;
    private final Locale locale;
    private final String title;
    private final String foot;
    private final Map<Integer, Float> widths = new HashMap<>();
    private final PDStructureTreeRoot root = new PDStructureTreeRoot();
    private final PDStructureElement whole;
    private final List<List<PDStructureElement>> parents = new ArrayList<>();
    private final PDDocumentOutline outline = new PDDocumentOutline();
    private final List<PDPage> pages = new ArrayList<>();
    private @Nullable PDPageContentStream out;
    private float y;
    private float cell = CELL;
    private float cellLeading = Style.CELLS.leading;

    /**
     * Begins a report.
     *
     * @param foot words on the foot of each page, before its number
     */
    public PdfReport(String title, String foot, Locale locale) {
        this.title = title;
        this.foot = foot;
        this.locale = locale;
        try {
            glyphs = new TTFParser().parse(new RandomAccessReadBuffer(Bytes.REGULAR));
            signs = glyphs.getUnicodeCmapLookup();
            font = PDType0Font.load(file, glyphs, true);
        } catch (IOException e) {
            throw new UncheckedIOException("the font of reports could not be read", e);
        }
        // Of PDF/UA; what is left alone would be the version of the packing alone.
        file.getDocument().setVersion(VERSION);
        whole = new PDStructureElement("Document", root);
        whole.setLanguage(locale.getLanguage());
        root.appendKid(whole);
    }

    public PdfReport title(String text) {
        return block(Style.TITLE, text);
    }

    public PdfReport section(String text) {
        return block(Style.SECTION, text);
    }

    public PdfReport part(String text) {
        return block(Style.PART, text);
    }

    public PdfReport text(String text) {
        return block(Style.TEXT, text);
    }

    public PdfReport note(String text) {
        return block(Style.NOTE, text);
    }

    /** What is to be noticed, in a box of its own. */
    public PdfReport notice(String text) {
        return block(Style.NOTICE, text);
    }

    /** Commands and what was sent: lines stay as they are, unless they are too long. */
    public PdfReport lines(String text) {
        return block(Style.LINES, text);
    }

    private PdfReport block(Style style, String text) {
        if (text.isBlank()) {
            return this;
        }
        try {
            float indent = style == Style.LINES || style == Style.NOTICE ? 10 : 0;
            List<String> lines = wrap(text.strip(), style.size, TEXT_WIDTH - 2 * indent);
            boolean isHeading = style.role.startsWith("H");
            // A heading stands with the two lines that follow it.
            float needed = style.before + style.leading * lines.size() + (isHeading ? 2 * Style.TEXT.leading : 0);
            if (out == null || (isHeading && y - needed < MARGIN)) {
                turn();
            }
            y -= style.before;
            PDStructureElement element = element(style.role, whole);
            if (style == Style.SECTION || style == Style.PART) {
                bookmark(text.strip().replace('\n', ' '));
            }
            int from = 0;
            while (from < lines.size()) {
                if (y - style.leading < MARGIN) {
                    turn();
                }
                int to = Math.min(lines.size(), from + Math.max(1, (int) ((y - MARGIN) / style.leading)));
                if (indent > 0) {
                    shade(style.leading * (to - from), style == Style.NOTICE);
                }
                write(element, lines.subList(from, to), MARGIN + indent, style);
                from = to;
            }
            if (style == Style.SECTION) {
                rule(y - 1);
                y -= 4;
            } else if (indent > 0) {
                y -= 4;
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("a report could not be written", e);
        }
    }

    /** Items, one below the other. */
    public PdfReport bullets(List<String> items) {
        try {
            PDStructureElement list = element("L", whole);
            for (String item : items) {
                if (out == null) {
                    turn();
                }
                List<String> lines = wrap(item.strip(), Style.ITEM.size, TEXT_WIDTH - 16);
                PDStructureElement entry = element("LI", list);
                PDStructureElement label = element("Lbl", entry);
                PDStructureElement body = element("LBody", entry);
                y -= Style.ITEM.before;
                for (int i = 0; i < lines.size(); i++) {
                    if (y - Style.ITEM.leading < MARGIN) {
                        turn();
                    }
                    if (i == 0) {
                        at(label, "・", MARGIN + 2, y - Style.ITEM.size, Style.ITEM, BLACK);
                    }
                    write(body, lines.subList(i, i + 1), MARGIN + 16, Style.ITEM);
                }
            }
            y -= 3;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("a report could not be written", e);
        }
    }

    /** From now on the rows of tables stand closer, for what has to fit on one sheet. */
    public PdfReport compact() {
        cell = 3;
        cellLeading = Style.CELLS.size + 3;
        return this;
    }

    /** A table; its first row is said again on each page. */
    public PdfReport table(List<String> header, List<List<String>> rows) {
        try {
            float[] columns = columns(header, rows);
            PDStructureElement table = element("Table", whole);
            if (out == null) {
                turn();
            }
            y -= 6;
            row(table, header, columns, true, List.of());
            for (List<String> row : rows) {
                row(table, row, columns, false, header);
            }
            y -= 6;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("a report could not be written", e);
        }
    }

    /** Widths by what stands in the columns, none too narrow to read. */
    private float[] columns(List<String> header, List<List<String>> rows) {
        float[] wanted = new float[header.size()];
        for (int i = 0; i < wanted.length; i++) {
            int column = i;
            float longest = java.util.stream.Stream.concat(java.util.stream.Stream.of(header), rows.stream())
                    .map(row -> row.get(column))
                    .map(cell -> width(cell, Style.CELLS.size))
                    .max(Float::compare)
                    .orElse(0f);
            wanted[i] = Math.clamp(longest + 2 * cell, 50, 260);
        }
        float sum = 0;
        for (float one : wanted) {
            sum += one;
        }
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] *= TEXT_WIDTH / sum;
        }
        return wanted;
    }

    private void row(
            PDStructureElement table, List<String> cells, float[] columns, boolean isHeader, List<String> header)
            throws IOException {
        List<List<String>> lines = new ArrayList<>();
        int most = 1;
        for (int i = 0; i < columns.length; i++) {
            List<String> wrapped = wrap(cells.get(i), Style.CELLS.size, columns[i] - 2 * cell);
            lines.add(wrapped);
            most = Math.max(most, wrapped.size());
        }
        PDStructureElement row = element("TR", table);
        List<PDStructureElement> elements = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            elements.add(element(isHeader ? "TH" : "TD", row));
        }
        float whole = cellLeading * most + 2 * cell;
        if (y - whole < MARGIN && whole < HEIGHT / 2) {
            turn();
            if (!header.isEmpty()) {
                again(header, columns);
            }
        }
        int from = 0;
        while (from < most) {
            if (y - cellLeading - 2 * cell < MARGIN) {
                turn();
            }
            int to = Math.min(most, from + Math.max(1, (int) ((y - MARGIN - 2 * cell) / cellLeading)));
            float height = cellLeading * (to - from) + 2 * cell;
            frame(columns, height, isHeader);
            float left = MARGIN;
            for (int i = 0; i < columns.length; i++) {
                float base = y - cell - Style.CELLS.size;
                for (int line = from; line < Math.min(to, lines.get(i).size()); line++) {
                    at(elements.get(i), lines.get(i).get(line), left + cell, base, Style.CELLS, BLACK);
                    base -= cellLeading;
                }
                left += columns[i];
            }
            y -= height;
            from = to;
        }
    }

    /** The first row once more, for eyes only: whoever listens knows it already. */
    private void again(List<String> header, float[] columns) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        int most = 1;
        for (int i = 0; i < columns.length; i++) {
            lines.add(wrap(header.get(i), Style.CELLS.size, columns[i] - 2 * cell));
            most = Math.max(most, lines.get(i).size());
        }
        float height = cellLeading * most + 2 * cell;
        frame(columns, height, true);
        float left = MARGIN;
        for (int i = 0; i < columns.length; i++) {
            float base = y - cell - Style.CELLS.size;
            for (String line : lines.get(i)) {
                at(null, line, left + cell, base, Style.CELLS, BLACK);
                base -= cellLeading;
            }
            left += columns[i];
        }
        y -= height;
    }

    // Structure

    private static PDStructureElement element(String role, PDStructureElement parent) {
        PDStructureElement element = new PDStructureElement(role, parent);
        parent.appendKid(element);
        if (role.equals("TH")) {
            COSDictionary attributes = new COSDictionary();
            attributes.setName(COSName.O, "Table");
            attributes.setName(COSName.getPDFName("Scope"), "Column");
            element.getCOSObject().setItem(COSName.A, attributes);
        }
        return element;
    }

    private void bookmark(String text) {
        PDPageXYZDestination place = new PDPageXYZDestination();
        place.setPage(pages.getLast());
        place.setTop((int) (y + Style.SECTION.before));
        PDOutlineItem item = new PDOutlineItem();
        item.setTitle(text);
        item.setDestination(place);
        outline.addLast(item);
    }

    // Pages

    private PDPageContentStream page() {
        return Objects.requireNonNull(out, "no page was begun");
    }

    private void turn() throws IOException {
        if (out != null) {
            out.close();
        }
        PDPage page = new PDPage(PDRectangle.A4);
        page.setStructParents(pages.size());
        page.getCOSObject().setName(COSName.getPDFName("Tabs"), "S");
        file.addPage(page);
        pages.add(page);
        parents.add(new ArrayList<>());
        out = new PDPageContentStream(file, page);
        y = HEIGHT - MARGIN;
    }

    private void write(PDStructureElement element, List<String> lines, float x, Style style) throws IOException {
        for (String line : lines) {
            at(element, line, x, y - style.size, style, style.grey ? GREY : BLACK);
            y -= style.leading;
        }
    }

    /** @param element null: nothing that is read aloud */
    private void at(@Nullable PDStructureElement element, String line, float x, float base, Style style, float[] colour)
            throws IOException {
        if (line.isEmpty()) {
            return;
        }
        PDPageContentStream stream = page();
        if (element == null) {
            stream.beginMarkedContent(COSName.ARTIFACT);
        } else {
            List<PDStructureElement> here = parents.getLast();
            int id = here.size();
            here.add(element);
            PDMarkedContentReference reference = new PDMarkedContentReference();
            reference.setPage(pages.getLast());
            reference.setMCID(id);
            element.appendKid(reference);
            stream.beginMarkedContent(COSName.getPDFName(element.getStructureType()), id);
        }
        stream.beginText();
        stream.setFont(font, style.size);
        stream.setNonStrokingColor(colour[0], colour[1], colour[2]);
        if (style.bold) {
            stream.setRenderingMode(RenderingMode.FILL_STROKE);
            stream.setStrokingColor(colour[0], colour[1], colour[2]);
            stream.setLineWidth(style.size / 40);
        } else {
            stream.setRenderingMode(RenderingMode.FILL);
        }
        stream.newLineAtOffset(x, base);
        show(stream, line);
        stream.endText();
        stream.endMarkedContent();
    }

    /** Writes signs; where a glyph would be read as another sign than was meant, it says which one that is. */
    @SuppressWarnings(
            "deprecation") // The library writes such a property only by way of the page's resources, which few readers
    // follow.
    private void show(PDPageContentStream stream, String line) throws IOException {
        StringBuilder plain = new StringBuilder();
        for (int sign : line.codePoints().toArray()) {
            int shown = glyph(sign) == 0 ? MISSING : sign;
            if (shown == sign && isReadAs(sign)) {
                plain.appendCodePoint(sign);
                continue;
            }
            if (!plain.isEmpty()) {
                stream.showText(plain.toString());
                plain.setLength(0);
            }
            stream.appendRawCommands("/Span <</ActualText <" + meant(sign) + ">>> BDC\n");
            stream.showText(Character.toString(shown));
            stream.endMarkedContent();
        }
        if (!plain.isEmpty()) {
            stream.showText(plain.toString());
        }
    }

    private static String meant(int sign) {
        return "FEFF"
                + HexFormat.of()
                        .withUpperCase()
                        .formatHex(Character.toString(sign).getBytes(StandardCharsets.UTF_16BE));
    }

    private int glyph(int sign) {
        return signs.getGlyphId(sign);
    }

    private boolean isReadAs(int sign) {
        List<Integer> all = signs.getCharCodes(glyph(sign));
        return all != null && !all.isEmpty() && all.getFirst() == sign;
    }

    private void shade(float height, boolean strong) throws IOException {
        PDPageContentStream stream = page();
        stream.beginMarkedContent(COSName.ARTIFACT);
        stream.setNonStrokingColor(strong ? 0.96f : 0.95f, strong ? 0.93f : 0.96f, strong ? 0.84f : 0.97f);
        stream.addRect(MARGIN, y - height - 2, TEXT_WIDTH, height + 4);
        stream.fill();
        stream.endMarkedContent();
    }

    private void rule(float at) throws IOException {
        PDPageContentStream stream = page();
        stream.beginMarkedContent(COSName.ARTIFACT);
        stream.setStrokingColor(0.8f, 0.82f, 0.85f);
        stream.setLineWidth(0.6f);
        stream.moveTo(MARGIN, at);
        stream.lineTo(MARGIN + TEXT_WIDTH, at);
        stream.stroke();
        stream.endMarkedContent();
    }

    private void frame(float[] columns, float height, boolean isHeader) throws IOException {
        PDPageContentStream stream = page();
        stream.beginMarkedContent(COSName.ARTIFACT);
        if (isHeader) {
            stream.setNonStrokingColor(0.93f, 0.94f, 0.96f);
            stream.addRect(MARGIN, y - height, TEXT_WIDTH, height);
            stream.fill();
        }
        stream.setStrokingColor(0.6f, 0.63f, 0.67f);
        stream.setLineWidth(0.6f);
        float left = MARGIN;
        for (float column : columns) {
            stream.addRect(left, y - height, column, height);
            left += column;
        }
        stream.stroke();
        stream.endMarkedContent();
    }

    // Lines

    private float width(String text, float size) {
        float width = 0;
        for (int sign : text.codePoints().toArray()) {
            width += width(sign, size);
        }
        return width;
    }

    private float width(int sign, float size) {
        return widths.computeIfAbsent(sign, s -> {
                    int glyph = glyph(s);
                    try {
                        return (float) glyphs.getAdvanceWidth(glyph == 0 ? glyph(MISSING) : glyph)
                                * UNITS
                                / glyphs.getUnitsPerEm();
                    } catch (IOException e) {
                        throw new UncheckedIOException("the font of reports could not be read", e);
                    }
                })
                * size
                / UNITS;
    }

    /** A text cut to the width: where its language breaks lines, or anywhere where nothing else is possible. */
    private List<String> wrap(String text, float size, float width) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(raw -> {
            String line = raw.replace('\t', ' ').replaceAll("\\p{Cntrl}", "");
            if (width(line, size) <= width) {
                lines.add(line.stripTrailing());
                return;
            }
            BreakIterator breaks = BreakIterator.getLineInstance(locale);
            breaks.setText(line);
            int from = 0;
            while (from < line.length()) {
                int end = from;
                float used = 0;
                while (end < line.length() && used + width(line.codePointAt(end), size) <= width) {
                    used += width(line.codePointAt(end), size);
                    end += Character.charCount(line.codePointAt(end));
                }
                // A blank at the end of a line takes no room.
                while (end < line.length() && line.charAt(end) == ' ') {
                    end++;
                }
                int to = end;
                if (end < line.length() && !breaks.isBoundary(end)) {
                    int before = breaks.preceding(end);
                    to = before > from ? before : Math.max(end, from + Character.charCount(line.codePointAt(from)));
                }
                lines.add(line.substring(from, to).stripTrailing());
                from = to;
            }
        });
        if (lines.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    // The end

    /** How many pages there are so far. */
    public int pages() {
        return pages.size();
    }

    /** Gives up a report that is not to be finished; nothing can be done with it after that. */
    public void discard() {
        try {
            if (out != null) {
                out.close();
            }
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a report could not be given up", e);
        }
    }

    /** The finished file; nothing can be added after that. */
    public byte[] bytes() {
        // The bytes of the font lie in memory: closing it would free nothing.
        try (PDDocument finished = file) {
            if (out == null) {
                turn();
            }
            page().close();
            feet();
            describe();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            finished.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a report could not be written", e);
        }
    }

    private void feet() throws IOException {
        for (int i = 0; i < pages.size(); i++) {
            try (PDPageContentStream stream =
                    new PDPageContentStream(file, pages.get(i), PDPageContentStream.AppendMode.APPEND, true, true)) {
                out = stream;
                String words = wrap(foot, Style.NOTE.size, TEXT_WIDTH - 80).getFirst();
                at(null, words + "   " + (i + 1) + " / " + pages.size(), MARGIN, FOOT, Style.NOTE, GREY);
            }
        }
    }

    private void describe() throws IOException {
        PDDocumentCatalog catalog = file.getDocumentCatalog();
        catalog.setLanguage(locale.getLanguage());
        PDMarkInfo marks = new PDMarkInfo();
        marks.setMarked(true);
        catalog.setMarkInfo(marks);
        PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setDisplayDocTitle(true);
        catalog.setViewerPreferences(preferences);
        catalog.setStructureTreeRoot(root);
        COSArray numbers = new COSArray();
        for (int i = 0; i < parents.size(); i++) {
            COSArray elements = new COSArray();
            parents.get(i).forEach(elements::add);
            numbers.add(COSInteger.get(i));
            numbers.add(elements);
        }
        COSDictionary tree = new COSDictionary();
        tree.setItem(COSName.NUMS, numbers);
        root.getCOSObject().setItem(COSName.PARENT_TREE, tree);
        root.setParentTreeNextKey(parents.size());
        if (outline.hasChildren()) {
            catalog.setDocumentOutline(outline);
        }
        PDDocumentInformation about = new PDDocumentInformation();
        about.setTitle(title);
        about.setProducer("Shisa");
        file.setDocumentInformation(about);
        // The same text gives the same bytes.
        file.setDocumentId(1L);
        catalog.setMetadata(
                new PDMetadata(file, new ByteArrayInputStream(metadata().getBytes(StandardCharsets.UTF_8))));
    }

    private String metadata() {
        String escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return """
                <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
                 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
                <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
                <dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta>
                <?xpacket end="w"?>""".formatted(escaped, locale.getLanguage());
    }
}
