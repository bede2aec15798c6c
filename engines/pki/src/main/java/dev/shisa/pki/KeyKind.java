package dev.shisa.pki;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds of keys that devices and authorities have: those of CRYPTREC's list that TLS 1.3 knows and small devices
 * manage. Everything else is refused, so that a curve of somebody's own or a key of 512 bits never gets a certificate.
 */
public enum KeyKind {
    P256("EC", "SHA256withECDSA"),
    P384("EC", "SHA384withECDSA"),
    RSA("RSA", "SHA256withRSA"),
    /** Served where the JDK's TLS is; BoringSSL refuses it. */
    ED25519("Ed25519", "Ed25519");

    /** CRYPTREC and NIST SP 800-57: 112 bits of security. */
    static final int RSA_BITS_MIN = 2048;

    /** Beyond it one check of a signature takes so long that it is a way to stop others. */
    static final int RSA_BITS_MAX = 8192;

    private static final BigInteger EXPONENT_MIN = BigInteger.valueOf(65_537);
    private static final int EXPONENT_BITS_MAX = 33;
    private static final int RSA_BITS_MADE = 3072;

    /** The product of all primes below 752 (NIST SP 800-89, section 5.3.3): no honest modulus has one of them. */
    private static final BigInteger SMALL_PRIMES = Stream.iterate(BigInteger.TWO, BigInteger::nextProbablePrime)
            .takeWhile(prime -> prime.intValue() < 752)
            .reduce(BigInteger.ONE, BigInteger::multiply);

    /** Of edwards25519 (RFC 8032, section 5.1): 2^255 − 19, and d. */
    private static final BigInteger P_25519 = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private static final BigInteger D_25519 = BigInteger.valueOf(-121_665)
            .multiply(BigInteger.valueOf(121_666).modInverse(P_25519))
            .mod(P_25519);

    private static final ECParameterSpec CURVE_256 = curve("secp256r1");
    private static final ECParameterSpec CURVE_384 = curve("secp384r1");

    private final String family;
    private final String signature;

    KeyKind(String family, String signature) {
        this.family = family;
        this.signature = signature;
    }

    /** The kind of a key, or nothing if it is of none that is taken. */
    public static Optional<KeyKind> of(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec ->
                Optional.ofNullable(ec.getParams())
                        .flatMap(params -> same(params, CURVE_256)
                                ? Optional.of(P256)
                                : same(params, CURVE_384) ? Optional.of(P384) : Optional.empty());
            case RSAPublicKey rsa ->
                rsa.getAlgorithm().equals("RSA")
                                && rsa.getModulus().bitLength() >= RSA_BITS_MIN
                                && rsa.getModulus().bitLength() <= RSA_BITS_MAX
                                && rsa.getPublicExponent().compareTo(EXPONENT_MIN) >= 0
                                && rsa.getPublicExponent().bitLength() <= EXPONENT_BITS_MAX
                                && rsa.getPublicExponent().testBit(0)
                                && rsa.getModulus().gcd(SMALL_PRIMES).equals(BigInteger.ONE)
                        ? Optional.of(RSA)
                        : Optional.empty();
            case EdECPublicKey edwards ->
                edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
                                && !isOfSmallOrder(edwards.getPoint().getY())
                        ? Optional.of(ED25519)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The algorithm by which a key of this kind signs certificates, lists and answers (names of the JCA). */
    public String signature() {
        return signature;
    }

    /** A new pair of keys; RSA of 3072 bits. */
    public KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
            switch (this) {
                case P256 -> generator.initialize(new ECGenParameterSpec("secp256r1"), random);
                case P384 -> generator.initialize(new ECGenParameterSpec("secp384r1"), random);
                case RSA -> generator.initialize(RSA_BITS_MADE, random);
                case ED25519 -> generator.initialize(NamedParameterSpec.ED25519, random);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no keys of " + this, e);
        }
    }

    /**
     * Whether a point is one of the eight under which a signature without a private key holds for every text, or is not
     * written in the one way there is: y = 0, y² = 1, or d·y⁴ + 2·y² = 1, where the double of the point has y = 0.
     */
    private static boolean isOfSmallOrder(BigInteger y) {
        if (y.signum() < 0 || y.compareTo(P_25519) >= 0) {
            return true;
        }
        BigInteger square = y.multiply(y).mod(P_25519);
        BigInteger eighth = D_25519.multiply(square)
                .multiply(square)
                .add(square.shiftLeft(1))
                .mod(P_25519);
        return y.signum() == 0 || square.equals(BigInteger.ONE) || eighth.equals(BigInteger.ONE);
    }

    /** By its numbers: a name can stand beside others. */
    private static boolean same(ECParameterSpec one, ECParameterSpec other) {
        return one.getCurve().equals(other.getCurve())
                && one.getGenerator().equals(other.getGenerator())
                && one.getOrder().equals(other.getOrder())
                && one.getCofactor() == other.getCofactor();
    }

    private static ECParameterSpec curve(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK does not know " + name, e);
        }
    }
}
