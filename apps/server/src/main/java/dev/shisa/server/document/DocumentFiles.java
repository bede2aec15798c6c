package dev.shisa.server.document;

import dev.shisa.server.platform.pdf.PdfReport;
import dev.shisa.server.platform.settings.OrganisationName;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/** A version as a file: a page of HTML that needs nothing else, tagged PDF, Word, Markdown. */
@Component
class DocumentFiles {

    private final DocumentStore store;
    private final OrganisationName organisation;
    private final Messages messages;

    DocumentFiles(DocumentStore store, OrganisationName organisation, Messages messages) {
        this.store = store;
        this.organisation = organisation;
        this.messages = messages;
    }

    /** What stands above the text: what it is, and who answers for it. */
    record Head(String title, String organisation, List<List<String>> rows, String foot) {

        Head {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    Head head(Document document, Version version, String language) {
        Locale locale = Locale.forLanguageTag(language);
        String title = version.revision().content().titles().getOrDefault(language, "");
        String number = messages.get(locale, "document.version.number", version.number());
        String state = messages.get(locale, "document.state." + version.state().id());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(messages.get(locale, "document.code"), document.code() + " " + number));
        rows.add(List.of(messages.get(locale, "document.state"), state));
        for (Step step : store.steps(version.id())) {
            switch (step.act()) {
                case SUBMIT, REVIEW, APPROVE, ENACT -> {
                    String word =
                            messages.get(locale, "document.by." + step.act().id());
                    rows.removeIf(row -> row.getFirst().equals(word));
                    rows.add(List.of(word, step.byName() + " " + LocalDate.ofInstant(step.at(), Ui.ZONE)));
                }
                case BEGIN, GIVE_BACK, SUPERSEDE, WITHDRAW, BRING -> {}
            }
        }
        rows.add(List.of(
                messages.get(locale, "document.review-by"),
                version.revision().about().reviewBy().toString()));
        String note = version.revision().about().changeNote();
        if (!note.isBlank()) {
            rows.add(List.of(messages.get(locale, "document.change-note"), note));
        }
        return new Head(
                title,
                organisation.in(locale),
                rows,
                organisation.in(locale) + "  " + title + "  " + number
                        + (version.state() == State.IN_FORCE ? "" : "  (" + state + ")"));
    }

    /** The name of a file without its end. */
    String name(Document document, Version version, String language) {
        return document.code() + "-" + document.kind().id() + "-" + version.number() + "-" + language;
    }

    // HTML

    private static final String STYLE = """
            body{font-family:"BIZ UDPGothic","Yu Gothic","Hiragino Sans",sans-serif;line-height:1.8;color:#171c23;max-width:46rem;\
            margin:2rem auto;padding:0 1rem}h1{font-size:1.6rem}h2{font-size:1.2rem;border-bottom:1px solid #c8cdd5;\
            padding-bottom:.2rem;margin-top:2rem}h3{font-size:1rem}table{border-collapse:collapse;margin:1rem 0}\
            th,td{border:1px solid #8a929d;padding:.3rem .6rem;text-align:left;vertical-align:top}th{background:#edeff3}\
            .notice{background:#f6eed8;padding:.6rem 1rem;border-left:4px solid #b98900}mark{background:#ffe08a}\
            .head th{font-weight:normal}footer{margin-top:3rem;color:#5a6069;font-size:.85rem}""";

    String html(Document document, Version version, String language) {
        Head head = head(document, version, language);
        StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"")
                .append(language)
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(head.title()))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(escape(head.title()))
                .append("</h1>\n<p>")
                .append(escape(head.organisation()))
                .append("</p>\n<table class=\"head\">\n");
        head.rows()
                .forEach(row -> out.append("<tr><th scope=\"row\">")
                        .append(escape(row.get(0)))
                        .append("</th><td>")
                        .append(escape(row.get(1)))
                        .append("</td></tr>\n"));
        out.append("</table>\n");
        for (Section section : version.revision().content().sections(language)) {
            if (isShown(section)) {
                out.append("<section>\n<h2>")
                        .append(escape(section.heading()))
                        .append("</h2>\n")
                        .append(html(section.text(), language))
                        .append("</section>\n");
            }
        }
        return out.append("</main>\n<footer>")
                .append(escape(head.foot()))
                .append("</footer>\n</body>\n</html>\n")
                .toString();
    }

    /** A section of which all was struck is left out. */
    static boolean isShown(Section section) {
        return !section.text().isBlank();
    }

    /** A section's text as HTML; everything that somebody typed is escaped. */
    String html(String text, String language) {
        StringBuilder out = new StringBuilder();
        for (Block block : Marks.parse(text)) {
            switch (block) {
                case Block.Heading(String words) ->
                    out.append("<h3>").append(inline(words, language)).append("</h3>\n");
                case Block.Paragraph(String words) ->
                    out.append("<p>").append(inline(words, language)).append("</p>\n");
                case Block.Notice(String words) ->
                    out.append("<p class=\"notice\">")
                            .append(inline(words, language))
                            .append("</p>\n");
                case Block.Bullets(List<String> items) -> {
                    out.append("<ul>\n");
                    items.forEach(item ->
                            out.append("<li>").append(inline(item, language)).append("</li>\n"));
                    out.append("</ul>\n");
                }
                case Block.Table(List<String> header, List<List<String>> rows) -> {
                    out.append("<table>\n<thead><tr>");
                    header.forEach(cell -> out.append("<th scope=\"col\">")
                            .append(inline(cell, language))
                            .append("</th>"));
                    out.append("</tr></thead>\n<tbody>\n");
                    rows.forEach(row -> {
                        out.append("<tr>");
                        row.forEach(cell -> out.append("<td>")
                                .append(inline(cell, language))
                                .append("</td>"));
                        out.append("</tr>\n");
                    });
                    out.append("</tbody>\n</table>\n");
                }
            }
        }
        return out.toString();
    }

    private String inline(String text, String language) {
        StringBuilder out = new StringBuilder();
        for (Marks.Span span : Marks.spans(text)) {
            if (span.gap()) {
                out.append("<mark>")
                        .append(escape(Marks.gap(span.text(), language)))
                        .append("</mark>");
            } else {
                out.append(escape(span.text()).replace("\n", "<br>\n"));
            }
        }
        return out.toString();
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    // Markdown

    String markdown(Document document, Version version, String language) {
        Head head = head(document, version, language);
        StringBuilder out = new StringBuilder("# ").append(plain(head.title())).append("\n\n");
        out.append(plain(head.organisation())).append("\n\n");
        head.rows()
                .forEach(row -> out.append("- ")
                        .append(plain(row.get(0)))
                        .append(": ")
                        .append(plain(row.get(1).replace('\n', ' ')))
                        .append('\n'));
        for (Section section : version.revision().content().sections(language)) {
            if (isShown(section)) {
                out.append("\n## ").append(plain(section.heading())).append("\n\n");
                Marks.parse(section.text()).forEach(block -> markdown(out, block));
            }
        }
        return out.toString();
    }

    private static void markdown(StringBuilder out, Block block) {
        switch (block) {
            case Block.Heading(String words) ->
                out.append("### ").append(plain(words)).append("\n\n");
            case Block.Paragraph(String words) ->
                out.append(plain(words).replace("\n", "  \n")).append("\n\n");
            case Block.Notice(String words) ->
                out.append("> ").append(plain(words).replace("\n", "\n> ")).append("\n\n");
            case Block.Bullets(List<String> items) -> {
                items.forEach(item -> out.append("- ").append(plain(item)).append('\n'));
                out.append('\n');
            }
            case Block.Table(List<String> header, List<List<String>> rows) -> {
                row(out, header);
                out.append("|").append(" --- |".repeat(header.size())).append('\n');
                rows.forEach(cells -> row(out, cells));
                out.append('\n');
            }
        }
    }

    private static void row(StringBuilder out, List<String> cells) {
        out.append('|');
        cells.forEach(
                cell -> out.append(' ').append(plain(cell).replace("|", "\\|")).append(" |"));
        out.append('\n');
    }

    /** Text that Markdown takes as text. */
    private static String plain(String text) {
        return text.replaceAll("([\\\\`*_{}<>#])", "\\\\$1");
    }

    // PDF

    byte[] pdf(Document document, Version version, String language) {
        Head head = head(document, version, language);
        Locale locale = Locale.forLanguageTag(language);
        PdfReport report = new PdfReport(head.title(), head.foot(), locale)
                .title(head.title())
                .text(head.organisation());
        report.table(
                List.of(messages.get(locale, "document.head.item"), messages.get(locale, "document.head.value")),
                head.rows());
        for (Section section : version.revision().content().sections(language)) {
            if (isShown(section)) {
                report.section(section.heading());
                Marks.parse(section.text()).forEach(block -> pdf(report, block));
            }
        }
        return report.bytes();
    }

    private static void pdf(PdfReport report, Block block) {
        switch (block) {
            case Block.Heading(String words) -> report.part(words);
            case Block.Paragraph(String words) -> report.text(words);
            case Block.Notice(String words) -> report.notice(words);
            case Block.Bullets(List<String> items) -> report.bullets(items);
            case Block.Table(List<String> header, List<List<String>> rows) -> report.table(header, rows);
        }
    }

    // Word

    byte[] docx(Document document, Version version, String language) {
        Head head = head(document, version, language);
        DocxFile file = new DocxFile(head.title(), head.organisation(), head.foot(), language)
                .title(head.title())
                .text(head.organisation())
                .table(
                        List.of(
                                messages.get(Locale.forLanguageTag(language), "document.head.item"),
                                messages.get(Locale.forLanguageTag(language), "document.head.value")),
                        head.rows());
        for (Section section : version.revision().content().sections(language)) {
            if (isShown(section)) {
                file.heading(1, section.heading());
                for (Block block : Marks.parse(section.text())) {
                    switch (block) {
                        case Block.Heading(String words) -> file.heading(2, words);
                        case Block.Paragraph(String words) -> file.text(words);
                        case Block.Notice(String words) -> file.notice(words);
                        case Block.Bullets(List<String> items) -> file.bullets(items);
                        case Block.Table(List<String> header, List<List<String>> rows) -> file.table(header, rows);
                    }
                }
            }
        }
        return file.bytes();
    }
}
