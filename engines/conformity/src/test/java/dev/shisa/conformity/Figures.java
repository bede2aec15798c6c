package dev.shisa.conformity;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Measures this module in processor time; run by hand: {@code java -cp … dev.shisa.conformity.Figures}. Prints how long it takes to read a
 * catalogue, to decide 16 requirements of about five facts each for 1,000 products from scratch, to bring one new fact to
 * its verdicts, to say what to ask next, and to write a proof.
 */
final class Figures {

    private static final int TARGETS = 1_000;

    private final SplittableRandom random = new SplittableRandom(7);
    private final Catalogue catalogue = sixteen();
    private final List<Target> targets = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    public static void main(String[] arguments) {
        long started = cpuNanos();
        Mini.catalogue();
        print("read the small catalogue, cold", cpuNanos() - started);
        started = cpuNanos();
        Mini.catalogue();
        print("again", cpuNanos() - started);
        new Figures().measure();
    }

    private void measure() {
        for (int i = 0; i < TARGETS; i++) {
            product(i);
        }
        Evaluator evaluator = new Evaluator(catalogue);
        for (int round = 0; round < 3; round++) {
            Assessment assessment = new Assessment(evaluator, Parameters.NONE, Facts.NOW);
            facts.forEach(assessment::add);
            long started = cpuNanos();
            targets.forEach(assessment::put);
            print("16 requirements × 1,000 targets from scratch (" + facts.size() + " facts)", cpuNanos() - started);
            if (round == 2) {
                oneFact(assessment);
                questions(evaluator, assessment);
                json(assessment);
            }
        }
    }

    private void oneFact(Assessment assessment) {
        long[] nanos = new long[5_000];
        int changed = 0;
        for (int i = 0; i < nanos.length; i++) {
            Fact old = Property.pick(random, facts);
            Fact fresh = Facts.of(old.slot().toString(), old.value())
                    .on(old.subject())
                    .supersedes(old)
                    .fact();
            long started = cpuNanos();
            changed += assessment.add(fresh).size();
            nanos[i] = cpuNanos() - started;
        }
        Arrays.sort(nanos);
        print("one new fact to its verdicts, median (" + changed + " verdicts changed)", nanos[nanos.length / 2]);
        print("one new fact to its verdicts, 95th percentile", nanos[nanos.length * 95 / 100]);
    }

    private void questions(Evaluator evaluator, Assessment assessment) {
        NextQuestions next = new NextQuestions(evaluator);
        Target empty = new Target("empty", List.of(new Layer.Own(new Subject(Subject.Kind.RELEASE, new UUID(9, 9)))));
        List<Verdict> open = assessment.put(empty);
        List<Verdict> known = assessment.verdicts().subList(0, 16);
        Set<RequirementId> followed = known.stream().map(Verdict::requirement).collect(Collectors.toSet());
        FactSource none = FactSource.of(List.of());
        FactSource source = FactSource.of(facts);
        Undecided nothing = evaluator.undecided(empty, followed, none, Facts.NOW);
        Undecided undecided = nothing;
        for (int i = 0; i < 200; i++) {
            undecided = evaluator.undecided(targets.getFirst(), followed, source, Facts.NOW);
            next.next(empty, open, nothing);
            next.next(targets.getFirst(), known, undecided);
        }
        long started = cpuNanos();
        evaluator.undecided(targets.getFirst(), followed, source, Facts.NOW);
        print("which contradictions are open for a product", cpuNanos() - started);
        started = cpuNanos();
        int asked = next.next(empty, open, nothing).size();
        print("what to ask next with nothing known (" + asked + " questions)", cpuNanos() - started);
        started = cpuNanos();
        asked = next.next(targets.getFirst(), known, undecided).size();
        print("what to ask next for a product (" + asked + " questions)", cpuNanos() - started);
    }

    private static void json(Assessment assessment) {
        List<Verdict> verdicts = assessment.verdicts().subList(0, 2_000);
        for (int round = 0; round < 3; round++) {
            long started = cpuNanos();
            List<String> texts =
                    verdicts.stream().map(v -> ProofJson.write(v.proof())).toList();
            long written = cpuNanos();
            texts.forEach(ProofJson::read);
            long read = cpuNanos();
            int chars = texts.stream().mapToInt(String::length).sum() / texts.size();
            print("write a proof as JSON (" + chars + " characters)", (written - started) / texts.size());
            print("read it", (read - written) / texts.size());
        }
    }

    /** Time of this thread on a processor, so that other work on the machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void print(String what, long nanos) {
        System.out.printf(Locale.ROOT, "%-75s %10.3f ms%n", what, nanos / 1e6);
    }

    private void product(int index) {
        Subject release = new Subject(Subject.Kind.RELEASE, new UUID(10, index));
        Subject product = new Subject(Subject.Kind.PRODUCT, new UUID(11, index));
        targets.add(new Target("product " + index, List.of(new Layer.Own(release), new Layer.Own(product))));
        fact("network.used", true, product);
        fact("psti.declared", false, product);
        fact("login.mechanisms", List.of("web", "ssh"), release);
        for (String item : List.of("web", "ssh")) {
            fact("login.password.default[" + item + "]", Property.pick(random, "unique", "none", "shared"), release);
            fact("login.password.length[" + item + "]", 4 + random.nextInt(9), release);
        }
        fact("policy.published", true, product);
        fact("support.ends", LocalDate.of(2031, 1, 1), product);
        fact("assets", List.of("a1", "a2", "a3"), release);
        fact("flows", List.of("f1", "f2"), release);
        for (String item : List.of("a1", "a2", "a3")) {
            fact("asset.kind[" + item + "]", List.of("secret"), release);
        }
        for (String item : List.of("f1", "f2")) {
            fact("flow.asset[" + item + "]", "a1", release);
            fact("flow.encrypted[" + item + "]", true, release);
        }
    }

    private void fact(String slot, Object value, Subject subject) {
        facts.add(Facts.of(slot, value)
                .on(subject)
                .day(-random.nextInt(100))
                .until(100 + random.nextInt(300))
                .fact());
    }

    /** The small catalogue's three requirements, over and over, under sixteen numbers. */
    private static Catalogue sixteen() {
        Catalogue mini = Mini.catalogue();
        Framework frame = mini.frameworks().getFirst();
        List<Requirement> kinds =
                List.of(frame.requirements().getFirst(), frame.requirements().getLast());
        List<Requirement> sixteen = new ArrayList<>();
        for (Requirement kind :
                Collections.nCopies(8, kinds).stream().flatMap(List::stream).toList()) {
            sixteen.add(new Requirement(
                    new RequirementId("mini", "N-" + sixteen.size()),
                    kind.title(),
                    kind.shortName(),
                    kind.text(),
                    null,
                    kind.scope(),
                    kind.source(),
                    List.of(),
                    List.of(),
                    List.of(),
                    kind.routes(),
                    kind.applies(),
                    kind.notApplicable(),
                    kind.rule()));
        }
        return new Catalogue(
                "sixteen",
                mini.vocabulary(),
                List.of(new Framework(
                        "mini", 1, frame.basis(), frame.title(), null, Set.of(), frame.parameters(), sixteen)));
    }
}
