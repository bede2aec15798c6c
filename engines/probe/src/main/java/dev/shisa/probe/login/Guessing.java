package dev.shisa.probe.login;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.login.CommonLogins.Login;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.Pulse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Guesses at one mechanism: are common or derivable values accepted, and is guessing limited?
 *
 * <p>The limit is measured at its boundary. As many wrong passwords as the policy leaves free, and one more, are tried
 * for one user, each on a new connection; a mechanism that makes tries slow gets several at once, since a delay for
 * each connection limits nobody. Then, where a right password is known, it must be refused too: what says "locked" and
 * still lets the right one in is no lock, and neither is one that another claimed origin passes by. Many log-ins warn
 * of a lock that is to come, in words like those of the lock itself: what is said while the right password still opens is
 * a warning, and guessing goes on until something else is said, or the right one is refused. At last the lock
 * must still hold just before the time of the policy is over. A lock without words shows itself by refusing the right
 * password. What comes too late to tell, since answers are slow, tells nothing: a lock is too short only if it was seen
 * open within its time, counted from when the last wrong password was sent. Where connections are cut off instead, tries within the policy's time are counted. A device that has died is
 * silent as well, so silence limits nothing until there is a sign of life.
 *
 * <p>Pauses that grow are followed until it is clear how many guesses they let through in an hour and in a day
 * ({@link Schedule}), which is compared with what the policy's own lock would let through. Nothing passes here, neither a
 * limit nor that defaults are refused, unless a right password was seen to be taken by the same log-in: what refuses
 * everything may not have understood what it was asked.
 */
public final class Guessing {

    private static final int CAREFUL_ROUNDS = 6;
    private static final int CAREFUL_TRIES = 2;
    private static final int SILENT_IS_BLOCKED = 3;
    private static final int PAIRS_MAX = 130;
    private static final long SLOW_MS = 1500;
    /** Small servers take five at once from one address. */
    private static final int AT_ONCE = 4;

    private static final int LOCK_MARGIN_MS = 1000;
    /** An answer that takes longer is none to count on. */
    private static final long ANSWER_MS_MAX = 10_000;

    private static final int BLOCKED_PAUSE_MS = 1000;
    /** So much longer than the policy asks for, a sign of life is waited for. */
    private static final int LATE_MS = 15_000;

    private static final int RESERVE_MS = 4000;

    /** A lock that is open by then is a short one, which may grow. */
    private static final int EARLY_MS = 5000;

    private static final long FIRST_LOOK_MS = 500;
    private static final long FOLLOWED_MS = 60_000;

    /** What is tried where nobody said how many tries are free. */
    private static final int UNSET_FREE = 20;

    private static final int UNSET_SECONDS = 60;
    private static final String ELSEWHERE = "198.51.100.77";

    private final Bench bench;
    private final Mechanism mechanism;
    private final Optional<Login> known;
    private final Account account;
    private final Optional<Mechanism> other;
    private final Set<Login> triedPairs = ConcurrentHashMap.newKeySet();
    /** What is said of locks while there is none. */
    private final Set<String> warnings = ConcurrentHashMap.newKeySet();
    /** Defaults that were answered, by whatever but acceptance. */
    private final AtomicInteger refusedPairs = new AtomicInteger();

    private final Schedule schedule = new Schedule();
    private long evaluated;
    private long firstEvaluatedMs;
    private long lastEvaluatedMs;
    private long lockedAtMs;
    private long rightTookMs;
    /** When the last wrong password was sent that was answered as one: the lock did not begin before. */
    private long wrongSentMs = -1;

    private volatile boolean defaultFound;
    private Exchange proof = Exchange.NONE;

    private enum Limit {
        NONE,
        LOCKED,
        BLOCKED
    }

    /**
     * What may stand behind several mechanisms, such as one log-in over two ports: they take turns, and the lock that
     * one meets at once is the one that another has caused.
     */
    public static final class Account {

        private final ReentrantLock turn = new ReentrantLock();
        private final CountDownLatch tried = new CountDownLatch(1);
        private long lockedAtMs;

        /** Waits until the first mechanism has no more tries to make and only waits for its lock. */
        public void awaitTries(long atMostMs) throws InterruptedException {
            var _ = tried.await(atMostMs, TimeUnit.MILLISECONDS);
        }
    }

    private Guessing(
            Bench bench, Mechanism mechanism, Optional<Login> known, Account account, Optional<Mechanism> other) {
        this.bench = bench;
        this.mechanism = mechanism;
        this.known = known;
        this.account = account;
        this.other = other;
    }

    /**
     * Guesses at one mechanism.
     *
     * @param known a log-in that was seen to work; without one the lock is judged by its words only
     * @param other the same log-in over another address of the device
     */
    public static void run(
            Bench bench, Mechanism mechanism, Optional<Login> known, Account account, Optional<Mechanism> other) {
        new Guessing(bench, mechanism, known, account, other).run();
    }

    private void run() {
        List<Login> defaults = defaults();
        if (!mechanism.hasUser()) {
            tryDefaults(defaults);
            sayDefaults(Limit.NONE);
            return;
        }
        Limit limit;
        account.turn.lock();
        try {
            limit = tries(defaults);
        } finally {
            account.turn.unlock();
            account.tried.countDown();
        }
        if (!isPolicySet()) {
            withoutPolicy(limit);
        } else {
            int free = bench.declared().policy().freeTriesMax().getAsInt();
            judge(limit, free, bench.declared().policy().lockSecondsMin().getAsInt());
            if (limit == Limit.NONE) {
                tryDefaults(defaults);
            }
        }
        sayDefaults(limit);
    }

    private boolean isPolicySet() {
        return bench.declared().policy().freeTriesMax().isPresent()
                && bench.declared().policy().lockSecondsMin().isPresent();
    }

    /** Nothing says what is enough, so what was seen is told and judged by people. */
    private void withoutPolicy(Limit limit) {
        if (limit == Limit.NONE && schedule.isGrowing()) {
            follow(UNSET_FREE, 0, 0);
            bench.observe(
                    Key.BRUTE,
                    Verdict.UNKNOWN,
                    mechanism.where(),
                    "brute-delay-seen",
                    proof,
                    schedule.triesBeforePause(),
                    schedule.within(Schedule.HOUR_MS),
                    schedule.within(Schedule.DAY_MS));
        }
        if (limit != Limit.NONE) {
            bench.note("note-locked", mechanism.where(), "–");
        }
        bench.observe(Key.BRUTE, Verdict.UNKNOWN, mechanism.where(), "brute-policy-unset", proof);
    }

    private Limit tries(List<Login> defaults) {
        Limit limit = known.isPresent() && !mechanism.isSlow() ? carefulRounds(defaults) : Limit.NONE;
        if (limit == Limit.NONE && (isPolicySet() || known.isPresent())) {
            limit = isPolicySet()
                    ? burst(
                            bench.declared().policy().freeTriesMax().getAsInt(),
                            bench.declared().policy().lockSecondsMin().getAsInt(),
                            defaults)
                    : burst(UNSET_FREE, UNSET_SECONDS, defaults);
        }
        if (limit != Limit.NONE) {
            if (wrongSentMs >= 0) {
                lockedAtMs = Math.min(lockedAtMs, wrongSentMs);
            }
            boolean lockedBefore = account.lockedAtMs > 0 && evaluated <= CAREFUL_TRIES;
            lockedAtMs = lockedBefore ? account.lockedAtMs : lockedAtMs;
            account.lockedAtMs = lockedAtMs;
        }
        return limit;
    }

    private List<Login> defaults() {
        Set<Login> all = new LinkedHashSet<>();
        List<String> users = new ArrayList<>();
        known.ifPresent(login -> users.add(login.user()));
        bench.declared().credentials().forEach(c -> users.add(c.user()));
        users.add("admin");
        users.add("root");
        List<Login> common = mechanism.hasUser() ? CommonLogins.PAIRS : CommonLogins.COMMUNITIES;
        all.addAll(common.subList(0, Math.min(4, common.size())));
        if (mechanism.hasUser()) {
            for (String identifier : Derivable.unitIdentifiers(bench.told())) {
                for (String user : users.subList(0, 1)) {
                    Derivable.candidates(identifier, user).stream()
                            .limit(8)
                            .forEach(password -> all.add(new Login(user, password)));
                }
            }
            users.forEach(user -> all.add(new Login(user, user)));
        }
        all.addAll(common);
        known.ifPresent(all::remove);
        all.removeIf(login -> !mechanism.canTry(login.password()));
        return all.stream().limit(PAIRS_MAX).toList();
    }

    /** A few defaults between good log-ins, which set back most counters of failures. */
    private Limit carefulRounds(List<Login> defaults) {
        Login right = known.orElseThrow();
        Set<String> locked = new HashSet<>();
        Iterator<Login> next = defaults.iterator();
        for (int round = 0; round < CAREFUL_ROUNDS; round++) {
            for (int i = 0; i < CAREFUL_TRIES && next.hasNext(); i++) {
                Login login = next.next();
                if (locked.contains(login.user())) {
                    continue;
                }
                long sentMs = bench.budget().elapsedMs();
                Limit limit = tried(guess(login), sentMs);
                if (limit != Limit.NONE && isOfAnother(login, right)) {
                    locked.add(login.user());
                } else if (limit != Limit.NONE) {
                    return limit;
                }
            }
            Tried now = attempt(right.user(), right.password());
            if (!now.isAccepted()) {
                lockedAtMs = bench.budget().elapsedMs();
                return now.outcome() == Tried.Outcome.SILENT ? Limit.BLOCKED : Limit.LOCKED;
            }
        }
        begin();
        return Limit.NONE;
    }

    /** What comes now is counted. */
    private void begin() {
        evaluated = 0;
        schedule.clear();
    }

    /** Whether what was locked is the account of somebody else, as where each account is locked for itself. */
    private boolean isOfAnother(Login login, Login right) {
        return !login.user().equals(right.user())
                && attempt(right.user(), right.password()).isAccepted();
    }

    private Tried guess(Login login) {
        triedPairs.add(login);
        Tried tried = attempt(login.user(), login.password());
        if (tried.outcome() == Tried.Outcome.REFUSED || tried.outcome() == Tried.Outcome.LOCKED) {
            refusedPairs.incrementAndGet();
        }
        if (tried.isAccepted() && known.filter(login::equals).isEmpty()) {
            defaultFound = true;
            bench.fail(
                    Key.DEFPW,
                    mechanism.where(),
                    mechanism.hasUser() ? "default-works" : "default-community",
                    tried.exchange(),
                    login.user(),
                    login.password().length(),
                    CommonLogins.isCommon(login.user(), login.password()) ? "common" : "derivable");
        }
        return tried;
    }

    private Tried attempt(String user, String password) {
        return attempt(mechanism, user, password);
    }

    private Tried attempt(Mechanism at, String user, String password) {
        return read(at.attempt(user, password));
    }

    private Tried read(Tried tried) {
        boolean warns = tried.outcome() == Tried.Outcome.LOCKED && warnings.contains(tried.words());
        return warns ? new Tried(Tried.Outcome.REFUSED, tried.exchange(), tried.words()) : tried;
    }

    /** Whether words only warn of a lock, seen for the first time: there is none while the right password opens. */
    private boolean onlyWarns(Tried tried) {
        if (tried.outcome() != Tried.Outcome.LOCKED || tried.words().isEmpty()) {
            return false;
        }
        boolean opens = known.isPresent()
                ? attempt(known.get().user(), known.get().password()).isAccepted()
                // The first answer of all: there is nothing yet that it could be a lock against.
                : evaluated == 0 && account.lockedAtMs == 0;
        if (opens) {
            warnings.add(tried.words());
            begin();
        }
        return opens;
    }

    /** @param sentMs when it was sent, or the first of several */
    private Limit tried(Tried tried, long sentMs) {
        if (onlyWarns(tried)) {
            return Limit.NONE;
        }
        switch (tried.outcome()) {
            case ACCEPTED -> begin();
            case REFUSED -> {
                wrongSentMs = sentMs;
                long now = bench.budget().elapsedMs();
                firstEvaluatedMs = evaluated == 0 ? now : firstEvaluatedMs;
                lastEvaluatedMs = now;
                schedule.guess(now);
                evaluated++;
                proof = tried.exchange();
            }
            case LOCKED -> {
                lockedAtMs = bench.budget().elapsedMs();
                proof = tried.exchange();
                return Limit.LOCKED;
            }
            case SILENT -> {
                // counted where it repeats
            }
        }
        return Limit.NONE;
    }

    /** Wrong passwords for one user, up to one more than may be free. */
    private Limit burst(int free, int lockSeconds, List<Login> defaults) {
        String user = known.map(Login::user).orElse("admin");
        // Where time is short, the wrong passwords are those that have to be tried anyway.
        Deque<Login> common = new ArrayDeque<>();
        if (mechanism.isSlow()) {
            defaults.stream().filter(login -> login.user().equals(user)).forEach(common::add);
        }
        begin();
        int silent = 0;
        long windowEndMs = bench.budget().elapsedMs() + lockSeconds * 1000L;
        while (evaluated <= free
                && bench.budget().elapsedMs() < windowEndMs
                && bench.budget().remainingMs() > RESERVE_MS) {
            boolean slow = evaluated >= 3 && (lastEvaluatedMs - firstEvaluatedMs) / (evaluated - 1) > SLOW_MS;
            long sentMs = bench.budget().elapsedMs();
            List<Tried> results = slow
                    ? atOnce(user, free)
                    : List.of(common.isEmpty() ? attempt(user, wrong()) : guess(common.remove()));
            if (slow && results.stream().allMatch(result -> result.outcome() == Tried.Outcome.SILENT)) {
                silent++;
            }
            for (Tried result : results) {
                // Of several at once some may only find no place.
                silent = result.outcome() == Tried.Outcome.SILENT ? silent + (slow ? 0 : 1) : 0;
                if (result.isAccepted() && defaultFound) {
                    return Limit.NONE;
                }
                if (result.isAccepted()) {
                    bench.fail(Key.AUTH, mechanism.where(), "login-takes-anything", result.exchange());
                    return Limit.NONE;
                }
                Limit limit = tried(result, sentMs);
                if (limit != Limit.NONE) {
                    return limit;
                }
            }
            if (silent >= SILENT_IS_BLOCKED) {
                lockedAtMs = bench.budget().elapsedMs();
                return Limit.BLOCKED;
            }
        }
        return Limit.NONE;
    }

    private List<Tried> atOnce(String user, int free) {
        List<Tried> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Tried>> futures = new ArrayList<>();
            for (int i = 0; i < Math.min(AT_ONCE, free + 1 - evaluated); i++) {
                futures.add(threads.submit(() -> attempt(user, wrong())));
            }
            for (Future<Tried> future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return results;
    }

    private String wrong() {
        return bench.password(10);
    }

    private void judge(Limit limit, int free, int lockSeconds) {
        long took = Math.max(1, (lastEvaluatedMs - firstEvaluatedMs) / 1000);
        if (limit == Limit.NONE) {
            boolean enough = evaluated > free;
            Tried right = known.map(this::answered).orElse(new Tried(Tried.Outcome.ACCEPTED, proof));
            if (enough && known.isEmpty() && !warnings.isEmpty()) {
                bench.observe(
                        Key.BRUTE, Verdict.UNKNOWN, mechanism.where(), "brute-words-alone", proof, evaluated, free);
                return;
            }
            if (enough && right.isAccepted() && !warnings.isEmpty()) {
                bench.fail(Key.BRUTE, mechanism.where(), "brute-only-says-so", proof, evaluated);
                return;
            }
            if (right.isAccepted() && schedule.isGrowing() && delayed(free, lockSeconds)) {
                return;
            }
            long hour = schedule.within(Schedule.HOUR_MS);
            long day = schedule.within(Schedule.DAY_MS);
            if (enough && right.isAccepted()) {
                // A silent lock shows itself only to who knows a right password, and a form may not be understood.
                boolean sure = known.isPresent() || mechanism.service().protocol() != Protocol.HTTP;
                bench.observe(
                        Key.BRUTE,
                        sure ? Verdict.FAIL : Verdict.UNKNOWN,
                        mechanism.where(),
                        sure ? "brute-unlimited" : "brute-unlimited-alone",
                        proof,
                        evaluated,
                        took,
                        free,
                        hour,
                        day);
                return;
            }
            if (right.isAccepted()) {
                boolean whole = lastEvaluatedMs - firstEvaluatedMs >= (lockSeconds - 5) * 1000L;
                // What answers the right password as late is slow, and limits nobody who asks it several times at once.
                boolean slows = known.isPresent() && rightTookMs < took * 1000 / Math.max(1, evaluated) / 2;
                boolean sure = whole && slows;
                bench.observe(
                        Key.BRUTE,
                        sure ? Verdict.PASS : Verdict.UNKNOWN,
                        mechanism.where(),
                        sure ? "brute-slow" : "brute-too-slow-to-tell",
                        proof,
                        evaluated,
                        took,
                        free,
                        hour,
                        day);
                return;
            }
            if (enough && right.outcome() == Tried.Outcome.LOCKED) {
                // It has words for being locked, and used none of them until one try too many.
                late(free);
                return;
            }
            if (right.outcome() == Tried.Outcome.SILENT) {
                bench.observe(
                        Key.BRUTE,
                        Verdict.UNKNOWN,
                        mechanism.where(),
                        "brute-no-answer",
                        right.exchange(),
                        evaluated,
                        lockSeconds);
                return;
            }
            lockedAtMs = firstEvaluatedMs;
            holds(Limit.NONE, free, lockSeconds);
            return;
        }
        if (limit == Limit.LOCKED && evaluated > free) {
            late(free);
            return;
        }
        holds(limit, free, lockSeconds);
    }

    /** A log-in that works tries off one by one answers the right one late; that is no refusal. */
    private Tried answered(Login login) {
        long sentMs = bench.budget().elapsedMs();
        long untilMs = sentMs + LATE_MS;
        Tried tried = attempt(login.user(), login.password());
        rightTookMs = bench.budget().elapsedMs() - sentMs;
        while (tried.outcome() == Tried.Outcome.SILENT
                && bench.budget().elapsedMs() < untilMs
                && bench.budget().remainingMs() > RESERVE_MS) {
            bench.budget().pause(BLOCKED_PAUSE_MS);
            tried = attempt(login.user(), login.password());
        }
        return tried;
    }

    /**
     * Judges pauses that grow by the guesses that they let through. The policy leaves as many as its own lock would.
     *
     * @return whether they grow at all
     */
    private boolean delayed(int free, int lockSeconds) {
        long hourMax = Schedule.within(Schedule.HOUR_MS, free, lockSeconds * 1000L);
        long dayMax = Schedule.within(Schedule.DAY_MS, free, lockSeconds * 1000L);
        boolean grew = schedule.isGrowing();
        List<Long> figures = figures();
        boolean fits = fits(hourMax, dayMax);
        boolean stopped = false;
        if (!fits) {
            // A right password has been taken since, which sets back what is counted.
            schedule.clear();
            follow(free, hourMax, dayMax);
            fits = fits(hourMax, dayMax);
            stopped = schedule.hasStopped();
            figures = schedule.isGrowing() || !grew ? figures() : figures;
            grew |= schedule.isGrowing();
        }
        if (!grew) {
            return false;
        }
        Verdict verdict = fits ? Verdict.PASS : stopped ? Verdict.FAIL : Verdict.UNKNOWN;
        String code = switch (verdict) {
            case PASS -> known.isPresent() ? "brute-delayed" : "brute-limited-alone";
            case FAIL -> "brute-delay-too-short";
            default -> "brute-delay-open";
        };
        bench.note("note-locked", mechanism.where(), lockSeconds);
        bench.observe(
                Key.BRUTE,
                code.equals("brute-limited-alone") ? Verdict.UNKNOWN : verdict,
                mechanism.where(),
                code,
                proof,
                figures.get(0),
                figures.get(1),
                figures.get(2),
                hourMax,
                dayMax);
        return true;
    }

    private List<Long> figures() {
        return List.of(
                (long) schedule.triesBeforePause(),
                schedule.within(Schedule.HOUR_MS),
                schedule.within(Schedule.DAY_MS));
    }

    private boolean fits(long hourMax, long dayMax) {
        return schedule.isGrowing()
                && schedule.within(Schedule.HOUR_MS) <= hourMax
                && schedule.within(Schedule.DAY_MS) <= dayMax;
    }

    /** Goes on guessing while pauses may still grow, until they let through no more than this. */
    private void follow(int free, long hourMax, long dayMax) {
        String user = known.map(Login::user).orElse("admin");
        bench.progress("follows the pauses of " + mechanism.where());
        long untilMs = bench.budget().elapsedMs()
                + Math.max(
                        isPolicySet() ? FOLLOWED_MS : FOLLOWED_MS / 2,
                        1000L * bench.declared().policy().lockSecondsMin().orElse(0));
        int silent = 0;
        while (goesOn(untilMs)
                && silent < SILENT_IS_BLOCKED
                && !schedule.hasStopped()
                && !(schedule.size() > free && schedule.triesBeforePause() == 0)
                && !fits(hourMax, dayMax)) {
            switch (attempt(user, wrong()).outcome()) {
                case REFUSED -> {
                    silent = 0;
                    schedule.guess(bench.budget().elapsedMs());
                }
                case LOCKED -> silent = awaitOpen(user, untilMs) ? 0 : SILENT_IS_BLOCKED;
                case SILENT -> silent++;
                case ACCEPTED -> silent = SILENT_IS_BLOCKED;
            }
        }
    }

    private boolean goesOn(long untilMs) {
        long moreMs = schedule.isGrowing() && isPolicySet() ? 2 * FOLLOWED_MS : 0;
        return bench.budget().elapsedMs() < untilMs + moreMs && bench.budget().remainingMs() > RESERVE_MS;
    }

    /** Looks from time to time, each time after a longer wait, whether the next wrong password is looked at. */
    private boolean awaitOpen(String user, long untilMs) {
        long waitMs = Math.max(FIRST_LOOK_MS, schedule.lastPauseMs());
        long shutMs = 0;
        while (goesOn(untilMs)) {
            long lookMs = Math.min(waitMs, bench.budget().remainingMs() - RESERVE_MS);
            bench.budget().pause(Math.max(1, lookMs));
            switch (attempt(user, wrong()).outcome()) {
                case LOCKED -> {
                    shutMs = Math.max(shutMs, lookMs);
                    schedule.shut(shutMs);
                    waitMs *= 2;
                }
                case REFUSED -> {
                    schedule.guessAfter(bench.budget().elapsedMs(), shutMs);
                    return true;
                }
                case SILENT, ACCEPTED -> {
                    return false;
                }
            }
        }
        return false;
    }

    /** A lock that was open again before the policy's time may be the first of several that grow. */
    private void isShort(Exchange opened, int free, int lockSeconds) {
        schedule.clear();
        if (!delayed(free, lockSeconds)) {
            bench.fail(
                    Key.BRUTE,
                    mechanism.where(),
                    "brute-short-lock",
                    opened,
                    evaluated,
                    lockSeconds,
                    schedule.within(Schedule.HOUR_MS),
                    schedule.within(Schedule.DAY_MS));
        }
    }

    private void late(int free) {
        bench.fail(
                Key.BRUTE,
                mechanism.where(),
                "brute-late",
                proof,
                evaluated,
                free,
                schedule.within(Schedule.HOUR_MS),
                schedule.within(Schedule.DAY_MS));
    }

    private void holds(Limit limit, int free, int lockSeconds) {
        boolean answersLocked = false;
        long tookMs = 0;
        if (limit == Limit.BLOCKED) {
            if (!isOpenElsewhere(free, lockSeconds)) {
                byRate(free, lockSeconds);
            }
            return;
        }
        bench.note("note-locked", mechanism.where(), lockSeconds);
        if (isOpenElsewhere(free, lockSeconds)) {
            return;
        }
        if (known.isPresent()) {
            Login right = known.get();
            long askedMs = bench.budget().elapsedMs();
            Tried now = attempt(right.user(), right.password());
            tookMs = Math.min(bench.budget().elapsedMs() - askedMs, ANSWER_MS_MAX);
            answersLocked = now.outcome() != Tried.Outcome.SILENT;
            if (now.isAccepted() && limit == Limit.NONE) {
                isShort(now.exchange(), free, lockSeconds);
                return;
            }
            if (now.isAccepted()) {
                bench.fail(Key.BRUTE, mechanism.where(), "brute-only-says-so", now.exchange(), evaluated);
                return;
            }
            if (mechanism.canPretend()) {
                Tried elsewhere = mechanism.attemptFrom(ELSEWHERE, right.user(), right.password());
                if (elsewhere.isAccepted()) {
                    bench.fail(
                            Key.BRUTE, mechanism.where(), "brute-by-claimed-origin", elsewhere.exchange(), ELSEWHERE);
                    return;
                }
            }
        } else if (mechanism.canPretend()
                && read(mechanism.attemptFrom(ELSEWHERE, "admin", wrong())).outcome() == Tried.Outcome.REFUSED
                && limit == Limit.LOCKED) {
            bench.fail(Key.BRUTE, mechanism.where(), "brute-by-claimed-origin", proof, ELSEWHERE);
            return;
        }
        if (known.isPresent() && limit == Limit.LOCKED && opensEarly(lockSeconds)) {
            isShort(proof, free, lockSeconds);
            return;
        }
        long overMs = lockedAtMs + lockSeconds * 1000L;
        long untilMs = overMs - LOCK_MARGIN_MS - tookMs;
        long waitMs = untilMs - bench.budget().elapsedMs();
        if (waitMs > bench.budget().remainingMs() - RESERVE_MS) {
            bench.observe(
                    Key.BRUTE, Verdict.UNKNOWN, mechanism.where(), "brute-no-time", proof, evaluated, lockSeconds);
            return;
        }
        bench.progress("waits " + waitMs / 1000 + " s for the lock of " + mechanism.where());
        bench.budget().pause(Math.max(0, waitMs));
        Tried then = known.map(k -> attempt(k.user(), k.password())).orElseGet(() -> attempt("admin", wrong()));
        if (then.outcome() == Tried.Outcome.SILENT && (answersLocked || !isAlive())) {
            // It may have died meanwhile, and then nothing holds.
            bench.observe(
                    Key.BRUTE,
                    Verdict.UNKNOWN,
                    mechanism.where(),
                    "brute-no-answer",
                    then.exchange(),
                    evaluated,
                    lockSeconds);
            return;
        }
        boolean open = then.isAccepted() || (known.isEmpty() && then.outcome() == Tried.Outcome.REFUSED);
        if (open && bench.budget().elapsedMs() >= overMs) {
            bench.observe(
                    Key.BRUTE,
                    Verdict.UNKNOWN,
                    mechanism.where(),
                    "brute-seen-late",
                    then.exchange(),
                    evaluated,
                    lockSeconds);
        } else if (open) {
            isShort(then.exchange(), free, lockSeconds);
        } else {
            limited("brute-limited", lockSeconds);
        }
    }

    /** A short lock shows itself early, and leaves time to see whether the next ones are longer. */
    private boolean opensEarly(int lockSeconds) {
        long waitMs = lockedAtMs + EARLY_MS - bench.budget().elapsedMs();
        if (lockSeconds * 1000L < 3L * EARLY_MS || waitMs < 0) {
            return false;
        }
        bench.budget().pause(waitMs);
        Login right = known.orElseThrow();
        return attempt(right.user(), right.password()).isAccepted();
    }

    /** It is limited for who knows no right password; that it is for the right one, only a right one shows. */
    private void limited(String code, int lockSeconds) {
        long eachMs = lockSeconds * 1000L;
        bench.observe(
                Key.BRUTE,
                known.isPresent() ? Verdict.PASS : Verdict.UNKNOWN,
                mechanism.where(),
                known.isPresent() ? code : "brute-limited-alone",
                proof,
                evaluated,
                known.isPresent() ? lockSeconds : Schedule.within(Schedule.HOUR_MS, evaluated, eachMs),
                known.isPresent()
                        ? Schedule.within(Schedule.HOUR_MS, evaluated, eachMs)
                        : Schedule.within(Schedule.DAY_MS, evaluated, eachMs),
                Schedule.within(Schedule.DAY_MS, evaluated, eachMs));
    }

    /** A limit that counts by address must count at each of them; one that makes tries slow may do so there too. */
    private boolean isOpenElsewhere(int free, int lockSeconds) {
        if (other.isEmpty() || known.isEmpty()) {
            return false;
        }
        Mechanism there = other.get();
        Login right = known.get();
        if (!there.attempt(right.user(), right.password()).isAccepted()) {
            return false;
        }
        int answered = 0;
        int silent = 0;
        Exchange last = proof;
        long windowEndMs = bench.budget().elapsedMs() + lockSeconds * 1000L;
        while (answered <= free
                && silent < SILENT_IS_BLOCKED
                && bench.budget().elapsedMs() < windowEndMs
                && bench.budget().remainingMs() > RESERVE_MS) {
            Tried tried = attempt(there, right.user(), wrong());
            if (tried.outcome() == Tried.Outcome.LOCKED) {
                return false;
            }
            silent = tried.outcome() == Tried.Outcome.SILENT ? silent + 1 : 0;
            answered += tried.outcome() == Tried.Outcome.REFUSED ? 1 : 0;
            last = tried.exchange();
        }
        if (answered <= free || !there.attempt(right.user(), right.password()).isAccepted()) {
            return false;
        }
        bench.fail(Key.BRUTE, mechanism.where(), "brute-other-address", last, answered, free, there.where());
        return true;
    }

    /** The rest of the defaults, several at once, since nothing limits them. */
    private void tryDefaults(List<Login> defaults) {
        Deque<Login> queue = new ConcurrentLinkedDeque<>(defaults);
        queue.removeAll(triedPairs);
        AtomicInteger silent = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                // What ends one of them, a limit of the run, ends the others too and is seen by what comes next.
                var _ = threads.submit(() -> {
                    for (Login login = queue.poll(); login != null; login = queue.poll()) {
                        if (silent.get() >= AT_ONCE * SILENT_IS_BLOCKED
                                || bench.budget().remainingMs() < RESERVE_MS) {
                            return;
                        }
                        Tried tried = guess(login);
                        silent.set(tried.outcome() == Tried.Outcome.SILENT ? silent.get() + 1 : 0);
                        if (tried.outcome() == Tried.Outcome.LOCKED) {
                            String locked = login.user();
                            queue.removeIf(other -> other.user().equals(locked));
                        } else if (tried.isAccepted()) {
                            queue.clear();
                        }
                    }
                });
            }
        }
    }

    /**
     * Where connections are cut off instead, one gets through now and then: what counts is how many tries fit into the
     * time of a lock.
     */
    private void byRate(int free, int lockSeconds) {
        String user = known.map(Login::user).orElse("admin");
        long untilMs = (evaluated == 0 ? lockedAtMs : firstEvaluatedMs) + lockSeconds * 1000L;
        if (untilMs - bench.budget().elapsedMs() > bench.budget().remainingMs() - RESERVE_MS) {
            bench.observe(
                    Key.BRUTE, Verdict.UNKNOWN, mechanism.where(), "brute-no-time", proof, evaluated, lockSeconds);
            return;
        }
        boolean answers = false;
        while (evaluated <= free && bench.budget().elapsedMs() < untilMs) {
            Tried.Outcome outcome = attempt(user, wrong()).outcome();
            answers |= outcome != Tried.Outcome.SILENT;
            evaluated += outcome == Tried.Outcome.REFUSED ? 1 : 0;
            bench.budget().pause(Math.clamp(untilMs - bench.budget().elapsedMs(), 0, BLOCKED_PAUSE_MS));
        }
        while (!answers
                && !isAlive()
                && bench.budget().elapsedMs() < untilMs + LATE_MS
                && bench.budget().remainingMs() > RESERVE_MS) {
            bench.budget().pause(BLOCKED_PAUSE_MS);
        }
        if (!answers && !isAlive()) {
            bench.observe(Key.BRUTE, Verdict.UNKNOWN, mechanism.where(), "brute-silent", proof, evaluated, lockSeconds);
            return;
        }
        bench.note("note-locked", mechanism.where(), lockSeconds);
        if (evaluated > free) {
            late(free);
        } else {
            limited("brute-by-rate", lockSeconds);
        }
    }

    /**
     * Whether what keeps silent is shut and not gone: it takes connections, a filter swallows them while other ports of the device
     * answer, or it answers at its other address.
     */
    private boolean isAlive() {
        Endpoint endpoint = mechanism.service().endpoint();
        return switch (Pulse.knock(endpoint)) {
            case TAKEN -> true;
            case SILENT -> bench.pulse().othersAccept(endpoint);
            case REFUSED ->
                other.isPresent() && Pulse.accepts(other.get().service().endpoint());
        };
    }

    private void sayDefaults(Limit limit) {
        if (defaultFound) {
            return;
        }
        int refused = refusedPairs.get();
        boolean sure = refused > 0 && known.isPresent();
        String code = limit == Limit.NONE ? "defaults-refused" : "defaults-refused-until-lock";
        bench.observe(
                Key.DEFPW,
                sure ? Verdict.PASS : Verdict.UNKNOWN,
                mechanism.where(),
                known.isPresent() ? code : "defaults-refused-alone",
                proof,
                refused);
    }
}
