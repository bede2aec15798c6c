package dev.shisa.server.evidence;

/**
 * A piece of evidence as a row of a list, in the reader's words.
 *
 * @param about code, file, place
 * @param uses the requirements whose rules read its facts
 * @param confirmation {@code confirmed}, {@code waiting}, {@code declared} (nothing to confirm) or {@code none}
 */
public record EvidenceRow(
        EvidenceSummary evidence,
        String href,
        String about,
        String product,
        String uses,
        String recorded,
        String validUntil,
        boolean expired,
        String confirmation,
        String confirmedBy) {}
