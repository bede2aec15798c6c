package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
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
        BOTH,

        /** One process of the database that serves somebody. */
        BACKEND,

        /** What reads a document beside the server. */
        HELPER;

        boolean leavesTheServer() {
            return this == DATABASE || this == BACKEND || this == HELPER;
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenProcessesAreKilled() throws Exception {
        kill(Integer.getInteger("faults.kills", Victim.values().length));
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostInManyKills() throws Exception {
        kill(Integer.getInteger("faults.kills.long", 600));
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
                    if (victim == Victim.HELPER) {
                        load.reading();
                    }
                    load.awaitMore(round + ": somebody is served");
                    Thread.sleep(random.nextInt(LONGEST_LIFE_MS));
                    kill(victim, server, random);
                    if (victim.leavesTheServer()) {
                        load.awaitMore(round + ": work goes on");
                    }
                }
                if (!victim.leavesTheServer()) {
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

    private static void kill(Victim victim, Server server, SplittableRandom random) throws InterruptedException {
        Installation.kill(
                switch (victim) {
                    case SERVER -> List.of(server.process());
                    case DATABASE -> server.database();
                    case BOTH ->
                        Stream.concat(Stream.of(server.process()), server.database().stream())
                                .toList();
                    case BACKEND -> {
                        // The first one of all is the parent of the others.
                        List<ProcessHandle> children = server.database().stream()
                                .filter(each -> each.parent()
                                        .flatMap(parent -> parent.info().command())
                                        .orElse("")
                                        .endsWith("/postgres"))
                                .toList();
                        yield List.of(children.get(random.nextInt(children.size())));
                    }
                    case HELPER -> {
                        // As they were seen: asked again, they may have come to their end.
                        List<ProcessHandle> reading = new ArrayList<>();
                        Installation.await("a document is being read", () -> reading.addAll(server.helpers()));
                        yield reading;
                    }
                });
    }
}
