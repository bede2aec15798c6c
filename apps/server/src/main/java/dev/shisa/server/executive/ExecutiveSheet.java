package dev.shisa.server.executive;

import dev.shisa.server.executive.ExecutiveView.Content;
import dev.shisa.server.executive.ExecutiveView.Product;
import dev.shisa.server.executive.ExecutiveView.Sums;
import dev.shisa.server.executive.ExecutiveView.Tile;
import dev.shisa.server.platform.pdf.PdfReport;
import dev.shisa.server.platform.web.Ui;
import java.util.List;

/**
 * What executives read as one sheet of A4: how ready the company is, which products need a decision, what comes next, what it
 * costs beside what it saves. The words of the trade are left out.
 *
 * <p>Nothing may end on a second page that nobody prints, so what does not fit is said in fewer words: the sheet is set with
 * less and less until it is one page. The last step holds nothing of variable length but the names of the pillars.
 */
final class ExecutiveSheet {

    /** No sentence of ours is as long; what is made of sums could be. */
    private static final int SENTENCE_MAX = 160;

    /** How much is said: products that are named, and signs of what is missing of each pillar and of each plan. */
    private record Measure(int products, int why, int name) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure(6, 120, 40),
            new Measure(5, 90, 40),
            new Measure(4, 60, 40),
            new Measure(3, 45, 30),
            new Measure(3, 28, 24),
            new Measure(0, 24, 20),
            new Measure(0, 0, 20));

    private ExecutiveSheet() {}

    static byte[] pdf(Content content, String company, Ui ui) {
        for (Measure measure : MEASURES.subList(0, MEASURES.size() - 1)) {
            PdfReport report = set(content, company, measure, ui);
            if (report.pages() == 1) {
                return report.bytes();
            }
            report.discard();
        }
        return set(content, company, MEASURES.getLast(), ui).bytes();
    }

    private static PdfReport set(Content content, String company, Measure measure, Ui ui) {
        String day = ui.day(ui.now());
        PdfReport report = new PdfReport(
                        ui.t("executive.sheet.title", cut(company, 60)), cut(company, 60) + "  " + day, ui.locale())
                .compact()
                .note(cut(company, 60) + "  " + ui.t("executive.sheet.as-of", day))
                .title(cut(content.title(), SENTENCE_MAX));
        if (!content.tiles().isEmpty()) {
            report.section(ui.t("executive.sheet.pillars"))
                    .table(
                            List.of(
                                    ui.t("executive.column.pillar"),
                                    ui.t("executive.column.state"),
                                    ui.t("executive.column.left")),
                            content.tiles().stream()
                                    .map(tile -> pillar(tile, measure, ui))
                                    .toList());
        }
        products(report, content, measure, ui);
        report.section(ui.t("executive.costs"));
        Sums sums = content.sums();
        if (sums == null) {
            report.text(ui.t("executive.sheet.costs.none"));
        } else {
            report.text(cut(sums.sentence(), SENTENCE_MAX) + ui.t("executive.sheet.stop"))
                    .note(ui.t("executive.sums.note"));
        }
        return report.note(ui.t("executive.sheet.note"));
    }

    private static List<String> pillar(Tile tile, Measure measure, Ui ui) {
        return List.of(
                tile.name(),
                ui.t("executive.sheet.state." + tile.state()),
                tile.why().isEmpty()
                        ? ui.t("executive.left.nothing")
                        : cut(String.join(ui.t("executive.sheet.between"), tile.why()), measure.why()));
    }

    private static void products(PdfReport report, Content content, Measure measure, Ui ui) {
        report.section(ui.t("executive.products"));
        if (content.series() == 0) {
            report.text(ui.t("executive.products.none"));
            return;
        }
        report.text(ui.t(
                content.attention() == 0 ? "executive.sheet.products.fine" : "executive.sheet.products",
                content.series(),
                content.attention(),
                content.late()));
        if (content.unwatched() > 0) {
            report.text(ui.t("executive.sheet.products.unwatched", content.unwatched()));
        }
        List<Product> named =
                content.products().stream().limit(measure.products()).toList();
        if (!named.isEmpty()) {
            report.table(
                    List.of(
                            ui.t("executive.column.product"),
                            ui.t("executive.sheet.column.findings"),
                            ui.t("executive.column.support"),
                            ui.t("executive.column.plan")),
                    named.stream()
                            .map(product -> List.of(
                                    cut(product.name(), measure.name()),
                                    product.findingsState().equals("unknown")
                                            ? ui.t("executive.sheet.findings.unwatched")
                                            : product.findings(),
                                    product.supportEnds().isEmpty()
                                            ? ui.t("executive.support.none")
                                            : product.supportEnds(),
                                    product.plan()
                                            + (product.next().isEmpty()
                                                    ? ""
                                                    : "\n" + cut(product.next(), measure.why()))))
                            .toList());
        }
        int more = content.attention() - named.size();
        if (more > 0) {
            report.note(ui.t("executive.sheet.products.more", more));
        }
    }

    /** The beginning of a text, said to be only that. */
    private static String cut(String text, int most) {
        String line = text.strip();
        if (line.codePointCount(0, line.length()) <= most) {
            return line;
        }
        return most == 0 ? "" : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
    }
}
