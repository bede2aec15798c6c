package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "255044462d312e370a | a.pdf | application/pdf",
                "89504e470d0a1a0a00 | a.png | image/png",
                "ffd8ffe000104a4649 | a.jpg | image/jpeg",
                "474946383961010001 | a.gif | image/gif",
                "524946460000000057454250 | a.webp | image/webp",
                "524946460000000057415645 | a.wav | application/octet-stream",
                "000000186674797068656963 | a.heic | image/heic",
                "00000018667479706d703432 | a.mp4 | video/mp4",
                "d4c3b2a1020004000000 | a.pcap | application/vnd.tcpdump.pcap",
                "0a0d0d0a1c0000004d3c2b1a | a.pcapng | application/vnd.tcpdump.pcap",
                "504b0506000000000000 | empty.zip | application/zip",
                "4d5a900003000000 | a.exe | application/octet-stream",
                "7f454c46020101 | a.bin | application/octet-stream",
                "0001020304 | a.txt | application/octet-stream",
            })
    void knowsBytesByTheirBeginning(String hex, String name, String type) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        assertThat(sniff(bytes, name)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ログインの試験 | UTF-8 | a.txt | text/plain;charset=UTF-8",
                "ログインの試験 | windows-31j | a.txt | text/plain;charset=windows-31j",
                "ログインの試験 | EUC-JP | a.txt | text/plain;charset=EUC-JP",
                "a,b,c | UTF-8 | a.csv | text/csv;charset=UTF-8",
                "{\"a\": 1} | UTF-8 | a.json | application/json;charset=UTF-8",
                "<?xml version=\"1.0\"?><a/> | UTF-8 | a.xml | application/xml;charset=UTF-8",
                "<!DOCTYPE html><p>hi | UTF-8 | a.txt | text/html;charset=UTF-8",
                "   <ScRiPt>alert(1)</script> | UTF-8 | report.pdf | text/html;charset=UTF-8",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/> | UTF-8 | a.svg | text/html;charset=UTF-8",
                "<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/> | UTF-8 | a.svg | text/html;charset=UTF-8",
            })
    void knowsTextsByTheirCharacters(String text, String charset, String name, String type) {
        assertThat(sniff(text.getBytes(Charset.forName(charset)), name)).isEqualTo(type);
    }

    @Test
    void knowsOfficeFilesByTheNamesInTheirDirectory() throws IOException {
        assertThat(sniff(zip("[Content_Types].xml", "word/document.xml"), "a.docx"))
                .endsWith("wordprocessingml.document");
        assertThat(sniff(zip("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx"))
                .endsWith("spreadsheetml.sheet");
        assertThat(sniff(zip("xl/workbook.xml"), "a.xlsx")).isEqualTo("application/zip");
    }

    @Test
    void aZipBombIsNeverOpened() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 200; i++) {
                zip.write(zeros);
            }
        }
        byte[] bomb = out.toByteArray();
        // Whatever its inside is, only the window of bytes is ever read: a broken inside makes no difference.
        java.util.Arrays.fill(bomb, 60, bomb.length - 200, (byte) 0xee);
        Path file = Files.write(folder.resolve("bomb.zip"), bomb);

        assertThat(MediaTypes.sniff(file, "bomb.zip")).isEqualTo("application/zip");
    }

    @Test
    void looksAtNoMoreThanTheWindowsOfALargeFile() throws IOException {
        byte[] large = new byte[3_000_000];
        java.util.Arrays.fill(large, (byte) 'a');
        Path file = Files.write(folder.resolve("a.log"), large);
        assertThat(MediaTypes.sniff(file, "a.log")).isEqualTo("text/plain;charset=UTF-8");
    }

    @Test
    void aTextCutInTheMiddleOfACharacterIsStillText() throws IOException {
        byte[] long3 = "あ".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("a.txt"), long3);
        assertThat(MediaTypes.sniff(file, "a.txt")).isEqualTo("text/plain;charset=UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "report.pdf, text/html;charset=UTF-8, true",
        "report.pdf, application/pdf, false",
        "photo.JPG, image/jpeg, false",
        "photo.jpg, image/png, true",
        "notes.xyz, text/plain;charset=UTF-8, false",
        "noextension, application/octet-stream, false",
    })
    void saysWhenTheNamePromisesSomethingElse(String name, String type, boolean disagrees) {
        assertThat(MediaTypes.disagrees(name, type)).isEqualTo(disagrees);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html;charset=UTF-8, application/octet-stream",
        "application/xml;charset=UTF-8, application/octet-stream",
        "application/pdf, application/pdf",
        "image/png, image/png",
    })
    void tellsTheBrowserOnlyHarmlessTypes(String type, String told) {
        assertThat(MediaTypes.told(type)).isEqualTo(told);
    }

    private static String sniff(byte[] bytes, String name) {
        return MediaTypes.sniff(bytes, bytes, true, FileNames.extension(name));
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write('x');
            }
        }
        return out.toByteArray();
    }
}
