package dev.shisa.server.evidence;

import dev.shisa.server.platform.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What an assessor wants to read in the record of a test or a picture. */
public enum RecordField {
    MODEL,
    UNIT,
    FIRMWARE,
    ENVIRONMENT,
    PROCEDURE,
    EXPECTED,
    OBSERVED,
    PERFORMED_BY,
    /** The day, {@code yyyy-mm-dd}. */
    PERFORMED_ON,
    TOOL,
    TOOL_VERSION,
    /** Where a copied page was found after all redirects; this and the following are written by {@link PageSnapshot}. */
    FINAL_URL,
    FETCHED_AT,
    STATUS,
    CONTENT_TYPE,
    LAST_MODIFIED,
    ETAG;

    /** Without these, nobody else could judge or repeat a test. */
    private static final Set<RecordField> NEEDED_FOR_TEST =
            EnumSet.of(MODEL, FIRMWARE, PROCEDURE, OBSERVED, PERFORMED_BY, PERFORMED_ON);

    /** What was tested longer ago is no test of what is sold today; a slip of the finger, or worse. */
    static final int YEARS_MAX = 10;

    /** The key in {@link NewEvidence#record()} and the end of its message key: {@code performed-on}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<RecordField> parse(String id) {
        return Arrays.stream(values()).filter(f -> f.id().equals(id)).findFirst();
    }

    public boolean isNeededFor(EvidenceKind kind) {
        return kind == EvidenceKind.TEST && NEEDED_FOR_TEST.contains(this);
    }

    /** Whether a person writes it; the others come with a copy of a page. */
    public boolean isWritten() {
        return compareTo(FINAL_URL) < 0;
    }

    /** Whether the record says it; a dash names no device, and nobody can repeat a procedure of which only "OK" is told. */
    boolean isIn(Map<String, String> record) {
        String text = record.getOrDefault(id(), "");
        return switch (this) {
            case PROCEDURE -> Reason.says(text);
            // That nothing was seen is an observation.
            case OBSERVED -> text.codePoints().anyMatch(Character::isLetterOrDigit);
            default -> !Reason.isPlaceholder(text);
        };
    }

    boolean isTyped(Map<String, String> record) {
        return !record.getOrDefault(id(), "").isBlank();
    }

    /** The fields that this kind needs and the record does not say. */
    static List<RecordField> missing(EvidenceKind kind, Predicate<RecordField> says) {
        return Arrays.stream(values())
                .filter(f -> f.isNeededFor(kind) && !says.test(f))
                .toList();
    }
}
