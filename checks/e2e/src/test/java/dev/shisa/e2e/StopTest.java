package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The end of a day and the next morning. */
@Tag("browser")
@Order(9)
@OnStage
class StopTest {

    @Test
    void stopsWithItsDatabaseAndComesBackWithEverything(Stage.Scene scene) {
        FirstTenMinutes story = scene.after(Words.EN);
        List<ProcessHandle> processes = story.shisa().processes();
        assertThat(processes)
                .as("the server and its database")
                .anySatisfy(process ->
                        assertThat(process.info().command().orElse("")).endsWith("/postgres"));

        story.shisa().stop();

        assertThat(processes).noneMatch(ShisaProcess::runs);
        ShisaProcess again = scene.startsAgain(Words.EN);
        assertThat(again.said()).as("no second set-up link").noneMatch(line -> line.contains("/set-up/"));
        try (Visitor owner = scene.visitor(again, Words.EN)) {
            Maker maker = new Maker(owner);
            maker.signsIn(story.owner().email(), story.owner().password());
            maker.opensTheBoard(Camera.SERIES);
            assertThat(maker.verdicts()).isEqualTo(story.verdictsAtTheEnd());
        }
    }
}
