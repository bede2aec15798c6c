package dev.shisa.server.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.web.Messages;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of the time that is left never lies wildly: nothing before there is a pace, then rounded, never below nothing. */
class WorkStageTest {

    private static final Instant BEGUN = Instant.parse("2026-11-23T00:00:00Z");

    @ParameterizedTest(name = "{0} of {1} after {2} s, {3} of it from before: {4}")
    @CsvSource({
        // No pace yet: too early, too little, nothing, or nobody knows how much there is.
        "50, 100, 2, 0, ''",
        "4, 100, 60, 0, ''",
        "0, 100, 600, 0, ''",
        "50, 0, 600, 0, ''",
        "101, 100, 600, 0, ''",
        // Work that goes on behind what an earlier start did has only its own pace.
        "90, 100, 60, 90, ''",
        "95, 100, 60, 90, 約1分",
        "5, 100, 3, 0, 約1分",
        "50, 100, 60, 0, 約1分",
        "50, 100, 30, 0, 約30秒",
        "51, 100, 30, 0, 約30秒",
        "99, 100, 100, 0, 数秒",
        "100, 100, 100, 0, 数秒",
        "10, 100, 15, 0, 約3分",
        "10, 100, 80, 0, 約15分",
        "10, 100, 1200, 0, 約3時間",
        "5, 100, 36000, 0, 1日以上",
    })
    void theTimeLeftIsThatOfThePaceSoFar(long done, long total, long seconds, long from, String words) {
        WorkStage at = new WorkStage("files", 2, 3, done, total, BEGUN, from);
        Messages messages = new Messages();
        assertThat(at.left(BEGUN.plusSeconds(seconds))
                        .map(left -> messages.get(Locale.JAPANESE, left.key(), left.count()))
                        .orElse(""))
                .isEqualTo(words);
    }

    @Test
    void workThatOnlyGoesOnHasAnEstimateThatIsNeverNegativeAndThatItDoesNotMissByMuch() {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            long total = 1_000 + random.nextLong(1L << (1 + random.nextInt(50)));
            double pace = total / (1 + random.nextDouble() * 10_000);
            Instant now = BEGUN;
            WorkStage at = WorkStage.first("files", 1, now);
            long done = 0;
            while (done < total) {
                Duration step = Duration.ofMillis(1 + random.nextInt(200_000));
                now = now.plus(step);
                done = Math.min(
                        total,
                        done + Math.max(1, (long) (pace * step.toMillis() / 1000 * (0.5 + random.nextDouble()))));
                at = WorkStage.after(at, "files", 1, 1, done, total, now);
                Optional<TimeLeft> left = at.left(now);
                String where = "seed " + seed + ", round " + round + ": " + at + " " + left;
                assertThat(left.map(TimeLeft::count).orElse(0)).as(where).isBetween(0, 90);
                if (left.isPresent() && Duration.between(BEGUN, now).toSeconds() > 30) {
                    double is = (total - done) / pace;
                    assertThat(seconds(left.get())).as(where).isLessThanOrEqualTo((long) (is * 2) + 3_600);
                    if (left.get().unit() != TimeLeft.Unit.DAYS) {
                        assertThat(seconds(left.get()) * 2.0 + 10).as(where).isGreaterThanOrEqualTo(is);
                    }
                }
            }
        }
    }

    private static long seconds(TimeLeft left) {
        return switch (left.unit()) {
            case SOON -> 5;
            case SECONDS -> left.count();
            case MINUTES -> left.count() * 60L;
            case HOURS -> left.count() * 3_600L;
            case DAYS -> 86_400;
        };
    }

    @Test
    void aNewStageAndAStepBackHaveAPaceOfTheirOwn() {
        WorkStage first = WorkStage.after(WorkStage.first("a", 2, BEGUN), "a", 1, 2, 80, 100, BEGUN.plusSeconds(60));
        assertThat(first.since()).isEqualTo(BEGUN);
        WorkStage second = WorkStage.after(first, "b", 2, 2, 10, 100, BEGUN.plusSeconds(61));
        assertThat(second.since()).isEqualTo(BEGUN.plusSeconds(61));
        assertThat(second.from()).isEqualTo(10);
        assertThat(WorkStage.after(second, "b", 2, 2, 5, 100, BEGUN.plusSeconds(90))
                        .since())
                .isEqualTo(BEGUN.plusSeconds(90));
        assertThat(second.left(BEGUN)).as("a clock that was set back").isEmpty();
        assertThatThrownBy(() -> new WorkStage("a", 3, 2, 0, 0, BEGUN, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void elsewhereThanOnATerminalThereIsALineForEachStageAndOneEveryTenSeconds() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] nanos = {0};
        WorkLine line = new WorkLine(new PrintStream(out, true, StandardCharsets.UTF_8), false, () -> nanos[0]);
        for (int second = 0; second < 25; second++) {
            nanos[0] = Duration.ofSeconds(second).toNanos();
            line.say(second < 12 ? "a" : "b", "at " + second);
        }
        line.end();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("at 0", "at 10", "at 12", "at 22");
    }

    @Test
    void onATerminalTheLineIsWrittenOverAndFitsIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] nanos = {0};
        WorkLine line = new WorkLine(new PrintStream(out, true, StandardCharsets.UTF_8), true, () -> nanos[0]);
        line.say("a", "段".repeat(60));
        nanos[0] = Duration.ofMillis(100).toNanos();
        line.say("a", "too soon");
        nanos[0] = Duration.ofSeconds(1).toNanos();
        line.say("a", "next");
        line.end();
        line.end();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r" + "段".repeat(38) + "…\u001b[K\rnext\u001b[K" + System.lineSeparator());
    }
}
