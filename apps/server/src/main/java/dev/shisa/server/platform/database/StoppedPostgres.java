package dev.shisa.server.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be told about the database of a data directory while no Shisa runs on it.
 *
 * @param version PostgreSQL's main version that wrote it, e.g. {@code 18}
 * @param endedCleanly whether it was shut down in order; otherwise its next start recovers what was committed
 * @param writtenAt when its control file was last written
 * @param leftover process numbers of a database that still works there
 */
public record StoppedPostgres(String version, boolean endedCleanly, Instant writtenAt, List<Long> leftover) {

    /**
     * Where {@code DBState} and {@code time} stand in {@code global/pg_control}: behind a 64-bit identifier and two
     * 32-bit version numbers (PostgreSQL 18, {@code src/include/catalog/pg_control.h}, {@code ControlFileData}).
     */
    private static final int STATE_OFFSET = 16;

    private static final int TIME_OFFSET = 24;
    private static final int BYTES_READ = 32;

    /** {@code DB_SHUTDOWNED}. */
    private static final int SHUT_DOWN = 1;

    /** The main version that this Shisa brings. */
    public static final String PRESENT_VERSION = PostgresBinaries.MAJOR_VERSION;

    public StoppedPostgres {
        leftover = List.copyOf(leftover);
    }

    /** Empty if there is no database folder. */
    public static Optional<StoppedPostgres> of(Path data) throws IOException {
        Path cluster = data.resolve("postgres").resolve("data");
        if (!Files.isDirectory(cluster)) {
            return Optional.empty();
        }
        byte[] control;
        try (InputStream in = Files.newInputStream(cluster.resolve("global").resolve("pg_control"))) {
            control = in.readNBytes(BYTES_READ);
        }
        if (control.length < BYTES_READ) {
            throw new IOException(cluster + "/global/pg_control has " + control.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(control).order(ByteOrder.nativeOrder());
        return Optional.of(new StoppedPostgres(
                Files.readString(cluster.resolve("PG_VERSION")).strip(),
                bytes.getInt(STATE_OFFSET) == SHUT_DOWN,
                Instant.ofEpochSecond(bytes.getLong(TIME_OFFSET)),
                LeftoverProcesses.in(cluster.toRealPath())));
    }

    /** Whether Shisa once made a database here, so that a missing folder is a loss and not a beginning. */
    public static boolean wasMade(Path data) {
        return Files.exists(PostgresCluster.passwordFile(data));
    }
}
