package dev.shisa.bench;

import dev.shisa.conformity.Assessment;
import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Parameters;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The engine alone, in memory: all verdicts of a thousand series from scratch, by ★1 and by all frameworks, one new fact to
 * its verdicts, both also with the contradictions between facts, and what a fact costs among a thousand and among a hundred
 * thousand. Time is that spent on a processor, so
 * that other work on the machine does not count; the first round, in which the JVM and the predicates are still being
 * compiled, is told apart and counts all threads.
 */
final class EngineBench {

    private static final int SERIES = 1_000;
    private static final int NEW_FACTS = 5_000;
    private static final int ROUNDS = 4;
    private static final double ALL_S_MAX = 3;

    /** Series whose proofs are held together. */
    private static final int PART = 50;

    private static final double ALL_FRAMEWORKS_S_MAX = 10;
    private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);

    /** A hundred times as many may cost this much more each: caches of the processor are not endless. */
    private static final double FLAT_MAX = 2;

    private static final double ONE_MS_MAX = 2;

    private EngineBench() {}

    static void measure(Report report, long seed) throws IOException {
        star1(report, seed);
        allFrameworks(report, seed, ShippedCatalogue.all());
        growth(report, seed, ShippedCatalogue.read());
    }

    private static void star1(Report report, long seed) throws IOException {
        Catalogue catalogue = ShippedCatalogue.read();
        MadeUpProducts products = new MadeUpProducts(catalogue, seed);
        List<MadeUpProducts.Product> made = made(products, SERIES);
        List<Fact> facts = new ArrayList<>(products.shared());
        made.forEach(p -> facts.addAll(p.facts()));
        // One fact counts for each rule that reads it.
        Map<FactKey, Integer> readers = new HashMap<>();
        catalogue
                .vocabulary()
                .facts()
                .forEach(f -> readers.put(
                        f.key(), catalogue.requirementsReading(f.key()).size()));
        double reads = facts.stream()
                .mapToInt(f -> readers.getOrDefault(f.slot().key(), 0))
                .sum();
        int rules = catalogue.requirements().size();
        Evaluator evaluator = new Evaluator(catalogue);
        double first = 0;
        Assessment assessment = new Assessment(evaluator, Parameters.NONE, MadeUpProducts.now());
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Assessment fresh = new Assessment(evaluator, Parameters.NONE, MadeUpProducts.now());
            long all = allNanos();
            long started = cpuNanos();
            facts.forEach(fresh::add);
            made.forEach(p -> fresh.put(p.target()));
            double seconds = (cpuNanos() - started) / 1e9;
            if (round == 0) {
                first = (allNanos() - all) / 1e9;
            } else {
                rounds.add(seconds);
            }
            assessment = fresh;
        }
        report.add(Figure.of("engine", "facts a series", (double) facts.size() / SERIES, "facts"));
        report.add(Figure.of("engine", "facts a rule", reads / SERIES / rules, "facts"));
        report.add(Figure.of(
                        "engine",
                        "1,000 series × " + rules + " from scratch, cold, the JVM's compiler included",
                        first,
                        "s")
                .goal(ALL_S_MAX));
        double warm = Samples.of(rounds).median();
        report.add(Figure.of("engine", "1,000 series × " + rules + " from scratch, then (median)", warm, "s")
                .goal(ALL_S_MAX)
                .against(first, "cold"));
        Samples one = one(seed, products, made, assessment);
        report.add(Figure.of("engine", "one new fact to its verdicts, median", one.median(), "ms")
                .against(warm * 1000 / SERIES, "a whole series"));
        report.add(Figure.of("engine", "one new fact to its verdicts, p95", one.percentile(95), "ms")
                .goal(ONE_MS_MAX)
                .against(warm * 1000 / SERIES, "a whole series"));
    }

    private static void allFrameworks(Report report, long seed, Catalogue catalogue) {
        Catalogue rules = new Catalogue(catalogue.edition(), catalogue.vocabulary(), catalogue.frameworks());
        String what = "all " + catalogue.frameworks().size() + " frameworks, 1,000 series × "
                + catalogue.requirements().size() + " from scratch (median)";
        String and = " and " + catalogue.clashes().size() + " contradictions";
        List<Double> alone = fromScratch(seed, rules);
        List<Double> all = fromScratch(seed, catalogue);
        double warm = Samples.of(alone).median();
        report.add(Figure.of("engine", what, warm, "s").goal(ALL_FRAMEWORKS_S_MAX));
        report.add(Figure.of("engine", what + and, Samples.of(all).median(), "s")
                .goal(ALL_FRAMEWORKS_S_MAX)
                .against(warm, "alone"));
        String one = "one new fact to its verdicts by all frameworks, p95";
        double before = one(seed, rules).percentile(95);
        report.add(Figure.of("engine", one, before, "ms").goal(ONE_MS_MAX));
        report.add(Figure.of("engine", one + and, one(seed, catalogue).percentile(95), "ms")
                .goal(ONE_MS_MAX)
                .against(before, "alone"));
    }

    /** Seconds of each round after the first, in parts of some series, so that the proofs of all need not be held at once. */
    private static List<Double> fromScratch(long seed, Catalogue catalogue) {
        MadeUpProducts products = new MadeUpProducts(catalogue, seed);
        List<MadeUpProducts.Product> made = made(products, SERIES);
        Evaluator evaluator = new Evaluator(catalogue);
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long started = cpuNanos();
            for (int from = 0; from < SERIES; from += PART) {
                decided(evaluator, products.shared(), made.subList(from, from + PART));
            }
            rounds.add((cpuNanos() - started) / 1e9);
        }
        return rounds.subList(1, ROUNDS);
    }

    private static Samples one(long seed, Catalogue catalogue) {
        MadeUpProducts products = new MadeUpProducts(catalogue, seed);
        List<MadeUpProducts.Product> made = made(products, PART);
        Assessment assessment = decided(new Evaluator(catalogue), products.shared(), made);
        return one(seed, products, made, assessment);
    }

    private static List<MadeUpProducts.Product> made(MadeUpProducts products, int many) {
        List<MadeUpProducts.Product> made = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            made.add(products.next(i));
        }
        return made;
    }

    private static Assessment decided(Evaluator evaluator, List<Fact> shared, List<MadeUpProducts.Product> products) {
        Assessment assessment = new Assessment(evaluator, Parameters.NONE, MadeUpProducts.now());
        shared.forEach(assessment::add);
        products.forEach(product -> {
            product.facts().forEach(assessment::add);
            assessment.put(product.target());
        });
        return assessment;
    }

    /** What a fact costs with the verdicts that it makes: the same among a hundred thousand as among a thousand. */
    private static void growth(Report report, long seed, Catalogue catalogue) {
        Evaluator evaluator = new Evaluator(catalogue);
        double least = 0;
        for (int wanted : SIZES) {
            MadeUpProducts products = new MadeUpProducts(catalogue, seed);
            List<MadeUpProducts.Product> made = new ArrayList<>();
            int facts = products.shared().size();
            for (int i = 0; facts < wanted; i++) {
                MadeUpProducts.Product product = products.next(i);
                facts += product.facts().size();
                made.add(product);
            }
            // A few facts are decided too quickly for the clock.
            int times = SIZES.getLast() / wanted;
            List<Double> costs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long started = cpuNanos();
                for (int i = 0; i < times; i++) {
                    decided(evaluator, products.shared(), made);
                }
                costs.add((cpuNanos() - started) / 1e3 / times / facts);
            }
            double cost = Samples.of(costs).median();
            Figure figure = Figure.of(
                    "engine", String.format(Locale.ROOT, "a fact with its verdicts, among %,d", wanted), cost, "µs");
            report.add(least == 0 ? figure : figure.goal(least * FLAT_MAX).against(least, "among 1,000"));
            least = least == 0 ? cost : least;
        }
    }

    /** Milliseconds of each of many facts that are stated anew. */
    private static Samples one(
            long seed, MadeUpProducts products, List<MadeUpProducts.Product> made, Assessment assessment) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < NEW_FACTS; i++) {
            List<Fact> facts = made.get(random.nextInt(made.size())).facts();
            Fact fresh = products.restated(facts.get(random.nextInt(facts.size())));
            long started = cpuNanos();
            assessment.add(fresh);
            times.add((cpuNanos() - started) / 1e6);
        }
        return Samples.of(times);
    }

    /** Time of all threads of this process, those of the JVM included. */
    private static long allNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : cpuNanos();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
