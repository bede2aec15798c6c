package dev.shisa.server.evidence;

import dev.shisa.server.platform.office.DocumentPage;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.platform.web.Sending;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/**
 * One page of a file as a document of its own for a frame that runs, sends and loads nothing: its picture stands within it, its style is
 * named by hash, and every text of the file is escaped.
 */
final class PageHtml {

    private static final String STYLE = "body{margin:0;background:#fff;color:#1a1a1c;font:14px/1.7 sans-serif}"
            + "img{display:block;width:100%;height:auto}"
            + "table{border-collapse:collapse}th,td{border:1px solid #d8d8db;padding:2px 8px;text-align:left;vertical-align:top;"
            + "overflow-wrap:anywhere;white-space:pre-wrap}th{background:#f1f1f4;color:#626264;font-weight:400;text-align:right}"
            + "caption{padding:8px;text-align:left;font-weight:700}"
            + ".l th,.l td{border:0;padding:0 8px;font-family:monospace}p{margin:8px 12px;overflow-wrap:anywhere;white-space:pre-wrap}";

    /** Nothing is allowed but the picture and the style that stand in it; only our own pages show it. */
    static final String POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'sha256-"
            + Base64.getEncoder()
                    .encodeToString(HexFormat.of().parseHex(Sending.hash(STYLE.getBytes(StandardCharsets.UTF_8))))
            + "'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    /** What would steer the screen or turn the order of what is read: it is seen that something is there. */
    private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069&&[^\t\n]]");

    private PageHtml() {}

    static ResponseEntity<String> answer(DocumentPage page, String title, Locale locale) {
        return answer(200, title, locale, content(page, title));
    }

    /** A sentence in the place of a page. */
    static ResponseEntity<String> refused(String sentence, String title, Locale locale) {
        return answer(422, title, locale, "<p>" + escaped(sentence) + "</p>");
    }

    private static ResponseEntity<String> answer(int status, String title, Locale locale, String body) {
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "SAMEORIGIN")
                .cacheControl(CacheControl.noStore())
                .body("<!DOCTYPE html><html lang=\"" + locale.getLanguage() + "\"><head><meta charset=\"utf-8\"><title>"
                        + escaped(title) + "</title><style>" + STYLE + "</style></head><body>" + body
                        + "</body></html>");
    }

    private static String content(DocumentPage page, String title) {
        StringBuilder html = new StringBuilder();
        switch (page.content()) {
            case DocumentPage.Picture(byte[] png) ->
                html.append("<img alt=\"")
                        .append(escaped(title))
                        .append("\" src=\"data:image/png;base64,")
                        .append(Base64.getEncoder().encodeToString(png))
                        .append("\">");
            case DocumentPage.Words(DocumentText.Unit unit, int first, List<String> lines) -> {
                if (unit == DocumentText.Unit.PAGE) {
                    lines.forEach(
                            line -> html.append("<p>").append(escaped(line)).append("</p>"));
                } else {
                    html.append("<table class=\"l\">");
                    for (int i = 0; i < lines.size(); i++) {
                        row(html, first + i, List.of(lines.get(i)));
                    }
                    html.append("</table>");
                }
            }
            case DocumentPage.Cells(String sheet, List<DocumentPage.Line> rows) -> {
                html.append("<table><caption>").append(escaped(sheet)).append("</caption>");
                columns(
                        html,
                        rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0));
                rows.forEach(row -> row(html, row.number(), row.cells()));
                html.append("</table>");
            }
        }
        return html.toString();
    }

    private static void columns(StringBuilder html, int count) {
        html.append("<tr><td></td>");
        for (int c = 0; c < count; c++) {
            html.append("<th scope=\"col\">")
                    .append(org.apache.poi.ss.util.CellReference.convertNumToColString(c))
                    .append("</th>");
        }
        html.append("</tr>");
    }

    private static void row(StringBuilder html, int number, List<String> cells) {
        html.append("<tr><th scope=\"row\">").append(number).append("</th>");
        cells.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
        html.append("</tr>");
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(STEERING.matcher(text).replaceAll("\uFFFD"), "UTF-8");
    }
}
