package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.database.RunningPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way into an installation's database for a process beside the server: the external one that the settings name, or
 * the embedded one, which is started for the while if no server runs.
 */
final class DatabaseAddress implements AutoCloseable {

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
            if (!RunningPostgres.isIn(data)) {
                throw new BackupException("no-database", data);
            }
            RunningPostgres running = RunningPostgres.reach(data);
            return new DatabaseAddress(running.jdbcUrl(), running.user(), running.password(), running.own());
        } catch (IOException e) {
            throw new BackupException(e, "file", data, String.valueOf(e.getMessage()));
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
