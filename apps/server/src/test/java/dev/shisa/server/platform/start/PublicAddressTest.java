package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever gives a link away is told where it opens. */
class PublicAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://localhost:8443, true",
        "https://shisa.localhost, true",
        "https://127.0.0.1:8443, true",
        "https://[::1]:8443, true",
        "https://shisa.example:8443, false",
        "https://192.168.1.7, false"
    })
    void theNameThatEveryComputerHasForItselfLeadsNobodyElseHere(String base, boolean hereOnly) {
        assertThat(new PublicAddress.Link(base, "/invitation/x", false).isHereOnly())
                .isEqualTo(hereOnly);
        assertThat(new PublicAddress.Link(base, "/invitation/x", true).isHereOnly())
                .as("somebody chose it")
                .isFalse();
    }
}
