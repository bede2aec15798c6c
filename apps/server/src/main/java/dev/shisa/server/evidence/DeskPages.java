package dev.shisa.server.evidence;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The desk of who adds evidence: many files at once, one after the other recorded, and what came of the last. */
@Controller
class DeskPages {

    private final Desk desk;
    private final EvidenceLog log;
    private final Products products;
    private final SeriesFrames frames;
    private final OpenCriteria criteria;
    private final ConfirmationEffects effects;

    DeskPages(
            Desk desk,
            EvidenceLog log,
            Products products,
            SeriesFrames frames,
            OpenCriteria criteria,
            ConfirmationEffects effects) {
        this.desk = desk;
        this.log = log;
        this.products = products;
        this.frames = frames;
        this.criteria = criteria;
        this.effects = effects;
    }

    @GetMapping("/products/{code}/evidence/desk")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") List<String> turned,
            @RequestParam(name = "fact", defaultValue = "") List<String> facts,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        DeskView.Done recorded = log.byCodes(done.isEmpty() ? List.of() : List.of(done)).stream()
                .map(EvidenceDetails::summary)
                .filter(one -> EvidenceRows.isVisible(one, person))
                .map(one -> new DeskView.Done(
                        one.title().in(ui.locale()),
                        "/evidence/" + one.code(),
                        one.isWaiting(),
                        effects.named(
                                turned.stream()
                                        .limit(ConfirmationEffects.TURNED_MAX)
                                        .toList(),
                                person)))
                .findFirst()
                .orElse(null);
        return page(series, List.of(), recorded, facts, "", person, ui);
    }

    private ModelAndView page(
            Series series,
            List<Desk.Outcome> outcomes,
            DeskView.@Nullable Done done,
            List<String> facts,
            String mistake,
            Person person,
            Ui ui) {
        return new ModelAndView("evidence/desk")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject(
                        "view",
                        DeskView.of(
                                series,
                                desk.of(series, person),
                                criteria.of(series, ui.locale()),
                                outcomes,
                                done,
                                facts,
                                mistake,
                                ui));
    }

    @PostMapping("/products/{code}/evidence/desk")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView take(
            @PathVariable String code,
            @RequestParam(name = "file", required = false) @Nullable List<MultipartFile> sent,
            @RequestParam(name = "fact", defaultValue = "") List<String> facts,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        List<Desk.Outcome> outcomes = desk.take(sent == null ? List.of() : sent, series, person);
        ModelAndView page = page(
                series, outcomes, null, facts, outcomes.isEmpty() ? ui.t("evidence.mistake.file") : "", person, ui);
        if (outcomes.stream().allMatch(Desk.Outcome.Refused.class::isInstance)) {
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return page;
    }

    /** The file of a piece that is recorded, for another place in it. */
    @PostMapping("/products/{code}/evidence/desk/again")
    @Requires(Act.ADD_EVIDENCE)
    String again(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String evidence,
            @RequestParam(name = "fact", defaultValue = "") List<String> facts,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        EvidenceDetails piece = log.require(evidence, person);
        StoredFile file = piece.file();
        if (file == null) {
            throw new Problem(404, "evidence.no-file", piece.code());
        }
        UUID id = switch (desk.put(file, series, person)) {
            case Desk.Outcome.Taken(DeskFile one) -> one.id();
            case Desk.Outcome.Waiting(String name, DeskFile one) -> one.id();
            case Desk.Outcome.Known known -> throw new IllegalStateException("a file is put whatever is recorded");
            case Desk.Outcome.Refused refused -> throw new IllegalStateException("a file is put, or it is a problem");
        };
        return "redirect:"
                + Query.of("/products/" + series.code() + "/evidence/new")
                        .with("upload", id.toString())
                        .href()
                + AddFacts.asking(facts);
    }

    @PostMapping("/products/{code}/evidence/desk/remove")
    @Requires(Act.ADD_EVIDENCE)
    String remove(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String id,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Typed.id(id).ifPresent(one -> desk.remove(one, series, person));
        return "redirect:/products/" + series.code() + "/evidence/desk";
    }
}
