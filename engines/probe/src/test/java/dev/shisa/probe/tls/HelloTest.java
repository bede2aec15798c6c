package dev.shisa.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** First flights of TLS servers. */
class HelloTest {

    /** A ServerHello of TLS 1.1 with suite 0xC013 and no session, as the only message. */
    private static final byte[] TLS_1_1 =
            HexFormat.of().parseHex("160302002a" + "02000026" + "0302" + "11".repeat(32) + "00" + "c013" + "00");

    /** The same of TLS 1.3: the version stands in an extension. */
    private static final byte[] TLS_1_3 = HexFormat.of()
            .parseHex("1603030032" + "0200002e" + "0303" + "22".repeat(32) + "00" + "1301" + "00" + "0006002b00020304");

    @Test
    void theChosenVersionAndSuiteAreRead() {
        assertThat(Hello.parse(TLS_1_1)).isInstanceOfSatisfying(Hello.Reply.Chosen.class, chosen -> {
            assertThat(chosen.version()).isEqualTo(TlsVersion.TLS_1_1);
            assertThat(chosen.suite()).isEqualTo(0xc013);
        });
        assertThat(Hello.parse(TLS_1_3))
                .isInstanceOfSatisfying(
                        Hello.Reply.Chosen.class,
                        chosen -> assertThat(chosen.version()).isEqualTo(TlsVersion.TLS_1_3));
    }

    @Test
    void aRefusalAndOtherWordsAreToldApart() {
        assertThat(Hello.parse(HexFormat.of().parseHex("15030200020228"))).isInstanceOf(Hello.Reply.Alert.class);
        assertThat(Hello.parse("HTTP/1.1 400 Bad Request".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(Hello.Reply.None.class);
        assertThat(Hello.parse(new byte[0])).isInstanceOf(Hello.Reply.None.class);
    }

    @Test
    void cutAndChangedFlightsAreNeverAFault() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(random.nextBoolean() ? TLS_1_1 : TLS_1_3, random.nextInt(60));
            for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(Hello.parse(bytes)).isNotNull();
        }
    }
}
