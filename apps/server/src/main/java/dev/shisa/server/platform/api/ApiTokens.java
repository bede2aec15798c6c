package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.CallsWithToken;
import dev.shisa.server.platform.account.HeldTokens;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.SecretLookup;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.SeenSecrets;
import dev.shisa.server.platform.account.TokensEnded;
import dev.shisa.server.platform.audit.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tokens with which programs call for a person. A token is shown once, when it is made; the database has its SHA-256
 * only. It may do what its scopes and the person's roles both allow at that moment, and ends for good when it expires, when it is
 * revoked, when the account ends or its password is set anew.
 */
@Component
class ApiTokens implements HeldTokens, SecretLookup {

    static final Duration LIFE_MAX = Duration.ofDays(365);
    static final int NAME_CHARS_MAX = 100;

    /** Somebody with more of them does not know any more what they are for. */
    static final int TOKENS_MAX = 50;

    /** So that whoever finds one in a log or a repository, person or program, knows what it is. */
    static final String START = "shisa_";

    private static final int SECRET_CHARS = START.length() + 43;

    /** The last use is written at most this often. */
    private static final Duration USED_GRAIN = Duration.ofMinutes(1);

    /** An ended one is shown for a while, so that nobody wonders where it is. */
    private static final Duration SHOWN_AFTER_END = Duration.ofDays(30);

    private final ApiTokenStore store;
    private final People people;
    private final SeenSecrets seen;
    private final ApplicationEventPublisher events;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    ApiTokens(
            ApiTokenStore store,
            People people,
            SeenSecrets seen,
            ApplicationEventPublisher events,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.events = events;
        this.seen = seen;
        this.store = store;
        this.people = people;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** A token just made, with the secret that is nowhere else. */
    record Made(ApiToken token, String secret) {}

    /** The acts that somebody can hand to a program: all their own but those that concern their own account. */
    static Set<Act> grantable(Person person) {
        return Arrays.stream(Act.values())
                .filter(act -> !act.isOpen() && act != Act.OWN_ACCOUNT && person.can(act))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Act.class)));
    }

    /**
     * Makes a token.
     *
     * @throws Problem 403 when it would reach further than the person, 409 when there are too many
     */
    @Transactional
    Made make(Person person, String name, Set<Act> acts, Set<UUID> series, Duration life) {
        if (!grantable(person).containsAll(acts) || !series.stream().allMatch(person::sees)) {
            throw new Problem(403, "token.further");
        }
        if (name.isBlank() || name.length() > NAME_CHARS_MAX || acts.isEmpty() || life.compareTo(LIFE_MAX) > 0) {
            throw new IllegalArgumentException("a token has a name, an act and an end");
        }
        Instant now = clock.instant();
        if (store.countHolding(person.id(), now) >= TOKENS_MAX) {
            throw new Problem(409, "token.many", TOKENS_MAX);
        }
        String secret = START + ids.secret();
        ApiToken token =
                new ApiToken(ids.next(), person.id(), name.strip(), acts, series, now, now.plus(life), null, null);
        store.insert(token, Secrets.hash(secret));
        audit.record(
                person,
                "token.make",
                token.name(),
                Map.of(
                        "acts", acts.stream().sorted().map(Act::id).collect(Collectors.joining(" ")),
                        "series", series.size(),
                        "until", token.expiresAt().toString()));
        return new Made(token, secret);
    }

    /** Those of a person that can be used, and those that ended lately; the newest first. */
    List<ApiToken> of(UUID person) {
        return store.of(person, clock.instant().minus(SHOWN_AFTER_END));
    }

    /** Everybody's that can be used, the newest first. */
    List<ApiToken> holding() {
        return store.holding(clock.instant());
    }

    /** Ends a token, of one's own or, for who manages people, of anybody; 404 otherwise. */
    @Transactional
    void revoke(UUID id, Person by) {
        ApiToken token = store.byId(id)
                .filter(t -> t.personId().equals(by.id()) || by.can(Act.MANAGE_PEOPLE))
                .orElseThrow(() -> new Problem(404, "token.not-found"));
        if (store.revoke(id, clock.instant())) {
            audit.record(
                    by,
                    "token.revoke",
                    token.name(),
                    Map.of(
                            "holder",
                            people.find(token.personId()).map(Person::name).orElse("")));
        }
    }

    @Override
    public int count(UUID person) {
        return store.countHolding(person, clock.instant());
    }

    @Override
    @Transactional
    public int endAll(UUID person, @Nullable Person by) {
        Instant now = clock.instant();
        String holder = people.find(person).map(Person::name).orElse("");
        int ended = 0;
        for (ApiToken token : store.of(person, now)) {
            if (token.holds(now) && store.revoke(token.id(), now)) {
                audit.record(by, "token.revoke", token.name(), Map.of("holder", holder));
                ended++;
            }
        }
        events.publishEvent(new TokensEnded(person));
        return ended;
    }

    /** A call that a token opens the door for. */
    record Call(ApiToken token, CallsWithToken caller) {}

    /**
     * Whom a token stands for.
     *
     * @throws Problem 401 when there is no such token, it has ended, or nothing is left of what it may do
     */
    Call open(String secret) {
        byte[] hash = Secrets.hash(secret);
        try {
            Call call = opened(secret, hash);
            seen.good(hash);
            return call;
        } catch (Problem problem) {
            seen.bad(hash);
            throw problem;
        }
    }

    @Override
    public boolean isGood(String secret) {
        try {
            open(secret);
            return true;
        } catch (Problem e) {
            return false;
        }
    }

    private Call opened(String secret, byte[] hash) {
        if (secret.length() != SECRET_CHARS || !secret.startsWith(START)) {
            throw new Problem(401, "token.unknown");
        }
        ApiToken token = store.byHash(hash).orElseThrow(() -> new Problem(401, "token.unknown"));
        Instant now = clock.instant();
        if (!token.holds(now)) {
            throw new Problem(401, token.revokedAt() == null ? "token.expired" : "token.revoked", token.name());
        }
        Person person = people.inUse(token.personId()).orElseThrow(() -> new Problem(401, "token.unknown"));
        if (!token.series().isEmpty() && token.series().stream().noneMatch(person::sees)) {
            throw new Problem(401, "token.nothing-left", token.name());
        }
        Instant used = token.usedAt();
        if (used == null || !now.isBefore(used.plus(USED_GRAIN))) {
            store.used(token.id(), now);
        }
        return new Call(token, new CallsWithToken(person.limitedTo(token.acts(), token.series()), token.name()));
    }

    /** Removes what ended long ago, and answers that nobody will ask for again. */
    @Scheduled(fixedDelay = 60 * 60 * 1000L, initialDelay = 10 * 60 * 1000L)
    void sweep() {
        store.sweep(clock.instant().minus(SHOWN_AFTER_END));
    }
}
