package dev.shisa.server.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.logs.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No work behind the pages ends without a word. */
class BackgroundTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What starts a thread, or makes something that does. */
    private static final Pattern THREADS = Pattern.compile(
            "new Thread\\(|Thread\\.(ofVirtual|ofPlatform|startVirtualThread)\\b|\\bExecutors\\.|ForkJoinPool|\\.(supply|run)Async\\(|parallelStream\\(|new"
                    + " Timer\\(");

    @Test
    void anErrorIsToldToWhoWaitsAndToTheDoctorUntilWorkOfThatNameEndsWell() throws InterruptedException {
        CompletableFuture<String> waits = new CompletableFuture<>();
        Thread failing = Background.start(
                "test-work",
                () -> {
                    throw new OutOfMemoryError("made by the test");
                },
                waits::completeExceptionally);
        assertThat(failing.join(PATIENCE)).isTrue();
        assertThat(waits).isCompletedExceptionally();
        assertThat(Background.failed()).containsEntry("test-work", "OutOfMemoryError");

        assertThat(Background.start("test-work", () -> waits.complete("done")).join(PATIENCE))
                .isTrue();
        assertThat(Background.failed()).doesNotContainKey("test-work");
    }

    @Test
    void whatIsFreedIsFreedAlsoWhenThatFails() throws InterruptedException {
        Thread failing = Background.start(
                "test-twice",
                () -> {
                    throw new StackOverflowError("made by the test");
                },
                failed -> {
                    throw new IllegalStateException(failed);
                });
        assertThat(failing.join(PATIENCE)).isTrue();
        assertThat(Background.failed()).containsEntry("test-twice", "IllegalStateException");
        Background.run("test-twice", () -> {}, failed -> {});
    }

    /** Fails of an Error in its first round. */
    private static final class Worker extends SignalledWorker {

        private final Semaphore rounds = new Semaphore(0);
        private final CommitSignal signal;
        private boolean isFirst = true;

        Worker(CommitSignal signal) {
            super("test-worker", signal);
            this.signal = signal;
        }

        @Override
        protected void round() {
            rounds.release();
            if (isFirst) {
                isFirst = false;
                throw new OutOfMemoryError("made by the test");
            }
        }

        void next() {
            signal.give();
            rounds.acquireUninterruptibly();
        }
    }

    private static final class Signal extends CommitSignal {}

    @Test
    void aWorkerGoesOnAfterAnErrorAndSaysSoUntilARoundEndsWell() {
        Worker worker = new Worker(new Signal());
        List<String> lines = new ArrayList<>();
        try (LogLines _ = LogLines.of(SignalledWorker.class, lines::add)) {
            worker.start();
            worker.rounds.acquireUninterruptibly();
            worker.next();
            worker.next();
            // The round before the last one has ended well when the last one began.
            worker.wake("ended", "failed");
            assertThat(Background.failed()).doesNotContainKey("test-worker");
            worker.stop();
        }
        assertThat(lines).containsExactly("worker test-worker begins", "worker test-worker ended");
    }

    @Test
    void aWorkerThatFailsOfAnErrorIsNotTakenForOneThatIsWell() throws InterruptedException {
        Signal signal = new Signal();
        Worker worker = new Worker(signal);
        worker.start();
        worker.rounds.acquire();
        for (long end = System.nanoTime() + PATIENCE.toNanos();
                !Background.failed().containsKey("test-worker") && System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
        assertThat(Background.failed()).containsEntry("test-worker", "OutOfMemoryError");
        assertThatThrownBy(() -> worker.wake("ended", "failed")).hasMessage("failed");
        worker.rounds.acquire();
        worker.stop();
    }

    @Test
    void nobodyElseStartsAThread() throws IOException {
        Path main = Path.of("src", "main", "java");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(main)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (!file.endsWith(Path.of("platform", "jobs", "Background.java"))
                        && THREADS.matcher(Files.readString(file)).find()) {
                    found.add(main.relativize(file).toString());
                }
            }
        }
        assertThat(found)
                .as("threads are started by platform.jobs.Background, so that an Error in one is told")
                .isEmpty();
    }
}
