package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published values, and what a code is good for. */
class OneTimeCodesTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 4226, appendix D. */
    @ParameterizedTest
    @CsvSource({
        "0,755224",
        "1,287082",
        "2,359152",
        "3,969429",
        "4,338314",
        "5,254676",
        "6,287922",
        "7,162583",
        "8,399871",
        "9,520489"
    })
    void givesTheCodesOfRfc4226(long count, String code) {
        assertThat(OneTimeCodes.code(SECRET, count, 6)).isEqualTo(code);
    }

    /** RFC 6238, appendix B, the rows with SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "59,94287082",
        "1111111109,07081804",
        "1111111111,14050471",
        "1234567890,89005924",
        "2000000000,69279037",
        "20000000000,65353130"
    })
    void givesTheCodesOfRfc6238(long second, String code) {
        assertThat(OneTimeCodes.code(SECRET, OneTimeCodes.step(Instant.ofEpochSecond(second)), 8))
                .isEqualTo(code);
    }

    @Test
    void takesTheStepsBesideThePresentOneAndNoOthers() {
        Instant now = Instant.parse("2026-11-20T01:24:10Z");
        long present = OneTimeCodes.step(now);
        for (long step = present - 3; step <= present + 3; step++) {
            boolean near = Math.abs(step - present) <= 1;
            assertThat(OneTimeCodes.match(SECRET, OneTimeCodes.code(SECRET, step, 6), now, 0)
                            .isPresent())
                    .as("step " + (step - present))
                    .isEqualTo(near);
        }
    }

    @Test
    void takesNoStepThatWasUsedNorOneBeforeIt() {
        Instant now = Instant.parse("2026-11-20T01:24:10Z");
        long present = OneTimeCodes.step(now);
        String code = OneTimeCodes.code(SECRET, present, 6);
        assertThat(OneTimeCodes.match(SECRET, code, now, present - 1)).hasValue(present);
        assertThat(OneTimeCodes.match(SECRET, code, now, present)).isEmpty();
        assertThat(OneTimeCodes.match(SECRET, OneTimeCodes.code(SECRET, present - 1, 6), now, present))
                .isEmpty();
    }

    /** RFC 4648, section 10, without the padding. */
    @ParameterizedTest
    @CsvSource({"f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void writesBase32(String text, String encoded) {
        assertThat(OneTimeCodes.base32(text.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(encoded);
    }
}
