package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall clock that jumps under load. Debian's faketime tells the server's processes another time. */
@Tag("packaged")
@Tag("faketime")
class ClockTest {

    private static final long SEED = Long.getLong("faults.seed", 20261120);
    /** Read at each look at the clock, which is thousands of times a second, the file would slow the server down. */
    private static final long CACHED_MS = 1_000;

    private static final long HOUR_S = 3_600;
    private static final long TEN_YEARS_S = 3_653 * 24 * HOUR_S;

    @TempDir
    Path folder;

    @Test
    @Tag("long")
    void aClockThatJumpsLosesNothingAndTheDoctorSaysThatItWentBack() throws Exception {
        Journal journal = new Journal();
        Path offset = folder.resolve("offset");
        jump(offset, 0);
        Installation shisa = Installation.in(folder.resolve("data"))
                .with(Map.of(
                        "LD_PRELOAD", library().toString(),
                        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "DONT_FAKE_MONOTONIC", "1"));
        Installation.Running running = shisa.first();
        try (Server server = running.server()) {
            try (Load load = Load.on(server, running.session(), journal, SEED)) {
                load.awaitMore("before");
                jump(offset, -HOUR_S);
                load.awaitMore("an hour back");
                assertThat(shisa.run("--lang", "en", "doctor").text()).contains("it was set back");
                jump(offset, HOUR_S);
                load.awaitMore("two hours on");
            }
            Aftermath.complete(shisa, server, running.session(), journal);
            jump(offset, TEN_YEARS_S);
            try (Client visitor = Client.of(server.address(), server.data(), running.session())) {
                Client.Answer home = visitor.get("/");
                assertThat(home.status())
                        .as("a session does not last ten years")
                        .isEqualTo(302);
                assertThat(home.location()).contains("/sign-in");
            }
            assertThat(shisa.run("--lang", "en", "doctor").text()).contains("It ended on");
            assertThat(Aftermath.lost(server, journal)).isEmpty();
            jump(offset, 0);
            Aftermath.complete(shisa, server, running.session(), journal);
        }
        Summary.add("clock jumps", 4, journal.acknowledged(), 0, 2);
    }

    /** Sets the clock, in seconds from the right time. */
    private static void jump(Path offset, long seconds) throws IOException, InterruptedException {
        // Never seen half-written.
        Path next = Files.writeString(offset.resolveSibling("offset.new"), (seconds < 0 ? "" : "+") + seconds + "\n");
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Thread.sleep(2 * CACHED_MS);
    }

    private static Path library() throws IOException {
        try (Stream<Path> found = Files.find(
                Path.of("/usr/lib"), 3, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            return found.findFirst().orElseThrow(() -> new AssertionError("Debian's package faketime is missing"));
        }
    }
}
