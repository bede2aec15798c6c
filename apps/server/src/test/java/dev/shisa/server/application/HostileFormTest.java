package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.office.Zips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;

/** Files that are no form, or that want to do harm: each is refused with one clear sentence. */
class HostileFormTest {

    private static final byte[] GOOD = TestForms.bytes("english");
    private static final int FLIPS = 300;
    private static final String SHEET = "xl/worksheets/sheet2.xml";

    private static String refusal(byte[] bytes) {
        WorkbookRefused refused = catchThrowableOfType(WorkbookRefused.class, () -> FormReader.read(bytes));
        assertThat(refused).as("refused").isNotNull();
        return refused.code();
    }

    private static byte[] types(String from, String to) {
        return Zips.edit(GOOD, "[Content_Types].xml", text -> text.replace(from, to));
    }

    @Test
    void refusesWhatIsNoXlsxByItsKind() throws IOException {
        assertThat(refusal(new byte[0])).isEqualTo("empty");
        assertThat(refusal("基準,結果\nS1.1-01,適合\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("not-xlsx");
        assertThat(refusal(Zips.zip(Map.of("a.txt", new byte[] {1})))).isEqualTo("not-xlsx");
        assertThat(refusal(Zips.zip(Map.of(
                        "mimetype",
                        "application/vnd.oasis.opendocument.spreadsheet".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("ods");
        assertThat(refusal(types("sheet.main+xml", "nothing.main+xml"))).isEqualTo("not-xlsx");
        assertThat(refusal(types(
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                        "application/vnd.ms-excel.sheet.macroEnabled.main+xml")))
                .isEqualTo("xlsm");
        ByteArrayOutputStream xls = new ByteArrayOutputStream();
        try (HSSFWorkbook workbook = new HSSFWorkbook()) {
            workbook.createSheet("a");
            workbook.write(xls);
        }
        assertThat(refusal(xls.toByteArray())).isEqualTo("xls");
    }

    @Test
    void refusesAFileWithAPassword() throws Exception {
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (POIFSFileSystem file = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("geheim");
            try (var out = encryptor.getDataStream(file)) {
                out.write(GOOD);
            }
            file.writeFilesystem(encrypted);
        }
        assertThat(refusal(encrypted.toByteArray())).isEqualTo("password");
    }

    @Test
    void refusesAFileThatWasCutOff() {
        assertThat(refusal(Arrays.copyOf(GOOD, GOOD.length / 2))).isEqualTo("truncated");
        assertThat(refusal(Arrays.copyOf(GOOD, 10))).isEqualTo("truncated");
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        byte[] large = Arrays.copyOf(GOOD, OfficePackage.SIZE_MAX + 1);
        assertThat(refusal(large)).isEqualTo("too-large");
    }

    @Test
    void refusesAZipBombByItsRatio() {
        byte[] zeros = new byte[32 << 20];
        assertThat(refusal(Zips.add(GOOD, "xl/media/image1.png", zeros))).isEqualTo("bomb");
    }

    @Test
    void refusesAnXmlPartThatInflatesTooFar() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("<a>");
        while (text.length() < OfficePackage.XML_PART_MAX + 10) {
            text.append(Long.toString(random.nextLong() & 0xffff, 36)).append("   ".repeat(20));
        }
        byte[] large = text.append("</a>").toString().getBytes(StandardCharsets.US_ASCII);
        assertThat(refusal(Zips.add(GOOD, "customXml/item1.xml", large))).isEqualTo("bomb");
    }

    @Test
    void refusesTooManyParts() {
        Map<String, byte[]> parts = new LinkedHashMap<>(Zips.parts(GOOD));
        for (int i = 0; i <= OfficePackage.ENTRIES_MAX; i++) {
            parts.put("xl/media/" + i, new byte[0]);
        }
        assertThat(refusal(Zips.zip(parts))).isEqualTo("bomb");
    }

    @Test
    void refusesDocumentTypesBeforeAnyParserSeesThem() {
        byte[] external = Zips.edit(
                GOOD,
                SHEET,
                xml -> xml.replaceFirst("\\?>", "?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"));
        assertThat(refusal(external)).isEqualTo("doctype");
        byte[] laughs = Zips.edit(
                GOOD,
                "xl/workbook.xml",
                xml -> xml.replaceFirst(
                        "\\?>", "?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"));
        assertThat(refusal(laughs)).isEqualTo("doctype");
    }

    @Test
    void refusesDamagedPartsWithOneSentenceWhateverIsDamaged() {
        Random random = new Random(20);
        for (String part : Zips.parts(GOOD).keySet()) {
            Map<String, byte[]> parts = new LinkedHashMap<>(Zips.parts(GOOD));
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            parts.put(part, noise);
            byte[] damaged = Zips.zip(parts);
            // A part that nobody needs may be damaged; nothing but a refusal may come out otherwise.
            try {
                FormReader.read(damaged);
            } catch (WorkbookRefused refused) {
                assertThat(refused.code()).isIn("damaged", "not-xlsx");
            }
        }
    }

    @Test
    void refusesDeepNestingWithoutFallingOver() {
        byte[] deep = Zips.edit(
                GOOD,
                SHEET,
                xml -> xml.replace("</worksheet>", "<a>".repeat(200_000) + "</a>".repeat(200_000) + "</worksheet>"));
        try {
            FormReader.read(deep);
        } catch (WorkbookRefused refused) {
            assertThat(refused.code()).isIn("damaged", "bomb");
        }
    }

    @Test
    void refusesMoreCellsThanAFormHas() {
        byte[] wide = Zips.edit(GOOD, SHEET, xml -> {
            StringBuilder rows = new StringBuilder();
            for (int r = 100; r < 7_100; r++) {
                rows.append("<row r=\"").append(r).append("\">");
                for (char c = 'A'; c < 'P'; c++) {
                    rows.append("<c r=\"")
                            .append(c)
                            .append(r)
                            .append("\"><v>")
                            .append(r * 7919 % 9973)
                            .append("</v></c>");
                }
                rows.append("</row>");
            }
            return xml.replace("</sheetData>", rows + "</sheetData>");
        });
        assertThat(refusal(wide)).isEqualTo("too-many-cells");
    }

    /** A bit that was flipped on the way is refused, or was in nothing that a reader sees. */
    @Test
    void aFormWithAFlippedBitIsReadAsItWasOrRefused() {
        List<String> good = texts(FormReader.read(GOOD));
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = GOOD.clone();
            int at = random.nextInt(flipped.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            try {
                Form form = FormReader.read(flipped);
                assertThat(texts(form)).as("read, flipped at byte %s", at).isEqualTo(good);
                FormFiller.write(form, TestForms.plan(form, java.util.Set.of()));
            } catch (WorkbookRefused e) {
                assertThat(e.code()).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).as("of %s", FLIPS).isGreaterThan(FLIPS / 2);
    }

    private static List<String> texts(Form form) {
        return form.sheets().stream()
                .flatMap(sheet -> Stream.concat(
                        Stream.of(sheet.name() + ' ' + sheet.hidden()),
                        sheet.cells().stream().map(Object::toString)))
                .toList();
    }

    @Test
    void namesTheReasonInAMessageKey() {
        assertThatThrownBy(() -> FormReader.read(new byte[] {1, 2, 3})).hasMessageContaining("workbook.not-xlsx");
    }
}
