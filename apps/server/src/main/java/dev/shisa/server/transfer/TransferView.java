package dev.shisa.server.transfer;

import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the pages of exports and imports show. */
public final class TransferView {

    private TransferView() {}

    static String fileName(String code, Ui ui) {
        return "shisa-series-" + code + "-" + ui.day(ui.now()).replace("-", "") + ".zip";
    }

    /**
     * What an export would hold.
     *
     * @param megabytes of the attached files, in words
     */
    public record Export(
            String title,
            String href,
            int evidence,
            int facts,
            int withdrawn,
            int files,
            String megabytes,
            int verdicts,
            String edition) {

        static Export of(Series series, SeriesExport.Plan plan, Ui ui) {
            SeriesFile file = plan.file();
            return new Export(
                    ui.t("transfer.export.title", series.name()),
                    "/products/" + series.code() + "/series.zip",
                    file.evidence().evidence().size(),
                    plan.facts(),
                    file.manifest().withdrawn(),
                    plan.attached().size(),
                    ui.t("pack.size", plan.fileBytes() / 1_000_000.0),
                    file.series().verdicts().size(),
                    file.manifest().edition());
        }
    }

    /** A verdict that came out another way, in words. */
    public record Different(String requirement, String there, String here) {

        static Different of(SeriesImport.Difference one, Ui ui) {
            return new Different(one.requirement(), state(one.there(), ui), state(one.here(), ui));
        }

        /** A state, or a direction behind it, that this installation has no word for is shown as it is. */
        private static String state(String code, Ui ui) {
            if (code.isEmpty()) {
                return ui.t("transfer.no-verdict");
            }
            String[] parts = code.split(">", 2);
            String word = ui.has("web.verdict." + parts[0]) ? ui.t("web.verdict." + parts[0]) : parts[0];
            if (parts.length == 1) {
                return word;
            }
            return ui.t(
                    "transfer.towards",
                    word,
                    ui.has("web.verdict." + parts[1]) ? ui.t("web.verdict." + parts[1]) : parts[1]);
        }
    }

    /** Where a series came from. */
    public record Origin(
            String organisation,
            String exportedBy,
            String exportedAt,
            String importedBy,
            String importedAt,
            boolean takesOver,
            boolean company,
            int confirmations,
            int verdicts,
            List<Different> differing,
            String manifest,
            String edition) {

        static Origin of(ImportStore.Row row, Ui ui) {
            return new Origin(
                    row.organisation(),
                    row.exportedName(),
                    ui.minute(row.exportedAt()),
                    row.byName(),
                    ui.minute(row.at()),
                    row.takesOver(),
                    row.company(),
                    row.confirmations(),
                    row.verdicts(),
                    row.differing().stream().map(one -> Different.of(one, ui)).toList(),
                    row.manifest(),
                    row.edition());
        }

        /** All verdicts that were compared are the same. */
        public boolean same() {
            return differing.isEmpty();
        }
    }

    /** What an import would bring. */
    public record Preview(
            String title,
            String code,
            boolean codeChanged,
            String organisation,
            String exportedBy,
            String exportedAt,
            String edition,
            boolean sameEdition,
            String manifest,
            int evidence,
            int facts,
            int withdrawn,
            int confirmations,
            Set<String> people,
            int companyFacts,
            int companyKept,
            @Nullable String parametersKept,
            int renamed,
            int verdicts,
            List<Different> differing) {

        static Preview of(SeriesImport.Options options, SeriesImport.Outcome outcome, Ui ui) {
            SeriesFile.Manifest manifest = outcome.manifest();
            return new Preview(
                    ui.t("transfer.preview.title", outcome.series().name()),
                    options.code(),
                    !options.code().equals(manifest.code()),
                    SeriesFileReader.shown(manifest.organisation()),
                    SeriesFileReader.shown(manifest.by()),
                    ui.minute(manifest.made()),
                    SeriesFileReader.shown(manifest.edition()),
                    outcome.sameEdition(),
                    outcome.manifestSha256(),
                    outcome.evidence(),
                    outcome.facts(),
                    manifest.withdrawn(),
                    outcome.confirmations(),
                    outcome.people(),
                    outcome.companyFacts(),
                    outcome.companyKept(),
                    outcome.parametersKept().isEmpty() ? null : String.join(", ", outcome.parametersKept()),
                    outcome.renamed().size(),
                    outcome.verdicts(),
                    outcome.differing().stream()
                            .map(one -> Different.of(one, ui))
                            .toList());
        }
    }
}
