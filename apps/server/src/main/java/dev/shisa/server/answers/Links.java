package dev.shisa.server.answers;

import dev.shisa.conformity.Slot;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Links by which a colleague without an account answers some questions: made, listed, revoked. */
@Service
class Links {

    /** A page with more questions would be sent back unanswered. */
    static final int QUESTIONS_MAX = 40;

    static final int NAME_CHARS_MAX = 100;
    static final int NOTE_CHARS_MAX = 1_000;
    static final int DAYS_MAX = 60;

    private final LinkStore store;
    private final LinkDrafts drafts;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Links(LinkStore store, LinkDrafts drafts, Audit audit, Ids ids, InstantSource clock) {
        this.store = store;
        this.drafts = drafts;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** A link with its secret, of which only a hash is kept. */
    record Made(LinkStore.Link link, String secret) {

        /** What the colleague opens; {@code request} is of who gives it. */
        PublicAddress.Link link(HttpServletRequest request) {
            return PublicAddress.link(request, "/answer/" + secret);
        }
    }

    /** What has become of a link. */
    enum State {
        SENT,
        OPENED,
        ENDED,
        REVOKED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Makes a link; the bounds above are the caller's to check.
     *
     * @param days until it ends
     */
    @Transactional
    public Made make(Series series, List<Slot> slots, String recipient, String note, int days, Person person) {
        String secret = ids.secret();
        Instant now = clock.instant();
        LinkStore.Link link = new LinkStore.Link(
                ids.next(),
                series.id(),
                slots,
                recipient.strip(),
                note.strip(),
                person.id(),
                person.name(),
                now,
                now.plus(Duration.ofDays(days)),
                null,
                null);
        store.add(link, Secrets.hash(secret));
        audit.record(
                "questions.send",
                series.code(),
                Map.of(
                        "recipient",
                        link.recipient(),
                        "questions",
                        slots.size(),
                        "expires",
                        link.expiresAt().toString()));
        return new Made(link, secret);
    }

    /** Those of a series, the latest first. */
    public List<LinkStore.Link> ofSeries(UUID seriesId) {
        return store.ofSeries(seriesId);
    }

    /**
     * From now on the link opens nothing; one that was revoked before stays as it is.
     *
     * @throws Problem 404 if there is none
     */
    @Transactional
    public LinkStore.Link revoke(Series series, UUID id) {
        if (store.revoke(id, series.id(), clock.instant())) {
            drafts.forget(id);
            audit.record("questions.revoke", series.code(), Map.of("link", id.toString()));
        }
        return store.find(id, series.id()).orElseThrow(() -> new Problem(404, "link.unknown"));
    }

    /** What is done by a link is done while it is held: it may have been revoked since its page was asked for. */
    @Transactional
    public <T> T by(LinkStore.Link link, Supplier<T> act) {
        if (!store.locked(link.id()).isOpen(clock.instant())) {
            throw new Problem(404, "link.ended");
        }
        return act.get();
    }

    State state(LinkStore.Link link) {
        return link.revokedAt() != null
                ? State.REVOKED
                : !link.isOpen(clock.instant()) ? State.ENDED : link.openedAt() == null ? State.SENT : State.OPENED;
    }
}
