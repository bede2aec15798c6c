package dev.shisa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that show a finding again. */
class RetestTest {

    @Test
    void findingsThatUsualToolsShowHaveALineForThem() {
        assertThat(Retest.of(Verdict.FAIL, "tcp 192.0.2.1:23", "port-undeclared", List.of("23", "TELNET")))
                .isEqualTo("nc -vz -w 5 192.0.2.1 23");
        assertThat(Retest.of(Verdict.FAIL, "tcp [2001:db8::1]:23", "port-undeclared", List.of("23", "TELNET")))
                .isEqualTo("nc -vz -w 5 2001:db8::1 23");
        assertThat(Retest.of(Verdict.FAIL, "https://192.0.2.1:443", "tls-old-version", List.of("TLS 1.1", "0xC013")))
                .isEqualTo("openssl s_client -connect 192.0.2.1:443 -tls1_1 -cipher 'ALL:@SECLEVEL=0' </dev/null");
        assertThat(Retest.of(Verdict.FAIL, "https://192.0.2.1:443/a?b='c", "web-open", List.of("password")))
                .isEqualTo("curl -gsik --max-time 20 'https://192.0.2.1:443/a?b=%27c'");
    }

    @Test
    void theRestIsForTheProbeItself() {
        assertThat(Retest.of(Verdict.FAIL, "udp 192.0.2.1:161", "port-undeclared", List.of("161", "SNMP")))
                .isEmpty();
        assertThat(Retest.of(Verdict.FAIL, "https://192.0.2.1:443/", "brute-unlimited", List.of()))
                .isEmpty();
        assertThat(Retest.of(Verdict.PASS, "tcp 192.0.2.1:23", "port-undeclared", List.of()))
                .isEmpty();
    }

    @Test
    void nothingThatADeviceSaysBecomesACommand() {
        assertThat(Retest.of(Verdict.FAIL, "https://192.0.2.1:443/'; reboot; '", "web-open", List.of("x")))
                .doesNotContain("'; reboot");
        assertThat(Retest.of(Verdict.FAIL, "tftp://192.0.2.1:69", "tftp-file", List.of("a'; reboot; '")))
                .doesNotContain("'; reboot");
    }
}
