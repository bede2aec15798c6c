package dev.shisa.server.platform.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the embedded PostgreSQL is run.
 *
 * @param durable whether what is committed is forced to disk; false only for throw-away data
 * @param connectionsMax how many sessions at once
 * @param startTimeout how long start and recovery after a crash may take
 * @param stopTimeout how long a clean stop may take before the database is killed (it recovers at the next start)
 * @param runAs under which identity when Shisa itself is root
 * @param diesWithParent whether the kernel stops the database when this process ends in any way
 * @param binaries where the programs are unpacked; empty: in the data directory
 */
public record PostgresOptions(
        boolean durable,
        int connectionsMax,
        Duration startTimeout,
        Duration stopTimeout,
        RunAs runAs,
        boolean diesWithParent,
        Optional<Path> binaries) {

    /** PostgreSQL refuses to run as root; these are the ways out. */
    public enum RunAs {
        /** The first that works. */
        AUTO,
        /** As an ordinary user inside a user namespace, and the owner of its files outside of it. */
        USER_NAMESPACE,
        /** As an unprivileged user of the system. */
        OTHER_USER
    }

    public PostgresOptions {
        // Below ten the pool, the watcher and the superuser's three reserved places leave nothing to work with.
        if (connectionsMax < 10 || connectionsMax > 1000) {
            throw new IllegalArgumentException(connectionsMax + " connections, expected 10 to 1000");
        }
        if (!startTimeout.isPositive() || !stopTimeout.isPositive()) {
            throw new IllegalArgumentException("time limits must be positive");
        }
    }

    /** For an installation: nothing acknowledged is lost. */
    public static PostgresOptions standard() {
        return new PostgresOptions(
                true, 40, Duration.ofMinutes(3), Duration.ofSeconds(20), RunAs.AUTO, true, Optional.empty());
    }

    /** For data that is thrown away: quick, not durable; the programs are shared between runs. */
    public static PostgresOptions throwAway(Path binaries) {
        return new PostgresOptions(
                false, 100, Duration.ofMinutes(1), Duration.ofSeconds(10), RunAs.AUTO, true, Optional.of(binaries));
    }

    public PostgresOptions runAs(RunAs other) {
        return new PostgresOptions(durable, connectionsMax, startTimeout, stopTimeout, other, diesWithParent, binaries);
    }

    public PostgresOptions diesWithParent(boolean other) {
        return new PostgresOptions(durable, connectionsMax, startTimeout, stopTimeout, runAs, other, binaries);
    }

    public PostgresOptions binaries(Path other) {
        return new PostgresOptions(
                durable, connectionsMax, startTimeout, stopTimeout, runAs, diesWithParent, Optional.of(other));
    }
}
