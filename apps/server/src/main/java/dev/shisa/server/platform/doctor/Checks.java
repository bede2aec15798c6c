package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.doctor.Check.Finding;
import dev.shisa.server.platform.doctor.MachineChecks.Simple;
import dev.shisa.server.platform.jobs.Jobs;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.ledger.LedgerTrouble;
import dev.shisa.server.platform.start.KnownHosts;
import dev.shisa.server.platform.start.ServerIdentity;
import dev.shisa.server.platform.storage.SealedSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The checks of the platform itself. */
@Configuration(proxyBeanMethods = false)
class Checks {

    private static final long MEGABYTE = MachineChecks.MEGABYTE;
    private static final Duration CERTIFICATE_LEFT_MIN = Duration.ofDays(14);
    private static final double MEMORY_USED_MAX = 0.9;
    private static final int ANSWER_MS_MAX = 2_000;

    /** The ledger takes what waits within seconds; after this long it does not take it at all. */
    private static final Duration OUTBOX_LAG_MAX = Duration.ofMinutes(5);

    @Bean
    Check databaseCheck(JdbcClient jdbc) {
        return new Check() {
            @Override
            public String id() {
                return "database";
            }

            @Override
            public int position() {
                return 10;
            }

            @Override
            public Finding look() {
                try {
                    long start = System.nanoTime();
                    String version =
                            jdbc.sql("SHOW server_version").query(String.class).single();
                    long tookMs = (System.nanoTime() - start) / 1_000_000;
                    return tookMs > ANSWER_MS_MAX
                            ? new Finding.Bad("slow", tookMs)
                            : new Finding.Ok(String.valueOf(version), tookMs);
                } catch (DataAccessException e) {
                    return new Finding.Bad("unreachable");
                }
            }

            @Override
            public Set<String> stopsWorkOn() {
                return Set.of("unreachable", "unknown");
            }
        };
    }

    /** What people sign in by has checks of its own. */
    @Bean
    Check sealedCheck(List<SealedSecrets.Keeper> keepers) {
        return new Simple("sealed", 48, () -> {
            long things = 0;
            long lost = 0;
            SortedSet<String> files = new TreeSet<>();
            for (SealedSecrets.Keeper keeper : keepers) {
                for (SealedSecrets.Sealed kept : keeper.kept()) {
                    things++;
                    if (!keeper.key().opens(kept)) {
                        lost++;
                        files.add(keeper.key().file().toString());
                    }
                }
            }
            return lost == 0 ? new Finding.Ok(things) : new Finding.Bad("lost", String.join(", ", files), lost);
        });
    }

    @Bean
    Check diskCheck(@Value("${shisa.data}") Path data) {
        return new Simple("disk", 20, () -> MachineChecks.disk(data), Set.of("full", "unknown"));
    }

    @Bean
    Check permissionsCheck(@Value("${shisa.data}") Path data) {
        return new Simple("permissions", 30, () -> MachineChecks.permissions(data), Set.of("not-writable"));
    }

    @Bean
    Check logsCheck(@Value("${shisa.data}") Path data) {
        return new Simple("logs", 35, () -> MachineChecks.logs(data));
    }

    @Bean
    Check clockCheck(LedgerRecords records, InstantSource clock) {
        return new Simple(
                "clock",
                40,
                () -> MachineChecks.clock(clock.instant(), records.latestTime().orElse(Instant.EPOCH)));
    }

    @Bean
    Check certificateCheck(ServerIdentity server, InstantSource clock) {
        return new Simple("certificate", 50, () -> {
            Instant end = server.certificateEndsAt();
            Duration left = Duration.between(clock.instant(), end);
            String day = end.toString().substring(0, 10);
            if (left.isNegative()) {
                return new Finding.Bad("ended", day);
            }
            return left.compareTo(CERTIFICATE_LEFT_MIN) < 0
                    ? new Finding.Bad("soon", left.toDays(), day)
                    : new Finding.Ok(day);
        });
    }

    /** Never bad: anybody can make up names, and what strangers do is to call nobody to work. */
    @Bean
    Check hostsCheck(KnownHosts hosts) {
        return new Simple("hosts", 52, () -> {
            KnownHosts.Refused refused = hosts.refused();
            String which = refused.names().isEmpty() ? "" : " (" + String.join(", ", refused.names()) + ")";
            return new Finding.Ok(String.join(", ", hosts.known()), refused.requests(), which);
        });
    }

    @Bean
    Check outboxCheck(LedgerRecords records, LedgerKeeper keeper, InstantSource clock) {
        return new Simple("outbox", 55, () -> {
            LedgerTrouble trouble = keeper.trouble().orElse(null);
            if (trouble != null) {
                return new Finding.Bad(trouble.code(), trouble.args());
            }
            LedgerRecords.Waiting waiting = records.waiting();
            Instant oldest = waiting.since();
            if (oldest == null) {
                return new Finding.Ok(waiting.count());
            }
            Duration lag = Duration.between(oldest, clock.instant());
            return lag.compareTo(OUTBOX_LAG_MAX) > 0
                    ? new Finding.Bad("late", waiting.count(), lag.toMinutes())
                    : new Finding.Ok(waiting.count());
        });
    }

    @Bean
    Check jobsCheck(Jobs jobs) {
        return new Simple("jobs", 57, () -> {
            List<String> failed = jobs.failed();
            if (!failed.isEmpty()) {
                return new Finding.Bad("failed", String.join(", ", failed));
            }
            List<String> late = jobs.late();
            return late.isEmpty()
                    ? new Finding.Ok(jobs.known().size())
                    : new Finding.Bad("late", String.join(", ", late), Jobs.LATE_AFTER.toMinutes());
        });
    }

    @Bean
    Check memoryCheck() {
        return new Simple("memory", 60, () -> {
            Runtime runtime = Runtime.getRuntime();
            long used = runtime.totalMemory() - runtime.freeMemory();
            long max = runtime.maxMemory();
            return used > max * MEMORY_USED_MAX
                    ? new Finding.Bad("low", used / MEGABYTE, max / MEGABYTE)
                    : new Finding.Ok(used / MEGABYTE, max / MEGABYTE);
        });
    }

    @Bean
    Check filesCheck() {
        return new Simple("files", 70, MachineChecks::files);
    }

    @Bean
    Check jdkCheck(InstantSource clock) {
        return new Simple("jdk", 80, () -> MachineChecks.jdk(clock.instant()));
    }
}
