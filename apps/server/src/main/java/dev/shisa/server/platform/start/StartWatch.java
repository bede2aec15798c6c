package dev.shisa.server.platform.start;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.jobs.WorkLine;
import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Tells whoever waits at the terminal that a start goes on, and writes down what it waits for when it takes very long:
 * a database that recovers after a crash, a slow disk, or a fault of ours that could not be found otherwise.
 */
public final class StartWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** On a terminal, where the line is written over. */
    private static final Duration SEEN_MOVING = Duration.ofSeconds(1);

    /** Then what all threads do is written down, once. */
    private static final Duration THREADS_AFTER = Duration.ofMinutes(1);

    private static final InstantSource CLOCK = InstantSource.system();

    /** Whoever works at the start says where it is; a process starts once. */
    private static final AtomicReference<WorkStage> STAGE =
            new AtomicReference<>(new WorkStage(Stage.DATABASE.id(), 1, 3, 0, 0, CLOCK.instant(), 0));

    private static final WorkLine LINE = WorkLine.on(System.err);

    /** What a start does, each with words {@code start.stage.<id>}. */
    public enum Stage {
        DATABASE(1),
        BACKUP(2),
        TABLES(2),
        PAGES(3);

        private final int number;

        Stage(int number) {
            this.number = number;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Path data;
    private final Duration every;
    private final Duration threadsAfter;
    private final boolean terminal;
    private final Consumer<String> line;
    private final Consumer<String> sentence;
    private final CountDownLatch over = new CountDownLatch(1);

    private StartWatch(
            Path data,
            Duration every,
            Duration threadsAfter,
            boolean terminal,
            Consumer<String> line,
            Consumer<String> sentence) {
        this.data = data;
        this.every = every;
        this.threadsAfter = threadsAfter;
        this.terminal = terminal;
        this.line = line;
        this.sentence = sentence;
    }

    /** Watches until it is closed. */
    public static StartWatch of(Path data) {
        return Boolean.getBoolean(WorkLine.TERMINAL)
                ? onTerminal(data, SEEN_MOVING, THREADS_AFTER, LINE, System.err)
                : of(data, EVERY, THREADS_AFTER, System.err::println);
    }

    static StartWatch of(Path data, Duration every, Duration threadsAfter, Consumer<String> out) {
        return begun(new StartWatch(data, every, threadsAfter, false, out, out));
    }

    /** What stays to be read is written below the line that is written over. */
    static StartWatch onTerminal(Path data, Duration every, Duration threadsAfter, WorkLine line, PrintStream out) {
        return begun(new StartWatch(data, every, threadsAfter, true, words -> line.say("start", words), words -> {
            line.end();
            out.println(words);
        }));
    }

    private static StartWatch begun(StartWatch watch) {
        // Not a virtual one: it has to see also what holds all carriers.
        Background.start("start-watch", watch::watch);
        return watch;
    }

    /** Tells where the start is; how much of how many is done, 0 if nobody knows. */
    public static void at(Stage stage, long done, long total) {
        STAGE.updateAndGet(
                before -> WorkStage.after(before, stage.id(), stage.number, 3, done, total, CLOCK.instant()));
    }

    /** Tells how much of the present stage is done. */
    public static void done(int done) {
        STAGE.updateAndGet(before -> WorkStage.after(
                before, before.id(), before.number(), before.stages(), done, before.total(), CLOCK.instant()));
    }

    /** What is printed next begins a line of its own. */
    static void endLine() {
        LINE.end();
    }

    @Override
    public void close() {
        over.countDown();
        endLine();
    }

    private void watch() {
        try {
            if (over.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            Messages messages = new Messages();
            Duration waited = Duration.ZERO;
            boolean written = false;
            do {
                waited = waited.plus(every);
                line.accept(
                        terminal
                                ? brief(messages, Locale.getDefault(), STAGE.get(), waited)
                                : words(messages, STAGE.get(), waited));
                if (!written && waited.compareTo(threadsAfter) >= 0) {
                    written = true;
                    writeThreads(messages);
                }
            } while (!over.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How much is done and the time that is left first, so that no cut of the line takes them. */
    static String brief(Messages messages, Locale locale, WorkStage at, Duration waited) {
        String what = messages.get(locale, "start.stage." + at.id());
        if (at.total() == 0) {
            return messages.get(locale, "start.line", at.number(), at.stages(), what, waited.toSeconds());
        }
        String left = at.left(CLOCK.instant())
                .map(some -> messages.get(locale, "web.work.line.left", messages.get(locale, some.key(), some.count())))
                .orElse("");
        return messages.get(
                locale,
                "web.work.line",
                at.number(),
                at.stages(),
                count(at, at.done()),
                count(at, at.total()),
                left,
                what);
    }

    /** Of a backup these are bytes. */
    private static Object count(WorkStage at, long count) {
        return at.id().equals(Stage.BACKUP.id()) ? WorkStage.size(count) : count;
    }

    private String words(Messages messages, WorkStage at, Duration waited) {
        Locale locale = Locale.getDefault();
        String left = at.left(CLOCK.instant())
                .map(some -> messages.get(locale, at.leftKey(), messages.get(locale, some.key(), some.count())))
                .orElse("");
        String what = messages.get(locale, "start.stage." + at.id());
        return messages.get(
                locale,
                "start.still",
                waited.toSeconds(),
                at.number(),
                at.stages(),
                at.total() == 0
                        ? what
                        : messages.get(
                                locale, "start.still.of", what, count(at, at.done()), count(at, at.total()), left),
                data.resolve("logs"));
    }

    private void say(Messages messages, String key, Object... args) {
        sentence.accept(messages.get(Locale.getDefault(), key, args));
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
