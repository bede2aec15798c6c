package dev.shisa.server.atonce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two or more at once, stepped by a test: what happens after what is the test's decision and never a question of time.
 *
 * <pre>{@code
 * try (AtOnce atOnce = new AtOnce(transaction)) {
 *     AtOnce.Open early = atOnce.begin();
 *     early.step(() -> store.insert(a));
 *     atOnce.begin().step(() -> store.insert(b)).commit();
 *     assertThat(look.changed()).isTrue();
 *     early.commit();
 *     assertThat(look.changed()).isTrue();
 * }
 * }</pre>
 */
public final class AtOnce implements AutoCloseable {

    private final TransactionTemplate transaction;
    private final List<Open> open = new ArrayList<>();

    public AtOnce(TransactionTemplate transaction) {
        this.transaction = transaction;
    }

    /** A transaction that stays open until the test ends it. */
    public Open begin() {
        Open begun = new Open();
        open.add(begun);
        return begun;
    }

    /** Does something beside the test, which may have to wait for what the test has not done yet. */
    public <T> Future<T> beside(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("beside").start(task);
        return task;
    }

    /** What came of it, within the time that a test waits. */
    public static <T> T result(Future<T> of) {
        try {
            return of.get(Statements.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Error failed) {
                throw failed;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One transaction, in a thread of its own. */
    public final class Open {

        private final BlockingQueue<FutureTask<Boolean>> steps = new LinkedBlockingQueue<>();
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

        private Open() {
            Thread.ofPlatform().daemon().name("beside").start(() -> {
                try {
                    transaction.executeWithoutResult(status -> {
                        for (boolean goesOn = true; goesOn; ) {
                            FutureTask<Boolean> step = next();
                            step.run();
                            goesOn = result(step);
                        }
                    });
                    ended.complete(true);
                } catch (RollBack e) {
                    ended.complete(false);
                } catch (RuntimeException | Error e) {
                    ended.completeExceptionally(e);
                }
            });
        }

        private FutureTask<Boolean> next() {
            try {
                FutureTask<Boolean> step = steps.poll(Statements.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(step).as("nobody ended this transaction").isNotNull();
                return Objects.requireNonNull(step);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Does this in the transaction and returns when it is done. */
        public Open step(Runnable work) {
            FutureTask<Boolean> step = new FutureTask<>(work, true);
            steps.add(step);
            result(step);
            return this;
        }

        /** Ends the transaction, and returns when that is done. */
        public void commit() {
            steps.add(new FutureTask<>(() -> false));
            result(ended);
        }

        /** Ends the transaction as if it had never been. */
        public void rollBack() {
            steps.add(new FutureTask<>(() -> {
                throw new RollBack();
            }));
            assertThat(result(ended)).isFalse();
        }
    }

    private static final class RollBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What a test that failed left open comes to nothing. */
    @Override
    public void close() {
        for (Open one : open) {
            if (!one.ended.isDone()) {
                one.rollBack();
            }
        }
    }
}
