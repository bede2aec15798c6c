package dev.shisa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Database;
import dev.shisa.driver.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An installation in which people have worked and which was stopped: made once, copied for each test. A first start takes
 * three times as long as a copy and a second one, and is not what these tests are about.
 */
record Prepared(Path data, String session, Journal journal, Map<String, String> relations) {

    private static final int ANSWERS = 12;

    private static @Nullable Prepared only;

    /** The one of this run. */
    static synchronized Prepared only() throws Exception {
        Prepared made = only;
        if (made == null) {
            Path folder = Files.createTempDirectory("shisa-faults");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            OrdinaryUser.own(folder);
            made = make(folder.resolve("whole"));
            only = made;
        }
        return made;
    }

    private static Prepared make(Path data) throws Exception {
        Journal journal = new Journal();
        Map<String, String> relations = new TreeMap<>();
        Installation shisa = Installation.in(data);
        Installation.Running running = shisa.first();
        try (Server server = running.server()) {
            try (Load load = Load.on(server, running.session(), journal, ~Installation.SEED)) {
                Installation.await("some answers are taken", () -> load.taken() >= ANSWERS);
            }
            assertThat(Aftermath.forks(server, journal)).isEmpty();
            try (Database database = Database.of(data)) {
                for (String each : database.strings(
                        "SELECT relname || ' postgres/data/' || pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i')")) {
                    relations.put(each.substring(0, each.indexOf(' ')), each.substring(each.indexOf(' ') + 1));
                }
            }
        }
        return new Prepared(data, running.session(), journal, relations);
    }

    /** The same installation once more, with the same people signed in. */
    Installation copy(Path target) throws IOException, InterruptedException {
        OrdinaryUser.own(Objects.requireNonNull(target.getParent()));
        return copy(Installation.in(target));
    }

    /** The same in the place of an installation that was not started yet. */
    Installation copy(Installation place) throws IOException, InterruptedException {
        Installation.execute(List.of(
                "cp", "-a", "--reflink=auto", data.toString(), place.data().toString()));
        return place;
    }

    private static void remove(Path folder) {
        try {
            Installation.execute(List.of("rm", "-rf", folder.toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
