package dev.shisa.server.ledger;

import dev.shisa.server.platform.jobs.JobQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends checkpoints when they are due. One that does not arrive is tried again after minutes, then less and less often,
 * but never less often than the receiver is sent to anyway.
 */
@Component
class CheckpointSchedule {

    private static final String JOB = "checkpoint";

    private static final List<Duration> AGAIN_AFTER =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2));

    private final ReceiverStore store;
    private final CheckpointSender sender;
    private final JobQueue jobs;
    private final InstantSource clock;

    CheckpointSchedule(ReceiverStore store, CheckpointSender sender, JobQueue jobs, InstantSource clock) {
        this.store = store;
        this.sender = sender;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** From now on. */
    void begin(Receiver receiver) {
        jobs.schedule(
                JOB,
                receiver.id().toString(),
                clock.instant().plus(receiver.every().duration()));
    }

    /** At the next look, and from then on. */
    void soon(Receiver receiver) {
        jobs.schedule(JOB, receiver.id().toString(), clock.instant());
    }

    void end(UUID receiver) {
        jobs.cancel(JOB, receiver.toString());
    }

    Optional<Instant> next(UUID receiver) {
        return jobs.due(JOB, receiver.toString());
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 90_000)
    void look() {
        for (Receiver receiver : store.all()) {
            String key = receiver.id().toString();
            Instant now = clock.instant();
            if (jobs.take(JOB, key, now, now.plus(receiver.every().duration()))) {
                Optional<Delivery> failed = sender.newest()
                        .filter(newest -> !holds(receiver, newest))
                        .map(newest -> sender.send(receiver, newest, true))
                        .filter(delivery -> !delivery.arrived());
                int attempt = Math.min(jobs.attempts(JOB, key), AGAIN_AFTER.size());
                jobs.ended(
                        JOB,
                        key,
                        failed.map(delivery -> delivery.outcome().code()).orElse(null),
                        now.plus(AGAIN_AFTER.get(Math.max(attempt, 1) - 1)));
            }
        }
    }

    /** The log has not grown since: the same again would prove nothing more. */
    private boolean holds(Receiver receiver, CheckpointSender.Newest newest) {
        return store.lastArrived(receiver)
                .filter(last -> last.log() == newest.log()
                        && last.size() == newest.checkpoint().size())
                .isPresent();
    }
}
