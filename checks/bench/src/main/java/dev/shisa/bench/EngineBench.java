package dev.shisa.bench;

import dev.shisa.conformity.Assessment;
import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.Verdict;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The engine alone, in memory: all verdicts of a thousand series from scratch, and one new fact to its verdicts. Time is
 * that spent on a processor, so that other work on the machine does not count; the first round, in which the JVM and the
 * predicates are still being compiled, is told apart and counts all threads.
 */
final class EngineBench {

    private static final int SERIES = 1_000;
    private static final int NEW_FACTS = 5_000;
    private static final int ROUNDS = 4;
    private static final double ALL_S_MAX = 3;
    private static final double ONE_MS_MAX = 2;

    private EngineBench() {}

    static void measure(Report report, long seed) throws IOException {
        Catalogue catalogue = ShippedCatalogue.read();
        MadeUpProducts products = new MadeUpProducts(catalogue, seed);
        List<MadeUpProducts.Product> made = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            made.add(products.next(i));
        }
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
        one(report, seed, products, made, assessment, warm * 1000 / SERIES);
    }

    private static void one(
            Report report,
            long seed,
            MadeUpProducts products,
            List<MadeUpProducts.Product> made,
            Assessment assessment,
            double wholeMs) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> times = new ArrayList<>();
        int changed = 0;
        for (int i = 0; i < NEW_FACTS; i++) {
            List<Fact> facts = made.get(random.nextInt(made.size())).facts();
            Fact fresh = products.restated(facts.get(random.nextInt(facts.size())));
            long started = cpuNanos();
            List<Verdict> verdicts = assessment.add(fresh);
            times.add((cpuNanos() - started) / 1e6);
            changed += verdicts.size();
        }
        Samples samples = Samples.of(times);
        report.add(Figure.of("engine", "one new fact to its verdicts, median", samples.median(), "ms")
                .against(wholeMs, "a whole series"));
        report.add(Figure.of("engine", "one new fact to its verdicts, p95", samples.percentile(95), "ms")
                .goal(ONE_MS_MAX)
                .against(wholeMs, "a whole series"));
        report.add(Figure.of("engine", "verdicts changed by a fact", (double) changed / NEW_FACTS, "verdicts"));
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
