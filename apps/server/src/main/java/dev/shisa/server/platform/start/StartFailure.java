package dev.shisa.server.platform.start;

import dev.shisa.server.platform.StartException;
import dev.shisa.server.platform.storage.DiskSpace;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.boot.web.server.PortInUseException;

/** Why the server did not start, in one clear sentence; the rest is in the log. */
public final class StartFailure {

    /** The database stops, starts again after a crash, or does not accept anybody yet (PostgreSQL, appendix A: 57P01 to 57P03). */
    private static final String STOPPING = "57P0";

    /** No connection (PostgreSQL, appendix A: class 08). */
    private static final String AWAY = "08";

    /** Who asks is not known, or not by this password (class 28). */
    private static final String UNKNOWN_USER = "28";

    private static final String WRONG_PASSWORD = "28P01";
    private static final String UNKNOWN_DATABASE = "3D000";
    private static final String NO_FILE = "58P01";

    /** Damaged data and indexes have numbers of their own in it, damage elsewhere is an internal error (class XX). */
    private static final String FAULT = "XX";

    /** How what the database says begins when it refuses a connection; its messages are not translated. */
    private static final String REFUSED = "FATAL:";

    /** One segment of the database's log: with less room it stops at the first thing that it has to write; bytes. */
    private static final long NO_ROOM = 16 << 20;

    private StartFailure() {}

    public static String sentence(Throwable failure, Path data) {
        return sentence(failure, data, Locale.getDefault());
    }

    static String sentence(Throwable failure, Path data, Locale locale) {
        return sentence(failure, data, locale, free(data));
    }

    /** @param free bytes that may still be written in the data folder */
    static String sentence(Throwable failure, Path data, Locale locale, long free) {
        Messages messages = new Messages();
        Path log = data.resolve("logs").resolve("shisa.log");
        Optional<StartException> known = cause(failure, StartException.class);
        if (known.isPresent()) {
            return known.get().sentence(locale);
        }
        Optional<PortInUseException> port = cause(failure, PortInUseException.class);
        if (port.isPresent()) {
            return messages.get(
                    locale, "start.failed.port", String.valueOf(port.get().getPort()));
        }
        if (cause(failure, java.net.BindException.class).isPresent()) {
            return messages.get(locale, "start.failed.bind");
        }
        Optional<SQLException> sql = cause(failure, SQLException.class);
        if (sql.isPresent()) {
            Optional<String> sentence = sentence(sql.get(), data, messages, locale, free);
            if (sentence.isPresent()) {
                return sentence.get();
            }
        }
        Optional<FlywayException> migration = cause(failure, FlywayException.class);
        if (migration.isPresent()) {
            Throwable reason = sql.isPresent() ? sql.get() : migration.get();
            return messages.get(locale, "start.failed.migration", message(reason), log);
        }
        Optional<IOException> io = cause(failure, IOException.class);
        if (io.isPresent()) {
            return messages.get(locale, "start.failed.file", message(io.get()), log);
        }
        Throwable root = root(failure);
        String kind = root.getClass().getSimpleName();
        return messages.get(
                locale, "start.failed.bug", root.getMessage() == null ? kind : kind + ": " + message(root), log);
    }

    private static Optional<String> sentence(
            SQLException failure, Path data, Messages messages, Locale locale, long free) {
        Path log = data.resolve("logs").resolve("shisa.log");
        String state = String.valueOf(failure.getSQLState());
        String said = message(failure);
        boolean isAway = state.startsWith(STOPPING) || state.startsWith(AWAY);
        boolean isUnknown = state.startsWith(UNKNOWN_USER) || state.equals(UNKNOWN_DATABASE);
        boolean isDamaged = state.startsWith(FAULT);
        if (isEmbedded()) {
            // A database that stopped for want of room, and one that is damaged, look the same from outside.
            if (isAway && free < NO_ROOM) {
                return Optional.of(messages.get(locale, "start.failed.disk-full", data, free >> 20, said, log));
            }
            if (isAway) {
                Path files = data.resolve("postgres").resolve("data");
                return Optional.of(messages.get(locale, "start.failed.database-stops", said, files));
            }
            Path password = data.resolve("secrets").resolve("database-password");
            if (state.equals(WRONG_PASSWORD) && Files.exists(password)) {
                return Optional.of(messages.get(locale, "start.failed.database-password", password));
            }
            // Nobody but Shisa makes its user, its database and its files. A refusal that is not for want of room is
            // their damage, too.
            isDamaged |= isUnknown || state.equals(NO_FILE) || (said.startsWith(REFUSED) && !isOfTheDisk(state));
        } else if (isAway || isUnknown) {
            return Optional.of(messages.get(locale, "start.failed.database", said, log));
        }
        if (isDamaged) {
            return Optional.of(messages.get(locale, "start.failed.damaged", said + detail(failure), data));
        }
        return isOfTheDisk(state)
                ? Optional.of(messages.get(locale, "start.failed.file", said, log))
                : Optional.empty();
    }

    private static long free(Path data) {
        try {
            return DiskSpace.free(data);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** No room or memory, an error of input and output, a database that may only be read (PostgreSQL, appendix A). */
    private static boolean isOfTheDisk(String state) {
        return state.startsWith("53") || state.startsWith("58") || state.equals("25006");
    }

    static boolean isEmbedded() {
        return System.getProperty(DatabaseHeadStart.ELSEWHERE, "").isEmpty();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause)
                .limit(50)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** What the database adds, often the name of the file; it is no part of the message, since it may hold values of rows. */
    private static String detail(SQLException failure) {
        ServerErrorMessage said = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return said == null || said.getDetail() == null ? "" : " " + said.getDetail();
    }

    private static Throwable root(Throwable failure) {
        return Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause)
                .limit(50)
                .reduce(failure, (before, after) -> after);
    }

    private static String message(Throwable failure) {
        String text = failure.getMessage();
        return text == null
                ? failure.getClass().getSimpleName()
                : text.strip().lines().findFirst().orElse("");
    }
}
