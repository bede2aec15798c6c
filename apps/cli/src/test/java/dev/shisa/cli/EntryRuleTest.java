package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words in which a made-up log says what its entries are. */
class EntryRuleTest {

    private static String text(String rule, long index) {
        return new String(new EntryRule(rule, "ledger.lab.test/alpha").entry(index), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theRuleOfTheHandOutIsUnderstood() {
        String rule =
                "entry i = ASCII 'alpha evidence record <i>' followed by (i mod 7) zero bytes; entry 300 is empty; "
                        + "entry 301 is bytes 0..255 repeated 255 times plus 255 'z'";
        assertThat(text(rule, 0)).isEqualTo("alpha evidence record 0");
        assertThat(text(rule, 9)).isEqualTo("alpha evidence record 9\0\0");
        assertThat(text(rule, 300)).isEmpty();
        assertThat(text(rule, 301)).hasSize(65_535).startsWith("\0\1\2").endsWith("þÿ" + "z".repeat(255));
        assertThat(text(rule, 302)).isEqualTo("alpha evidence record 302\0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "entry i = ASCII '<name> evidence record <i>' | alpha evidence record 5",
                "entry i = '<origin>' then 2 'ab' plus 'c'; entry 4 is empty. | ledger.lab.test/alphaababc",
                "entry i is 'a; followed by b'; entry 9 is 'x' | a; followed by b",
                "entry i = empty; entries 3, 4 and 5 are 'named' | named",
                "entry i = empty; entries 3 to 7 are 3 bytes 0x41 | AAA",
                "entry i = bytes 0x61..0x63 repeated 2 times | abcabc",
                "entry i = (i mod 3) 'xy' | xyxy",
            })
    void otherRulesOfTheSameWordsAreUnderstoodToo(String rule, String fifth) {
        assertThat(text(rule, 5)).isEqualTo(fifth);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "entry 3 is empty",
                "entry i = the SHA-256 of i",
                "entry i = 'open",
                "entry i = bytes 0..256",
                "entry i = (i mod 0) zero bytes",
                "entry i = 99999999999 'x'",
                "records are random",
            })
    void whatIsNotUnderstoodIsQuotedInOneSentence(String rule) {
        assertThatThrownBy(() -> new EntryRule(rule, "a/b"))
                .isInstanceOf(Json.WrongField.class)
                .message()
                .startsWith("The entry rule")
                .endsWith(".");
    }

    @Test
    void anEntryThatIsTooLongIsRefusedBeforeItIsBuilt() {
        EntryRule rule = new EntryRule("entry i = 999999999 'xxxxxxxxxxxxxxxx'", "a/b");
        assertThatThrownBy(() -> rule.entry(0)).hasMessageContaining("no entry has more than 65535");
    }
}
