package dev.shisa.server.platform.database;

import static dev.shisa.server.platform.database.DatabaseStartException.Reason.FOLDER_NOT_WRITABLE;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.INTERRUPTED;

import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A running PostgreSQL 18 whose programs, data, password and log are all in one data directory.
 *
 * <p>Files: {@code lock}, {@code postgres/bin-<version>}, {@code postgres/data}, {@code secrets/database-password},
 * {@code logs/postgresql.log}. It listens on the loopback address only, on a port that is free at the start and kept
 * until the stop, and lets in one role with a generated password (SCRAM-SHA-256). While it lives, the data directory is
 * locked.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private final DataLock lock;
    private final RotatingLog log;
    private final PostgresServer server;
    private final String password;

    private EmbeddedPostgres(DataLock lock, RotatingLog log, PostgresServer server, String password) {
        this.lock = lock;
        this.log = log;
        this.server = server;
        this.password = password;
    }

    /**
     * Starts the database of a data directory, creating what is missing and clearing what an earlier crash left over;
     * returns when it answers.
     *
     * @throws DatabaseStartException with what is in the way and what to do about it
     * @throws dev.shisa.server.platform.storage.DataInUseException when another Shisa uses the data folder
     */
    public static EmbeddedPostgres start(Path data, PostgresOptions options) {
        try {
            return startOrFail(data, options);
        } catch (IOException e) {
            throw new DatabaseStartException(FOLDER_NOT_WRITABLE, e, data, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseStartException(INTERRUPTED, e);
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(PostgresCluster.DATABASE);
    }

    /** The address of another database of the same server. */
    public String jdbcUrl(String database) {
        return jdbcUrl(server.port(), database);
    }

    static String jdbcUrl(int port, String database) {
        // Loopback without TLS: asking for it would cost each new session a round trip.
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    public String user() {
        return PostgresCluster.USER;
    }

    public String password() {
        return password;
    }

    /** Process number of the server's main process. */
    public long processId() {
        return server.processId();
    }

    /** Stops the database, cleanly if it can, and returns when none of its processes is left. */
    @Override
    public void close() {
        try {
            server.stop();
        } finally {
            closeQuietly(log);
            closeQuietly(lock);
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL at " + jdbcUrl();
    }

    private static EmbeddedPostgres startOrFail(Path wanted, PostgresOptions options)
            throws IOException, InterruptedException {
        DataLock lock = DataLock.take(wanted);
        boolean started = false;
        try {
            // Links resolved: the kernel shows working directories that way.
            Path data = wanted.toRealPath();
            Path postgres = data.resolve("postgres");
            Path cluster = postgres.resolve("data");
            OwnerOnlyFiles.createFolder(postgres);
            PostgresBinaries binaries = PostgresBinaries.under(options.binaries()
                    .map(path -> path.toAbsolutePath().normalize())
                    .orElse(postgres));
            LeftoverProcesses.stop(cluster, binaries);
            PostgresIdentity identity =
                    PostgresIdentity.choose(options.runAs(), binaries.program("postgres"), postgres);
            String password = new PostgresCluster(cluster, binaries, identity)
                    .prepare(PostgresCluster.passwordFile(data), options.durable());
            RotatingLog log = new RotatingLog(
                    OwnerOnlyFiles.createFolder(data.resolve("logs")).resolve("postgresql.log"));
            try {
                PostgresServer server = PostgresServer.start(cluster, binaries, identity, options, log);
                if (options.binaries().isEmpty()) {
                    binaries.removeOthers();
                }
                started = true;
                return new EmbeddedPostgres(lock, log, server, password);
            } finally {
                if (!started) {
                    closeQuietly(log);
                }
            }
        } finally {
            if (!started) {
                closeQuietly(lock);
            }
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Nothing depends on it any more: the kernel closes the file with the process.
            System.getLogger(EmbeddedPostgres.class.getName()).log(System.Logger.Level.DEBUG, "close failed", e);
        }
    }
}
