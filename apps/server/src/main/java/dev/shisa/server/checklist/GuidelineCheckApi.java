package dev.shisa.server.checklist;

import dev.shisa.conformity.Truth;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The checklist of guide 004 for programs: what is considered, and the answers to the company's own checkpoints. */
@Controller
class GuidelineCheckApi {

    private final Products products;
    private final GuidelineCheck check;
    private final SelfCheck own;

    GuidelineCheckApi(Products products, GuidelineCheck check, SelfCheck own) {
        this.products = products;
        this.check = check;
        this.own = own;
    }

    /** A point: {@code true}, {@code false}, {@code unknown}, {@code stale} or {@code conflict} by the facts. */
    record GuidelinePointBody(String ja, String en, String truth) {}

    /**
     * A guideline.
     *
     * @param notAdopted why it is not carried out; null: that is not decided
     */
    record GuidelineBody(
            String number,
            String state,
            boolean decided,
            @Nullable String notAdopted,
            List<GuidelinePointBody> points) {}

    /**
     * The checklist as it is now.
     *
     * @param open how many things are not considered yet
     * @param closed codes of the evidence of those that were closed, the newest first
     */
    record GuidelineCheckBody(
            int open, List<GuidelineBody> guidelines, List<SelfCheckApi.SelfCheckItemBody> own, List<String> closed) {}

    @GetMapping("/api/v1/series/{code}/guideline-check")
    @Requires(Act.VIEW)
    @Operation(id = "guideline-check.get")
    Answer<GuidelineCheckBody> get(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return body(products.require(code, person));
    }

    @PostMapping("/api/v1/series/{code}/guideline-check")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "guideline-check.answer")
    Answer<GuidelineCheckBody> answer(
            @PathVariable String code,
            @Body SelfCheckApi.NewSelfCheckAnswersBody sent,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        own.answer(
                series,
                GuidelineCheck.TABLE,
                GuidelineCheck.COLUMN,
                SelfCheckApi.entries(sent, check.of(series).own()),
                person);
        return body(series);
    }

    private Answer<GuidelineCheckBody> body(Series series) {
        GuidelineCheck.Sheet sheet = check.of(series);
        return Answer.of(new GuidelineCheckBody(
                sheet.open(),
                sheet.lines().stream().map(GuidelineCheckApi::body).toList(),
                sheet.own().lines().stream().map(SelfCheckApi::body).toList(),
                check.closed(series).stream().map(closed -> closed.code()).toList()));
    }

    private static GuidelineBody body(GuidelineCheck.Line line) {
        NotAdopted.Decision decision = line.decision();
        return new GuidelineBody(
                line.requirement().id().number(),
                line.state().code(),
                line.isDecided(),
                decision == null ? null : decision.reason(),
                line.points().stream()
                        .map(point -> new GuidelinePointBody(
                                point.text().ja(), point.text().en(), word(point.truth())))
                        .toList());
    }

    private static String word(Truth truth) {
        return truth.name().toLowerCase(Locale.ROOT);
    }
}
