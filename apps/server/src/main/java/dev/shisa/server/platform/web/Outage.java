package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What keeps a request from being served although nothing is wrong with it nor with the program: the database is away,
 * the disk is full or refuses to be written, what is stored is damaged. Each has its own words, since each asks for
 * something else to be done.
 */
final class Outage {

    private static final int CAUSES_MAX = 50;

    private Outage() {}

    /** The problem to tell; empty if the failure is of another kind. */
    static Optional<Problem> behind(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .map(Outage::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Problem> problem(Throwable cause) {
        return switch (cause) {
            case SQLTransientConnectionException _ -> away();
            case SQLException e -> ofState(String.valueOf(e.getSQLState()), String.valueOf(e.getMessage()));
            case UncheckedIOException _ -> Optional.empty();
            case IOException e -> ofSystem(String.valueOf(e.getMessage()));
            default -> Optional.empty();
        };
    }

    /** By the codes of PostgreSQL (its documentation, appendix A). */
    private static Optional<Problem> ofState(String state, String message) {
        return switch (state) {
            case "53100" -> full();
            case "XX001", "XX002" -> Optional.of(new Problem(500, "outage.damaged"));
            case "25006" -> refuses();
            // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections, out_of_memory
            case "57P01", "57P02", "57P03", "53300", "53200" -> away();
            // io_error, system_error: the system's own words are behind the colon.
            case "58030", "58000" -> ofSystem(message).or(Outage::refuses);
            default -> state.startsWith("08") ? away() : ofSystem(message);
        };
    }

    /** By the words of the system (errno), which Java and PostgreSQL tell in English. */
    private static Optional<Problem> ofSystem(String message) {
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return full();
        }
        if (message.contains("Read-only file system") || message.contains("Input/output error")) {
            return refuses();
        }
        return message.contains("Too many open files")
                ? Optional.of(new Problem(503, "outage.busy"))
                : Optional.empty();
    }

    private static Optional<Problem> away() {
        return Optional.of(new Problem(503, "outage.database"));
    }

    private static Optional<Problem> full() {
        return Optional.of(new Problem(507, "outage.disk-full"));
    }

    private static Optional<Problem> refuses() {
        return Optional.of(new Problem(503, "outage.disk-refuses"));
    }
}
