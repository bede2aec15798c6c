package dev.shisa.server.platform.database;

import static dev.shisa.server.platform.database.DatabaseStartException.Reason.POSTGRES_REFUSED;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.TOO_SLOW;

import dev.shisa.server.platform.jobs.Background;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server process and the thread that watches it.
 *
 * <p>One platform thread starts the process, copies its messages to the log and starts it again, on the same port, if
 * it ends without being asked to. It must be one thread that lives as long as the server: the kernel's signal "your
 * parent is gone" is bound to the thread that started the process, not to the whole JVM.
 */
final class PostgresServer {

    private static final System.Logger LOGGER = System.getLogger(PostgresServer.class.getName());
    private static final long POLL_MS = 5;

    /** Between finding a free port and taking it, another program may take it; five times in a row it does not. */
    private static final int PORTS_TRIED_MAX = 5;

    /** A database that ends more often is started again with pauses: whatever it is, a full disk above all, may pass. */
    private static final int RESTARTS_AT_ONCE_MAX = 5;

    private static final Duration RESTART_PAUSE = Duration.ofSeconds(10);

    private static final Duration RESTARTS_FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final Duration GONE_MAX = Duration.ofSeconds(10);

    private final Path cluster;
    private final PostgresBinaries binaries;
    private final PostgresIdentity identity;
    private final PostgresOptions options;
    private final RotatingLog log;
    private final int port;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch askedToStop = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean wasReady;
    private volatile @Nullable Process process;
    private volatile @Nullable IOException cannotLaunch;

    private PostgresServer(
            Path cluster,
            PostgresBinaries binaries,
            PostgresIdentity identity,
            PostgresOptions options,
            RotatingLog log,
            int port) {
        this.cluster = cluster;
        this.binaries = binaries;
        this.identity = identity;
        this.options = options;
        this.log = log;
        this.port = port;
    }

    static PostgresServer start(
            Path cluster,
            PostgresBinaries binaries,
            PostgresIdentity identity,
            PostgresOptions options,
            RotatingLog log)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            PostgresServer server = new PostgresServer(cluster, binaries, identity, options, log, freePort());
            log.forgetLastLines();
            Background.start("postgresql", server::supervise);
            try {
                server.awaitReady();
                return server;
            } catch (DatabaseStartException | InterruptedException e) {
                server.stop();
                boolean portTaken = log.lastLines().stream().anyMatch(line -> line.contains("could not bind"));
                if (!portTaken || attempt == PORTS_TRIED_MAX) {
                    throw e;
                }
            }
        }
    }

    int port() {
        return port;
    }

    long processId() {
        Process current = process;
        return current == null ? -1 : current.pid();
    }

    /** Stops the server: sessions are ended, what is committed is on disk; harder when that takes too long. */
    void stop() {
        stopping = true;
        askedToStop.countDown();
        boolean interrupted = false;
        try {
            if (!askToStop("INT", options.stopTimeout()) && !askToStop("QUIT", GONE_MAX)) {
                LeftoverProcesses.signal("KILL", LeftoverProcesses.in(cluster));
            }
            if (!LeftoverProcesses.goneWithin(cluster, GONE_MAX)) {
                LOGGER.log(System.Logger.Level.WARNING, "the database in {0} does not stop", cluster);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "cannot see whether the database stopped: " + e);
        } finally {
            Process current = process;
            if (current != null && current.isAlive()) {
                current.destroyForcibly();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean askToStop(String signal, Duration limit) throws InterruptedException {
        Process current = process;
        if (current != null && current.isAlive()) {
            LeftoverProcesses.signal(signal, List.of(current.pid()));
        }
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void supervise() {
        List<Long> restarts = new ArrayList<>();
        try {
            runOnce();
            while (wasReady && !stopping && !askedToStop.await(pause(restarts).toMillis(), TimeUnit.MILLISECONDS)) {
                startAgain();
            }
        } catch (IOException e) {
            cannotLaunch = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** How long to wait before it is started again. */
    private Duration pause(List<Long> restarts) {
        long now = System.nanoTime();
        restarts.removeIf(at -> now - at > RESTARTS_FORGOTTEN_AFTER.toNanos());
        if (restarts.size() == RESTARTS_AT_ONCE_MAX) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "the database ends again and again; it is tried every " + RESTART_PAUSE.toSeconds() + " s: "
                            + String.join(" | ", log.lastLines()));
            return RESTART_PAUSE;
        }
        restarts.add(now);
        LOGGER.log(System.Logger.Level.WARNING, "the database ended unexpectedly and is started again");
        return Duration.ZERO;
    }

    private void startAgain() throws InterruptedException {
        try {
            // Its children notice within moments that it is gone; a new one must not meet them.
            LeftoverProcesses.stop(cluster, binaries);
            runOnce();
        } catch (IOException | DatabaseStartException e) {
            // No file handle or no process is to be had at this moment, for example.
            LOGGER.log(System.Logger.Level.ERROR, "the database cannot be started again now: " + e.getMessage());
        }
    }

    private void runOnce() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(identity.serverCommand(words(), options.diesWithParent())).redirectErrorStream(true);
        PostgresIdentity.cleanEnvironment(builder.environment());
        Process started = builder.start();
        process = started;
        started.getOutputStream().close();
        // Whoever it leaves behind keeps the end of its messages from coming.
        Thread orphans = Background.startLight("postgresql-orphans", () -> stopOrphans(started));
        if (stopping) {
            LeftoverProcesses.signal("INT", List.of(started.pid()));
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                log.add(line);
                line = lines.readLine();
            }
        }
        orphans.join();
    }

    private void stopOrphans(Process main) {
        try {
            main.waitFor();
            if (!LeftoverProcesses.stopOrphans(cluster)) {
                LOGGER.log(System.Logger.Level.ERROR, "processes of the database in {0} do not stop", cluster);
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.ERROR, "cannot see what the database left behind: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The third word of the last line of {@code postmaster.pid} is its state; the first line says whose. */
    private boolean isReady() throws IOException {
        Process current = process;
        Path file = cluster.resolve("postmaster.pid");
        if (current == null || !Files.exists(file)) {
            return false;
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() >= 8
                && lines.getFirst().equals(Long.toString(current.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + options.startTimeout().toNanos();
        while (!isReady()) {
            if (ended.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                IOException problem = cannotLaunch;
                throw new DatabaseStartException(
                        POSTGRES_REFUSED,
                        problem,
                        cluster,
                        problem == null ? String.join(" | ", whyItEnded()) : problem);
            }
            if (System.nanoTime() > end) {
                throw new DatabaseStartException(
                        TOO_SLOW,
                        null,
                        cluster,
                        options.startTimeout().toSeconds(),
                        String.join(" | ", log.lastLines()));
            }
        }
        wasReady = true;
    }

    /** The lines with which PostgreSQL gave up; all that there are, if it gave no reason. */
    private List<String> whyItEnded() {
        List<String> all = log.lastLines();
        List<String> reasons = all.stream()
                .filter(line -> line.contains("PANIC:") || line.contains("FATAL:"))
                .toList();
        return reasons.isEmpty() ? all : reasons;
    }

    /**
     * The server's settings, on the command line so that they belong to the program's version and not to the data.
     * Sized for a small machine: at rest it takes about 20 MB, and one process fewer for each thing it need not do.
     */
    private List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                binaries.program("postgres").toString(), "-D", cluster.toString(), "-p", Integer.toString(port)));
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=" + options.connectionsMax(),
                "password_encryption=scram-sha-256",
                "shared_buffers=48MB",
                "effective_cache_size=256MB",
                "work_mem=4MB",
                "maintenance_work_mem=32MB",
                "huge_pages=off",
                "jit=off",
                // No worker processes for reading ahead, replication or parallel queries: two cores, small tables.
                "io_method=sync",
                "wal_level=minimal",
                "max_wal_senders=0",
                "max_logical_replication_workers=0",
                "max_worker_processes=2",
                "max_parallel_workers_per_gather=0",
                "autovacuum_worker_slots=2",
                "autovacuum_max_workers=2",
                "min_wal_size=32MB",
                "max_wal_size=512MB",
                "wal_compression=on",
                "random_page_cost=1.1",
                "timezone=UTC",
                "log_timezone=UTC",
                "lc_messages=C",
                "log_line_prefix=%m [%p] ",
                "log_checkpoints=off",
                // A statement and what is said beside its error may hold personal data or a password; the error is
                // enough.
                "log_min_error_statement=panic",
                "log_error_verbosity=terse",
                "log_parameter_max_length_on_error=0"));
        settings.addAll(
                options.durable()
                        ? List.of("fsync=on", "synchronous_commit=on", "full_page_writes=on")
                        : List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        settings.forEach(setting -> {
            words.add("-c");
            words.add(setting);
        });
        return words;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
