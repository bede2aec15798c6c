package dev.shisa.e2e;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Workbooks read and filled as Excel would, by a library that shares no code with the server's writer. */
final class Workbooks {

    private Workbooks() {}

    /** A test form of the server's tests; no form of IPA. */
    static byte[] form(String name) {
        try {
            return Files.readAllBytes(ShisaProcess.home().resolve("apps/server/src/test/resources/forms/" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Number of a criterion (in the first column, however written) and what stands in another column beside it. */
    static SequencedMap<String, String> column(Path file, int column) {
        SequencedMap<String, String> found = new LinkedHashMap<>();
        DataFormatter words = new DataFormatter();
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            for (Sheet sheet : book) {
                for (Row row : sheet) {
                    String number = Normalizer.normalize(words.formatCellValue(row.getCell(0)), Normalizer.Form.NFKC)
                            .replaceAll("[‐−–—]", "-");
                    if (number.matches("S1\\.1-\\d\\d")) {
                        found.put(number, words.formatCellValue(row.getCell(column)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Writes answers into a questionnaire: into the fifth column of the rows that begin with these keys. */
    static byte[] answered(Path questionnaire, Map<String, String> answers) {
        DataFormatter words = new DataFormatter();
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(Files.readAllBytes(questionnaire)));
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (Row row : book.getSheetAt(0)) {
                String answer = answers.get(words.formatCellValue(row.getCell(0)));
                if (answer != null) {
                    row.getCell(4, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK).setCellValue(answer);
                }
            }
            book.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A workbook of one sheet, as a customer would make it. */
    static byte[] sheet(String name, List<List<String>> rows) {
        try (XSSFWorkbook book = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Sheet sheet = book.createSheet(name);
            for (int i = 0; i < rows.size(); i++) {
                Row row = sheet.createRow(i);
                for (int column = 0; column < rows.get(i).size(); column++) {
                    row.createCell(column).setCellValue(rows.get(i).get(column));
                }
            }
            book.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of the first sheet, row by row. */
    static List<List<String>> rows(Path file) {
        DataFormatter words = new DataFormatter();
        List<List<String>> rows = new ArrayList<>();
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            Sheet sheet = book.getSheetAt(0);
            for (int i = 0; i <= sheet.getLastRowNum(); i++) {
                Row row = sheet.getRow(i);
                List<String> texts = new ArrayList<>();
                for (int column = 0; row != null && column < row.getLastCellNum(); column++) {
                    texts.add(words.formatCellValue(row.getCell(column)));
                }
                rows.add(texts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
