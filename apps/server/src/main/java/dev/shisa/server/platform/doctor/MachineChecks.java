package dev.shisa.server.platform.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.shisa.server.platform.doctor.Check.Finding;
import dev.shisa.server.platform.storage.DiskSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Supplier;

/** What can be looked at whether or not the server runs: the machine and the data folder. */
final class MachineChecks {

    static final long MEGABYTE = 1_000_000;
    static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofSeconds(30);

    /** Earlier than this software: the clock was never set. */
    private static final Instant CLOCK_EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    /** Ten connections of the database, files of uploads and a few hundred visitors need less. */
    private static final long FILES_LIMIT_MIN = 4_096;

    private static final long FILES_FREE_MIN = 200;

    /** Security updates of the JDK come every three months; four of them were missed. */
    private static final Period JDK_AGE_MAX = Period.ofYears(1);

    private MachineChecks() {}

    /** A check by its parts. */
    record Simple(String id, int position, Supplier<Finding> looking, Set<String> stopsWorkOn) implements Check {

        Simple(String id, int position, Supplier<Finding> looking) {
            this(id, position, looking, Set.of());
        }

        @Override
        public Finding look() {
            return looking.get();
        }
    }

    static Finding disk(Path data) {
        try {
            long free = DiskSpace.free(data);
            if (free < DiskSpace.CRITICAL) {
                return new Finding.Bad("full", free / MEGABYTE, DiskSpace.ENOUGH / MEGABYTE, data.toAbsolutePath());
            }
            return free < DiskSpace.ENOUGH
                    ? new Finding.Bad("low", free / MEGABYTE, DiskSpace.ENOUGH / MEGABYTE, data.toAbsolutePath())
                    : new Finding.Ok(free / MEGABYTE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Finding permissions(Path data) {
        Path folder = DiskSpace.existing(data);
        if (!Files.isWritable(folder)) {
            return new Finding.Bad("not-writable", folder.toAbsolutePath());
        }
        Path secrets = folder.resolve("secrets");
        Path closed = Files.exists(secrets) ? secrets : folder;
        try {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(closed);
            boolean others = open.stream()
                    .anyMatch(permission -> permission.name().startsWith("OTHERS")
                            || permission.name().startsWith("GROUP"));
            return others
                    ? new Finding.Bad("open", closed.toAbsolutePath(), PosixFilePermissions.toString(open))
                    : new Finding.Ok(folder.toAbsolutePath());
        } catch (UnsupportedOperationException e) {
            return new Finding.Unknown("no POSIX permissions on this disk");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Finding logs(Path data) {
        Path folder = data.resolve("logs");
        return !Files.isDirectory(folder) || !Files.isWritable(folder)
                ? new Finding.Bad("not-writable", folder.toAbsolutePath())
                : new Finding.Ok(folder.toAbsolutePath());
    }

    /** @param newest the newest time that is on record; records never lie in the future, unless the clock was set back */
    static Finding clock(Instant now, Instant newest) {
        if (now.isBefore(CLOCK_EARLIEST)) {
            return new Finding.Bad("wrong", utc(now));
        }
        return newest.isAfter(now.plus(CLOCK_DIFFERENCE_MAX))
                ? new Finding.Bad("back", utc(now), utc(newest))
                : new Finding.Ok(utc(now));
    }

    static Finding files() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return new Finding.Unknown("not a Unix system");
        }
        long max = system.getMaxFileDescriptorCount();
        try {
            return files(system.getOpenFileDescriptorCount(), max);
        } catch (InternalError e) {
            // Counting them takes one more, and the JDK has no other word for that there is none.
            return files(max, max);
        }
    }

    static Finding files(long open, long max) {
        if (max - open < FILES_FREE_MIN) {
            return new Finding.Bad("few", open, max);
        }
        return max < FILES_LIMIT_MIN ? new Finding.Bad("limit", max, FILES_LIMIT_MIN) : new Finding.Ok(open, max);
    }

    static Finding jdk(Instant now) {
        String version = System.getProperty("java.vendor") + " " + Runtime.version();
        try {
            return jdk(version, LocalDate.parse(System.getProperty("java.version.date", "")), now);
        } catch (DateTimeException e) {
            return new Finding.Unknown(version);
        }
    }

    static Finding jdk(String version, LocalDate released, Instant now) {
        return released.plus(JDK_AGE_MAX).isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC))
                ? new Finding.Bad("old", version, released)
                : new Finding.Ok(version, released);
    }

    /** {@code 2026-11-20 01:24:00}, as the server's own tools show it. */
    static String utc(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", "");
    }
}
