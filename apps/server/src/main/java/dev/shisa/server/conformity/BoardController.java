package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.Contradictions;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The board of a series and the page of one requirement. */
@Controller
class BoardController {

    /** The history of a verdict that the page shows; older lines are in the records. */
    private static final int HISTORY_MAX = 50;

    /** One piece of evidence supports a handful of facts. */
    private static final int FACTS_AT_ONCE_MAX = 10;

    private static final String JCSTAR1 = "jcstar1";

    private final Products products;
    private final SeriesFrames frames;
    private final Catalogues catalogues;
    private final Verdicts verdicts;
    private final EvidenceLog evidence;
    private final Contradictions contradictions;
    private final FactWords factWords;
    private final LedgerRecords records;
    private final Messages messages;

    BoardController(
            Products products,
            SeriesFrames frames,
            Catalogues catalogues,
            Verdicts verdicts,
            EvidenceLog evidence,
            Contradictions contradictions,
            FactWords factWords,
            LedgerRecords records,
            Messages messages) {
        this.products = products;
        this.frames = frames;
        this.catalogues = catalogues;
        this.verdicts = verdicts;
        this.evidence = evidence;
        this.contradictions = contradictions;
        this.factWords = factWords;
        this.records = records;
        this.messages = messages;
    }

    @GetMapping("/products/{code}/conformity")
    @Requires(Act.VIEW)
    String board(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String state,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.require(code, person);
        Catalogue catalogue = catalogues.current();
        Framework framework = catalogue.framework(JCSTAR1).orElseThrow(() -> new Problem(404, "not-found"));
        Board board = Board.of(
                series,
                framework,
                verdicts.of(series.id(), JCSTAR1),
                verdicts.standing(series.id(), JCSTAR1),
                evidence,
                words(series, ui),
                ui,
                Optional.ofNullable(state).flatMap(VerdictState::parse).orElse(null));
        model.addAttribute("frame", frames.of(series, "conformity", person, ui.locale()));
        model.addAttribute("board", board);
        model.addAttribute("framework", framework);
        model.addAttribute("parametersSet", catalogues.parameters().values().size());
        return "conformity/board";
    }

    @GetMapping("/products/{code}/conformity/{number}")
    @Requires(Act.VIEW)
    String requirement(
            @PathVariable String code,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.require(code, person);
        Catalogue catalogue = catalogues.current();
        RequirementId id = new RequirementId(JCSTAR1, number);
        Requirement requirement = catalogue.requirement(id).orElseThrow(() -> new Problem(404, "not-found"));
        StoredVerdict verdict = verdicts.of(series.id(), id).orElseThrow(() -> new Problem(404, "not-found"));
        Proof proof = verdicts.proof(series.id(), id).orElseThrow(() -> new Problem(404, "not-found"));
        Words words = words(series, ui);
        Map<UUID, EvidenceSummary> summaries =
                evidence.summaries(proof.facts().stream().map(Fact::evidence).collect(Collectors.toSet()));
        String here = "/products/" + series.code() + "/conformity/" + id.number();
        ProofView view = new ProofView(
                series.code(), proof, summaries, slot -> contradictions.part(series, slot, here, ui), words, ui);

        model.addAttribute("series", series);
        model.addAttribute("requirement", requirement);
        model.addAttribute("verdict", verdict);
        model.addAttribute("decided", done.equals("decided"));
        model.addAttribute(
                "page",
                new RequirementPage(
                        title(requirement, verdict, words),
                        products.designated(series).map(r -> r.name()).orElse(""),
                        next(series, requirement, verdict, words),
                        trees(verdict, proof, view, words),
                        chain(series, requirement, verdict, proof, summaries, words, edition(id)),
                        parameters(proof, words),
                        history(series, id, words, ui)));
        return "conformity/requirement";
    }

    private Words words(Series series, Ui ui) {
        return new Words(catalogues.current(), factWords, messages, ui.locale(), products.itemNames(series.id()));
    }

    private static String title(Requirement requirement, StoredVerdict verdict, Words words) {
        String number = requirement.id().number();
        Ground ground = verdict.ground();
        String first =
                ground.points().isEmpty() ? "" : words.sentence(ground.points().getFirst());
        return switch (verdict.state()) {
            case EXPECTED ->
                words.t(
                        "requirement.title.expected."
                                + (verdict.towards() == null
                                        ? "met"
                                        : verdict.towards().code()),
                        number);
            case UNKNOWN -> words.t("requirement.title.unknown", number, Math.max(1, ground.open()));
            case NOT_MET -> words.t("requirement.title.not-met", number, first);
            case RECHECK ->
                words.t(
                        "requirement.title.recheck." + (contradiction(ground).isPresent() ? "conflict" : "stale"),
                        number);
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT ->
                words.t("requirement.title." + verdict.state().code(), number);
        };
    }

    /** The tree that decides comes first and stands open; where nothing is decided, all stand open. */
    private static List<RequirementPage.Tree> trees(StoredVerdict verdict, Proof proof, ProofView view, Words words) {
        VerdictState outcome = verdict.towards() == null ? verdict.state() : verdict.towards();
        boolean byRoute = outcome == VerdictState.DEEMED || outcome == VerdictState.EXEMPT;
        boolean byApplies = outcome == VerdictState.NOT_APPLICABLE;
        List<RequirementPage.Tree> routes = new ArrayList<>();
        for (Proof.RouteProof route : proof.routes()) {
            routes.add(new RequirementPage.Tree(
                    "route-" + routes.size(),
                    words.t("requirement.route." + route.verdict().code(), words.in(route.name())),
                    view.node(route.when()),
                    byRoute));
        }
        List<RequirementPage.Tree> trees = new ArrayList<>();
        RequirementPage.Tree rule = new RequirementPage.Tree(
                "rule", words.t("requirement.rule"), view.node(proof.rule()), !byRoute && !byApplies);
        if (byRoute) {
            trees.addAll(routes);
        }
        if (!byApplies) {
            trees.add(rule);
        }
        ProofNode applies = proof.applies();
        if (applies != null) {
            trees.add(new RequirementPage.Tree(
                    "applies",
                    words.t("requirement.applies"),
                    view.node(applies),
                    byApplies || !applies.truth().isKnown()));
        }
        if (byApplies) {
            trees.add(rule);
        }
        if (!byRoute) {
            trees.addAll(routes);
        }
        return trees;
    }

    private static Board.@Nullable NextStep next(
            Series series, Requirement requirement, StoredVerdict verdict, Words words) {
        String number = requirement.id().number();
        String base = "/products/" + series.code();
        Ground ground = verdict.ground();
        boolean parameterOnly = !ground.points().isEmpty()
                && ground.points().stream().allMatch(p -> !p.unset().isEmpty());
        return switch (verdict.state()) {
            case UNKNOWN ->
                parameterOnly
                        ? new Board.NextStep(
                                words.t("board.next.parameter"),
                                words.t("board.next.parameter.text"),
                                words.t("board.next.parameter.act"),
                                "/parameters",
                                null)
                        : new Board.NextStep(
                                words.t("requirement.next.answer", Math.max(1, ground.open())),
                                words.t("requirement.next.answer.text"),
                                words.t("board.next.questions.act"),
                                base + "/questions?requirement=" + number,
                                base + "/questions/send?requirement=" + number);
            case EXPECTED ->
                ground.points().stream().anyMatch(p -> p.doubt() == Reading.Doubt.TOO_WEAK)
                        ? new Board.NextStep(
                                words.t("requirement.next.strengthen"),
                                words.t("requirement.next.strengthen.text"),
                                words.t("board.next.strengthen.act"),
                                evidenceHref(base, ground),
                                null)
                        : new Board.NextStep(
                                words.t("requirement.next.confirm"),
                                words.t("requirement.next.confirm.text"),
                                words.t("board.next.confirm.act"),
                                "/confirm?series=" + series.code() + "&requirement=" + number,
                                null);
            case RECHECK ->
                contradiction(ground)
                        .map(slot -> new Board.NextStep(
                                words.t("requirement.next.decide"),
                                words.t("requirement.next.decide.text", words.question(slot)),
                                words.t("requirement.next.decide.act"),
                                "#" + Contradictions.id(slot),
                                null))
                        .orElseGet(() -> new Board.NextStep(
                                words.t("requirement.next.recheck"),
                                words.t("requirement.next.recheck.text"),
                                words.t("requirement.next.recheck.act"),
                                ground.points().isEmpty()
                                        ? base + "/questions?requirement=" + number
                                        : base + "/questions/one?key="
                                                + ground.points().getFirst().key() + "&item="
                                                + ground.points().getFirst().item(),
                                null));
            case NOT_MET ->
                new Board.NextStep(
                        words.t("requirement.next.mend"),
                        words.t("requirement.next.mend.text"),
                        words.t("requirement.next.mend.act"),
                        evidenceHref(base, ground),
                        null);
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT -> null;
        };
    }

    /** The first slot in which facts disagree. */
    private static Optional<Slot> contradiction(Ground ground) {
        return ground.points().stream()
                .filter(p -> p.reason() == Reading.Reason.CONTRADICTION)
                .map(Ground.Point::slot)
                .findFirst();
    }

    /** Where evidence is added for the facts that make the verdict what it is. */
    private static String evidenceHref(String base, Ground ground) {
        return ground.points().stream()
                .limit(FACTS_AT_ONCE_MAX)
                .map(p -> "fact=" + URLEncoder.encode(p.slot().toString(), StandardCharsets.UTF_8))
                .distinct()
                .collect(Collectors.joining("&", base + "/evidence/new?", ""));
    }

    private static List<Parts.Link> chain(
            Series series,
            Requirement requirement,
            StoredVerdict verdict,
            Proof proof,
            Map<UUID, EvidenceSummary> summaries,
            Words words,
            int edition) {
        List<EvidenceSummary> used = verdict.ground().evidence().stream()
                .flatMap(id -> Optional.ofNullable(summaries.get(id)).stream())
                .toList();
        String thing = used.isEmpty()
                ? words.t("chain.none")
                : used.size() == 1
                        ? used.getFirst().title()
                        : words.t("chain.evidence", used.getFirst().title(), used.size() - 1);
        return List.of(
                new Parts.Link(words.t("chain.product"), series.name(), "/products/" + series.code()),
                new Parts.Link(
                        words.t("chain.evidence.word"),
                        thing,
                        used.isEmpty() ? null : "/evidence/" + used.getFirst().code()),
                new Parts.Link(
                        words.t("chain.facts"),
                        words.t("chain.facts.count", proof.facts().size()),
                        "/products/" + series.code() + "/register"),
                new Parts.Link(
                        words.t("chain.rule"),
                        words.t("chain.rule.edition", requirement.id().number(), edition),
                        null),
                new Parts.Link(
                        words.t("chain.verdict"),
                        words.t("web.verdict." + verdict.state().code()),
                        null));
    }

    private int edition(RequirementId id) {
        return catalogues
                .current()
                .framework(id.framework())
                .map(Framework::edition)
                .orElse(0);
    }

    private List<RequirementPage.Parameter> parameters(Proof proof, Words words) {
        return proof.parameters().stream()
                .map(p -> new RequirementPage.Parameter(
                        words.parameter(p.id()),
                        p.value() == null ? "" : p.value().canonical().replace("\n", ", ")))
                .toList();
    }

    private List<Parts.Change> history(Series series, RequirementId id, Words words, Ui ui) {
        List<VerdictChange> changes = verdicts.history(series.id(), id, HISTORY_MAX);
        Map<String, String> recorded = records.numbers(
                "verdict/1",
                changes.stream().map(change -> Long.toString(change.id())).toList());
        return changes.stream()
                .map(change -> new Parts.Change(
                        ui.minute(change.at()),
                        change.to().code(),
                        words.t(
                                "history.line",
                                words.t("web.verdict." + change.to().code()),
                                words.t(
                                        "verdict.cause." + change.cause(),
                                        change.causeArgs().toArray())),
                        ui.ledgerEntry(recorded.get(Long.toString(change.id()))),
                        ui.ledgerHref(recorded.get(Long.toString(change.id())))))
                .toList();
    }
}
