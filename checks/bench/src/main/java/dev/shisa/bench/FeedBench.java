package dev.shisa.bench;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Server;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Taking in as much as NVD has, beside the time in which a JSON parser reads the same file record by record and does nothing with it;
 * the server has a heap of one gigabyte meanwhile. Then the same again, and a thousand records that changed.
 */
final class FeedBench {

    private static final int RECORDS = 345_000;
    private static final int RECORDS_QUICK = 20_000;
    private static final int CHANGED = 1_000;

    /** The goals of the product, at the size of NVD. */
    private static final double TIMES_PARSE_MAX = 5;

    private static final double CHANGED_S_MAX = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final String TOKEN = "shisa_" + "f".repeat(43);
    private static final int PERSON = 90;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FeedBench() {}

    static void measure(Report report, Path home, Path folder, long seed, boolean quick)
            throws IOException, SQLException, InterruptedException {
        remove(folder);
        Files.createDirectories(folder);
        Path file = folder.resolve("nvd.json");
        Path changed = folder.resolve("changed.json");
        int records = quick ? RECORDS_QUICK : RECORDS;
        MadeUpFeed feed = new MadeUpFeed(seed);
        long bytes = feed.write(file, 0, records, "2026-01-01T00:00:00.000");
        feed.write(changed, records / 2, CHANGED, "2026-01-02T00:00:00.000");
        report.add(Figure.of("feeds", "made-up records of NVD's form", records, "records"));
        report.add(Figure.of("feeds", "size of their file", bytes / 1e6, "MB"));
        // The first run warms the parser up.
        parse(changed);
        double floor = parse(file);
        report.add(Figure.of("feeds", "parsing them, record by record", floor, "s"));
        Path data = folder.resolve("data");
        try (Server server = Server.start(home, data, "-Xmx1g");
                Database database = Database.of(data)) {
            database.signIn(PERSON, "psirt", "bench-feeds");
            database.token(PERSON, TOKEN, "view", "add-evidence");
            try (Client client = Client.ofProgram(server.address(), data, TOKEN).patience(PATIENCE)) {
                double all = taken(client, file, server, report);
                report.add(Figure.of("feeds", "taking them in, heap of 1 GB", all, "s")
                        .goal(floor * TIMES_PARSE_MAX)
                        .against(floor, "parsing them"));
                report.add(Figure.of("feeds", "records taken in", records / all, "records/s"));
                report.add(Figure.of("feeds", "the same again, nothing new", seconds(client, file), "s")
                        .against(floor, "parsing them"));
                report.add(Figure.of("feeds", "a thousand that changed", seconds(client, changed), "s")
                        .goal(CHANGED_S_MAX));
                report.add(Figure.of(
                        "feeds",
                        "size of the table with its indexes",
                        Double.parseDouble(database.strings("SELECT pg_total_relation_size('vulnerability_record')")
                                        .getFirst())
                                / 1e6,
                        "MB"));
            }
        }
        remove(folder);
    }

    private static double parse(Path file) throws IOException {
        long started = System.nanoTime();
        long records = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                JsonParser parser = JSON.createParser(in)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new IOException("there is no list in " + file);
                }
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode record = parser.readValueAsTree();
                records += record.path("cve").path("id").isString() ? 1 : 0;
            }
        }
        if (records == 0) {
            throw new IOException("nothing was parsed");
        }
        return (System.nanoTime() - started) / 1e9;
    }

    /** The first import, with the memory of the server's process meanwhile. */
    private static double taken(Client client, Path file, Server server, Report report)
            throws IOException, InterruptedException {
        double seconds = seconds(client, file);
        report.add(Figure.of(
                "feeds",
                "memory of the server's process afterwards",
                server.processes().pssMbOfRoot(),
                "MB"));
        return seconds;
    }

    /** From when the file is on the server's disk until all of it is in. */
    private static double seconds(Client client, Path file) throws IOException, InterruptedException {
        JsonNode one = JSON.readTree(client.postFile("/api/v1/vulnerability-imports?fileName=nvd.json", file)
                .expect(202)
                .body());
        long started = System.nanoTime();
        String path = "/api/v1/vulnerability-imports/" + one.path("id").asString();
        while (List.of("waiting", "running").contains(one.path("state").asString())) {
            if (System.nanoTime() - started > PATIENCE.toNanos()) {
                throw new IOException("not taken in after " + PATIENCE + ": " + one);
            }
            // Asked ever more seldom: that is two hundredths of the time at most, and never too often for the server.
            Thread.sleep(Math.clamp((System.nanoTime() - started) / 50_000_000, 20, 1_000));
            one = JSON.readTree(client.get(path).expect(200).body());
        }
        if (!one.path("state").asString().equals("done")
                || one.path("problemCount").asInt() > 0) {
            throw new IOException("not taken in whole: " + one);
        }
        return (System.nanoTime() - started) / 1e9;
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
