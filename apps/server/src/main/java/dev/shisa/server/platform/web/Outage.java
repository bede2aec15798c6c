package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps a request from being served although nothing is wrong with it nor with the program: the database is away,
 * the disk is full or refuses to be written, what is stored is damaged. Each has its own words, since each asks for
 * something else to be done.
 */
final class Outage {

    private static final int CAUSES_MAX = 50;

    /** EMFILE, and the beginning of ENFILE, in the system's words. */
    private static final String NO_HANDLE = "Too many open files";

    /** Connections, insufficient resources, errors of the system and of the driver (PostgreSQL, appendix A; pgjdbc). */
    private static final List<String> STATES_OF_SYSTEM = List.of("08", "53", "58", "99");

    /** HikariCP's words, without a state, for what is asked of a connection that broke before: the rollback of a commit that failed. */
    private static final String GIVEN_UP = "Connection is closed";

    private static final String ALWAYS_THERE = "/dev/null";

    private Outage() {}

    /**
     * The problem to tell; empty if the failure is of another kind. A missing file handle comes first, since it shows
     * itself as whatever could not be opened: a database that is away, a class that is not there.
     */
    static Optional<Problem> behind(Throwable failure) {
        List<Throwable> causes = causes(failure);
        if (causes.stream().anyMatch(Outage::lacksHandle)) {
            return busy();
        }
        return causes.stream()
                .map(Outage::problem)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() ->
                        causes.stream().anyMatch(Outage::couldNotOpen) && !handleIsLeft() ? busy() : Optional.empty());
    }

    /** What the JDK makes of a missing handle in places where it keeps quiet about it. */
    private static boolean couldNotOpen(Throwable cause) {
        return cause instanceof IOException || cause instanceof LinkageError || cause instanceof InternalError;
    }

    /** By taking one. */
    private static boolean handleIsLeft() {
        try (InputStream handle = new FileInputStream(ALWAYS_THERE)) {
            return handle.read() < 0;
        } catch (IOException e) {
            return !lacksHandle(e);
        }
    }

    /** A failure and what it came from, the nearest first: also what the database's driver chains in its own way. */
    private static List<Throwable> causes(Throwable failure) {
        Set<Throwable> found = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        Deque<Throwable> waiting = new ArrayDeque<>(List.of(failure));
        while (!waiting.isEmpty() && causes.size() < CAUSES_MAX) {
            Throwable next = waiting.remove();
            if (found.add(next)) {
                causes.add(next);
                Optional.ofNullable(next.getCause()).ifPresent(waiting::add);
                if (next instanceof SQLException sql) {
                    Optional.ofNullable(sql.getNextException()).ifPresent(waiting::add);
                }
            }
        }
        return causes;
    }

    /** By words alone, since errors of loading and initialising keep nothing else; the database's other errors quote what people typed. */
    private static boolean lacksHandle(Throwable cause) {
        boolean system = !(cause instanceof SQLException sql)
                || sql.getSQLState() == null
                || STATES_OF_SYSTEM.stream().anyMatch(sql.getSQLState()::startsWith);
        return system
                && (said(cause).contains(NO_HANDLE)
                        || Arrays.stream(cause.getSuppressed()).anyMatch(s -> said(s).contains(NO_HANDLE)));
    }

    private static String said(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    private static Optional<Problem> problem(Throwable cause) {
        return switch (cause) {
            case SQLTransientConnectionException _ -> away();
            case SQLException e -> ofState(String.valueOf(e.getSQLState()), said(e));
            case UncheckedIOException _ -> Optional.empty();
            case IOException e -> ofSystem(said(e));
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
            default -> state.startsWith("08") || message.equals(GIVEN_UP) ? away() : ofSystem(message);
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
        return Optional.empty();
    }

    private static Optional<Problem> busy() {
        return Optional.of(new Problem(503, "outage.busy"));
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
