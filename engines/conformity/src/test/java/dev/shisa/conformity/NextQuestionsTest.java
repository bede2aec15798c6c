package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextQuestionsTest {

    private static final Catalogue CATALOGUE = Mini.catalogue();
    private static final NextQuestions QUESTIONS = new NextQuestions(new Evaluator(CATALOGUE));

    private static List<NextQuestion> next(Target target, String number, Facts... facts) {
        return QUESTIONS.next(
                target,
                List.of(CATALOGUE.requirement(new RequirementId("mini", number)).orElseThrow()),
                FactSource.of(Arrays.stream(facts).map(Facts::fact).toList()),
                Parameters.NONE,
                Facts.NOW);
    }

    private static List<String> words(List<NextQuestion> questions) {
        return questions.stream()
                .map(q -> q.kind() + " " + (q.slot() == null ? q.parameter() : q.slot())
                        + (q.subject() == null ? "" : " " + q.subject().kind().code())
                        + (q.decides().isEmpty() ? "" : " decides"))
                .toList();
    }

    @Test
    void whetherItAppliesIsAskedBeforeHow() {
        assertThat(words(next(Facts.TARGET, "M-1")))
                .containsExactly("FACT psti.declared product", "FACT network.used product");
    }

    @Test
    void aListIsAskedBeforeItsItemsAndWhetherAnItemIsMeantBeforeTheRest() {
        Facts network = Facts.of("network.used", true);
        Facts noStatement = Facts.of("psti.declared", false);
        Facts login = Facts.of("login.mechanisms", List.of("ssh", "web"));
        assertThat(words(next(Facts.TARGET, "M-1", network, noStatement)))
                .containsExactly("FACT login.mechanisms release");
        assertThat(words(next(Facts.TARGET, "M-1", network, noStatement, login)))
                .containsExactly(
                        "FACT login.password.default[ssh] release", "FACT login.password.default[web] release");
        assertThat(words(next(
                        Facts.TARGET,
                        "M-1",
                        network,
                        noStatement,
                        login,
                        Facts.of("login.password.default[ssh]", "none"),
                        Facts.of("login.password.default[web]", "unique"))))
                .containsExactly("FACT login.password.length[web] release decides");
    }

    @Test
    void whatCannotChangeTheVerdictIsNoneOfItsSlots() {
        Requirement requirement =
                CATALOGUE.requirement(new RequirementId("mini", "M-1")).orElseThrow();
        Verdict verdict = new Evaluator(CATALOGUE)
                .evaluate(Facts.TARGET, requirement, FactSource.of(List.of()), Parameters.NONE, Facts.NOW);
        // The log-ins are unknown as well, but matter only where the requirement applies.
        assertThat(NextQuestions.slots(CATALOGUE, verdict))
                .containsExactlyInAnyOrder(Slot.of("psti.declared"), Slot.of("network.used"));
    }

    @Test
    void parametersThatAreNotSetAreAskedFor() {
        assertThat(words(next(Facts.TARGET, "M-2", Facts.of("login.mechanisms", List.of("web")))))
                .containsExactly("PARAMETER scan.age", "PARAMETER tries.max", "FACT login.tries.max[web] release");
    }

    @Test
    void whatIsStaleIsRenewedAndWhatContradictsResolved() {
        Facts ended = Facts.of("login.mechanisms", List.of()).day(-3).until(-1);
        Facts network = Facts.of("network.used", true).on(Facts.PRODUCT);
        assertThat(words(next(Facts.TARGET, "M-1", network, ended))).containsExactly("RENEW login.mechanisms release");
        assertThat(words(next(
                        Facts.TARGET,
                        "M-1",
                        network,
                        Facts.of("network.used", false).on(Facts.PRODUCT))))
                .containsExactly("RESOLVE network.used product");
    }

    @Test
    void whatAChangeTouchesIsAskedForTheNewRelease() {
        Target target = new Target(
                "camera", List.of(new Layer.Own(Facts.RELEASE), Layer.Inherited.unsigned(Facts.PREDECESSOR)));
        List<NextQuestion> questions =
                next(target, "M-2", Facts.of("login.mechanisms", List.of()).on(Facts.PREDECESSOR));
        assertThat(questions).singleElement().satisfies(q -> {
            assertThat(q.kind()).isEqualTo(NextQuestion.Kind.RENEW);
            assertThat(q.subject()).isEqualTo(Facts.RELEASE);
        });
    }

    @Test
    void anExpectedRequirementNeedsConfirmationAndStrongerEvidence() {
        Facts network = Facts.of("network.used", true).declared();
        Facts none = Facts.of("login.mechanisms", List.of()).unconfirmed();
        assertThat(words(next(Facts.TARGET, "M-1", network, none)))
                .containsExactly("STRENGTHEN network.used release", "CONFIRM login.mechanisms release");
        List<NextQuestion> last = next(Facts.TARGET, "M-1", Facts.of("network.used", true), none);
        assertThat(words(last)).containsExactly("CONFIRM login.mechanisms release decides");
        assertThat(last.getFirst().fact()).isEqualTo(none.fact().id());
    }

    @Test
    void nothingIsAskedOfWhatIsSettled() {
        assertThat(next(Facts.TARGET, "M-1", Facts.of("network.used", false))).isEmpty();
    }

    @Test
    void theActThatSettlesMostStandsFirst() {
        List<NextQuestion> questions = QUESTIONS.next(
                Facts.TARGET,
                CATALOGUE.requirements(),
                FactSource.of(List.of(
                        Facts.of("network.used", true).fact(),
                        Facts.of("psti.declared", false).fact())),
                Parameters.NONE,
                Facts.NOW);
        assertThat(questions.getFirst().slot()).isEqualTo(Slot.of("login.mechanisms"));
        assertThat(questions.getFirst().touches())
                .extracting(RequirementId::number)
                .containsExactlyInAnyOrder("M-1", "M-2");
    }
}
