package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A server that has said that it is ready. Closing it asks the server itself to stop, whatever it was started by, and waits.
 *
 * @param address of its pages, with a slash at the end
 * @param said what it said until then
 */
record Served(Process process, String address, String said) implements AutoCloseable {

    private static final String READY = "Ready: ";
    private static final Pattern SERVER = Pattern.compile("-jar \\S*/shisa\\.jar ");
    private static final long MINUTES_MAX = 5;

    /** Starts it and waits, as long as it takes; {@code builder} starts a server in the end, or nothing passes. */
    static Served start(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith(READY)) {
                // What it still says is read, or it would wait for a reader.
                Thread.ofPlatform().daemon().start(() -> output.lines().forEach(later -> {}));
                return new Served(process, line.substring(READY.length()).strip(), String.join("\n", said));
            }
        }
        throw new AssertionError(String.join("\n", said));
    }

    /** The part of an address by which the first account is made. */
    String setUp() {
        return said.lines()
                .map(String::strip)
                .filter(line -> line.contains("/set-up/"))
                .map(line -> line.substring(line.indexOf("/set-up/")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
    }

    /** The end of an address: without a slash. */
    String base() {
        return address.replaceFirst("/$", "");
    }

    @Override
    public void close() {
        // Not what started it: unshare does not hear a request to end.
        List<ProcessHandle> servers = process.descendants()
                .filter(each ->
                        SERVER.matcher(each.info().commandLine().orElse("")).find())
                .toList();
        (servers.isEmpty() ? List.of(process.toHandle()) : servers).forEach(ProcessHandle::destroy);
        boolean ended = false;
        try {
            ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended).as("it stops when it is asked to").isTrue();
    }
}
