package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the set-up link to a first 適合, in both languages. */
@Tag("browser")
@Order(1)
@ExtendWith(Stage.class)
class FirstTenMinutesTest {

    private static final int CLICKS_MAX = 25;

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void leadFromTheSetUpLinkToAMetCriterion(Words words, Stage.Scene scene) {
        FirstTenMinutes story = scene.after(words);

        assertThat(story.clicksToTheBoard()).as("clicks to the board").isLessThanOrEqualTo(CLICKS_MAX);
        assertThat(story.verdictsAtFirst()).hasSize(16).containsValue(words.say("web.verdict.unknown"));
        assertThat(story.verdictsAfterAnswers()).isNotEqualTo(story.verdictsAtFirst());
        assertThat(story.verdictsAtTheEnd())
                .containsEntry("S1.1-10", words.say("web.verdict.met"))
                .containsEntry("S1.1-09", words.say("web.verdict.met"));
        assertThat(story.owner().browser().complaints()).isEmpty();
        assertThat(story.reviewer().browser().complaints()).isEmpty();
        System.err.println(words.language() + ": clicks " + story.clicksToTheBoard() + ", " + story.answered() + ", "
                + story.verdictsAtTheEnd());
    }
}
