package dev.shisa.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
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
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(arguments), java.util.Arrays.stream(more))
                .toArray(String[]::new);
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
        assertThat(renewal.claimedSerial()).isEqualTo(CertificateRequest.claimedSerial(before));

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
    void anIssuingAuthorityMakesNoAuthorityThatIsTrusted() {
        KeyPair pair = KeyKind.P256.generate(random);
        Authority third = new Authority(
                issuing.issuing("x", "Device CA 1.1", pair.getPublic(), NOW, YEAR, random), pair.getPrivate());
        X509Certificate leaf =
                third.issue(device("A"), KeyKind.P256.generate(random).getPublic(), NOW, random);
        assertThat(Chain.judge(
                        List.of(leaf, third.certificate(), issuing.certificate()), List.of(root.certificate()), NOW))
                .isEqualTo(new Chain.Judgement.Refused(Chain.Reason.FORGED));
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
    void aListOfManyRevocationsNamesEachWithItsReason() {
        List<Revocation> revoked = IntStream.range(0, Revocation.Reason.values().length)
                .mapToObj(i -> new Revocation(BigInteger.valueOf(1000 + i), NOW, Revocation.Reason.values()[i]))
                .toList();
        X509CRL list = issuing.revocations(revoked, BigInteger.TWO, NOW, NOW.plus(Duration.ofDays(7)));
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
        assertThatThrownBy(() -> Profile.door(List.of(), List.of(), YEAR)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyChainsAreJudgedAlikeWhoeverIsTrustedBeside() {
        X509Certificate leaf =
                issuing.issue(device("A"), KeyKind.P384.generate(random).getPublic(), NOW, random);
        Authority other = Authority.root("x", "Other root", KeyKind.P384.generate(random), NOW, YEAR, random);
        assertThat(Chain.judge(
                        List.of(leaf, issuing.certificate()), List.of(other.certificate(), root.certificate()), NOW))
                .isEqualTo(new Chain.Judgement.Trusted(root.certificate()));
        assertThat(Chain.judge(Collections.nCopies(Chain.LENGTH_MAX, leaf), List.of(root.certificate()), NOW))
                .as("the same certificate again and again")
                .isInstanceOf(Chain.Judgement.Refused.class);
    }
}
