package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
