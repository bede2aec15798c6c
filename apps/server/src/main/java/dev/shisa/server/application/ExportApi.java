package dev.shisa.server.application;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** The own workbook of a series for programs. */
@Controller
class ExportApi {

    private final Products products;
    private final Dossiers dossiers;

    ExportApi(Products products, Dossiers dossiers) {
        this.products = products;
        this.dossiers = dossiers;
    }

    @GetMapping(path = "/api/v1/series/{code}/export.xlsx", produces = ApplicationPages.XLSX)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    @Operation(id = "export.xlsx", file = ApplicationPages.XLSX)
    ResponseEntity<byte[]> workbook(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        byte[] bytes = OwnExport.write(dossiers.export(dossiers.of(series), ui), ui.locale(), key -> ui.t(key));
        return ApplicationPages.xlsx(bytes, series.code() + "-jcstar1-" + ui.day(ui.now()) + ".xlsx");
    }
}
