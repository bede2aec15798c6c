package dev.shisa.server.evidence;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.office.DocumentPage;
import dev.shisa.server.platform.office.DocumentPage.Wanted;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What stands in the frames: pages of a piece of evidence for who sees it, of a file on its way for who sent it. */
@Controller
class ViewPages {

    private final EvidenceLog log;
    private final Blobs blobs;
    private final Viewer viewer;
    private final Products products;

    ViewPages(EvidenceLog log, Blobs blobs, Viewer viewer, Products products) {
        this.log = log;
        this.blobs = blobs;
        this.viewer = viewer;
        this.products = products;
    }

    @GetMapping(path = "/evidence/{code}/page", produces = MediaType.TEXT_HTML_VALUE)
    @Requires(Act.VIEW)
    ResponseEntity<String> ofEvidence(
            @PathVariable String code,
            @RequestParam(defaultValue = "1") int n,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(
                Optional.ofNullable(log.require(code, person).file())
                        .orElseThrow(() -> new Problem(404, "evidence.no-file", code)),
                n,
                ui);
    }

    @GetMapping(path = "/products/{code}/evidence/desk/{id}/page", produces = MediaType.TEXT_HTML_VALUE)
    @Requires(Act.ADD_EVIDENCE)
    ResponseEntity<String> ofUpload(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "1") int n,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        products.require(code, person);
        return page(blobs.upload(id, person).orElseThrow(() -> new Problem(404, "evidence.desk.gone")), n, ui);
    }

    private ResponseEntity<String> page(StoredFile file, int number, Ui ui) {
        return switch (viewer.look(file, Wanted.page(number))) {
            case Viewer.Look.Page(DocumentPage page) ->
                PageHtml.answer(
                        page, ui.t("evidence.view.frame", file.fileName(), page.number(), page.count()), ui.locale());
            case Viewer.Look.Not not -> PageHtml.refused(not.in(ui), file.fileName(), ui.locale());
        };
    }
}
