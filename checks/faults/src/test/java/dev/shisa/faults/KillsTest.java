package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments under load. */
@Tag("packaged")
class KillsTest {

    private static final long SEED = Installation.SEED;
    private static final int LONGEST_LIFE_MS = 2_500;

    @TempDir
    Path folder;

    /** Who is killed. */
    private enum Victim {
        SERVER,
        DATABASE,
        BOTH
    }

    @Test
    void nothingAcknowledgedIsLostWhenProcessesAreKilled() throws Exception {
        kill(Integer.getInteger("faults.kills", 3));
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostInManyKills() throws Exception {
        kill(Integer.getInteger("faults.kills.long", 150));
    }

    private void kill(int rounds) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Prepared prepared = Prepared.only();
        Journal journal = prepared.journal().copy();
        Installation shisa = prepared.copy(folder.resolve("data"));
        Server server = shisa.start();
        try {
            for (int i = 0; i < rounds; i++) {
                Victim victim = Victim.values()[i % Victim.values().length];
                String round = "round " + i + ", " + victim + ", seed " + SEED;
                int before = journal.acknowledged();
                try (Load load = Load.on(server, prepared.session(), journal, random.nextLong())) {
                    load.awaitMore(round + ": somebody is served");
                    Thread.sleep(random.nextInt(LONGEST_LIFE_MS));
                    kill(victim, server);
                    if (victim == Victim.DATABASE) {
                        load.awaitMore(round + ": work goes on");
                    }
                }
                if (victim != Victim.DATABASE) {
                    server.close();
                    server = shisa.start();
                }
                assertThat(journal.acknowledged()).as(round).isGreaterThan(before);
                assertThat(Aftermath.lost(server, journal)).as(round).isEmpty();
                assertThat(Aftermath.forks(server, journal)).as(round).isEmpty();
                assertThat(Aftermath.signedIn(server, prepared.session()))
                        .as(round)
                        .isTrue();
            }
            Installation.Outcome verified = shisa.run("verify", "--json");
            assertThat(verified.exitCode()).as(verified.text()).isZero();
        } finally {
            server.close();
        }
        Summary.add("kill -9", rounds, journal.acknowledged(), 0, 0);
    }

    private static void kill(Victim victim, Server server) throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>();
        if (victim != Victim.DATABASE) {
            all.add(server.process());
        }
        List<ProcessHandle> database = server.database();
        if (victim != Victim.SERVER) {
            all.addAll(database);
        }
        Installation.kill(all);
    }
}
