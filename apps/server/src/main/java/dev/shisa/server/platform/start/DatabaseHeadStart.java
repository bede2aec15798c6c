package dev.shisa.server.platform.start;

import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.jobs.Background;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Starts our own database while the context is still being made: neither waits for anything of the other until the first
 * connection. Who needs the database takes it from here ({@link DatabaseConfig}); what nobody took is stopped.
 */
public final class DatabaseHeadStart implements AutoCloseable {

    /** The setting that names another database than our own, and the system property in which {@code Shisa} keeps it. */
    public static final String ELSEWHERE = "shisa.database.url";

    private @Nullable Future<EmbeddedPostgres> started;
    private boolean taken;

    /** Begins, unless {@link #ELSEWHERE} is set. */
    public void begin(Path data) {
        if (StartFailure.isEmbedded()) {
            begin(() -> EmbeddedPostgres.start(data, PostgresOptions.standard()));
        }
    }

    synchronized void begin(Callable<EmbeddedPostgres> start) {
        ExecutorService thread = Background.threadEach("database-start");
        started = thread.submit(start);
        thread.shutdown();
    }

    /**
     * The running database, which is the caller's to close from now on; empty if none was begun.
     *
     * @throws RuntimeException with which its start failed
     */
    synchronized Optional<EmbeddedPostgres> take() throws InterruptedException {
        if (started == null || taken) {
            return Optional.empty();
        }
        try {
            EmbeddedPostgres database = started.get();
            taken = true;
            return Optional.of(database);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw new IllegalStateException("the database could not be started", e.getCause());
        }
    }

    /** Stops the database if nobody took it. */
    @Override
    public void close() {
        try {
            take().ifPresent(EmbeddedPostgres::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // There is none to stop.
            System.getLogger(DatabaseHeadStart.class.getName())
                    .log(System.Logger.Level.DEBUG, "the database did not start", e);
        }
    }
}
