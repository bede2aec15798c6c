package dev.shisa.server.application;

import dev.shisa.conformity.Text;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.Application.Evaluator;
import dev.shisa.server.application.Application.Reason;
import dev.shisa.server.application.Application.Step;
import dev.shisa.server.application.CriterionAnswer.EvidenceReference;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.BadField;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/** The way to the label for programs: plan, steps, basic information, reasons, what would be sent back. */
@Controller
class ApplicationApi {

    private final Products products;
    private final Dossiers dossiers;
    private final Applications applications;
    private final ApplicationStore store;
    private final StepPages steps;

    ApplicationApi(
            Products products, Dossiers dossiers, Applications applications, ApplicationStore store, StepPages steps) {
        this.products = products;
        this.dossiers = dossiers;
        this.applications = applications;
        this.store = store;
        this.steps = steps;
    }

    /** A step on the way to the label. */
    record StepBody(String step, boolean done) {}

    /**
     * How far an application is.
     *
     * @param proxy who applies in the maker's place
     * @param corporateNumber whether the maker names its corporate number
     * @param round 1 for the first label; each renewal begins the next
     * @param label the state of the label that was issued last
     * @param outOfScope whether the scheme is not about the product, by what was answered: then nothing is counted
     * @param undecided criteria that cannot be entered into the form yet
     * @param stop corrections that would send it back
     * @param look corrections to be looked at
     */
    record ApplicationBody(
            @Nullable LocalDate plannedOn,
            @OneOf({"self", "verifier", "body"}) @Nullable String evaluator,
            @Nullable String proxy,
            @OneOf({"used", "not-used"}) @Nullable String corporateNumber,
            int round,

            @OneOf({"none", "open-ended", "valid", "renew", "expired"})
            String label,

            @Nullable LocalDate labelUntil,
            List<StepBody> steps,
            boolean outOfScope,
            int undecided,
            int stop,
            int look,
            int version) {}

    /** The plan as a whole: what is left out is open again. */
    record PlanBody(
            @Nullable LocalDate plannedOn,
            @OneOf({"self", "verifier", "body"}) @Nullable String evaluator,
            @Nullable String proxy,
            @OneOf({"used", "not-used"}) @Nullable String corporateNumber) {}

    /** A line of the basic information; {@code value} is empty while nothing is known. */
    record BasicBody(String field, String label, String value) {}

    /**
     * What the form says of a criterion, and why.
     *
     * @param own whether the words are the maker's own; otherwise they are the draft
     * @param evidence what it rests on, as the form refers to it
     */
    record CriterionReasonBody(
            String number,
            String state,
            @Nullable String towards,
            boolean proven,
            String ja,
            String en,
            boolean own,
            String draftJa,
            String draftEn,
            List<String> evidence,
            int version) {}

    /** The maker's own words; empty ones give the draft back its place. */
    record CriterionReasonChange(String ja, String en) {}

    /** Something that IPA would send back. */
    record CorrectionBody(
            String code, @OneOf({"stop", "look"}) String weight, String where, String sentence, String todo) {}

    @GetMapping("/api/v1/series/{code}/application")
    @Requires(Act.VIEW)
    @Operation(id = "application.get")
    Answer<ApplicationBody> get(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return body(products.require(code, person), ui);
    }

    @PutMapping("/api/v1/series/{code}/application")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.plan")
    Answer<ApplicationBody> plan(
            @PathVariable String code,
            @Body PlanBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        LocalDate on = sent.plannedOn();
        if (on != null) {
            near(on, "/plannedOn");
        }
        Evaluator evaluator = sent.evaluator() == null
                ? null
                : Evaluator.parse(sent.evaluator()).orElseThrow();
        String proxy = sent.proxy() == null ? "" : sent.proxy().strip();
        if (proxy.length() > Application.PROXY_MAX) {
            throw new BadField("/proxy", "long", proxy.length(), Application.PROXY_MAX);
        }
        int version = seen.require(store.of(series.id()).version());
        Application plan = new Application(
                on, evaluator, proxy, sent.corporateNumber() == null ? "" : sent.corporateNumber(), version);
        if (!applications.plan(series, plan, person)) {
            throw new Problem(409, "changed-meanwhile", series.code());
        }
        return body(series, ui);
    }

    @GetMapping("/api/v1/series/{code}/application/basic")
    @Requires(Act.VIEW)
    @Operation(id = "application.basic")
    Answer<Listing<BasicBody>> basic(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(new Listing<>(
                dossiers.inScope(series).basics().stream()
                        .map(line -> new BasicBody(
                                line.field().id(),
                                ui.t("application.basic." + line.field().id()),
                                line.value()))
                        .toList(),
                null));
    }

    @GetMapping("/api/v1/series/{code}/application/reasons")
    @Requires(Act.VIEW)
    @Operation(id = "application.reasons")
    Answer<Listing<CriterionReasonBody>> reasons(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Map<String, Reason> own = store.reasons(series.id());
        Dossiers.View view = dossiers.inScope(series);
        return Answer.of(paging.of(
                view.snapshot().answers(), CriterionAnswer::id, answer -> body(view, answer, own.get(answer.id()))));
    }

    @GetMapping("/api/v1/series/{code}/application/reasons/{number}")
    @Requires(Act.VIEW)
    @Operation(id = "application.reason")
    Answer<CriterionReasonBody> reason(
            @PathVariable String code, @PathVariable String number, @AuthenticationPrincipal Person person) {
        return reason(products.require(code, person), number);
    }

    @PutMapping("/api/v1/series/{code}/application/reasons/{number}")
    @Requires(Act.PREPARE_APPLICATION)
    @Operation(id = "application.reason-set")
    Answer<CriterionReasonBody> setReason(
            @PathVariable String code,
            @PathVariable String number,
            @Body CriterionReasonChange sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        int version = seen.require(reason(series, number).body().version());
        String ja = words(sent.ja(), "/ja");
        String en = words(sent.en(), "/en");
        if (!applications.reason(series, number, ja, en, version, person)) {
            throw new Problem(409, "changed-meanwhile", number);
        }
        return reason(series, number);
    }

    @GetMapping("/api/v1/series/{code}/application/corrections")
    @Requires(Act.VIEW)
    @Operation(id = "application.corrections")
    Answer<Listing<CorrectionBody>> corrections(
            @PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(new Listing<>(
                new ApplicationWords(ui, series.code())
                        .corrections(dossiers.inScope(series).corrections()).stream()
                                .map(row -> new CorrectionBody(
                                        row.code(), row.weight(), row.where(), row.sentence(), row.todo()))
                                .toList(),
                null));
    }

    private Answer<ApplicationBody> body(Series series, Ui ui) {
        StepWords.Facts facts = steps.facts(series, ui);
        View view = facts.view();
        int stop = (int) Corrections.heavy(view.corrections());
        Set<Step> finished = new StepWords(ui, facts).finished();
        Application application = view.application();
        Evaluator evaluator = application.evaluator();
        LabelClock label = facts.clock();
        return Answer.of(new ApplicationBody(
                        application.plannedOn(),
                        evaluator == null ? null : evaluator.id(),
                        application.proxy().isEmpty() ? null : application.proxy(),
                        application.corporateNumber().isEmpty() ? null : application.corporateNumber(),
                        facts.journal().round(),
                        label.state().id(),
                        label.until(),
                        Arrays.stream(Step.values())
                                .map(step -> new StepBody(step.id(), finished.contains(step)))
                                .toList(),
                        view.outOfScope(),
                        (int) view.snapshot().answers().stream()
                                .filter(answer -> answer.word() == VerdictWord.OPEN)
                                .count(),
                        stop,
                        view.corrections().size() - stop,
                        application.version()))
                .version(application.version());
    }

    private Answer<CriterionReasonBody> reason(Series series, String number) {
        Dossiers.View view = dossiers.inScope(series);
        CriterionAnswer answer = view.snapshot().answers().stream()
                .filter(one -> one.id().equals(number))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "requirement.unknown", number));
        CriterionReasonBody body = body(view, answer, store.reasons(series.id()).get(number));
        return Answer.of(body).version(body.version());
    }

    private static CriterionReasonBody body(Dossiers.View view, CriterionAnswer answer, @Nullable Reason own) {
        Text draft = view.snapshot().drafts().getOrDefault(answer.id(), new Text("", ""));
        VerdictState towards = answer.towards();
        return new CriterionReasonBody(
                answer.id(),
                answer.state().code(),
                towards == null ? null : towards.code(),
                answer.proven(),
                (answer.route().ja() + "\n" + answer.reason().ja()).strip(),
                (answer.route().en() + "\n" + answer.reason().en()).strip(),
                own != null && !(own.ja() + own.en()).isBlank(),
                (answer.route().ja() + "\n" + draft.ja()).strip(),
                (answer.route().en() + "\n" + draft.en()).strip(),
                answer.evidence().stream().map(EvidenceReference::stored).toList(),
                own == null ? 0 : own.version());
    }

    private static void near(LocalDate day, String pointer) {
        if (!Applications.isNear(day)) {
            throw new BadField(pointer, "near", Applications.YEAR_MIN, Applications.YEAR_MAX);
        }
    }

    private static String words(String text, String pointer) {
        if (text.length() > Applications.REASON_MAX) {
            throw new BadField(pointer, "long", text.length(), Applications.REASON_MAX);
        }
        return text.strip();
    }
}
