package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.shisa.driver.Client;
import dev.shisa.driver.Server;
import dev.shisa.driver.Server.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, read-only or stalls, under load. */
@Tag("packaged")
class DiskTest {

    private static final long SEED = Long.getLong("faults.seed", 20261120);

    /** The database's programs take 60 MB, its data 50, its log 64. */
    private static final int MEGABYTES = 420;

    private static final long STALL_MS = 4_000;

    @TempDir
    Path folder;

    @Test
    void aFullDiskIsNamedRefusesInOneSentenceAndTakesUpWorkWhenThereIsRoom() throws Exception {
        Journal journal = new Journal();
        try (SmallDisk disk = disk(SmallDisk.Kind.TMPFS)) {
            Installation shisa = disk.installation();
            Installation.Running running = shisa.first();
            try (Server server = running.server()) {
                try (Load load = Load.on(server, running.session(), journal, SEED)) {
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
                Aftermath.complete(shisa, server, running.session(), journal);
            }
            disk.fill();
            switch (shisa.attempt()) {
                case Start.Refused(int exitCode, String said) ->
                    assertThat(said)
                            .as("ended with " + exitCode)
                            .containsPattern("空き|has space|there is space")
                            .doesNotContain("不具合", "fault of its own");
                case Start.Running(Server server) -> {
                    try (server) {
                        assertThat(ready(server)).contains("disk");
                    }
                }
            }
            disk.makeRoom();
            try (Server server = shisa.start()) {
                Aftermath.complete(shisa, server, running.session(), journal);
            }
        }
        Summary.add("disk full", 2, journal.acknowledged(), 0, 1);
    }

    @Test
    void aDiskThatBecameReadOnlyIsNamedAndNothingIsAcknowledged() throws Exception {
        Journal journal = new Journal();
        try (SmallDisk disk = disk(SmallDisk.Kind.EXT4)) {
            Installation shisa = disk.installation();
            Installation.Running running = shisa.first();
            try (Server server = running.server()) {
                try (Load load = Load.on(server, running.session(), journal, SEED)) {
                    load.awaitMore("before");
                    // As the kernel does when the file system finds itself damaged.
                    disk.run("echo 1 > /sys/fs/ext4/$(basename $(findmnt -no SOURCE \"$DISK\"))/trigger_fs_error");
                    Installation.await(
                            () -> "something is refused: " + load.refusals(),
                            () -> !load.refusals().isEmpty());
                    assertThat(load.refusals()).allSatisfy(DiskTest::saysWhatToDo);
                    assertThat(ready(server)).isNotEmpty();
                }
            }
            assertThat(shisa.attempt())
                    .isInstanceOfSatisfying(
                            Start.Refused.class,
                            refused -> assertThat(refused.said()).doesNotContain("不具合", "fault of its own"));
            disk.run("umount \"$DISK\" && mount -o loop,errors=remount-ro \"$DISK.img\" \"$DISK\"");
            try (Server server = shisa.start()) {
                Aftermath.complete(shisa, server, running.session(), journal);
            }
        }
        Summary.add("disk read-only", 1, journal.acknowledged(), 0, 1);
    }

    @Test
    @Tag("long")
    void aDiskThatStallsLosesNothing() throws Exception {
        Journal journal = new Journal();
        try (SmallDisk disk = disk(SmallDisk.Kind.EXT4)) {
            Installation shisa = disk.installation();
            Installation.Running running = shisa.first();
            try (Server server = running.server()) {
                try (Load load = Load.on(server, running.session(), journal, SEED)) {
                    load.awaitMore("before");
                    disk.run("fsfreeze --freeze \"$DISK\"");
                    try {
                        Thread.sleep(STALL_MS);
                    } finally {
                        disk.run("fsfreeze --unfreeze \"$DISK\"");
                    }
                    load.awaitMore("afterwards");
                }
                Aftermath.complete(shisa, server, running.session(), journal);
            }
        }
        Summary.add("disk stalls", 1, journal.acknowledged(), 0, 0);
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

    private SmallDisk disk(SmallDisk.Kind kind) throws IOException {
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
