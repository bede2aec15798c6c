package dev.shisa.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a device's certificate: enrolled, renewed with a new key, ended with its authority. */
@Tag("openssl")
class RenewalTest {

    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private final SecureRandom random = new SecureRandom();
    private final KeyPair rootKeys = KeyKind.P256.generate(random);
    private final Authority root =
            Authority.root("みどり浜", "Device root 1", rootKeys, NOW, YEAR.multipliedBy(10), random);
    private final KeyPair issuingKeys = KeyKind.P256.generate(random);
    private final Authority issuing = new Authority(
            root.issuing("みどり浜", "Device CA 1", issuingKeys.getPublic(), NOW, YEAR, random), issuingKeys.getPrivate());

    private OpenSsl openssl = new OpenSsl(Path.of("."));

    @BeforeEach
    void inAFolder(@TempDir Path folder) {
        openssl = new OpenSsl(folder);
    }

    private static Profile device(String serial) {
        return Profile.device(
                "d-" + serial, serial, "MC-200", false, Duration.ofDays(90), Optional.empty(), Optional.empty());
    }

    private CertificateRequest request(String subject, String... more) throws Exception {
        openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key.pem");
        String[] arguments = {"req", "-new", "-key", "key.pem", "-subj", subject, "-outform", "DER", "-out", "req.der"};
        String[] all = Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
        assertThat(openssl.run(all)).endsWith("exit 0");
        return CertificateRequest.read(openssl.read("req.der"));
    }

    @Test
    void aDeviceRenewsUnderTheNamesThatItHasWithAnotherKey() throws Exception {
        CertificateRequest first = request("/CN=SN-0001");
        X509Certificate before = issuing.issue(device("SN-0001"), first.key(), NOW, random);

        String same = "/OU=MC-200/serialNumber=SN-0001/CN=d-SN-0001";
        CertificateRequest renewal = request(same);
        assertThat(renewal.namesTheSameAs(before)).isTrue();
        assertThat(renewal.key()).isNotEqualTo(before.getPublicKey());
        assertThat(renewal.claimedSerial()).isEqualTo(CertificateRequest.serialOf(before));

        assertThat(request("/OU=MC-200/serialNumber=SN-0002/CN=d-SN-0001").namesTheSameAs(before))
                .as("another device's serial number")
                .isFalse();
        assertThat(request("/CN=SN-0001").namesTheSameAs(before)).isFalse();
        assertThat(request(same, "-addext", "subjectAltName=DNS:other.example").namesTheSameAs(before))
                .as("a name beside it that the certificate has not")
                .isFalse();
    }

    @Test
    void whoClaimsNothingIsNobody() throws Exception {
        Files.writeString(
                openssl.file("empty.cnf"), "[req]\nprompt = no\ndistinguished_name = name\n[name]\nO = somebody\n");
        openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key.pem");
        assertThat(openssl.run(
                        "req", "-new", "-key", "key.pem", "-config", "empty.cnf", "-outform", "DER", "-out", "req.der"))
                .endsWith("exit 0");
        assertThat(CertificateRequest.read(openssl.read("req.der")).claimedSerial())
                .isEmpty();
    }

    @Test
    void nothingIsIssuedAfterTheAuthorityEndedNorBeyondIt() {
        KeyPair pair = KeyKind.P256.generate(random);
        Instant last = issuing.certificate().getNotAfter().toInstant();
        X509Certificate late = issuing.issue(device("A"), pair.getPublic(), last.minusSeconds(60), random);
        assertThat(late.getNotAfter().toInstant()).isEqualTo(last);
        assertThatThrownBy(() -> issuing.issue(device("A"), pair.getPublic(), last, random))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(last.toString());
    }

    @Test
    void anIssuingAuthorityMakesNoAuthorityAndARootNoDevice() {
        KeyPair pair = KeyKind.P256.generate(random);
        assertThatThrownBy(() -> issuing.issuing("x", "Device CA 1.1", pair.getPublic(), NOW, YEAR, random))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> root.issue(device("A"), pair.getPublic(), NOW, random))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> root.issuing("x", "Device CA 2", weak(), NOW, YEAR, random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private PublicKey weak() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024, random);
        return generator.generateKeyPair().getPublic();
    }

    @Test
    void serialNumbersAreFromChanceAndAllOfOneLength() {
        KeyPair pair = KeyKind.P256.generate(random);
        Set<BigInteger> numbers = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            BigInteger number =
                    issuing.issue(device("A"), pair.getPublic(), NOW, random).getSerialNumber();
            assertThat(number.signum()).isPositive();
            assertThat(number.bitLength()).isEqualTo(127);
            numbers.add(number);
        }
        assertThat(numbers).hasSize(200);
    }

    @Test
    void aListOfManyRevocationsNamesEachWithItsReason() throws Exception {
        List<Revocation> revoked = IntStream.range(0, Revocation.Reason.values().length)
                .mapToObj(i -> new Revocation(BigInteger.valueOf(1000 + i), NOW, Revocation.Reason.values()[i]))
                .toList();
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(
                        issuing.revocations(revoked, BigInteger.TWO, NOW, NOW.plus(Duration.ofDays(7)))));
        assertThat(list.getNextUpdate().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(7)));
        for (Revocation one : revoked) {
            var entry = list.getRevokedCertificate(one.serialNumber());
            assertThat(entry.getRevocationDate().toInstant()).isEqualTo(NOW);
            assertThat(
                            entry.getRevocationReason() == null
                                    ? 0
                                    : java.util.Objects.requireNonNull(entry.getRevocationReason())
                                            .ordinal())
                    .isEqualTo(one.reason().code());
        }
        assertThat(list.getRevokedCertificate(BigInteger.valueOf(1))).isNull();
    }

    @Test
    void keysOfOtherLengthsAreOfNoKind() throws Exception {
        for (int bits : new int[] {1024, 2048, 3072}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits, random);
            RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
            assertThat(KeyKind.of(key)).isEqualTo(bits < 2048 ? Optional.empty() : Optional.of(KeyKind.RSA));
        }
        KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
        dsa.initialize(2048, random);
        assertThat(KeyKind.of(dsa.generateKeyPair().getPublic())).isEmpty();
        assertThatThrownBy(
                        () -> issuing.issue(device("A"), dsa.generateKeyPair().getPublic(), NOW, random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProfileNamesSomebodyForSomeTime() {
        assertThatThrownBy(() -> Profile.device(
                        "", "A", "MC-200", false, Duration.ofDays(1), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Profile.device(
                        "d", "A".repeat(65), "MC-200", false, Duration.ofDays(1), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        Profile.device("d", "A", "MC-200", false, Duration.ZERO, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        for (String serial : new String[] {"", "#1307534E2D30303031", "SN-000\u0131", "SN 1 ", "SN\u00001", "製番1"}) {
            assertThatThrownBy(() -> device(serial)).as(serial).isInstanceOf(IllegalArgumentException.class);
        }
        for (String host : new String[] {"", "devices\u0000.example", "a..b", "機器.example", "*.example"}) {
            assertThatThrownBy(() -> Profile.door(List.of(host), List.of(), YEAR))
                    .as(host)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Profile.door(List.of(), List.of(), YEAR)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyChainsAreJudgedAlikeWhoeverIsTrustedBeside() {
        X509Certificate leaf =
                issuing.issue(device("A"), KeyKind.P384.generate(random).getPublic(), NOW, random);
        Authority other = Authority.root("x", "Other root", KeyKind.P384.generate(random), NOW, YEAR, random);
        assertThat(Chain.judge(
                        List.of(leaf, issuing.certificate()), List.of(other.certificate(), root.certificate()), NOW))
                .isEqualTo(new Chain.Judgement.Trusted(List.of(leaf, issuing.certificate()), root.certificate()));
        assertThat(Chain.judge(Collections.nCopies(Chain.LENGTH_MAX, leaf), List.of(root.certificate()), NOW))
                .as("the same certificate again and again")
                .isInstanceOf(Chain.Judgement.Refused.class);
    }

    /** OpenSSL as an authority of somebody else: chains that the JDK alone would take. */
    @Test
    void anAuthorityThatIsNoneOrIsTooDeepOrSignsWithSha1IsNotTrusted() throws Exception {
        openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "top.pem");
        String[] ca = {
            "-addext", "basicConstraints=critical,CA:true,pathlen:0", "-addext", "keyUsage=critical,keyCertSign"
        };
        assertThat(openssl.run(with("req -x509 -new -key top.pem -subj /CN=top -days 30 -out top.crt", ca)))
                .endsWith("exit 0");
        Files.writeString(
                openssl.file("sub.cnf"), "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n");
        Files.writeString(openssl.file("leaf.cnf"), "keyUsage=critical,digitalSignature\n");
        openssl.run("genpkey", "-algorithm", "RSA", "-out", "key.pem");
        for (String name : new String[] {"sub", "leaf"}) {
            openssl.run(with("req -new -key key.pem -subj /CN=" + name + " -out " + name + ".csr"));
        }
        signed("sub", "top", "sub.cnf", "-sha256");
        signed("leaf", "top", "leaf.cnf", "-sha256");
        X509Certificate top = openssl.certificate("top.crt");
        X509Certificate leaf = openssl.certificate("leaf.crt");
        X509Certificate sub = openssl.certificate("sub.crt");
        Instant today = Instant.now();
        assertThat(Chain.judge(List.of(leaf), List.of(top), today))
                .as("it says nothing of its use, as those given at birth do")
                .isEqualTo(new Chain.Judgement.Trusted(List.of(leaf), top));
        assertThat(Chain.judge(List.of(leaf), List.of(leaf), today))
                .as("a device's own certificate is no authority")
                .isInstanceOf(Chain.Judgement.Refused.class);
        assertThat(refused(List.of(top), List.of(top)))
                .as("the authority itself")
                .isEqualTo(Chain.Reason.PURPOSE);
        signed("leaf", "sub", "leaf.cnf", "-sha256");
        assertThat(refused(List.of(openssl.certificate("leaf.crt"), sub), List.of(top)))
                .as("an authority below one that may have none")
                .isEqualTo(Chain.Reason.FORGED);
        signed("leaf", "top", "leaf.cnf", "-sha1");
        assertThat(refused(List.of(openssl.certificate("leaf.crt")), List.of(top)))
                .isEqualTo(Chain.Reason.WEAK);
    }

    private void signed(String name, String by, String extensions, String hash) throws Exception {
        String key = by.equals("top") ? "top.pem" : "key.pem";
        assertThat(openssl.run(with("x509 -req -in " + name + ".csr -CA " + by + ".crt -CAkey " + key
                        + " -CAcreateserial -days 30 -extfile " + extensions + " " + hash + " -out " + name + ".crt")))
                .endsWith("exit 0");
    }

    private static Chain.Reason refused(List<X509Certificate> shown, List<X509Certificate> anchors) {
        return ((Chain.Judgement.Refused) Chain.judge(shown, anchors, Instant.now())).reason();
    }

    private static String[] with(String first, String... last) {
        return Stream.concat(Stream.of(first.split(" ")), Stream.of(last)).toArray(String[]::new);
    }
}
