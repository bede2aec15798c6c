package dev.shisa.bench;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Subject;
import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Server;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The API of a running server with a thousand series, through TLS, by fifty programs with a token each: what reading costs,
 * and an answer until its verdicts are committed. Every call has its time in a plan and is measured from there, so that a
 * server that falls behind is not asked less.
 */
final class ApiBench {

    private static final int CLIENTS = 50;
    private static final int WARM_UP_S = 20;
    private static final int WARM_UP_QUICK_S = 8;
    private static final int LOAD_S = 60;
    private static final int LOAD_QUICK_S = 15;

    /** Programs write less often than they read. */
    private static final Duration READ_EVERY = Duration.ofSeconds(1);

    private static final Duration WRITE_EVERY = Duration.ofSeconds(3);
    private static final double READ_MS_MAX = 30;
    private static final double WRITE_MS_MAX = 50;

    /** People of their own, beside those of the other benchmarks. */
    private static final int FIRST_PERSON = 1_000;

    private final Server server;
    private final Report report;
    private final List<String> codes;
    private final List<FactDefinition> questions;
    private final long seed;
    private final boolean quick;

    private record Call(String name, String path, String body) {}

    private record Done(String name, double ms) {}

    private ApiBench(
            Server server,
            Report report,
            List<String> codes,
            List<FactDefinition> questions,
            long seed,
            boolean quick) {
        this.server = server;
        this.report = report;
        this.codes = List.copyOf(codes);
        this.questions = List.copyOf(questions);
        this.seed = seed;
        this.quick = quick;
    }

    static void measure(Report report, Path home, Path data, long seed, boolean quick)
            throws IOException, SQLException, InterruptedException {
        try (Server server = Server.start(home, data, System.getenv().getOrDefault("SHISA_JAVA_OPTIONS", ""));
                Database database = Database.of(data)) {
            for (int i = 0; i < CLIENTS; i++) {
                database.signIn(FIRST_PERSON + i, "quality", "bench-api-" + i);
                database.token(FIRST_PERSON + i, token(i), "view", "add-evidence");
            }
            ApiBench bench = new ApiBench(
                    server,
                    report,
                    database.strings("SELECT code FROM series ORDER BY added"),
                    questions(ShippedCatalogue.read()),
                    seed,
                    quick);
            bench.load("reads", READ_EVERY, READ_MS_MAX, bench::read);
            bench.load("writes to committed verdicts", WRITE_EVERY, WRITE_MS_MAX, bench::write);
        }
    }

    /** As long as a real one. */
    private static String token(int client) {
        return "shisa_" + "%043d".formatted(client);
    }

    /** Questions that any series can be asked, with a closed list of answers. */
    private static List<FactDefinition> questions(Catalogue catalogue) {
        return catalogue.vocabulary().facts().stream()
                .filter(fact -> fact.of() == null && fact.collection() == null)
                .filter(fact -> fact.scope() != Subject.Kind.ORGANISATION)
                .filter(fact -> fact.type() == FactType.WORD || fact.type() == FactType.FLAG)
                .filter(fact -> fact.detailRequiredFor().isEmpty())
                .filter(fact -> !catalogue.requirementsReading(fact.key()).isEmpty())
                .toList();
    }

    private interface Calls {
        Call next(SplittableRandom random, int number);
    }

    private Call read(SplittableRandom random, int number) {
        String code = codes.get(random.nextInt(codes.size()));
        String series = "/api/v1/series/" + code;
        List<Call> mix = List.of(
                new Call("list of series", "/api/v1/series", ""),
                new Call("a series", series, ""),
                new Call("verdicts", series + "/verdicts?framework=jcstar1", ""),
                new Call("a verdict with its proof", series + "/verdicts/jcstar1/S1.1-0" + (1 + random.nextInt(9)), ""),
                new Call("board", series + "/board", ""),
                new Call("boards of all series", "/api/v1/boards/jcstar1", ""),
                new Call("facts", series + "/facts", ""),
                new Call("evidence", "/api/v1/evidence?series=" + code, ""));
        return mix.get(number % mix.size());
    }

    private Call write(SplittableRandom random, int number) {
        String code = codes.get(random.nextInt(codes.size()));
        FactDefinition question = questions.get(random.nextInt(questions.size()));
        String value = question.type() == FactType.FLAG
                ? Boolean.toString(random.nextBoolean())
                : "\""
                        + question.choices()
                                .get(random.nextInt(question.choices().size()))
                                .value()
                        + "\"";
        return new Call(
                "answer",
                "/api/v1/series/" + code + "/answers",
                "{\"answers\": [{\"key\": \"%s\", \"value\": %s}]}"
                        .formatted(question.key().value(), value));
    }

    private void load(String name, Duration every, double goal, Calls calls) throws InterruptedException, IOException {
        int warmUp = quick ? WARM_UP_QUICK_S : WARM_UP_S;
        int seconds = quick ? LOAD_QUICK_S : LOAD_S;
        ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        double cpuBefore = server.processes().cpuSeconds();
        try (ExecutorService programs = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                var _ = programs.submit(
                        () -> call(number, begin, every, warmUp, warmUp + seconds, calls, done, failures));
            }
            programs.shutdown();
            if (!programs.awaitTermination(warmUp + seconds + 120L, TimeUnit.SECONDS)) {
                programs.shutdownNow();
            }
        }
        double cpu = server.processes().cpuSeconds() - cpuBefore;
        Map<String, List<Double>> byName = new LinkedHashMap<>();
        List<Double> all = new ArrayList<>();
        done.forEach(one -> {
            all.add(one.ms());
            byName.computeIfAbsent(one.name(), _ -> new ArrayList<>()).add(one.ms());
        });
        String group = CLIENTS + " clients: ";
        if (byName.size() > 1) {
            byName.forEach((call, times) -> report.add(
                    Figure.of("api", group + call + ", p95", Samples.of(times).percentile(95), "ms")));
        }
        Samples samples = Samples.of(all);
        report.add(Figure.of("api", group + name + ", median", samples.median(), "ms"));
        report.add(Figure.of("api", group + name + ", p95", samples.percentile(95), "ms")
                .goal(goal));
        report.add(Figure.of("api", group + name + ", slowest", samples.worst(), "ms"));
        report.add(Figure.of("api", group + name + " measured", samples.count(), "calls"));
        report.add(Figure.of("api", group + name + " that failed", failures.size(), "calls")
                .goal(0));
        report.add(Figure.of(
                "api",
                group + name + ", processor time of a call, warm-up included",
                cpu * 1000 * every.toSeconds() / (CLIENTS * (warmUp + seconds)),
                "ms"));
        failures.stream().distinct().limit(5).forEach(failure -> Bench.say("failed: %s", failure));
    }

    /** One program: a call each time that the plan says. */
    private void call(
            int number,
            long begin,
            Duration every,
            int warmUp,
            int end,
            Calls calls,
            ConcurrentLinkedQueue<Done> done,
            ConcurrentLinkedQueue<String> failures) {
        SplittableRandom random = new SplittableRandom(seed + number);
        long offset = every.toNanos() * number / CLIENTS;
        try (Client client = Client.ofProgram(server.address(), server.data(), token(number))) {
            for (int i = 0; every.multipliedBy(i).toSeconds() < end; i++) {
                long planned = begin + offset + every.multipliedBy(i).toNanos();
                TimeUnit.NANOSECONDS.sleep(planned - System.nanoTime());
                if (System.nanoTime() - begin > Duration.ofSeconds(end + 30L).toNanos()) {
                    return;
                }
                Call call = calls.next(random, number + i);
                try {
                    Client.Answer answer =
                            call.body().isEmpty() ? client.get(call.path()) : client.postJson(call.path(), call.body());
                    answer.expect(call.body().isEmpty() ? 200 : 201);
                    if (every.multipliedBy(i).toSeconds() >= warmUp) {
                        done.add(new Done(call.name(), (System.nanoTime() - planned) / 1e6));
                    }
                } catch (IOException e) {
                    failures.add(call.path() + " " + e.getMessage());
                }
            }
        } catch (IOException e) {
            failures.add("client " + number + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
