package dev.shisa.server.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A text for Word (ECMA-376, Office Open XML, part 1: WordprocessingML): headings, lists and tables by real styles, so that an outline
 * and a table of contents can be made of them, and numbered pages. Only what {@link Block} has is written.
 */
final class DocxFile {

    private static final String W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    /** The earliest time that a zip can say: the same text gives the same bytes. */
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final StringBuilder body = new StringBuilder();
    private final String title;
    private final String creator;
    private final String foot;
    private final String language;

    DocxFile(String title, String creator, String foot, String language) {
        this.title = title;
        this.creator = creator;
        this.foot = foot;
        this.language = language;
    }

    DocxFile title(String text) {
        return paragraph("Title", text);
    }

    DocxFile heading(int level, String text) {
        return paragraph("Heading" + level, text);
    }

    DocxFile text(String text) {
        return paragraph("Normal", text);
    }

    DocxFile notice(String text) {
        return paragraph("Notice", text);
    }

    DocxFile bullets(List<String> items) {
        items.forEach(item -> paragraph("ListBullet", item));
        return this;
    }

    DocxFile table(List<String> header, List<List<String>> rows) {
        body.append("<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>")
                .append("<w:tblLook w:firstRow=\"1\"/></w:tblPr><w:tblGrid>");
        header.forEach(cell ->
                body.append("<w:gridCol w:w=\"").append(9000 / header.size()).append("\"/>"));
        body.append("</w:tblGrid>");
        row(header, true);
        rows.forEach(row -> row(row, false));
        body.append("</w:tbl>");
        return text("");
    }

    private void row(List<String> cells, boolean header) {
        body.append("<w:tr>");
        if (header) {
            body.append("<w:trPr><w:tblHeader/></w:trPr>");
        }
        for (String cell : cells) {
            body.append("<w:tc><w:tcPr>");
            if (header) {
                body.append("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EDEFF3\"/>");
            }
            body.append("</w:tcPr>");
            paragraph("Cell", cell);
            body.append("</w:tc>");
        }
        body.append("</w:tr>");
    }

    private DocxFile paragraph(String style, String text) {
        body.append("<w:p><w:pPr><w:pStyle w:val=\"").append(style).append("\"/></w:pPr>");
        for (Marks.Span span : Marks.spans(text)) {
            body.append("<w:r>");
            if (span.gap()) {
                body.append("<w:rPr><w:highlight w:val=\"yellow\"/></w:rPr>");
            }
            String words = span.gap() ? Marks.gap(span.text(), language) : span.text();
            List<String> lines = words.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (i > 0) {
                    body.append("<w:br/>");
                }
                body.append("<w:t xml:space=\"preserve\">")
                        .append(escape(lines.get(i)))
                        .append("</w:t>");
            }
            body.append("</w:r>");
        }
        body.append("</w:p>");
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            part(zip, "[Content_Types].xml", XML + """
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
                    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                    <Default Extension="xml" ContentType="application/xml"/>\
                    <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
                    <Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>\
                    <Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>\
                    <Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>\
                    <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
                    </Types>""");
            part(zip, "_rels/.rels", XML + """
                    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
                    <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>\
                    <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
                    </Relationships>""");
            part(zip, "word/_rels/document.xml.rels", XML + """
                    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
                    <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>\
                    <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>\
                    <Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>\
                    </Relationships>""");
            part(
                    zip,
                    "word/document.xml",
                    XML + "<w:document " + W
                            + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>"
                            + body
                            + "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>"
                            + "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
                            + "<w:pgMar w:top=\"1247\" w:right=\"1247\" w:bottom=\"1247\" w:left=\"1247\" w:header=\"680\" w:footer=\"680\""
                            + " w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
            part(zip, "word/styles.xml", styles());
            part(
                    zip,
                    "word/numbering.xml",
                    XML + "<w:numbering " + W + ">"
                            + "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/>"
                            + "<w:lvlText w:val=\"・\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"420\" w:hanging=\"420\"/></w:pPr>"
                            + "</w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>");
            part(
                    zip,
                    "word/footer1.xml",
                    XML + "<w:ftr " + W + "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t"
                            + " xml:space=\"preserve\">" + escape(foot) + "   </w:t></w:r>" + field("PAGE")
                            + "<w:r><w:t"
                            + " xml:space=\"preserve\"> / </w:t></w:r>" + field("NUMPAGES") + "</w:p></w:ftr>");
            part(
                    zip,
                    "docProps/core.xml",
                    XML + "<cp:coreProperties"
                            + " xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\""
                            + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>" + escape(title)
                            + "</dc:title><dc:creator>"
                            + escape(creator) + "</dc:creator><dc:language>" + language
                            + "</dc:language></cp:coreProperties>");
        } catch (IOException e) {
            throw new UncheckedIOException("a file in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static String field(String name) {
        return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> " + name
                + " </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"
                + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    }

    private String styles() {
        return XML + "<w:styles " + W + "><w:docDefaults><w:rPrDefault><w:rPr>"
                + "<w:rFonts w:ascii=\"BIZ UDPGothic\" w:hAnsi=\"BIZ UDPGothic\" w:eastAsia=\"BIZ UDPゴシック\" w:cs=\"BIZ UDPGothic\"/>"
                + "<w:sz w:val=\"21\"/><w:lang w:val=\"" + (language.equals("ja") ? "ja-JP" : "en-GB")
                + "\" w:eastAsia=\"ja-JP\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
                + "<w:spacing w:after=\"100\" w:line=\"320\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
                + style("Normal", "Normal", "", "", "")
                + style("Title", "Title", "", "<w:spacing w:after=\"240\"/>", "<w:b/><w:sz w:val=\"36\"/>")
                + style(
                        "Heading1",
                        "heading 1",
                        "Normal",
                        "<w:keepNext/><w:spacing w:before=\"320\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
                        "<w:b/><w:sz w:val=\"26\"/>")
                + style(
                        "Heading2",
                        "heading 2",
                        "Normal",
                        "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
                        "<w:b/><w:sz w:val=\"22\"/>")
                + style(
                        "ListBullet",
                        "List Bullet",
                        "Normal",
                        "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"40\"/>",
                        "")
                + style(
                        "Notice",
                        "Notice",
                        "Normal",
                        "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"B98900\"/></w:pBdr>"
                                + "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F6EED8\"/>",
                        "")
                + style("Cell", "Cell", "Normal", "<w:spacing w:after=\"0\"/>", "<w:sz w:val=\"20\"/>")
                + style("Footer", "footer", "Normal", "", "<w:color w:val=\"5A6069\"/><w:sz w:val=\"17\"/>")
                + "<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>"
                + border("top") + border("left") + border("bottom") + border("right") + border("insideH")
                + border("insideV")
                + "</w:tblBorders></w:tblPr></w:style></w:styles>";
    }

    private static String border(String side) {
        return "<w:" + side + " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"8A929D\"/>";
    }

    private static String style(String id, String name, String basedOn, String paragraph, String run) {
        return "<w:style w:type=\"paragraph\" w:styleId=\"" + id + "\""
                + (id.equals("Normal") ? " w:default=\"1\"" : "") + "><w:name w:val=\""
                + name + "\"/>" + (basedOn.isEmpty() ? "" : "<w:basedOn w:val=\"" + basedOn + "\"/>")
                + "<w:qFormat/><w:pPr>" + paragraph
                + "</w:pPr><w:rPr>" + run + "</w:rPr></w:style>";
    }

    private static void part(ZipOutputStream zip, String name, String content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(EARLIEST);
        zip.putNextEntry(entry);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** Text for XML 1.0, without the signs that it cannot hold. */
    private static String escape(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(sign -> {
            switch (sign) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    boolean allowed = sign == '\t'
                            || (sign >= 0x20 && sign <= 0xD7FF)
                            || (sign >= 0xE000 && sign <= 0xFFFD)
                            || sign >= 0x10000;
                    out.appendCodePoint(allowed ? sign : 0xFFFD);
                }
            }
        });
        return out.toString();
    }
}
