package dev.shisa.server.platform.door;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Strangers are served a few at a time, so that processors and database are left for the people who work here, however many strangers
 * come. The others wait a moment; the networks that wait take turns, so that who asks once does not wait for those who ask a hundred times
 * (start-time fair queueing). Where too many wait, whoever came last of the network that has the most waiting is sent away, so that a flood
 * sends its own away.
 *
 * <p>Each of the people who is served at the moment takes the place of a stranger; where that leaves none, one stranger begins every
 * {@link #BESIDE_PEOPLE}. And while somebody is at work, strangers have an eighth of the time: after a turn seven times as long passes
 * before the next begins.
 *
 * <p>A turn is for work. Who waits for bytes of a stranger has none meanwhile ({@link Turn#rest}), and a turn whose answer is on its way, or
 * that takes longer than {@link #WORK_MAX}, is no longer counted: otherwise a few slow ones would hold all turns.
 */
final class Turns {

    /** What strangers may have at work at the same time: half of the processors at most, and one at least. */
    static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** A page takes a hundredth of it. What takes longer waits for something. */
    static final Duration WORK_MAX = Duration.ofSeconds(2);

    /** Twenty a second at least: a sign-in page with all that belongs to it. */
    static final Duration BESIDE_PEOPLE = Duration.ofMillis(50);

    /** Somebody is at work for as long after a page: the next one follows within. */
    static final Duration AT_WORK = Duration.ofSeconds(5);

    private static final int PAUSE_TIMES = 7;

    private final int atOnce;
    private final int waitingMax;
    private final Duration waitMax;
    private final LongSupplier nanos;
    private final SequencedSet<Turn> working = new LinkedHashSet<>();
    private final SequencedSet<Turn> people = new LinkedHashSet<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>();
    private final Map<String, Long> rounds = new HashMap<>();
    private long round;
    private long came;
    private long lastBegun;
    private long notBefore;
    private long personAt;

    /**
     * @param atOnce turns at the same time
     * @param waitingMax that many may wait
     * @param waitMax for as long, then they are sent away
     */
    Turns(int atOnce, int waitingMax, Duration waitMax, LongSupplier nanos) {
        this.atOnce = atOnce;
        this.waitingMax = waitingMax;
        this.waitMax = waitMax;
        this.nanos = nanos;
        long now = nanos.getAsLong();
        this.lastBegun = now - BESIDE_PEOPLE.toNanos();
        this.notBefore = now;
        this.personAt = now - AT_WORK.toNanos();
    }

    /** One who waits; called when it is their turn, or when they are to go. */
    private static final class Waiting implements Comparable<Waiting> {
        private static final Comparator<Waiting> ORDER = Comparator.comparing((Waiting one) -> !one.goesFirst)
                .thenComparingLong(one -> one.round)
                .thenComparingLong(one -> one.number);

        private final String network;
        private final Turn turn;
        private final boolean goesFirst;
        private final Semaphore called = new Semaphore(0);
        private long round;
        private long number;

        /** @param goesFirst is waited for by nobody: it has worked already and goes on, or comes from where people work */
        private Waiting(String network, Turn turn, boolean goesFirst) {
            this.network = network;
            this.turn = turn;
            this.goesFirst = goesFirst;
        }

        @Override
        public int compareTo(Waiting other) {
            return ORDER.compare(this, other);
        }
    }

    /** Work that is done for somebody. */
    final class Turn implements AutoCloseable {
        private final BooleanSupplier isAnswered;
        private long begun;

        private Turn(BooleanSupplier isAnswered) {
            this.isAnswered = isAnswered;
        }

        private boolean isWork(long now) {
            return now - begun < WORK_MAX.toNanos() && !isAnswered.getAsBoolean();
        }

        /** When work begins; a moment from now if there is a pause before it. */
        long begun() {
            return begun;
        }

        /** Work waits for the stranger. */
        void rest() {
            end(this);
        }

        /** Work goes on. It has been let in once, so it is not sent away: at worst it goes on without a turn. */
        void resume() throws InterruptedException {
            await(new Waiting("", this, true));
        }

        @Override
        public void close() {
            end(this);
        }
    }

    /** Work for one of the people here, who waits for nobody. */
    Turn ofPeople(BooleanSupplier isAnswered) {
        Turn turn = new Turn(isAnswered);
        synchronized (this) {
            person();
            turn.begun = personAt;
            people.add(turn);
        }
        return turn;
    }

    /** Somebody is at work here. */
    synchronized void person() {
        personAt = nanos.getAsLong();
    }

    /**
     * Waits for a turn.
     *
     * @param isAnswered whether the answer is on its way; asked by other threads
     * @return empty: there are too many
     */
    Optional<Turn> take(String network, BooleanSupplier isAnswered) throws InterruptedException {
        return take(network, false, isAnswered);
    }

    /** Waits for a turn, before all strangers if somebody works where it comes from. */
    Optional<Turn> take(String network, boolean goesFirst, BooleanSupplier isAnswered) throws InterruptedException {
        Turn turn = new Turn(isAnswered);
        return await(new Waiting(network, turn, goesFirst)) ? Optional.of(turn) : Optional.empty();
    }

    private boolean await(Waiting one) throws InterruptedException {
        if (!begins(one)) {
            long until = nanos.getAsLong() + waitMax.toNanos();
            try {
                for (long left = waitMax.toNanos(); left > 0; left = until - nanos.getAsLong()) {
                    if (one.called.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                        break;
                    }
                }
            } finally {
                leave(one);
            }
        }
        Optional<Duration> pause = pause(one);
        if (pause.filter(Duration::isPositive).isPresent()) {
            try {
                Thread.sleep(pause.get());
            } catch (InterruptedException e) {
                end(one.turn);
                throw e;
            }
        }
        return pause.isPresent();
    }

    private synchronized boolean begins(Waiting one) {
        if (!one.goesFirst) {
            one.round = Math.max(round, rounds.getOrDefault(one.network, 0L)) + 1;
            rounds.put(one.network, one.round);
        }
        one.number = came++;
        waiting.add(one);
        if (!one.goesFirst
                && waiting.size() > waitingMax
                && waiting.stream().filter(each -> !each.goesFirst).count() > waitingMax) {
            sendAway();
        }
        call();
        return working.contains(one.turn);
    }

    /**
     * Begins as many turns as there is room for. Whoever waits is told when a turn ends; for those that are only no longer counted
     * somebody has to look now and then. It is one who looks: if all who wait did, they would keep the processors from the people.
     */
    synchronized void call() {
        long now = nanos.getAsLong();
        if (!waiting.isEmpty() && !mayBegin(waiting.element(), now)) {
            working.removeIf(turn -> !turn.isWork(now));
            people.removeIf(turn -> !turn.isWork(now));
        }
        while (!waiting.isEmpty() && mayBegin(waiting.element(), now)) {
            Waiting next = waiting.remove();
            next.turn.begun = now;
            if (!next.goesFirst) {
                round = next.round;
                next.turn.begun = Math.max(now, notBefore);
                lastBegun = next.turn.begun;
            }
            working.add(next.turn);
            next.called.release();
        }
        if (waiting.isEmpty()) {
            rounds.clear();
        } else {
            rounds.values().removeIf(each -> each <= round);
        }
    }

    /**
     * Who goes first mostly reads a few bytes more and waits again: that keeps nobody from anything. It does not wait for a turn before
     * which there is still a pause.
     */
    private boolean mayBegin(Waiting next, long now) {
        if (next.goesFirst) {
            return working.stream().filter(turn -> turn.begun <= now).count() < atOnce;
        }
        return working.size() < atOnce
                && (working.size() + people.size() < atOnce || now - lastBegun >= BESIDE_PEOPLE.toNanos());
    }

    private void sendAway() {
        Map<String, Integer> counts = new HashMap<>();
        waiting.stream().filter(one -> !one.goesFirst).forEach(one -> counts.merge(one.network, 1, Integer::sum));
        counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .flatMap(most -> waiting.stream()
                        .filter(one -> !one.goesFirst && one.network.equals(most.getKey()))
                        .max(Comparator.comparingLong(one -> one.number)))
                .ifPresent(last -> {
                    waiting.remove(last);
                    last.called.release();
                });
    }

    /** How long the work waits that has its turn; empty: it has none. */
    private synchronized Optional<Duration> pause(Waiting one) {
        return working.contains(one.turn)
                ? Optional.of(Duration.ofNanos(Math.max(0, one.turn.begun - nanos.getAsLong())))
                : Optional.empty();
    }

    private synchronized void leave(Waiting one) {
        waiting.remove(one);
    }

    private synchronized void end(Turn turn) {
        if (working.remove(turn)) {
            long now = nanos.getAsLong();
            if (now - personAt < AT_WORK.toNanos()) {
                notBefore = now + Math.clamp((now - turn.begun) * PAUSE_TIMES, 0, BESIDE_PEOPLE.toNanos());
            }
            call();
        } else if (people.remove(turn)) {
            call();
        }
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
