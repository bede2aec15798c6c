package dev.shisa.server.ledger;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** The evidence pack of a series for programs; that it was taken is recorded by its writer. */
@Controller
class PackApi {

    private final Products products;
    private final PackPlans plans;
    private final PackWriter writer;

    PackApi(Products products, PackPlans plans, PackWriter writer) {
        this.products = products;
        this.plans = plans;
        this.writer = writer;
    }

    @GetMapping(path = "/api/v1/series/{code}/pack.zip", produces = "application/zip")
    @Requires(Act.TAKE_PACK)
    @Operation(id = "export.pack", file = "application/zip")
    void pack(
            @PathVariable String code,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response)
            throws IOException {
        PackPlan plan = plans.of(products.require(code, person), null, person);
        String name = PackPages.name(plan, ui);
        writer.write(plan, person, () -> {
            response.setContentType("application/zip");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment().filename(name).build().toString());
            response.setHeader("X-Content-Type-Options", "nosniff");
            return response.getOutputStream();
        });
    }
}
