package dev.shisa.server.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.logs.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that died with its server is shown as broken off, with where, and never as running. */
class LongWorksTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private final LogLines log = LogLines.of(LongWorks.class, lines::add);
    private Instant now = NOW;
    private final InstantSource clock = () -> now;

    @TempDir
    private Path data;

    @AfterEach
    void leave() {
        log.close();
    }

    private LongWorks server() {
        return new LongWorks(data, clock);
    }

    @Test
    void whatEndsIsOverAndItsBeginningAndEndStandInTheLog() {
        LongWorks works = server();
        try (LongWorks.LongWork backup = works.begin("backup", "/mnt/nas", "database", 3)) {
            now = NOW.plusSeconds(5);
            backup.at("files", 2, 3, 10, 100);
            assertThat(works.now("backup")).hasValueSatisfying(at -> {
                assertThat(at.number()).isEqualTo(2);
                assertThat(at.since()).isEqualTo(now);
            });
            assertThat(works.now("drill")).isEmpty();
            now = NOW.plusSeconds(34);
            backup.done("12 files");
        }
        assertThat(works.now("backup")).isEmpty();
        assertThat(lines).containsExactly("backup begins: /mnt/nas", "backup ended after 34 s: 12 files");
        assertThat(server().brokenOff("backup")).isEmpty();
    }

    @Test
    void whatFailsTellsWhereAndWhy() {
        LongWorks works = server();
        try (LongWorks.LongWork backup = works.begin("backup", "/mnt/nas", "database", 3)) {
            backup.at("files", 2, 3, 10, 100);
            now = NOW.plusSeconds(7);
            backup.failed("the disk is full");
        }
        try (LongWorks.LongWork forgotten = works.begin("drill", "/mnt/nas", "reading", 3)) {
            assertThat(forgotten.begun()).isEqualTo(now);
        }
        assertThat(works.now("backup")).isEmpty();
        assertThat(works.now("drill")).isEmpty();
        assertThat(lines)
                .contains(
                        "backup failed after 7 s in stage 2 of 3 (files, 10 of 100): the disk is full",
                        "drill failed after 0 s in stage 1 of 3 (reading, 0 of 0): it ended without a word");
    }

    @Test
    void whatTheServerDiedUnderIsBrokenOffWithWhereUntilItBeginsAgain() {
        LongWorks.LongWork backup = server().begin("backup", "/mnt/nas", "database", 3);
        now = NOW.plus(Duration.ofMinutes(2));
        backup.at("files", 2, 3, 10, 100);
        now = now.plusSeconds(4);
        backup.at("files", 2, 3, 20, 100);
        now = now.plusSeconds(4);
        backup.at("files", 2, 3, 30, 100);

        for (int start = 0; start < 2; start++) {
            LongWorks after = server();
            assertThat(after.now("backup")).isEmpty();
            assertThat(after.brokenOff("backup")).hasValueSatisfying(off -> {
                assertThat(off.since()).isEqualTo(NOW);
                assertThat(off.stage().number()).isEqualTo(2);
                assertThat(off.stage().id()).isEqualTo("files");
                assertThat(off.stage().done()).isEqualTo(30);
            });
        }
        assertThat(lines)
                .contains("backup, begun at " + NOW
                        + ", broke off in stage 2 of 3 (files, 30 of 100): the server ended under it");

        LongWorks later = server();
        later.begin("backup", "/mnt/nas", "database", 3).done("12 files");
        assertThat(later.brokenOff("backup")).isEmpty();
        assertThat(server().brokenOff("backup")).isEmpty();
    }

    @Test
    void whyAndOnWhatWorkWasBegunIsFoundWithWhereItBrokeOff() {
        server().begin("backup", "page", "/mnt/the old NAS", "database", 3);
        server().begin("check", "the ledger", "reading", 2);
        LongWorks after = server();
        assertThat(after.brokenOff("backup")).hasValueSatisfying(off -> {
            assertThat(off.cause()).isEqualTo("page");
            assertThat(off.thing()).isEqualTo("/mnt/the old NAS");
        });
        assertThat(after.brokenOff("check")).hasValueSatisfying(off -> {
            assertThat(off.cause()).isEmpty();
            assertThat(off.thing()).isEqualTo("the ledger");
        });
    }

    @Test
    void aNoteThatCannotBeReadHidesNoOther() throws IOException {
        Path folder = Files.createDirectories(data.resolve("run").resolve("works"));
        for (String kind : List.of("a", "m", "z")) {
            server().begin(kind, "x", "database", 3);
            Files.createDirectories(folder.resolve(kind + "-folder"));
            Files.write(folder.resolve(kind + "-bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
        }
        LongWorks after = server();
        for (String kind : List.of("a", "m", "z")) {
            assertThat(after.brokenOff(kind)).as(kind).isPresent();
        }
    }

    @Test
    void forgettingWhatBrokeOffLeavesTheNoteOfWhatHasBegunSince() {
        server().begin("backup", "/mnt/nas", "database", 3);
        LongWorks next = server();
        assertThat(next.brokenOff("backup")).isPresent();
        now = NOW.plusSeconds(60);
        next.begin("backup", "/mnt/nas", "database", 3);
        next.forget("backup");
        assertThat(server().brokenOff("backup"))
                .hasValueSatisfying(off -> assertThat(off.since()).isEqualTo(now));
    }

    @Test
    void aNoteThatWasNotWrittenWholeIsNone() throws IOException {
        Path folder = Files.createDirectories(data.resolve("run").resolve("works"));
        for (String torn : List.of("", "2026", NOW + " files 2", NOW + " files 9 3 0 0 " + NOW, "x".repeat(2_000))) {
            Files.writeString(folder.resolve("backup"), torn);
            assertThat(server().brokenOff("backup")).as(torn).isEmpty();
        }
    }
}
