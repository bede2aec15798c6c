package dev.shisa.advisory;

import java.util.List;

/**
 * One fault that a test found.
 *
 * @param test the number of the section that demands the test, {@code 6.1.1}; {@code schema} for the structure
 * @param pointer where, as a JSON pointer (RFC 6901); empty for the whole document
 * @param code the key of the sentence, for {@link Sentences}
 * @param arguments what the sentence quotes, each cut to {@link #QUOTED_MAX} characters
 */
public record Finding(String test, Severity severity, String pointer, String code, List<String> arguments) {

    /** A quotation longer than this says nothing more to a person. */
    public static final int QUOTED_MAX = 200;

    /** The test's number for faults of the structure. */
    public static final String SCHEMA = "schema";

    /** What a fault does to the document. */
    public enum Severity {
        /** A mandatory test (6.1) or the structure: the document is not valid. */
        ERROR,
        /** An optional or recommended test (6.2): valid, but to be mended unless there is a reason. */
        WARNING,
        /** An informative test (6.3): a hint. */
        INFORMATION
    }

    public Finding {
        arguments = arguments.stream().map(Finding::quoted).toList();
    }

    static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= QUOTED_MAX ? line : line.substring(0, QUOTED_MAX) + "…";
    }
}
