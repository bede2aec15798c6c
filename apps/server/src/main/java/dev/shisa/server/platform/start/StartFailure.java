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
import org.springframework.boot.web.server.PortInUseException;

/** Why the server did not start, in one clear sentence; the rest is in the log. */
public final class StartFailure {

    /** The database stops, starts again after a crash, or does not accept anybody yet (PostgreSQL, appendix A: 57P01 to 57P03). */
    private static final String STOPPING = "57P0";

    /** No connection (PostgreSQL, appendix A: class 08). */
    private static final String AWAY = "08";

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
        Optional<FlywayException> migration = cause(failure, FlywayException.class);
        Optional<SQLException> sql = cause(failure, SQLException.class);
        if (sql.isPresent()) {
            String state = String.valueOf(sql.get().getSQLState());
            if (state.equals("XX001") || state.equals("XX002")) {
                return messages.get(locale, "start.failed.damaged", message(sql.get()), data);
            }
            // A database that stopped for want of room, and one that is damaged, look the same from outside.
            if ((state.startsWith(STOPPING) || state.startsWith(AWAY)) && isEmbedded() && free < NO_ROOM) {
                return messages.get(locale, "start.failed.disk-full", data, free >> 20, message(sql.get()), log);
            }
            Path password = data.resolve("secrets").resolve("database-password");
            if (state.equals("28P01") && Files.exists(password) && isEmbedded()) {
                return messages.get(locale, "start.failed.database-password", password);
            }
            if (state.startsWith(STOPPING) && isEmbedded()) {
                return messages.get(
                        locale,
                        "start.failed.database-stops",
                        message(sql.get()),
                        data.resolve("postgres").resolve("data"));
            }
            if (state.startsWith(AWAY) || state.startsWith("28") || state.equals("3D000")) {
                return messages.get(locale, "start.failed.database", firstLine(sql.get()), log);
            }
        }
        if (sql.isPresent() && isOfTheDisk(String.valueOf(sql.get().getSQLState()))) {
            return messages.get(locale, "start.failed.file", message(sql.get()), log);
        }
        if (migration.isPresent()) {
            return messages.get(locale, "start.failed.migration", firstLine(migration.get()), log);
        }
        Optional<IOException> io = cause(failure, IOException.class);
        if (io.isPresent()) {
            return messages.get(locale, "start.failed.file", firstLine(io.get()), log);
        }
        return messages.get(locale, "start.failed.bug", firstLine(root(failure)), log);
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

    private static boolean isEmbedded() {
        return System.getProperty("shisa.database.url", "").isEmpty() && System.getenv("SHISA_DATABASE_URL") == null;
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause)
                .limit(50)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static Throwable root(Throwable failure) {
        return Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause)
                .limit(50)
                .reduce(failure, (before, after) -> after);
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }

    private static String firstLine(Throwable failure) {
        String text = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return text == null
                ? kind
                : kind + ": " + text.lines().findFirst().orElse("").strip();
    }
}
