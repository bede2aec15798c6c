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
 */
public record CheckReport(
        Instant startedAt,
        Instant finishedAt,
        List<Log> logs,
        long records,
        long waiting,
        long files,
        List<Difference> differences,
        long total) {

    /** Whoever damaged more is told enough. */
    public static final int DIFFERENCES_MAX = 500;

    public CheckReport {
        logs = List.copyOf(logs);
        differences = List.copyOf(differences);
    }

    /**
     * One log.
     *
     * @param key its public key (C2SP vkey); empty if it could not be read
     * @param root of its checkpoint, base 64; empty if there is none that is signed
     */
    public record Log(int number, String key, long size, String root) {}

    public boolean isIntact() {
        return total == 0;
    }
}
