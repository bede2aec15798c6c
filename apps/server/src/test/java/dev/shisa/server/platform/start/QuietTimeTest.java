package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuietTimeTest {

    @Test
    void memoryIsGivenBackOnceAfterWorkHasEnded() {
        try (QuietTime quiet = new QuietTime()) {
            assertThat(quiet.isDue(10)).as("work goes on").isFalse();
            assertThat(quiet.isDue(20)).as("work goes on").isFalse();
            assertThat(quiet.isDue(22)).as("only what goes on beside").isTrue();
            quiet.atRest(23);
            assertThat(quiet.isDue(23)).as("done already").isFalse();
            assertThat(quiet.isDue(26)).as("hardly any work").isFalse();
            assertThat(quiet.isDue(40)).as("work again").isFalse();
            assertThat(quiet.isDue(40)).isTrue();
        }
    }
}
