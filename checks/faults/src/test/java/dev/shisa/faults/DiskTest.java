package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Server;
import dev.shisa.driver.Server.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, read-only or stalls, under load. */
@Tag("packaged")
class DiskTest {

    private static final long SEED = Installation.SEED;

    /** The database's programs take 60 MB, its data 50, its log 64. */
    private static final int MEGABYTES = 420;

    private static final Duration STALL = Duration.ofSeconds(4);

    /** Longer than the server waits for its database. */
    private static final Duration LONG_STALL = Duration.ofSeconds(75);

    /** Of where in the program something happened: for its makers, never for whoever stands before the terminal. */
    private static final Pattern FRAME = Pattern.compile("(?m)^\\s+at \\S+\\(|Exception");

    @TempDir
    Path folder;

    @Test
    void aFullDiskIsNamedRefusesInOneSentenceAndTakesUpWorkWhenThereIsRoom() throws Exception {
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        try (SmallDisk disk = disk(SmallDisk.Kind.TMPFS)) {
            Installation shisa = prepared.copy(disk.installation());
            try (Server server = shisa.start()) {
                try (Load load = Load.on(server, prepared.session(), journal, SEED)) {
                    load.awaitMore("before the disk is full");
                    disk.fill();
                    Installation.await(
                            () -> "something is refused for the disk: " + load.refusals(),
                            () -> load.refusals().stream().anyMatch(answer -> answer.status() == 507));
                    assertThat(load.refusals()).allSatisfy(DiskTest::saysWhatToDo);
                    assertThat(ready(server)).contains("disk");
                    Installation.Outcome doctor = shisa.run("--lang", "en", "doctor");
                    assertThat(doctor.text()).contains("Free disk space");
                    assertThat(doctor.exitCode()).isEqualTo(1);
                    disk.makeRoom();
                    load.awaitMore("after there is room again");
                }
                assertThat(server.said()).doesNotContainPattern(FRAME);
                Aftermath.complete(shisa, server, prepared.session(), journal);
            }
            disk.fill();
            switch (shisa.attempt()) {
                case Start.Refused(int exitCode, String said) ->
                    assertThat(said)
                            .as("ended with " + exitCode)
                            .containsPattern("空き|has space|there is space")
                            .doesNotContain("不具合", "fault of its own")
                            .doesNotContainPattern(FRAME);
                case Start.Running(Server server) -> {
                    try (server) {
                        assertThat(ready(server)).contains("disk");
                    }
                }
            }
            disk.makeRoom();
            try (Server server = shisa.start()) {
                Aftermath.complete(shisa, server, prepared.session(), journal);
            }
        }
        Summary.add("disk full", 2, journal.acknowledged(), 0, 1);
    }

    @Test
    @Tag("long")
    void aDatabaseWithoutRoomForItsOwnLogIsNamedAndRecoversWhenThereIsRoom() throws Exception {
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        try (SmallDisk disk = disk(SmallDisk.Kind.TMPFS)) {
            Installation shisa = prepared.copy(disk.installation());
            try (Server server = shisa.start()) {
                try (Load load = Load.on(server, prepared.session(), journal, SEED)) {
                    load.awaitMore("before the disk is full");
                    disk.fill();
                    exhaustLog(server);
                    int refused = load.refusals().size();
                    Installation.await(
                            () -> "something is refused: " + load.refusals(),
                            () -> load.refusals().size() > refused + 2);
                    assertThat(load.refusals()).allSatisfy(DiskTest::saysWhatToDo);
                    assertThat(ready(server)).contains("disk");
                    disk.makeRoom();
                    load.awaitMore("after there is room again");
                }
                assertThat(server.said()).doesNotContainPattern(FRAME);
                Aftermath.complete(shisa, server, prepared.session(), journal);
            }
        }
        Summary.add("disk full, no room for the database's log", 1, journal.acknowledged(), 0, 0);
    }

    /** Writes what is kept nowhere but in the database's log, until that has no room and the database stops. */
    private static void exhaustLog(Server server) throws IOException, SQLException {
        try (Database database = Database.of(server.data())) {
            assertThatThrownBy(() -> {
                        for (int megabyte = 0; megabyte < 2 * MEGABYTES; megabyte++) {
                            database.strings("SELECT pg_logical_emit_message(true, 'faults', repeat('x', 1048576))");
                        }
                    })
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aDiskThatBecameReadOnlyIsNamedAndNothingIsAcknowledged() throws Exception {
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        try (SmallDisk disk = disk(SmallDisk.Kind.EXT4)) {
            Installation shisa = prepared.copy(disk.installation());
            // What was there before the test is on the disk; what the server writes from here on is its own affair.
            disk.run("sync -f \"$DISK\"");
            try (Server server = shisa.start()) {
                try (Load load = Load.on(server, prepared.session(), journal, SEED)) {
                    load.awaitMore("before");
                    // As the kernel does when the file system finds itself damaged.
                    disk.run("echo 1 > /sys/fs/ext4/$(basename $(findmnt -no SOURCE \"$DISK\"))/trigger_fs_error");
                    Installation.await(
                            () -> "something is refused: " + load.refusals(),
                            () -> !load.refusals().isEmpty());
                    assertThat(load.refusals()).allSatisfy(DiskTest::saysWhatToDo);
                    assertThat(ready(server)).isNotEmpty();
                }
                assertThat(server.said()).doesNotContainPattern(FRAME);
            }
            assertThat(shisa.attempt())
                    .isInstanceOfSatisfying(
                            Start.Refused.class,
                            refused -> assertThat(refused.said())
                                    .doesNotContain("不具合", "fault of its own")
                                    .doesNotContainPattern(FRAME));
            disk.mountAgain();
            try (Server server = shisa.start()) {
                Aftermath.complete(shisa, server, prepared.session(), journal);
            }
        }
        Summary.add("disk read-only", 1, journal.acknowledged(), 0, 1);
    }

    @Test
    @Tag("long")
    void aDiskThatStallsForSecondsLosesNothing() throws Exception {
        stall(STALL);
    }

    @Test
    @Tag("long")
    void aDiskThatStallsForLongIsNamedInsteadOfWaitedFor() throws Exception {
        assertThat(stall(LONG_STALL)).isNotEmpty().allSatisfy(DiskTest::saysWhatToDo);
    }

    private List<Client.Answer> stall(Duration duration) throws Exception {
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        try (SmallDisk disk = disk(SmallDisk.Kind.EXT4)) {
            Installation shisa = prepared.copy(disk.installation());
            List<Client.Answer> refusals;
            try (Server server = shisa.start()) {
                try (Load load = Load.on(server, prepared.session(), journal, SEED)) {
                    load.awaitMore("before");
                    disk.run("fsfreeze --freeze \"$DISK\"");
                    try {
                        Thread.sleep(duration);
                    } finally {
                        disk.run("fsfreeze --unfreeze \"$DISK\"");
                    }
                    load.awaitMore("afterwards");
                    refusals = load.refusals();
                }
                Aftermath.complete(shisa, server, prepared.session(), journal);
            }
            Summary.add("disk stalls " + duration.toSeconds() + " s", 1, journal.acknowledged(), 0, 0);
            return refusals;
        }
    }

    /** One of the sentences made for it, and never that of a fault of our own. */
    static void saysWhatToDo(Client.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(503, 507);
        assertThat(answer.text()).containsPattern("管理者|空きを増やして|もう一度").doesNotContain("不具合", "Exception");
    }

    private static String ready(Server server) throws IOException, InterruptedException {
        try (Client client = Client.of(server.address(), server.data())) {
            return client.get("/health/ready").body();
        }
    }

    private SmallDisk disk(SmallDisk.Kind kind) throws IOException, InterruptedException {
        try {
            return SmallDisk.of(kind, folder, MEGABYTES);
        } catch (IOException e) {
            if (List.of("true").contains(System.getenv().getOrDefault("CI", ""))) {
                throw e;
            }
            return abort(kind + " is left out: " + e.getMessage());
        }
    }
}
