package dev.shisa.server.answers;

import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.office.Workbooks;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** The first sheet of an uploaded xlsx as text, within bounds. */
final class SheetRows {

    /** A questionnaire has some hundred rows. */
    static final int ROWS_MAX = 5_000;

    private static final int COLUMNS_MAX = 20;

    private SheetRows() {}

    /**
     * Rows from the top, empty ones included, each as far as it is filled.
     *
     * @throws WorkbookRefused when the file is no workbook, is damaged, or has more than a questionnaire can have
     */
    static List<List<String>> read(byte[] bytes) {
        return Workbooks.read(bytes, (parts, book) -> rows(book));
    }

    private static List<List<String>> rows(XSSFWorkbook book) {
        DataFormatter formatter = new DataFormatter();
        List<List<String>> rows = new ArrayList<>();
        for (Row row : book.getSheetAt(0)) {
            if (row.getRowNum() >= ROWS_MAX) {
                throw new WorkbookRefused("too-many-rows", ROWS_MAX);
            }
            while (rows.size() < row.getRowNum()) {
                rows.add(List.of());
            }
            List<String> cells = new ArrayList<>();
            for (int c = 0; c < Math.min(row.getLastCellNum(), COLUMNS_MAX); c++) {
                Cell cell = row.getCell(c);
                // An answer is typed: what a formula makes of other cells is none.
                boolean typed = cell != null && cell.getCellType() != CellType.FORMULA;
                cells.add(typed ? Workbooks.text(cell, formatter) : "");
            }
            rows.add(cells);
        }
        return rows;
    }
}
