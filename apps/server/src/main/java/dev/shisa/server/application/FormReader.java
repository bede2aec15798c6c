package dev.shisa.server.application;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.SheetVisibility;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFChartSheet;
import org.apache.poi.xssf.usermodel.XSSFDialogsheet;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Reads an uploaded xlsx as a form; what cannot be read is refused with one sentence ({@link FormRefused}). */
public final class FormReader {

    static final int SHEETS_MAX = 60;

    /** Cells in one file, empty formatted and merged ones included; IPA's checklists have some thousand. */
    static final int CELLS_MAX = 60_000;

    /** One form at a time: the tree of a large one takes a good part of a small machine's memory. */
    private static final Object ONE_AT_A_TIME = new Object();

    static {
        // POI's own guards, a second line behind FormPackage's bounds.
        ZipSecureFile.setMinInflateRatio(1.0 / FormPackage.RATIO_MAX);
        ZipSecureFile.setMaxEntrySize(FormPackage.INFLATED_MAX);
        ZipSecureFile.setMaxFileCount(FormPackage.ENTRIES_MAX);
    }

    private FormReader() {}

    public static Form read(byte[] bytes) {
        FormPackage parts = FormPackage.open(bytes);
        synchronized (ONE_AT_A_TIME) {
            return read(parts);
        }
    }

    private static Form read(FormPackage parts) {
        try (OPCPackage opened = OPCPackage.open(parts.source());
                XSSFWorkbook workbook = new XSSFWorkbook(opened)) {
            if (workbook.getNumberOfSheets() > SHEETS_MAX) {
                throw new FormRefused("too-many-sheets", workbook.getNumberOfSheets(), SHEETS_MAX);
            }
            ValidationReader validations = new ValidationReader(workbook);
            List<FormSheet> sheets = new ArrayList<>();
            int budget = CELLS_MAX;
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
                        validations.read(sheet, parts.text(part))));
            }
            return new Form(
                    parts,
                    sheets,
                    workbook.getPackagePart().getPartName().getName().substring(1));
        } catch (FormRefused e) {
            throw e;
        } catch (IOException | InvalidFormatException | RuntimeException e) {
            // POI meets damaged parts with many kinds of exceptions; to the person they are one.
            String why = String.valueOf(e.getMessage());
            throw new FormRefused(why.contains("Strict OOXML") ? "strict" : "damaged", "");
        }
    }

    /** The text that a reader sees in a cell; dates as yyyy-mm-dd, results of formulas as they were last saved. */
    static String text(Cell cell, DataFormatter formatter) {
        CellType type = cell.getCellType() == CellType.FORMULA ? cell.getCachedFormulaResultType() : cell.getCellType();
        return switch (type) {
            case STRING -> cell.getRichStringCellValue().getString();
            case BOOLEAN -> cell.getBooleanCellValue() ? "TRUE" : "FALSE";
            case NUMERIC -> {
                double value = cell.getNumericCellValue();
                String format = cell.getCellStyle().getDataFormatString();
                if (DateUtil.isADateFormat(cell.getCellStyle().getDataFormat(), format)
                        && DateUtil.isValidExcelDate(value)) {
                    yield DateUtil.getLocalDateTime(value).toLocalDate().toString();
                }
                yield formatter.formatRawCellContents(value, cell.getCellStyle().getDataFormat(), format);
            }
            case _NONE, BLANK, ERROR, FORMULA -> "";
        };
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
                    read.cells.put(at, new FormSheet.Cell(at, text(cell, formatter), formula, locked));
                    if (read.cells.size() > budget) {
                        throw new FormRefused("too-many-cells", CELLS_MAX);
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
                            throw new FormRefused("too-many-cells", CELLS_MAX);
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
