package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long NOW = Long.MAX_VALUE - 1_000_000;
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final Pace pace = new Pace(1_000, 50, NOW - Duration.ofHours(1).toNanos());

    @Test
    void whoReadsNowAndThenDoesNotWait() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(pace.turn(1, NOW + i * MILLISECOND)).isZero();
        }
    }

    @Test
    void aBurstDoesNotWaitAndAFloodFollowsThePace() {
        long waited = 0;
        for (int i = 1; i <= 1_050; i++) {
            waited = pace.turn(1, NOW);
            if (i <= 50) {
                assertThat(waited).as("request %d", i).isZero();
            } else {
                assertThat(waited).as("request %d", i).isEqualTo((i - 50) * MILLISECOND);
            }
        }

        assertThat(waited).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(pace.turn(1, NOW + Duration.ofSeconds(2).toNanos()))
                .as("afterwards it is as before")
                .isZero();
    }
}
