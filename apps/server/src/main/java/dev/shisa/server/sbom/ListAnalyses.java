package dev.shisa.server.sbom;

import java.util.List;
import java.util.UUID;

/** What has been judged about vulnerabilities in a release; it goes along when the release's list is written in a format with room for it. */
public interface ListAnalyses {

    /**
     * A judgement, in the words of CycloneDX.
     *
     * @param justification empty, or one of OpenVEX's five
     * @param numbers places in the list that counts for the release, from 1
     */
    record Judged(String vulnerability, String state, String justification, String detail, List<Integer> numbers) {
        public Judged {
            numbers = List.copyOf(numbers);
        }
    }

    /** What counts of a release and contradicts nothing that was published. */
    List<Judged> of(UUID seriesId, UUID releaseId);
}
