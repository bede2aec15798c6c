package dev.shisa.server.platform.start;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells whoever waits at the terminal that a start goes on, and writes down what it waits for when it takes very long:
 * a database that recovers after a crash, a slow disk, or a fault of ours that could not be found otherwise.
 */
public final class StartWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(15);

    /** After as many lines what all threads do is written down, once. */
    private static final int LINES_BEFORE_THREADS = 4;

    private final Path data;
    private final Duration every;
    private final Consumer<String> terminal;
    private final CountDownLatch over = new CountDownLatch(1);

    private StartWatch(Path data, Duration every, Consumer<String> terminal) {
        this.data = data;
        this.every = every;
        this.terminal = terminal;
    }

    /** Watches until it is closed. */
    public static StartWatch of(Path data) {
        return of(data, EVERY, System.out::println);
    }

    static StartWatch of(Path data, Duration every, Consumer<String> terminal) {
        StartWatch watch = new StartWatch(data, every, terminal);
        // Not a virtual one: it has to see also what holds all carriers.
        Background.start("start-watch", watch::watch);
        return watch;
    }

    @Override
    public void close() {
        over.countDown();
    }

    private void watch() {
        try {
            if (over.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            Messages messages = new Messages();
            int line = 1;
            do {
                say(messages, "start.still", every.multipliedBy(line).toSeconds(), data.resolve("logs"));
                if (line == LINES_BEFORE_THREADS) {
                    writeThreads(messages);
                }
                line++;
            } while (!over.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(Messages messages, String key, Object... args) {
        terminal.accept(messages.get(Locale.getDefault(), key, args));
    }

    private void writeThreads(Messages messages) {
        try {
            say(messages, "start.threads", threads());
        } catch (IOException e) {
            say(messages, "start.threads.failed", e);
        }
    }

    /** The file with what every thread does, virtual ones too; it replaces that of an earlier start. */
    private Path threads() throws IOException {
        Path file = OwnerOnlyFiles.createFolder(data.resolve("logs"))
                .resolve("threads.txt")
                .toAbsolutePath();
        Files.deleteIfExists(file);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        return file;
    }
}
