package dev.shisa.server.audience;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.outgoing.InTime;
import dev.shisa.server.platform.outgoing.MailRetry;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.ReturnedMails;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends one mail after the other, so many in a minute, each in a bounded time. That a mail is handed over is written down before, so a
 * server that is killed meanwhile never hands it over again: nobody can know what the mail server had taken, and nobody is to have the
 * same twice. What surely was not taken is tried again by itself, what may have been taken waits for a person.
 */
@Component
class AudienceDelivery implements ReturnedMails {

    /** What mail servers of companies take without looking upon it as a flood. */
    static final int IN_A_MINUTE_MAX = 60;

    /** Longer than any of the waits within. */
    private static final Duration WHOLE = Duration.ofSeconds(75);

    private static final Duration TAKEN_FOR = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(AudienceDelivery.class);

    private final AudienceStore store;
    private final UserNotices notices;
    private final AudienceMail words;
    private final MailRoute route;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;

    AudienceDelivery(
            AudienceStore store,
            UserNotices notices,
            AudienceMail words,
            MailRoute route,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.notices = notices;
        this.words = words;
        this.route = route;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /** Clears up behind a server that ended, and behind time. */
    void settle() {
        transaction.executeWithoutResult(_ -> store.settle(clock.instant()));
    }

    /** Sends the next mail that is due; false if none is, or none may be sent now. */
    boolean sendNext() {
        Instant now = clock.instant();
        MailRoute.Sending by = route.now().orElse(null);
        if (by == null || store.triedSince(now.minus(Duration.ofMinutes(1))) >= IN_A_MINUTE_MAX) {
            return false;
        }
        return ask(by, now) || tell(by, now);
    }

    private boolean ask(MailRoute.Sending by, Instant now) {
        String key = ids.secret();
        AudienceStore.Asking asking =
                store.takeAsking(Secrets.hash(key), now, now.plus(TAKEN_FOR)).orElse(null);
        if (asking == null) {
            return false;
        }
        AudienceMail.Written written = words.asking(asking.wish(), key, asking.until());
        Outcome outcome = bounded(by, asking.wish().mail(), written, asking.id(), now);
        store.asked(
                asking.id(),
                outcome instanceof Outcome.Arrived
                        ? "sent"
                        : MailRetry.isAgain(outcome, asking.attempts()) ? "waiting" : "failed",
                clock.instant().plus(MailRetry.after(asking.attempts())));
        return true;
    }

    private boolean tell(MailRoute.Sending by, Instant now) {
        String key = ids.secret();
        AudienceStore.Going going = transaction.execute(
                _ -> store.take(Secrets.hash(key), now, now.plus(TAKEN_FOR)).orElse(null));
        if (going == null) {
            return false;
        }
        UserNotice notice = store.byId(going.notice()).orElseThrow();
        if (notices.isOvertaken(notice)) {
            // It waited until something else was issued; that has a notice of its own.
            store.stopped(going.id());
            return true;
        }
        AudienceMail.Written written = words.notice(notice.content(), going.language(), key, going.business());
        Outcome outcome = bounded(by, going.mail(), written, going.id(), now);
        String state = outcome instanceof Outcome.Arrived
                ? "sent"
                : MailRetry.isAgain(outcome, going.attempts())
                        ? "waiting"
                        : MailRetry.isNotTaken(outcome) ? "failed" : "unclear";
        store.ended(going.id(), state, outcome, clock.instant().plus(MailRetry.after(going.attempts())));
        return true;
    }

    @Override
    public boolean returned(UUID number, String status) {
        return store.returned(number, new Outcome.Failed("mail-returned", status));
    }

    private Outcome bounded(MailRoute.Sending by, String to, AudienceMail.Written written, UUID id, Instant at) {
        MailServer.Envelope envelope = new MailServer.Envelope(to, at, written.subject(), id);
        return InTime.send(
                "audience-mail",
                WHOLE,
                () -> by.server().send(by.password(), envelope, written.content()),
                () -> new Outcome.Failed("slow", by.server().host(), WHOLE.toSeconds()),
                cause -> {
                    LOG.error("the mail {} to a user could not be sent", id, cause);
                    return new Outcome.Failed("broken", by.server().host(), String.valueOf(cause));
                });
    }
}
