package dev.shisa.server.platform.database;

import dev.shisa.server.platform.storage.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * Databases for tests: one PostgreSQL for each test JVM, migrated once, and a copy of it for whoever asks.
 *
 * <p>A test class calls {@link #fresh()} once and has a migrated, empty database to itself. Everything is thrown away
 * with the JVM, however it ends.
 *
 * @param name of the copy, different each time
 */
public record TestDatabase(String name, String jdbcUrl, String user, String password) {

    private static final String TEMPLATE = "shisa";
    private static final AtomicInteger COPIES = new AtomicInteger();

    /** A copy of the migrated, otherwise empty database. */
    public static TestDatabase fresh() {
        return create(" TEMPLATE " + TEMPLATE + " STRATEGY WAL_LOG");
    }

    /** A database with nothing in it. */
    public static TestDatabase empty() {
        return create("");
    }

    private static TestDatabase create(String like) {
        String name = "test_" + COPIES.incrementAndGet();
        EmbeddedPostgres server = Server.INSTANCE;
        // "postgres" cannot be the place to say it from: our role has no business there, but it may connect.
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + like);
        } catch (SQLException e) {
            throw new IllegalStateException("no copy of the template database", e);
        }
        return new TestDatabase(name, server.jdbcUrl(name), server.user(), server.password());
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    /** Programs unpacked once for all test runs of this clone; the clean of the build removes them. */
    public static Path sharedBinaries() {
        return Path.of("target", "postgres").toAbsolutePath();
    }

    private static final class Server {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                Path data = Files.createTempDirectory("shisa-test-");
                EmbeddedPostgres server = EmbeddedPostgres.start(data, PostgresOptions.throwAway(sharedBinaries()));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    delete(data);
                }));
                Flyway.configure()
                        .dataSource(server.jdbcUrl(TEMPLATE), server.user(), server.password())
                        .load()
                        .migrate();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path data) {
            try {
                Trees.delete(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
