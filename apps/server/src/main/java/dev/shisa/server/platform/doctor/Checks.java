package dev.shisa.server.platform.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.shisa.server.platform.doctor.Check.Finding;
import dev.shisa.server.platform.start.ServerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The checks of the platform itself. */
@Configuration(proxyBeanMethods = false)
class Checks {

    private static final long MEGABYTE = 1_000_000;

    /** An upload, its copy and the database's log together. */
    private static final long DISK_FREE_MIN = 1_000 * MEGABYTE;

    /** Beyond this the database refuses to write within minutes. */
    private static final long DISK_FREE_CRITICAL = 200 * MEGABYTE;

    /** Earlier than this software: the clock was never set. */
    private static final Instant CLOCK_EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofSeconds(30);
    private static final Duration CERTIFICATE_LEFT_MIN = Duration.ofDays(14);
    private static final long FILES_FREE_MIN = 200;
    private static final double MEMORY_USED_MAX = 0.9;
    private static final int ANSWER_MS_MAX = 2_000;

    private record Simple(String id, int position, Supplier<Finding> looking) implements Check {

        @Override
        public Finding look() {
            return looking.get();
        }
    }

    @Bean
    Check databaseCheck(JdbcClient jdbc) {
        return new Simple("database", 10, () -> {
            long start = System.nanoTime();
            String version = jdbc.sql("SHOW server_version").query(String.class).single();
            long tookMs = (System.nanoTime() - start) / MEGABYTE;
            return tookMs > ANSWER_MS_MAX
                    ? new Finding.Bad("slow", tookMs)
                    : new Finding.Ok(String.valueOf(version), tookMs);
        });
    }

    @Bean
    Check diskCheck(@Value("${shisa.data}") Path data) {
        return new Simple("disk", 20, () -> {
            try {
                FileStore disk = Files.getFileStore(existing(data));
                long free = disk.getUsableSpace();
                if (free < DISK_FREE_CRITICAL) {
                    return new Finding.Bad("full", free / MEGABYTE, DISK_FREE_MIN / MEGABYTE, data.toAbsolutePath());
                }
                return free < DISK_FREE_MIN
                        ? new Finding.Bad("low", free / MEGABYTE, DISK_FREE_MIN / MEGABYTE, data.toAbsolutePath())
                        : new Finding.Ok(free / MEGABYTE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Bean
    Check permissionsCheck(@Value("${shisa.data}") Path data) {
        return new Simple("permissions", 30, () -> {
            Path folder = existing(data);
            if (!Files.isWritable(folder)) {
                return new Finding.Bad("not-writable", folder.toAbsolutePath());
            }
            Path secrets = folder.resolve("secrets");
            try {
                Set<PosixFilePermission> open = Files.getPosixFilePermissions(Files.exists(secrets) ? secrets : folder);
                boolean others = open.stream()
                        .anyMatch(permission -> permission.name().startsWith("OTHERS")
                                || permission.name().startsWith("GROUP"));
                return others
                        ? new Finding.Bad("open", secrets.toAbsolutePath(), PosixFilePermissions.toString(open))
                        : new Finding.Ok(folder.toAbsolutePath());
            } catch (UnsupportedOperationException e) {
                return new Finding.Unknown("no POSIX permissions on this disk");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Bean
    Check clockCheck(JdbcClient jdbc, InstantSource clock) {
        return new Simple("clock", 40, () -> {
            Instant now = clock.instant();
            if (now.isBefore(CLOCK_EARLIEST)) {
                return new Finding.Bad("wrong", utc(now));
            }
            // Records never lie in the future, unless the clock was set back.
            Instant newest = jdbc.sql("SELECT max(at) AS at FROM audit")
                    .query((row, number) -> {
                        Timestamp at = row.getTimestamp("at");
                        return at == null ? Instant.EPOCH : at.toInstant();
                    })
                    .single();
            return newest.isAfter(now.plus(CLOCK_DIFFERENCE_MAX))
                    ? new Finding.Bad("back", utc(now), utc(newest))
                    : new Finding.Ok(utc(now));
        });
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
        return new Simple("files", 70, () -> {
            if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
                return new Finding.Unknown("not a Unix system");
            }
            long open = system.getOpenFileDescriptorCount();
            long max = system.getMaxFileDescriptorCount();
            return max - open < FILES_FREE_MIN ? new Finding.Bad("few", open, max) : new Finding.Ok(open, max);
        });
    }

    private static Path existing(Path folder) {
        Path here = folder.toAbsolutePath();
        while (!Files.exists(here) && here.getParent() != null) {
            here = here.getParent();
        }
        return here;
    }

    /** {@code 2026-11-20 01:24:00}, as the server's own tools show it. */
    private static String utc(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", "");
    }
}
