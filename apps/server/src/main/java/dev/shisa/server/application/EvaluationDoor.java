package dev.shisa.server.application;

import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.Evaluations.Actor;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The workspace of an outside evaluator or proxy who has a link and no account: this series, and nothing else of the house. */
@Controller
class EvaluationDoor {

    /** Reading sixteen criteria with their evidence takes fewer; a machine that guesses secrets asks far more often. */
    private static final int KNOCKS_MAX = 240;

    /** A pack holds every file; who takes it once has it. */
    private static final int PACKS_MAX = 10;

    private final Products products;
    private final Dossiers dossiers;
    private final Evaluations evaluations;
    private final EvaluationModel model;
    private final EvaluationLinks links;
    private final EvaluationPack packs;
    private final Blobs blobs;
    private final RateLimits limits;

    EvaluationDoor(
            Products products,
            Dossiers dossiers,
            Evaluations evaluations,
            EvaluationModel model,
            EvaluationLinks links,
            EvaluationPack packs,
            Blobs blobs,
            RateLimits limits) {
        this.products = products;
        this.dossiers = dossiers;
        this.evaluations = evaluations;
        this.model = model;
        this.links = links;
        this.packs = packs;
        this.blobs = blobs;
        this.limits = limits;
    }

    private record Visit(EvaluationLinks.Link link, View view, String base) {

        Actor actor() {
            return Actor.byLink(link.recipient());
        }
    }

    private Visit enter(String secret, HttpServletRequest request) {
        limits.knock("evaluation", Source.of(request), KNOCKS_MAX, Duration.ofMinutes(5));
        EvaluationLinks.Link link = links.bySecret(secret).orElseThrow(() -> new Problem(404, "link.ended"));
        Series series = products.byId(link.seriesId())
                .filter(s -> !products.isArchived(s.id()))
                .orElseThrow(() -> new Problem(404, "link.ended"));
        return new Visit(link, dossiers.of(series), "/evaluation/" + secret);
    }

    @GetMapping("/evaluation/{secret}")
    @Requires(Act.OPEN)
    ModelAndView overview(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request) {
        Visit visit = enter(secret, request);
        links.opened(visit.link());
        return new ModelAndView("application/evaluation-door")
                .addAllObjects(model.overview(visit.view(), visit.base(), ui))
                .addObject("series", visit.view().series().name())
                .addObject("recipient", visit.link().recipient())
                .addObject("part", visit.link().part())
                .addObject("expires", ui.minute(visit.link().expiresAt()))
                .addObject("done", done.equals("signed") || done.equals("commented") ? done : "");
    }

    @GetMapping("/evaluation/{secret}/criteria/{number}")
    @Requires(Act.OPEN)
    ModelAndView criterion(
            @PathVariable String secret,
            @PathVariable String number,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request) {
        return criterion(enter(secret, request), number, "", "", new Mistakes(), ui);
    }

    private ModelAndView criterion(Visit visit, String number, String opinion, String text, Mistakes mistakes, Ui ui) {
        return new ModelAndView("application/evaluation-door-criterion")
                .addAllObjects(model.criterion(visit.view(), number, visit.base(), true, ui))
                .addObject("series", visit.view().series().name())
                .addObject("opinion", opinion)
                .addObject("text", text)
                .addObject("mistakes", mistakes);
    }

    @PostMapping("/evaluation/{secret}/criteria/{number}")
    @Requires(Act.OPEN)
    ModelAndView comment(
            @PathVariable String secret,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String opinion,
            @RequestParam(defaultValue = "") String text,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        Visit visit = enter(secret, request);
        Mistakes mistakes = EvaluationPages.mistakes(opinion, text, ui);
        if (mistakes.none()) {
            links.by(visit.link(), () -> evaluations.comment(visit.view(), number, opinion, text, visit.actor()));
            return new ModelAndView("redirect:" + visit.base() + "?done=commented");
        }
        response.setStatus(422);
        return criterion(visit, number, opinion, text, mistakes, ui);
    }

    @PostMapping("/evaluation/{secret}/sign")
    @Requires(Act.OPEN)
    ModelAndView sign(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String text,
            HttpServletRequest request) {
        Visit visit = enter(secret, request);
        links.by(visit.link(), () -> evaluations.sign(visit.view(), state, text, visit.actor()));
        return new ModelAndView("redirect:" + visit.base() + "?done=signed");
    }

    /** A file of evidence that a criterion of this series rests on; any other does not exist here. */
    @GetMapping("/evaluation/{secret}/evidence/{code}")
    @Requires(Act.OPEN)
    @Recorded("take.file")
    ResponseEntity<Resource> evidence(
            @PathVariable String secret, @PathVariable String code, HttpServletRequest request) {
        Visit visit = enter(secret, request);
        StoredFile file = evaluations.evidenceOf(visit.view(), "").stream()
                .filter(one -> one.code().equals(code))
                .findFirst()
                .map(EvidenceDetails::file)
                .orElseThrow(() -> new Problem(404, "not-found"));
        return blobs.download(file);
    }

    @PostMapping("/evaluation/{secret}/pack.zip")
    @Requires(Act.OPEN)
    @Recorded("take.pack")
    ResponseEntity<Resource> pack(
            @PathVariable String secret, @ModelAttribute("ui") Ui ui, HttpServletRequest request) {
        Visit visit = enter(secret, request);
        limits.knock("evaluation-pack", visit.link().id(), PACKS_MAX, Duration.ofHours(1));
        return EvaluationPages.download(packs.make(visit.view(), visit.actor(), ui.locale()), blobs);
    }
}
