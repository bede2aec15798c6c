package dev.shisa.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process and all that it started: their memory and their time on processors, from {@code /proc}. */
public final class Processes {

    /** Ticks of {@code /proc/<pid>/stat}: USER_HZ, which is 100 for programs on every Linux. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int ENDED_CHILDREN_SYSTEM_TIME = 14;

    private final ProcessHandle root;

    public Processes(ProcessHandle root) {
        this.root = root;
    }

    /** Proportional set size: memory that several of them share counts once. */
    public double pssMb() throws IOException {
        double kb = 0;
        for (ProcessHandle process : all()) {
            kb += pssKb(process.pid());
        }
        return kb / 1024;
    }

    public double pssMbOfRoot() throws IOException {
        return pssKb(root.pid()) / 1024.0;
    }

    /** Time on processors so far, that of ended children included. */
    public double cpuSeconds() throws IOException {
        double ticks = 0;
        for (ProcessHandle process : all()) {
            Path file = Path.of("/proc", Long.toString(process.pid()), "stat");
            if (Files.exists(file)) {
                String stat = Files.readString(file);
                // The name in parentheses may hold spaces; what follows it does not.
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                for (int i = USER_TIME; i <= ENDED_CHILDREN_SYSTEM_TIME; i++) {
                    ticks += Long.parseLong(fields[i]);
                }
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    public List<ProcessHandle> all() {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    private static long pssKb(long pid) throws IOException {
        Path file = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        if (!Files.exists(file)) {
            return 0;
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
