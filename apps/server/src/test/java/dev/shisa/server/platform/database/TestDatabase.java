package dev.shisa.server.platform.database;

import dev.shisa.server.platform.storage.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

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
    private static final Map<String, Emptying> EMPTYING = new ConcurrentHashMap<>();

    /** A copy of the migrated, otherwise empty database. */
    public static TestDatabase fresh() {
        return create(" TEMPLATE " + TEMPLATE + " STRATEGY WAL_LOG");
    }

    /** A database with nothing in it. */
    public static TestDatabase empty() {
        return create("");
    }

    /** What this one is now, file by file, and nothing of it in memory yet; nobody may be connected to this one. */
    public TestDatabase copy() {
        Emptying emptying = EMPTYING.remove(name);
        if (emptying != null) {
            try {
                emptying.close();
            } catch (SQLException e) {
                throw new IllegalStateException("a connection does not end", e);
            }
        }
        return create(" TEMPLATE " + name + " STRATEGY FILE_COPY");
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

    /** Removes every row of every table but the list of migrations. */
    public void emptyRows() {
        try {
            EMPTYING.compute(name, (_, known) -> usable(known)).run();
        } catch (SQLException e) {
            throw new IllegalStateException("the database of the tests could not be emptied", e);
        }
    }

    private Emptying usable(@Nullable Emptying known) {
        try {
            if (known != null && known.isUsable()) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            return new Emptying(connect());
        } catch (SQLException e) {
            throw new IllegalStateException("the database of the tests cannot be reached", e);
        }
    }

    /** Which of the JVMs that run tests beside each other this one is. */
    public static String fork() {
        return System.getProperty("shisa.tests.fork", "1");
    }

    /** Programs unpacked once for all test runs of this clone; the clean of the build removes them. */
    public static Path sharedBinaries() {
        return Path.of("target", "postgres").toAbsolutePath();
    }

    /** The file in which a table or an index of this copy lies now. */
    public Path file(String relation) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement path = connection.prepareStatement("SELECT pg_relation_filepath(?::regclass)")) {
            path.setString(1, relation);
            try (ResultSet row = path.executeQuery()) {
                row.next();
                return Server.FOLDER.resolve("postgres/data").resolve(row.getString(1));
            }
        }
    }

    private static final class Server {
        /** Where files are made and removed fastest, thousands of times. */
        static final Path MEMORY = Path.of("/dev/shm");

        static final long ROOM_BYTES = 4L << 30;
        static final Path FOLDER = folder();
        static final EmbeddedPostgres INSTANCE = start();

        private static Path folder() {
            try {
                return isRoomy(MEMORY)
                        ? Files.createTempDirectory(MEMORY, "shisa-test-")
                        : Files.createTempDirectory("shisa-test-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isRoomy(Path place) throws IOException {
            return Files.isWritable(place) && Files.getFileStore(place).getUsableSpace() >= ROOM_BYTES;
        }

        private static EmbeddedPostgres start() {
            EmbeddedPostgres server = EmbeddedPostgres.start(FOLDER, PostgresOptions.throwAway(sharedBinaries()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(FOLDER);
            }));
            Flyway.configure()
                    .dataSource(server.jdbcUrl(TEMPLATE), server.user(), server.password())
                    .load()
                    .migrate();
            return server;
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
