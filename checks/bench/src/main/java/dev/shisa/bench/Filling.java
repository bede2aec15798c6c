package dev.shisa.bench;

import dev.shisa.conformity.Catalogue;
import dev.shisa.driver.Answerer;
import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Form;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A data folder with a thousand series. Ten are made and answered through the server's own pages, from nothing answered to
 * everything, part of it with documents that a second person confirms; the others are {@link Copies} of these, by SQL.
 * The folder is kept for later runs until the migrations or the catalogue change.
 */
final class Filling {

    static final int SERIES = 1_000;
    private static final int ORIGINALS = 10;
    private static final int ANSWERS_MAX = 250;
    private static final int CONFIRM_ROUNDS_MAX = 100;

    /** Raised when the filling itself changes. */
    private static final int EDITION = 1;

    private Filling() {}

    static void fill(Path home, Path data, long seed) throws IOException, SQLException, InterruptedException {
        String wanted = wanted(home, seed);
        Path mark = data.resolve("bench-filled");
        if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
            return;
        }
        remove(data);
        Bench.say("filling %s: %d series", data, SERIES);
        long started = System.nanoTime();
        try (Server server = Server.start(home, data, "")) {
            originals(server, seed);
            try (Database database = Database.of(data)) {
                for (int i = 0; i < ORIGINALS; i++) {
                    Copies copies = new Copies(database, code(i));
                    database.run("BEGIN");
                    for (int n = 1; n < SERIES / ORIGINALS; n++) {
                        copies.write(n);
                    }
                    database.run("COMMIT");
                }
                // What the database does by itself within a minute of such a change.
                database.run("VACUUM ANALYZE");
                Bench.say(
                        "filled in %.0f s: %s facts, %s pieces of evidence, %s",
                        (System.nanoTime() - started) / 1e9,
                        database.strings("SELECT count(*) FROM fact").getFirst(),
                        database.strings("SELECT count(*) FROM evidence").getFirst(),
                        database.strings("SELECT pg_size_pretty(pg_database_size(current_database()))")
                                .getFirst());
            }
        }
        Files.writeString(mark, wanted);
    }

    static String code(int original) {
        return "BENCH-" + original;
    }

    private static void originals(Server server, long seed) throws IOException, SQLException, InterruptedException {
        Catalogue catalogue = ShippedCatalogue.read();
        SplittableRandom random = new SplittableRandom(seed);
        Answerer answerer = new Answerer(catalogue, random);
        try (Client owner = Client.of(server.address(), server.data())) {
            Owner.setUp(owner, server.setUpPath());
            Owner.setsParameters(owner);
            for (int i = 0; i < ORIGINALS; i++) {
                create(owner, i);
                int answers = i == 0 ? 0 : i >= ORIGINALS / 2 ? ANSWERS_MAX : 15 * i;
                int given = 0;
                Client.Answer page =
                        owner.get("/products/" + code(i) + "/questions").expect(200);
                while (given < answers && Answerer.asks(page)) {
                    Client.Answer answer = answerer.answer(owner, code(i), page, random.nextInt(10) < 6);
                    if (answer.status() / 100 != 3) {
                        answer.expect(303);
                    }
                    page = owner.get(answer.location()).expect(200);
                    given++;
                }
                Bench.say("%s: %d answers", code(i), given);
            }
        }
        try (Database database = Database.of(server.data())) {
            database.signIn(0, "quality", "bench-second-person");
        }
        try (Client second = Client.of(server.address(), server.data(), "bench-second-person")) {
            confirmAll(second);
        }
    }

    private static void create(Client owner, int index) throws IOException, InterruptedException {
        List<String> models = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            models.add("B" + index + "-" + (100 + i));
        }
        Owner.create(owner, code(index), "計測シリーズ " + index, models);
    }

    private static void confirmAll(Client second) throws IOException, InterruptedException {
        for (int round = 0; round < CONFIRM_ROUNDS_MAX; round++) {
            Form form = Form.in(second.get("/confirm").expect(200).body());
            List<Map.Entry<String, String>> fields = form.inputs().stream()
                    .filter(i -> i.name().equals("evidence") || i.name().equals("fact"))
                    .map(i -> Map.entry(i.name(), i.value()))
                    .toList();
            if (fields.isEmpty()) {
                return;
            }
            // Some always wait.
            Owner.redirected(second.post("/confirm", fields));
        }
    }

    /** Which filling these sources need. */
    private static String wanted(Path home, long seed) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String folder : List.of("apps/server/src/main/resources/db/migration", "catalogue")) {
            try (Stream<Path> files = Files.list(home.resolve(folder))) {
                for (Path file : files.filter(f -> f.toString().matches(".*\\.(sql|yaml)"))
                        .sorted()
                        .toList()) {
                    all.append(file.getFileName()).append('\n').append(Files.readString(file));
                }
            }
        }
        return EDITION + " " + seed + " " + HexFormat.of().formatHex(Database.sha256(all.toString()), 0, 8);
    }

    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
