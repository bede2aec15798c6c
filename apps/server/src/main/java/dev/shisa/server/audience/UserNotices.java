package dev.shisa.server.audience;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.portal.PortalFrames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What users are told (guide 001, point 6; guide 004, 指針16 and 17). A notice is prepared with what it tells of, and sent by a second
 * act of a person, or together with it. To whom it goes is decided when it is sent; each address has one mail of it, whatever happens
 * meanwhile.
 */
@Component
class UserNotices {

    private final AudienceStore store;
    private final BusinessStore businesses;
    private final ObjectProvider<NoticeSource> sources;
    private final PortalFrames frames;
    private final MailRoute route;
    private final AudienceSignal signal;
    private final UpdateEvidence evidence;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    UserNotices(
            AudienceStore store,
            BusinessStore businesses,
            ObjectProvider<NoticeSource> sources,
            PortalFrames frames,
            MailRoute route,
            AudienceSignal signal,
            UpdateEvidence evidence,
            LedgerOutbox ledger,
            Audit audit,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.businesses = businesses;
        this.sources = sources;
        this.frames = frames;
        this.route = route;
        this.signal = signal;
        this.evidence = evidence;
        this.ledger = ledger;
        this.audit = audit;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    // Reading

    /** Whether a person may know of it: what was sent is for all who see its series, what waits for those who could send it. */
    static boolean sees(UserNotice notice, Person person) {
        return notice.series().stream().allMatch(person::sees)
                && (notice.state() == UserNotice.State.SENT || person.can(Act.TELL_USERS));
    }

    /** Whether a person may send it, or set it aside; what tells of an advisory is for those who issue advisories. */
    static boolean maySend(UserNotice notice, Person person) {
        return person.can(Act.TELL_USERS)
                && (notice.kind() != AudienceKind.ADVISORY || person.can(Act.ISSUE_ADVISORY))
                && notice.series().stream().allMatch(person::sees);
    }

    /** All that a person may know of, the newest first. */
    @Transactional(readOnly = true)
    public List<UserNotice> visibleTo(Person person) {
        return store.notices().stream().filter(one -> sees(one, person)).toList();
    }

    /** By its code; 404 when there is none, or the person may not know of it. */
    @Transactional(readOnly = true)
    public UserNotice require(String code, Person person) {
        return store.byCode(code)
                .filter(one -> sees(one, person))
                .orElseThrow(() -> new Problem(404, "audience.unknown", code));
    }

    /** Whether what it tells of was replaced by something later: a revision, a change, another day. */
    boolean isOvertaken(UserNotice notice) {
        return !overtaken(List.of(notice)).isEmpty();
    }

    /** The same of many: the ids of those that are. */
    Set<UUID> overtaken(Collection<UserNotice> some) {
        return sources.stream().flatMap(one -> one.overtaken(some).stream()).collect(Collectors.toSet());
    }

    Optional<UserNotice> bySource(String source) {
        return store.bySource(source);
    }

    /** By what they were prepared for. */
    Map<String, UserNotice> bySources(Collection<String> sources) {
        return store.bySources(sources).stream().collect(Collectors.toMap(UserNotice::source, notice -> notice));
    }

    /** How many users and businesses would have a mail now; one address has one. */
    int receivers(AudienceKind kind, Collection<UUID> series) {
        return store.receivers(kind, series);
    }

    /** Whether mails can be sent. */
    boolean isMailing() {
        return route.now().isPresent();
    }

    // Preparing

    /**
     * Prepares a notice; what was prepared before of the same stays.
     *
     * @param person null: a day has come
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UserNotice prepare(
            AudienceKind kind, String source, List<UUID> series, NoticeContent content, @Nullable Person person) {
        Optional<UserNotice> known = store.bySource(source);
        if (known.isPresent()) {
            return known.get();
        }
        UserNotice.Draft draft = new UserNotice.Draft(
                ids.next(),
                1,
                content,
                person == null ? null : person.id(),
                person == null ? "" : person.name(),
                now());
        UserNotice notice =
                new UserNotice(ids.next(), ids.code("N"), kind, source, series, draft.at(), List.of(draft), null);
        store.insert(notice);
        save(notice, draft);
        return notice;
    }

    private void save(UserNotice notice, UserNotice.Draft draft) {
        String text = store.insert(notice.id(), draft);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", draft.at().toString());
        UUID by = draft.by();
        if (by != null) {
            body.put("by", by.toString());
        }
        body.put("byName", draft.byName());
        body.put("content", sha256(text));
        body.put("id", draft.id().toString());
        body.put("notice", notice.id().toString());
        body.put("number", Integer.toString(draft.number()));
        ledger.append("audience-draft/1", notice.id(), body);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** Writes what it says now, before it is sent. */
    @Transactional(propagation = Propagation.MANDATORY)
    public UserNotice save(UserNotice notice, int seen, NoticeContent content, Person person) {
        UserNotice present = current(notice, person);
        UserNotice.Draft last = present.drafts().getLast();
        if (last.number() != seen) {
            throw new Problem(409, "changed-meanwhile", last.byName());
        }
        save(present, new UserNotice.Draft(ids.next(), seen + 1, content, person.id(), person.name(), now()));
        audit.record(person, "audience.save", present.code(), Map.of("number", seen + 1));
        return store.byId(present.id()).orElseThrow();
    }

    // Sending

    /** Sends it to everybody who wants to be told; a new version is told on the public pages, too, and so without a mail server. */
    @Transactional
    public UserNotice send(UserNotice notice, Person person) {
        UserNotice present = current(notice, person);
        if (route.now().isEmpty() && present.kind() != AudienceKind.UPDATE) {
            throw new Problem(409, "audience.no-mail");
        }
        if (isNowhere(present)) {
            throw new Problem(409, "audience.nowhere");
        }
        requireTold(present);
        return spread(present, person);
    }

    /** Whether it says that something can be read, and nobody can: the public pages are switched off. */
    private boolean isNowhere(UserNotice notice) {
        return !frames.isOn()
                && switch (notice.kind()) {
                    case ADVISORY -> true;
                    // A mail holds all of it.
                    case UPDATE -> route.now().isEmpty();
                    default -> false;
                };
    }

    /** The same for whoever decided it with what it tells of; without a mail server, or public pages, it goes on waiting. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void sendWith(UserNotice notice, Person person) {
        if (notice.state() == UserNotice.State.WAITING && route.now().isPresent() && !isNowhere(notice)) {
            spread(current(notice, person), person);
        }
    }

    private UserNotice spread(UserNotice present, Person person) {
        Instant now = now();
        // A business that is also registered as a user is asked to answer.
        int asked = businesses.deliver(present.id(), present.series(), now);
        int users = store.deliver(present.id(), present.kind(), present.series(), now);
        step(present, UserNotice.Act.SENT, users, asked, person);
        evidence.of(present, person);
        signal.giveAfterCommit();
        return store.byId(present.id()).orElseThrow();
    }

    /** Decides that nobody is told. */
    @Transactional
    public UserNotice setAside(UserNotice notice, Person person) {
        UserNotice present = waiting(notice, person);
        step(present, UserNotice.Act.ASIDE, 0, 0, person);
        return store.byId(present.id()).orElseThrow();
    }

    /**
     * What told of something that a later word has replaced is told to nobody from now on: one that waits is set aside, and of one
     * that was sent, what has not left yet does not leave any more.
     *
     * @param person who said the later word
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void overtake(String source, Person person) {
        UserNotice known = store.bySource(source).orElse(null);
        if (known == null) {
            return;
        }
        store.lock(known.id());
        UserNotice present = store.byId(known.id()).orElseThrow();
        switch (present.state()) {
            case WAITING -> step(present, UserNotice.Act.ASIDE, 0, 0, person);
            case SENT -> {
                int stopped = store.stopWaiting(present.id());
                if (stopped > 0) {
                    audit.record(person, "audience.superseded", present.code(), Map.of("mails", stopped));
                }
            }
            case ASIDE -> {
                // Nobody was told, and nobody is.
            }
        }
    }

    /** One that waits and still says what holds. */
    private UserNotice current(UserNotice notice, Person person) {
        UserNotice present = waiting(notice, person);
        requireCurrent(present);
        return present;
    }

    private void requireCurrent(UserNotice notice) {
        if (isOvertaken(notice)) {
            throw new Problem(409, "audience.overtaken");
        }
    }

    private void requireTold(UserNotice notice) {
        sources.forEach(one -> one.requireTold(notice));
    }

    private UserNotice waiting(UserNotice notice, Person person) {
        if (!maySend(notice, person)) {
            throw new Problem(403, "audience.may-not");
        }
        store.lock(notice.id());
        UserNotice present = store.byId(notice.id()).orElseThrow();
        if (present.state() != UserNotice.State.WAITING) {
            throw new Problem(409, "audience.over");
        }
        return present;
    }

    private void step(UserNotice notice, UserNotice.Act act, int users, int asked, Person person) {
        UserNotice.Step step = new UserNotice.Step(
                ids.next(), notice.drafts().getLast().id(), act, users, asked, person.id(), person.name(), now());
        store.insert(notice.id(), step);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", act.id());
        body.put("at", step.at().toString());
        body.put("businesses", Integer.toString(step.businesses()));
        body.put("by", step.by().toString());
        body.put("byName", step.byName());
        body.put("code", notice.code());
        body.put("draft", step.draft().toString());
        body.put("id", step.id().toString());
        body.put("kind", notice.kind().id());
        body.put("notice", notice.id().toString());
        body.put("users", Integer.toString(step.users()));
        ledger.append("audience-step/1", notice.id(), body);
        switch (act) {
            case SENT -> {
                audit.record(person, "audience.sent", notice.code(), Map.of("users", users, "businesses", asked));
                events.publishEvent(new UsersTold(step.id(), notice.code(), notice.kind(), users + asked));
            }
            case ASIDE -> audit.record(person, "audience.aside", notice.code(), Map.of());
        }
    }

    /** Sends again what did not arrive, or may not have. */
    @Transactional
    public int again(UserNotice notice, Person person) {
        if (!maySend(notice, person)) {
            throw new Problem(403, "audience.may-not");
        }
        requireCurrent(notice);
        requireTold(notice);
        int mails = store.again(notice.id(), now());
        if (mails == 0) {
            throw new Problem(409, "audience.nothing-failed");
        }
        audit.record(person, "audience.again", notice.code(), Map.of("mails", mails));
        signal.giveAfterCommit();
        return mails;
    }

    /** Sends it once more to businesses that have not said that they read it. */
    @Transactional
    public int remind(UserNotice notice, Person person) {
        if (!maySend(notice, person)) {
            throw new Problem(403, "audience.may-not");
        }
        requireCurrent(notice);
        requireTold(notice);
        int mails = businesses.remind(notice.id(), now());
        if (mails == 0) {
            throw new Problem(409, "audience.all-answered");
        }
        audit.record(person, "audience.reminded", notice.code(), Map.of("businesses", mails));
        signal.giveAfterCommit();
        return mails;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
