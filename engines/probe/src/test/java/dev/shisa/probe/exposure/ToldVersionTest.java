package dev.shisa.probe.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that devices name of themselves, in the names of the vulnerability sources. */
class ToldVersionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH_9.3p1|OpenSSH|9.3p1|cpe:2.3:a:openbsd:openssh:9.3:p1:*:*:*:*:*:*|''",
                "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3|OpenSSH|9.2p1 Debian-2+deb12u3"
                        + "|cpe:2.3:a:openbsd:openssh:9.2:p1:*:*:*:*:*:*"
                        + "|pkg:deb/debian/openssh@1%3A9.2p1-2%2Bdeb12u3?distro=debian-12",
                "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.6|OpenSSH|8.9p1 Ubuntu-3ubuntu0.6"
                        + "|cpe:2.3:a:openbsd:openssh:8.9:p1:*:*:*:*:*:*|pkg:deb/ubuntu/openssh@1%3A8.9p1-3ubuntu0.6",
                "SSH-2.0-dropbear_2022.83|Dropbear|2022.83|cpe:2.3:a:dropbear_ssh_project:dropbear_ssh:2022.83:*:*:*:*:*:*:*|''",
                "server: Apache/2.4.62 (Debian)|Apache HTTP Server|2.4.62"
                        + "|cpe:2.3:a:apache:http_server:2.4.62:*:*:*:*:*:*:*|pkg:deb/debian/apache2@2.4.62",
                "server: Apache/2.4.6 (CentOS) OpenSSL/1.0.2k-fips|Apache HTTP Server|2.4.6"
                        + "|cpe:2.3:a:apache:http_server:2.4.6:*:*:*:*:*:*:*|pkg:rpm/centos/apache2@2.4.6",
                "server: Apache/2.4.6 (CentOS) OpenSSL/1.0.2k-fips|OpenSSL|1.0.2k"
                        + "|cpe:2.3:a:openssl:openssl:1.0.2k:*:*:*:*:*:*:*|pkg:rpm/centos/openssl@1.0.2k",
                "220 ProFTPD 1.3.8 Server (Debian) [::ffff:192.0.2.1]|ProFTPD|1.3.8"
                        + "|cpe:2.3:a:proftpd:proftpd:1.3.8:*:*:*:*:*:*:*|pkg:deb/debian/proftpd-dfsg@1.3.8",
                "220 (vsFTPd 3.0.3)|vsftpd|3.0.3|cpe:2.3:a:vsftpd_project:vsftpd:3.0.3:*:*:*:*:*:*:*|''",
                "server: nginx/1.22.1|nginx|1.22.1|cpe:2.3:a:f5:nginx:1.22.1:*:*:*:*:*:*:*|''",
                "server: lighttpd/1.4.35|lighttpd|1.4.35|cpe:2.3:a:lighttpd:lighttpd:1.4.35:*:*:*:*:*:*:*|''",
                "server: GoAhead-Webs/3.6.4|GoAhead|3.6.4|cpe:2.3:a:embedthis:goahead:3.6.4:*:*:*:*:*:*:*|''",
                "SERVER: Linux/3.10.14 UPnP/1.0 MiniUPnPd/1.9|MiniUPnPd|1.9"
                        + "|cpe:2.3:a:miniupnp_project:miniupnpd:1.9:*:*:*:*:*:*:*|''",
                "SERVER: Linux/3.10.14 UPnP/1.0|Linux|3.10.14|cpe:2.3:o:linux:linux_kernel:3.10.14:*:*:*:*:*:*:*|''",
                "Linux cam-7 4.9.118-g12 #1 PREEMPT armv7l|Linux|4.9.118|cpe:2.3:o:linux:linux_kernel:4.9.118:*:*:*:*:*:*:*|''",
                "0 mosquitto version 2.0.11|Mosquitto|2.0.11|cpe:2.3:a:eclipse:mosquitto:2.0.11:*:*:*:*:*:*:*|''",
                "220 mail ESMTP Exim 4.91 Sat|Exim|4.91|cpe:2.3:a:exim:exim:4.91:*:*:*:*:*:*:*|''",
                "220 cam.local ESMTP Sendmail 8.15.2/8.15.2; Sat|Sendmail|8.15.2|cpe:2.3:a:sendmail:sendmail:8.15.2:*:*:*:*:*:*:*|''",
                "220 cam.local ESMTP Postfix (3.5.8)|Postfix|3.5.8|cpe:2.3:a:postfix:postfix:3.5.8:*:*:*:*:*:*:*|''",
                "Server: DSS/6.0.3 (Build/526.3; Platform/Linux)|Darwin Streaming Server|6.0.3"
                        + "|cpe:2.3:a:apple:darwin_streaming_server:6.0.3:*:*:*:*:*:*:*|''",
                "Server: VLC/3.0.8|VLC|3.0.8|cpe:2.3:a:videolan:vlc_media_player:3.0.8:*:*:*:*:*:*:*|''",
                "Server: Wowza Streaming Engine 4.8.5 build1|Wowza Streaming Engine|4.8.5"
                        + "|cpe:2.3:a:wowza:streaming_engine:4.8.5:*:*:*:*:*:*:*|''",
                "BusyBox v1.31.1 built-in shell|BusyBox|1.31.1|cpe:2.3:a:busybox:busybox:1.31.1:*:*:*:*:*:*:*|''",
                "/js/jquery-1.12.4.min.js|jQuery|1.12.4|cpe:2.3:a:jquery:jquery:1.12.4:*:*:*:*:*:*:*|''"
            })
    void whatIsToldHasTheNamesOfTheSources(String text, String product, String version, String cpe, String purl) {
        assertThat(ToldVersion.in(text))
                .filteredOn(told -> told.product().equals(product))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.version()).isEqualTo(version);
                    assertThat(told.cpes()).contains(cpe);
                    assertThat(told.purl()).isEqualTo(purl);
                    assertThat(told.text()).contains(version.split(" ", 2)[0]);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: nginx",
                "httpd",
                "Firmware 2.4.1",
                "server: Apache",
                "SSH-2.0-qx_1.2",
                "HTTP/1.1 200 OK",
                "220 cam.local ESMTP Postfix (Debian/GNU)",
                "220 cam.local ESMTP OpenSMTPD",
                "Server: GStreamer RTSP server"
            })
    void whatNamesNoProductWithItsVersionTellsNothing(String text) {
        assertThat(ToldVersion.in(text)).isEmpty();
    }

    @Test
    void severalVersionsInOneTextAreAllTold() {
        assertThat(ToldVersion.in("server: Apache/2.4.49 (Unix) OpenSSL/1.1.1k PHP/7.4.3"))
                .extracting(ToldVersion::product)
                .containsExactlyInAnyOrder("Apache HTTP Server", "OpenSSL", "PHP");
    }

    @Test
    void everyLineOfTheTableNamesProductsAsTheDictionaryDoes() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ToldVersion.class.getResourceAsStream("/dev/shisa/probe/told-versions.tsv"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            assertThat(lines)
                    .hasSizeGreaterThan(30)
                    .allSatisfy(line -> assertThat(line)
                            .matches(
                                    "[^\\t]+\\t[^\\t]+\\t[aoh]:[a-z0-9_.-]+:[a-z0-9_.-]+( [aoh]:[a-z0-9_.-]+:[a-z0-9_.-]+)*"
                                            + "\\t(-|(\\d:)?[a-z0-9.+-]+)"));
        }
    }

    @Test
    void anEndlessTextEnds() {
        assertThat(ToldVersion.in("OpenSSH_9.3p1 ".repeat(2000) + "Apache/2.4.".repeat(2000)))
                .hasSizeLessThanOrEqualTo(20);
    }
}
