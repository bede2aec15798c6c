package dev.shisa.server.platform.database;

import static dev.shisa.server.platform.database.DatabaseStartException.Reason.FOREIGN_DATABASE;
import static dev.shisa.server.platform.database.DatabaseStartException.Reason.LEFTOVER_WILL_NOT_STOP;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL processes that work in one cluster folder, whoever started them.
 *
 * <p>{@code postmaster.pid} alone does not tell: after a crash its number may belong to any other program by now, and
 * after a kill of the main process its children live on for a moment. What cannot lie is the working directory: every
 * PostgreSQL process of a cluster has its folder as such. The caller holds the data directory's lock, so whatever of our
 * programs is found here belongs to a Shisa that is gone. A PostgreSQL of other programs was started by a person, and
 * only that person stops it.
 */
final class LeftoverProcesses {

    private static final Path PROC = Path.of("/proc");
    private static final long POLL_MS = 10;

    /** A fast stop writes a checkpoint; on a slow disk that takes some seconds. */
    private static final Duration FAST_STOP_MAX = Duration.ofSeconds(30);

    private static final Duration IMMEDIATE_STOP_MAX = Duration.ofSeconds(5);

    private LeftoverProcesses() {}

    /**
     * Stops them all, asking kindly first, and clears a process number that has become somebody else's.
     *
     * @param binaries our programs, also those of earlier versions beside them
     */
    static void stop(Path cluster, PostgresBinaries binaries) throws IOException, InterruptedException {
        for (long process : in(cluster)) {
            Optional<String> program = program(process);
            if (program.isPresent() && !binaries.isOurs(Path.of(program.get()))) {
                throw new DatabaseStartException(FOREIGN_DATABASE, null, cluster, process, program.get());
            }
        }
        Optional<Long> main = main(cluster);
        if (main.isPresent()) {
            signal("INT", List.of(main.get()));
            goneWithin(cluster, FAST_STOP_MAX);
        }
        if (!stopAtOnce(cluster)) {
            throw new DatabaseStartException(LEFTOVER_WILL_NOT_STOP, null, cluster, in(cluster));
        }
        Optional<Long> number = postmasterPid(cluster);
        if (number.isPresent() && Files.exists(PROC.resolve(number.get().toString()))) {
            if (isHiddenPostgres(PROC.resolve(number.get().toString()))) {
                throw new DatabaseStartException(FOREIGN_DATABASE, null, cluster, number.get(), "postgres");
            }
            // PostgreSQL would take that other program for itself and refuse to start.
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        }
    }

    /**
     * Stops those whose main process is gone. They notice that where they wait, but not while they compute, for hours if it
     * is a long query; and no new one starts before they are gone. Whoever has a main process is left alone.
     *
     * @return whether none is left
     */
    static boolean stopOrphans(Path cluster) throws IOException, InterruptedException {
        return main(cluster).isPresent() || stopAtOnce(cluster);
    }

    private static boolean stopAtOnce(Path cluster) throws IOException, InterruptedException {
        for (String harder : List.of("QUIT", "KILL")) {
            signal(harder, in(cluster));
            if (goneWithin(cluster, IMMEDIATE_STOP_MAX)) {
                return true;
            }
        }
        return false;
    }

    /** Process numbers of all PostgreSQL processes that work in the cluster. */
    static List<Long> in(Path cluster) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (worksIn(process, cluster)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return found;
    }

    static boolean goneWithin(Path cluster, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!in(cluster).isEmpty()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }

    /** Sends a signal by the shell's own kill: the JDK knows only TERM and KILL. */
    static void signal(String name, List<Long> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$0\" \"$@\"", name));
        processes.forEach(process -> command.add(Long.toString(process)));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // No shell to be had: the hard way that the JDK has itself; the database recovers at its next start.
            processes.forEach(process -> ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Long> main(Path cluster) throws IOException {
        Optional<Long> number = postmasterPid(cluster);
        return number.isPresent() && in(cluster).contains(number.get()) ? number : Optional.empty();
    }

    private static Optional<Long> postmasterPid(Path cluster) throws IOException {
        Path file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return !lines.isEmpty() && lines.getFirst().matches("[0-9]{1,18}")
                ? Optional.of(Long.parseLong(lines.getFirst()))
                : Optional.empty();
    }

    private static boolean worksIn(Path process, Path cluster) {
        try {
            return isPostgres(process)
                    && Files.readSymbolicLink(process.resolve("cwd")).equals(cluster);
        } catch (IOException e) {
            // Ended meanwhile, or of another user: not one of ours.
            return false;
        }
    }

    /** Whether it is the database of another user, whose folder cannot be seen: it may well be this one. */
    private static boolean isHiddenPostgres(Path process) {
        try {
            return isPostgres(process) && Files.readSymbolicLink(process.resolve("cwd")) == null;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isPostgres(Path process) throws IOException {
        return Files.readString(process.resolve("comm")).strip().equals("postgres");
    }

    /** The file that a process was started from, also if it was removed since; empty if the kernel does not tell. */
    private static Optional<String> program(long process) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(PROC.resolve(Long.toString(process)).resolve("exe"))
                            .toString()
                            .replaceFirst(" \\(deleted\\)$", ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
