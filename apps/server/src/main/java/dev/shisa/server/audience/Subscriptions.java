package dev.shisa.server.audience;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.outgoing.MailServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Users who want to be told by mail. Whoever asks is asked back by a mail to the address (double opt-in); until the link in it is
 * opened and agreed to, nothing else is sent there. The answer is the same whether or not an address is known, so nobody learns from it
 * who is.
 */
@Component
class Subscriptions {

    /** How long the link in the mail that asks back opens something. */
    static final Duration OPEN_FOR = Duration.ofDays(2);

    static final int MAIL_CHARS_MAX = 254;

    /** One who corrects a mistake needs no more. */
    static final int OFTEN_MAX = 5;

    static final Duration OFTEN_WINDOW = Duration.ofMinutes(10);

    /** So many mails ask the same address back in the time that a link is open; more would be a nuisance made by somebody else. */
    static final int OF_ADDRESS_MAX = 3;

    /** So many mails ask back in an hour, whoever wants them. */
    static final int IN_AN_HOUR_MAX = 600;

    /** Keys cannot be guessed; this keeps the database from being asked without end, and lets mail services end mails for many. */
    private static final int KEYS_MAX = 3_000;

    private static final Duration KEYS_WINDOW = Duration.ofMinutes(5);
    private static final int KEY_CHARS_MAX = 64;

    private final AudienceStore store;
    private final BusinessStore receivers;
    private final Businesses businesses;
    private final MailRoute route;
    private final AudienceSignal signal;
    private final RateLimits limits;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Subscriptions(
            AudienceStore store,
            BusinessStore receivers,
            Businesses businesses,
            MailRoute route,
            AudienceSignal signal,
            RateLimits limits,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.receivers = receivers;
        this.businesses = businesses;
        this.route = route;
        this.signal = signal;
        this.limits = limits;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether anybody can be told by mail. */
    boolean isOpen() {
        return route.now().isPresent();
    }

    /** Whether this is an address to which a mail could go: one, and not longer than RFC 5321 allows. */
    static boolean isAddress(String text) {
        return text.length() <= MAIL_CHARS_MAX && MailServer.isAddress(text);
    }

    /** The same address however its host is written. */
    static String tidy(String mail) {
        int at = mail.lastIndexOf('@');
        return at < 0 ? mail : mail.substring(0, at) + mail.substring(at).toLowerCase(Locale.ROOT);
    }

    /**
     * Takes a wish; what becomes of it is told to nobody but the address.
     *
     * @param trapped whether the field was filled that people do not see
     * @param from the sender's address in the network
     */
    @Transactional
    public void ask(Wish wish, boolean trapped, Source from) {
        limits.knock("audience-ask", from, OFTEN_MAX, OFTEN_WINDOW);
        Instant now = clock.instant();
        if (store.requestsSince(now.minus(Duration.ofHours(1))) >= IN_AN_HOUR_MAX) {
            throw new Problem(503, "audience.full");
        }
        if (trapped || store.requestsOf(wish.mail()) >= OF_ADDRESS_MAX) {
            return;
        }
        store.insert(ids.next(), wish, now, now.plus(OPEN_FOR));
        signal.giveAfterCommit();
    }

    /** The wish that a link in a mail is about; a link whose time is over opens nothing. */
    Optional<Wish> asked(String key, Source from) {
        return guarded(key, from).flatMap(hash -> store.request(hash, clock.instant()));
    }

    /** Agrees to what was asked for: from now on the address is told. Doing it again changes nothing. */
    @Transactional
    public Optional<Wish> confirm(String key, Source from) {
        Optional<Wish> asked = asked(key, from);
        asked.ifPresent(wish -> {
            Instant now = clock.instant();
            if (store.finish(Secrets.hash(key))) {
                store.subscribe(ids.next(), wish, now);
                audit.record(
                        null,
                        "audience.confirmed",
                        "",
                        Map.of(
                                "every",
                                wish.everySeries(),
                                "series",
                                wish.series().size()));
            }
        });
        return asked;
    }

    /** The mail that a link is in. */
    Optional<AudienceStore.Sent> mail(String key, Source from) {
        return guarded(key, from).flatMap(store::mail);
    }

    /** Notes that somebody has looked at the page of a mail. */
    @Transactional
    public void opened(AudienceStore.Sent mail) {
        store.opened(mail.id(), clock.instant());
    }

    /** Notes that somebody says to have read it. */
    @Transactional
    public void acknowledged(AudienceStore.Sent mail) {
        store.acknowledged(mail.id(), clock.instant());
    }

    /** Ends what an address is told; doing it again changes nothing (RFC 8058, section 3.2). */
    @Transactional
    public void stop(AudienceStore.Sent mail) {
        receivers.receiver(mail.id()).ifPresent(businesses::stop);
        if (store.stopUser(mail.id())) {
            audit.record(null, "audience.stopped", "", Map.of());
        }
    }

    /** Removes an address because somebody asked for it otherwise; false if it is not there. */
    @Transactional
    public boolean erase(String mail, Person person) {
        boolean gone = store.forget(tidy(mail.strip()));
        if (gone) {
            audit.record(person, "audience.erased", "", Map.of());
        }
        return gone;
    }

    private Optional<byte[]> guarded(String key, Source from) {
        if (key.length() > KEY_CHARS_MAX) {
            return Optional.empty();
        }
        limits.knock("audience-key", from, KEYS_MAX, KEYS_WINDOW);
        return Optional.of(Secrets.hash(key));
    }
}
