package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuietTimeTest {

    @Test
    void memoryIsGivenBackTwiceAfterWorkHasEnded() {
        try (QuietTime quiet = new QuietTime()) {
            assertThat(quiet.isDue(10)).as("work goes on").isFalse();
            assertThat(quiet.isDue(20)).as("work goes on").isFalse();
            assertThat(quiet.isDue(22)).as("only what goes on beside").isTrue();
            quiet.atRest(23);
            assertThat(quiet.isDue(27)).as("not while somebody is there").isFalse();
            assertThat(quiet.isDue(28)).as("what the first look untied").isTrue();
            quiet.atRest(29);
            assertThat(quiet.isDue(29)).as("done already").isFalse();
            assertThat(quiet.isDue(32)).as("hardly any work").isFalse();
            assertThat(quiet.isDue(40)).as("work again").isFalse();
            assertThat(quiet.isDue(40)).isTrue();
        }
    }
}
