package dev.shisa.probe.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=Gk71-pqWzz",
                "{\"user\": \"a\", \"token\": \"9f3a77\"}",
                "<key>api_key: string-9f3a77</key>",
                "psk: number1",
                "secret=nullam"
            })
    void aValueIsASecret(String text) {
        assertThat(Sensitive.secret(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"id\" : \"uuid\",\n  \"token\" : \"string\",\n  \"password\" : \"string\"\n}",
                "token: string\nsecret: integer\n",
                "psk=********",
                "パスワード: ●●●●●●",
                "Password: see the label of the device"
            })
    void theTypeOfAValueOrItsMaskIsNone(String text) {
        assertThat(Sensitive.secret(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wan.mode=dhcp\n\n  wan.mtu = 1500\r\n\r\nlan.ip=192.168.1.1",
                "x\nApr 1 10:00:01 a\nApr 1 10:00:02 b\n\nApr 1 10:00:03 c\n"
            })
    void linesOfOneKindThatFollowEachOtherAreAFileOfIt(String text) {
        assertThat(Sensitive.any(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wan.mode=dhcp\nabout it\nwan.mtu=1500\nmore\nlan.ip=192.168.1.1",
                "Apr 1 10:00:01 a\nApr 1 10:00:02 b\n"
            })
    void aFewAreNone(String text) {
        assertThat(Sensitive.any(text)).isEmpty();
    }

    @Test
    void aLongOneIsOneWhateverStandsBehindIt() {
        assertThat(Sensitive.secret("access_token=" + "x".repeat(5_000) + "[")).isPresent();
    }

    /** What is tried again at each place of a long run takes minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "a", "a-", "pwd ", "*", "1:11:11 ", "ab=c", "ab \n", "user"})
    @Timeout(60)
    void whatADeviceRepeatsForeverEndsSoon(String piece) {
        String run = piece.repeat(190_000 / piece.length());
        assertThat(Sensitive.any(run + "[")).isEmpty();
        assertThat(Sensitive.any(run + "\nuid=0(root)")).hasValue("command output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-", "pwd=", "*", "1:11:11 ", "ab=c", "user"})
    @Timeout(60)
    void soDoesAValueOfIt(String piece) {
        assertThat(Sensitive.any("pwd=" + piece.repeat(190_000 / piece.length()) + "["))
                .hasValue("password");
    }
}
