package dev.shisa.probe.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions with a published attack, and content that needs protection. */
class KnownVersionsTest {

    @ParameterizedTest
    @CsvSource({
        "220 (vsFTPd 2.3.4),CVE-2011-2523",
        "Server: Apache/2.4.49 (Unix),CVE-2021-41773",
        "SSH-2.0-dropbear_2012.55,CVE-2016-7406",
        "SSH-2.0-OpenSSH_9.3p1,CVE-2024-6387",
        "'SERVER: Linux/3.4, UPnP/1.0, Portable SDK for UPnP devices/1.6.6',CVE-2012-5958",
        "Server: RomPager/4.07 UPnP/1.0,CVE-2014-9222"
    })
    void attackedVersionsAreFound(String banner, String published) {
        assertThat(KnownVersions.in(banner)).anyMatch(m -> m.published().equals(published) && !m.byDistribution());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 (vsFTPd 3.0.5)",
                "Server: Apache/2.4.62",
                "SSH-2.0-dropbear_2022.83",
                "SSH-2.0-OpenSSH_9.9",
                "Server: nginx/1.22.1",
                "Server: nginx",
                "httpd"
            })
    void otherVersionsAreNot(String banner) {
        assertThat(KnownVersions.in(banner)).isEmpty();
    }

    @Test
    void aDistributionMendsWithoutChangingTheVersion() {
        assertThat(KnownVersions.in("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7"))
                .isNotEmpty()
                .allMatch(KnownVersions.Match::byDistribution);
    }

    @Test
    void versionsAreOrderedByTheirNumbers() {
        assertThat(KnownVersions.compare("2.9", "2.10")).isNegative();
        assertThat(KnownVersions.compare("1.0.1", "1.0.1g")).isNegative();
        assertThat(KnownVersions.compare("1.3.3c", "1.3.3")).isPositive();
        assertThat(KnownVersions.compare("9.8p1", "9.8")).isPositive();
        assertThat(KnownVersions.isAffected("1.0.1f", ">=1.0.1 <1.0.1g")).isTrue();
        assertThat(KnownVersions.isAffected("1.0.1g", ">=1.0.1 <1.0.1g")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssid=home\npsk=abc12345\n",
                "{\"user\": \"admin\", \"password\": \"x1y2z3\"}",
                "<wifi_key>verysecret</wifi_key>",
                "root:x:0:0:root:/root:/bin/sh",
                "-----BEGIN RSA PRIVATE KEY-----",
                "uid=0(root) gid=0(root)"
            })
    void protectedContentIsRecognised(String text) {
        assertThat(Sensitive.any(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "About this product: Model X100 by Example, all rights reserved.",
                "<?xml version='1.0'?><root><device><modelName>X100</modelName></device></root>",
                "<input name=password type=password><button>Sign in</button>",
                "model=X100",
                "Please enter your password"
            })
    void publicContentIsNot(String text) {
        assertThat(Sensitive.any(text)).isEmpty();
    }
}
