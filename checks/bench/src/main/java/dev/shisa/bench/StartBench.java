package dev.shisa.bench;

import dev.shisa.driver.Processes;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long {@code ./shisa up} takes until the sign-in page answers, with the launcher, on data that exist; and the memory
 * of the server and its database a while later.
 */
final class StartBench {

    private static final int STARTS = 5;
    private static final int FIRST_STARTS = 3;

    /** The first starts after a build also fill the system's file cache. */
    private static final int LEFT_OUT = 2;

    private static final double START_S_MAX = 2;
    private static final double FIRST_S_MAX = 5;
    private static final double MEMORY_MB_MAX = 300;

    private StartBench() {}

    static void measure(Report report, Path home, Path data, int settleSeconds, boolean quick)
            throws IOException, InterruptedException {
        List<Double> cpu = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        Samples without =
                starts(home, data, "-XX:AOTMode=off", quick ? 1 : STARTS, 0, new ArrayList<>(), memory, settleSeconds);
        double memoryWithout = memory.getLast();
        Samples with = starts(home, data, "", quick ? 3 : STARTS, quick ? 1 : LEFT_OUT, cpu, memory, settleSeconds);
        String kind = quick ? ", median of three" : ", median of five";
        report.add(Figure.of("start", "until the sign-in page" + kind, with.median(), "s")
                .goal(START_S_MAX)
                .against(without.median(), "without start-up cache"));
        report.add(Figure.of("start", "the slowest of them", with.worst(), "s"));
        report.add(Figure.of("start", "without start-up cache, median", without.median(), "s"));
        report.add(
                Figure.of("start", "processor time of a start", Samples.of(cpu).median(), "s"));
        Samples first = firstStarts(home, data.resolveSibling("first"), quick ? 1 : FIRST_STARTS);
        report.add(Figure.of("start", "the first one, on an empty folder, median", first.median(), "s")
                .goal(FIRST_S_MAX)
                .against(with.median(), "of later ones"));
        report.add(Figure.of("start", "memory (PSS) " + settleSeconds + " s later", memory.getLast(), "MB")
                .goal(MEMORY_MB_MAX)
                .against(memoryWithout, "without start-up cache"));
    }

    /** Each makes its data folder: programs of the database unpacked, its files, all tables, keys and certificates. */
    private static Samples firstStarts(Path home, Path folder, int counted) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 1; i <= counted; i++) {
            LedgerBench.delete(folder);
            try (Server server = Server.start(home, folder, "")) {
                double used = server.processes().cpuSeconds();
                Bench.say(
                        "first start %d: %.2f s, %.2f s on processors, load %.1f",
                        i, server.startSeconds(), used, Machine.load());
                seconds.add(server.startSeconds());
            }
        }
        LedgerBench.delete(folder);
        return Samples.of(seconds);
    }

    /** Memory is measured in the last start only. */
    private static Samples starts(
            Path home,
            Path data,
            String options,
            int counted,
            int leftOut,
            List<Double> cpu,
            List<Double> memory,
            int settleSeconds)
            throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 1; i <= leftOut + counted; i++) {
            try (Server server = Server.start(home, data, options)) {
                double used = server.processes().cpuSeconds();
                Bench.say(
                        "start %d: %.2f s, %.2f s on processors, load %.1f",
                        i, server.startSeconds(), used, Machine.load());
                if (i > leftOut) {
                    seconds.add(server.startSeconds());
                    cpu.add(used);
                }
                if (i == leftOut + counted) {
                    Thread.sleep(settleSeconds * 1000L);
                    Processes processes = server.processes();
                    memory.add(processes.pssMb());
                    Bench.say(
                            "memory: %.0f MB in %d processes, of these the server %.0f MB",
                            memory.getLast(), processes.all().size(), processes.pssMbOfRoot());
                }
            }
        }
        return Samples.of(seconds);
    }
}
