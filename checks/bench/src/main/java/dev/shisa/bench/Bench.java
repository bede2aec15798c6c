package dev.shisa.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code ./shisa bench [start|engine|ledger|matching|http|api|lists|scale|backup|feeds|documents|executive|portal|strangers|all] [--quick] [--seed N] [--size-mb N]}: figures side by side, with the machine's load beside
 * each, as a table and as JSON in {@code checks/bench/target}.
 *
 * <p>Exit codes are the launcher's: 0 all goals reached, 1 a goal missed, 2 wrong usage, 70 our bug.
 */
public final class Bench {

    private static final int MISSED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int OUR_BUG = 70;
    private static final Set<String> NAMES = Set.of(
            "start",
            "engine",
            "ledger",
            "matching",
            "http",
            "api",
            "lists",
            "scale",
            "backup",
            "feeds",
            "documents",
            "executive",
            "portal",
            "strangers",
            "all");
    private static final long SEED = 20261120;
    private static final int SETTLE_S = 60;
    private static final int SETTLE_QUICK_S = 10;

    private static final PrintStream TALK = System.err;

    private Bench() {}

    public static void main(String[] args) {
        boolean quick = false;
        long seed = SEED;
        int sizeMb = 0;
        String name = "all";
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (arg.equals("--quick")) {
                quick = true;
            } else if (arg.equals("--seed") && i + 1 < args.length && args[i + 1].matches("\\d{1,18}")) {
                i++;
                seed = Long.parseLong(args[i]);
            } else if (arg.equals("--size-mb") && i + 1 < args.length && args[i + 1].matches("[1-9]\\d{0,5}")) {
                i++;
                sizeMb = Integer.parseInt(args[i]);
            } else if (NAMES.contains(arg)) {
                name = arg;
            } else {
                TALK.println(
                        "bench [start|engine|ledger|matching|http|api|lists|scale|backup|feeds|documents|executive|portal|strangers|all] [--quick] [--seed N] [--size-mb N]");
                System.exit(WRONG_USAGE);
            }
        }
        try {
            System.exit(run(name, quick, seed, sizeMb) ? 0 : MISSED);
        } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
            e.printStackTrace(TALK);
            System.exit(OUR_BUG);
        }
    }

    static void say(String format, Object... args) {
        TALK.printf(Locale.ROOT, format + "%n", args);
    }

    private static boolean run(String name, boolean quick, long seed, int sizeMb)
            throws IOException, SQLException, InterruptedException {
        Path target = target();
        Path home = target.resolve("../../..").normalize();
        Machine machine = Machine.look(home);
        Instant started = Instant.now();
        say("%s, seed %d, load %.1f", machine.entries(), seed, Machine.load());
        Report report =
                new Report(figure -> say("%s: %s %s", figure.name(), Report.number(figure.value()), figure.unit()));
        List<String> names = name.equals("all")
                ? List.of(
                        "engine",
                        "ledger",
                        "matching",
                        "start",
                        "http",
                        "api",
                        "lists",
                        "scale",
                        "backup",
                        "feeds",
                        "documents",
                        "executive",
                        "portal",
                        "strangers")
                : List.of(name);
        if (names.contains("engine")) {
            EngineBench.measure(report, seed);
        }
        if (names.contains("matching")) {
            MatchBench.measure(report, seed, quick);
        }
        if (names.contains("ledger")) {
            LedgerBench.measure(report, target.resolve("ledger"), seed, quick);
        }
        if (names.stream().anyMatch(Set.of("start", "http", "api", "scale")::contains)) {
            Path data = target.resolve("data");
            Filling.fill(home, data, seed);
            if (names.contains("start")) {
                StartBench.measure(report, home, data, quick ? SETTLE_QUICK_S : SETTLE_S, quick);
            }
            if (names.contains("http")) {
                HttpBench.measure(report, home, data, seed, quick);
            }
            if (names.contains("api")) {
                ApiBench.measure(report, home, data, seed, quick);
            }
            if (names.contains("scale")) {
                ScaleBench.measure(report, home, data, seed, quick);
            }
        }
        if (names.contains("lists")) {
            ListBench.measure(report, home, target.resolve("lists"), quick);
        }
        if (names.contains("backup")) {
            int size = sizeMb > 0 ? sizeMb : quick ? BackupBench.SIZE_QUICK_MB : BackupBench.SIZE_MB;
            BackupBench.measure(report, home, target.resolve("backup"), seed, size, quick);
        }
        if (names.contains("feeds")) {
            FeedBench.measure(report, home, target.resolve("feeds"), seed, quick);
        }
        if (names.contains("documents")) {
            DocumentBench.measure(report, home, target.resolve("documents"), quick);
        }
        if (names.contains("executive")) {
            ExecutiveBench.measure(report, home, target.resolve("executive"), quick);
        }
        if (names.contains("portal")) {
            PortalBench.measure(report, home, target.resolve("portal"), quick);
        }
        if (names.contains("strangers")) {
            StrangersBench.measure(report, home, target.resolve("strangers"), quick);
        }
        System.out.print(report.table());
        say("written to %s", report.write(target, machine, seed, started));
        return report.reachesAllGoals();
    }

    /** {@code checks/bench/target}: where this program's jar is, unless {@code bench.target} names it. */
    private static Path target() throws IOException {
        String named = System.getProperty("bench.target", "");
        Path target = named.isEmpty()
                ? Path.of(System.getProperty("java.class.path"))
                        .toAbsolutePath()
                        .getParent()
                : Path.of(named);
        if (target == null || !Files.exists(target.resolve("../pom.xml"))) {
            throw new IOException("run it as ./shisa bench");
        }
        return target.toRealPath();
    }
}
