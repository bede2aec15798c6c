package dev.shisa.server.application;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer for one row of a workbook whose columns a person has named.
 *
 * @param about names the row among the others
 * @param answer the cell for the verdict; null: the workbook has none
 * @param remark the cell for reason and evidence; null: the workbook has none
 */
public record RowAnswer(
        String sheet,
        String about,
        VerdictWord verdict,
        String reason,
        List<String> evidence,
        @Nullable CellAt answer,
        @Nullable CellAt remark) {

    public RowAnswer {
        evidence = List.copyOf(evidence);
    }
}
