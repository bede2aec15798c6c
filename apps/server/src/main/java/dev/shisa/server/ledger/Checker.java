package dev.shisa.server.ledger;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.jobs.LongWorks;
import dev.shisa.server.platform.jobs.WorkStage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks everything in the background, when somebody asks and once a day by itself; one check at a time. */
@Component
class Checker {

    private static final Logger LOG = LoggerFactory.getLogger(Checker.class);

    /** How old the last check may be before the next one begins by itself. */
    private static final Duration EVERY = Duration.ofDays(1);

    /** Its name among long work. */
    private static final String WORK = "ledger-check";

    private final Path data;
    private final DataSource database;
    private final CheckStore store;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final LongWorks works;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable String failure;

    Checker(
            @Value("${shisa.data}") Path data,
            DataSource database,
            CheckStore store,
            Audit audit,
            TransactionTemplate transaction,
            LongWorks works,
            InstantSource clock) {
        this.data = data;
        this.database = database;
        this.store = store;
        this.audit = audit;
        this.transaction = transaction;
        this.works = works;
        this.clock = clock;
    }

    /** Where the check is that is being done, in {@link LedgerCheck#STAGES}. */
    Optional<WorkStage> running() {
        return !running.get()
                ? Optional.empty()
                : works.now(WORK)
                        .or(() -> Optional.of(WorkStage.first(
                                LedgerCheck.STAGES.getFirst(), LedgerCheck.STAGES.size(), clock.instant())));
    }

    /** Where the last check was when the server ended under it. */
    Optional<LongWorks.BrokenOff> brokenOff() {
        return works.brokenOff(WORK);
    }

    /** Why the last check could not be finished; empty if it was. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Begins a check in the background unless one is being done. */
    void begin(@Nullable Person by) {
        if (running.compareAndSet(false, true)) {
            Background.start("ledger-check", () -> run(by), failed -> {
                failure = failed.toString();
                running.set(false);
            });
        }
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 600_000)
    void daily() {
        boolean due = store.last()
                .map(last -> last.report().finishedAt().plus(EVERY).isBefore(clock.instant()))
                .orElse(true);
        if (due) {
            begin(null);
        }
    }

    /** Does a check that {@link #begin} has announced. */
    void run(@Nullable Person by) {
        try (LongWorks.LongWork work = works.begin(
                        WORK,
                        by == null ? "by itself" : "asked for",
                        LedgerCheck.STAGES.getFirst(),
                        LedgerCheck.STAGES.size());
                Connection connection = database.getConnection()) {
            // Some of its statements read a whole table.
            connection.setNetworkTimeout(Runnable::run, 0);
            CheckReport report = new LedgerCheck(
                            data,
                            clock,
                            (stage, done, total) -> work.at(
                                    stage,
                                    LedgerCheck.STAGES.indexOf(stage) + 1,
                                    LedgerCheck.STAGES.size(),
                                    done,
                                    total))
                    .run(connection);
            transaction.executeWithoutResult(status -> {
                long id = store.put(report, by == null ? "" : by.name());
                audit.record(
                        by,
                        "ledger.check",
                        Long.toString(id),
                        Map.of("records", report.records(), "files", report.files(), "differences", report.total()));
            });
            work.done(report.total() + " differences");
            failure = null;
            if (!report.isIntact()) {
                LOG.error("the check of the ledger found {} differences", report.total());
            }
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.error("the check of the ledger could not be finished", e);
            failure = e.getMessage() == null ? e.toString() : e.getMessage();
        } finally {
            running.set(false);
        }
    }
}
