package dev.shisa.bench;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Subject;
import dev.shisa.driver.Answerer;
import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Processes;
import dev.shisa.driver.Server;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The running server with a thousand series, through TLS: an answer to its committed verdicts, and fifty people who each
 * ask for a page a second. The requests are made on the same machine, so they take part of its processors; every request
 * has its time in a plan and is measured from there, so that a server that falls behind is not asked less.
 */
final class HttpBench {

    private static final int SESSIONS = 50;
    private static final int WARM_UP_S = 20;
    private static final int WARM_UP_QUICK_S = 8;
    private static final int LOAD_S = 60;
    private static final int LOAD_QUICK_S = 20;
    private static final int ANSWERS = 200;
    private static final int ANSWERS_QUICK = 60;
    private static final int ANSWERS_YOUNG = 60;
    private static final int ANSWERS_WARM_UP = 300;
    private static final int TRIES_MAX = 20;
    private static final int SIGN_INS = 100;
    private static final double ANSWER_MS_MAX = 50;
    private static final double PAGE_MS_MAX = 150;
    private static final double FILLED_MS_MAX = 1_000;
    private static final int AFTER_S = 120;
    private static final double MEMORY_MB_MAX = 450;

    private final Server server;
    private final Report report;
    private final List<String> codes;
    private final long seed;
    private final boolean quick;

    private record Page(String name, String path) {}

    private record Visit(String page, double ms) {}

    private HttpBench(Server server, Report report, List<String> codes, long seed, boolean quick) {
        this.server = server;
        this.report = report;
        this.codes = List.copyOf(codes);
        this.seed = seed;
        this.quick = quick;
    }

    static void measure(Report report, Path home, Path data, long seed, boolean quick)
            throws IOException, SQLException, InterruptedException {
        String options = System.getenv().getOrDefault("SHISA_JAVA_OPTIONS", "");
        try (Server server = Server.start(home, data, options);
                Database database = Database.of(data)) {
            for (int i = 0; i < SESSIONS; i++) {
                database.signIn(i + 1, "quality", secret(i));
            }
            // Who answers by chance says of some that the scheme does not cover them; those have no criteria to look
            // at.
            List<String> codes = database.strings("""
                    SELECT s.code FROM series s WHERE EXISTS (
                        SELECT FROM verdict v WHERE v.series_id = s.id AND v.framework = 'jcstar1') ORDER BY s.added""");
            HttpBench bench = new HttpBench(server, report, codes, seed, quick);
            report.add(Figure.of("http", "series in the database", bench.codes.size(), "series"));
            bench.alone();
            bench.filledForm(home);
            double floor = bench.signInPage();
            bench.answers(database, floor);
            bench.load(floor);
            report.add(Figure.of(
                    "http", "memory (PSS) after the load", server.processes().pssMb(), "MB"));
            Thread.sleep(Duration.ofSeconds(AFTER_S));
            // The goal is the server's own, as under strangers.
            report.add(Figure.of(
                            "http",
                            "memory (PSS) of the server two minutes later",
                            server.processes().pssMbOfRoot(),
                            "MB")
                    .goal(MEMORY_MB_MAX));
            report.add(Figure.of(
                    "http",
                    "memory (PSS) of server and database then",
                    server.processes().pssMb(),
                    "MB"));
        }
    }

    private static String secret(int session) {
        return "bench-session-" + session;
    }

    private List<Page> mix(SplittableRandom random) {
        String series = "/products/" + codes.get(random.nextInt(codes.size()));
        return List.of(
                new Page("home", "/"),
                new Page("product list", "/products"),
                new Page("series overview", series),
                new Page("board", series + "/conformity"),
                new Page("criterion", series + "/conformity/S1.1-0" + (1 + random.nextInt(9))),
                new Page("question", series + "/questions"),
                new Page("register section", series + "/register/login"),
                new Page("evidence library", "/evidence"));
    }

    /** Each page by itself, one after another: who is slow without anybody else, and how much processor time it takes. */
    private void alone() throws IOException, InterruptedException {
        int rounds = quick ? 5 : 20;
        SplittableRandom random = new SplittableRandom(seed);
        try (Client client = Client.of(server.address(), server.data(), secret(0))) {
            List<Page> pages = mix(random);
            for (int p = 0; p < pages.size(); p++) {
                for (int i = 0; i < rounds; i++) {
                    client.get(mix(random).get(p).path()).expect(200);
                }
                double before = server.processes().cpuSeconds();
                List<Double> times = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    long started = System.nanoTime();
                    client.get(mix(random).get(p).path()).expect(200);
                    times.add((System.nanoTime() - started) / 1e6);
                }
                double cpu = (server.processes().cpuSeconds() - before) * 1000 / rounds;
                String name = pages.get(p).name();
                report.add(Figure.of(
                        "http", name + " alone, median", Samples.of(times).median(), "ms"));
                report.add(Figure.of("http", name + " alone, processor time of server and database", cpu, "ms"));
            }
        }
    }

    /** IPA's checklist with the answers of a series, and the zip of the papers: what a person waits for before sending. */
    private void filledForm(Path home) throws IOException, InterruptedException {
        byte[] form = Files.readAllBytes(home.resolve("apps/server/src/test/resources/forms/merged-table.xlsx"));
        String application = "/products/" + codes.getFirst() + "/application";
        int rounds = quick ? 5 : 20;
        List<Double> filled = new ArrayList<>();
        List<Double> packed = new ArrayList<>();
        try (Client client = Client.of(server.address(), server.data(), secret(0))) {
            client.get(application + "/form").expect(200);
            client.postParts(application + "/form", List.of(), "checklist.xlsx", form);
            client.download(application + "/form/filled.xlsx");
            for (int i = 0; i < rounds; i++) {
                long started = System.nanoTime();
                client.download(application + "/form/filled.xlsx");
                filled.add((System.nanoTime() - started) / 1e6);
            }
            client.get(application + "/documents").expect(200);
            for (int i = 0; i < rounds; i++) {
                long started = System.nanoTime();
                client.post(application + "/documents/package", List.of(Map.entry("incomplete", "yes")));
                packed.add((System.nanoTime() - started) / 1e6);
            }
        }
        report.add(Figure.of("http", "filled xlsx, p95", Samples.of(filled).percentile(95), "ms")
                .goal(FILLED_MS_MAX));
        report.add(
                Figure.of("http", "zip of the papers, p95", Samples.of(packed).percentile(95), "ms"));
    }

    /** The least that any page costs: TLS, frame, no data. */
    private double signInPage() throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        try (Client client = Client.of(server.address(), server.data())) {
            for (int i = 0; i < SIGN_INS * 2; i++) {
                long started = System.nanoTime();
                client.get("/sign-in").expect(200);
                if (i >= SIGN_INS) {
                    times.add((System.nanoTime() - started) / 1e6);
                }
            }
        }
        double median = Samples.of(times).median();
        report.add(Figure.of("http", "sign-in page, median", median, "ms"));
        return median;
    }

    /** Half of the answers are the next ones of a flow, half replace an earlier answer. */
    private void answers(Database database, double floor) throws IOException, SQLException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Catalogue catalogue = ShippedCatalogue.read();
        Answerer answerer = new Answerer(catalogue, random);
        List<Double> young = new ArrayList<>();
        List<Double> committed = new ArrayList<>();
        List<Double> shown = new ArrayList<>();
        List<Double> ofAll = new ArrayList<>();
        int wanted = ANSWERS_WARM_UP + (quick ? ANSWERS_QUICK : ANSWERS);
        double cpu = 0;
        try (Client client = Client.of(server.address(), server.data(), secret(0))) {
            for (int i = 0; i < wanted; i++) {
                String code = codes.get(random.nextInt(codes.size()));
                String path = "/products/" + code + "/questions";
                List<String> slots = database.strings("""
                        SELECT 'key=' || f.key || '&item=' || f.item FROM fact f
                        JOIN series s ON f.subject_id IN (s.id, s.designated)
                        WHERE s.code = ? AND f.value_type NOT IN ('words') ORDER BY f.id""", code);
                boolean again = i % 2 == 1 && !slots.isEmpty();
                Client.Answer page = client.get(again ? path + "/one?" + slots.get(random.nextInt(slots.size())) : path)
                        .expect(200);
                Optional<Subject.Kind> about = Answerer.scope(catalogue, page);
                // What is said about the organisation is read by all series; that is measured by itself.
                boolean isOfAll =
                        about.filter(Subject.Kind.ORGANISATION::equals).isPresent();
                if (about.isEmpty() || isOfAll) {
                    wanted++;
                    if (isOfAll && ofAll.isEmpty() && i >= ANSWERS_WARM_UP) {
                        ofAll.add(answerOfAll(client, answerer, code, page));
                    }
                    if (wanted > ANSWERS * TRIES_MAX) {
                        throw new IOException("too few questions are open in the data");
                    }
                    continue;
                }
                if (committed.isEmpty() && (i == 0 || i >= ANSWERS_WARM_UP)) {
                    cpu = server.processes().cpuSeconds();
                }
                long started = System.nanoTime();
                Client.Answer answer = answerer.answer(client, code, page, false);
                double toCommit = (System.nanoTime() - started) / 1e6;
                if (answer.status() / 100 != 3) {
                    answer.expect(303);
                }
                client.get(answer.location()).expect(200);
                if (young.size() < ANSWERS_YOUNG) {
                    young.add(toCommit);
                }
                if (i >= ANSWERS_WARM_UP) {
                    committed.add(toCommit);
                    shown.add((System.nanoTime() - started) / 1e6);
                }
            }
        }
        report.add(Figure.of(
                        "http",
                        "the first " + ANSWERS_YOUNG + " answers after a start, p95",
                        Samples.of(young).percentile(95),
                        "ms")
                .against(floor, "sign-in page"));
        Samples post = Samples.of(committed);
        report.add(Figure.of("http", "answer to committed verdicts, median", post.median(), "ms")
                .against(floor, "sign-in page"));
        report.add(Figure.of("http", "answer to committed verdicts, p95", post.percentile(95), "ms")
                .goal(ANSWER_MS_MAX)
                .against(floor, "sign-in page"));
        report.add(Figure.of(
                        "http",
                        "answer until the next page shows it, p95",
                        Samples.of(shown).percentile(95),
                        "ms")
                .against(floor, "sign-in page"));
        if (!ofAll.isEmpty()) {
            report.add(Figure.of(
                    "http", "an answer about the organisation, which all series read", ofAll.getFirst(), "s"));
        }
        report.add(Figure.of(
                "http",
                "processor time of an answer with the pages around it",
                (server.processes().cpuSeconds() - cpu) * 1000 / post.count(),
                "ms"));
    }

    private static double answerOfAll(Client client, Answerer answerer, String code, Client.Answer page)
            throws IOException, InterruptedException {
        long started = System.nanoTime();
        answerer.answer(client, code, page, false);
        return (System.nanoTime() - started) / 1e9;
    }

    private void load(double floor) throws InterruptedException, IOException {
        int warmUp = quick ? WARM_UP_QUICK_S : WARM_UP_S;
        int seconds = quick ? LOAD_QUICK_S : LOAD_S;
        ConcurrentLinkedQueue<Visit> visits = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        double cpuBefore = server.processes().cpuSeconds();
        double ownBefore = new Processes(ProcessHandle.current()).cpuSeconds();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int session = 0; session < SESSIONS; session++) {
                int number = session;
                var _ = people.submit(() -> visit(number, begin, warmUp, warmUp + seconds, visits, failures));
            }
            people.shutdown();
            if (!people.awaitTermination(warmUp + seconds + 120L, TimeUnit.SECONDS)) {
                people.shutdownNow();
            }
        }
        double took = (System.nanoTime() - begin) / 1e9;
        double cpu = server.processes().cpuSeconds() - cpuBefore;
        // The server is a child of this process.
        double own = new Processes(ProcessHandle.current()).cpuSeconds() - ownBefore - cpu;
        Map<String, List<Double>> byPage = new LinkedHashMap<>();
        mix(new SplittableRandom(seed)).forEach(p -> byPage.put(p.name(), new ArrayList<>()));
        List<Double> all = new ArrayList<>();
        for (Visit visit : visits) {
            all.add(visit.ms());
            byPage.computeIfAbsent(visit.page(), name -> new ArrayList<>()).add(visit.ms());
        }
        for (Map.Entry<String, List<Double>> page : byPage.entrySet()) {
            if (!page.getValue().isEmpty()) {
                report.add(Figure.of(
                                "http",
                                SESSIONS + " sessions: " + page.getKey() + ", p95",
                                Samples.of(page.getValue()).percentile(95),
                                "ms")
                        .against(floor, "sign-in page"));
            }
        }
        Samples samples = Samples.of(all);
        report.add(Figure.of("http", SESSIONS + " sessions: all pages, median", samples.median(), "ms")
                .against(floor, "sign-in page"));
        report.add(Figure.of("http", SESSIONS + " sessions: all pages, p95", samples.percentile(95), "ms")
                .goal(PAGE_MS_MAX)
                .against(floor, "sign-in page"));
        report.add(Figure.of("http", SESSIONS + " sessions: slowest", samples.worst(), "ms"));
        report.add(Figure.of("http", SESSIONS + " sessions: pages measured", samples.count(), "pages"));
        int planned = SESSIONS * seconds;
        report.add(Figure.of(
                        "http",
                        SESSIONS + " sessions: pages that failed or were not reached in time",
                        planned - samples.count(),
                        "pages")
                .goal(0));
        report.add(Figure.of("http", SESSIONS + " sessions: processors used by server and database", cpu / took, ""));
        report.add(Figure.of(
                "http",
                SESSIONS + " sessions: processor time of a page, warm-up included",
                cpu * 1000 / (SESSIONS * (warmUp + seconds)),
                "ms"));
        report.add(Figure.of("http", SESSIONS + " sessions: processors used by the visitors", own / took, ""));
        failures.stream().distinct().limit(5).forEach(failure -> Bench.say("failed: %s", failure));
    }

    /** One person: a page each second, in the order of the mix, beginning somewhere in it. */
    private void visit(
            int number,
            long begin,
            int warmUp,
            int end,
            ConcurrentLinkedQueue<Visit> visits,
            ConcurrentLinkedQueue<String> failures) {
        SplittableRandom random = new SplittableRandom(seed + number);
        long offset = Duration.ofSeconds(1).toNanos() * number / SESSIONS;
        try (Client client = Client.of(server.address(), server.data(), secret(number))) {
            for (int second = 0; second < end; second++) {
                long planned = begin + offset + Duration.ofSeconds(second).toNanos();
                TimeUnit.NANOSECONDS.sleep(planned - System.nanoTime());
                if (System.nanoTime() - begin > Duration.ofSeconds(end + 30L).toNanos()) {
                    return;
                }
                List<Page> mix = mix(random);
                Page page = mix.get((number + second) % mix.size());
                try {
                    client.get(page.path()).expect(200);
                    if (second >= warmUp) {
                        visits.add(new Visit(page.name(), (System.nanoTime() - planned) / 1e6));
                    }
                } catch (IOException e) {
                    failures.add(page.path() + " " + e.getMessage());
                }
            }
        } catch (IOException e) {
            failures.add("session " + number + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
