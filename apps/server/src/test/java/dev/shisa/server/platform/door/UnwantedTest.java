package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnwantedTest {

    private static final int RECORD = 16 << 10;

    private final AtomicLong now = new AtomicLong(-5_000_000_000L);
    private final Unwanted unwanted = new Unwanted(now::get);

    /** Reads as fast as it may for a second and gives the bytes. */
    private long readForASecond(int senders) {
        long end = now.get() + 1_000_000_000L;
        long[] next = new long[senders];
        Arrays.fill(next, now.get());
        long bytes = 0;
        while (now.get() < end) {
            for (int i = 0; i < senders; i++) {
                if (next[i] <= now.get()) {
                    bytes += RECORD;
                    next[i] = now.get() + unwanted.pause(RECORD).toNanos();
                }
            }
            now.addAndGet(100_000);
        }
        return bytes;
    }

    @Test
    void aThousandTogetherAreReadNoFasterThanOne() {
        assertThat(readForASecond(1)).isBetween(Unwanted.BYTES_PER_SECOND / 2, Unwanted.BYTES_PER_SECOND * 11 / 10);
        assertThat(readForASecond(1_000)).isLessThan(Unwanted.BYTES_PER_SECOND * 2);
    }

    @Test
    void timeInWhichNobodySentIsNotSavedUp() {
        assertThat(unwanted.pause(Unwanted.BYTES_PER_SECOND)).isEqualTo(Duration.ofSeconds(1));
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(unwanted.pause(Unwanted.BYTES_PER_SECOND)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoSendsLittleDoesNotWait() {
        assertThat(unwanted.pause(RECORD)).isZero();
    }
}
