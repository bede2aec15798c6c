package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while a backup is made: what was made before stays good, and the next one is whole. */
@Tag("packaged")
class BackupKillsTest {

    private static final long SEED = Installation.SEED;

    /** A backup of so little takes about so long. */
    private static final int WORK_MS = 2_500;

    @TempDir
    Path folder;

    /** Who is killed. */
    private enum Victim {
        COMMAND,
        SERVER,
        DATABASE
    }

    @Test
    void aBackupThatWasCutOffSpoilsNothing() throws Exception {
        kill(Integer.getInteger("faults.kills.backup", 3));
    }

    @Test
    @Tag("long")
    void soItIsInManyKills() throws Exception {
        kill(Integer.getInteger("faults.kills.backup.long", 100));
    }

    private void kill(int rounds) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        Installation shisa = prepared.copy(folder.resolve("data"));
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery staple 7\n");
        Path backups = Files.createDirectories(folder.resolve("backups"));
        OrdinaryUser.own(backups);
        OrdinaryUser.own(passphrase);
        List<String> words = List.of("backup", "--to", backups.toString(), "--passphrase-file", passphrase.toString());
        Server server = shisa.start();
        try {
            for (int i = 0; i < rounds; i++) {
                Victim victim = Victim.values()[i % Victim.values().length];
                String round = "round " + i + ", " + victim + ", seed " + SEED;
                // Something new each time, so that there is something to write.
                try (Load load = Load.on(server, prepared.session(), journal, random.nextLong())) {
                    load.awaitMore(round);
                }
                Process command = shisa.launch()
                        .command(words)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                command.getOutputStream().close();
                Thread.sleep(random.nextInt(WORK_MS));
                Installation.kill(
                        switch (victim) {
                            case COMMAND ->
                                Stream.concat(Stream.of(command.toHandle()), command.descendants())
                                        .toList();
                            case SERVER -> List.of(server.process());
                            case DATABASE -> server.database();
                        });
                assertThat(command.waitFor(Installation.SOON.toSeconds(), TimeUnit.SECONDS))
                        .as(round + ": the command ends")
                        .isTrue();
                if (victim == Victim.SERVER) {
                    server.close();
                    server = shisa.start();
                }
                Installation.Outcome again = shisa.run(words.toArray(String[]::new));
                String said = again.exitCode() == 0 ? "" : again.text() + shisa.tail();
                assertThat(again.exitCode()).as("%s: %s", round, said).isZero();
            }
            assertThat(Aftermath.lost(server, journal)).isEmpty();
            Installation.Outcome verified = shisa.run("verify", "--json");
            assertThat(verified.exitCode()).as(verified.text()).isZero();
        } finally {
            server.close();
        }
        Installation restored = Installation.in(folder.resolve("restored"));
        Installation.Outcome outcome =
                restored.run("restore", "--from", backups.toString(), "--passphrase-file", passphrase.toString());
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        try (Server again = restored.start()) {
            assertThat(Aftermath.lost(again, journal)).isEmpty();
        }
        Summary.add("kill -9 while backing up", rounds, journal.acknowledged(), 0, 0);
    }
}
