package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuietTimeTest {

    @Test
    void memoryIsGivenBackOnceAfterWorkHasEnded() {
        try (QuietTime quiet = new QuietTime()) {
            assertThat(quiet.isDue(5)).as("work goes on").isFalse();
            assertThat(quiet.isDue(9)).as("work goes on").isFalse();
            assertThat(quiet.isDue(9)).as("nothing since the last look").isTrue();
            quiet.atRest(10);
            assertThat(quiet.isDue(10)).as("done already").isFalse();
            assertThat(quiet.isDue(11)).as("work again").isFalse();
            assertThat(quiet.isDue(11)).as("hardly any work").isFalse();
            assertThat(quiet.isDue(15)).isFalse();
            assertThat(quiet.isDue(15)).isTrue();
        }
    }
}
