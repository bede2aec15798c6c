package dev.shisa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declarations from JSON. */
class DeclarationReaderTest {

    private static final String WHOLE = """
            [{"device": "cam", "title": "a camera", "address": "192.0.2.7", "address6": "fd00::7",
              "credentials": [{"service": "HTTPS", "user": "admin", "password": "s3cr3t-w0rd", "kind": "unique per unit"}],
              "declared": {"tcp": [{"port": 443, "service": "https", "purpose": "admin UI"}], "udp": []},
              "policy": {"tls_allow_self_signed": true, "brute_max_free_tries": 20, "brute_min_lock_seconds": 60,
                         "password_min_length": 8},
              "questionnaire": {"bluetooth": "none", "usb": "none"}}]""";

    private static List<Declaration> read(String json) {
        return DeclarationReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyFieldIsRead() {
        Declaration cam = read(WHOLE).getFirst();
        assertThat(cam.device()).isEqualTo("cam");
        assertThat(cam.address().getHostAddress()).isEqualTo("192.0.2.7");
        assertThat(cam.address6()).isPresent();
        assertThat(cam.credentials().getFirst().service()).isEqualTo("https");
        assertThat(cam.tcp().getFirst().port()).isEqualTo(443);
        assertThat(cam.policy().freeTriesMax()).hasValue(20);
        assertThat(cam.policy().selfSignedAllowed()).contains(true);
        assertThat(cam.questionnaire()).containsEntry("usb", "none");
    }

    @Test
    void aPolicyThatIsNotThereIsNotSet() {
        Declaration one = read("{\"device\": \"x\", \"address\": \"10.0.0.1\", \"declared\": {}}")
                .getFirst();
        assertThat(one.policy().freeTriesMax()).isEmpty();
        assertThat(one.policy().selfSignedAllowed()).isEmpty();
    }

    @Test
    void passwordsDoNotGetIntoText() {
        assertThat(read(WHOLE).toString()).doesNotContain("s3cr3t-w0rd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                                     | not JSON",
                "[]                                                                    | no device",
                "7                                                                     | a device is a JSON object",
                "{\"address\": \"10.0.0.1\", \"declared\": {}}                         | \"device\" is missing",
                "{\"device\": \"x\", \"address\": \"camera.local\", \"declared\": {}}  | is not an IPv4 or IPv6 address",
                "{\"device\": \"x\", \"address\": \"10.0.0.1\"}                        | /declared",
                "{\"device\": \"x\", \"address\": \"10.0.0.1\", \"declared\": {\"tcp\": [{\"port\": 70000}]}} | /declared/tcp/0/port",
                "{\"device\": \"x\", \"address\": \"10.0.0.1\", \"declared\": {}, \"policy\": {\"password_min_length\": \"8\"}} | /policy/password_min_length",
                "{\"device\": \"x\", \"device\": \"y\"}                                | not JSON",
            })
    void eachMistakeIsOneSentenceWithItsPlace(String json, String part) {
        assertThatExceptionOfType(DeclarationException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining(part);
    }

    @Test
    void allProblemsAreToldAndNotMoreThanAPage() {
        assertThatExceptionOfType(DeclarationException.class)
                .isThrownBy(() -> read("[" + "{},".repeat(500) + "{}]"))
                .satisfies(e -> assertThat(e.problems()).hasSizeBetween(2, 50));
    }

    @Test
    void depthAndSizeAreBounded() {
        assertThatExceptionOfType(DeclarationException.class).isThrownBy(() -> read("[".repeat(100_000)));
        assertThatExceptionOfType(DeclarationException.class)
                .isThrownBy(() -> DeclarationReader.read(new byte[DeclarationReader.BYTES_MAX + 1]));
    }

    @Test
    void flippedBytesNeverEndInAnythingButSentences() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
            for (int n = 0; n < 3; n++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(DeclarationReader.read(bytes)).isNotEmpty();
            } catch (DeclarationException e) {
                assertThat(e.problems()).isNotEmpty().noneMatch(String::isBlank);
            }
        }
    }
}
