package dev.shisa.server.document;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

/** What a version says, as it was saved once. */
public record Revision(
        UUID id,
        UUID versionId,
        int number,
        Content content,
        About about,
        UUID savedBy,
        String savedName,
        Instant savedAt) {

    /** Where a document can be made public. */
    public static final Set<String> PLACES = Set.of("website", "manual", "package", "other");

    /**
     * What is said beside the text.
     *
     * @param changeNote what is different from the version before
     * @param reviewBy until when it has to be looked at again
     * @param place one of {@link #PLACES}; empty: it is not made public
     * @param address of the place, page or address
     */
    public record About(String changeNote, LocalDate reviewBy, String place, String address) {}
}
