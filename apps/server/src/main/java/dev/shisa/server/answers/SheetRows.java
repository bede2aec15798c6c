package dev.shisa.server.answers;

import dev.shisa.server.platform.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** The first sheet of an uploaded xlsx as text, within bounds. */
final class SheetRows {

    private static final int ROWS_MAX = 5_000;
    private static final int COLUMNS_MAX = 20;

    private SheetRows() {}

    static List<List<String>> read(byte[] bytes) {
        ZipSecureFile.setMinInflateRatio(1.0 / 250);
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            DataFormatter formatter = new DataFormatter();
            List<List<String>> rows = new ArrayList<>();
            for (Row row : book.getSheetAt(0)) {
                if (rows.size() >= ROWS_MAX) {
                    throw new Problem(422, "sheet.too-long", ROWS_MAX);
                }
                while (rows.size() < row.getRowNum() && rows.size() < ROWS_MAX) {
                    rows.add(List.of());
                }
                List<String> cells = new ArrayList<>();
                for (int c = 0; c < Math.min(row.getLastCellNum(), COLUMNS_MAX); c++) {
                    Cell cell = row.getCell(c);
                    cells.add(cell == null ? "" : text(cell, formatter));
                }
                rows.add(cells);
            }
            return rows;
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // POI meets damaged and hostile files with many kinds of exceptions; to the person they are one.
            throw new Problem(422, "sheet.unreadable");
        }
    }

    private static String text(Cell cell, DataFormatter formatter) {
        if (cell.getCellType() == CellType.NUMERIC && DateUtil.isCellDateFormatted(cell)) {
            return cell.getLocalDateTimeCellValue().toLocalDate().toString();
        }
        return cell.getCellType() == CellType.FORMULA ? "" : formatter.formatCellValue(cell);
    }
}
