package dev.shisa.advisory;

import dev.shisa.vulnerability.version.VersionScheme;
import java.util.Optional;

/**
 * The version of a document or of an item of its revision history: an integer, or Semantic Versioning 2.0.0. Between the two, 2 counts
 * as 2.0.0.
 */
record DocumentVersion(String text) implements Comparable<DocumentVersion> {

    static Optional<DocumentVersion> parse(String text) {
        return text.length() <= VersionScheme.VERSION_CHARS_MAX && text.matches(Structure.VERSION)
                ? Optional.of(new DocumentVersion(text))
                : Optional.empty();
    }

    boolean isInteger() {
        return text.indexOf('.') < 0;
    }

    /** The integer, or the first of the numbers, as it is written. */
    String major() {
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    /** 0 or 0.y.z. */
    boolean isBeforeRelease() {
        return major().equals("0");
    }

    boolean hasPreRelease() {
        return withoutBuild().indexOf('-') >= 0;
    }

    boolean hasBuild() {
        return text.indexOf('+') >= 0;
    }

    private String withoutBuild() {
        int plus = text.indexOf('+');
        return plus < 0 ? text : text.substring(0, plus);
    }

    /** Without build, and without the part that marks a pre-release. */
    DocumentVersion core() {
        String rest = withoutBuild();
        int dash = rest.indexOf('-');
        return new DocumentVersion(dash < 0 ? rest : rest.substring(0, dash));
    }

    /** By precedence, so builds count for nothing. */
    @Override
    public int compareTo(DocumentVersion other) {
        return VersionScheme.SEMVER.sort(complete(), other.complete());
    }

    private String complete() {
        return isInteger() ? text + ".0.0" : text;
    }
}
