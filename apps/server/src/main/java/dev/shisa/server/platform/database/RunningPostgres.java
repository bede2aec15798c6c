package dev.shisa.server.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The way into the database of a data directory while a Shisa runs on it: for acts from the command line, such as
 * resetting a user, that need not stop the server.
 */
public record RunningPostgres(String jdbcUrl, String user, String password) {

    private static final int PORT_LINE = 3;
    private static final int STATE_LINE = 7;

    /** Empty if no database runs there; {@link EmbeddedPostgres#start} is then the way. */
    public static Optional<RunningPostgres> of(Path data) throws IOException {
        Path cluster = data.resolve("postgres").resolve("data");
        Path state = cluster.resolve("postmaster.pid");
        if (!Files.exists(state)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(state);
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
                PostgresCluster.readPassword(data)));
    }

    @Override
    public String toString() {
        return "PostgreSQL at " + jdbcUrl;
    }
}
