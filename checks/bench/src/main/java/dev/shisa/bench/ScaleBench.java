package dev.shisa.bench;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Subject;
import dev.shisa.driver.Answerer;
import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Server;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What concerns all series at once, with a thousand of them: an answer about the organisation and a start after an upgrade
 * that brought another edition of the catalogue. For each, how long the person waits, how long until the last series is
 * decided, and what others see of it meanwhile.
 */
final class ScaleBench {

    private static final Duration DECIDED_MAX = Duration.ofMinutes(10);
    private static final int TRIES_MAX = 400;
    private static final int ANSWERS = 4;
    private static final int ANSWERS_QUICK = 2;
    private static final double ANSWER_S_MAX = 1;
    private static final String SECRET = "bench-scale";
    private static final String ANOTHER_EDITION = "an earlier edition";
    private static final String BEHIND = "SELECT count(*) FROM verdict WHERE edition = '" + ANOTHER_EDITION + "'";

    private final Report report;
    private final Path home;
    private final Path data;
    private final SplittableRandom random;
    private final int answers;

    private ScaleBench(Report report, Path home, Path data, long seed, boolean quick) {
        this.report = report;
        this.home = home;
        this.data = data;
        this.random = new SplittableRandom(seed);
        this.answers = quick ? ANSWERS_QUICK : ANSWERS;
    }

    static void measure(Report report, Path home, Path data, long seed, boolean quick)
            throws IOException, SQLException, InterruptedException {
        ScaleBench bench = new ScaleBench(report, home, data, seed, quick);
        bench.answersOfAll();
        bench.startAfterAnUpgrade();
    }

    private void answersOfAll() throws IOException, SQLException, InterruptedException {
        try (Server server = start();
                Database database = Database.of(data)) {
            database.signIn(0, "quality", SECRET);
            List<String> codes = database.strings("SELECT code FROM series ORDER BY added");
            report.add(Figure.of("scale", "series in the database", codes.size(), "series"));
            List<Double> responses = new ArrayList<>();
            List<Double> decided = new ArrayList<>();
            List<Double> boards = new ArrayList<>();
            List<Double> lists = new ArrayList<>();
            List<Double> cpu = new ArrayList<>();
            try (Client client = Client.of(server.address(), data, SECRET)) {
                Catalogue catalogue = ShippedCatalogue.read();
                Answerer answerer = new Answerer(catalogue, random);
                // The first warms up; then nobody reads meanwhile in one round, and somebody does in the next.
                for (int i = 0; i < 1 + 2 * answers; i++) {
                    boolean counts = i > 0;
                    boolean reads = i % 2 == 0;
                    String code = any(codes);
                    Client.Answer page = questionOfAll(client, catalogue, codes, code);
                    double before = server.processes().cpuSeconds();
                    long started = System.nanoTime();
                    Client.Answer answer = answerer.answer(client, code, page, i % 3 == 1);
                    if (answer.status() / 100 != 3) {
                        answer.expect(303);
                    }
                    double response = seconds(started);
                    double cpuOfResponse = server.processes().cpuSeconds() - before;
                    boolean waits = waiting(database) > 0;
                    while (waiting(database) > 0) {
                        if (counts && reads) {
                            boards.add(milliseconds(client, "/products/" + any(codes) + "/conformity"));
                            lists.add(milliseconds(client, "/products"));
                        }
                        give(started);
                    }
                    double all = waits ? seconds(started) : response;
                    Bench.say(
                            "answer %d: response %.2f s (%.2f s on processors), all %.1f s, load %.1f",
                            i, response, cpuOfResponse, all, Machine.load());
                    if (counts) {
                        responses.add(response);
                    }
                    if (counts && !reads) {
                        decided.add(all);
                        cpu.add(server.processes().cpuSeconds() - before);
                    }
                }
            }
            Samples response = Samples.of(responses);
            Samples all = Samples.of(decided);
            report.add(Figure.of(
                            "scale",
                            "answer about the organisation: until its response, median",
                            response.median(),
                            "s")
                    .goal(ANSWER_S_MAX));
            report.add(Figure.of("scale", "answer about the organisation: slowest response", response.worst(), "s"));
            report.add(Figure.of(
                            "scale", "answer about the organisation: until all are decided, median", all.median(), "s")
                    .against(response.median(), "its response"));
            report.add(Figure.of("scale", "series decided", codes.size() / all.median(), "series/s"));
            report.add(Figure.of(
                    "scale", "processor time of a series", Samples.of(cpu).median() * 1000 / codes.size(), "ms"));
            if (!boards.isEmpty()) {
                report.add(Figure.of(
                        "scale", "a board meanwhile, median", Samples.of(boards).median(), "ms"));
                report.add(Figure.of(
                        "scale",
                        "the product list meanwhile, median",
                        Samples.of(lists).median(),
                        "ms"));
            }
        }
    }

    private void startAfterAnUpgrade() throws IOException, SQLException, InterruptedException {
        double usual;
        int series;
        try (Server server = start();
                Database database = Database.of(data)) {
            usual = server.startSeconds();
            series = database.strings("SELECT code FROM series").size();
            database.run("UPDATE verdict SET edition = '" + ANOTHER_EDITION + "'");
        }
        long started = System.nanoTime();
        try (Server server = start();
                Database database = Database.of(data)) {
            report.add(Figure.of("scale", "start after an upgrade: until the sign-in page", server.startSeconds(), "s")
                    .against(usual, "without one"));
            try (Client client = Client.of(server.address(), data, SECRET)) {
                client.get("/products/" + Filling.code(5) + "/conformity").expect(200);
                report.add(Figure.of("scale", "start after an upgrade: until the first board", seconds(started), "s")
                        .against(usual, "without one"));
            }
            long answered = System.nanoTime();
            while (Integer.parseInt(database.strings(BEHIND).getFirst()) > 0) {
                give(answered);
            }
            double all = seconds(started);
            report.add(Figure.of("scale", "start after an upgrade: until all are decided", all, "s"));
            report.add(Figure.of(
                    "scale", "series decided after an upgrade", series / (all - server.startSeconds()), "series/s"));
        }
    }

    /** A question about the organisation, asked again in one of the series. */
    private Client.Answer questionOfAll(Client client, Catalogue catalogue, List<String> codes, String code)
            throws IOException, InterruptedException {
        List<String> keys = catalogue.vocabulary().facts().stream()
                .filter(f -> f.scope() == Subject.Kind.ORGANISATION)
                .map(f -> f.key().value())
                .toList();
        for (int i = 0; i < TRIES_MAX; i++) {
            Client.Answer page = client.get(
                    "/products/" + code + "/questions/one?item=&key=" + keys.get(random.nextInt(keys.size())));
            if (page.status() == 200 && Answerer.asks(page)) {
                return page;
            }
        }
        throw new IOException("no question about the organisation in " + codes.size() + " series");
    }

    /** Series that wait to be decided again. */
    private static int waiting(Database database) throws SQLException {
        return database.strings("SELECT to_regclass('redecision_series')")
                        .getFirst()
                        .isEmpty()
                ? 0
                : Integer.parseInt(database.strings("SELECT count(DISTINCT series_id) FROM redecision_series")
                        .getFirst());
    }

    private String any(List<String> codes) {
        return codes.get(random.nextInt(codes.size()));
    }

    private Server start() throws IOException, InterruptedException {
        return Server.start(home, data, System.getenv().getOrDefault("SHISA_JAVA_OPTIONS", ""));
    }

    private static double milliseconds(Client client, String path) throws IOException, InterruptedException {
        long started = System.nanoTime();
        client.get(path).expect(200);
        return (System.nanoTime() - started) / 1e6;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void give(long started) throws IOException, InterruptedException {
        if (System.nanoTime() - started > DECIDED_MAX.toNanos()) {
            throw new IOException("not all series are decided after " + DECIDED_MAX);
        }
        Thread.sleep(50);
    }
}
