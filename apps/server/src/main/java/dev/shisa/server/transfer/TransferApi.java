package dev.shisa.server.transfer;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A series as one file, out and in, for programs. */
@Controller
class TransferApi {

    private final Products products;
    private final SeriesExport exporting;
    private final SeriesImport importing;
    private final Blobs blobs;

    TransferApi(Products products, SeriesExport exporting, SeriesImport importing, Blobs blobs) {
        this.products = products;
        this.exporting = exporting;
        this.importing = importing;
        this.blobs = blobs;
    }

    /** A verdict that comes out another way than where the series was exported; {@code here} is empty if there is none. */
    record DifferenceBody(String requirement, String there, String here) {}

    /**
     * What came of an import, or would come.
     *
     * @param series its code here
     * @param imported false: this was a preview, and nothing is changed
     * @param manifest SHA-256 of the manifest
     * @param confirmations that the file holds
     * @param companyKept slots about the company in which something is recorded here, which stays
     * @param parametersKept parameters that are set to something else here, and stay so
     * @param renamed codes of evidence that are taken here, and what they became
     * @param verdicts how many were compared
     */
    record ImportBody(
            String series,
            boolean imported,
            String organisation,
            String manifest,
            boolean sameEdition,
            int evidence,
            int facts,
            int confirmations,
            int companyFacts,
            int companyKept,
            List<String> parametersKept,
            Map<String, String> renamed,
            int verdicts,
            List<DifferenceBody> differing) {}

    @GetMapping(path = "/api/v1/series/{code}/series.zip", produces = "application/zip")
    @Requires(Act.TAKE_PACK)
    @Operation(id = "export.series", file = "application/zip")
    void take(
            @PathVariable String code,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response)
            throws IOException {
        TransferPages.send(exporting, exporting.plan(products.require(code, person), person), person, ui, response);
    }

    @PostMapping("/api/v1/series-imports")
    @Requires(Act.IMPORT_SERIES)
    @Operation(id = "import.series", takesFile = true)
    Answer<ImportBody> bring(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "false") boolean takesOver,
            @RequestParam(defaultValue = "false") boolean company,
            @RequestParam(defaultValue = "false") boolean preview,
            HttpServletRequest request,
            @AuthenticationPrincipal Person person)
            throws IOException {
        StoredFile stored = blobs.store(request.getInputStream(), "series.zip", request.getContentLengthLong());
        SeriesImport.Options options = new SeriesImport.Options(code, takesOver, company);
        SeriesImport.Outcome outcome = preview
                ? importing.preview(() -> blobs.open(stored.sha256()), options, person)
                : importing.bring(() -> blobs.open(stored.sha256()), options, person);
        return Answer.of(new ImportBody(
                outcome.series().code(),
                !preview,
                SeriesFileReader.shown(outcome.manifest().organisation()),
                outcome.manifestSha256(),
                outcome.sameEdition(),
                outcome.evidence(),
                outcome.facts(),
                outcome.confirmations(),
                outcome.companyFacts(),
                outcome.companyKept(),
                outcome.parametersKept(),
                outcome.renamed(),
                outcome.verdicts(),
                outcome.differing().stream()
                        .map(one -> new DifferenceBody(one.requirement(), one.there(), one.here()))
                        .toList()));
    }
}
