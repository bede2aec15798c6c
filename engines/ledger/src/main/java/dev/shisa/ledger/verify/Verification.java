package dev.shisa.ledger.verify;

import dev.shisa.ledger.Checkpoint;
import java.util.List;
import java.util.Optional;

/**
 * The result of checking a log folder.
 *
 * @param checkpoint what the log says about itself, if it is signed
 * @param entries how many entries were read
 * @param files how many files
 * @param bytes how many bytes
 * @param findings every difference, up to {@value #FINDINGS_MAX}
 */
public record Verification(
        Optional<Checkpoint> checkpoint, long entries, long files, long bytes, List<Finding> findings) {

    /** A folder with more differences than these is no log any more. */
    public static final int FINDINGS_MAX = 1000;

    public Verification {
        findings = List.copyOf(findings);
    }

    /** Whether every byte is what was signed. */
    public boolean isIntact() {
        return findings.isEmpty();
    }
}
