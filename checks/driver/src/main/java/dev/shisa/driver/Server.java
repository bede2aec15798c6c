package dev.shisa.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shisa as a user starts it, {@code ./shisa up}, on a data folder of ours and a free port of the loopback. */
public final class Server implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);
    private static final Pattern SET_UP = Pattern.compile("https://[^/]+(/set-up/\\S+)");
    private static final int LINES_MAX = 1_000;

    /** So many last lines of its log are shown when it does not start. */
    private static final int LOG_LINES = 50;

    private final Process process;
    private final int port;
    private final Path data;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread listening;
    private final Thread ending = new Thread(this::end);
    private double startSeconds;

    /**
     * How a server is started.
     *
     * @param home the repository
     * @param data its data folder, as it sees it
     * @param seen the same folder, as this process sees it
     * @param before words before the launcher's, such as those of {@code nsenter}
     * @param environment variables besides those of this process
     */
    public record Launch(Path home, Path data, Path seen, List<String> before, Map<String, String> environment) {

        public Launch {
            before = List.copyOf(before);
            environment = Map.copyOf(environment);
        }

        public static Launch of(Path home, Path data) {
            return new Launch(home, data, data, List.of(), Map.of());
        }

        public Launch with(Map<String, String> more) {
            return new Launch(home, data, seen, before, more);
        }

        /** A command of the launcher on this data folder, with what is already built. */
        public ProcessBuilder command(List<String> words) {
            List<String> all = new ArrayList<>(before);
            all.add(home.resolve("shisa").toString());
            all.addAll(words);
            all.addAll(List.of("--data", data.toString()));
            ProcessBuilder builder = new ProcessBuilder(all);
            builder.environment().putAll(environment);
            builder.environment().put("SHISA_NO_BUILD", "1");
            builder.redirectErrorStream(true);
            return builder;
        }
    }

    /** What became of a start. */
    public sealed interface Start {

        /** The sign-in page has answered 200. */
        record Running(Server server) implements Start {}

        /** It ended by itself, and said why. */
        record Refused(int exitCode, String said) implements Start {}
    }

    private Server(Process process, int port, Path data) {
        this.process = process;
        this.port = port;
        this.data = data;
        // Also when the program is interrupted.
        Runtime.getRuntime().addShutdownHook(ending);
        // Not a virtual one: reading from a process holds a carrier, and there are as few as processors.
        listening = Thread.ofPlatform().daemon().name("shisa-output").start(this::listen);
    }

    /** Starts it and returns when the sign-in page has answered 200. */
    public static Server start(Path home, Path data, String javaOptions) throws IOException, InterruptedException {
        return switch (start(Launch.of(home, data).with(Map.of("SHISA_JAVA_OPTIONS", javaOptions)))) {
            case Start.Running(Server server) -> server;
            case Start.Refused(int exitCode, String said) ->
                throw new IOException("the server ended with " + exitCode + ": " + said);
        };
    }

    /** Starts it and returns when it serves or has ended. */
    public static Start start(Launch launch) throws IOException, InterruptedException {
        int port = FreePort.find();
        long started = System.nanoTime();
        Process process =
                launch.command(List.of("up", "--port", Integer.toString(port))).start();
        Server server = new Server(process, port, launch.seen());
        boolean serves = false;
        try {
            serves = server.awaitSignInPage(started);
            server.startSeconds = (System.nanoTime() - started) / 1e9;
        } finally {
            if (!serves) {
                server.close();
            }
        }
        return serves ? new Start.Running(server) : new Start.Refused(process.exitValue(), server.said());
    }

    /** From the launcher's first instruction to the answer. */
    public double startSeconds() {
        return startSeconds;
    }

    public String address() {
        return "https://localhost:" + port;
    }

    public Path data() {
        return data;
    }

    public Processes processes() {
        return new Processes(process.toHandle());
    }

    /** The server's own process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The processes of its database. */
    public List<ProcessHandle> database() {
        return process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/postgres"))
                .toList();
    }

    /** The processes beside the server that do one thing for it and end, such as reading a document. */
    public List<ProcessHandle> helpers() {
        return process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** What it said on the terminal. */
    public String said() {
        return String.join("\n", List.copyOf(lines));
    }

    /** The path of the link that the first start prints. */
    public String setUpPath() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            Matcher matcher = SET_UP.matcher(said());
            if (matcher.find()) {
                return matcher.group(1);
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("no set-up link: " + lines);
    }

    /** Waits until it serves; false if it ended. */
    private boolean awaitSignInPage(long started) throws IOException, InterruptedException {
        Path authority = data.resolve("tls").resolve("ca.pem");
        while (System.nanoTime() - started < START_MAX.toNanos()) {
            if (!process.isAlive()) {
                listening.join(STOP_MAX);
                return false;
            }
            if (Files.exists(authority) && isOpen()) {
                try (Client client = Client.of(address(), data)) {
                    if (client.get("/sign-in").status() == 200) {
                        return true;
                    }
                } catch (IOException e) {
                    // The port is open before TLS answers.
                    Thread.onSpinWait();
                }
            }
            Thread.sleep(5);
        }
        throw new IOException("no sign-in page after " + START_MAX + ": " + lines + "\n" + whatItDoes());
    }

    /** What its processes are, what the threads of the server wait for, and what it wrote last. */
    private String whatItDoes() throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        for (ProcessHandle each : processes().all()) {
            all.append(each.pid()).append(' ').append(each.info()).append('\n');
        }
        Path threads = Files.createTempFile("shisa-threads", ".txt");
        try {
            Process asked = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "Thread.print",
                            "-l")
                    .redirectErrorStream(true)
                    .redirectOutput(threads.toFile())
                    .start();
            if (!asked.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                asked.destroyForcibly();
                all.append("its threads do not answer either\n");
            }
            all.append(Files.readString(threads)).append('\n');
        } finally {
            Files.delete(threads);
        }
        Path log = data.resolve("logs").resolve("shisa.log");
        if (Files.exists(log)) {
            List<String> written = Files.readAllLines(log);
            all.append(String.join("\n", written.subList(Math.max(0, written.size() - LOG_LINES), written.size())));
        }
        return all.toString();
    }

    private boolean isOpen() {
        try (java.net.Socket socket = new java.net.Socket()) {
            socket.connect(new java.net.InetSocketAddress("localhost", port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null) {
                if (lines.size() < LINES_MAX) {
                    lines.add(line);
                }
                line = reader.readLine();
            }
        } catch (IOException e) {
            lines.add("its output ended: " + e);
        }
    }

    /** Ends it as Ctrl-C does, and waits. */
    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
