package dev.shisa.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shisa as a user starts it, {@code ./shisa up}, on a data folder of ours and a free port of the loopback. */
final class Server implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);
    private static final Pattern SET_UP = Pattern.compile("https://[^/]+(/set-up/\\S+)");
    private static final int LINES_MAX = 1_000;

    private final Process process;
    private final int port;
    private final Path data;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final double startSeconds;
    private final Thread ending = new Thread(this::end);

    private Server(Process process, int port, Path data, long started) throws IOException, InterruptedException {
        this.process = process;
        this.port = port;
        this.data = data;
        // Also when the benchmark is interrupted.
        Runtime.getRuntime().addShutdownHook(ending);
        Thread.ofVirtual().start(this::listen);
        awaitSignInPage(started);
        this.startSeconds = (System.nanoTime() - started) / 1e9;
    }

    /** Starts it and returns when the sign-in page has answered 200. */
    static Server start(Path home, Path data, String javaOptions) throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("shisa").toString(), "up", "--data", data.toString(), "--port", Integer.toString(port));
        builder.environment().put("SHISA_NO_BUILD", "1");
        builder.environment().put("SHISA_JAVA_OPTIONS", javaOptions);
        builder.redirectErrorStream(true);
        long started = System.nanoTime();
        Process process = builder.start();
        try {
            return new Server(process, port, data, started);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    /** From the launcher's first instruction to the answer. */
    double startSeconds() {
        return startSeconds;
    }

    String address() {
        return "https://localhost:" + port;
    }

    Path data() {
        return data;
    }

    Processes processes() {
        return new Processes(process.toHandle());
    }

    /** The path of the link that the first start prints. */
    String setUpPath() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            Matcher matcher = SET_UP.matcher(String.join("\n", List.copyOf(lines)));
            if (matcher.find()) {
                return matcher.group(1);
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("no set-up link: " + lines);
    }

    private void awaitSignInPage(long started) throws IOException, InterruptedException {
        Path authority = data.resolve("tls").resolve("ca.pem");
        while (System.nanoTime() - started < START_MAX.toNanos()) {
            if (!process.isAlive()) {
                throw new IOException("the server ended: " + lines);
            }
            if (Files.exists(authority) && isOpen()) {
                try (Client client = Client.of(address(), data)) {
                    if (client.get("/sign-in").status() == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // The port is open before TLS answers.
                    Thread.onSpinWait();
                }
            }
            Thread.sleep(5);
        }
        throw new IOException("no sign-in page after " + START_MAX + ": " + lines);
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
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
