package dev.shisa.server.talk;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.talk.Places.At;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What was said about a thing, for programs. */
@Controller
class TalkApi {

    private final Talks talks;
    private final Places places;

    TalkApi(Talks talks, Places places) {
        this.talks = talks;
        this.places = places;
    }

    /**
     * What somebody said.
     *
     * @param text null: taken back
     * @param to whom it asks
     * @param due by when an answer is asked for
     * @param answers the ask that it answers
     * @param mentioned whom it was meant for besides
     * @param waits whether it is an ask that waits
     */
    record CommentBody(
            UUID id,

            @OneOf({"comment", "ask", "hand-back", "answer"})
            String kind,

            @Nullable String text,
            String by,
            Instant at,
            @Nullable UUID to,
            @Nullable LocalDate due,
            @Nullable UUID answers,
            List<UUID> mentioned,
            boolean waits,
            @Nullable Instant takenBack) {}

    static CommentBody body(Comment one, boolean waits) {
        Comment.Ask ask = one.ask();
        Comment.Taken taken = one.taken();
        return new CommentBody(
                one.id(),
                one.back() ? "hand-back" : ask != null ? "ask" : one.answers() != null ? "answer" : "comment",
                taken == null ? one.text() : null,
                one.byName(),
                one.at(),
                ask == null ? null : ask.to(),
                ask == null ? null : ask.due(),
                one.answers(),
                one.mentioned(),
                waits,
                taken == null ? null : taken.at());
    }

    @GetMapping(Talks.API)
    @Requires(Act.VIEW)
    @Operation(id = "talk.list")
    Answer<Listing<CommentBody>> list(
            @PathVariable String place,
            @PathVariable String thing,
            Paging paging,
            @AuthenticationPrincipal Person person) {
        At at = places.require(place, thing, person);
        Set<UUID> waiting = talks.waiting(at).stream().map(Comment::id).collect(Collectors.toSet());
        return Answer.of(paging.found(
                talks.behind(at, paging.afterId(), paging.limit() + 1),
                one -> one.id().toString(),
                one -> body(one, waiting.contains(one.id()))));
    }
}
