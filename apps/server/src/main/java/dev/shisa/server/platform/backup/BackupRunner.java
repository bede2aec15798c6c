package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.jobs.Background;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Does a backup or a drill of the plan beside the server, one at a time, and puts on record what could not do so itself. */
@Component
class BackupRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackupRunner.class);

    private final BackupPlans plans;
    private final BackupProcess process;
    private final RunLog log;
    private final Ids ids;
    private final InstantSource clock;
    private volatile @Nullable Running running;
    private @Nullable Thread thread;

    BackupRunner(
            BackupPlans plans,
            RunLog log,
            Ids ids,
            InstantSource clock,
            @Value("${shisa.database.url:}") String url,
            @Value("${shisa.database.user:}") String user,
            @Value("${shisa.database.password:}") String password) {
        this.plans = plans;
        this.process = new BackupProcess(plans.data(), environment(url, user, password));
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    /** What is being done now. */
    record Running(Run.Kind kind, Instant since, Progress.Stage stage, long done, long total) {}

    Optional<Running> running() {
        return Optional.ofNullable(running);
    }

    /**
     * Begins; returns at once.
     *
     * @param then hears whether it was done
     * @throws Problem 409 if something is under way
     */
    synchronized void start(BackupPlan plan, Run.Kind kind, Run.Cause cause, Consumer<Boolean> then) {
        if (running != null) {
            throw new Problem(409, "backup.under-way");
        }
        Instant since = clock.instant();
        running = new Running(kind, since, Progress.Stage.DATABASE, 0, 0);
        AtomicBoolean ended = new AtomicBoolean();
        Consumer<Boolean> end = done -> {
            if (!ended.getAndSet(true)) {
                // Whoever sees that nothing is under way any more also finds what followed from it.
                try {
                    then.accept(done);
                } finally {
                    running = null;
                }
            }
        };
        // It has failed also where no thread could be started for it.
        thread = Background.start(
                "backup", () -> end.accept(run(plan, kind, cause, since)), failed -> end.accept(false));
    }

    private boolean run(BackupPlan plan, Run.Kind kind, Run.Cause cause, Instant since) {
        List<String> words = new ArrayList<>(kind == Run.Kind.DRILL ? plans.drillWords(plan) : plans.backupWords(plan));
        words.addAll(List.of("--cause", cause.id()));
        BackupProcess.Ended ended =
                process.run(words, (stage, done, total) -> running = new Running(kind, since, stage, done, total));
        if (!ended.done() && !ended.recorded()) {
            log.record(new Run(
                    ids.next(),
                    kind,
                    cause,
                    since,
                    clock.instant(),
                    Run.Outcome.FAILED,
                    "",
                    plan.folder(),
                    new TreeMap<>(ended.details())));
        }
        if (!ended.done()) {
            LOG.warn("a {} failed: {}", kind.id(), ended.details());
        }
        return ended.done();
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
