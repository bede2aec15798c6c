package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The verdict's lines in their order, look-up through layers, parameters, items and limits, on the small catalogue. */
class EvaluatorTest {

    private static final Catalogue CATALOGUE = Mini.catalogue();
    private static final Evaluator EVALUATOR = new Evaluator(CATALOGUE);

    private static Verdict decide(String number, Facts... facts) {
        return decide(Facts.TARGET, Parameters.NONE, number, facts);
    }

    private static Verdict decide(Target target, Parameters parameters, String number, Facts... facts) {
        List<Fact> all = Arrays.stream(facts).map(Facts::fact).toList();
        Requirement requirement =
                CATALOGUE.requirement(new RequirementId("mini", number)).orElseThrow();
        return EVALUATOR.evaluate(target, requirement, FactSource.of(all), parameters, Facts.NOW);
    }

    private static void assertState(Verdict verdict, VerdictState state) {
        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.towards()).isNull();
    }

    private static void assertExpected(Verdict verdict, VerdictState towards) {
        assertThat(verdict.state()).isEqualTo(VerdictState.EXPECTED);
        assertThat(verdict.towards()).isEqualTo(towards);
    }

    private static final Facts NETWORK = Facts.of("network.used", true);
    private static final Facts NO_LOGIN = Facts.of("login.mechanisms", List.of());
    private static final Facts LOGIN = Facts.of("login.mechanisms", List.of("web"));
    private static final Facts SHARED = Facts.of("login.password.default[web]", "shared");
    private static final Facts STATEMENT = Facts.of("psti.declared", true);

    @Nested
    class Lines {

        @Test
        void line1AProvenRouteExemptsAlsoWhenTheRuleIsFalse() {
            Verdict verdict = decide("M-1", STATEMENT, NETWORK, LOGIN, SHARED);
            assertState(verdict, VerdictState.EXEMPT);
            assertThat(verdict.proof().rule().truth()).isEqualTo(Truth.FALSE);
        }

        @Test
        void line2AStatementThatEndedIsRecheckedAlsoWhenTheRuleIsMet() {
            assertState(decide("M-1", STATEMENT.day(-5).until(-1), NETWORK, NO_LOGIN), VerdictState.RECHECK);
        }

        @Test
        void line3ProvenFalseAppliesIsNotApplicable() {
            assertState(decide("M-1", Facts.of("network.used", false), LOGIN, SHARED), VerdictState.NOT_APPLICABLE);
        }

        @Test
        void line4DoubtfulAppliesIsRechecked() {
            assertState(decide("M-1", NETWORK.day(-5).until(-1), NO_LOGIN), VerdictState.RECHECK);
        }

        @Test
        void line5BothProvenIsMet() {
            assertState(decide("M-1", NETWORK, NO_LOGIN), VerdictState.MET);
        }

        @Test
        void line6AnUnprovenRouteIsExpectedToExempt() {
            assertExpected(decide("M-1", STATEMENT.unconfirmed(), NETWORK, LOGIN, SHARED), VerdictState.EXEMPT);
            assertState(decide("M-1", STATEMENT.unconfirmed(), NETWORK, NO_LOGIN), VerdictState.MET);
        }

        @Test
        void line7UnprovenFalseAppliesIsExpectedNotToApply() {
            assertExpected(
                    decide("M-1", Facts.of("network.used", false).declared(), LOGIN, SHARED),
                    VerdictState.NOT_APPLICABLE);
        }

        @Test
        void line8UnknownAppliesIsUnknownAlsoWhenTheRuleIsFalse() {
            assertState(decide("M-1", LOGIN, SHARED), VerdictState.UNKNOWN);
        }

        @Test
        void line9TheRuleDecides() {
            assertExpected(decide("M-1", NETWORK, NO_LOGIN.unconfirmed()), VerdictState.MET);
            assertState(
                    decide("M-1", NETWORK.unconfirmed(), LOGIN.unconfirmed(), SHARED.declared()), VerdictState.NOT_MET);
            assertState(decide("M-1", NETWORK, LOGIN), VerdictState.UNKNOWN);
            assertState(decide("M-1", NETWORK, LOGIN.day(-2).until(-1)), VerdictState.RECHECK);
            assertState(
                    decide(
                            "M-1",
                            NETWORK,
                            LOGIN,
                            Facts.of("login.mechanisms", List.of("ssh")).day(-1)),
                    VerdictState.RECHECK);
        }
    }

    @Nested
    class LookUp {

        private final Target inheriting = new Target(
                "camera",
                List.of(
                        new Layer.Own(Facts.RELEASE),
                        Layer.Inherited.signed(Facts.PREDECESSOR, Set.of(new RequirementId("mini", "M-2"))),
                        new Layer.Own(Facts.PRODUCT),
                        new Layer.Own(Facts.ORGANISATION)));

        @Test
        void theFirstLayerWithAFactDecides() {
            assertState(
                    decide("M-1", NETWORK, NO_LOGIN, LOGIN.on(Facts.PRODUCT), SHARED.on(Facts.PRODUCT)),
                    VerdictState.MET);
            assertState(decide("M-1", NETWORK.on(Facts.ORGANISATION), NO_LOGIN.on(Facts.PRODUCT)), VerdictState.MET);
        }

        @Test
        void anExpiredFactOfTheReleaseStillHidesTheProductsOne() {
            assertState(
                    decide("M-1", NETWORK, NO_LOGIN.day(-3).until(-1), NO_LOGIN.on(Facts.PRODUCT)),
                    VerdictState.RECHECK);
        }

        @Test
        void aPredecessorsFactsCountForWhatTheChangeDoesNotTouch() {
            assertState(
                    decide(inheriting, Parameters.NONE, "M-1", NETWORK, NO_LOGIN.on(Facts.PREDECESSOR)),
                    VerdictState.MET);
        }

        @Test
        void andAreStaleForWhatItTouches() {
            Verdict verdict = decide(inheriting, Parameters.NONE, "M-2", NO_LOGIN.on(Facts.PREDECESSOR));
            assertState(verdict, VerdictState.RECHECK);
            Reading reading = Objects.requireNonNull(verdict.proof().rule().reading());
            assertThat(reading.reason()).isEqualTo(Reading.Reason.TOUCHED_BY_CHANGE);
            assertThat(reading.subject()).isEqualTo(Facts.PREDECESSOR);
            assertThat(reading.value()).isNull();
            assertThat(reading.used()).hasSize(1);
        }

        @Test
        void whatWasSeenOfAnEarlierVersionShowsNothingOfThisOne() {
            Requirement ofVersion = ofVersion();
            for (boolean kept : List.of(true, false)) {
                Fact seen = Facts.of("network.used", kept)
                        .strength(Strength.TESTED)
                        .on(Facts.PREDECESSOR)
                        .fact();
                Verdict verdict = EVALUATOR.evaluate(
                        inheriting, ofVersion, FactSource.of(List.of(seen)), Parameters.NONE, Facts.NOW);
                assertState(verdict, VerdictState.RECHECK);
                Reading reading = Objects.requireNonNull(verdict.proof().rule().reading());
                assertThat(reading.reason()).isEqualTo(Reading.Reason.EARLIER_VERSION);
                assertThat(reading.touched()).isTrue();
                assertThat(reading.used()).containsExactly(seen.id());
            }
            Fact own = Facts.of("network.used", true).strength(Strength.TESTED).fact();
            assertState(
                    EVALUATOR.evaluate(inheriting, ofVersion, FactSource.of(List.of(own)), Parameters.NONE, Facts.NOW),
                    VerdictState.MET);
        }

        @Test
        void aProofTellsWhoSignedByWhichItInheritsAndWhy() {
            Statement statement = new Statement(
                    Facts.RELEASE.id(),
                    Facts.PREDECESSOR.id(),
                    Set.of(),
                    "文言だけを直した",
                    "田中",
                    Facts.at(-2),
                    new Confirmation("鈴木", Facts.at(-1)));
            Target target = new Target(
                    "camera",
                    List.of(
                            new Layer.Own(Facts.RELEASE),
                            new Layer.Inherited(Facts.PREDECESSOR, true, Set.of(), List.of(statement)),
                            new Layer.Own(Facts.PRODUCT)));
            Verdict inherited = decide(target, Parameters.NONE, "M-1", NETWORK, NO_LOGIN.on(Facts.PREDECESSOR));
            assertState(inherited, VerdictState.MET);
            assertThat(inherited.proof().statements()).containsExactly(statement);
            assertThat(ProofJson.read(ProofJson.write(inherited.proof()))).isEqualTo(inherited.proof());
            assertThat(decide(target, Parameters.NONE, "M-1", NETWORK, NO_LOGIN)
                            .proof()
                            .statements())
                    .as("nothing was inherited")
                    .isEmpty();
        }

        @Test
        void aRequirementThatChangedWaitsUntilSomebodyHasLookedAtIt() {
            Reopened changed = new Reopened(Facts.NOW, new Text("前", "before"), new Text("後", "after"), false, null);
            RequirementId first = new RequirementId("mini", "M-1");
            Verdict open = decide(Facts.TARGET.with(Map.of(first, changed)), Parameters.NONE, "M-1", NETWORK, NO_LOGIN);
            assertState(open, VerdictState.RECHECK);
            assertThat(open.proof().reopened()).isEqualTo(changed);
            assertThat(Decisive.of(open.proof())).as("no fact makes it so").isEmpty();
            assertThat(ProofJson.read(ProofJson.write(open.proof()))).isEqualTo(open.proof());
            Reopened read = new Reopened(
                    Facts.NOW, changed.before(), changed.after(), false, new Reopened.Review("田中", Facts.NOW, "意味は同じ"));
            assertState(
                    decide(Facts.TARGET.with(Map.of(first, read)), Parameters.NONE, "M-1", NETWORK, NO_LOGIN),
                    VerdictState.MET);
            assertState(
                    decide(
                            Facts.TARGET.with(Map.of(new RequirementId("mini", "M-2"), changed)),
                            Parameters.NONE,
                            "M-1",
                            NETWORK,
                            NO_LOGIN),
                    VerdictState.MET);
            assertState(
                    decide(Facts.TARGET.with(Map.of(first, changed)), Parameters.NONE, "M-1", NETWORK, LOGIN, SHARED),
                    VerdictState.NOT_MET);
        }

        private Requirement ofVersion() {
            Requirement like =
                    CATALOGUE.requirement(new RequirementId("mini", "M-2")).orElseThrow();
            FactDefinition fact = CATALOGUE.fact(new FactKey("network.used")).orElseThrow();
            Rule.Leaf leaf = new Rule.Leaf(
                    "rule",
                    null,
                    null,
                    fact.key(),
                    null,
                    null,
                    World.parse("value", fact, false),
                    Strength.TESTED,
                    null,
                    false,
                    false,
                    false);
            return new Requirement(
                    new RequirementId("mini", "M-9"),
                    like.title(),
                    like.title(),
                    like.text(),
                    null,
                    like.scope(),
                    like.source(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    leaf);
        }

        @Test
        void andForAllWhileTheStatementIsNotSigned() {
            Target unsigned = new Target(
                    "camera", List.of(new Layer.Own(Facts.RELEASE), Layer.Inherited.unsigned(Facts.PREDECESSOR)));
            assertState(
                    decide(unsigned, Parameters.NONE, "M-1", NETWORK, NO_LOGIN.on(Facts.PREDECESSOR)),
                    VerdictState.RECHECK);
        }
    }

    @Nested
    class ParametersAndItems {

        private final Parameters set = new Parameters(
                "guide 1",
                Map.of("tries.max", Value.whole(5), "scan.age", Value.whole(90)),
                Map.of("tries.max", "S1.1-04"));
        private final Facts five = Facts.of("login.tries.max[web]", 5).strength(Strength.TESTED);

        @Test
        void aLeafWhoseParameterIsNotSetIsUnknownAndSaysWhich() {
            Verdict verdict = decide(Facts.TARGET, Parameters.NONE, "M-2", LOGIN, five);
            assertState(verdict, VerdictState.UNKNOWN);
            Reading reading = leaf(verdict, "rule[web].holds");
            assertThat(reading.reason()).isEqualTo(Reading.Reason.PARAMETER_NOT_SET);
            assertThat(reading.unset()).containsExactly("scan.age", "tries.max");
            assertThat(verdict.proof().parameters())
                    .containsExactly(
                            new Proof.UsedParameter("scan.age", null, null),
                            new Proof.UsedParameter("tries.max", null, null));
        }

        @Test
        void withItsParametersItIsDecided() {
            Verdict verdict = decide(Facts.TARGET, set, "M-2", LOGIN, five);
            assertState(verdict, VerdictState.MET);
            assertThat(ProofJson.read(ProofJson.write(verdict.proof())).parameters())
                    .containsExactly(
                            new Proof.UsedParameter("scan.age", Value.whole(90), null),
                            new Proof.UsedParameter("tries.max", Value.whole(5), "S1.1-04"));
            assertState(decide(Facts.TARGET, set, "M-2", LOGIN, five.day(-90)), VerdictState.RECHECK);
            assertThat(decide(Facts.TARGET, set, "M-2", LOGIN, five).changesAt())
                    .isEqualTo(Facts.at(90));
        }

        @Test
        void aValueOfAnotherTypeCountsAsNotSet() {
            Parameters wrong = new Parameters("", Map.of("tries.max", Value.word("5"), "scan.age", Value.whole(0)));
            assertThat(leaf(decide(Facts.TARGET, wrong, "M-2", LOGIN, five), "rule[web].holds")
                            .unset())
                    .containsExactly("scan.age", "tries.max");
        }

        @Test
        void aFactThatIsTooWeakIsNotProven() {
            Verdict verdict = decide(Facts.TARGET, set, "M-2", LOGIN, five.strength(Strength.DOCUMENTED));
            assertExpected(verdict, VerdictState.MET);
            assertThat(leaf(verdict, "rule[web].holds").doubt()).isEqualTo(Reading.Doubt.TOO_WEAK);
        }

        @Test
        void oneMoreUnconfirmedAnswerToTheSameEffectTakesNoProofAway() {
            assertState(
                    decide("M-1", NETWORK, NO_LOGIN.day(-5), NO_LOGIN.measured().unconfirmed()), VerdictState.MET);
        }

        @Test
        void whatHoldsForAnUnprovenListIsNotProven() {
            Verdict verdict =
                    decide("M-1", NETWORK, LOGIN.unconfirmed(), Facts.of("login.password.default[web]", "none"));
            assertExpected(verdict, VerdictState.MET);
        }

        @Test
        void anItemThatIsProvenNotToBeMeantIsNotLookedAtFurther() {
            Verdict verdict = decide("M-1", NETWORK, LOGIN, Facts.of("login.password.default[web]", "none"));
            assertState(verdict, VerdictState.MET);
            assertThat(verdict.proof().rule().children().getFirst().children()).hasSize(1);
        }

        @Test
        void nestedItemsAreMatchedByARef() {
            Facts[] facts = {
                Facts.of("assets", List.of("key", "log")),
                Facts.of("asset.kind[key]", List.of("secret")),
                Facts.of("asset.kind[log]", List.of("none")),
                Facts.of("flows", List.of("f1", "f2")),
                Facts.of("flow.asset[f1]", "key"),
                Facts.of("flow.asset[f2]", "log"),
                Facts.of("flow.encrypted[f1]", true),
                Facts.of("policy.published", true)
            };
            assertState(decide("M-3", facts), VerdictState.MET);
            facts[6] = Facts.of("flow.encrypted[f1]", false);
            Verdict verdict = decide("M-3", facts);
            assertState(verdict, VerdictState.NOT_MET);
            assertThat(leaf(verdict, "rule.0[key].holds[f1].where").around()).isEqualTo("key");
        }

        @Test
        void aSubItemIsDecidedForAllItemsTogether() {
            Verdict verdict = decide(
                    "M-1",
                    NETWORK,
                    Facts.of("login.mechanisms", List.of("api", "ssh", "web")),
                    SHARED,
                    Facts.of("login.password.default[ssh]", "unique"),
                    Facts.of("login.password.default[api]", "none"));
            ProofNode unique = verdict.proof().item("M-1.1").orElseThrow();
            assertThat(unique.truth()).isEqualTo(Truth.FALSE);
            assertThat(unique.children()).extracting(ProofNode::about).containsExactly("ssh", "web");
            assertThat(verdict.proof().item("M-1.2").orElseThrow().truth()).isEqualTo(Truth.UNKNOWN);
            assertThat(verdict.proof().items()).containsExactly("M-1.1", "M-1.2");
            assertThat(verdict.proof().item("M-1.9")).isEmpty();
        }

        @Test
        void aValueRecordedUnderAnotherTypeIsUnreadable() {
            Verdict verdict = decide("M-1", Facts.of("network.used", "yes"), Facts.of("login.mechanisms", "web"));
            assertState(verdict, VerdictState.UNKNOWN);
            assertThat(leaf(verdict, "applies").reason()).isEqualTo(Reading.Reason.UNREADABLE);
            assertThat(leaf(verdict, "rule").reason()).isEqualTo(Reading.Reason.UNREADABLE);
        }

        private static Reading leaf(Verdict verdict, String path) {
            return verdict.proof()
                    .nodes()
                    .filter(n -> n.path().equals(path))
                    .map(n -> Objects.requireNonNull(n.reading()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aProofThatGrowsTooLargeIsAClearError() {
        List<String> items = IntStream.range(0, 300).mapToObj(i -> "i" + i).toList();
        List<Facts> facts = new ArrayList<>();
        facts.add(Facts.of("assets", items));
        facts.add(Facts.of("flows", items));
        items.forEach(item -> facts.add(Facts.of("asset.kind[" + item + "]", List.of("secret"))));
        assertThatThrownBy(() -> decide("M-3", facts.toArray(Facts[]::new)))
                .isInstanceOf(ConformityException.class)
                .hasMessage("the proof of mini/M-3 for camera has more than 50000 nodes:"
                        + " its collections have too many items");
    }

    @Test
    void aConditionOfTheRegisterFormIsDecided() {
        FactDefinition.Condition condition = CATALOGUE
                .fact(new FactKey("login.password.length"))
                .orElseThrow()
                .onlyIf()
                .getFirst();
        assertThat(EVALUATOR.holds(condition, Value.word("unique"))).isTrue();
        assertThat(EVALUATOR.holds(condition, Value.word("none"))).isFalse();
        assertThat(EVALUATOR.holds(condition, Value.flag(true))).isFalse();
    }

    @Test
    void theCatalogueKnowsWhoReadsWhat() {
        assertThat(CATALOGUE.requirementsReading(new FactKey("login.mechanisms")))
                .extracting(RequirementId::number)
                .containsExactly("M-1", "M-2");
        assertThat(CATALOGUE.requirementsUsing("scan.age"))
                .extracting(RequirementId::number)
                .containsExactly("M-2");
        assertThat(CATALOGUE.edition()).matches("vocabulary 1, mini 3, sha256 [0-9a-f]{16}");
    }
}
