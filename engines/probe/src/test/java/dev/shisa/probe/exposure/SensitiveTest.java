package dev.shisa.probe.exposure;

import static org.assertj.core.api.Assertions.assertThat;

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
}
