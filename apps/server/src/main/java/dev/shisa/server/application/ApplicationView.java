package dev.shisa.server.application;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages of an application show: finished words and links. */
public final class ApplicationView {

    private ApplicationView() {}

    /**
     * The first page.
     *
     * @param next what to do next: words and where
     * @param recorded the steps that a person records
     */
    public record Overview(
            String title,
            List<Parts.Step> steps,
            Next next,
            List<Recorded> recorded,
            List<Parts.Choice> evaluators,
            Plan plan,
            int heavy,
            int look,
            int undecided,
            int written,
            String formName,
            int basicsEmpty) {}

    /** The one next step. */
    public record Next(String title, String text, String act, String href) {}

    /** The plan as typed or stored; {@code storedOn} and {@code storedEvaluator} only after somebody else saved. */
    public record Plan(String on, String evaluator, int version, String storedOn, String storedEvaluator) {}

    /** A step that a person records; empty {@code on} while it is not done. */
    public record Recorded(String step, String label, String noteLabel, String on, String note, String by) {}

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
