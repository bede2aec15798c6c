package dev.shisa.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** {@code ./shisa up} as a process of its own, on a free port, with a data folder of its own. */
final class ShisaProcess implements AutoCloseable {

    /** The launcher may have to build first; a start alone takes seconds. */
    private static final long READY_SECONDS_MAX = 600;

    private static final long STOPPED_SECONDS_MAX = 60;

    private static final int LOG_LINES_SHOWN = 60;

    private static final String READY = "Ready: ";

    private final Process process;
    private final Path data;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<URI> ready = new CompletableFuture<>();

    private ShisaProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
        // Not a virtual one: reading from a process holds a carrier, and there are as few as processors.
        Thread.ofPlatform().daemon().name("shisa-output").start(this::listen);
    }

    /** Starts the server; its terminal speaks this language. */
    static ShisaProcess up(Path data, Locale language) {
        return start(data, language, List.of("up", "--data", data.toString(), "--port", "0", "--name", "localhost"));
    }

    /** {@code ./shisa demo}, which is ready when the demonstration is filled. */
    static ShisaProcess demo(Path data, Path tokenFile) {
        return start(
                data,
                Locale.JAPANESE,
                List.of("demo", "--data", data.toString(), "--port", "0", "--token-file", tokenFile.toString()));
    }

    private static ShisaProcess start(Path data, Locale language, List<String> words) {
        List<String> command = new ArrayList<>(List.of(launcher().toString(), "--lang", language.getLanguage()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        try {
            ShisaProcess shisa = new ShisaProcess(builder.start(), data);
            shisa.awaitReady();
            return shisa;
        } catch (IOException e) {
            throw new UncheckedIOException("the launcher " + launcher() + " could not be started", e);
        }
    }

    /** The repository. */
    static Path home() {
        return Path.of(System.getProperty("shisa.home", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    static Path launcher() {
        return Path.of(
                System.getProperty("shisa.launcher", home().resolve("shisa").toString()));
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length()).strip()));
                }
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
        ready.completeExceptionally(new IOException("the process ended before it was ready"));
    }

    private void awaitReady() {
        try {
            ready.get(READY_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("Shisa did not get ready: " + tail(), e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while Shisa started", e);
        }
    }

    /** Where its pages are, with a slash at the end. */
    URI address() {
        return ready.join();
    }

    /** SHA-256 of the public key that it shows, in Base64: by which a browser can be told to trust it. */
    String publicKeyHash() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            URI at = address();
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(at.getHost(), at.getPort())) {
                socket.startHandshake();
                byte[] key = socket.getSession()
                        .getPeerCertificates()[0]
                        .getPublicKey()
                        .getEncoded();
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate at " + address(), e);
        }
    }

    /** Looks at what is shown, whoever shows it. */
    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** The one-time link that the terminal showed, as a path. */
    String setUpPath() {
        synchronized (lines) {
            return lines.stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(address() + "set-up/"))
                    .map(line -> URI.create(line).getPath())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no set-up link: " + lines));
        }
    }

    /** What it said on the terminal. */
    List<String> said() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Its processes: the server itself, its database and that one's workers. */
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Asks it to stop, as a terminal or systemd does; it must take everything that it started with it. */
    void stop() {
        List<ProcessHandle> all = processes();
        process.destroy();
        boolean ended = false;
        try {
            ended = process.waitFor(STOPPED_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ProcessHandle> left = all.stream().filter(ShisaProcess::runs).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        if (!ended || !left.isEmpty()) {
            throw new AssertionError("still running after Shisa was asked to stop: "
                    + left.stream().map(ProcessHandle::info).toList() + "\n" + tail());
        }
    }

    /** The server itself. */
    ProcessHandle server() {
        return process.toHandle();
    }

    /** How it ended, once it has. */
    int exitCode() {
        try {
            if (!process.waitFor(STOPPED_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while Shisa stopped", e);
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

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    /** The end of what it said and logged, for the message of a failed test. */
    String tail() {
        List<String> tail = new ArrayList<>(said());
        Path log = data.resolve("logs/shisa.log");
        try {
            if (Files.exists(log)) {
                List<String> logged = Files.readAllLines(log, StandardCharsets.UTF_8);
                tail.add("… " + log);
                tail.addAll(logged.subList(Math.max(0, logged.size() - LOG_LINES_SHOWN), logged.size()));
            }
        } catch (IOException e) {
            tail.add("no log: " + e);
        }
        return String.join("\n", tail);
    }
}
