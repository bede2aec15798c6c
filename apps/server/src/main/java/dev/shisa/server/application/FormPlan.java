package dev.shisa.server.application;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What filling a form will do, cell by cell, and what it will not do; the preview shows it before anything is written.
 *
 * @param fingerprint what a mapping by hand is remembered under
 * @param entries one for each answer cell for which there is an answer
 * @param missing criteria without a cell, answers without a column, answers that are not decided
 * @param findings what was looked for and found on each sheet
 * @param basic the basic information as the form says it now, with the place of each field
 */
public record FormPlan(
        String fingerprint,
        List<Entry> entries,
        List<Missing> missing,
        List<SheetFinding> findings,
        List<Basic> basic) {

    public FormPlan {
        entries = List.copyOf(entries);
        missing = List.copyOf(missing);
        findings = List.copyOf(findings);
        basic = List.copyOf(basic);
    }

    /** Whether any answer cell of the checklist was recognised. */
    public boolean recognised() {
        return findings.stream().anyMatch(finding -> !finding.columns().isEmpty() && finding.criteria() > 0);
    }

    /** The cells that will be written. */
    public List<Entry> written() {
        return entries.stream().filter(entry -> entry.outcome().writes()).toList();
    }

    /** The cells that would have an answer and are left as they are. */
    public List<Entry> kept() {
        return entries.stream()
                .filter(entry -> !entry.outcome().writes() && entry.outcome() != Outcome.SAME)
                .toList();
    }

    /**
     * One answer cell.
     *
     * @param about a criterion, or the id of a field of the basic information
     * @param present the text in the cell now
     * @param value the text that is, or would be, written
     * @param hiddenRow whether the row is hidden in the form
     * @param allowed the words that the cell's list allows, when the outcome is about them
     */
    public record Entry(
            Place place,
            String about,
            AnswerPart part,
            String present,
            String value,
            Outcome outcome,
            boolean hiddenRow,
            List<String> allowed) {

        public Entry {
            allowed = List.copyOf(allowed);
        }
    }

    /** What happens to an answer cell. */
    public enum Outcome {
        /** It is empty and will be written. */
        WRITE,
        /** It has another text, which the person wants to be replaced. */
        OVERWRITE,
        /** It says the same already. */
        SAME,
        /** It has another text, which stays until the person says otherwise. */
        EXISTING,
        /** It holds a formula, which is never overwritten. */
        FORMULA,
        /** The form's protection lets nobody type here; it stays until the person says otherwise. */
        LOCKED,
        /** Its list has no word for this verdict. */
        NOT_IN_LIST,
        /** Its list comes from a formula and cannot be read. */
        LIST_UNREADABLE,
        /** The text is longer than the cell allows. */
        TOO_LONG,
        /** Another criterion's answer goes into the same cell. */
        SHARED;

        public boolean writes() {
            return this == WRITE || this == OVERWRITE;
        }

        /** Whether the person may decide to write all the same. */
        public boolean canOverwrite() {
            return this == EXISTING || this == LOCKED || this == OVERWRITE;
        }

        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An answer, or a part of one, that has no cell; or a cell without an answer. */
    public record Missing(String criterion, String sub, Why why) {

        /** {@code S1.1-13 ①A}. */
        public String about() {
            return new CriterionMark(criterion, sub).toString();
        }
    }

    /** Why something of an answer is not in the form. */
    public enum Why {
        /** The form has no cell for this criterion. */
        NO_CELL,
        /** The criterion stands in the form, but no column for its verdict was found. */
        NO_VERDICT_COLUMN,
        NO_REASON_COLUMN,
        NO_EVIDENCE_COLUMN,
        /** Expected, unknown or to be checked again: left empty. */
        NOT_DECIDED,
        /** The form asks for a sub-item of which there is no answer. */
        NO_SUB_ANSWER,
        /** Of sub-items of which one suffices, another one was chosen: nothing is said of this one. */
        OTHER_WAY,
        /** The form offers words or columns for verdicts, and none for this one. */
        NO_WORD,
        /** The form offers none for 免除, which is not 適合 ({@link VerdictWord}): the reason alone is written. */
        NO_WORD_FOR_EXEMPT,
        /** The text is written whole, but is longer than rows can be high, so that its end is not printed. */
        CUT_IN_PRINT;

        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A field of the basic information as it stands in the form. */
    public record Basic(BasicField field, Place place, String text) {}

    /** What the form says in a field, first place first. */
    public Optional<Basic> basic(BasicField field) {
        return basic.stream().filter(found -> found.field() == field).findFirst();
    }
}
