package dev.shisa.server.evidence;

/**
 * A piece of evidence as a row of a list, in the reader's words.
 *
 * @param about code, file, place
 * @param uses the requirements whose rules read its facts
 * @param confirmation word in the message key: waiting, declared (nothing to confirm), withdrawn, none or the state of being
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
