package dev.shisa.pki;

import static dev.shisa.pki.RefusedException.Reason.KEY;
import static dev.shisa.pki.RefusedException.Reason.MALFORMED;
import static dev.shisa.pki.RefusedException.Reason.POSSESSION;
import static dev.shisa.pki.RefusedException.Reason.SIGNATURE_ALGORITHM;
import static dev.shisa.pki.RefusedException.Reason.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as OpenSSL makes them. */
@Tag("openssl")
class CertificateRequestTest {

    private OpenSsl openssl = new OpenSsl(Path.of("."));

    @BeforeEach
    void inAFolder(@TempDir Path folder) {
        openssl = new OpenSsl(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "EC -pkeyopt ec_paramgen_curve:P-256, -sha256, P256",
        "EC -pkeyopt ec_paramgen_curve:P-384, -sha384, P384",
        "RSA -pkeyopt rsa_keygen_bits:2048, -sha256, RSA",
        "RSA -pkeyopt rsa_keygen_bits:4096, -sha512, RSA",
        "ED25519, -sha256, ED25519"
    })
    void takesEveryKindOfKeyThatIsUsed(String key, String hash, KeyKind kind) throws Exception {
        CertificateRequest request = CertificateRequest.read(made(key, "/serialNumber=SN-0001/CN=camera", hash));
        assertThat(request.kind()).isEqualTo(kind);
        assertThat(request.claimedSerial()).contains("SN-0001");
        assertThat(request.challengePassword()).isEmpty();
        assertThat(KeyKind.of(request.key())).contains(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA -pkeyopt rsa_keygen_bits:1024, -sha256",
        "RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3, -sha256",
        "EC -pkeyopt ec_paramgen_curve:secp256k1, -sha256",
        "EC -pkeyopt ec_paramgen_curve:P-224, -sha256",
        "EC -pkeyopt ec_paramgen_curve:P-521, -sha512",
        "EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit, -sha256",
        "ED448, -sha256"
    })
    void refusesWeakKeysForeignCurvesAndCurvesOfTheSendersOwn(String key, String hash) throws Exception {
        byte[] der = made(key, "/CN=SN-0001", hash);
        assertThatThrownBy(() -> CertificateRequest.read(der))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(KEY));
    }

    @Test
    void refusesASignatureBySha1() throws Exception {
        byte[] der = made("RSA -pkeyopt rsa_keygen_bits:2048", "/CN=SN-0001", "-sha1");
        assertThatThrownBy(() -> CertificateRequest.read(der))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(SIGNATURE_ALGORITHM));
    }

    @Test
    void refusesWhoeverDoesNotHoldTheKey() throws Exception {
        byte[] der = made("EC -pkeyopt ec_paramgen_curve:P-256", "/CN=SN-0001", "-sha256");
        byte[] other = der.clone();
        int place = new String(der, StandardCharsets.ISO_8859_1).indexOf("SN-0001");
        other[place + 6] = '2';
        assertThatThrownBy(() -> CertificateRequest.read(other))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(POSSESSION));
    }

    @Test
    void anyDamageIsRefusedAndNeverBreaks() throws Exception {
        Random random = new Random(20261130);
        for (String key : new String[] {"EC -pkeyopt ec_paramgen_curve:P-256", "RSA -pkeyopt rsa_keygen_bits:2048"}) {
            byte[] der = made(key, "/serialNumber=SN-0001/CN=camera", "-sha256");
            for (int i = 0; i < der.length; i++) {
                byte[] damaged = der.clone();
                damaged[i] ^= (byte) (1 << random.nextInt(8));
                assertThat(isRefused(damaged)).as("byte %d of %s", i, key).isTrue();
            }
            for (int length = 0; length < der.length; length += 7) {
                byte[] cut = Arrays.copyOf(der, length);
                assertThatThrownBy(() -> CertificateRequest.read(cut)).isInstanceOf(RefusedException.class);
            }
        }
    }

    @Test
    void amountIsBounded() {
        assertThatThrownBy(() -> CertificateRequest.read(new byte[1 << 20]))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(TOO_LARGE));
        assertThatThrownBy(() -> Est.request(new byte[1 << 20]))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(TOO_LARGE));
    }

    @Test
    void theOneTimeSecretIsReadAndWhatItWishesForIsNot() throws Exception {
        Files.writeString(openssl.file("req.cnf"), """
                [req]
                prompt = no
                distinguished_name = name
                attributes = secret
                req_extensions = wished
                [name]
                CN = SN-0007
                [secret]
                challengePassword = once-only-4711
                [wished]
                basicConstraints = critical,CA:true
                subjectAltName = DNS:bank.example
                """);
        openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key.pem");
        assertThat(openssl.run(
                        "req", "-new", "-key", "key.pem", "-config", "req.cnf", "-outform", "DER", "-out", "req.der"))
                .endsWith("exit 0");
        CertificateRequest request = CertificateRequest.read(openssl.read("req.der"));
        assertThat(request.challengePassword()).contains("once-only-4711");
        assertThat(request.claimedSerial()).contains("SN-0007");
        assertThat(request.wishesForOtherNames()).isTrue();
        assertThat(CertificateRequest.read(made("EC -pkeyopt ec_paramgen_curve:P-256", "/CN=SN-0007", "-sha256"))
                        .wishesForOtherNames())
                .isFalse();
    }

    @Test
    void theBodyOfEstIsBase64WithLineBreaksOrWithoutAndNothingElse() throws Exception {
        byte[] der = made("EC -pkeyopt ec_paramgen_curve:P-256", "/CN=SN-0001", "-sha256");
        String lines = Base64.getMimeEncoder().encodeToString(der);
        assertThat(Est.request(lines.getBytes(StandardCharsets.US_ASCII)).claimedSerial())
                .contains("SN-0001");
        assertThat(Est.request(Base64.getEncoder().encode(der)).claimedSerial()).contains("SN-0001");
        for (String wrong : new String[] {"", "*" + lines, "-----BEGIN CERTIFICATE REQUEST-----\n" + lines}) {
            assertThatThrownBy(() -> Est.request(wrong.getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(MALFORMED));
        }
    }

    @Test
    void whatIsTooShortForItsKindIsRefusedAsWell() {
        for (String hex : new String[] {"", "3000", "30023000", "300430003000", "3006300030003000", "0500", "3080"}) {
            byte[] der = HexFormat.of().parseHex(hex);
            assertThat(isRefused(der)).as(hex).isTrue();
            assertThatThrownBy(() -> Ocsp.read(der)).as(hex).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void aNameOfWhichSeveralReadingsArePossibleIsRefused() throws Exception {
        for (String subject :
                new String[] {"/CN=SN-0001+serialNumber=SN-999999", "/serialNumber=A/serialNumber=B", "/CN=SN\u00010001"
                }) {
            byte[] der = made("EC -pkeyopt ec_paramgen_curve:P-256", subject, "-sha256", "-multivalue-rdn");
            assertThat(isRefused(der)).as(subject).isTrue();
        }
    }

    @Test
    void aKeyUnderWhichEverySignatureHoldsIsNone() throws Exception {
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        BigInteger eighth =
                new BigInteger("2707385501144840649318225287225658788936804267575313519463743609750303402022").mod(p);
        for (BigInteger y : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE), p, eighth}) {
            PublicKey key =
                    factory.generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(false, y)));
            assertThat(KeyKind.of(key)).as("y = %s", y).isEmpty();
        }
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 20; i++) {
            assertThat(KeyKind.of(KeyKind.ED25519.generate(random).getPublic())).contains(KeyKind.ED25519);
        }
    }

    private static boolean isRefused(byte[] der) {
        try {
            CertificateRequest.read(der);
            return false;
        } catch (RefusedException e) {
            return true;
        }
    }

    private byte[] made(String key, String subject, String hash, String... more) throws Exception {
        String[] arguments = ("genpkey -out key.pem -algorithm " + key).split(" ");
        assertThat(openssl.run(arguments)).endsWith("exit 0");
        String[] request = {
            "req", "-new", "-key", "key.pem", "-subj", subject, hash, "-outform", "DER", "-out", "req.der"
        };
        assertThat(openssl.run(
                        Stream.concat(Stream.of(request), Stream.of(more)).toArray(String[]::new)))
                .endsWith("exit 0");
        return openssl.read("req.der");
    }
}
