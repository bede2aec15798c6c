package dev.shisa.advisory.provider;

import dev.shisa.advisory.CsafDocument;
import dev.shisa.advisory.CsafValidator;
import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.Finding;
import dev.shisa.advisory.UnreadableCsafException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A document that is published: valid, not a draft, and byte by byte as it is signed. Two are never compared.
 *
 * @param trackingId the provider's own name for it
 * @param summary what its notes say first; empty: nothing
 * @param initial when it was first published
 * @param current when this version was
 */
@SuppressWarnings("ArrayRecordComponent")
public record IssuedDocument(
        byte[] bytes,
        CsafVersion version,
        String trackingId,
        String title,
        String summary,
        Tlp tlp,
        Instant initial,
        Instant current) {

    /** A document that may not be published, and why. */
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient List<Finding> findings;

        Refused(String message, List<Finding> findings) {
            super(message);
            this.findings = List.copyOf(findings);
        }

        /** The mandatory tests that it fails; empty: it is something else. */
        public List<Finding> findings() {
            return findings;
        }
    }

    /**
     * Takes a document for publication.
     *
     * @throws Refused if it fails a mandatory test, is a draft, or says no label that there is
     * @throws UnreadableCsafException if it is no CSAF document
     */
    public static IssuedDocument of(byte[] json, Instant now) throws Refused, UnreadableCsafException {
        CsafDocument document = CsafDocument.read(json);
        List<Finding> errors = CsafValidator.validate(document, now).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new Refused("it fails " + errors.getFirst().test(), errors);
        }
        JsonNode about = document.root().path("document");
        JsonNode tracking = about.path("tracking");
        if (tracking.path("status").asString("").equals("draft")) {
            throw new Refused("it is a draft", List.of());
        }
        String label = about.path("distribution").path("tlp").path("label").asString("");
        return new IssuedDocument(
                json.clone(),
                document.version(),
                tracking.path("id").asString(""),
                about.path("title").asString(""),
                summary(about.path("notes")),
                Tlp.of(label).orElseThrow(() -> new Refused("its label is " + label, List.of())),
                instant(tracking.path("initial_release_date")),
                instant(tracking.path("current_release_date")));
    }

    private static String summary(JsonNode notes) {
        for (String category : List.of("summary", "description", "general")) {
            for (JsonNode note : notes) {
                if (note.path("category").asString("").equals(category)) {
                    return note.path("text").asString("");
                }
            }
        }
        return "";
    }

    private static Instant instant(JsonNode time) {
        return OffsetDateTime.parse(time.asString("").replace('t', 'T').replace('z', 'Z'))
                .toInstant();
    }

    /** Name of its file (CSAF 2.0, section 5.1): small letters, and an underscore for each run of anything unusual. */
    public String fileName() {
        return fileName(trackingId);
    }

    /** The same for an id that has no document yet. */
    public static String fileName(String trackingId) {
        return trackingId.toLowerCase(Locale.ROOT).replaceAll("[^+\\-a-z0-9]+", "_") + ".json";
    }

    /** Where it is below its label's folder (requirement 11): the year of its first publication. */
    public String path() {
        return initial.atZone(ZoneOffset.UTC).getYear() + "/" + fileName();
    }

    boolean hasBytes(byte[] other) {
        return Arrays.equals(bytes, other);
    }
}
