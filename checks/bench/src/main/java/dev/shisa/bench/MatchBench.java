package dev.shisa.bench;

import dev.shisa.vulnerability.Assessment;
import dev.shisa.vulnerability.Configuration;
import dev.shisa.vulnerability.Cpe;
import dev.shisa.vulnerability.CpeMatch;
import dev.shisa.vulnerability.Finding;
import dev.shisa.vulnerability.KnownPart;
import dev.shisa.vulnerability.Matcher;
import dev.shisa.vulnerability.Part;
import dev.shisa.vulnerability.Vulnerability;
import dev.shisa.vulnerability.VulnerabilityIndex;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * The vulnerability engine alone, in memory: lists of components against records in the number of NVD's, the same by the libraries
 * that Dependency-Track compares with, and one new record against ten thousand releases. Records are filed beforehand; what is timed
 * goes from the texts of a list to the answers, on both sides. Time is that spent on a processor, so that other work on the machine
 * does not count; all is done by one thread.
 */
final class MatchBench {

    private static final int COMPONENTS = 1_000;
    private static final int LISTS = 6;

    /** So many that the compilers have done their work before what counts. */
    private static final int WARM_ROUNDS = 8;

    private static final int ROUNDS = 8;
    private static final double LIST_MS_MAX = 200;
    private static final double TIMES_OTHER_MIN = 5;

    /** Versatile takes 7r and 45 for texts, of which 45 comes first; in everything else the answers are the same. */
    private static final double DISAGREEMENTS_PERCENT_MAX = 0.1;

    private static final int RELEASES = 10_000;
    private static final int RELEASE_COMPONENTS = 500;
    private static final int KNOWN_COMPONENTS = 30_000;
    private static final int NEW_RECORDS = 60;
    private static final double RECORD_MS_MAX = 1_000;

    /** A quick run has so many times fewer records and releases. */
    private static final int QUICK = 10;

    private MatchBench() {}

    static void measure(Report report, long seed, boolean quick) {
        lists(report, seed, quick);
        releases(report, seed, quick);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double ms(long from) {
        return (cpuNanos() - from) / 1e6;
    }

    // ---- lists against all records -------------------------------------------------------------

    private static void lists(Report report, long seed, boolean quick) {
        MadeUpRecords records = new MadeUpRecords(seed);
        int count = MadeUpRecords.RECORDS / (quick ? QUICK : 1);
        List<List<Part>> lists = new ArrayList<>();
        for (int i = 0; i < LISTS; i++) {
            lists.add(records.list(COMPONENTS));
        }
        Set<String> products = new HashSet<>();
        lists.forEach(list -> list.forEach(part -> products.add(part.name())));
        VulnerabilityIndex index = new VulnerabilityIndex();
        OtherKernel other = new OtherKernel();
        for (int i = 0; i < count; i++) {
            Vulnerability record = records.record();
            index.put(record);
            // The other one is asked for these products only; what it need not hold leaves it more memory.
            if (products(record, true).stream().anyMatch(products::contains)) {
                other.put(record);
            }
        }
        Matcher matcher = new Matcher(index);
        List<Double> times = new ArrayList<>();
        List<Double> otherTimes = new ArrayList<>();
        long comparisons = 0;
        long findings = 0;
        long matches = 0;
        // Turn by turn, so that what else the machine does falls on both.
        for (int round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
            for (List<Part> list : lists) {
                long from = cpuNanos();
                Assessment assessment = matcher.assess(list);
                double ours = ms(from);
                from = cpuNanos();
                int theirs = other.matches(list);
                double their = ms(from);
                if (round >= WARM_ROUNDS) {
                    times.add(ours);
                    otherTimes.add(their);
                    comparisons += other.comparisons(list);
                    findings += assessment.findings().size();
                    matches += theirs;
                }
            }
        }
        Samples samples = Samples.of(times);
        String named = String.format(Locale.ROOT, "%,d components against %,d records", COMPONENTS, count);
        report.add(Figure.of(
                "matching",
                "pairs of component and criterion decided for a list, by each side",
                (double) comparisons / times.size(),
                "pairs"));
        report.add(Figure.of("matching", "findings for a list", (double) findings / times.size(), "findings"));
        report.add(Figure.of(
                "matching",
                "Dependency-Track's libraries, criteria that cover a component, for a list",
                (double) matches / times.size(),
                "criteria"));
        report.add(Figure.of(
                        "matching",
                        "findings about which the two sides disagree (7r and 45, in that order or as texts)",
                        disagreements(matcher, other, lists),
                        "%")
                .goal(DISAGREEMENTS_PERCENT_MAX));
        report.add(Figure.of("matching", named + ", median", samples.median(), "ms"));
        report.add(Figure.of("matching", named + ", p95", samples.percentile(95), "ms")
                .goal(LIST_MS_MAX));
        double ours = comparisons / (sum(times) / 1e3);
        double theirs = comparisons / (sum(otherTimes) / 1e3);
        report.add(Figure.of("matching", "Dependency-Track's libraries, pairs decided", theirs, "a second"));
        report.add(Figure.of("matching", "pairs decided, with logic, coverage and reasons", ours, "a second")
                .atLeast(theirs * TIMES_OTHER_MIN)
                .against(theirs, "Dependency-Track's libraries"));
    }

    /** Of the records that ask for no platform, since the other side has no logic for these. */
    private static double disagreements(Matcher matcher, OtherKernel other, List<List<Part>> lists) {
        Set<String> plain = other.plainRecords();
        long disagreements = 0;
        long all = 0;
        for (List<Part> list : lists) {
            Set<String> theirs = other.concerned(list);
            Set<String> ours = new HashSet<>();
            matcher.assess(list).findings().stream()
                    .filter(finding -> plain.contains(finding.vulnerability()))
                    .forEach(
                            finding -> finding.refs().forEach(ref -> ours.add(finding.vulnerability() + " in " + ref)));
            all += theirs.size();
            disagreements += ours.stream()
                            .filter(pair -> !theirs.contains(pair))
                            .count()
                    + theirs.stream().filter(pair -> !ours.contains(pair)).count();
        }
        return 100.0 * disagreements / Math.max(1, all);
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The products that a record says are vulnerable, or all that it names. */
    private static Set<String> products(Vulnerability record, boolean vulnerableOnly) {
        Set<String> products = new HashSet<>();
        for (Configuration configuration : record.configurations()) {
            for (Configuration.Node node : configuration.nodes()) {
                for (CpeMatch match : node.matches()) {
                    if (match.vulnerable() || !vulnerableOnly) {
                        products.add(match.criteria().product());
                    }
                }
            }
        }
        return products;
    }

    // ---- a new record against all releases -----------------------------------------------------

    /** Which component is in which releases, and the other way round, as a server knows it; each is read once. */
    private static final class Field {
        final List<KnownPart> components = new ArrayList<>();
        final Map<String, List<Integer>> byProduct = new HashMap<>();
        final List<Integer> systems = new ArrayList<>();

        final int[][] releases;
        final int[][] within;

        Field(int releaseCount) {
            releases = new int[releaseCount][RELEASE_COMPONENTS];
            within = new int[KNOWN_COMPONENTS][];
        }
    }

    private static Field field(MadeUpRecords records, int releaseCount) {
        Field field = new Field(releaseCount);
        for (int i = 0; i < KNOWN_COMPONENTS; i++) {
            Part part = records.part(i < 50 ? 0 : records.common(), "c" + i);
            field.components.add(KnownPart.of(part));
            Cpe name = Cpe.parse(part.cpes().getFirst()).orElseThrow();
            field.byProduct
                    .computeIfAbsent(name.product(), _ -> new ArrayList<>())
                    .add(i);
            if (name.part().equals("o")) {
                field.systems.add(i);
            }
        }
        int[] counts = new int[KNOWN_COMPONENTS];
        for (int[] release : field.releases) {
            Arrays.setAll(release, i -> i == 0 ? records.number(50) : 50 + records.number(KNOWN_COMPONENTS - 50));
            for (int component : release) {
                counts[component]++;
            }
        }
        Arrays.setAll(field.within, i -> new int[counts[i]]);
        for (int r = 0; r < releaseCount; r++) {
            for (int component : field.releases[r]) {
                field.within[component][--counts[component]] = r;
            }
        }
        return field;
    }

    /**
     * The releases that a new record concerns. A part by itself is looked at first: what other parts could say takes a finding away
     * and never makes one. Only where the record asks for a platform the release is looked at, too: those of its parts that the
     * record names, and its operating systems, since nothing else can contradict it. Where these are the same, so is the answer.
     */
    private static int concerned(Field field, Vulnerability record) {
        VulnerabilityIndex one = new VulnerabilityIndex();
        one.put(record);
        Matcher matcher = new Matcher(one);
        BitSet concerned = new BitSet(field.releases.length);
        BitSet open = new BitSet(field.releases.length);
        for (String product : products(record, true)) {
            for (int component : field.byProduct.getOrDefault(product, List.of())) {
                List<Finding> findings = matcher.assessKnown(List.of(field.components.get(component)))
                        .findings();
                if (findings.stream().anyMatch(f -> f.certainty() == Finding.Certainty.PLATFORM_NOT_VERIFIED)) {
                    Arrays.stream(field.within[component]).forEach(open::set);
                } else if (!findings.isEmpty()) {
                    Arrays.stream(field.within[component]).forEach(concerned::set);
                }
            }
        }
        open.andNot(concerned);
        Map<List<Integer>, Boolean> known = new HashMap<>();
        asked(field, record, open).forEach((release, parts) -> {
            if (known.computeIfAbsent(
                    parts,
                    p -> matcher.concerns(p.stream().map(field.components::get).toList()))) {
                concerned.set(release);
            }
        });
        return concerned.cardinality();
    }

    /** Of each of the releases, the components that the record names and the operating systems, from the lists of where these are. */
    private static Map<Integer, List<Integer>> asked(Field field, Vulnerability record, BitSet releases) {
        if (releases.isEmpty()) {
            return Map.of();
        }
        Set<Integer> components = new TreeSet<>(field.systems);
        products(record, false).forEach(product -> components.addAll(field.byProduct.getOrDefault(product, List.of())));
        Map<Integer, List<Integer>> asked = new HashMap<>();
        for (int component : components) {
            for (int release : field.within[component]) {
                if (releases.get(release)) {
                    asked.computeIfAbsent(release, _ -> new ArrayList<>(2)).add(component);
                }
            }
        }
        return asked;
    }

    private static void releases(Report report, long seed, boolean quick) {
        MadeUpRecords records = new MadeUpRecords(seed + 1);
        int count = RELEASES / (quick ? QUICK : 1);
        Field field = field(records, count);
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> times = new ArrayList<>();
        double reached = 0;
        for (int i = 0; i < 2 * NEW_RECORDS; i++) {
            // Every tenth is of the kernel, which is in every release.
            Vulnerability record = records.record(random.nextInt(10) == 0 ? 0 : records.common());
            long from = cpuNanos();
            int concerned = concerned(field, record);
            if (i >= NEW_RECORDS) {
                times.add(ms(from));
                reached += concerned;
            }
        }
        Samples samples = Samples.of(times);
        String named = String.format(Locale.ROOT, "a new record against %,d releases × %d", count, RELEASE_COMPONENTS);
        report.add(Figure.of("matching", "releases that a new record concerns", reached / times.size(), "releases"));
        report.add(Figure.of("matching", named + ", median", samples.median(), "ms"));
        report.add(Figure.of("matching", named + ", p95", samples.percentile(95), "ms")
                .goal(RECORD_MS_MAX));
        report.add(
                Figure.of("matching", named + ", worst", samples.worst(), "ms").goal(RECORD_MS_MAX));
    }
}
