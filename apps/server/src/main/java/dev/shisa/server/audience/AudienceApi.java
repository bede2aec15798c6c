package dev.shisa.server.audience;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Body;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.api.Paging;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Notices to users, for programs. */
@Controller
class AudienceApi {

    private static final String ALL = "/api/v1/user-notices";
    private static final String ONE = ALL + "/{notice}";

    private final UserNotices notices;
    private final Subscriptions subscriptions;
    private final AudienceStore store;
    private final Businesses businesses;
    private final BusinessStore answers;
    private final Products products;

    AudienceApi(
            UserNotices notices,
            Subscriptions subscriptions,
            AudienceStore store,
            Businesses businesses,
            BusinessStore answers,
            Products products) {
        this.notices = notices;
        this.subscriptions = subscriptions;
        this.store = store;
        this.businesses = businesses;
        this.answers = answers;
        this.products = products;
    }

    /** What a notice says, in both languages. */
    record NoticeTextBody(String ja, String en) {}

    /**
     * A notice to users.
     *
     * @param series codes
     * @param at when it was prepared
     * @param receivers that have, or get, a mail; of one that waits: that would
     * @param failed mails that did not arrive, or may not have
     * @param opened whose page was looked at
     */
    record UserNoticeBody(
            String code,

            @OneOf({"advisory", "update", "support-end", "shipment"})
            String kind,

            @OneOf({"waiting", "sent", "aside"}) String state,
            List<String> series,
            NoticeTextBody title,
            NoticeTextBody text,
            Instant at,
            @Nullable Instant sentAt,
            int receivers,
            int sent,
            int failed,
            int opened,
            int acknowledged) {}

    /** How many users want to be told; the addresses are told to nobody. */
    record ReceiversBody(boolean mail, int users) {}

    record MailBody(String mail) {}

    record ErasedBody(boolean erased) {}

    /** What one business answered. */
    record NoticeAnswerBody(
            String business,
            String name,

            @OneOf({"waiting", "sending", "sent", "failed", "unclear", "stopped"})
            String state,

            @Nullable Instant openedAt,
            @Nullable Instant acknowledgedAt) {}

    record ImprovementBody(String text) {}

    /** How many mails go out again. */
    record AgainBody(int mails) {}

    @GetMapping(ALL)
    @Requires(Act.VIEW)
    @Operation(id = "audience.list")
    Answer<Listing<UserNoticeBody>> list(Paging paging, @AuthenticationPrincipal Person person) {
        Map<UUID, AudienceStore.Tally> tallies = store.tallies();
        return Answer.of(paging.of(notices.visibleTo(person), one -> one.id().toString(), one -> body(one, tallies)));
    }

    private UserNoticeBody body(UserNotice notice, Map<UUID, AudienceStore.Tally> tallies) {
        AudienceStore.Tally tally = tallies.getOrDefault(notice.id(), AudienceStore.Tally.NONE);
        NoticeContent content = notice.content();
        UserNotice.Step step = notice.step();
        return new UserNoticeBody(
                notice.code(),
                notice.kind().id(),
                notice.state().id(),
                products.byIds(notice.series()).stream()
                        .map(Series::code)
                        .sorted()
                        .toList(),
                new NoticeTextBody(content.title().in("ja"), content.title().in("en")),
                new NoticeTextBody(content.text().in("ja"), content.text().in("en")),
                notice.madeAt(),
                step == null || step.act() != UserNotice.Act.SENT ? null : step.at(),
                notice.state() == UserNotice.State.WAITING
                        ? notices.receivers(notice.kind(), notice.series())
                        : tally.all(),
                tally.sent(),
                tally.failed(),
                tally.opened(),
                tally.acknowledged());
    }

    private Answer<UserNoticeBody> answer(UserNotice notice) {
        return Answer.of(body(notice, Map.of(notice.id(), store.tally(notice.id()))));
    }

    @GetMapping(ONE)
    @Requires(Act.VIEW)
    @Operation(id = "audience.get")
    Answer<UserNoticeBody> get(@PathVariable String notice, @AuthenticationPrincipal Person person) {
        return answer(notices.require(notice, person));
    }

    @PostMapping(ONE + "/send")
    @Requires(Act.TELL_USERS)
    @Operation(id = "audience.send")
    Answer<UserNoticeBody> send(@PathVariable String notice, @AuthenticationPrincipal Person person) {
        return answer(notices.send(notices.require(notice, person), person));
    }

    @PostMapping(ONE + "/aside")
    @Requires(Act.TELL_USERS)
    @Operation(id = "audience.aside")
    Answer<UserNoticeBody> setAside(@PathVariable String notice, @AuthenticationPrincipal Person person) {
        return answer(notices.setAside(notices.require(notice, person), person));
    }

    @PostMapping(ONE + "/again")
    @Requires(Act.TELL_USERS)
    @Operation(id = "audience.again")
    Answer<AgainBody> again(@PathVariable String notice, @AuthenticationPrincipal Person person) {
        return Answer.of(new AgainBody(notices.again(notices.require(notice, person), person)));
    }

    @GetMapping(ONE + "/businesses")
    @Requires(Act.TELL_USERS)
    @Operation(id = "audience.answers")
    Answer<Listing<NoticeAnswerBody>> answers(
            @PathVariable String notice, Paging paging, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        UserNotice one = notices.require(notice, person);
        return Answer.of(
                paging.of(answers.answers(one.id()), answer -> answer.business().toString(), this::body));
    }

    private NoticeAnswerBody body(BusinessStore.Answer answer) {
        Business business = answers.byId(answer.business()).orElseThrow();
        return new NoticeAnswerBody(
                business.code(), business.name(), answer.state(), answer.openedAt(), answer.acknowledgedAt());
    }

    @PostMapping(ONE + "/remind")
    @Requires(Act.TELL_USERS)
    @Operation(id = "audience.remind")
    Answer<AgainBody> remind(@PathVariable String notice, @AuthenticationPrincipal Person person) {
        return Answer.of(new AgainBody(notices.remind(notices.require(notice, person), person)));
    }

    /** Notes what is done better next time. */
    @PostMapping(ONE + "/improve")
    @Requires(Act.TELL_USERS)
    @Operation(id = "audience.improve")
    Answer<UserNoticeBody> improve(
            @PathVariable String notice, @Body ImprovementBody sent, @AuthenticationPrincipal Person person) {
        UserNotice one = notices.require(notice, person);
        businesses.improve(one, sent.text(), person);
        return answer(one);
    }

    @GetMapping("/api/v1/notice-receivers")
    @Requires(Act.TELL_USERS)
    @Operation(id = "audience.receivers")
    Answer<ReceiversBody> receivers(@AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        return Answer.of(new ReceiversBody(subscriptions.isOpen(), store.users()));
    }

    @PostMapping("/api/v1/notice-receivers/erase")
    @Requires(value = Act.TELL_USERS, all = true)
    @Operation(id = "audience.erase")
    Answer<ErasedBody> erase(@Body MailBody sent, @AuthenticationPrincipal Person person) {
        AudiencePages.requireAll(person);
        if (!subscriptions.erase(sent.mail(), person)) {
            throw new Problem(404, "audience.no-receiver");
        }
        return Answer.of(new ErasedBody(true));
    }
}
