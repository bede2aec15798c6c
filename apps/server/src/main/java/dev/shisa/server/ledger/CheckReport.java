package dev.shisa.server.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What a check of everything found.
 *
 * @param logs each of the installation's logs
 * @param records of the database that were compared with their leaves
 * @param waiting records that the ledger had not taken yet
 * @param files of evidence that were read
 * @param differences found, the first {@value #DIFFERENCES_MAX}
 * @param total how many were found
 * @param erased what was erased by agreement, which is no difference
 * @param unchecked what nobody can look at here: {@code pages}, where the database has no amcheck;
 *     {@code schema}, where it is of another version
 */
public record CheckReport(
        Instant startedAt,
        Instant finishedAt,
        List<Log> logs,
        long records,
        long waiting,
        long files,
        List<Difference> differences,
        long total,
        List<Erased> erased,
        List<String> unchecked) {

    /** Whoever damaged more is told enough. */
    public static final int DIFFERENCES_MAX = 500;

    public CheckReport {
        logs = List.copyOf(logs);
        differences = List.copyOf(differences);
        // Checks that were kept before there were erasures say nothing of them.
        erased = erased == null ? List.of() : List.copyOf(erased);
        unchecked = unchecked == null ? List.of() : List.copyOf(unchecked);
    }

    /**
     * One log.
     *
     * @param key its public key (C2SP vkey); empty if it could not be read
     * @param root of its checkpoint, base 64; empty if there is none that is signed
     */
    public record Log(int number, String key, long size, String root) {}

    /**
     * Content that was erased; its hashes are in the log as before.
     *
     * @param asked the name of who asked for it
     * @param agreed the name of who agreed
     * @param alone whether that was the same person, after a day, since there was nobody else
     * @param records how many records lost their content
     */
    public record Erased(Instant at, String asked, String agreed, String reason, boolean alone, int records) {}

    public boolean isIntact() {
        return total == 0;
    }
}
