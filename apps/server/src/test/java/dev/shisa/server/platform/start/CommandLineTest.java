package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.web.Messages;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.server.PortInUseException;

class CommandLineTest {

    @Test
    void readsItsOptionsInBothForms() {
        assertThat(CommandLine.parse(
                        "--data",
                        "/srv/shisa",
                        "--port=443",
                        "--name",
                        "shisa.example.com",
                        "--tls-cert",
                        "c.pem",
                        "--tls-key",
                        "k.pem"))
                .isEqualTo(new CommandLine.Start(Map.of(
                        "shisa.data", "/srv/shisa",
                        "server.port", "443",
                        "shisa.name", "shisa.example.com",
                        "shisa.tls.cert", "c.pem",
                        "shisa.tls.key", "k.pem")));
        assertThat(CommandLine.parse("--shisa.training=true"))
                .isEqualTo(new CommandLine.Start(Map.of("shisa.training", "true")));
        assertThat(CommandLine.parse()).isEqualTo(new CommandLine.Start(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 8443, unknown",
        "server, unknown",
        "--port, value",
        "--port 65536, port",
        "--port x, port",
        "--name http://x, name",
        "--tls-cert c.pem, tls",
        "--tls-key k.pem, tls",
        "--data=, value",
        "--shisa.data, value"
    })
    void saysWhatIsWrong(String words, String code) {
        assertThat(CommandLine.parse(words.split(" "))).isInstanceOfSatisfying(CommandLine.Wrong.class, wrong -> {
            assertThat(wrong.code()).isEqualTo(code);
            for (Locale locale : new Locale[] {Locale.JAPANESE, Locale.ENGLISH}) {
                assertThat(new Messages()
                                .get(locale, "start.usage." + code, wrong.args().toArray()))
                        .isNotBlank();
            }
        });
    }

    @Test
    void tellsAFailureInOneSentence() {
        Path data = Path.of("/srv/shisa");
        assertThat(StartFailure.sentence(new IllegalStateException(new PortInUseException(8443)), data))
                .contains("8443")
                .doesNotContain("\n", "8,443", "Exception");
        assertThat(StartFailure.sentence(new IllegalStateException(new BindException("Permission denied")), data))
                .contains("--port");
        assertThat(StartFailure.sentence(new IllegalStateException("first line\nsecond line"), data))
                .contains("first line", "/srv/shisa/logs/shisa.log")
                .doesNotContain("second line");
    }
}
