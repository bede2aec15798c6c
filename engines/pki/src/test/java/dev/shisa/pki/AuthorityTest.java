package dev.shisa.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.shisa.pki.Chain.Judgement;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the authority makes, read and judged by OpenSSL. */
@Tag("openssl")
class AuthorityTest {

    private static final Duration YEARS = Duration.ofDays(3650);

    private final SecureRandom random = new SecureRandom();

    /** OpenSSL judges by the machine's clock. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private OpenSsl openssl = new OpenSsl(Path.of("."));

    @BeforeEach
    void inAFolder(@TempDir Path folder) {
        openssl = new OpenSsl(folder);
    }

    private record Two(Authority root, Authority issuing) {}

    private Two authorities(KeyKind kind) {
        Authority root =
                Authority.root("みどり浜", "Device root 1", kind.generate(random), now, YEARS.multipliedBy(2), random);
        KeyPair pair = kind.generate(random);
        X509Certificate issuing = root.issuing("みどり浜", "Device CA 1", pair.getPublic(), now, YEARS, random);
        return new Two(root, new Authority(issuing, pair.getPrivate()));
    }

    private static Profile device(String serial, boolean simulated) {
        return Profile.device(
                "d-" + serial,
                serial,
                "MC-200",
                simulated,
                Duration.ofDays(90),
                Optional.of(URI.create("http://devices.example/ocsp")),
                Optional.of(URI.create("http://devices.example/device-ca.crl")));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void opensslFollowsADevicesChainToTheRoot(KeyKind kind) throws Exception {
        Two two = authorities(kind);
        X509Certificate leaf = two.issuing()
                .issue(device("SN-0001", false), kind.generate(random).getPublic(), now, random);
        openssl.writePem("root.pem", two.root().certificate());
        openssl.writePem("issuing.pem", two.issuing().certificate());
        openssl.writePem("leaf.pem", leaf);
        assertThat(openssl.run(
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslclient",
                        "-CAfile",
                        "root.pem",
                        "-untrusted",
                        "issuing.pem",
                        "leaf.pem"))
                .isEqualTo("leaf.pem: OK\nexit 0");
        assertThat(openssl.run(
                        "verify",
                        "-purpose",
                        "sslserver",
                        "-CAfile",
                        "root.pem",
                        "-untrusted",
                        "issuing.pem",
                        "leaf.pem"))
                .contains("unsuitable certificate purpose");
        assertThat(openssl.run("x509", "-in", "leaf.pem", "-noout", "-text"))
                .contains("OU = MC-200, serialNumber = SN-0001, CN = d-SN-0001")
                .contains("OCSP - URI:http://devices.example/ocsp", "URI:http://devices.example/device-ca.crl");
        assertThat(CertificateRequest.serialOf(leaf)).contains("SN-0001");
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(90)));
    }

    @Test
    void aPlayedDeviceCarriesItsMarkAndOthersDoNot() {
        Authority issuing = authorities(KeyKind.P256).issuing();
        KeyPair pair = KeyKind.P256.generate(random);
        assertThat(Profile.isSimulated(issuing.issue(device("A", true), pair.getPublic(), now, random)))
                .isTrue();
        assertThat(Profile.isSimulated(issuing.issue(device("simulated", false), pair.getPublic(), now, random)))
                .isFalse();
        assertThat(Profile.isSimulated(issuing.certificate())).isFalse();
        assertThat(Profile.purposeOf(issuing.issue(device("A", true), pair.getPublic(), now, random)))
                .contains(Profile.Purpose.DEVICE);
        assertThat(Profile.purposeOf(issuing.issue(
                        Profile.door(List.of("devices.example"), List.of(), YEARS), pair.getPublic(), now, random)))
                .contains(Profile.Purpose.DOOR);
        assertThat(Profile.purposeOf(issuing.certificate())).isEmpty();
    }

    @Test
    void aDoorIsKnownByItsNamesAndAddresses() throws Exception {
        Two two = authorities(KeyKind.P256);
        X509Certificate door = two.issuing()
                .issue(
                        Profile.door(List.of("devices.example"), List.of(InetAddress.ofLiteral("192.0.2.7")), YEARS),
                        KeyKind.P256.generate(random).getPublic(),
                        now,
                        random);
        openssl.writePem("root.pem", two.root().certificate());
        openssl.writePem("issuing.pem", two.issuing().certificate());
        openssl.writePem("door.pem", door);
        String[] verify = {"verify", "-purpose", "sslserver", "-CAfile", "root.pem", "-untrusted", "issuing.pem"};
        for (String name : new String[] {"-verify_hostname devices.example", "-verify_ip 192.0.2.7"}) {
            assertThat(openssl.run(with(verify, (name + " door.pem").split(" "))))
                    .isEqualTo("door.pem: OK\nexit 0");
        }
        assertThat(openssl.run(with(verify, "-verify_hostname", "other.example", "door.pem")))
                .contains("hostname mismatch");
        assertThat(door.getNotAfter())
                .as("never after its authority")
                .isEqualTo(two.issuing().certificate().getNotAfter());
    }

    @Test
    void opensslReadsTheListOfRevocations() throws Exception {
        Two two = authorities(KeyKind.P256);
        X509Certificate kept = two.issuing()
                .issue(device("A", false), KeyKind.P256.generate(random).getPublic(), now, random);
        X509Certificate lost = two.issuing()
                .issue(device("B", false), KeyKind.P256.generate(random).getPublic(), now, random);
        byte[] list = two.issuing()
                .revocations(
                        List.of(new Revocation(lost.getSerialNumber(), now, Revocation.Reason.KEY_COMPROMISE)),
                        BigInteger.ONE,
                        now.minusSeconds(60),
                        now.plus(Duration.ofDays(1)));
        openssl.writePem("root.pem", two.root().certificate());
        openssl.writePem("issuing.pem", two.issuing().certificate());
        openssl.writePem("kept.pem", kept);
        openssl.writePem("lost.pem", lost);
        openssl.write("list.der", list);
        assertThat(openssl.run("crl", "-inform", "DER", "-in", "list.der", "-out", "list.pem"))
                .endsWith("exit 0");
        String[] verify = {
            "verify", "-crl_check", "-CAfile", "root.pem", "-untrusted", "issuing.pem", "-CRLfile", "list.pem"
        };
        assertThat(openssl.run(with(verify, "kept.pem"))).isEqualTo("kept.pem: OK\nexit 0");
        assertThat(openssl.run(with(verify, "lost.pem"))).contains("certificate revoked");
    }

    @Test
    void opensslTakesTheAnswerAboutACertificate() throws Exception {
        Two two = authorities(KeyKind.P256);
        X509Certificate kept = two.issuing()
                .issue(device("A", false), KeyKind.P256.generate(random).getPublic(), now, random);
        X509Certificate lost = two.issuing()
                .issue(device("B", false), KeyKind.P256.generate(random).getPublic(), now, random);
        openssl.writePem("root.pem", two.root().certificate());
        openssl.writePem("issuing.pem", two.issuing().certificate());
        openssl.writePem("kept.pem", kept);
        openssl.writePem("lost.pem", lost);
        Function<BigInteger, Ocsp.State> states = serial -> serial.equals(lost.getSerialNumber())
                ? new Ocsp.State.Revoked(new Revocation(serial, now, Revocation.Reason.SUPERSEDED))
                : serial.equals(kept.getSerialNumber()) ? new Ocsp.State.Good() : new Ocsp.State.Unknown();
        HttpServer responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        responder.createContext("/", exchange -> {
            byte[] answer;
            try {
                answer = Ocsp.read(exchange.getRequestBody().readAllBytes())
                        .answer(two.issuing(), states, now.minusSeconds(1), now.plusSeconds(3600));
            } catch (RefusedException e) {
                answer = Ocsp.malformed();
            }
            exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, answer.length);
            try (var out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        responder.start();
        try {
            for (String hash : new String[] {"-sha1", "-sha256"}) {
                assertThat(openssl.run(
                                "ocsp",
                                "-url",
                                "http://127.0.0.1:" + responder.getAddress().getPort() + "/",
                                hash,
                                "-issuer",
                                "issuing.pem",
                                "-cert",
                                "kept.pem",
                                "-cert",
                                "lost.pem",
                                "-CAfile",
                                "root.pem",
                                "-verify_other",
                                "issuing.pem"))
                        .contains("Response verify OK", "kept.pem: good", "lost.pem: revoked", "Reason: superseded")
                        .doesNotContain("no nonce", "Nonce Verify error");
            }
        } finally {
            responder.stop(0);
        }
        Ocsp foreign = Ocsp.about(two.root(), kept.getSerialNumber());
        openssl.write(
                "foreign.der",
                foreign.answer(two.issuing(), serial -> new Ocsp.State.Good(), now, now.plusSeconds(3600)));
        assertThat(openssl.run("ocsp", "-respin", "foreign.der", "-noverify", "-resp_text"))
                .as("of another issuer")
                .contains("unauthorized")
                .doesNotContain("Cert Status");
        assertThatThrownBy(() -> Ocsp.read("no question".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(RefusedException.class);
        openssl.write("malformed.der", Ocsp.malformed());
        assertThat(openssl.run("ocsp", "-respin", "malformed.der", "-noverify", "-resp_text"))
                .contains("malformedrequest");
    }

    @Test
    void opensslReadsTheBodiesOfEst() throws Exception {
        Two two = authorities(KeyKind.P384);
        openssl.write(
                "cacerts.der",
                Base64.getMimeDecoder()
                        .decode(Est.certificates(
                                List.of(two.issuing().certificate(), two.root().certificate()))));
        assertThat(openssl.run("pkcs7", "-inform", "DER", "-in", "cacerts.der", "-print_certs", "-noout"))
                .contains("CN = Device CA 1", "CN = Device root 1");
        openssl.write("attributes.der", Base64.getMimeDecoder().decode(Est.attributes()));
        assertThat(openssl.run("asn1parse", "-inform", "DER", "-in", "attributes.der"))
                .contains("id-ecPublicKey", "prime256v1", "ecdsa-with-SHA256");
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsNoAuthority() {
        Two two = authorities(KeyKind.P256);
        assertThatThrownBy(() -> new Authority(
                        two.issuing().certificate(),
                        KeyKind.P256.generate(random).getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
        KeyPair leafKey = KeyKind.P256.generate(random);
        X509Certificate leaf = two.issuing().issue(device("A", false), leafKey.getPublic(), now, random);
        assertThatThrownBy(() -> new Authority(leaf, leafKey.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("authority");
    }

    @Test
    void aChainIsTrustedOnlyUpToAnAuthorityThatIs() {
        Two two = authorities(KeyKind.P256);
        Two others = authorities(KeyKind.P256);
        KeyPair pair = KeyKind.P256.generate(random);
        X509Certificate leaf = two.issuing().issue(device("A", false), pair.getPublic(), now, random);
        X509Certificate root = two.root().certificate();
        X509Certificate issuing = two.issuing().certificate();
        List<X509Certificate> anchors = List.of(root);

        assertThat(new Judgement.Trusted(List.of(leaf, issuing), root).issuer()).isEqualTo(issuing);
        assertThat(new Judgement.Trusted(List.of(leaf), issuing).issuer()).isEqualTo(issuing);
        assertThat(Chain.judge(List.of(leaf, issuing), anchors, now))
                .isEqualTo(new Judgement.Trusted(List.of(leaf, issuing), root));
        assertThat(Chain.judge(List.of(leaf, issuing, root), anchors, now))
                .isEqualTo(new Judgement.Trusted(List.of(leaf, issuing), root));
        assertThat(Chain.judge(List.of(leaf), List.of(issuing), now))
                .as("an issuing authority is trusted by itself")
                .isEqualTo(new Judgement.Trusted(List.of(leaf), issuing));
        assertThat(refused(List.of(leaf), anchors)).isEqualTo(Chain.Reason.FOREIGN);
        assertThat(refused(List.of(leaf, issuing), List.of(others.root().certificate())))
                .isIn(Chain.Reason.FOREIGN, Chain.Reason.FORGED);
        assertThat(refused(List.of(leaf, issuing), List.of())).isEqualTo(Chain.Reason.FOREIGN);
        assertThat(refused(List.of(leaf, others.issuing().certificate()), anchors))
                .as("an authority of the same name that did not sign")
                .isIn(Chain.Reason.FOREIGN, Chain.Reason.FORGED);
        assertThat(refused(List.of(), anchors)).isEqualTo(Chain.Reason.MISSING);
        assertThat(refused(Collections.nCopies(50, leaf), anchors)).isEqualTo(Chain.Reason.TOO_LONG);
        assertThat(refused(
                        List.of(Authority.root("x", "SN-1", pair, now, YEARS, random)
                                .certificate()),
                        anchors))
                .as("signed by itself, and an authority")
                .isEqualTo(Chain.Reason.PURPOSE);
        assertThat(refused(
                        List.of(
                                two.issuing()
                                        .issue(
                                                Profile.door(List.of("a.example"), List.of(), YEARS),
                                                pair.getPublic(),
                                                now,
                                                random),
                                issuing),
                        anchors))
                .isEqualTo(Chain.Reason.PURPOSE);
    }

    @Test
    void aChainHoldsFromItsFirstDayToItsLast() {
        Two two = authorities(KeyKind.P256);
        X509Certificate leaf = two.issuing()
                .issue(device("A", false), KeyKind.P256.generate(random).getPublic(), now, random);
        List<X509Certificate> shown = List.of(leaf, two.issuing().certificate());
        List<X509Certificate> anchors = List.of(two.root().certificate());
        assertThat(Chain.judge(shown, anchors, now.minus(Authority.BACKDATED))).isInstanceOf(Judgement.Trusted.class);
        assertThat(Chain.judge(shown, anchors, now.minus(Authority.BACKDATED).minusSeconds(1)))
                .isEqualTo(new Judgement.Refused(Chain.Reason.NOT_YET_VALID));
        assertThat(Chain.judge(shown, anchors, now.plus(Duration.ofDays(90)))).isInstanceOf(Judgement.Trusted.class);
        assertThat(Chain.judge(shown, anchors, now.plus(Duration.ofDays(90)).plusSeconds(1)))
                .isEqualTo(new Judgement.Refused(Chain.Reason.EXPIRED));
        assertThat(Chain.judge(
                        List.of(leaf),
                        List.of(two.issuing().certificate()),
                        now.plus(YEARS).plusSeconds(1)))
                .isEqualTo(new Judgement.Refused(Chain.Reason.EXPIRED));
    }

    private Chain.Reason refused(List<X509Certificate> shown, List<X509Certificate> anchors) {
        return Chain.judge(shown, anchors, now) instanceof Judgement.Refused(Chain.Reason reason)
                ? reason
                : org.assertj.core.api.Assertions.fail("was trusted");
    }

    private static String[] with(String[] first, String... last) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(first), java.util.Arrays.stream(last))
                .toArray(String[]::new);
    }
}
