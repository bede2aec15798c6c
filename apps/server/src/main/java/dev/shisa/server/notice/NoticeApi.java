package dev.shisa.server.notice;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's own notices, and what became of messages, for programs. */
@Controller
class NoticeApi {

    private static final String DELIVERIES = "/api/v1/notice-deliveries";

    private final OwnNotices own;
    private final NoticeText text;
    private final MessageStore messages;
    private final NoticeSettings settings;

    NoticeApi(OwnNotices own, NoticeText text, MessageStore messages, NoticeSettings settings) {
        this.own = own;
        this.text = text;
        this.messages = messages;
        this.settings = settings;
    }

    /**
     * A notice.
     *
     * @param count how many things were gathered in it
     * @param urgent whether it is overdue or dangerous
     * @param href the page where it is seen, without host
     * @param readAt null: nobody has read it
     */
    record NoticeBody(
            UUID id,
            String kind,
            String text,
            int count,
            boolean urgent,
            String href,
            Instant at,
            @Nullable Instant readAt) {}

    /**
     * A message; {@code outcome} is {@code arrived}, or names why it may not have, and is empty before the first attempt.
     *
     * @param person null: it went to a channel
     * @param channel null: it went by mail
     * @param dueAt of the next attempt, where it waits
     */
    record DeliveryBody(
            UUID id,
            @Nullable UUID person,
            @Nullable UUID channel,
            @OneOf({"soon", "digest", "trial"}) String sort,

            @OneOf({"waiting", "sent", "refused", "given-up"})
            String state,

            String outcome,
            int attempts,
            Instant madeAt,
            @Nullable Instant dueAt,
            @Nullable Instant endedAt) {}

    /** The notices of whose token it is, the newest first. */
    @GetMapping("/api/v1/notices")
    @Requires(Act.VIEW)
    @Operation(id = "notice.list")
    Answer<Listing<NoticeBody>> list(
            @RequestParam(defaultValue = "false") boolean unread,
            Paging paging,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<Notice> found = own.before(person, unread, paging.afterId(), paging.limit() + 1);
        Map<UUID, Series> series = text.series(found);
        return Answer.of(paging.found(found, one -> one.id().toString(), one -> body(one, series, ui)));
    }

    /** Notes that one was read. */
    @PostMapping("/api/v1/notices/{id}/read")
    @Requires(Act.VIEW)
    @Operation(id = "notice.read")
    Answer<NoticeBody> read(
            @PathVariable UUID id, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Notice notice = own.read(id, person);
        return Answer.of(body(notice, text.series(List.of(notice)), ui));
    }

    private NoticeBody body(Notice notice, Map<UUID, Series> series, Ui ui) {
        return new NoticeBody(
                notice.id(),
                notice.kind().id(),
                text.sentence(notice, series, ui.locale()),
                notice.count(),
                notice.urgent(),
                text.href(notice, series),
                notice.at(),
                notice.readAt());
    }

    @GetMapping(DELIVERIES)
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "notice.deliveries")
    Answer<Listing<DeliveryBody>> deliveries(Paging paging) {
        return Answer.of(paging.found(
                messages.before(paging.afterId(), paging.limit() + 1),
                one -> one.id().toString(),
                NoticeApi::body));
    }

    /** Sends a message once more that ended. */
    @PostMapping(DELIVERIES + "/{id}/again")
    @Requires(Act.CHANGE_SETTINGS)
    @Operation(id = "notice.send-again")
    Answer<Done> again(@PathVariable UUID id) {
        settings.again(messages.one(id).orElseThrow(() -> new Problem(404, "notice.message-unknown")));
        return Done.ANSWER;
    }

    private static DeliveryBody body(NoticeMessage message) {
        return new DeliveryBody(
                message.id(),
                message.person(),
                message.channel(),
                message.sort().id(),
                message.state().id(),
                message.code(),
                message.attempts(),
                message.madeAt(),
                message.state() == NoticeMessage.State.WAITING ? message.dueAt() : null,
                message.endedAt());
    }
}
