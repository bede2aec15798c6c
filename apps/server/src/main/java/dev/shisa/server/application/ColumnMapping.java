package dev.shisa.server.application;

import java.util.regex.Pattern;

/**
 * Where a person says that the answers of one sheet belong, for a form whose layout was not recognised.
 *
 * @param sheet the sheet's name
 * @param criterion letter of the column with the criteria's numbers
 * @param verdict letter of the column for the verdict, or empty
 * @param reason letter of the column for the reason, or empty
 * @param evidence letter of the column for evidence, or empty
 */
public record ColumnMapping(String sheet, String criterion, String verdict, String reason, String evidence) {

    private static final Pattern LETTERS = Pattern.compile("[A-Z]{1,3}");

    public ColumnMapping {
        criterion = Spelling.squeeze(criterion).toUpperCase(java.util.Locale.ROOT);
        verdict = Spelling.squeeze(verdict).toUpperCase(java.util.Locale.ROOT);
        reason = Spelling.squeeze(reason).toUpperCase(java.util.Locale.ROOT);
        evidence = Spelling.squeeze(evidence).toUpperCase(java.util.Locale.ROOT);
    }

    /** Whether every column is a letter, and at least one is for answers. */
    public boolean complete() {
        return LETTERS.matcher(criterion).matches()
                && (verdict + reason + evidence).length() > 0
                && optional(verdict)
                && optional(reason)
                && optional(evidence);
    }

    private static boolean optional(String letters) {
        return letters.isEmpty() || LETTERS.matcher(letters).matches();
    }
}
