package dev.shisa.bench;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Processes;
import dev.shisa.driver.Server;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What people at work feel of strangers: their pages while it is quiet, while 2,000 requests a second come over kept connections and 500
 * slow connections are held and a hundred large files come, and when it is quiet again; both quiet times together are what the loud one is compared with. The strangers
 * run on the same machine and take processors that elsewhere would be the server's own: what they took stands beside the result.
 */
final class StrangersBench {

    private static final int REQUESTS_A_SECOND = 2_000;
    private static final int SLOW = 500;
    private static final int PEOPLE = 6;
    private static final int PHASE_S = 40;
    private static final int PHASE_QUICK_S = 12;
    private static final int WARM_UP_S = 30;
    private static final int WARM_UP_QUICK_S = 15;

    /** The strangers have all their connections by then. */
    private static final int BEGIN_S = 5;

    /** {@code QuietTime} looks every half minute. */
    private static final int AFTER_S = 120;

    private static final int AFTER_QUICK_S = 75;
    private static final double RATIO_MAX = 2;
    private static final double HELD_MB_MAX = 64;
    private static final double MEMORY_MB_MAX = 450;
    private static final int PERSON = 2_400;
    private static final int FINDINGS = 200;

    /** Code that no stranger had asked for before is compiled meanwhile, and the strangers' own is, too. */
    private static final int FIRST_S = 10;

    /** A page that somebody read: when since all began to, and how long it took. */
    private record Page(double second, double ms) {

        static Samples all(List<Page> pages) {
            return Samples.of(pages.stream().map(Page::ms).toList());
        }
    }

    private StrangersBench() {}

    static void measure(Report report, Path home, Path data, boolean quick)
            throws IOException, SQLException, InterruptedException {
        Filling.remove(data);
        try (Server server = Server.start(home, data, System.getenv().getOrDefault("SHISA_JAVA_OPTIONS", ""))) {
            try (Client owner = Client.of(server.address(), data)) {
                Owner.setUp(owner, server.setUpPath());
                Owner.create(owner, "STRANGE", "計測シリーズ", List.of("S-1"));
                owner.get("/settings/portal").expect(200);
                owner.post(
                        "/settings/portal/issuer",
                        List.of(
                                Map.entry("nameJa", "計測株式会社"),
                                Map.entry("mail", "psirt@bench.example"),
                                Map.entry("version", "0")));
                owner.post("/settings/portal", List.of(Map.entry("on", "yes"), Map.entry("version", "0")));
            }
            List<String> pages = new ArrayList<>(List.of("/", "/products/STRANGE/vulnerabilities"));
            try (Database database = Database.of(data)) {
                ExecutiveBench.findings(database, FINDINGS);
                for (int i = 0; i < PEOPLE; i++) {
                    database.signIn(PERSON + i, "psirt", secret(i));
                }
            }
            try (Client psirt = Client.of(server.address(), data, secret(0))) {
                psirt.get("/psirt/new").expect(200);
                Client.Answer opened = psirt.post(
                        "/psirt/new",
                        List.of(
                                Map.entry("what", "vulnerability"),
                                Map.entry("title", "計測の事案"),
                                Map.entry("source", "jpcert"),
                                Map.entry("text", "計測の内容。".repeat(50)),
                                Map.entry("product", "計測")));
                Owner.redirected(opened);
                pages.add(opened.location().replaceFirst("^https://[^/]+", "").replaceFirst("[?#].*", ""));
            }
            measure(report, server, pages, quick);
        }
    }

    private static String secret(int person) {
        return "bench-strangers-" + person;
    }

    private static void measure(Report report, Server server, List<String> pages, boolean quick)
            throws IOException, InterruptedException {
        int seconds = quick ? PHASE_QUICK_S : PHASE_S;
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        people(server, pages, quick ? WARM_UP_QUICK_S : WARM_UP_S, failures);
        List<Page> quiet = new ArrayList<>(people(server, pages, seconds, failures));
        List<Page> loud;
        double held;
        double took;
        double own;
        double used;
        double afterLoad;
        String[] said;
        Process strangers = strangers(server, BEGIN_S + seconds);
        try {
            Thread.sleep(TimeUnit.SECONDS.toMillis(BEGIN_S));
            Held watch = new Held(server.data().resolve("run"));
            double serverBefore = server.processes().cpuSeconds();
            Processes generator = new Processes(strangers.toHandle());
            double generatorBefore = generator.cpuSeconds();
            long begun = System.nanoTime();
            try (ExecutorService looking = Executors.newSingleThreadExecutor()) {
                var looks = looking.submit(() -> watch.look(seconds));
                loud = people(server, pages, seconds, failures);
                own = generator.cpuSeconds() - generatorBefore;
                used = server.processes().cpuSeconds() - serverBefore;
                took = (System.nanoTime() - begun) / 1e9;
                held = looks.get();
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("the folder could not be read", e);
            }
            afterLoad = server.processes().pssMbOfRoot();
            said = new String(strangers.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", -1);
            if (strangers.waitFor() != 0 || said.length != 7) {
                throw new IOException("the strangers failed: " + String.join(" ", said));
            }
        } finally {
            strangers.destroyForcibly();
        }
        // What the strangers left is over: their connections end within twenty seconds.
        Thread.sleep(TimeUnit.SECONDS.toMillis(5));
        quiet.addAll(people(server, pages, seconds, failures));
        Thread.sleep(TimeUnit.SECONDS.toMillis((quick ? AFTER_QUICK_S : AFTER_S) - seconds));
        double memory = server.processes().pssMbOfRoot();
        double withDatabase = server.processes().pssMb();
        double all = Double.parseDouble(said[0]);
        Samples calm = Page.all(quiet);
        Samples loaded = Page.all(loud);
        add(report, "people's pages, quiet, median", calm.median(), "ms");
        add(report, "people's pages, quiet, p95", calm.percentile(95), "ms");
        add(report, "people's pages under strangers, median", loaded.median(), "ms");
        report.add(Figure.of("strangers", "people's pages under strangers, p95", loaded.percentile(95), "ms")
                .against(calm.percentile(95), "quiet"));
        report.add(Figure.of(
                        "strangers",
                        "people's pages under strangers, p95, times quiet",
                        loaded.percentile(95) / calm.percentile(95),
                        "x")
                .goal(RATIO_MAX));
        add(
                report,
                "the same, first %d s".formatted(FIRST_S),
                Page.all(loud.stream().filter(page -> page.second < FIRST_S).toList())
                        .percentile(95),
                "ms");
        add(
                report,
                "the same, later",
                Page.all(loud.stream().filter(page -> page.second >= FIRST_S).toList())
                        .percentile(95),
                "ms");
        add(
                report,
                "people's pages measured, quiet and under strangers",
                (double) calm.count() + loaded.count(),
                "pages");
        report.add(Figure.of("strangers", "people's pages that failed", failures.size(), "pages")
                .goal(0));
        add(report, "strangers: requests answered", all / (seconds + BEGIN_S), "1/s");
        add(report, "strangers: of them sent away (503)", Double.parseDouble(said[1]) / all * 100, "%");
        add(report, "strangers: of them over a limit (429)", Double.parseDouble(said[2]) / all * 100, "%");
        add(report, "strangers: connections that broke", Double.parseDouble(said[3]), "");
        add(report, "strangers: slow connections opened", Double.parseDouble(said[4]), "");
        add(report, "strangers: slow connections held at once from one address, most", Double.parseDouble(said[5]), "");
        add(report, "strangers: files of 20 MB of which nearly all was taken", Double.parseDouble(said[6]), "");
        add(report, "strangers: processors that they used themselves", own / took, "");
        add(report, "processors used by server and database meanwhile", used / took, "");
        report.add(Figure.of("strangers", "bytes of strangers in the data folder, most", held / (1 << 20), "MB")
                .goal(HELD_MB_MAX));
        add(report, "memory of the server at the end", afterLoad, "MB");
        report.add(Figure.of(
                        "strangers",
                        "memory of the server %d s later".formatted(quick ? AFTER_QUICK_S : AFTER_S),
                        memory,
                        "MB")
                .goal(MEMORY_MB_MAX));
        add(report, "memory of server and database then", withDatabase, "MB");
        failures.stream().distinct().limit(5).forEach(failure -> Bench.say("failed: %s", failure));
    }

    private static void add(Report report, String name, double value, String unit) {
        report.add(Figure.of("strangers", name, value, unit));
    }

    private static Process strangers(Server server, int seconds) throws IOException {
        String classes = System.getProperty("java.class.path");
        // In one jar the benches lie behind its launcher.
        boolean packed = classes.endsWith(".jar") && !classes.contains(File.pathSeparator);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx192m",
                        "-Xss256k",
                        "-Dloader.main=" + Strangers.class.getName(),
                        "-cp",
                        classes,
                        packed
                                ? "org.springframework.boot.loader.launch.PropertiesLauncher"
                                : Strangers.class.getName(),
                        server.data().toString(),
                        server.address().replaceFirst(".*:", ""),
                        Integer.toString(REQUESTS_A_SECOND),
                        Integer.toString(SLOW),
                        Integer.toString(seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Each person reads a page, waits a second from its beginning, and reads the next. */
    private static List<Page> people(
            Server server, List<String> pages, int seconds, ConcurrentLinkedQueue<String> failures)
            throws InterruptedException {
        ConcurrentLinkedQueue<Page> times = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PEOPLE; i++) {
                int person = i;
                var _ = threads.submit(() -> {
                    try (Client client = Client.of(server.address(), server.data(), secret(person))) {
                        long due = begin + TimeUnit.SECONDS.toNanos(1) * person / PEOPLE;
                        // The first page of a connection has its handshake in it.
                        client.get("/").expect(200);
                        for (int n = person; due < end; n++) {
                            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                            String page = pages.get(n % pages.size());
                            long started = System.nanoTime();
                            try {
                                client.get(page).expect(200);
                                times.add(new Page((started - begin) / 1e9, (System.nanoTime() - started) / 1e6));
                            } catch (IOException e) {
                                failures.add(page + " " + e.getMessage());
                            }
                            due = Math.max(due + TimeUnit.SECONDS.toNanos(1), System.nanoTime());
                        }
                    } catch (IOException e) {
                        failures.add(String.valueOf(e.getMessage()));
                    }
                    return null;
                });
            }
        }
        return List.copyOf(times);
    }

    /** The most bytes that lay in a folder. */
    private record Held(Path folder) {

        double look(int seconds) throws InterruptedException {
            long most = 0;
            for (int i = 0; i < seconds * 4; i++) {
                most = Math.max(most, bytes());
                Thread.sleep(250);
            }
            return most;
        }

        private long bytes() {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).mapToLong(Held::size).sum();
            } catch (UncheckedIOException | IOException e) {
                // Something went while it was looked at; the next look counts the rest.
                return 0;
            }
        }

        private static long size(Path file) {
            try {
                return Files.size(file);
            } catch (NoSuchFileException e) {
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
