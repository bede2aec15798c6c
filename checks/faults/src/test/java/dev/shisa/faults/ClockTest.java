package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall clock that jumps. Debian's faketime tells the server's processes another time. */
@Tag("packaged")
@Tag("faketime")
@Tag("long")
class ClockTest {

    private static final long SEED = Installation.SEED;

    /** Read at each look at the clock, which is thousands of times a second, the file would slow the server down. */
    private static final Duration CACHED = Duration.ofSeconds(1);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAYS = Duration.ofDays(3);
    private static final Duration TEN_YEARS = Duration.ofDays(3_653);

    @TempDir
    Path folder;

    private Path offset;
    private Prepared prepared;
    private Journal journal;
    private Installation shisa;

    @BeforeEach
    void aClockThatCanBeSet() throws Exception {
        offset = folder.resolve("offset");
        jump(Duration.ZERO);
        prepared = Prepared.only();
        journal = prepared.journal().copy();
        shisa = prepared.copy(folder.resolve("data"))
                .with(Map.of(
                        "LD_PRELOAD",
                        library().toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        offset.toString(),
                        "FAKETIME_CACHE_DURATION",
                        Long.toString(CACHED.toSeconds()),
                        // What waits for a while waits by the other clock, which does not jump.
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0",
                        "NO_FAKE_STAT",
                        "1"));
    }

    @Test
    void aClockThatJumpsUnderLoadLosesNothingAndTheDoctorSaysThatItWentBack() throws Exception {
        try (Server server = shisa.start()) {
            try (Load load = Load.on(server, prepared.session(), journal, SEED)) {
                load.awaitMore("before");
                jump(HOUR.negated());
                load.awaitMore("an hour back");
                saysThatTheClockWentBack();
                jump(HOUR);
                load.awaitMore("two hours on");
            }
            assertThat(Aftermath.signedIn(server, prepared.session())).isTrue();
            jump(DAYS);
            assertThat(Aftermath.signedIn(server, prepared.session()))
                    .as("a session that was not used for days")
                    .isFalse();
            String session = signIn(server);
            try (Load load = Load.on(server, session, journal, SEED + 1)) {
                load.awaitMore("days on");
                jump(Duration.ZERO);
                load.awaitMore("days back");
                saysThatTheClockWentBack();
            }
            jump(TEN_YEARS);
            assertThat(Aftermath.signedIn(server, session))
                    .as("a session does not last ten years")
                    .isFalse();
            assertThat(doctor()).contains("It ended on");
            jump(Duration.ZERO);
            Aftermath.complete(shisa, server, session, journal);
        }
        Summary.add("clock jumps, running", 6, journal.acknowledged(), 0, 3);
    }

    @Test
    void aClockThatJumpedBetweenTwoStartsLosesNothingAndTheDoctorSaysThatItWentBack() throws Exception {
        jump(DAYS);
        try (Server server = shisa.start()) {
            assertThat(Aftermath.signedIn(server, prepared.session())).isFalse();
            try (Load load = Load.on(server, signIn(server), journal, SEED)) {
                load.awaitMore("days on");
            }
        }
        jump(HOUR.negated());
        saysThatTheClockWentBack();
        try (Server server = shisa.start()) {
            saysThatTheClockWentBack();
            try (Load load = Load.on(server, prepared.session(), journal, SEED + 1)) {
                load.awaitMore("days back");
            }
        }
        jump(Duration.ZERO);
        try (Server server = shisa.start()) {
            saysThatTheClockWentBack();
            Aftermath.complete(shisa, server, prepared.session(), journal);
        }
        Summary.add("clock jumps, between starts", 3, journal.acknowledged(), 0, 3);
    }

    private void saysThatTheClockWentBack() throws IOException, InterruptedException {
        assertThat(doctor()).contains("it was set back");
    }

    private String doctor() throws IOException, InterruptedException {
        return shisa.run("--lang", "en", "doctor").text();
    }

    private static String signIn(Server server) throws IOException, InterruptedException {
        try (Client client = Client.of(server.address(), server.data())) {
            client.get("/sign-in").expect(200);
            Owner.redirected(client.post(
                    "/sign-in", List.of(Map.entry("email", Owner.EMAIL), Map.entry("password", Owner.PASSWORD))));
            return client.session();
        }
    }

    /** Sets the clock, as a distance from the right time. */
    private void jump(Duration distance) throws IOException, InterruptedException {
        // Never seen half-written.
        String seconds = (distance.isNegative() ? "" : "+") + distance.toSeconds() + "\n";
        Path next = Files.writeString(offset.resolveSibling("offset.new"), seconds);
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Thread.sleep(CACHED.multipliedBy(2));
    }

    private static Path library() throws IOException {
        try (Stream<Path> found = Files.find(
                Path.of("/usr/lib"), 3, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            return found.findFirst().orElseThrow(() -> new AssertionError("Debian's package faketime is missing"));
        }
    }
}
