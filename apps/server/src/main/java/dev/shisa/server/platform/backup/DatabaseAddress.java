package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.database.RunningPostgres;
import dev.shisa.server.platform.storage.DataInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way into an installation's database for a process beside the server: the external one that the settings name, or
 * the embedded one, which is started for the while if no server runs.
 */
final class DatabaseAddress implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Half a minute: a database that ended is there again after a few seconds, on a busy machine later. */
    private static final int LOOKS_MAX = 60;

    private final String url;
    private final String user;
    private final String password;
    private final @Nullable EmbeddedPostgres started;

    private DatabaseAddress(String url, String user, String password, @Nullable EmbeddedPostgres started) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.started = started;
    }

    /** An external PostgreSQL, as {@code shisa.database.url}, {@code .user} and {@code .password} name it. */
    record External(String url, String user, String password) {

        @Override
        public String toString() {
            return url;
        }
    }

    /** The database of an installation that exists. */
    static DatabaseAddress of(Path data, Optional<External> external) {
        if (external.isPresent()) {
            return of(external.get());
        }
        try {
            if (!Files.isDirectory(data.resolve("postgres").resolve("data"))) {
                throw new BackupException("no-database", data);
            }
            return running(data).orElseGet(() -> startedOrOfServer(data));
        } catch (IOException | UncheckedIOException e) {
            throw new BackupException(e, "file", data, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<DatabaseAddress> running(Path data) throws IOException {
        return RunningPostgres.of(data)
                .map(running -> new DatabaseAddress(running.jdbcUrl(), running.user(), running.password(), null));
    }

    /** A server whose database ended starts it again: until then there is none to reach, and the folder is not ours. */
    private static DatabaseAddress startedOrOfServer(Path data) {
        for (int looks = 0; ; looks++) {
            try {
                return started(data, PostgresOptions.standard());
            } catch (DataInUseException e) {
                if (looks == LOOKS_MAX) {
                    throw e;
                }
                try {
                    Thread.sleep(BETWEEN_LOOKS);
                    Optional<DatabaseAddress> running = running(data);
                    if (running.isPresent()) {
                        return running.get();
                    }
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
        }
    }

    static DatabaseAddress of(External external) {
        return new DatabaseAddress(external.url(), external.user(), external.password(), null);
    }

    /** A database of its own in a folder, created if there is none. */
    static DatabaseAddress started(Path data, PostgresOptions options) {
        EmbeddedPostgres started = EmbeddedPostgres.start(data, options);
        return new DatabaseAddress(started.jdbcUrl(), started.user(), started.password(), started);
    }

    Connection connect() {
        try {
            return DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    BackupException unreachable(SQLException e) {
        return new BackupException(
                e,
                "database",
                this,
                String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }

    @Override
    public String toString() {
        return url;
    }
}
