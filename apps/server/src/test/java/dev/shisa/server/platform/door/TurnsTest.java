package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final AtomicLong more = new AtomicLong();
    private final Turns turns = new Turns(1, 3, PATIENCE, () -> System.nanoTime() + more.get());

    @Test
    void theNextBeginsWhenTheLastHasEnded() throws Exception {
        Turns.Turn first = turns.take("a", () -> false).orElseThrow();
        CompletableFuture<Optional<Turns.Turn>> second = asks("b");
        awaitWaiting(1);
        assertThat(second).isNotDone();
        first.close();
        assertThat(second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void whoWaitsTooLongIsSentAway() throws Exception {
        Turns impatient = new Turns(0, 3, Duration.ofMillis(1), System::nanoTime);
        assertThat(impatient.take("a", () -> false)).isEmpty();
        assertThat(impatient.waiting()).isZero();
    }

    @Test
    void aFloodSendsItsOwnAwayAndNotSomebodyElse() throws Exception {
        Turns.Turn first = turns.take("flood", () -> false).orElseThrow();
        List<CompletableFuture<Optional<Turns.Turn>>> flood = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            flood.add(asks("flood"));
            awaitWaiting(i);
        }
        CompletableFuture<Optional<Turns.Turn>> other = asks("other");
        awaitWaiting(3);
        CompletableFuture<Optional<Turns.Turn>> another = asks("another");
        // One of the flood went for it.
        assertThat(flood.get(1).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEmpty();
        awaitWaiting(3);
        first.close();
        flood.getFirst()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .orElseThrow()
                .close();
        other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow().close();
        another.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow().close();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void whoWaitsForBytesHoldsNoTurnAndIsNextWhenTheyHaveCome() throws Exception {
        Turns.Turn slow = turns.take("slow", () -> false).orElseThrow();
        slow.rest();
        Turns.Turn other = turns.take("other", () -> false).orElseThrow();
        CompletableFuture<Optional<Turns.Turn>> third = asks("third");
        awaitWaiting(1);
        CompletableFuture<Void> goesOn = CompletableFuture.runAsync(() -> {
            try {
                slow.resume();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitWaiting(2);
        other.close();
        goesOn.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(third).isNotDone();
        slow.close();
        assertThat(third.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void whatIsOnItsWayOrTakesTooLongIsNoLongerCounted() throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        Turns.Turn sending = turns.take("reads slowly", answered::get).orElseThrow();
        answered.set(true);
        Turns.Turn hangs = turns.take("b", () -> false).orElseThrow();
        more.addAndGet(Turns.WORK_MAX.toNanos());
        Turns.Turn third = turns.take("c", () -> false).orElseThrow();
        // What ended long ago does not end somebody else's.
        sending.close();
        hangs.close();
        CompletableFuture<Optional<Turns.Turn>> fourth = asks("d");
        awaitWaiting(1);
        assertThat(fourth).isNotDone();
        third.close();
        assertThat(fourth.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void besidePeopleAtWorkAStrangerBeginsNowAndThen() throws Exception {
        AtomicLong now = new AtomicLong();
        Turns one = new Turns(1, 3, PATIENCE, now::get);
        Turns.Turn person = one.ofPeople(() -> false);
        one.take("a", () -> false).orElseThrow().close();
        CompletableFuture<Optional<Turns.Turn>> second = asks(one, "b");
        awaitWaiting(one, 1);
        now.addAndGet(Turns.BESIDE_PEOPLE.toNanos());
        one.call();
        second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow().close();
        CompletableFuture<Optional<Turns.Turn>> third = asks(one, "c");
        awaitWaiting(one, 1);
        person.close();
        third.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow().close();
        one.take("d", () -> false).orElseThrow().close();
    }

    @Test
    void eachOfThePeopleAtWorkTakesThePlaceOfOneStranger() throws Exception {
        Turns three = new Turns(3, 3, PATIENCE, () -> 0);
        Turns.Turn person = three.ofPeople(() -> false);
        assertThat(three.take("a", () -> false)).isPresent();
        assertThat(three.take("b", () -> false)).isPresent();
        CompletableFuture<Optional<Turns.Turn>> third = asks(three, "c");
        awaitWaiting(three, 1);
        person.close();
        assertThat(third.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void onePersonsLongWorkKeepsStrangersWaitingOnlyForAWhile() throws Exception {
        AtomicLong now = new AtomicLong();
        Turns one = new Turns(1, 3, PATIENCE, now::get);
        one.ofPeople(() -> false);
        one.take("a", () -> false).orElseThrow().close();
        now.addAndGet(Turns.WORK_MAX.toNanos());
        one.take("b", () -> false).orElseThrow().close();
        one.take("c", () -> false).orElseThrow().close();
    }

    @Test
    void whoAsksOnceDoesNotWaitForThoseWhoAskOftenAndWhoBelongsHereWaitsForNone() throws Exception {
        Turns.Turn first = turns.take("flood", () -> false).orElseThrow();
        CompletableFuture<Optional<Turns.Turn>> second = asks("flood");
        awaitWaiting(1);
        CompletableFuture<Optional<Turns.Turn>> third = asks("flood");
        awaitWaiting(2);
        CompletableFuture<Optional<Turns.Turn>> other = asks("other");
        awaitWaiting(3);
        CompletableFuture<Optional<Turns.Turn>> belongs = asks(turns, "other", true);
        awaitWaiting(4);
        List<Turns.Turn> begun = new ArrayList<>(List.of(first));
        for (CompletableFuture<Optional<Turns.Turn>> next : List.of(belongs, second, other, third)) {
            begun.removeFirst().close();
            begun.add(next.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow());
        }
        begun.removeFirst().close();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void whileSomebodyIsAtWorkStrangersHaveAnEighthOfTheTime() throws Exception {
        AtomicLong now = new AtomicLong();
        Turns one = new Turns(1, 3, PATIENCE, now::get);
        long work = Duration.ofMillis(5).toNanos();
        assertThat(pauseAfter(one, now, work)).isZero();
        one.ofPeople(() -> false).close();
        assertThat(pauseAfter(one, now, work)).isEqualTo(7 * work);
        assertThat(pauseAfter(one, now, 20 * work))
                .as("however long it took, the next begins soon")
                .isEqualTo(Turns.BESIDE_PEOPLE.toNanos());
        now.addAndGet(Turns.AT_WORK.toNanos());
        assertThat(pauseAfter(one, now, work)).isZero();
    }

    @Test
    void whoBelongsHereDoesNotWaitForThePauseBeforeAStranger() throws Exception {
        AtomicLong now = new AtomicLong();
        Turns one = new Turns(1, 3, PATIENCE, now::get);
        one.ofPeople(() -> false).close();
        try (Turns.Turn _ = one.take("a", () -> false).orElseThrow()) {
            now.addAndGet(Turns.BESIDE_PEOPLE.toNanos());
        }
        Turns.Turn pauses = one.take("a", () -> false).orElseThrow();
        assertThat(pauses.begun()).isGreaterThan(now.get());
        one.take("b", true, () -> false).orElseThrow().close();
        now.set(pauses.begun());
        CompletableFuture<Optional<Turns.Turn>> next = asks(one, "b", true);
        awaitWaiting(one, 1);
        pauses.close();
        next.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow().close();
    }

    /** How long the next turn waits after one that took so long. */
    private static long pauseAfter(Turns turns, AtomicLong now, long took) throws InterruptedException {
        now.addAndGet(Turns.BESIDE_PEOPLE.toNanos());
        try (Turns.Turn _ = turns.take("a", () -> false).orElseThrow()) {
            now.addAndGet(took);
        }
        try (Turns.Turn next = turns.take("a", () -> false).orElseThrow()) {
            long pause = next.begun() - now.get();
            now.set(next.begun());
            return pause;
        }
    }

    private CompletableFuture<Optional<Turns.Turn>> asks(String network) {
        return asks(turns, network);
    }

    private static CompletableFuture<Optional<Turns.Turn>> asks(Turns turns, String network) {
        return asks(turns, network, false);
    }

    private static CompletableFuture<Optional<Turns.Turn>> asks(Turns turns, String network, boolean goesFirst) {
        BooleanSupplier never = () -> false;
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return turns.take(network, goesFirst, never);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private void awaitWaiting(int count) {
        awaitWaiting(turns, count);
    }

    private static void awaitWaiting(Turns turns, int count) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (turns.waiting() != count) {
            assertThat(System.nanoTime())
                    .as("still " + turns.waiting() + " wait")
                    .isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
