package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.jobs.JobQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Begins the backups and drills of the plan when they are due. One that fails is tried again twice, an hour apart. */
@Component
class BackupSchedule {

    static final String JOB = "backup";
    private static final String DAILY = "daily";
    private static final String DRILL = "drill";
    private static final Duration AGAIN_AFTER = Duration.ofHours(1);
    private static final int ATTEMPTS_MAX = 3;

    private final BackupPlans plans;
    private final BackupRunner runner;
    private final JobQueue jobs;
    private final InstantSource clock;

    BackupSchedule(BackupPlans plans, BackupRunner runner, JobQueue jobs, InstantSource clock) {
        this.plans = plans;
        this.runner = runner;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * After the plan was changed.
     *
     * @param drills whether a key is kept by which drills can run by themselves
     */
    void planned(Optional<BackupPlan> plan, boolean drills) {
        Instant now = clock.instant();
        if (plan.isPresent()) {
            jobs.schedule(JOB, DAILY, plan.get().next(now));
        } else {
            jobs.cancel(JOB, DAILY);
        }
        if (plan.isPresent() && drills) {
            jobs.schedule(JOB, DRILL, plan.get().nextDrill(now));
        } else {
            jobs.cancel(JOB, DRILL);
        }
    }

    Optional<Instant> next() {
        return jobs.due(JOB, DAILY);
    }

    Optional<Instant> nextDrill() {
        return jobs.due(JOB, DRILL);
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
    void look() {
        runner.settle();
        plans.get().ifPresent(plan -> {
            Instant now = clock.instant();
            // One after the other: what finds the other under way waits for the next look.
            if (runner.running().isEmpty() && jobs.take(JOB, DAILY, now, plan.next(now))) {
                begin(plan, Run.Kind.BACKUP, DAILY);
            } else if (runner.running().isEmpty() && jobs.take(JOB, DRILL, now, plan.nextDrill(now))) {
                begin(plan, Run.Kind.DRILL, DRILL);
            }
        });
    }

    private void begin(BackupPlan plan, Run.Kind kind, String key) {
        try {
            runner.start(plan, kind, Run.Cause.SCHEDULE, done -> {
                boolean again = !done && jobs.attempts(JOB, key) < ATTEMPTS_MAX;
                jobs.ended(JOB, key, again ? "failed" : null, clock.instant().plus(AGAIN_AFTER));
            });
        } catch (Problem e) {
            // Somebody began one by hand in this very moment.
            jobs.schedule(JOB, key, clock.instant().plus(AGAIN_AFTER));
        }
    }
}
