package dev.shisa.server.psirt;

import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Sending;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reports of people without an account. Each becomes a case; what comes too often, in too great number, or fills the field that people
 * do not see is kept apart, where it is counted and looked at. Nothing that was accepted is ever dropped without a person's act, and
 * what cannot be accepted is refused with a sentence.
 */
@Service
class Reports {

    /** One who reports several findings in a row needs no more. */
    static final int OFTEN_MAX = 5;

    static final Duration OFTEN_WINDOW = Duration.ofMinutes(10);

    /** So many cases a day from people outside a maker can read; more is a flood. */
    static final int MANY_MAX = 100;

    /** What one address can leave in the quarantine before it is asked to wait. */
    static final int KEPT_OF_ONE_MAX = 50;

    /** All that is kept apart at one time. */
    static final int KEPT_MAX = 20_000;

    /** Files of one report that is kept apart, however often it comes. */
    static final int KEPT_FILES_MAX = 10;

    static final int FILES_MAX = 3;
    static final long FILE_BYTES_MAX = 10L * 1024 * 1024;

    /** What strangers may leave on the disk in an hour. */
    static final long BYTES_AN_HOUR_MAX = 500L * 1024 * 1024;

    /** What a reporter writes on the own page in a day. */
    static final int WORDS_A_DAY_MAX = 30;

    private final Cases cases;
    private final CaseMails mails;
    private final CaseStore store;
    private final RateLimits limits;
    private final Audit audit;
    private final Ids ids;

    Reports(Cases cases, CaseMails mails, CaseStore store, RateLimits limits, Audit audit, Ids ids) {
        this.cases = cases;
        this.mails = mails;
        this.store = store;
        this.limits = limits;
        this.audit = audit;
        this.ids = ids;
    }

    /** What became of a report: a case with the key of its page, or kept apart until somebody has looked. */
    sealed interface Became {

        record OfCase(Case made, String key) implements Became {}

        /**
         * It is kept apart.
         *
         * @param kept its id
         */
        record OfQuarantine(String key, UUID kept) implements Became {}

        /** Something that was said already, by somebody whose page it stays. */
        record OfAnother(UUID kept) implements Became {}
    }

    /**
     * Takes a report.
     *
     * @param values of {@link EntryKind#OPENED}
     * @param looks like what it is kept apart for in any case; empty: like nothing
     * @param from where it comes from
     */
    @Transactional
    public Became take(Map<String, String> values, String looks, Source from) {
        return take(values, why(looks, from), from, List.of(), Sending.UNKNOWN);
    }

    /**
     * Takes a report with its files: both, or neither. The same sending again gives the same page to the reporter, who may never have
     * seen the first answer, and makes no second report.
     *
     * @param values of {@link EntryKind#OPENED}
     * @param apart what it is kept apart for ({@link #why}); empty: for nothing
     * @param from where it comes from
     * @param files that are stored already
     * @param sending of a form with a {@link #draft}; {@link Sending#UNKNOWN} for what nothing tells from others
     */
    @Transactional
    public Became take(Map<String, String> values, String apart, Source from, List<StoredFile> files, String sending) {
        String key = sending.isEmpty() ? ids.secret() : keyOf(sending);
        if (!sending.isEmpty()) {
            store.lockSending(sending);
            Optional<Became> before = before(key);
            if (before.isPresent()) {
                return before.get();
            }
        }
        if (apart.isEmpty()) {
            Case made = mails.acknowledge(cases.open(values, Secrets.hash(key), null));
            for (StoredFile file : files) {
                made = cases.attach(made, file, "", null);
            }
            return new Became.OfCase(made, key);
        }
        requireRoom(from);
        TreeMap<String, String> said = new TreeMap<>(values);
        // The same at another time is the same.
        said.remove("received");
        UUID made = ids.next();
        UUID kept = store.keep(
                made, apart, Secrets.hash(said.toString()), source(from), Secrets.hash(key), values, cases.now());
        keep(kept, files);
        return kept.equals(made) ? new Became.OfQuarantine(key, kept) : new Became.OfAnother(kept);
    }

    /** What a sending became that was taken before; empty: it was not, or nothing tells. */
    Optional<Became> taken(String sending) {
        return sending.isEmpty() ? Optional.empty() : before(keyOf(sending));
    }

    /** How many files came with a report. */
    int files(Became became) {
        return switch (became) {
            case Became.OfCase made -> store.files(made.made().id()).size();
            case Became.OfQuarantine kept -> store.keptFiles(kept.kept()).size();
            case Became.OfAnother same -> store.keptFiles(same.kept()).size();
        };
    }

    /** What a report that was sent before became, by the key of its page. */
    private Optional<Became> before(String key) {
        return cases.byKey(key)
                .<Became>map(made -> new Became.OfCase(made, key))
                .or(() -> store.keptId(Secrets.hash(key)).map(kept -> new Became.OfQuarantine(key, kept)));
    }

    /** A secret of a form that makes its sending one that nobody can guess: {@link #keyOf} opens the reporter's page. */
    String draft() {
        return ids.secret();
    }

    private static String keyOf(String sending) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash("psirt page " + sending));
    }

    private static byte[] source(Source from) {
        return Secrets.hash("psirt " + from.customer());
    }

    /**
     * What a report is kept apart for; empty: for nothing. Asked before its files are stored, so that what is refused leaves nothing on the
     * disk.
     *
     * @param looks like what it is kept apart for in any case; empty: like nothing
     * @param from where it comes from
     * @throws Problem 429 or 503 if it cannot be kept, either
     */
    String why(String looks, Source from) {
        String why = !looks.isEmpty() ? looks : tooOften(from) ? "often" : tooMany() ? "many" : "";
        if (!why.isEmpty()) {
            requireRoom(from);
        }
        return why;
    }

    private void requireRoom(Source from) {
        if (store.waitingOf(source(from)) >= KEPT_OF_ONE_MAX) {
            throw new Problem(429, "psirt.report.often");
        }
        if (store.waiting() >= KEPT_MAX) {
            throw new Problem(503, "psirt.report.full");
        }
    }

    /** Keeps files with a report that is kept apart, sealed away until somebody has looked. */
    @Transactional
    public void keep(UUID kept, List<StoredFile> files) {
        int there = store.keptFiles(kept).size();
        files.stream()
                .limit(Math.max(0, KEPT_FILES_MAX - there))
                .forEach(file -> store.keepFile(ids.next(), kept, file, cases.now()));
    }

    private boolean tooOften(Source from) {
        try {
            limits.knock("psirt-report", from, OFTEN_MAX, OFTEN_WINDOW);
            return false;
        } catch (Problem often) {
            return true;
        }
    }

    private boolean tooMany() {
        return store.openedSince(cases.now().minus(Duration.ofDays(1))) >= MANY_MAX;
    }

    /** Whether there is room for files of strangers now. */
    boolean hasRoom() {
        return store.bytesSince(cases.now().minus(Duration.ofHours(1))) < BYTES_AN_HOUR_MAX;
    }

    /** The case of a reporter's key; keys that are guessed are refused more and more slowly. */
    Optional<Case> open(String key, Source from) {
        limits.knock("psirt-key", from, 120, Duration.ofMinutes(5));
        return cases.byKey(key);
    }

    /** Whether words of the reporter with this sending were taken before. */
    boolean isHeard(String sending) {
        return !sending.isEmpty() && store.isSent(sending);
    }

    /**
     * Further words of the reporter with their files: both, or neither, and once for each sending.
     *
     * @param files that are stored already
     */
    @Transactional
    public void heard(Case one, String text, List<StoredFile> files, String sending) {
        if (!sending.isEmpty() && !store.send(sending, one.id(), cases.now())) {
            return;
        }
        limits.knock("psirt-words", one.id(), WORDS_A_DAY_MAX, Duration.ofDays(1));
        Case goesOn = cases.goesOnAs(one);
        if (!goesOn.id().equals(one.id())) {
            // Words of whoever reported the same, which are not for that case's own reporter.
            if (!text.isEmpty()) {
                cases.heardOfMerged(goesOn, text, one.number());
            }
            files.forEach(file -> cases.attach(goesOn, file, "", one.number(), null));
            return;
        }
        if (!text.isEmpty()) {
            cases.heard(one, text);
        }
        files.forEach(file -> cases.attach(one, file, "", null));
    }

    // Quarantine

    /** Whether a report waits in the quarantine, by its reporter's key: {@code waiting}, {@code aside}; empty: there is none. */
    String kept(String key) {
        return store.keptState(Secrets.hash(key)).orElse("");
    }

    /** Makes a case of what was kept apart; the key of its reporter opens it from now on. */
    @Transactional
    public Case admit(UUID id, Person person) {
        CaseStore.Kept kept = store.keptLocked(id).orElseThrow(() -> new Problem(404, "psirt.kept.unknown"));
        Map<String, String> values = new HashMap<>(kept.values());
        values.put("received", kept.firstAt().toString());
        Case made = cases.open(values, kept.keyHash(), person);
        for (CaseStore.Attached file : store.keptFiles(id)) {
            made = cases.attach(made, file.file(), "", null);
        }
        if (!kept.why().equals("machine")) {
            made = mails.acknowledge(made);
        }
        store.decide(id, "admitted", person.id(), cases.now(), made.id());
        audit.record(person, "psirt.kept-admit", "", Map.of());
        return made;
    }

    /** Sets aside what is no report. */
    @Transactional
    public void aside(List<UUID> kept, Person person) {
        int gone = 0;
        for (UUID id : kept) {
            if (store.keptLocked(id).isPresent()) {
                store.decide(id, "aside", person.id(), cases.now(), null);
                gone++;
            }
        }
        if (gone > 0) {
            audit.record(person, "psirt.kept-aside", "", Map.of("reports", gone));
        }
    }
}
