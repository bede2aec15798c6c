package dev.shisa.server.checklist;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What the pages of customers' checklists show, in words. */
public final class ChecklistView {

    private ChecklistView() {}

    /** A checklist among those of a series. */
    public record Line(String name, String file, String uploaded, int rows, int tied, String href, boolean removed) {}

    /** A row in the table of a checklist. */
    public record Row(
            int row,
            String number,
            String question,
            String state,
            boolean unconfirmedNo,
            List<Tied> tied,
            List<String> reason,
            List<String> open,
            List<String> evidence,
            boolean opposite,
            String href) {}

    /** One thing that a row rests on. */
    public record Tied(
            String id,
            String name,
            String title,
            String guide,
            String accepted,
            String href,
            String state,
            List<String> reason,
            List<String> open,
            List<String> evidence,
            String by) {}

    /**
     * Something that a row may rest on.
     *
     * @param requirement {@code jcstar1/S1.1-02}; empty for a fact
     * @param fact a key; empty for a requirement
     * @param why why it is proposed
     * @param answers those that a customer may accept, for a fact
     */
    public record Proposed(
            String requirement,
            String fact,
            String name,
            String title,
            String guide,
            String why,
            List<Parts.Choice> answers) {}

    /** A row that asks what a row of another checklist asks, and on what that rests. */
    public record Earlier(int row, String number, String question, String basis, String checklist) {}

    /** A cell of the workbook for which there is an answer that is not written, and the page of its row. */
    public record Kept(String href, String place, String present, String value, String why) {}

    /**
     * An item of the self-diagnosis.
     *
     * @param answer as it stands in the form
     * @param stored as it is recorded; empty while nobody has answered
     */
    public record Item(String id, int number, String text, String answer, String note, String stored, String by) {}

    /**
     * A guideline of guide 004 for a product.
     *
     * @param reason why it is not carried out; empty: that is not decided
     */
    public record Guideline(
            String number,
            String title,
            String href,
            String state,
            List<Point> points,
            String reason,
            String by,
            boolean decided) {}

    /** A point of it, and what the facts say. */
    public record Point(String text, String state) {}

    /** A checklist that was closed. */
    public record Closed(String title, String code, String by) {}

    /** The first cells of a sheet, so that a person sees the letters of its columns. */
    public record Preview(List<String> letters, List<Cells> rows) {}

    public record Cells(int row, List<String> texts) {}
}
