package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.jobs.LongWorks;
import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.storage.DataLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Does a backup or a drill of the plan beside the server, one at a time, and puts on record what could not do so itself. */
@Component
class BackupRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackupRunner.class);

    private final BackupPlans plans;
    private final BackupProcess process;
    private final RunLog log;
    private final RunStore runs;
    private final Ids ids;
    private final InstantSource clock;
    private final LongWorks works;
    private volatile @Nullable Current running;
    private @Nullable Thread thread;

    BackupRunner(
            BackupPlans plans,
            RunLog log,
            RunStore runs,
            LongWorks works,
            Ids ids,
            InstantSource clock,
            @Value("${shisa.database.url:}") String url,
            @Value("${shisa.database.user:}") String user,
            @Value("${shisa.database.password:}") String password) {
        this.plans = plans;
        this.process = new BackupProcess(plans.data(), environment(url, user, password));
        this.log = log;
        this.runs = runs;
        this.works = works;
        this.ids = ids;
        this.clock = clock;
    }

    /** What is being done now. */
    record Running(Run.Kind kind, WorkStage stage) {}

    Optional<Running> running() {
        Current now = running;
        return now == null
                ? Optional.empty()
                : Optional.of(new Running(now.kind(), now.work().stage()));
    }

    private record Current(Run.Kind kind, LongWorks.LongWork work) {}

    /**
     * Puts on record where the ones were that the server ended under, if they could not do so themselves. A process that outlived the server
     * and still works is left for the next look.
     */
    @EventListener(ApplicationReadyEvent.class)
    synchronized void settle() {
        for (Run.Kind kind : List.of(Run.Kind.BACKUP, Run.Kind.DRILL)) {
            works.brokenOff(kind.id()).filter(off -> !lives(kind)).ifPresent(off -> {
                Run.Cause cause = Arrays.stream(Run.Cause.values())
                        .filter(one -> one.id().equals(off.cause()))
                        .findFirst()
                        .orElse(Run.Cause.SCHEDULE);
                if (!runs.has(kind, cause, off.since())) {
                    BackupException problem = new BackupException(
                            "broken-off",
                            off.stage().number(),
                            off.stage().stages(),
                            off.stage().id());
                    log.record(failed(kind, cause, off.since(), off.thing(), Run.details(problem)));
                }
                works.forget(kind.id());
            });
        }
    }

    /** Whether a process of an earlier run of the server still works; also if nobody can tell. */
    private boolean lives(Run.Kind kind) {
        try {
            return DataLock.holder(BackupProcess.life(plans.data(), kind.id())).isPresent();
        } catch (IOException e) {
            LOG.warn("whether a {} of an earlier run goes on cannot be told: {}", kind.id(), e.toString());
            return true;
        }
    }

    /**
     * Begins; returns at once.
     *
     * @param then hears whether it was done
     * @throws Problem 409 if something is under way
     */
    synchronized void start(BackupPlan plan, Run.Kind kind, Run.Cause cause, Consumer<Boolean> then) {
        if (running != null || lives(kind)) {
            throw new Problem(409, "backup.under-way");
        }
        settle();
        Progress.Stage first = kind == Run.Kind.BACKUP ? Progress.Stage.DATABASE : Progress.Stage.PREPARING;
        LongWorks.LongWork work = works.begin(
                kind.id(), cause.id(), plan.folder(), first.id(), first.all().size());
        running = new Current(kind, work);
        AtomicBoolean ended = new AtomicBoolean();
        Consumer<Boolean> end = done -> {
            if (!ended.getAndSet(true)) {
                // Whoever sees that nothing is under way any more also finds what followed from it.
                try {
                    then.accept(done);
                } finally {
                    work.close();
                    running = null;
                }
            }
        };
        // It has failed also where no thread could be started for it.
        thread =
                Background.start("backup", () -> end.accept(run(plan, kind, cause, work)), failed -> end.accept(false));
    }

    private boolean run(BackupPlan plan, Run.Kind kind, Run.Cause cause, LongWorks.LongWork work) {
        List<String> words = new ArrayList<>(kind == Run.Kind.DRILL ? plans.drillWords(plan) : plans.backupWords(plan));
        words.addAll(List.of("--cause", cause.id()));
        BackupProcess.Ended ended = process.run(
                words,
                (stage, done, total) ->
                        work.at(stage.id(), stage.number(), stage.all().size(), done, total));
        if (!ended.done() && !ended.recorded()) {
            log.record(failed(kind, cause, work.begun(), plan.folder(), ended.details()));
        }
        if (ended.done()) {
            work.done(ended.details().toString());
        } else {
            work.failed(ended.details().toString());
        }
        return ended.done();
    }

    private Run failed(
            Run.Kind kind, Run.Cause cause, Instant since, String folder, SortedMap<String, Object> details) {
        return new Run(
                ids.next(),
                kind,
                cause,
                since,
                clock.instant(),
                Run.Outcome.FAILED,
                "",
                folder,
                new TreeMap<>(details));
    }

    /** As {@link BackupCommand} takes them. */
    static Map<String, String> environment(String url, String user, String password) {
        return url.isEmpty() || url.equals("embedded")
                ? Map.of()
                : Map.of("SHISA_DATABASE_URL", url, "SHISA_DATABASE_USER", user, "SHISA_DATABASE_PASSWORD", password);
    }

    Path data() {
        return plans.data();
    }

    @Override
    public void close() {
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }
}
