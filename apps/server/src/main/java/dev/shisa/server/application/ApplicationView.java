package dev.shisa.server.application;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages of an application show: finished words and links. */
public final class ApplicationView {

    private ApplicationView() {}

    /**
     * The first page, and the page of one step: the same stepper, one step open.
     *
     * @param outside whether the scheme is not about the product: then only why is shown, and what was issued before
     * @param next what to do next: words and where
     * @param label the state of the label in words, empty without one
     * @param labelState shape of that state
     * @param rounds earlier rounds, empty in the first
     */
    public record Overview(
            String title,
            boolean outside,
            List<Parts.Step> steps,
            Next next,
            Panel panel,
            List<Parts.Choice> evaluators,
            Plan plan,
            int heavy,
            int look,
            int undecided,
            int written,
            String formName,
            int basicsEmpty,
            int round,
            String label,
            String labelState,
            String labelText,
            List<RoundRow> rounds,
            int changes,
            String asOf,
            String source,
            String sourceHref) {}

    /** The one next step. */
    public record Next(String title, String text, String act, String href) {}

    /** The plan as typed or stored; {@code storedOn} and {@code storedEvaluator} only after somebody else saved. */
    public record Plan(
            String on,
            String evaluator,
            String proxy,
            String corporateNumber,
            int version,
            String storedOn,
            String storedEvaluator) {}

    /**
     * One step with all that it needs.
     *
     * @param who who acts, in words
     * @param due by when; empty while nothing says so
     * @param there what is there
     * @param missing what is missing, each with the way to it
     */
    public record Panel(
            String id,
            int number,
            String label,
            String state,
            String todo,
            String who,
            String due,
            List<Line> there,
            List<Line> missing,
            List<EntryForm> forms,
            List<EntryCard> entries) {}

    /** A line with a link; empty {@code href}: there is none. */
    public record Line(String text, String href) {}

    /**
     * A form for an entry.
     *
     * @param about the entry that it answers; empty: none
     * @param key tells the form from others of its kind on the page
     */
    public record EntryForm(
            String kind,
            String about,
            String key,
            String title,
            String help,
            String act,
            boolean open,
            String on,
            @Nullable String onError,
            List<FieldView> fields) {}

    /** A field of such a form; {@code type} as in {@link EntryKind.Type}, in lower case. */
    public record FieldView(
            String name,
            String type,
            String label,
            String help,
            boolean required,
            String value,
            @Nullable String error,
            List<Parts.Choice> choices) {}

    /** An entry as it is shown. */
    public record EntryCard(
            String id,
            String kind,
            String title,
            String state,
            String stateWord,
            String on,
            String by,
            List<Labelled> values,
            List<Labelled> files,
            List<EntryCard> answers,
            List<EntryForm> forms,
            String undone,
            boolean mayUndo) {}

    /** A label with its value; {@code href} may be empty. */
    public record Labelled(String label, String value, String href) {}

    /** One round of the history. */
    public record RoundRow(
            int number,
            String application,
            String sent,
            String accepted,
            String label,
            String issued,
            String until,
            boolean current) {}

    /** One paper of the list. */
    public record PaperRow(
            String id,
            String title,
            String edition,
            String state,
            String stateWord,
            String todo,
            String file,
            String href,
            boolean upload) {}

    /**
     * What to copy into a form that the maker fills.
     *
     * @param summary how many fields are known, how many are missing
     */
    public record CopyForm(String title, String summary, List<CopyLine> lines) {
        public CopyForm {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One field of it.
     *
     * @param from where the value comes from, or where it is entered
     * @param href the page that keeps it; empty: none
     */
    public record CopyLine(
            String part, String field, String value, String from, String href, String state, String stateWord) {}

    /** A change since the label. */
    public record ChangeRow(
            String key,
            String sentence,
            String href,
            String on,
            String state,
            String stateWord,
            String needs,
            String reason,
            String by,
            String notice) {}

    /** A notice to IPA. */
    public record NoticeRow(
            String id,
            String title,
            String state,
            String stateWord,
            String text,
            String on,
            String by,
            List<EntryForm> forms,
            List<EntryCard> answers,
            boolean mayUndo) {}

    /** A phrase that must not stand there. */
    public record HitRow(
            String rule, String why, String line, String before, String phrase, String after, String better) {}

    /** A check of a text. */
    public record ClaimRow(
            String id,
            String name,
            String source,
            String address,
            String on,
            String by,
            String result,
            String state,
            int hits) {}

    /** A criterion in the workspace of an evaluator. */
    public record EvaluationRow(String number, String title, String state, String href, int comments, String latest) {}

    /** A comment of an evaluator. */
    public record CommentRow(String opinion, String opinionWord, String text, String by, String on) {}

    /** A sign-off. */
    public record SignRow(
            String by,
            String on,
            String text,
            String release,
            String hash,
            String state,
            String stateWord,
            String differing) {}

    /** What a criterion rests on, in the workspace of an evaluator. */
    public record EvidenceCard(
            String code,
            String title,
            String place,
            String statement,
            String strength,
            String observed,
            String fileName,
            String href) {}

    /** A link for an evaluator. */
    public record LinkRow(String id, String recipient, String part, String created, String expires, String state) {}

    /** A line that came back with a pack. */
    public record ReturnRow(String number, String opinion, String text, String state, String stateWord) {}

    /** A line of the basic information. */
    public record BasicRow(String label, String value, String href) {}

    /** A criterion with its reason. */
    public record ReasonRow(
            String number, String title, String state, String reason, boolean own, int evidence, String href) {}

    /**
     * The reason of one criterion.
     *
     * @param storedJa words that somebody else saved meanwhile, or null
     */
    public record ReasonForm(
            String number,
            String title,
            String state,
            String ja,
            String en,
            String draftJa,
            String draftEn,
            List<String> evidence,
            int version,
            @Nullable String storedJa,
            @Nullable String storedEn,
            String by) {}

    /** A correction to come. */
    public record CorrectionRow(String weight, String sentence, String todo, String where, String href, String code) {}

    /**
     * A form with what filling it does.
     *
     * @param uploaded which file, by whom, when
     * @param rows the cells shown by the present filter
     * @param unconfirmed criteria that are written as not met although no second person has confirmed it
     */
    public record FormPage(
            String title,
            String uploaded,
            int version,
            boolean recognised,
            List<CellRow> rows,
            int total,
            int written,
            List<String> unconfirmed,
            List<MissingRow> missing,
            List<SheetRow> sheets,
            List<String> sheetNames,
            List<ColumnMapping> mappings) {}

    /** One answer cell. */
    public record CellRow(
            String place,
            String about,
            String part,
            String present,
            String value,
            String outcome,
            String words,
            boolean canOverwrite,
            boolean overwrite) {}

    /** Something of the answers that is not in the form. */
    public record MissingRow(String about, String words, String href, String act) {}

    /** What was found on one sheet. */
    public record SheetRow(String sheet, String words, List<String> columns) {}
}
