package dev.shisa.server.inquiry;

import dev.shisa.server.inquiry.Statuses.PreparedTextsBody;
import dev.shisa.server.inquiry.Statuses.StatusTextBody;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.record.Told;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What everybody is told while something is wrong, for programs: what can be read. */
@Controller
record StatusApi(Statuses statuses, Told told) {

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

    @GetMapping(Statuses.API)
    @Requires(Act.VIEW)
    @Operation(id = "status.list")
    Answer<Listing<StatusBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        return Answer.of(paging.of(statuses.visibleTo(person), Status::code, one -> told.as(StatusBody.class, one)));
    }

    @GetMapping(Statuses.API + "/{status}")
    @Requires(Act.VIEW)
    @Operation(id = "status.get")
    Answer<StatusBody> get(@PathVariable String status, @AuthenticationPrincipal Person person) {
        return Answer.of(told.as(StatusBody.class, statuses.require(status, person)));
    }

    @GetMapping(Statuses.API + "/prepared")
    @Requires(Act.VIEW)
    @Operation(id = "status.prepared.get")
    Answer<PreparedTextsBody> prepared() {
        return PreparedTextsBody.of(statuses.ready());
    }
}
