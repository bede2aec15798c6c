package dev.shisa.server.bench;

import dev.shisa.server.platform.pdf.PdfReport;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.stream.Collectors;

/** The report of a run as PDF, for the developer who has to fix what was found: what is wrong comes first, with its proof. */
final class RunReport {

    private RunReport() {}

    static byte[] pdf(Series series, BenchView.Run run, String title, String lead, Ui ui) {
        String head = series.name() + " (" + series.code() + ")";
        PdfReport report = new PdfReport(
                        ui.t("tab.bench") + " " + series.code() + " " + run.release(),
                        head + " " + run.release() + "  " + run.when(),
                        ui.locale())
                .note(ui.t("tab.bench") + "  " + head)
                .title(title)
                .text(lead);
        if (!run.takenBy().isEmpty()) {
            report.text(ui.t("bench.run.taken", run.takenBy())).note(ui.t("bench.run.taken.text"));
        }
        what(report, run, ui);
        if (!run.notes().isEmpty()) {
            report.section(ui.t("bench.run.notes"));
            run.notes().forEach(report::text);
        }
        if (!run.keys().isEmpty()) {
            report.section(ui.t("bench.run.keys"));
            run.keys().forEach(key -> report.text(key.word() + "  " + key.name() + criteria(key)));
        }
        if (!run.wrong().isEmpty()) {
            report.section(ui.t("bench.run.wrong", run.wrong().size()));
            run.wrong().forEach(key -> key(report, key, true, ui));
        }
        if (!run.facts().isEmpty()) {
            report.section(ui.t(
                            run.takenBy().isEmpty() ? "bench.run.facts" : "bench.run.facts.file",
                            run.facts().size()))
                    .note(ui.t("bench.run.facts.note"));
            run.facts().forEach(fact -> {
                report.text(fact.question()).text("→ " + fact.measured());
                fact.said().forEach(said -> report.note("≠ " + said));
            });
        }
        if (!run.told().rows().isEmpty()) {
            told(report, run.told(), ui);
        }
        List<BenchView.KeyRow> others =
                run.keys().stream().filter(key -> !key.isWrong()).toList();
        if (!others.isEmpty()) {
            report.section(ui.t("bench.run.details"));
            others.forEach(key -> key(report, key, false, ui));
        }
        if (!run.keys().isEmpty()) {
            report.section(ui.t("bench.run.again"))
                    .text(ui.t("bench.run.again.text"))
                    .lines(run.command());
        }
        return report.bytes();
    }

    private static void what(PdfReport report, BenchView.Run run, Ui ui) {
        report.section(ui.t("bench.run.what"))
                .text(ui.t("bench.run.release") + ": " + run.release())
                .text(ui.t("bench.address") + ": " + run.address())
                .text(ui.t("bench.run.when") + ": " + run.when() + " " + run.took())
                .text(ui.t("bench.profile") + ": " + run.profile())
                .text(ui.t("bench.run.by") + ": " + run.by());
        if (!run.origin().isEmpty()) {
            report.text(ui.t("bench.run.origin") + ": " + run.origin());
        }
        if (!run.evidence().isEmpty()) {
            report.text(ui.t("bench.run.evidence") + ": " + String.join(", ", run.evidence()));
        }
    }

    private static void told(PdfReport report, BenchView.Told told, Ui ui) {
        report.section(ui.t("bench.told")).text(told.counts()).note(ui.t("bench.told.note"));
        for (BenchView.ToldRow row : told.rows()) {
            report.part(row.name() + "  " + row.word()).note(row.where()).note(row.text());
            row.says().forEach(report::text);
            if (!row.gravest().isEmpty()) {
                report.note(row.gravest().stream().map(BenchView.ToldLink::id).collect(Collectors.joining(", "))
                        + (row.more() > 0 ? "  " + ui.t("bench.told.more", row.more()) : ""));
            }
            report.text((row.contradicted() ? "≠ " : "") + row.listed());
        }
        if (told.sources().isEmpty()) {
            report.note(ui.t("bench.told.sources.none"));
        } else {
            report.note(ui.t("bench.told.sources"));
            told.sources().forEach(source -> report.note(source.text()));
        }
    }

    private static String criteria(BenchView.KeyRow key) {
        return key.criteria().isEmpty()
                ? ""
                : key.criteria().stream()
                        .map(BenchView.Criterion::number)
                        .collect(Collectors.joining(", ", "  (", ")"));
    }

    private static void key(PdfReport report, BenchView.KeyRow key, boolean withProof, Ui ui) {
        report.part(key.name() + "  " + key.word()).note(key.about());
        if (!key.fix().isEmpty()) {
            report.text(ui.t("bench.run.fix") + " " + key.fix());
        }
        for (BenchView.Seen seen : key.seen()) {
            report.text(seen.word() + "  " + seen.sentence()).note(seen.where());
            if (withProof) {
                if (!seen.sent().isEmpty()) {
                    report.note(ui.t("bench.run.sent")).lines(seen.sent());
                }
                if (!seen.received().isEmpty()) {
                    report.note(ui.t("bench.run.received")).lines(seen.received());
                }
                if (!seen.retest().isEmpty()) {
                    report.note(ui.t("bench.run.retest")).lines(seen.retest());
                }
            }
        }
        if (key.more() > 0) {
            report.note(ui.t("bench.run.more", key.more()));
        }
    }
}
