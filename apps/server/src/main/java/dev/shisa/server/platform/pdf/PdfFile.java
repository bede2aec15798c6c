package dev.shisa.server.platform.pdf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.Deflater;

/**
 * A tagged PDF 1.7 (ISO 32000-1) of text in one embedded font. Each sign of the text has a number of its own in the file
 * ({@code CIDToGIDMap}), so that what is copied or read aloud is the text that was written, also where two signs look alike
 * or the font lacks one.
 */
final class PdfFile {

    /** How a map from numbers to characters begins (ISO 32000-1, 9.10.3). */
    private static final String CHARACTERS = """
            /CIDInit /ProcSet findresource begin 12 dict begin begincmap
            /CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def /CMapName /Shisa def /CMapType 2 def
            1 begincodespacerange <0000> <FFFF> endcodespacerange
            """;

    private static final int BASE = 3;
    private static final int CATALOG = 1;
    private static final int PAGES = 2;

    /** Words for the foot of a page. */
    interface Foot {
        String words(int page, int pages);
    }

    /** A heading or paragraph, which may go over pages. */
    static final class Element {
        private final String role;
        private final int index;
        private final List<int[]> content = new ArrayList<>();

        private Element(String role, int index) {
            this.role = role;
            this.index = index;
        }
    }

    private static final class Page {
        private final StringBuilder content = new StringBuilder();
        /** The elements by the number of their marked content. */
        private final List<Element> marked = new ArrayList<>();
    }

    private final TrueTypeFont font;
    private final String title;
    private final Locale locale;
    private final float width;
    private final float height;
    private final List<Page> pages = new ArrayList<>();
    private final List<Element> elements = new ArrayList<>();
    private final Map<Integer, Integer> numbers = new LinkedHashMap<>();

    PdfFile(TrueTypeFont font, String title, Locale locale, float width, float height) {
        this.font = font;
        this.title = title;
        this.locale = locale;
        this.width = width;
        this.height = height;
    }

    int pages() {
        return pages.size();
    }

    void page() {
        pages.add(new Page());
    }

    Element element(String role) {
        Element element = new Element(role, elements.size());
        elements.add(element);
        return element;
    }

    float width(int sign, float size) {
        return font.width(font.glyph(sign)) * size / 1000;
    }

    /** Writes lines of an element on the last page. */
    void write(
            Element element,
            List<String> lines,
            float x,
            float y,
            float size,
            float leading,
            boolean bold,
            String colour) {
        Page page = pages.getLast();
        int mark = page.marked.size();
        page.marked.add(element);
        element.content.add(new int[] {pages.size() - 1, mark});
        page.content
                .append('/')
                .append(element.role)
                .append(" <</MCID ")
                .append(mark)
                .append(">> BDC\n");
        text(page.content, lines, x, y, size, leading, bold, colour);
        page.content.append("EMC\n");
    }

    private void text(
            StringBuilder out,
            List<String> lines,
            float x,
            float y,
            float size,
            float leading,
            boolean bold,
            String colour) {
        out.append("BT /F1 ").append(number(size)).append(" Tf ").append(colour).append(" rg ");
        if (bold) {
            out.append("2 Tr ")
                    .append(number(size / 30))
                    .append(" w ")
                    .append(colour)
                    .append(" RG ");
        } else {
            out.append("0 Tr ");
        }
        out.append(number(leading)).append(" TL ");
        out.append(number(x)).append(' ').append(number(y)).append(" Td\n");
        for (String line : lines) {
            out.append('<');
            line.codePoints()
                    .forEach(sign ->
                            out.append(String.format("%04X", numbers.computeIfAbsent(sign, s -> numbers.size() + 1))));
            out.append("> Tj T*\n");
        }
        out.append("ET\n");
    }

    /** A grey box behind text, which nobody needs to hear of. */
    void shade(float x, float y, float boxWidth, float boxHeight) {
        artifact("0.95 0.96 0.97 rg " + number(x) + " " + number(y) + " " + number(boxWidth) + " " + number(boxHeight)
                + " re f");
    }

    void rule(float x, float y, float length) {
        artifact("0.78 0.8 0.83 RG 0.7 w " + number(x) + " " + number(y) + " m " + number(x + length) + " " + number(y)
                + " l S");
    }

    private void artifact(String drawing) {
        pages.getLast().content.append("/Artifact BMC\n").append(drawing).append("\nEMC\n");
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** The file. */
    byte[] bytes(Foot foot, float footX, float footY, float footSize) {
        for (int i = 0; i < pages.size(); i++) {
            StringBuilder content = pages.get(i).content;
            content.append("/Artifact BMC\n");
            text(
                    content,
                    List.of(foot.words(i + 1, pages.size())),
                    footX,
                    footY,
                    footSize,
                    footSize,
                    false,
                    "0.35 0.38 0.42");
            content.append("EMC\n");
        }
        Bodies objects = new Bodies();
        int fontAt = BASE;
        int pageAt = fontAt + 6;
        int rootAt = pageAt + 2 * pages.size();
        int treeAt = rootAt + 1;
        int documentAt = treeAt + 1;
        int elementAt = documentAt + 1;
        int infoAt = elementAt + elements.size();

        objects.put(
                CATALOG,
                "<</Type/Catalog/Version/1.7/Pages " + PAGES + " 0 R/Lang " + string(locale.getLanguage())
                        + "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot "
                        + rootAt + " 0 R>>");
        StringBuilder kids = new StringBuilder();
        for (int i = 0; i < pages.size(); i++) {
            kids.append(pageAt + 2 * i).append(" 0 R ");
        }
        objects.put(PAGES, "<</Type/Pages/Count " + pages.size() + "/Kids[" + kids + "]>>");
        font(objects, fontAt);
        for (int i = 0; i < pages.size(); i++) {
            objects.put(
                    pageAt + 2 * i,
                    "<</Type/Page/Parent " + PAGES + " 0 R/MediaBox[0 0 " + number(width) + " " + number(height)
                            + "]/Resources<</Font<</F1 " + fontAt + " 0 R>>>>/Tabs/S/StructParents " + i + "/Contents "
                            + (pageAt + 2 * i + 1) + " 0 R>>");
            objects.stream(
                    pageAt + 2 * i + 1, "", pages.get(i).content.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        structure(objects, rootAt, treeAt, documentAt, elementAt, pageAt);
        objects.put(infoAt, "<</Title " + string(title) + "/Producer(Shisa)>>");
        return objects.file(infoAt);
    }

    private void structure(Bodies objects, int rootAt, int treeAt, int documentAt, int elementAt, int pageAt) {
        objects.put(
                rootAt,
                "<</Type/StructTreeRoot/K " + documentAt + " 0 R/ParentTree " + treeAt + " 0 R/ParentTreeNextKey "
                        + pages.size() + ">>");
        StringBuilder parents = new StringBuilder();
        for (int i = 0; i < pages.size(); i++) {
            parents.append(i).append('[');
            pages.get(i)
                    .marked
                    .forEach(
                            element -> parents.append(elementAt + element.index).append(" 0 R "));
            parents.append("] ");
        }
        objects.put(treeAt, "<</Nums[" + parents + "]>>");
        StringBuilder kids = new StringBuilder();
        for (int i = 0; i < elements.size(); i++) {
            kids.append(elementAt + i).append(" 0 R ");
            StringBuilder content = new StringBuilder();
            elements.get(i)
                    .content
                    .forEach(c -> content.append("<</Type/MCR/Pg ")
                            .append(pageAt + 2 * c[0])
                            .append(" 0 R/MCID ")
                            .append(c[1])
                            .append(">>"));
            objects.put(
                    elementAt + i,
                    "<</Type/StructElem/S/" + elements.get(i).role + "/P " + documentAt + " 0 R/K[" + content + "]>>");
        }
        objects.put(documentAt, "<</Type/StructElem/S/Document/P " + rootAt + " 0 R/K[" + kids + "]>>");
    }

    private void font(Bodies objects, int at) {
        TreeSet<Integer> glyphs = new TreeSet<>();
        StringBuilder widths = new StringBuilder();
        StringBuilder unicode = new StringBuilder(CHARACTERS);
        ByteBuffer map = ByteBuffer.allocate(2 * (numbers.size() + 1));
        map.putShort((short) 0);
        numbers.forEach((sign, number) -> {
            int glyph = font.glyph(sign);
            glyphs.add(glyph);
            map.putShort((short) glyph);
            widths.append(font.width(glyph)).append(' ');
            StringBuilder utf16 = new StringBuilder();
            for (char c : Character.toChars(sign)) {
                utf16.append(String.format("%04X", (int) c));
            }
            unicode.append(String.format("1 beginbfchar <%04X> <%s> endbfchar\n", number, utf16));
        });
        unicode.append("endcmap CMapName currentdict /CMap defineresource pop end end");
        String name = "SHISAA+BIZUDPGothic";
        int[] box = font.box();
        objects.put(
                at,
                "<</Type/Font/Subtype/Type0/BaseFont/" + name + "/Encoding/Identity-H/DescendantFonts[" + (at + 1)
                        + " 0 R]/ToUnicode " + (at + 4) + " 0 R>>");
        objects.put(
                at + 1,
                "<</Type/Font/Subtype/CIDFontType2/BaseFont/" + name
                        + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor "
                        + (at + 2)
                        + " 0 R/DW 1000/W[1[" + widths + "]]/CIDToGIDMap " + (at + 5) + " 0 R>>");
        objects.put(
                at + 2,
                "<</Type/FontDescriptor/FontName/" + name + "/Flags 4/ItalicAngle 0/StemV 80/Ascent " + font.ascent()
                        + "/Descent " + font.descent() + "/CapHeight " + font.ascent() + "/FontBBox[" + box[0] + " "
                        + box[1] + " " + box[2] + " " + box[3] + "]/FontFile2 " + (at + 3) + " 0 R>>");
        byte[] subset = font.subset(glyphs);
        objects.stream(at + 3, "/Length1 " + subset.length, subset);
        objects.stream(at + 4, "", unicode.toString().getBytes(StandardCharsets.ISO_8859_1));
        objects.stream(at + 5, "", map.array());
    }

    /** A text string: UTF-16 with its mark, in hexadecimal. */
    private static String string(String text) {
        StringBuilder hex = new StringBuilder("<FEFF");
        text.chars().forEach(c -> hex.append(String.format("%04X", c)));
        return hex.append('>').toString();
    }

    /** The numbered objects of a file and where each begins. */
    private static final class Bodies {

        private final Map<Integer, byte[]> bodies = new java.util.TreeMap<>();

        void put(int number, String body) {
            bodies.put(number, body.getBytes(StandardCharsets.ISO_8859_1));
        }

        void stream(int number, String entries, byte[] content) {
            byte[] packed = deflated(content);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(("<</Filter/FlateDecode/Length " + packed.length + entries + ">>stream\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(packed);
            out.writeBytes("\nendstream".getBytes(StandardCharsets.ISO_8859_1));
            bodies.put(number, out.toByteArray());
        }

        private static byte[] deflated(byte[] content) {
            Deflater deflater = new Deflater();
            try {
                deflater.setInput(content);
                deflater.finish();
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                byte[] part = new byte[8192];
                while (!deflater.finished()) {
                    out.write(part, 0, deflater.deflate(part));
                }
                return out.toByteArray();
            } finally {
                deflater.end();
            }
        }

        byte[] file(int info) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            // The second line says that the file is binary.
            out.writeBytes("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n".getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder table = new StringBuilder("xref\n0 " + (bodies.size() + 1) + "\n0000000000 65535 f \n");
            bodies.forEach((number, body) -> {
                table.append(String.format("%010d 00000 n \n", out.size()));
                out.writeBytes((number + " 0 obj\n").getBytes(StandardCharsets.ISO_8859_1));
                out.writeBytes(body);
                out.writeBytes("\nendobj\n".getBytes(StandardCharsets.ISO_8859_1));
            });
            int start = out.size();
            out.writeBytes((table + "trailer\n<</Size " + (bodies.size() + 1) + "/Root " + CATALOG + " 0 R/Info " + info
                            + " 0 R>>\nstartxref\n" + start + "\n%%EOF\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            return out.toByteArray();
        }
    }
}
