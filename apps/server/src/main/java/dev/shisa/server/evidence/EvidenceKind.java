package dev.shisa.server.evidence;

import dev.shisa.conformity.Strength;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a piece of evidence is; its kind decides how strong the facts are that rest on it. */
public enum EvidenceKind {
    /** A statement that somebody signs with name and reason. */
    DECLARATION("E"),
    /** A document, with the place in it. */
    DOCUMENT("D"),
    /** The record of a test on the bench. */
    TEST("T"),
    /** A photograph or a picture of a screen. */
    PHOTO("P"),
    /** A copy of a web page. */
    PAGE("W"),
    /** What a machine measured on the device; nobody hands it in. */
    MEASUREMENT("M");

    private final String prefix;

    EvidenceKind(String prefix) {
        this.prefix = prefix;
    }

    /** First letter of the readable codes: {@code D-7K2QM} is a document. */
    String prefix() {
        return prefix;
    }

    /** The word in storage, forms and messages: {@code document}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<EvidenceKind> parse(String id) {
        return Arrays.stream(values()).filter(k -> k.id().equals(id)).findFirst();
    }

    /** Whether people and programs may record it themselves. */
    public boolean isHandedIn() {
        return this != MEASUREMENT;
    }

    /** Whether it is a file that somebody hands in. */
    public boolean needsFile() {
        return this == DOCUMENT || this == TEST || this == PHOTO;
    }

    /** The greatest strength that evidence of this kind has, given what the assessor's record says. */
    public Strength strength(Map<String, String> record) {
        return strength(field -> field.isIn(record));
    }

    Strength strength(Predicate<RecordField> says) {
        return switch (this) {
            case DECLARATION -> Strength.DECLARED;
            case DOCUMENT, PAGE -> Strength.DOCUMENTED;
            case TEST -> Strength.TESTED;
            case MEASUREMENT -> Strength.MEASURED;
            // A picture shows a test only when it is known of what, and when.
            case PHOTO ->
                says.test(RecordField.MODEL) && says.test(RecordField.PERFORMED_ON)
                        ? Strength.TESTED
                        : Strength.DOCUMENTED;
        };
    }
}
