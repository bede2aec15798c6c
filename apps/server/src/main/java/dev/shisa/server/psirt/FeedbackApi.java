package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What users and people in the field noticed, for programs. */
@Controller
class FeedbackApi {

    private static final String ALL = "/api/v1/feedback";

    private final Feedbacks feedbacks;
    private final Products products;

    FeedbackApi(Feedbacks feedbacks, Products products) {
        this.feedbacks = feedbacks;
        this.products = products;
    }

    /** @param series code; null: no single product */
    record FeedbackSent(
            @OneOf({"near-miss", "trouble", "opinion"}) String kind,

            @OneOf({"user", "field", "sales", "support", "own"})
            String source,

            @Nullable String series,
            LocalDate happened,
            String title,
            @Nullable String text) {}

    /** @param owner id of the person who does it */
    record FeedbackStepSent(
            @OneOf({"plan", "done", "nothing", "reopen"}) String act,
            String text,
            @Nullable UUID owner,
            @Nullable LocalDate due,

            @OneOf({"change", "measure", "document", "case", "other"}) @Nullable
            String outcome,

            @Nullable String reference) {}

    /** A step that was done. */
    record FeedbackStepBody(
            @OneOf({"plan", "done", "nothing", "reopen"}) String act,
            String text,
            @Nullable String owner,
            @Nullable LocalDate due,
            @Nullable String outcome,
            @Nullable String reference,
            String by,
            Instant at) {}

    /** @param due last day of what has to happen next; null: nothing has to */
    record FeedbackBody(
            String code,
            @OneOf({"near-miss", "trouble", "opinion"}) String kind,

            @OneOf({"user", "field", "sales", "support", "own"})
            String source,

            @Nullable String series,
            LocalDate happened,
            String title,
            String text,
            @OneOf({"open", "planned", "closed"}) String state,
            boolean late,
            @Nullable LocalDate due,
            String by,
            Instant at,
            List<FeedbackStepBody> steps) {}

    private FeedbackBody body(Feedback one) {
        UUID series = one.series();
        return new FeedbackBody(
                one.code(),
                one.kind(),
                one.source(),
                series == null ? null : products.byId(series).map(Series::code).orElse(null),
                one.happened(),
                one.title(),
                one.text(),
                one.state().id(),
                one.isLate(feedbacks.today(), Ui.ZONE),
                one.due(Ui.ZONE),
                one.byName(),
                one.at(),
                one.steps().stream()
                        .map(step -> new FeedbackStepBody(
                                step.act().id(),
                                step.text(),
                                orNull(step.ownerName()),
                                step.due(),
                                orNull(step.outcome()),
                                orNull(step.reference()),
                                step.byName(),
                                step.at()))
                        .toList());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "feedback.list")
    Answer<Listing<FeedbackBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(feedbacks.visibleTo(person), Feedback::code, this::body));
    }

    @GetMapping(ALL + "/{code}")
    @Requires(Act.VIEW)
    @Operation(id = "feedback.get")
    Answer<FeedbackBody> get(@PathVariable String code, @AuthenticationPrincipal Person person) {
        return Answer.of(body(feedbacks.require(code, person)));
    }

    @PostMapping(ALL)
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "feedback.add", status = 201)
    Answer<FeedbackBody> add(@Body FeedbackSent sent, @AuthenticationPrincipal Person person) {
        String code = sent.series();
        Feedback made = feedbacks.add(
                new Feedbacks.Told(
                        sent.kind(),
                        sent.source(),
                        code == null ? null : products.require(code, person).id(),
                        sent.happened(),
                        sent.title(),
                        Objects.requireNonNullElse(sent.text(), "")),
                person);
        return Answer.of(body(made)).at(ALL + "/" + made.code());
    }

    @PostMapping(ALL + "/{code}/steps")
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "feedback.step")
    Answer<FeedbackBody> step(
            @PathVariable String code, @Body FeedbackStepSent sent, @AuthenticationPrincipal Person person) {
        return Answer.of(body(feedbacks.step(
                feedbacks.require(code, person),
                new Feedbacks.Next(
                        Feedback.Act.parse(sent.act()).orElse(null),
                        sent.text(),
                        sent.owner(),
                        sent.due(),
                        Objects.requireNonNullElse(sent.outcome(), ""),
                        Objects.requireNonNullElse(sent.reference(), "")),
                person)));
    }
}
