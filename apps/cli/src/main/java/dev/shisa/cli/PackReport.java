package dev.shisa.cli;

import java.util.List;

/**
 * What a check of an evidence pack found.
 *
 * @param about what the pack says of itself: series, release, requirement, when it was made and by whom
 * @param logs the logs that its records are in
 * @param files that the manifest names
 * @param records that were proven to be in their log
 * @param erased how many of them have no content any more
 * @param erasures by which agreements it went
 * @param keyGiven whether a key from elsewhere was compared
 * @param findings the first {@value #FINDINGS_MAX}
 */
record PackReport(
        List<String> about,
        List<Log> logs,
        int files,
        int records,
        int erased,
        List<Erasure> erasures,
        boolean keyGiven,
        List<PackFinding> findings) {

    /** Whoever changed more is told enough. */
    static final int FINDINGS_MAX = 200;

    PackReport {
        about = List.copyOf(about);
        logs = List.copyOf(logs);
        erasures = List.copyOf(erasures);
        findings = List.copyOf(findings);
    }

    /**
     * One log.
     *
     * @param vkey its public key
     * @param fingerprint hex of the SHA-256 of the vkey's text
     * @param size entries at the checkpoint of the pack
     */
    record Log(String number, String vkey, String fingerprint, long size, String root) {}

    /**
     * Content that was erased as two people agreed.
     *
     * @param at when, as recorded
     * @param asked the name of who asked
     * @param agreed the name of who agreed
     */
    record Erasure(String at, String asked, String agreed, String reason) {}

    boolean isIntact() {
        return findings.isEmpty();
    }
}
