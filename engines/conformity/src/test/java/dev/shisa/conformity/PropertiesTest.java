package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every catalogue, whatever facts come in whatever order at whatever time. */
class PropertiesTest {

    @Test
    void anAuditorAgreesWithEveryVerdictFromItsProofAlone() {
        Map<VerdictState, Integer> seen = new EnumMap<>(VerdictState.class);
        int[] contradictions = {0, 0};
        Property.holds(2_000, random -> {
            for (Verdict verdict : World.random(random).decideAll()) {
                Auditor.Finding found = Auditor.audit(verdict.proof());
                assertThat(found.state()).isEqualTo(verdict.state());
                assertThat(found.towards()).isEqualTo(verdict.towards());
                // A contradiction that is silent now is not in the proof, but may hold later.
                assertThat(earliest(found.changesAt(), verdict.changesAt())).isEqualTo(verdict.changesAt());
                contradictions[0] += verdict.proof().isContradicted() ? 1 : 0;
                contradictions[1] += verdict.proof().contradictions().stream().anyMatch(Proof.Held::settled) ? 1 : 0;
                seen.merge(verdict.state(), 1, Integer::sum);
            }
        });
        // The worlds are of use only if they bring every state about.
        assertThat(seen).hasSize(VerdictState.values().length);
        assertThat(seen.values()).allMatch(count -> count > 50, "more than 50 of " + seen);
        assertThat(contradictions[0]).isGreaterThan(100);
        assertThat(contradictions[1]).isGreaterThan(5);
    }

    @Test
    void aProofCameOfTheTreesThatDecidedItAndOfNoneThatReadOtherwise() {
        int[] others = {0};
        Property.holds(500, random -> {
            World world = World.random(random);
            for (Verdict verdict : world.decideAll()) {
                for (Requirement requirement : world.catalogue().requirements()) {
                    boolean own = requirement.id().equals(verdict.requirement());
                    if (own) {
                        assertThat(verdict.proof().cameOf(requirement)).isTrue();
                    } else if (!readings(requirement).equals(readings(verdict.proof()))) {
                        assertThat(verdict.proof().cameOf(requirement)).isFalse();
                        others[0]++;
                    }
                }
            }
        });
        assertThat(others[0]).isGreaterThan(100);
    }

    /** The keys that the trees read outside of lists, in their order. */
    private static List<FactKey> readings(Requirement requirement) {
        return requirement.trees().stream().flatMap(PropertiesTest::outside).toList();
    }

    private static Stream<FactKey> outside(Rule rule) {
        return switch (rule) {
            case Rule.Leaf leaf -> Stream.of(leaf.fact());
            case Rule.Every every -> Stream.of(every.set());
            case Rule.All _, Rule.Any _, Rule.Not _, Rule.Earlier _ ->
                rule.children().stream().flatMap(PropertiesTest::outside);
        };
    }

    private static List<FactKey> readings(Proof proof) {
        return Stream.of(
                        proof.routes().stream().map(Proof.RouteProof::when),
                        Stream.ofNullable(proof.applies()),
                        Stream.of(proof.rule()))
                .flatMap(nodes -> nodes)
                .flatMap(PropertiesTest::outside)
                .toList();
    }

    private static Stream<FactKey> outside(ProofNode node) {
        return node.reading() != null
                ? Stream.of(Objects.requireNonNull(node.reading()).slot().key())
                : node.children().stream().flatMap(PropertiesTest::outside);
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    @Test
    void aProofNamesTheFactsOfTheFirstLayerThatHasOneThatIsNotOut() {
        Property.holds(500, random -> {
            World world = World.random(random);
            for (Target target : world.targets()) {
                for (Requirement requirement : world.catalogue().requirements()) {
                    Proof proof = world.decide(target, requirement).proof();
                    proof.nodes()
                            .flatMap(n -> Optional.ofNullable(n.reading()).stream())
                            .forEach(reading -> {
                                assertThat(named(reading)).isEqualTo(standing(world.facts(), target, reading.slot()));
                                Optional<Layer> layer = target.layers().stream()
                                        .filter(l -> l.subject().equals(reading.subject()))
                                        .findFirst();
                                boolean ofVersion = reading.touched() && layer.orElseThrow() instanceof Layer.Inherited;
                                assertThat(reading.touched())
                                        .isEqualTo(ofVersion
                                                || layer.stream().anyMatch(l -> l.isTouched(requirement.id())));
                            });
                }
            }
        });
    }

    private static Set<UUID> named(Reading reading) {
        return Stream.of(reading.used(), reading.against(), reading.passedOver())
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    private static Set<UUID> standing(List<Fact> all, Target target, Slot slot) {
        for (Layer layer : target.layers()) {
            List<Fact> here = all.stream()
                    .filter(f -> f.subject().equals(layer.subject()) && f.slot().equals(slot))
                    .toList();
            Set<UUID> standing = here.stream()
                    .filter(f -> here.stream()
                            .noneMatch(by -> by.supersedes().contains(f.id())
                                    && by.strength().compareTo(f.strength()) >= 0))
                    .map(Fact::id)
                    .collect(Collectors.toSet());
            if (!standing.isEmpty()) {
                return standing;
            }
        }
        return Set.of();
    }

    @Test
    void aFactChangesOnlyVerdictsThatItReaches() {
        Property.holds(500, random -> {
            World world = World.random(random);
            Fact fact = world.another(random);
            List<Fact> more = new ArrayList<>(world.facts());
            more.add(fact);
            List<Verdict> before = world.decideAll();
            List<Verdict> after = world.with(more).decideAll();
            for (int i = 0; i < before.size(); i++) {
                Verdict old = before.get(i);
                boolean reached = world.catalogue()
                                .requirementsDependingOn(fact.slot().key())
                                .contains(old.requirement())
                        && world.targets().stream()
                                .filter(t -> t.id().equals(old.target()))
                                .anyMatch(t -> t.layers().stream()
                                        .anyMatch(l -> l.subject().equals(fact.subject())));
                if (!reached) {
                    assertThat(after.get(i)).isEqualTo(old);
                }
            }
        });
    }

    @Test
    void theOrderOfArrivalNeverMatters() {
        Property.holds(500, random -> {
            World world = World.random(random);
            assertThat(world.with(Property.shuffled(random, world.facts())).decideAll())
                    .isEqualTo(world.decideAll());
        });
    }

    @Test
    void timeAloneNeverMakesAVerdictGreen() {
        Property.holds(800, random -> {
            World world = World.random(random);
            World later = world.at(world.now().plus(Duration.ofHours(1 + random.nextInt(12_000))));
            List<Verdict> before = world.decideAll();
            List<Verdict> after = later.decideAll();
            for (int i = 0; i < before.size(); i++) {
                // With one of its facts a contradiction ends, and leaves the verdict to what it rests on.
                boolean contradicted = before.get(i).proof().isContradicted();
                if (after.get(i).state().isGreen() && !contradicted) {
                    assertThat(before.get(i).state().isGreen())
                            .as(
                                    "%s was %s, became %s",
                                    before.get(i).requirement(),
                                    before.get(i).state(),
                                    after.get(i).state())
                            .isTrue();
                }
            }
        });
    }

    @Test
    void nothingChangesBeforeTheInstantThatTheVerdictNames() {
        Property.holds(500, random -> {
            World world = World.random(random);
            for (Target target : world.targets()) {
                for (Requirement requirement : world.catalogue().requirements()) {
                    Verdict verdict = world.decide(target, requirement);
                    Instant changesAt = verdict.changesAt();
                    Instant until = changesAt == null ? world.now().plus(Duration.ofDays(10_000)) : changesAt;
                    Verdict last = world.at(until.minusNanos(1)).decide(target, requirement);
                    assertThat(last.saysTheSameAs(verdict)).isTrue();
                }
            }
        });
    }

    @Test
    void aConfirmationNeverTakesGreenAwayAndNeverMakesRed() {
        Property.holds(800, random -> {
            World world = World.random(random);
            List<Fact> confirmed = world.facts().stream()
                    .map(f -> Property.chance(random, 50) ? f.confirmed(new Confirmation("second", world.now())) : f)
                    .toList();
            List<Verdict> before = world.decideAll();
            List<Verdict> after = world.with(confirmed).decideAll();
            for (int i = 0; i < before.size(); i++) {
                VerdictState old = before.get(i).state();
                VerdictState now = after.get(i).state();
                if (after.get(i).proof().isContradicted()) {
                    // It rests on more that is proven now, and that is contradicted.
                    continue;
                }
                assertThat(!old.isGreen() || now.isGreen())
                        .as("%s became %s", old, now)
                        .isTrue();
                assertThat(old == VerdictState.NOT_MET || now != VerdictState.NOT_MET)
                        .as("%s became %s", old, now)
                        .isTrue();
            }
        });
    }

    @Test
    void anAssessmentAlwaysSaysWhatDecidingFromScratchSays() {
        Property.holds(300, random -> {
            World world = World.random(random);
            Assessment assessment = new Assessment(world.evaluator(), world.parameters(), world.now());
            world.targets().forEach(assessment::put);
            List<Fact> facts = new ArrayList<>();
            Map<String, Verdict> told = new HashMap<>();
            assessment.verdicts().forEach(v -> told.put(v.target() + v.requirement(), v));
            Parameters parameters = world.parameters();
            Instant now = world.now();
            for (int step = 0; step < 60; step++) {
                List<Verdict> changed;
                switch (random.nextInt(10)) {
                    case 0 -> {
                        now = now.plus(Duration.ofHours(random.nextInt(3_000)));
                        changed = assessment.advance(now);
                    }
                    case 1 -> {
                        UUID id = facts.isEmpty()
                                ? new UUID(0, 0)
                                : Property.pick(random, facts).id();
                        facts.removeIf(f -> f.id().equals(id));
                        changed = assessment.withdraw(id);
                    }
                    case 2 -> {
                        if (facts.isEmpty()) {
                            continue;
                        }
                        int index = random.nextInt(facts.size());
                        Confirmation confirmation = new Confirmation("second", now);
                        changed = assessment.confirm(facts.get(index).id(), confirmation);
                        facts.set(index, facts.get(index).confirmed(confirmation));
                    }
                    case 3 -> {
                        parameters = new Parameters(
                                "guide", Property.chance(random, 50) ? Map.of() : Map.of("tries.max", Value.whole(7)));
                        changed = assessment.parameters(parameters);
                    }
                    default -> {
                        Fact fact = world.with(facts).at(now).another(random);
                        facts.add(fact);
                        changed = assessment.add(fact);
                    }
                }
                changed.forEach(v -> told.put(v.target() + v.requirement(), v));
            }
            World scratch = new World(world.catalogue(), world.evaluator(), world.targets(), facts, parameters, now);
            List<Verdict> expected = scratch.decideAll();
            assertThat(assessment.verdicts()).hasSameSizeAs(expected);
            for (Verdict verdict : expected) {
                Verdict kept = assessment
                        .verdict(verdict.target(), verdict.requirement())
                        .orElseThrow();
                assertThat(kept.saysTheSameAs(verdict)).isTrue();
                // What was returned as changed is all that had to be told.
                assertThat(Objects.requireNonNull(told.get(verdict.target() + verdict.requirement()))
                                .saysTheSameAs(verdict))
                        .isTrue();
            }
        });
    }

    @Test
    void aProofSurvivesItsJson() {
        Property.holds(100, random -> {
            for (Verdict verdict : World.random(random).decideAll()) {
                String json = ProofJson.write(verdict.proof());
                assertThat(ProofJson.read(json)).isEqualTo(verdict.proof());
                assertThat(ProofJson.write(ProofJson.read(json))).isEqualTo(json);
            }
        });
    }

    @Test
    void theFirstQuestionDecidesWhatItSaysAndInTheEndNothingIsOpen() {
        int[] claims = {0};
        Property.holds(300, random -> {
            World world = World.random(random);
            Target target = Property.pick(random, world.targets());
            List<Requirement> requirements = world.catalogue().requirements();
            NextQuestions questions = new NextQuestions(world.evaluator());
            int acts = 0;
            while (true) {
                List<NextQuestion> next = questions.next(
                        target, requirements, FactSource.of(world.facts()), world.parameters(), world.now());
                if (next.isEmpty()) {
                    break;
                }
                assertThat(acts++).as("acts until nothing is open").isLessThan(300);
                // Facts that contradict each other whatever they say are settled by a judgement alone.
                NextQuestion first = acts < 150 ? next.getFirst() : Property.pick(random, next);
                World before = world;
                World after = act(world, target, first, random);
                claims[0] += first.decides().size();
                for (RequirementId id : first.decides()) {
                    Requirement requirement = world.catalogue().requirement(id).orElseThrow();
                    VerdictState old = before.decide(target, requirement).state();
                    Verdict now = after.decide(target, requirement);
                    if (now.proof().isContradicted()) {
                        continue;
                    }
                    VerdictState settled = now.state();
                    boolean asSaid = old == VerdictState.EXPECTED
                            ? settled.isGreen()
                            : settled != VerdictState.UNKNOWN && settled != VerdictState.RECHECK;
                    assertThat(asSaid)
                            .as("%s settles %s: %s became %s", first, id, old, settled)
                            .isTrue();
                }
                world = after;
            }
            for (Requirement requirement : requirements) {
                Verdict verdict = world.decide(target, requirement);
                Reopened reopened = verdict.proof().reopened();
                // Whether the answers fit a new edition is no question about a fact.
                boolean waits = reopened != null && reopened.review() == null;
                assertThat(waits || verdict.state().isGreen() || verdict.state() == VerdictState.NOT_MET)
                        .isTrue();
            }
        });
        assertThat(claims[0]).as("settling acts that were foretold").isGreaterThan(300);
    }

    private static World act(World world, Target target, NextQuestion question, RandomGenerator random) {
        String parameter = question.parameter();
        if (parameter != null) {
            Map<String, Value> values = new HashMap<>(world.parameters().values());
            values.put(parameter, Value.whole(1 + random.nextInt(30)));
            return new World(
                    world.catalogue(),
                    world.evaluator(),
                    world.targets(),
                    world.facts(),
                    new Parameters("guide", values),
                    world.now());
        }
        if (question.kind() == NextQuestion.Kind.CONFIRM) {
            return world.with(world.facts().stream()
                    .map(f -> f.id().equals(question.fact()) ? f.confirmed(new Confirmation("second", world.now())) : f)
                    .toList());
        }
        Slot slot = Objects.requireNonNull(question.slot());
        Subject subject = Objects.requireNonNull(question.subject());
        List<Fact> there = world.facts().stream()
                .filter(f -> f.slot().equals(slot) && f.subject().equals(subject))
                .toList();
        FactDefinition definition = world.catalogue().fact(slot.key()).orElseThrow();
        Value value = question.kind() == NextQuestion.Kind.STRENGTHEN
                ? tooWeak(world, target, question)
                : World.value(random, definition);
        List<Fact> facts = new ArrayList<>(world.facts());
        facts.add(new Fact(
                Property.uuid(random),
                subject,
                slot,
                value,
                Strength.MEASURED,
                world.now(),
                world.now(),
                null,
                Property.uuid(random),
                there.stream().map(Fact::id).collect(Collectors.toSet()),
                new Confirmation("second", world.now())));
        return world.with(facts);
    }

    /** The value that counts, but not for proof; an age that a leaf accepts may make it another than the leading one. */
    private static Value tooWeak(World world, Target target, NextQuestion question) {
        return question.touches().stream()
                .map(id ->
                        world.decide(target, world.catalogue().requirement(id).orElseThrow()))
                .flatMap(verdict -> verdict.proof().nodes())
                .flatMap(node -> Stream.ofNullable(node.reading()))
                .filter(reading -> reading.slot().equals(question.slot()) && reading.doubt() == Reading.Doubt.TOO_WEAK)
                .flatMap(reading -> Stream.ofNullable(reading.value()))
                .findFirst()
                .orElseThrow();
    }
}
