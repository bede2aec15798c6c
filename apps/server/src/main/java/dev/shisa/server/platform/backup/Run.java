package dev.shisa.server.platform.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One backup, restore or drill that ended.
 *
 * @param backup which, empty if it did not get that far
 * @param details counts by name; of a failure {@code code} and {@code args}
 */
record Run(
        UUID id,
        Kind kind,
        Cause cause,
        Instant startedAt,
        Instant finishedAt,
        Outcome outcome,
        String backup,
        String folder,
        SortedMap<String, Object> details) {

    /** What was done. */
    enum Kind {
        BACKUP,
        DRILL,
        RESTORE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who wanted it. */
    enum Cause {
        SCHEDULE,
        PAGE,
        COMMAND,
        UPGRADE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it ended; an incomplete backup is whole but for files that were missing or damaged before. */
    enum Outcome {
        OK,
        INCOMPLETE,
        FAILED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Run {
        // As exactly as the database keeps it, so that the ledger says the same.
        startedAt = startedAt.truncatedTo(ChronoUnit.MICROS);
        finishedAt = finishedAt.truncatedTo(ChronoUnit.MICROS);
        details = new TreeMap<>(details);
    }

    static SortedMap<String, Object> details(Backup.Result result) {
        SortedMap<String, Object> details = new TreeMap<>();
        Manifest manifest = result.manifest();
        details.put("tables", manifest.tables().size());
        details.put("rows", manifest.rows());
        details.put("files", manifest.files().size());
        details.put("bytes", manifest.fileBytes());
        details.put("newFiles", result.newFiles());
        details.put("newBytes", result.newBytes());
        details.put("stateBytes", result.stateBytes());
        details.put("missing", first(manifest.missing()));
        details.put("damaged", first(result.damaged()));
        return details;
    }

    static SortedMap<String, Object> details(Restore.Result result) {
        SortedMap<String, Object> details = new TreeMap<>();
        details.put("tables", result.tables());
        details.put("rows", result.rows());
        details.put("files", result.files());
        details.put("bytes", result.bytes());
        details.put("missing", first(result.missing()));
        if (!result.damagedLists().isEmpty()) {
            details.put("damagedLists", first(result.damagedLists()));
        }
        return details;
    }

    static SortedMap<String, Object> details(BackupException problem) {
        SortedMap<String, Object> details = new TreeMap<>();
        details.put("code", problem.code());
        details.put(
                "args", List.of(problem.args()).stream().map(String::valueOf).toList());
        return details;
    }

    Duration duration() {
        return Duration.between(startedAt, finishedAt);
    }

    long count(String name) {
        return details.get(name) instanceof Number number ? number.longValue() : 0;
    }

    List<String> names(String name) {
        return details.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    String text(String name) {
        return details.get(name) instanceof String text ? text : "";
    }

    /** Enough to begin with; all of them are in the backup's manifest. */
    private static List<String> first(List<String> names) {
        return names.subList(0, Math.min(names.size(), 20));
    }
}
