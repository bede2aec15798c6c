package dev.shisa.scan;

import java.util.List;

/**
 * Why a result does not tell all that a scan would have found. While there is one, "nothing else was detected" does not follow.
 *
 * @param reason the key of the sentence, for {@link Sentences}
 * @param arguments what the sentence quotes
 */
public record Gap(Reason reason, List<String> arguments) {

    /** What is missing. */
    public enum Reason {
        /** No host, site or file was looked at. */
        NOTHING_SCANNED,
        /** The tool was stopped, failed, or its result has no end. */
        NOT_FINISHED,
        /** Results were left out when the file was written. */
        FILTERED,
        /** A test could not be carried out. */
        NOT_TESTED
    }

    public Gap {
        arguments = arguments.stream().map(a -> Texts.line(a, 200)).toList();
    }

    static Gap of(Reason reason, String... arguments) {
        return new Gap(reason, List.of(arguments));
    }
}
