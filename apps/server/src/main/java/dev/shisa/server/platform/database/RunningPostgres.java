package dev.shisa.server.platform.database;

import dev.shisa.server.platform.storage.DataInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way into the database of a data folder for a process beside the server, which need not be stopped for it: that of the
 * server, or one that is started for the while and stopped when this is closed.
 */
public record RunningPostgres(
        String jdbcUrl,
        String user,
        String password,
        @Nullable EmbeddedPostgres own) implements AutoCloseable {

    private static final int PORT_LINE = 3;
    private static final int STATE_LINE = 7;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Half a minute: a database that ended is started again at once, on a busy machine later. */
    private static final int LOOKS_MAX = 60;

    /** Five minutes: one that recovers what it had not written waits for the disk. */
    private static final int LOOKS_AT_A_STARTING_ONE_MAX = 600;

    /**
     * A server whose database ended starts it again: until then there is none to reach, and the folder is not ours. That is
     * waited for.
     *
     * @param data one that has a database; see {@link #isIn}
     * @throws DataInUseException if somebody holds the folder who does not run a database
     */
    public static RunningPostgres reach(Path data) throws IOException {
        for (int looks = 0; ; looks++) {
            Optional<RunningPostgres> running = of(data);
            if (running.isPresent()) {
                return running.get();
            }
            try {
                EmbeddedPostgres own = EmbeddedPostgres.start(data, PostgresOptions.standard());
                return new RunningPostgres(own.jdbcUrl(), own.user(), own.password(), own);
            } catch (DataInUseException e) {
                if (looks >= (isStarting(data) ? LOOKS_AT_A_STARTING_ONE_MAX : LOOKS_MAX)) {
                    throw e;
                }
                try {
                    Thread.sleep(BETWEEN_LOOKS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private static boolean isStarting(Path data) throws IOException {
        return !LeftoverProcesses.in(data.resolve("postgres").resolve("data").toRealPath())
                .isEmpty();
    }

    /** Whether the folder has a database of its own at all. */
    public static boolean isIn(Path data) {
        return Files.isDirectory(data.resolve("postgres").resolve("data"));
    }

    /** Empty if no database runs there. */
    static Optional<RunningPostgres> of(Path data) throws IOException {
        Path cluster = data.resolve("postgres").resolve("data");
        Path state = cluster.resolve("postmaster.pid");
        List<String> lines;
        try {
            lines = Files.readAllLines(state);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean ready = lines.size() > STATE_LINE
                && lines.get(STATE_LINE).strip().equals("ready")
                && LeftoverProcesses.in(cluster.toRealPath())
                        .contains(Long.parseLong(lines.getFirst().strip()));
        if (!ready) {
            return Optional.empty();
        }
        return Optional.of(new RunningPostgres(
                EmbeddedPostgres.jdbcUrl(Integer.parseInt(lines.get(PORT_LINE).strip()), PostgresCluster.DATABASE),
                PostgresCluster.USER,
                PostgresCluster.readPassword(data),
                null));
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL at " + jdbcUrl;
    }
}
