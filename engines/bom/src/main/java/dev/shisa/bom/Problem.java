package dev.shisa.bom;

import java.util.List;

/**
 * Something about a list that a person should know, with its place: a JSON pointer, {@code line 12}, or a tag.
 *
 * @param kind what it is; the screen's words are found by it
 * @param place where in the file
 * @param arguments the values that the sentence quotes, cut to {@link #QUOTED_MAX} characters
 */
public record Problem(Kind kind, String place, List<String> arguments) {

    /** A quotation longer than this says nothing more to a person. */
    public static final int QUOTED_MAX = 200;

    /** How much it matters. */
    public enum Severity {
        /** Nothing of the file can be used. */
        FATAL,
        /** The file breaks the rules of its format here; the rest is sound. */
        ERROR,
        /** Allowed, but worth a look. */
        NOTE
    }

    /** The kinds of problem, each with its sentence. */
    public enum Kind {
        NOT_A_BOM(Severity.FATAL, "This is none of the lists that can be read ({0})."),
        TOO_LARGE(Severity.FATAL, "The file has {0} bytes; at most {1} are read."),
        OTHER_WORKBOOK(
                Severity.FATAL,
                "This spreadsheet is of another kind (xls, xlsb, ods) or has a password. Save it as xlsx without a"
                        + " password."),
        NO_HEADING(
                Severity.FATAL,
                "No sheet has a heading that names the columns, such as \"Name\", \"Developer\" and \"Version\"."),
        UNREADABLE(Severity.FATAL, "The file cannot be read: {0}."),
        BROKEN_OFF(Severity.ERROR, "The file ends or breaks here ({0}); what stands before it was taken."),
        TOO_MANY(Severity.ERROR, "There are more than {0} {1}; those behind were not taken."),
        SCHEMA(Severity.ERROR, "Against the format's schema ({0}): {1}"),
        UNKNOWN_VERSION(Severity.ERROR, "Version \"{0}\" of the format is not known; it was read like {1}."),
        MISSING(Severity.ERROR, "\"{0}\" is missing."),
        BAD_VALUE(Severity.ERROR, "\"{1}\" is no valid {0}."),
        DUPLICATE_REF(Severity.ERROR, "The reference \"{0}\" was used before; it must be unique."),
        DANGLING_REF(Severity.ERROR, "The reference \"{0}\" points at nothing in the file."),
        CYCLE(Severity.NOTE, "The dependencies run in a circle through \"{0}\"."),
        DUPLICATE_COMPONENT(Severity.NOTE, "\"{0}\" is listed more than once."),
        NO_NAME(Severity.ERROR, "A component without a name cannot be looked up; it was left out."),
        TOO_LONG(Severity.ERROR, "A component whose {0} has {1} characters, more than {2}, is none; it was left out."),
        DATE_AS_VERSION(
                Severity.ERROR,
                "This version stands as the date {0}: the spreadsheet made it from what was typed. Enter it as text."),
        NUMBERS_AS_VERSIONS(
                Severity.NOTE,
                "{0} versions stand as numbers, the first of them as {1}. A spreadsheet turns 1.10 into 1.1; enter"
                        + " versions as text."),
        NO_IDENTIFIER(Severity.NOTE, "\"{1}\" is no {0}, so nothing is looked up by it."),
        LEFT_OUT(Severity.NOTE, "Nothing of \"{0}\" was taken: it is no list, or hidden."),
        INCOMPLETE(Severity.NOTE, "The list says of itself that it does not name everything ({0})."),
        NOT_CHECKED(Severity.NOTE, "The schema of version {0} is not at hand; only the structure was checked.");

        private final Severity severity;
        private final String sentence;

        Kind(Severity severity, String sentence) {
            this.severity = severity;
            this.sentence = sentence;
        }

        public Severity severity() {
            return severity;
        }
    }

    public Problem {
        arguments = arguments.stream().map(Problem::quoted).toList();
    }

    public static Problem at(String place, Kind kind, String... arguments) {
        return new Problem(kind, place.isEmpty() ? "/" : place, List.of(arguments));
    }

    /** The sentence in English, without the place. */
    public String sentence() {
        return java.text.MessageFormat.format(kind.sentence.replace("'", "''"), arguments.toArray());
    }

    private static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= QUOTED_MAX ? line : line.substring(0, QUOTED_MAX) + "…";
    }
}
