package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The named leaves are those that a person would name, and exactly those that make the verdict what it is. */
class DecisiveTest {

    private static final Catalogue CATALOGUE = Mini.catalogue();
    private static final Evaluator EVALUATOR = new Evaluator(CATALOGUE);

    private static List<String> decisive(String number, Facts... facts) {
        List<Fact> all = Arrays.stream(facts).map(Facts::fact).toList();
        Requirement requirement =
                CATALOGUE.requirement(new RequirementId("mini", number)).orElseThrow();
        Verdict verdict = EVALUATOR.evaluate(Facts.TARGET, requirement, FactSource.of(all), Parameters.NONE, Facts.NOW);
        return Decisive.of(verdict.proof()).stream()
                .map(leaf -> leaf.node().path() + " " + leaf.wanted())
                .toList();
    }

    private static Stream<Facts> login(String... items) {
        return Stream.of(Facts.of("network.used", true), Facts.of("login.mechanisms", List.of(items)));
    }

    private static Facts[] and(Stream<Facts> some, Facts... more) {
        return Stream.concat(some, Arrays.stream(more)).toArray(Facts[]::new);
    }

    @Test
    void whatMustHoldIsNamedAndNotWhichItemsAreMeant() {
        assertThat(decisive(
                        "M-1",
                        and(
                                login("web"),
                                Facts.of("login.password.default[web]", "shared"),
                                Facts.of("login.password.length[web]", 8))))
                .containsExactly("rule[web].holds.0 TRUE");
    }

    @Test
    void everyItemThatFailsIsNamed() {
        assertThat(decisive(
                        "M-1",
                        and(
                                login("api", "ssh", "web"),
                                Facts.of("login.password.default[web]", "shared"),
                                Facts.of("login.password.length[web]", 4),
                                Facts.of("login.password.default[ssh]", "none"),
                                Facts.of("login.password.default[api]", "unique"),
                                Facts.of("login.password.length[api]", 4))))
                .containsExactly("rule[api].holds.1 TRUE", "rule[web].holds.0 TRUE", "rule[web].holds.1 TRUE");
    }

    @Test
    void whatIsFalseIsNamedBeforeWhatIsOpenAndAloneIfItSuffices() {
        assertThat(decisive("M-1", and(login("web"), Facts.of("login.password.default[web]", "shared"))))
                .containsExactly("rule[web].holds.0 TRUE");
    }

    @Test
    void ofAnUnknownVerdictWhatWouldDecideItIsNamed() {
        assertThat(decisive("M-1", and(login("web"), Facts.of("login.password.default[web]", "unique"))))
                .containsExactly("rule[web].holds.1 TRUE");
        assertThat(decisive("M-1", Facts.of("network.used", true))).containsExactly("rule TRUE");
        assertThat(decisive("M-1")).containsExactly("applies FALSE");
    }

    @Test
    void ofAlternativesTheOneThatAsksForMostIsNamed() {
        Facts noFlows = Facts.of("assets", List.of());
        // A policy that is merely declared is the exception from an end of support that has to be documented.
        assertThat(decisive(
                        "M-3",
                        noFlows,
                        Facts.of("policy.published", false).on(Facts.ORGANISATION),
                        Facts.of("support.ends", LocalDate.of(2027, 1, 1))))
                .containsExactly("rule.1.1.0 FALSE");
    }

    @Test
    void ofACertificateThatEndedTheCertificateIsNamed() {
        assertThat(decisive(
                        "M-1",
                        and(
                                login("web"),
                                Facts.of("psti.declared", true).day(-9).until(-1),
                                Facts.of("login.password.default[web]", "shared"))))
                .containsExactly("routes.0 TRUE");
    }

    @Test
    void ofWhatIsExpectedWhatIsNotProvenIsNamed() {
        assertThat(decisive(
                        "M-1",
                        and(
                                login("web"),
                                Facts.of("login.password.default[web]", "unique")
                                        .declared(),
                                Facts.of("login.password.length[web]", 8))))
                .containsExactly("rule[web].holds.0 TRUE");
        assertThat(decisive(
                        "M-1",
                        Facts.of("network.used", true),
                        Facts.of("login.mechanisms", List.of("web")).unconfirmed(),
                        Facts.of("login.password.default[web]", "none")))
                .containsExactly("rule TRUE");
    }

    @Test
    void ofGreenNothingIsNamed() {
        assertThat(decisive("M-1", Facts.of("network.used", false))).isEmpty();
    }

    @Test
    void exactlyTheNamedLeavesChangeTheVerdict() {
        Map<VerdictState, Integer> seen = new EnumMap<>(VerdictState.class);
        int[] longest = {0};
        Property.holds(3_000, random -> {
            for (Verdict verdict : World.random(random).decideAll()) {
                Proof proof = verdict.proof();
                if (proof.isReopened()) {
                    // What waits for a person who compares two texts waits for no fact.
                    continue;
                }
                List<Decisive.Leaf> leaves = Decisive.of(proof);
                assertThat(leaves.isEmpty())
                        .as("%s has no cause", verdict.state())
                        .isEqualTo(verdict.state().isGreen());
                if (leaves.isEmpty()) {
                    continue;
                }
                assertThat(Decisive.changes(proof, leaves))
                        .as("all of %s", leaves)
                        .isTrue();
                for (Decisive.Leaf leaf : leaves) {
                    List<Decisive.Leaf> others = new ArrayList<>(leaves);
                    others.remove(leaf);
                    assertThat(Decisive.changes(proof, others))
                            .as("without %s of %s", leaf, leaves)
                            .isFalse();
                    assertThat(leaf.node().truths()).isNotEqualTo(new Truths(leaf.wanted(), leaf.wanted()));
                }
                assertThat(Decisive.of(ProofJson.read(ProofJson.write(proof)))).isEqualTo(leaves);
                seen.merge(verdict.state(), 1, Integer::sum);
                longest[0] = Math.max(longest[0], leaves.size());
            }
        });
        assertThat(seen.values()).hasSize(4).allMatch(count -> count > 100);
        assertThat(longest[0]).isGreaterThan(3);
    }
}
