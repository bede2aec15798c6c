package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "manual.pdf | manual.pdf",
                "取扱説明書 第3版.pdf | 取扱説明書 第3版.pdf",
                "../../etc/passwd | passwd",
                "..\\..\\windows\\system32\\calc.exe | calc.exe",
                "C:\\fakepath\\試験.xlsx | 試験.xlsx",
                "/etc/shadow | shadow",
                ".htaccess | htaccess",
                "... | file",
                "/ | file",
                "con.txt | _con.txt",
                "a\"b;c%0d.txt | a_b_c_0d.txt",
            })
    void keepsOneHarmlessName(String sent, String kept) {
        assertThat(FileNames.clean(sent)).isEqualTo(kept);
    }

    @Test
    void takesOutWhatHidesOrSteers() {
        assertThat(FileNames.clean("a\r\nSet-Cookie: x.txt")).isEqualTo("aSet-Cookie_ x.txt");
        assertThat(FileNames.clean("report\u202Efdp.exe")).isEqualTo("reportfdp.exe");
        assertThat(FileNames.clean("a\u0000.pdf")).isEqualTo("a.pdf");
        assertThat(FileNames.clean("")).isEqualTo("file");
    }

    @Test
    void shortensWithoutLosingTheEnding() {
        String name = FileNames.clean("長".repeat(500) + ".pdf");
        assertThat(name).hasSizeLessThanOrEqualTo(80).endsWith(".pdf");
        assertThat(FileNames.clean("😀".repeat(200) + ".txt")).endsWith(".txt").doesNotContain("\uFFFD");
    }
}
