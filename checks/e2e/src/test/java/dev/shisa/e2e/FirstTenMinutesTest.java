package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the set-up link to a first 適合, in both languages. */
@Tag("browser")
@Order(1)
@OnStage
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
        assertThat(story.answered()).hasSizeGreaterThan(10);
        assertThat(story.verdictsAfterAnswers())
                .isNotEqualTo(story.verdictsAtFirst())
                .containsEntry("S1.1-02", words.say("web.verdict.expected"))
                .containsEntry("S1.1-04", words.say("web.verdict.not-met"));
        assertThat(story.verdictsAtTheEnd())
                .containsEntry("S1.1-01", words.say("web.verdict.deemed"))
                .containsEntry("S1.1-08", words.say("web.verdict.not-applicable"))
                .containsEntry("S1.1-09", words.say("web.verdict.met"))
                .containsEntry("S1.1-10", words.say("web.verdict.met"))
                .containsEntry("S1.1-12", words.say("web.verdict.unknown"))
                .containsEntry("S1.1-15", words.say("web.verdict.recheck"))
                .containsEntry("S1.1-16", words.say("web.verdict.expected"));
        assertThat(story.filledIn())
                .as("what a second person confirmed is filled in, nothing else")
                .hasSize(16)
                .containsEntry("S1.1-10", words.either("適合する", "Pass"))
                .containsEntry("S1.1-02", "")
                .containsEntry("S1.1-12", "")
                .containsEntry("S1.1-15", "")
                .containsEntry("S1.1-16", "");
        assertThat(story.owner().browser().complaints()).isEmpty();
        assertThat(story.reviewer().browser().complaints()).isEmpty();
    }
}
