package dev.shisa.server.platform.metrics;

import dev.shisa.server.platform.health.Readiness;
import dev.shisa.server.platform.jobs.Jobs;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.start.ServerIdentity;
import dev.shisa.server.platform.storage.DiskSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the platform itself tells: disk, certificate, what waits for the ledger, what runs by itself. */
@Component
class PlatformMetrics {

    private static final double MILLIS = 1e3;

    PlatformMetrics(
            Metrics metrics,
            Readiness readiness,
            LedgerRecords outbox,
            Jobs jobs,
            ServerIdentity server,
            InstantSource clock,
            @Value("${shisa.data}") Path data) {
        metrics.gauge(
                "shisa_ready",
                "1 while requests can be served",
                () -> readiness.failing().isEmpty() ? 1 : 0);
        metrics.gauge("shisa_disk_free_bytes", "Room on the disk of the data folder", () -> free(data));
        metrics.gauge(
                "shisa_certificate_end_timestamp_seconds",
                "When the server's certificate ends",
                () -> seconds(server.certificateEndsAt()));
        metrics.stored(
                "shisa_outbox_waiting",
                "Records that no leaf of the ledger holds yet",
                () -> outbox.waiting().count());
        metrics.stored("shisa_outbox_lag_seconds", "Age of the oldest of them, 0 if none waits", () -> {
            Instant oldest = outbox.waiting().since();
            return oldest == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / MILLIS);
        });
        metrics.gauge(
                "shisa_jobs_late",
                "Jobs that have not ended a round for too long",
                () -> jobs.late().size());
        metrics.gauges(
                "shisa_job_last_end_timestamp_seconds",
                "When a job's last round ended",
                "job",
                () -> each(jobs, run -> seconds(run.endedAt())));
        metrics.counts(
                "shisa_job_rounds_total", "Rounds of a job since the start", "job", () -> each(jobs, Jobs.Run::rounds));
        metrics.counts(
                "shisa_job_errors_total",
                "Rounds of a job that ended with an error",
                "job",
                () -> each(jobs, Jobs.Run::errors));
    }

    private static <V> Map<String, V> each(Jobs jobs, Function<Jobs.Run, V> part) {
        return jobs.runs().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, run -> part.apply(run.getValue())));
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / MILLIS;
    }

    private static double free(Path data) {
        try {
            return DiskSpace.free(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
