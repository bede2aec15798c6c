package dev.shisa.server.platform.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.config.IntervalTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.stereotype.Component;

/** Whether what runs by itself does run: which jobs there are, which are late, which failed the last time. */
@Component
public class Jobs {

    /** A job that should have ended another round this long ago hangs, or has no place to run. */
    public static final Duration LATE_AFTER = Duration.ofMinutes(5);

    private final ObjectProvider<ScheduledTaskHolder> holders;
    private final InstantSource clock;
    private final Instant begun;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    Jobs(ObjectProvider<ScheduledTaskHolder> holders, InstantSource clock) {
        this.holders = holders;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /**
     * What became of a job's rounds since the start.
     *
     * @param endedAt when the last round ended
     * @param well whether it ended without an error
     * @param rounds how many there were
     * @param errors how many of them ended with an error
     */
    public record Run(Instant endedAt, boolean well, long rounds, long errors) {}

    /** All jobs, as {@code BacklogWorker.wake}. */
    public List<String> known() {
        return tasks().stream().map(Jobs::name).sorted().toList();
    }

    /** What became of each that has run. */
    public Map<String, Run> runs() {
        return Map.copyOf(runs);
    }

    /** Those that have not ended a round for longer than they pause, by {@link #LATE_AFTER}. */
    public List<String> late() {
        Instant now = clock.instant();
        return tasks().stream()
                .filter(scheduled -> scheduled.getTask() instanceof IntervalTask task
                        && due(name(scheduled), task).plus(LATE_AFTER).isBefore(now))
                .map(Jobs::name)
                .sorted()
                .toList();
    }

    /** Those whose last round ended with an error, which is in the log. */
    public List<String> failed() {
        return runs.entrySet().stream()
                .filter(run -> !run.getValue().well())
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.toList());
    }

    void ended(String job, boolean well) {
        Instant now = clock.instant();
        runs.merge(
                job,
                new Run(now, well, 1, well ? 0 : 1),
                (before, one) -> new Run(now, well, before.rounds() + 1, before.errors() + one.errors()));
    }

    private Instant due(String job, IntervalTask task) {
        Run last = runs.get(job);
        return last == null
                ? begun.plus(task.getInitialDelayDuration())
                : last.endedAt().plus(task.getIntervalDuration());
    }

    private List<ScheduledTask> tasks() {
        return holders.stream()
                .flatMap(holder -> holder.getScheduledTasks().stream())
                .toList();
    }

    /** From {@code dev.shisa.server.conformity.BacklogWorker.wake} its last two words. */
    private static String name(ScheduledTask task) {
        String whole = task.getTask().toString();
        int method = whole.lastIndexOf('.');
        return whole.substring(whole.lastIndexOf('.', method - 1) + 1);
    }
}
