package dev.shisa.server.bench;

import dev.shisa.probe.Report;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.storage.TemporaryFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Starts {@link ProbeChild} and hears what it says. Whatever a device does to it, the server goes on. */
final class ProbeProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeProcess.class);

    /** What the engine is measured with; the whole process stays below 256 MB then. */
    private static final int HEAP_MB = 112;

    /** An image is there as it is, altered, as a form, and as what was sent. */
    private static final int HEAP_OF_IMAGE = 12;

    /** After its time the engine ends by itself; a process that has not by then hangs. */
    private static final Duration GRACE = Duration.ofSeconds(45);

    private final Process process;
    private final int seconds;
    private volatile boolean stopped;

    private ProbeProcess(Process process, int seconds) {
        this.process = process;
        this.seconds = seconds;
    }

    /**
     * Starts it.
     *
     * @param declaration JSON on one line, as the engine reads it
     * @param image that the device takes as an update; empty: none was handed in
     */
    static ProbeProcess start(String declaration, byte[] image, int seconds, int requests, boolean changes)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(TemporaryFiles.options());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + (HEAP_MB + HEAP_OF_IMAGE * ((image.length >> 20) + (image.length > 0 ? 1 : 0))) + "m",
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-cp",
                System.getProperty("java.class.path"),
                ProbeChild.class.getName(),
                Integer.toString(seconds),
                Integer.toString(requests),
                Boolean.toString(changes)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // A process that talks to a strange device knows nothing of this installation.
        builder.environment().clear();
        Process process = builder.start();
        OutputStream in = process.getOutputStream();
        in.write((declaration + "\n").getBytes(StandardCharsets.UTF_8));
        in.write((Base64.getEncoder().encodeToString(image) + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
        return new ProbeProcess(process, seconds);
    }

    /** Hears it to the end; empty when it ended without a report. Interrupting this thread ends the process. */
    Optional<Report> await(Consumer<String> progress) {
        Thread watch = Background.startLight("probe-guard", () -> endIfItHangs(Duration.ofSeconds(seconds)));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Report report = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("progress ")) {
                    progress.accept(line.substring("progress ".length()));
                } else if (line.startsWith("report ")) {
                    report = BenchStore.JSON.readValue(line.substring("report ".length()), Report.class);
                }
            }
            return Optional.ofNullable(report);
        } catch (IOException | JacksonException e) {
            LOG.warn("a run of the probe ended early", e);
            return Optional.empty();
        } finally {
            watch.interrupt();
            process.destroyForcibly();
        }
    }

    /** Has it end early with what it knows by then. */
    void stop() {
        stopped = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        Background.startLight("probe-guard", () -> endIfItHangs(Duration.ZERO));
    }

    boolean isStopped() {
        return stopped;
    }

    /** Ends it at once; nothing of it is kept. */
    void kill() {
        process.destroyForcibly();
    }

    private void endIfItHangs(Duration due) {
        try {
            if (!process.waitFor(due.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a run of the probe did not end by itself");
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
