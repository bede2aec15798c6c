package dev.shisa.server.application;

import dev.shisa.server.application.SheetMeasures.RowHeight;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.office.Workbooks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.SheetVisibility;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFChartSheet;
import org.apache.poi.xssf.usermodel.XSSFDialogsheet;
import org.apache.poi.xssf.usermodel.XSSFFont;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Reads an uploaded xlsx as a form; what cannot be read is refused with one sentence ({@link WorkbookRefused}). */
public final class FormReader {

    static final int SHEETS_MAX = 60;

    /** Columns further right than any that people print have the standard width. */
    private static final int COLUMNS_MAX = 1_000;

    /** POI measures column widths in 256ths of a character. */
    private static final double CHARACTER = 256;

    private FormReader() {}

    public static Form read(byte[] bytes) {
        return Workbooks.read(bytes, FormReader::read);
    }

    private static Form read(OfficePackage parts, XSSFWorkbook workbook) {
        if (workbook.getNumberOfSheets() > SHEETS_MAX) {
            throw new WorkbookRefused("too-many-sheets", workbook.getNumberOfSheets(), SHEETS_MAX);
        }
        ValidationReader validations = new ValidationReader(workbook);
        List<FormSheet> sheets = new ArrayList<>();
        int budget = Workbooks.CELLS_MAX;
        for (int i = 0; i < workbook.getNumberOfSheets(); i++) {
            XSSFSheet sheet = workbook.getSheetAt(i);
            if (sheet instanceof XSSFChartSheet || sheet instanceof XSSFDialogsheet) {
                continue;
            }
            String part = sheet.getPackagePart().getPartName().getName().substring(1);
            boolean hidden = workbook.getSheetVisibility(i) != SheetVisibility.VISIBLE;
            SheetCells cells = SheetCells.of(sheet, budget);
            budget -= cells.count();
            sheets.add(new FormSheet(
                    sheet.getSheetName(),
                    part,
                    hidden,
                    sheet.getProtect(),
                    cells.cells,
                    cells.merged,
                    sheet.getMergedRegions(),
                    cells.hiddenRows,
                    validations.read(sheet, parts.text(part)),
                    measures(workbook, sheet, cells.lastColumn)));
        }
        return new Form(
                parts,
                sheets,
                workbook.getPackagePart().getPartName().getName().substring(1),
                workbook.getStylesSource()
                        .getPackagePart()
                        .getPartName()
                        .getName()
                        .substring(1));
    }

    private static SheetMeasures measures(XSSFWorkbook workbook, XSSFSheet sheet, int lastColumn) {
        Map<Integer, Double> columns = new HashMap<>();
        for (int column = 0; column <= Math.min(lastColumn, COLUMNS_MAX); column++) {
            columns.put(column, sheet.isColumnHidden(column) ? 0 : sheet.getColumnWidth(column) / CHARACTER);
        }
        Map<Integer, RowHeight> rows = new HashMap<>();
        for (Row row : sheet) {
            var file = ((XSSFRow) row).getCTRow();
            if (file.isSetHt()) {
                rows.put(row.getRowNum(), new RowHeight(file.getHt(), file.getCustomHeight()));
            }
        }
        XSSFFont font = workbook.getFontAt(0);
        return new SheetMeasures(
                Lettering.of(points(font), font.getFontName(), false),
                sheet.getDefaultColumnWidth(),
                columns,
                sheet.getDefaultRowHeightInPoints(),
                rows);
    }

    /** Without a size, Excel takes that of its own standard font. */
    private static double points(XSSFFont font) {
        int twentieths = font.getFontHeight();
        return twentieths > 0 ? twentieths / 20.0 : XSSFFont.DEFAULT_FONT_SIZE;
    }

    private static Lettering lettering(XSSFCellStyle style) {
        XSSFFont font = style.getFont();
        return Lettering.of(points(font), font.getFontName(), style.getWrapText());
    }

    private static final class SheetCells {
        final NavigableMap<CellAt, FormSheet.Cell> cells = new TreeMap<>();
        final Map<CellAt, CellRangeAddress> merged = new HashMap<>();
        final Set<Integer> hiddenRows = new HashSet<>();
        private int lastRow;
        private int lastColumn;

        static SheetCells of(XSSFSheet sheet, int budget) {
            SheetCells read = new SheetCells();
            DataFormatter formatter = new DataFormatter();
            Map<Integer, Lettering> letterings = new HashMap<>();
            for (Row row : sheet) {
                if (row.getZeroHeight()) {
                    read.hiddenRows.add(row.getRowNum());
                }
                for (Cell cell : row) {
                    CellAt at = new CellAt(cell.getRowIndex(), cell.getColumnIndex());
                    read.lastRow = Math.max(read.lastRow, at.row());
                    read.lastColumn = Math.max(read.lastColumn, at.column());
                    boolean formula = cell.getCellType() == CellType.FORMULA;
                    boolean locked = cell.getCellStyle().getLocked();
                    Lettering lettering = letterings.computeIfAbsent(
                            (int) cell.getCellStyle().getIndex(), s -> lettering((XSSFCellStyle) cell.getCellStyle()));
                    read.cells.put(
                            at, new FormSheet.Cell(at, Workbooks.text(cell, formatter), formula, locked, lettering));
                    if (read.cells.size() > budget) {
                        throw new WorkbookRefused("too-many-cells", Workbooks.CELLS_MAX);
                    }
                }
            }
            for (CellRangeAddress region : sheet.getMergedRegions()) {
                // A region may run to the end of the sheet; beyond the used cells nobody asks for it.
                int rows = Math.min(region.getLastRow(), read.lastRow + 1);
                int columns = Math.min(region.getLastColumn(), read.lastColumn + 1);
                for (int r = region.getFirstRow(); r <= rows; r++) {
                    for (int c = region.getFirstColumn(); c <= columns; c++) {
                        read.merged.put(new CellAt(r, c), region);
                        if (read.count() > budget) {
                            throw new WorkbookRefused("too-many-cells", Workbooks.CELLS_MAX);
                        }
                    }
                }
            }
            return read;
        }

        int count() {
            return cells.size() + merged.size();
        }
    }
}
