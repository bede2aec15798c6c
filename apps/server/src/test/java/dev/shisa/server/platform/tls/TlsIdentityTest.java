package dev.shisa.server.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.tls.TlsException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {

    // The real time to the second: openssl looks at the system's clock.
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final InstantSource clock = InstantSource.fixed(now);

    /** A moment in which what openssl makes during the test is valid. */
    private final InstantSource soon = InstantSource.fixed(now.plus(Duration.ofHours(1)));

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void chooseFolder() {
        data = folder.resolve("data");
    }

    @Test
    @Tag("openssl")
    void issuesACertificateThatOpensslVerifies() throws IOException, InterruptedException {
        TlsIdentity identity = TlsIdentity.own(data, List.of("shisa.example.jp"), clock);
        Path authority =
                Files.write(folder.resolve("ca.pem"), identity.authorityPem().orElseThrow());
        String server = identity.certificateFile().toString();

        for (String name : List.of("localhost", "shisa.example.jp")) {
            assertThat(openssl(
                            "verify",
                            "-x509_strict",
                            "-purpose",
                            "sslserver",
                            "-verify_hostname",
                            name,
                            "-CAfile",
                            authority.toString(),
                            server))
                    .endsWith(": OK");
        }
        for (String address : List.of("127.0.0.1", "::1")) {
            assertThat(openssl(
                            "verify", "-x509_strict", "-verify_ip", address, "-CAfile", authority.toString(), server))
                    .endsWith(": OK");
        }
        assertThat(openssl("verify", "-verify_hostname", "other.example.jp", "-CAfile", authority.toString(), server))
                .contains("hostname mismatch");
        assertThat(openssl("x509", "-in", server, "-noout", "-fingerprint", "-sha256"))
                .endsWith("=" + identity.fingerprint());
        assertThat(openssl("pkey", "-in", identity.keyFile().toString(), "-noout", "-text"))
                .contains("prime256v1");
        assertThat(openssl("x509", "-in", server, "-noout", "-text"))
                .contains("TLS Web Server Authentication")
                .contains("CA:FALSE");

        Path der = Files.write(folder.resolve("ca.cer"), identity.authorityDer().orElseThrow());
        assertThat(openssl("x509", "-inform", "DER", "-in", der.toString(), "-noout", "-fingerprint", "-sha256"))
                .endsWith("=" + identity.authorityFingerprint().orElseThrow());
        assertThat(openssl("x509", "-in", authority.toString(), "-noout", "-text"))
                .contains("CA:TRUE, pathlen:0")
                .contains("Certificate Sign, CRL Sign");
    }

    @Test
    void livesShorterThanBrowsersAllowAndItsAuthorityTenYears() {
        TlsIdentity identity = own();
        assertThat(Duration.between(identity.certificate().getNotBefore().toInstant(), identity.endsAt()))
                .isEqualTo(Duration.ofDays(397));
        assertThat(identity.authority().orElseThrow().getNotAfter().toInstant())
                .isBetween(now.plus(Duration.ofDays(3650)), now.plus(Duration.ofDays(3653)));
    }

    @Test
    void keepsKeysToItself() throws IOException {
        own();
        for (String key : List.of("secrets/tls-ca-key.pem", "secrets/tls-server-key.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(key))))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secrets"))))
                .isEqualTo("rwx------");
    }

    @Test
    void staysTheSameOverStarts() {
        TlsIdentity first = own();
        assertThat(own()).isEqualTo(first);
        assertThat(at(now.plus(Duration.ofDays(366)))).isEqualTo(first);
    }

    @Test
    void isRenewedBelowTheSameAuthorityBeforeItEnds() {
        TlsIdentity first = own();
        TlsIdentity later = at(now.plus(Duration.ofDays(368)));
        assertThat(later.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(later.authority()).isEqualTo(first.authority());
        assertThat(later.endsAt()).isAfter(now.plus(Duration.ofDays(760)));
    }

    @Test
    void isRenewedForANewNameButNotForOneLess() throws CertificateParsingException {
        TlsIdentity first = own();
        TlsIdentity named = TlsIdentity.own(data, List.of("金庫.example.jp", "192.0.2.7", "[2001:db8::7]"), clock);
        assertThat(named.fingerprint()).isNotEqualTo(first.fingerprint());
        HostNames names = OwnAuthority.namesOf(named.certificate());
        assertThat(names.dns()).contains("localhost", "xn--1xtn25i.example.jp");
        assertThat(names.addresses()).contains("127.0.0.1", "192.0.2.7", "2001:db8:0:0:0:0:0:7", "0:0:0:0:0:0:0:1");
        assertThat(own()).isEqualTo(named);
    }

    @Test
    void replacesAnAuthorityThatHasNoTimeLeftToIssue() {
        TlsIdentity first = own();
        Instant late = now.plus(Duration.ofDays(3640));
        TlsIdentity second = at(late);
        assertThat(second.authority()).isNotEqualTo(first.authority());
        // Shortly before that it still issues, and never beyond its own end.
        data = folder.resolve("other");
        own();
        TlsIdentity capped = at(now.plus(Duration.ofDays(3500)));
        assertThat(capped.endsAt())
                .isEqualTo(capped.authority().orElseThrow().getNotAfter().toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets/tls-server-key.pem", "tls/server.pem"})
    void makesTheServersCertificateAnewWhenAFileIsDamagedOrMissing(String file) throws IOException {
        TlsIdentity first = own();
        Files.writeString(data.resolve(file), "-----BEGIN NOTHING-----\n");
        TlsIdentity second = own();
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        Files.delete(data.resolve(file));
        TlsIdentity third = own();
        assertThat(third.fingerprint()).isNotEqualTo(second.fingerprint());
        assertThat(third.authority()).isEqualTo(first.authority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets/tls-server-key.pem", "tls/server.pem"})
    void makesItAnewWhicheverByteIsDamaged(String file) throws IOException {
        TlsIdentity whole = own();
        for (int place : new int[] {0, 7, 27, 28, 500, -30, -1}) {
            byte[] bytes = Files.readAllBytes(data.resolve(file)); // not always of the same length
            int at = Math.floorMod(place, bytes.length);
            bytes[at] ^= 2;
            Files.write(data.resolve(file), bytes);
            assertThat(own().fingerprint()).as("byte %d", at).isNotEqualTo(whole.fingerprint());
            assertThat(own().fingerprint()).as("it stays").isEqualTo(own().fingerprint());
            whole = own();
        }
    }

    @Test
    void neverReplacesABrokenAuthoritySilently() throws IOException {
        own();
        Path key = data.resolve("secrets/tls-ca-key.pem");
        byte[] bytes = Files.readAllBytes(key);
        Files.delete(key);
        assertReason(Reason.AUTHORITY_WITHOUT_KEY, this::own);
        Files.write(key, bytes);
        Files.copy(data.resolve("secrets/tls-server-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
        assertReason(Reason.AUTHORITY_MIXED_UP, this::own);
        Files.writeString(key, "nothing");
        assertReason(Reason.AUTHORITY_DAMAGED, this::own);
        Files.delete(data.resolve("tls/ca.pem"));
        assertThat(own().authority()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shisa.example.jp", "shisa.example.jp:8443", "a b", "", "300.1.1.1", "-x.jp", "::z"})
    void refusesWhatIsNoName(String name) {
        assertReason(Reason.BAD_NAME, () -> TlsIdentity.own(data, List.of(name), clock));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "RSA PKCS#1", "EC SEC1", "ED25519"})
    @Tag("openssl")
    void takesACertificateOfTheOperatorInEveryUsualForm(String form) throws IOException, InterruptedException {
        Path key = newKey(form);
        Path certificate = newCertificate(key, "30");
        TlsIdentity identity = TlsIdentity.given(certificate, key, soon);
        assertThat(identity.authority()).isEmpty();
        assertThat(identity.fingerprint()).hasSize(95);
        assertThat(identity.certificateFile()).isEqualTo(certificate);
    }

    @Test
    @Tag("openssl")
    void refusesACertificateThatCannotServe() throws IOException, InterruptedException {
        Path key = newKey("EC");
        Path certificate = newCertificate(key, "30");
        Path other = newKey("RSA");
        Path locked = folder.resolve("locked.pem");
        openssl("pkey", "-in", key.toString(), "-aes256", "-passout", "pass:x", "-out", locked.toString());
        Path empty = Files.writeString(folder.resolve("empty.pem"), "hello\n");
        Path cut = Files.writeString(
                folder.resolve("cut.pem"), Files.readString(certificate).substring(0, 200));

        assertReason(Reason.KEY_DOES_NOT_MATCH, () -> TlsIdentity.given(certificate, other, soon));
        assertReason(Reason.KEY_DOES_NOT_MATCH, () -> TlsIdentity.given(certificate, newKey("EC"), soon));
        assertReason(Reason.KEY_HAS_PASSPHRASE, () -> TlsIdentity.given(certificate, locked, soon));
        assertReason(Reason.NOT_A_KEY, () -> TlsIdentity.given(certificate, empty, soon));
        assertReason(Reason.NOT_A_KEY, () -> TlsIdentity.given(certificate, certificate, soon));
        assertReason(Reason.NOT_A_CERTIFICATE, () -> TlsIdentity.given(empty, key, soon));
        assertReason(Reason.NOT_A_CERTIFICATE, () -> TlsIdentity.given(cut, key, soon));
        assertReason(Reason.FILE_UNREADABLE, () -> TlsIdentity.given(folder.resolve("none"), key, soon));
        assertReason(
                Reason.EXPIRED,
                () -> TlsIdentity.given(certificate, key, InstantSource.fixed(now.plus(Duration.ofDays(31)))));
        assertReason(
                Reason.NOT_YET_VALID,
                () -> TlsIdentity.given(certificate, key, InstantSource.fixed(now.minus(Duration.ofDays(1)))));
    }

    private TlsIdentity own() {
        return TlsIdentity.own(data, List.of(), clock);
    }

    private TlsIdentity at(Instant instant) {
        return TlsIdentity.own(data, List.of(), InstantSource.fixed(instant));
    }

    private interface Act {
        void run() throws IOException, InterruptedException;
    }

    private static void assertReason(Reason reason, Act act) {
        assertThatThrownBy(act::run).isInstanceOfSatisfying(TlsException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.getMessage()).contains(reason.code());
            assertThat(e.sentence(java.util.Locale.JAPANESE)).contains(reason.code(), "。");
        });
    }

    private Path newKey(String form) throws IOException, InterruptedException {
        Path key = folder.resolve(form.replaceAll("[^A-Za-z0-9]", "") + System.nanoTime() + ".key");
        String file = key.toString();
        switch (form) {
            case "EC" -> openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file);
            case "EC SEC1" -> openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", file);
            case "RSA PKCS#1" -> openssl("genrsa", "-traditional", "-out", file, "2048");
            default -> openssl("genpkey", "-algorithm", form.toLowerCase(Locale.ROOT), "-out", file);
        }
        return key;
    }

    private Path newCertificate(Path key, String days) throws IOException, InterruptedException {
        Path certificate = folder.resolve(key.getFileName() + ".crt");
        openssl(
                "req",
                "-x509",
                "-new",
                "-key",
                key.toString(),
                "-days",
                days,
                "-subj",
                "/CN=shisa.example.jp",
                "-out",
                certificate.toString());
        return certificate;
    }

    private static String openssl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }
}
