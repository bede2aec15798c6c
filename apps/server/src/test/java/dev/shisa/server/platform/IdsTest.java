package dev.shisa.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows are listed by their id where their moments are alike: an id that came later is greater. */
class IdsTest {

    private final AtomicLong millis = new AtomicLong(1_763_000_000_000L);
    private final Ids ids = new Ids(() -> Instant.ofEpochMilli(millis.get()));

    @Test
    void idsOfOneMomentAscend() {
        List<String> made = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(i -> made.add(ids.next().toString()));
        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(ids.next().version()).isEqualTo(7);
        assertThat(ids.next().variant()).isEqualTo(2);
    }

    @Test
    void idsAscendWhenTheClockIsSetBack() {
        String before = ids.next().toString();
        millis.addAndGet(-3_600_000);
        assertThat(ids.next().toString()).isGreaterThan(before);
    }

    @Test
    void anIdTellsItsMillisecond() {
        assertThat(ids.next().getMostSignificantBits() >>> 16).isEqualTo(millis.get());
    }
}
