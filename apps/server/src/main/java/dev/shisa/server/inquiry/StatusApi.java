package dev.shisa.server.inquiry;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.IfMatch;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/** What everybody is told while something is wrong, for programs. */
@Controller
class StatusApi {

    private static final String ALL = "/api/v1/statuses";

    private final Statuses statuses;
    private final Products products;

    StatusApi(Statuses statuses, Products products) {
        this.statuses = statuses;
        this.products = products;
    }

    /** Words in both languages. */
    record StatusTextBody(String ja, @Nullable String en) {

        static StatusTextBody of(Said said) {
            return new StatusTextBody(said.ja(), said.en().isEmpty() ? null : said.en());
        }

        Said said() {
            return new Said(ja, Objects.requireNonNullElse(en, ""));
        }
    }

    /** @param series code; null: all products */
    record StatusSent(
            @Nullable String series,
            StatusTextBody title,

            @OneOf({"investigating", "identified", "working", "resolved"})
            String state,

            StatusTextBody text) {}

    record StatusStepSent(
            @OneOf({"investigating", "identified", "working", "resolved", "withdrawn"})
            String state,

            StatusTextBody text) {}

    record StatusStepBody(
            @OneOf({"investigating", "identified", "working", "resolved", "withdrawn"})
            String state,

            StatusTextBody text,
            String by,
            Instant at) {}

    /** @param steps the first one first */
    record StatusBody(
            String code,
            @Nullable String series,
            StatusTextBody title,

            @OneOf({"investigating", "identified", "working", "resolved", "withdrawn"})
            String state,

            List<StatusStepBody> steps) {}

    /** A text that lies ready. */
    record PreparedBody(String name, StatusTextBody title, StatusTextBody text) {}

    record PreparedTextsBody(List<PreparedBody> texts) {}

    private StatusBody body(Status one) {
        UUID series = one.series();
        return new StatusBody(
                one.code(),
                series == null ? null : products.byId(series).map(Series::code).orElse(null),
                StatusTextBody.of(one.title()),
                one.state().id(),
                one.steps().stream()
                        .map(step -> new StatusStepBody(
                                step.state().id(), StatusTextBody.of(step.text()), step.byName(), step.at()))
                        .toList());
    }

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "status.list")
    Answer<Listing<StatusBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(statuses.visibleTo(person), Status::code, this::body));
    }

    @GetMapping(ALL + "/{status}")
    @Requires(Act.VIEW)
    @Operation(id = "status.get", fails = "404 inquiry.status.unknown")
    Answer<StatusBody> get(@PathVariable String status, @AuthenticationPrincipal Person person) {
        return Answer.of(body(statuses.require(status, person)));
    }

    @PostMapping(ALL)
    @Requires(Act.TELL_USERS)
    @Operation(
            id = "status.publish",
            status = 201,
            fails = {
                "403 inquiry.may-not",
                "404 series.unknown",
                "409 inquiry.status.off",
                "409 inquiry.status.not-shown",
                "422 inquiry.status.wrong"
            })
    Answer<StatusBody> publish(@Body StatusSent sent, @AuthenticationPrincipal Person person) {
        String code = sent.series();
        Status made = statuses.publish(
                code == null ? null : products.require(code, person).id(),
                sent.title().said(),
                Status.State.of(sent.state()).orElse(null),
                sent.text().said(),
                person);
        return Answer.of(body(made)).at(ALL + "/" + made.code().toLowerCase(Locale.ROOT));
    }

    @PostMapping(ALL + "/{status}/steps")
    @Requires(Act.TELL_USERS)
    @Operation(
            id = "status.step",
            fails = {
                "403 inquiry.may-not",
                "404 inquiry.status.unknown",
                "409 inquiry.status.over",
                "422 inquiry.status.wrong"
            })
    Answer<StatusBody> step(
            @PathVariable String status, @Body StatusStepSent sent, @AuthenticationPrincipal Person person) {
        return Answer.of(body(statuses.step(
                statuses.require(status, person),
                Status.State.of(sent.state()).orElse(null),
                sent.text().said(),
                person)));
    }

    @GetMapping(ALL + "/prepared")
    @Requires(Act.VIEW)
    @Operation(id = "status.prepared.get")
    Answer<PreparedTextsBody> prepared() {
        Statuses.Ready ready = statuses.ready();
        return Answer.of(new PreparedTextsBody(ready.own().stream()
                        .map(one -> new PreparedBody(
                                one.name(), StatusTextBody.of(one.title()), StatusTextBody.of(one.text())))
                        .toList()))
                .version(ready.version());
    }

    @PutMapping(ALL + "/prepared")
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(
            id = "status.prepared",
            fails = {"403 organisation.limited", "409 changed-meanwhile", "422 inquiry.prepared"})
    Answer<PreparedTextsBody> prepared(
            @Body PreparedTextsBody sent, IfMatch seen, @AuthenticationPrincipal Person person) {
        int version = seen.require(statuses.ready().version());
        statuses.prepare(
                sent.texts().stream()
                        .map(one -> new Status.Prepared(
                                one.name().strip(),
                                Statuses.tidy(one.title().said()),
                                Statuses.tidy(one.text().said())))
                        .toList(),
                version,
                person);
        return prepared();
    }
}
