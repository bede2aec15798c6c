package dev.shisa.server.platform.office;

import java.io.IOException;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** The one way to open a workbook that somebody uploaded: bounds first, one at a time, one kind of refusal. */
public final class Workbooks {

    /** Cells in one file, empty formatted and merged ones included; IPA's checklists have some thousand. */
    public static final int CELLS_MAX = 60_000;

    /** One workbook at a time: the tree of a large one takes a good part of a small machine's memory. */
    private static final Object ONE_AT_A_TIME = new Object();

    static {
        // POI's own guards, a second line behind OfficePackage's bounds.
        ZipSecureFile.setMinInflateRatio(1.0 / OfficePackage.RATIO_MAX);
        ZipSecureFile.setMaxEntrySize(OfficePackage.INFLATED_MAX);
        ZipSecureFile.setMaxFileCount(OfficePackage.ENTRIES_MAX);
    }

    private Workbooks() {}

    /** What is made of a workbook while it is open. */
    public interface Reading<T> {
        T of(OfficePackage parts, XSSFWorkbook workbook) throws IOException;
    }

    /**
     * Opens the bytes of an xlsx and reads them.
     *
     * @throws WorkbookRefused when they are none, too much, or damaged
     */
    public static <T> T read(byte[] bytes, Reading<T> reading) {
        OfficePackage parts = OfficePackage.open(bytes);
        synchronized (ONE_AT_A_TIME) {
            try (OPCPackage opened = OPCPackage.open(parts.source());
                    XSSFWorkbook workbook = new XSSFWorkbook(opened)) {
                return reading.of(parts, workbook);
            } catch (WorkbookRefused e) {
                throw e;
            } catch (IOException | InvalidFormatException | RuntimeException e) {
                // POI meets damaged parts with many kinds of exceptions; to the person they are one.
                String why = String.valueOf(e.getMessage());
                throw new WorkbookRefused(why.contains("Strict OOXML") ? "strict" : "damaged");
            }
        }
    }

    /** The text that a reader sees in a cell; dates as yyyy-mm-dd, results of formulas as they were last saved. */
    public static String text(Cell cell, DataFormatter formatter) {
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
}
