package dev.shisa.server.ledger;

import dev.shisa.ledger.Note;
import dev.shisa.server.platform.database.RunningPostgres;
import dev.shisa.server.platform.web.Messages;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code shisa verify [--data DIR] [--checkpoint FILE] [--json]}: checks an installation, whether its server runs or not, and
 * whether it continues a checkpoint that somebody has held. Exit codes: 0 all is as it was written, 1 differences, 2 wrong
 * usage, 3 the held checkpoint tells nothing about this installation, 4 cannot reach.
 */
public final class VerifyCli {

    private static final int DIFFERS = 1;
    private static final int WRONG_USAGE = 2;
    private static final int CANNOT_TELL = 3;
    private static final int CANNOT_REACH = 4;
    private static final long TELL_MS = 1_000;

    private final Messages messages = new Messages();
    private final Locale locale;
    private final PrintStream out;
    private final PrintStream err;

    VerifyCli(Locale locale, PrintStream out, PrintStream err) {
        this.locale = locale;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(new VerifyCli(Locale.getDefault(), System.out, System.err).run(args));
    }

    int run(String... args) {
        String data = System.getProperty("shisa.data", "data");
        String checkpoint = "";
        boolean asJson = false;
        for (int i = 1; i < args.length; i++) {
            if (args[i].equals("--data") && i + 1 < args.length) {
                data = args[++i];
            } else if (args[i].startsWith("--data=")) {
                data = args[i].substring("--data=".length());
            } else if (args[i].equals("--checkpoint") && i + 1 < args.length) {
                checkpoint = args[++i];
            } else if (args[i].startsWith("--checkpoint=")) {
                checkpoint = args[i].substring("--checkpoint=".length());
            } else if (args[i].equals("--json")) {
                asJson = true;
            } else {
                err.println(words("ledger.command.usage"));
                return WRONG_USAGE;
            }
        }
        Path folder = Path.of(data).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            err.println(words("ledger.command.no-folder", folder));
            return CANNOT_REACH;
        }
        if (!checkpoint.isEmpty() && !Files.isRegularFile(Path.of(checkpoint))) {
            err.println(words("ledger.command.no-checkpoint", checkpoint));
            return CANNOT_REACH;
        }
        try {
            CheckReport report = check(folder);
            HeldCheckpoint.Compared held =
                    checkpoint.isEmpty() ? null : new HeldCheckpoint(folder).compare(bytes(Path.of(checkpoint)));
            if (asJson) {
                JsonMapper json = JsonMapper.builder().build();
                out.println(json.writeValueAsString(held == null ? report : new WithHeld(report, held)));
            } else {
                print(report);
                if (held != null) {
                    print(held);
                }
            }
            return code(report, held);
        } catch (SQLException | IOException | RuntimeException e) {
            err.println(words("ledger.command.failed", String.valueOf(e.getMessage())));
            return CANNOT_REACH;
        }
    }

    /** For programs. */
    private record WithHeld(CheckReport check, HeldCheckpoint.Compared held) {}

    private static int code(CheckReport report, HeldCheckpoint.@Nullable Compared held) {
        if (!report.isIntact() || (held != null && held.proves())) {
            return DIFFERS;
        }
        return held == null || held.holds() ? 0 : CANNOT_TELL;
    }

    /** A file that is too long to be a checkpoint is read no further than it takes to see that. */
    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Note.BYTES_MAX + 1);
        }
    }

    private CheckReport check(Path data) throws SQLException, IOException {
        LedgerCheck check = new LedgerCheck(data, InstantSource.system(), progress());
        String external = System.getProperty("shisa.database.url", "embedded");
        if (!external.equals("embedded")) {
            try (Connection connection = DriverManager.getConnection(
                    external,
                    System.getProperty("shisa.database.user", ""),
                    System.getProperty("shisa.database.password", ""))) {
                return check.run(connection);
            }
        }
        if (!RunningPostgres.isIn(data)) {
            throw new IOException(words("ledger.command.no-database", data));
        }
        try (RunningPostgres running = RunningPostgres.reach(data);
                Connection connection =
                        DriverManager.getConnection(running.jdbcUrl(), running.user(), running.password())) {
            return check.run(connection);
        }
    }

    /** A line a second at most, for a person who waits; nothing when the output is read by a program. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 25 on it is null again where there is no terminal
    private LedgerCheck.Progress progress() {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return (stage, done, total) -> {};
        }
        long[] told = {0};
        return (stage, done, total) -> {
            long now = System.nanoTime() / 1_000_000;
            if (now - told[0] >= TELL_MS) {
                told[0] = now;
                err.println(words("ledger.check.stage." + stage) + " " + done + " / " + total);
            }
        };
    }

    private void print(CheckReport report) {
        for (CheckReport.Log log : report.logs()) {
            out.println(words("ledger.command.log", log.number(), log.size(), log.root()));
            out.println("  " + log.key());
        }
        out.println(words("ledger.command.counts", report.records(), report.waiting(), report.files()));
        for (String what : report.unchecked()) {
            out.println("? " + words("ledger.check.unchecked." + what));
        }
        for (CheckReport.Erased erased : report.erased()) {
            out.println("– "
                    + words(
                            erased.alone() ? "ledger.erased.alone" : "ledger.erased",
                            erased.at(),
                            erased.asked(),
                            erased.agreed(),
                            erased.records(),
                            erased.reason()));
        }
        for (Difference difference : report.differences()) {
            Object[] args = difference.args().toArray();
            String number = difference.log() == null || difference.leaf() == null
                    ? ""
                    : " (" + difference.log() + "-" + difference.leaf() + ")";
            out.println("✗ " + difference.place() + number);
            out.println("  " + words("ledger.difference." + difference.code(), args));
            out.println("  → " + words("ledger.difference." + difference.code() + ".fix", args));
        }
        out.println(
                report.isIntact()
                        ? "✓ " + words("ledger.check.title.intact", report.records())
                        : "✗ " + words("ledger.check.title.differs", report.total()));
    }

    private void print(HeldCheckpoint.Compared held) {
        String key = "ledger.held." + held.result().id();
        out.println((held.holds() ? "✓ " : held.proves() ? "✗ " : "? ")
                + words(key, held.log(), held.heldSize(), held.size()));
        out.println("  → " + words(key + ".fix"));
    }

    private String words(String key, Object... args) {
        return messages.get(locale, key, args);
    }
}
