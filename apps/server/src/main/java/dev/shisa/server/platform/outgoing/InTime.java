package dev.shisa.server.platform.outgoing;

import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.transaction.Effects;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends something in a bounded time, whatever is at the other end. */
public final class InTime {

    private InTime() {}

    /**
     * Sends on a thread of its own and waits for what becomes of it; what hangs is left behind, interrupted. Not on a virtual thread: a
     * folder that hangs would hold a carrier of the pages.
     *
     * <p>Refused within a transaction, which would hold its locks and its connection meanwhile, and may come to nothing when it has gone.
     *
     * @param name of the thread
     * @param slow what became of it when it takes longer than {@code most}
     * @param broken what became of it when it throws
     */
    public static Outcome send(
            String name,
            Duration most,
            Callable<Outcome> sending,
            Supplier<Outcome> slow,
            Function<Throwable, Outcome> broken) {
        if (Effects.mayComeToNothing()) {
            throw new IllegalStateException(name + " is sent within a transaction");
        }
        FutureTask<Outcome> task = new FutureTask<>(sending);
        Background.start(name, task);
        try {
            return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return slow.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return new Outcome.Failed("stopped");
        } catch (ExecutionException e) {
            return broken.apply(e.getCause() == null ? e : e.getCause());
        }
    }
}
