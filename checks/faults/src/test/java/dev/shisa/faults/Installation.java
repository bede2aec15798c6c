package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import dev.shisa.driver.Server.Launch;
import dev.shisa.driver.Server.Start;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One installation of the packaged server, and the words of its launcher. */
record Installation(Launch launch) {

    static final long SEED = Long.getLong("faults.seed", 20261120);

    /** Longer than anything here takes on a busy machine. */
    static final Duration SOON = Duration.ofMinutes(2);

    private static final int POLL_MS = 20;

    /** What a command of the launcher said. */
    record Outcome(int exitCode, String text) {}

    static Installation in(Path data) {
        return new Installation(new Launch(home(), data, data, OrdinaryUser.becoming(), Map.of()));
    }

    static Path home() {
        return Path.of(System.getProperty("shisa.home", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    Path data() {
        return launch.seen();
    }

    Path log() {
        return data().resolve("ledger/1");
    }

    /** A first start, with an owner who is signed in and has set what questions would wait for. */
    Running first() throws IOException, InterruptedException {
        Server server = start();
        try (Client owner = Client.of(server.address(), server.data())) {
            Owner.setUp(owner, server.setUpPath());
            Owner.setsParameters(owner);
            return new Running(server, owner.session());
        }
    }

    /** A server that serves, and somebody signed in. */
    record Running(Server server, String session) {}

    Server start() throws IOException, InterruptedException {
        return switch (attempt()) {
            case Start.Running(Server server) -> server;
            case Start.Refused refused -> throw new AssertionError("Shisa did not start: " + refused + "\n" + tail());
        };
    }

    Start attempt() throws IOException, InterruptedException {
        return Server.start(launch);
    }

    Installation with(Map<String, String> environment) {
        return new Installation(launch.with(environment));
    }

    Outcome run(String... words) throws IOException, InterruptedException {
        Process process = launch.command(List.of(words)).start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), text);
        }
    }

    /** The end of its log, for the message of a failed test. */
    String tail() throws IOException {
        StringBuilder tail = new StringBuilder();
        for (String name : List.of("logs/shisa.log", "logs/postgresql.log")) {
            Path log = data().resolve(name);
            if (Files.exists(log)) {
                List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                tail.append("… ").append(log).append('\n');
                lines.subList(Math.max(0, lines.size() - 30), lines.size())
                        .forEach(line -> tail.append(line).append('\n'));
            }
        }
        return tail.toString();
    }

    /** Runs a program of the system that has to succeed. */
    static void execute(List<String> words) throws IOException, InterruptedException {
        int status = new ProcessBuilder(words).inheritIO().start().waitFor();
        assertThat(status).as(String.join(" ", words)).isZero();
    }

    /** Kills at once, as the kernel does, and waits until nothing runs any more. */
    static void kill(List<ProcessHandle> processes) throws InterruptedException {
        processes.forEach(ProcessHandle::destroyForcibly);
        await("the killed processes are gone", () -> processes.stream().noneMatch(Installation::runs));
    }

    static void signal(String name, List<ProcessHandle> processes) throws IOException, InterruptedException {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    /** Whether a process still works; one that ended and that nobody has asked about yet does not. */
    static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String state = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return !state.substring(state.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            return process.isAlive();
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(() -> what, condition);
    }

    static void await(Supplier<String> what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + SOON.toSeconds() + " s: " + what.get());
            }
            Thread.sleep(POLL_MS);
        }
    }
}
