package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.jobs.TestWorks;
import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.web.Messages;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartWatchTest {

    private static final long PATIENCE_S = 60;

    @TempDir
    private Path data;

    @Test
    void whoWaitsIsToldAndWhatIsWaitedForIsWrittenDown() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        List<String> lines = new ArrayList<>();
        try (StartWatch _ = StartWatch.of(data, Duration.ofMillis(1), Duration.ofMillis(4), said::add)) {
            for (int i = 0; i < 5; i++) {
                lines.add(said.poll(PATIENCE_S, TimeUnit.SECONDS));
            }
        }
        Path threads = data.resolve("logs").resolve("threads.txt");
        assertThat(lines.subList(0, 4)).allSatisfy(line -> assertThat(line).contains(data.resolve("logs") + ""));
        assertThat(lines.get(4)).contains(threads.toString());
        assertThat(Files.readString(threads)).contains("\"main\"").contains("start-watch");
    }

    @Test
    void onATerminalTheSentenceWhereItIsWrittenStays() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Path threads = data.resolve("logs").resolve("threads.txt");
        try (StartWatch _ = StartWatch.onTerminal(
                data, Duration.ofMillis(1), Duration.ofMillis(4), TestWorks.onTerminal(out), out)) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
            while (!said.toString(StandardCharsets.UTF_8).contains(threads.toString()) && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .anySatisfy(line -> assertThat(line)
                        .contains(threads.toString())
                        .doesNotContain("\r")
                        .doesNotContain("\u001b"));
    }

    /** The whole of it is seen: in both languages, with the largest numbers that there are. */
    @Test
    void onATerminalALineShowsHowMuchIsDoneAndTheTimeLeft() {
        Messages messages = new Messages();
        Instant since = Instant.now().minusSeconds(2_000);
        WorkStage backup = new WorkStage("backup", 2, 3, 30_400_000_000L, 65_600_000_000L, since, 0);
        WorkStage tables = new WorkStage("tables", 2, 3, 130, 300, since, 0);
        WorkStage pages = new WorkStage("pages", 3, 3, 0, 0, since, 0);
        Map<Locale, List<String>> lines = new HashMap<>();
        for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
            for (WorkStage at : List.of(backup, tables, pages)) {
                String line = StartWatch.brief(messages, locale, at, Duration.ofSeconds(1_234));
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                TestWorks.onTerminal(new PrintStream(said, true, StandardCharsets.UTF_8))
                        .say("start", line);
                assertThat(said.toString(StandardCharsets.UTF_8)).as("not cut").isEqualTo("\r" + line + "\u001b[K");
                lines.computeIfAbsent(locale, of -> new ArrayList<>()).add(line);
            }
        }
        assertThat(lines.get(Locale.JAPANESE))
                .containsExactly(
                        "段階 2/3(30.4 GB / 65.6 GB、あと約40分): 更新の前にバックアップを作っています",
                        "段階 2/3(130 / 300、あと約45分): データベースをこの版に合わせています",
                        "段階 3/3: 画面を用意しています(1,234 秒)");
        assertThat(lines.get(Locale.ENGLISH))
                .containsExactly(
                        "Stage 2/3 (30.4 GB / 65.6 GB, about 40 minutes left): saving a backup first",
                        "Stage 2/3 (130 / 300, about 45 minutes left): updating the database",
                        "Stage 3/3: preparing the pages (1,234 s)");
    }
}
