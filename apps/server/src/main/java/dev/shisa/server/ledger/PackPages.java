package dev.shisa.server.ledger;

import dev.shisa.conformity.RequirementId;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** An evidence pack of a series, or of one requirement of it: what would be in it, and the pack itself. */
@Controller
class PackPages {

    private final Products products;
    private final Catalogues catalogues;
    private final SeriesFrames frames;
    private final PackPlans plans;
    private final PackWriter writer;
    private final LedgerKeeper keeper;

    private final RequirementLinks links;

    PackPages(
            Products products,
            Catalogues catalogues,
            SeriesFrames frames,
            PackPlans plans,
            PackWriter writer,
            LedgerKeeper keeper,
            RequirementLinks links) {
        this.links = links;
        this.keeper = keeper;
        this.products = products;
        this.catalogues = catalogues;
        this.frames = frames;
        this.plans = plans;
        this.writer = writer;
    }

    @GetMapping("/products/{code}/pack")
    @Requires(Act.TAKE_PACK)
    ModelAndView page(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String requirement,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        RequirementId id = requirement(requirement);
        PackPlan plan = plans.of(series, id, person);
        List<Parts.Crumb> crumbs = new ArrayList<>();
        crumbs.add(new Parts.Crumb(ui.t("tab.conformity"), "/products/" + series.code() + "/conformity"));
        if (id != null) {
            crumbs.add(new Parts.Crumb(id.number(), links.to(series, id)));
        }
        return new ModelAndView("ledger/pack")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("crumbs", crumbs)
                .addObject("pack", view(plan, ui));
    }

    @GetMapping(path = "/products/{code}/pack.zip", produces = MediaType.ALL_VALUE)
    @Requires(Act.TAKE_PACK)
    void download(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String requirement,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response)
            throws IOException {
        Series series = products.require(code, person);
        RequirementId id = requirement(requirement);
        PackPlan plan = plans.of(series, id, person);
        String name = name(plan, ui);
        writer.write(plan, person, () -> {
            response.setContentType("application/zip");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment().filename(name).build().toString());
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            return response.getOutputStream();
        });
    }

    private PackView view(PackPlan plan, Ui ui) {
        RequirementId id = plan.requirement();
        return new PackView(
                id == null
                        ? ui.t("pack.title", plan.series().name())
                        : ui.t("pack.title.requirement", plan.series().name(), id.number()),
                plan.verdicts().size(),
                plan.evidence().size(),
                plan.facts(),
                plan.leftOut(),
                plan.files(),
                ui.t("pack.size", plan.fileBytes() / 1_000_000.0),
                plan.records().size(),
                name(plan, ui),
                "/products/" + plan.series().code() + "/pack.zip" + (id == null ? "" : "?requirement=" + id),
                keeper.key().map(VerifierKey::toString).orElse(""));
    }

    static String name(PackPlan plan, Ui ui) {
        RequirementId id = plan.requirement();
        return "shisa-pack-" + plan.series().code() + (id == null ? "" : "-" + id.number()) + "-"
                + ui.day(ui.now()).replace("-", "") + ".zip";
    }

    private @Nullable RequirementId requirement(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return RequirementId.parse(text)
                .filter(id -> catalogues.current().requirement(id).isPresent())
                .orElseThrow(() -> new Problem(404, "not-found"));
    }
}
