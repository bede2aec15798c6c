package dev.shisa.server.platform.door;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Strangers are served a few at a time, so that processors and database are left for the people who work here, however many strangers
 * come. The others wait a moment, in the order in which they came; where too many wait, whoever came last of the network that has the
 * most waiting is sent away, so that a flood sends its own away. Each of the people who is served at the moment takes the place of a
 * stranger; where that leaves none, one stranger begins every {@link #BESIDE_PEOPLE}.
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

    private final int atOnce;
    private final int waitingMax;
    private final Duration waitMax;
    private final LongSupplier nanos;
    private final SequencedSet<Turn> working = new LinkedHashSet<>();
    private final SequencedSet<Turn> people = new LinkedHashSet<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long lastBegun;

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
        this.lastBegun = nanos.getAsLong() - BESIDE_PEOPLE.toNanos();
    }

    /** One who waits; called when it is their turn, or when they are to go. */
    private static final class Waiting {
        private final String network;
        private final Turn turn;
        private final boolean wasIn;
        private final Semaphore called = new Semaphore(0);

        /** @param wasIn has worked already and goes on */
        private Waiting(String network, Turn turn, boolean wasIn) {
            this.network = network;
            this.turn = turn;
            this.wasIn = wasIn;
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
            turn.begun = nanos.getAsLong();
            people.add(turn);
        }
        return turn;
    }

    /**
     * Waits for a turn.
     *
     * @param isAnswered whether the answer is on its way; asked by other threads
     * @return empty: there are too many
     */
    Optional<Turn> take(String network, BooleanSupplier isAnswered) throws InterruptedException {
        Turn turn = new Turn(isAnswered);
        return await(new Waiting(network, turn, false)) ? Optional.of(turn) : Optional.empty();
    }

    private boolean await(Waiting one) throws InterruptedException {
        if (begins(one)) {
            return true;
        }
        long until = nanos.getAsLong() + waitMax.toNanos();
        try {
            for (long left = waitMax.toNanos(); left > 0; left = until - nanos.getAsLong()) {
                if (one.called.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                    return isWorking(one);
                }
            }
        } finally {
            leave(one);
        }
        return isWorking(one);
    }

    private synchronized boolean begins(Waiting one) {
        if (one.wasIn) {
            waiting.addFirst(one);
        } else {
            waiting.addLast(one);
            if (waiting.stream().filter(each -> !each.wasIn).count() > waitingMax) {
                sendAway();
            }
        }
        call();
        return isWorking(one);
    }

    /**
     * Begins as many turns as there is room for. Whoever waits is told when a turn ends; for those that are only no longer counted
     * somebody has to look now and then. It is one who looks: if all who wait did, they would keep the processors from the people.
     */
    synchronized void call() {
        long now = nanos.getAsLong();
        if (!waiting.isEmpty() && !mayBegin(waiting.getFirst(), now)) {
            working.removeIf(turn -> !turn.isWork(now));
            people.removeIf(turn -> !turn.isWork(now));
        }
        while (!waiting.isEmpty() && mayBegin(waiting.getFirst(), now)) {
            Waiting next = waiting.removeFirst();
            next.turn.begun = now;
            if (!next.wasIn) {
                lastBegun = now;
            }
            working.add(next.turn);
            next.called.release();
        }
    }

    /** Who was in already, mostly reads a few bytes more and waits again: that keeps nobody from anything. */
    private boolean mayBegin(Waiting next, long now) {
        return working.size() < atOnce
                && (next.wasIn
                        || working.size() + people.size() < atOnce
                        || now - lastBegun >= BESIDE_PEOPLE.toNanos());
    }

    private void sendAway() {
        Map<String, Integer> counts = new HashMap<>();
        waiting.stream().filter(one -> !one.wasIn).forEach(one -> counts.merge(one.network, 1, Integer::sum));
        String most = counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse("");
        for (Iterator<Waiting> last = waiting.descendingIterator(); last.hasNext(); ) {
            Waiting one = last.next();
            if (!one.wasIn && one.network.equals(most)) {
                last.remove();
                one.called.release();
                return;
            }
        }
    }

    private synchronized boolean isWorking(Waiting one) {
        return working.contains(one.turn);
    }

    private synchronized void leave(Waiting one) {
        waiting.remove(one);
    }

    private synchronized void end(Turn turn) {
        if (working.remove(turn) || people.remove(turn)) {
            call();
        }
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
