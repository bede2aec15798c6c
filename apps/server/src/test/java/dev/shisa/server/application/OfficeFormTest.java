package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens filled forms and the own export in LibreOffice and compares what it reads with what was written. */
@Tag("office")
class OfficeFormTest {

    @TempDir
    Path folder;

    @Test
    void libreOfficeReadsFilledFormsAsTheyWereWritten() throws Exception {
        Path filled = Files.createDirectory(folder.resolve("filled"));
        for (String name : TestForms.NAMES) {
            Form form = TestForms.form(name);
            Files.write(filled.resolve(name + ".xlsx"), FormFiller.write(form, TestForms.plan(form, Set.of())));
        }
        var messages = new dev.shisa.server.platform.web.Messages();
        Files.write(
                filled.resolve("own.xlsx"),
                OwnExport.write(OwnExportTest.content(), Locale.JAPANESE, key -> messages.get(Locale.JAPANESE, key)));
        List<Path> files;
        try (var all = Files.list(filled)) {
            files = all.sorted().toList();
        }
        Path again = convert("xlsx:Calc MS Excel 2007 XML", files);
        Path printed = convert("pdf", files);
        for (Path file : files) {
            Map<String, String> before = texts(Files.readAllBytes(file));
            Map<String, String> after = texts(Files.readAllBytes(again.resolve(file.getFileName())));
            assertThat(after).as(file.getFileName().toString()).isEqualTo(before);
            String pdf = file.getFileName().toString().replace(".xlsx", ".pdf");
            assertThat(printed.resolve(pdf)).as(pdf).exists();
            assertThat(Files.size(printed.resolve(pdf))).as(pdf).isGreaterThan(5_000);
        }
    }

    private Path convert(String format, List<Path> files) throws Exception {
        Path out = Files.createDirectory(folder.resolve(format.substring(0, 3)));
        List<String> command = new java.util.ArrayList<>(List.of(
                "soffice",
                "--headless",
                "-env:UserInstallation=" + folder.resolve("profile").toUri(),
                "--convert-to",
                format,
                "--outdir",
                out.toString()));
        files.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("soffice.log").toFile())
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS))
                .as("LibreOffice finished")
                .isTrue();
        String log = Files.readString(folder.resolve("soffice.log"));
        assertThat(process.exitValue()).as(log).isZero();
        assertThat(log).doesNotContainIgnoringCase("repair").doesNotContainIgnoringCase("could not be loaded");
        return out;
    }

    /** All texts by place; formulas are left out, LibreOffice calculates them anew. */
    private static Map<String, String> texts(byte[] bytes) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            for (Sheet sheet : workbook) {
                for (Row row : sheet) {
                    for (Cell cell : row) {
                        if (cell.getCellType() == CellType.STRING
                                && !cell.getStringCellValue().isEmpty()) {
                            texts.put(sheet.getSheetName() + "!" + cell.getAddress(), cell.getStringCellValue());
                        }
                    }
                }
            }
        }
        return texts;
    }
}
