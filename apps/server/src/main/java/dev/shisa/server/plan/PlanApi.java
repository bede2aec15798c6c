package dev.shisa.server.plan;

import dev.shisa.conformity.Framework;
import dev.shisa.server.plan.PlanParameters.Emphasis;
import dev.shisa.server.plan.Planner.Step;
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
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/** The phased plan of a series for programs: what it is made by, and the order with its reasons and dates. */
@Controller
class PlanApi {

    private final Products products;
    private final Plans plans;
    private final PlanStore store;

    PlanApi(Products products, Plans plans, PlanStore store) {
        this.products = products;
        this.plans = plans;
        this.store = store;
    }

    /**
     * What the plan is made by.
     *
     * @param begins the first day of work
     * @param guide the guide that comes first; null: none
     * @param stage where the product stands now
     * @param staffHours hours of work a week
     * @param budgetYen what may be spent a month
     * @param confirmHours for one requirement that waits for a second person
     * @param answerHours for one whose facts are missing
     * @param recheckHours for one whose evidence ended or is contradicted
     * @param fixHours for one that is not met
     * @param fixYen what has to be bought for one that is not met
     */
    record PlanParametersBody(
            LocalDate begins,

            @OneOf({"guide", "customers", "feasible", "foundation"})
            String emphasis,

            @Nullable String guide,

            @OneOf({"policy", "design", "verification", "operation"})
            String stage,

            int staffHours,
            long budgetYen,
            int confirmHours,
            int answerHours,
            int recheckHours,
            int fixHours,
            long fixYen) {}

    /** What was entered, by whom and when. */
    record PlanEnteredBody(PlanParametersBody parameters, String by, Instant at, int version) {}

    /**
     * Why something stands where it stands.
     *
     * @param emphasised whether the policy multiplied the points
     */
    record PlanReasonBody(String reason, int points, boolean emphasised) {}

    /**
     * One line of the plan.
     *
     * @param place from 1, in the order of work; what has no date stands last
     * @param company whether it is decided once for the whole company
     * @param from null: the budget never reaches it
     * @param part 1: within a month of the beginning, 2: three months, 3: half a year, 4: later, 5: without a date
     * @param waits whether it could begin earlier but for the budget
     * @param due its last day; null: none is known
     * @param late whether that day cannot be kept
     */
    record PlanStepBody(
            int place,
            String requirement,
            String state,
            boolean company,
            int part,
            List<PlanReasonBody> why,
            int points,
            int hours,
            long yen,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            boolean waits,
            @Nullable LocalDate due,
            boolean late) {}

    @GetMapping("/api/v1/series/{code}/plan")
    @Requires(Act.VIEW)
    @Operation(id = "plan.list")
    Answer<Listing<PlanStepBody>> list(
            @PathVariable String code, Paging paging, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        PlanParameters given = entered(series).parameters();
        return Answer.of(paging.of(
                Planner.plan(plans.open(series), given),
                step -> "%06d".formatted(step.place()),
                step -> body(step, given)));
    }

    @GetMapping("/api/v1/series/{code}/plan/parameters")
    @Requires(Act.VIEW)
    @Operation(id = "plan.parameters")
    Answer<PlanEnteredBody> parameters(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return body(entered(products.require(code, person)));
    }

    /** The version of what nobody has entered yet is 0. */
    @PutMapping("/api/v1/series/{code}/plan/parameters")
    @Requires(Act.PLAN)
    @Operation(id = "plan.enter")
    Answer<PlanEnteredBody> enter(
            @PathVariable String code,
            @Body PlanParametersBody sent,
            IfMatch seen,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        PlanParameters given = parameters(sent, plans.guides(series));
        int version = seen.require(
                store.of(series.id()).map(PlanStore.Entered::version).orElse(0));
        if (!plans.enter(series, given, version, person)) {
            throw new Problem(409, "changed-meanwhile", series.code());
        }
        return body(entered(series));
    }

    private PlanStore.Entered entered(Series series) {
        return store.of(series.id()).orElseThrow(() -> new Problem(409, "plan.none"));
    }

    private static PlanParameters parameters(PlanParametersBody sent, List<Framework> followed) {
        int year = sent.begins().getYear();
        if (year < PlanParameters.YEAR_MIN || year > PlanParameters.YEAR_MAX) {
            throw new BadField("/begins", "near", PlanParameters.YEAR_MIN, PlanParameters.YEAR_MAX);
        }
        Emphasis emphasis = Emphasis.parse(sent.emphasis()).orElseThrow();
        String guide = sent.guide() == null ? "" : sent.guide();
        if (guide.isEmpty() && emphasis == Emphasis.GUIDE) {
            throw new BadField("/guide", "missing");
        }
        if (!guide.isEmpty() && followed.stream().noneMatch(f -> f.id().equals(guide))) {
            throw new BadField("/guide", "followed", guide);
        }
        return new PlanParameters(
                sent.begins(),
                emphasis,
                guide,
                Stage.parse(sent.stage()).orElseThrow(),
                hours("/staffHours", sent.staffHours(), 1, PlanParameters.STAFF_HOURS_MAX),
                yen("/budgetYen", sent.budgetYen()),
                hours("/confirmHours", sent.confirmHours(), 0, PlanParameters.HOURS_MAX),
                hours("/answerHours", sent.answerHours(), 0, PlanParameters.HOURS_MAX),
                hours("/recheckHours", sent.recheckHours(), 0, PlanParameters.HOURS_MAX),
                hours("/fixHours", sent.fixHours(), 0, PlanParameters.HOURS_MAX),
                yen("/fixYen", sent.fixYen()));
    }

    private static int hours(String field, int hours, int least, int most) {
        if (hours < least || hours > most) {
            throw new BadField(field, "between", least, most);
        }
        return hours;
    }

    private static long yen(String field, long yen) {
        if (yen < 0 || yen > PlanParameters.YEN_MAX) {
            throw new BadField(field, "between", 0, PlanParameters.YEN_MAX);
        }
        return yen;
    }

    private static Answer<PlanEnteredBody> body(PlanStore.Entered entered) {
        PlanParameters given = entered.parameters();
        return Answer.of(new PlanEnteredBody(
                        new PlanParametersBody(
                                given.begins(),
                                given.emphasis().id(),
                                given.guide().isEmpty() ? null : given.guide(),
                                given.stage().id(),
                                given.staffHours(),
                                given.budgetYen(),
                                given.confirmHours(),
                                given.answerHours(),
                                given.recheckHours(),
                                given.fixHours(),
                                given.fixYen()),
                        entered.by(),
                        entered.at(),
                        entered.version()))
                .version(entered.version());
    }

    private static PlanStepBody body(Step step, PlanParameters given) {
        return new PlanStepBody(
                step.place(),
                step.item().id().toString(),
                step.item().state().code(),
                step.item().company(),
                step.part(given.begins()),
                step.why().stream()
                        .map(why -> new PlanReasonBody(
                                why.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                why.points(),
                                why.emphasised()))
                        .toList(),
                step.points(),
                step.hours(),
                step.yen(),
                step.from(),
                step.until(),
                step.waits(),
                step.item().due(),
                step.isLate());
    }
}
