package dev.shisa.server.platform.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far long work is: which of its stages, and how much of that one is done.
 *
 * <p>What is left is told of this stage alone, from its own pace so far, since nobody knows how long the later ones take. Nothing is told
 * before there is a pace, and it is rounded, since no work keeps its pace.
 *
 * @param id of the stage; the work has the words for it
 * @param number from 1
 * @param stages how many there are
 * @param total what {@code done} will be in the end, 0 if nobody knows
 * @param since when it was first seen in this stage
 * @param from what was done already then; work that broke off goes on in the middle
 */
public record WorkStage(String id, int number, int stages, long done, long total, Instant since, long from) {

    /** The first seconds of work are its preparation, and no pace. */
    static final Duration PACE_AFTER = Duration.ofSeconds(3);

    /** So many parts of a hundred have to be done before they tell how long the others take. */
    static final int PACE_FROM_PERCENT = 5;

    public WorkStage {
        if (number < 1 || number > stages || done < 0 || total < 0) {
            throw new IllegalArgumentException("stage " + number + " of " + stages + ", " + done + " of " + total);
        }
    }

    /** Where work is now that was at {@code before} a moment ago, null: that begins. */
    public static WorkStage after(
            @Nullable WorkStage before, String id, int number, int stages, long done, long total, Instant now) {
        return before != null && before.id.equals(id) && before.done <= done
                ? new WorkStage(id, number, stages, done, total, before.since, before.from)
                : new WorkStage(id, number, stages, done, total, now, done);
    }

    /** The first stage, of which nothing is done. */
    public static WorkStage first(String id, int stages, Instant now) {
        return new WorkStage(id, 1, stages, 0, 0, now, 0);
    }

    /** How bytes are told, as in 1.2 GB: powers of a thousand, as disks are sold. */
    public static String size(long bytes) {
        double value = bytes;
        for (String unit : List.of("B", "kB", "MB", "GB")) {
            if (value < 1000) {
                return String.format(
                        Locale.ROOT, unit.equals("B") || value >= 100 ? "%.0f %s" : "%.1f %s", value, unit);
            }
            value /= 1000;
        }
        return String.format(Locale.ROOT, "%.1f TB", value);
    }

    /** The message that says what is left: of this stage, or of everything. */
    public String leftKey() {
        return stages > 1 ? "web.work.left.stage" : "web.work.left";
    }

    /** How long this stage will still take if it goes on as it went; empty as long as that cannot be told. */
    public Optional<TimeLeft> left(Instant now) {
        Duration so = Duration.between(since, now);
        double seen = (double) done - from;
        boolean noPace = so.compareTo(PACE_AFTER) < 0 || seen <= 0 || seen < (total - from) / 100.0 * PACE_FROM_PERCENT;
        return noPace || done > total
                ? Optional.empty()
                : Optional.of(TimeLeft.of(so.toMillis() / 1000.0 * ((total - done) / seen)));
    }
}
