package dev.shisa.server.executive;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.Coverage;
import dev.shisa.server.executive.Portfolio.Guide;
import dev.shisa.server.executive.Portfolio.Product;
import dev.shisa.server.platform.pdf.PdfReport;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The portfolio on paper of A4: a mark, the word and the count of each verdict, since paper may have no colours. */
final class PortfolioSheet {

    /** Some twenty pages; whoever has more products takes the file. */
    static final int PRODUCTS_MAX = 300;

    private PortfolioSheet() {}

    static byte[] pdf(Portfolio portfolio, String words, String company, Ui ui) {
        String day = ui.day(ui.now());
        PdfReport report = new PdfReport(ui.t("executive.portfolio.sheet", company), company + "  " + day, ui.locale())
                .compact()
                .note(company + "  " + ui.t("executive.sheet.as-of", day))
                .title(PortfolioPages.title(portfolio, ui));
        if (!words.isEmpty()) {
            report.note(ui.t(
                    "executive.portfolio.found", words, portfolio.products().size(), portfolio.total()));
        }
        List<Product> named = portfolio.products().stream().limit(PRODUCTS_MAX).toList();
        if (!named.isEmpty() && !portfolio.guides().isEmpty()) {
            report.table(
                    Stream.concat(
                                    Stream.of(ui.t("executive.column.product")),
                                    portfolio.guides().stream().map(Guide::title))
                            .toList(),
                    Stream.concat(
                                    named.stream().map(product -> row(portfolio, product, ui)),
                                    Stream.of(Stream.concat(
                                                    Stream.of(ui.t(
                                                            "executive.portfolio.all",
                                                            portfolio.products().size())),
                                                    portfolio.guides().stream()
                                                            .map(guide -> counts(portfolio.counts(guide), ui)))
                                            .toList()))
                            .toList());
        }
        if (portfolio.products().size() > named.size()) {
            report.note(ui.t("executive.portfolio.more", portfolio.products().size() - named.size()));
        }
        return report.note(ui.t("executive.sheet.note")).bytes();
    }

    private static List<String> row(Portfolio portfolio, Product product, Ui ui) {
        return Stream.concat(
                        Stream.of(product.series().name() + "\n"
                                + product.series().code()
                                + (product.waiting() ? "\n" + ui.t("executive.portfolio.waiting") : "")),
                        portfolio.guides().stream()
                                .map(guide -> product.of(guide)
                                        .map(standing -> counts(standing.counts(), ui))
                                        .orElse(ui.t("executive.portfolio.not-followed"))))
                .toList();
    }

    private static String counts(Map<VerdictState, Integer> counts, Ui ui) {
        return Coverage.line("", "", counts, ui).segments().stream()
                .map(segment -> mark(VerdictState.parse(segment.state()).orElseThrow()) + " " + segment.word() + " "
                        + segment.count())
                .collect(Collectors.joining("\n"));
    }

    /** Filled or not tells on paper what is shown from what is only said; the word stands beside it. */
    private static String mark(VerdictState state) {
        return switch (state) {
            case MET -> "●";
            case EXPECTED -> "○";
            case NOT_MET -> "■";
            case UNKNOWN -> "◎";
            case RECHECK -> "▲";
            case NOT_APPLICABLE -> "□";
            case DEEMED -> "◆";
            case EXEMPT -> "◇";
        };
    }
}
