package dev.shisa.server.application;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer for one row of a workbook whose columns a person has named.
 *
 * @param about names the row among the others
 * @param opposite whether "yes" is the bad answer to this question
 * @param words what may stand in the cell for the verdict, where only the header says it; empty: it does not
 * @param answer the cell for the verdict; null: the workbook has none
 * @param remark the cell for reason and evidence; null: the workbook has none
 */
public record RowAnswer(
        String sheet,
        String about,
        VerdictWord verdict,
        String reason,
        List<String> evidence,
        boolean opposite,
        List<String> words,
        @Nullable CellAt answer,
        @Nullable CellAt remark) {

    public RowAnswer {
        evidence = List.copyOf(evidence);
        words = List.copyOf(words);
    }
}
