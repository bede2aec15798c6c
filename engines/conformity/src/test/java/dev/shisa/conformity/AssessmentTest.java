package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an assessment returns, beside the property that it always says what deciding from scratch says. */
class AssessmentTest {

    private final Assessment assessment = new Assessment(new Evaluator(Mini.catalogue()), Parameters.NONE, Facts.NOW);

    private static List<String> words(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(v -> v.requirement().number() + " " + v.state().code())
                .toList();
    }

    @Test
    void aNewTargetHasAllItsVerdicts() {
        assertThat(words(assessment.put(Facts.TARGET))).containsExactly("M-1 unknown", "M-2 unknown", "M-3 unknown");
    }

    @Test
    void onlyWhatChangesIsReturned() {
        assessment.put(Facts.TARGET);
        Fact none = Facts.of("login.mechanisms", List.of()).unconfirmed().fact();
        assertThat(words(assessment.add(Facts.of("network.used", true).until(30).fact())))
                .containsExactly("M-1 unknown");
        assertThat(words(assessment.add(none))).containsExactly("M-1 expected", "M-2 expected");
        assertThat(assessment.add(none)).isEmpty();
        assertThat(words(assessment.confirm(none.id(), new Confirmation("second", Facts.NOW))))
                .containsExactly("M-1 met", "M-2 met");
        assertThat(assessment.nextChange()).contains(Facts.at(30));
        assertThat(assessment.advance(Facts.at(29))).isEmpty();
        assertThat(words(assessment.advance(Facts.at(30)))).containsExactly("M-1 recheck");
        assertThat(words(assessment.withdraw(none.id()))).containsExactly("M-1 recheck", "M-2 unknown");
        assertThat(assessment.withdraw(none.id())).isEmpty();
    }

    @Test
    void aReplacedTargetLooksUpElsewhere() {
        assessment.put(Facts.TARGET);
        assertThat(words(assessment.put(new Target("camera", List.of(new Layer.Own(Facts.PREDECESSOR))))))
                .isEmpty();
        assertThat(assessment.add(Facts.of("network.used", true).fact())).isEmpty();
        assertThat(words(assessment.add(
                        Facts.of("network.used", false).on(Facts.PREDECESSOR).fact())))
                .containsExactly("M-1 not-applicable");
    }

    @Test
    void mistakesAreRefused() {
        Fact fact = Facts.of("network.used", true).fact();
        assessment.add(fact);
        assertThatThrownBy(() -> assessment.add(fact.confirmed(new Confirmation("x", Facts.at(1)))))
                .hasMessageContaining("with other content");
        assertThatThrownBy(() -> assessment.confirm(new UUID(0, 0), new Confirmation("x", Facts.NOW)))
                .hasMessageContaining("there is no fact");
        assertThatThrownBy(() -> assessment.advance(Facts.at(-1))).hasMessageContaining("is before");
    }
}
