package dev.shisa.pki;

import static dev.shisa.pki.RefusedException.Reason.KEY;
import static dev.shisa.pki.RefusedException.Reason.MALFORMED;
import static dev.shisa.pki.RefusedException.Reason.POSSESSION;
import static dev.shisa.pki.RefusedException.Reason.SIGNATURE_ALGORITHM;
import static dev.shisa.pki.RefusedException.Reason.TOO_LARGE;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A request for a certificate (PKCS#10, RFC 2986) whose sender was proved to hold the private key. What it wishes for
 * beside its key (extensions, other names) is not granted: the subject and everything else of a device's certificate is
 * decided by the side that issues it. The subject says whom the sender claims to be, no more.
 */
public final class CertificateRequest {

    /** A request of an 8192-bit key with long names has under 4 KB. */
    public static final int SIZE_BYTES_MAX = 16 * 1024;

    private static final int CHALLENGE_CHARS_MAX = 255;

    /** An older place for the extensions that are wished for. */
    private static final ASN1ObjectIdentifier EXTENSIONS_OF_MICROSOFT =
            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14");

    private static final Map<ASN1ObjectIdentifier, String> SIGNATURES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA",
            PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
            PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
            PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA",
            EdECObjectIdentifiers.id_Ed25519, "Ed25519");

    private final PublicKey key;
    private final KeyKind kind;
    private final Names subject;
    private final Optional<String> claimed;
    private final byte[] alternativeNames;
    private final Optional<String> challengePassword;

    private CertificateRequest(
            PublicKey key,
            KeyKind kind,
            Names subject,
            Optional<String> claimed,
            byte[] alternativeNames,
            Optional<String> challengePassword) {
        this.key = key;
        this.kind = kind;
        this.subject = subject;
        this.claimed = claimed;
        this.alternativeNames = alternativeNames;
        this.challengePassword = challengePassword;
    }

    /** @throws RefusedException if it is too large, no request, of a key that is not used, or not signed by that key */
    public static CertificateRequest read(byte[] der) throws RefusedException {
        if (der.length > SIZE_BYTES_MAX) {
            throw new RefusedException(TOO_LARGE, der.length + " bytes, at most " + SIZE_BYTES_MAX);
        }
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            if (!Arrays.equals(request.toASN1Structure().getEncoded(ASN1Encoding.DER), der)) {
                throw new RefusedException(MALFORMED, "not in DER");
            }
            // The key first: a signature is not checked with a key that would take seconds.
            PublicKey key = key(request.getSubjectPublicKeyInfo());
            KeyKind kind = KeyKind.of(key)
                    .orElseThrow(() -> new RefusedException(KEY, key.getAlgorithm() + " of this length or curve"));
            checkPossession(request, key);
            Names subject = Names.of(request.getSubject());
            // Read once here, so that whoever asks later gets an answer.
            Optional<String> claimed = subject.serial(true);
            return new CertificateRequest(key, kind, subject, claimed, alternativeNames(request), challenge(request));
        } catch (IOException | RuntimeException e) {
            // The library meets what is too short or of another type with exceptions of many kinds.
            throw new RefusedException(MALFORMED, "no PKCS#10 request", e);
        }
    }

    public PublicKey key() {
        return key;
    }

    public KeyKind kind() {
        return kind;
    }

    /** The one-time secret beside it (RFC 2985, section 5.4.1), where one was given. */
    public Optional<String> challengePassword() {
        return challengePassword;
    }

    /**
     * Whom the sender claims to be: the attribute serialNumber of the subject, or its common name. A claim, no more: of
     * whom a certificate is renewed, its serial number is told by the certificate.
     */
    public Optional<String> claimedSerial() {
        return claimed;
    }

    /** The serial number in a certificate's subject, which has it as an attribute of its own; nothing otherwise. */
    public static Optional<String> serialOf(X509Certificate certificate) {
        try {
            return Names.of(certificate).serial(false);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it wishes for names beside its subject; none of them is granted. */
    public boolean wishesForOtherNames() {
        return alternativeNames.length > 0;
    }

    /** Whether it asks for the same names as a certificate has, which a renewal must (RFC 7030, section 4.2.2). */
    public boolean namesTheSameAs(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        byte[] names = extension == null
                ? new byte[0]
                : ASN1OctetString.getInstance(extension).getOctets();
        try {
            return subject.equals(Names.of(certificate)) && Arrays.equals(names, alternativeNames);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static PublicKey key(SubjectPublicKeyInfo info) throws RefusedException {
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        String family = algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                ? "EC"
                : algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
                        ? "RSA"
                        : algorithm.equals(EdECObjectIdentifiers.id_Ed25519) ? "Ed25519" : "";
        if (family.isEmpty()) {
            throw new RefusedException(KEY, "algorithm " + algorithm);
        }
        // What stands there goes into the certificate as it is: the name of a curve, and nothing else of the sender's.
        ASN1Encodable parameters = info.getAlgorithm().getParameters();
        boolean usual = switch (family) {
            case "EC" ->
                SECObjectIdentifiers.secp256r1.equals(parameters) || SECObjectIdentifiers.secp384r1.equals(parameters);
            case "RSA" -> DERNull.INSTANCE.equals(parameters);
            default -> parameters == null;
        };
        if (!usual) {
            throw new RefusedException(KEY, "a " + family + " key on a curve, or with parameters, that are not used");
        }
        try {
            return KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new RefusedException(KEY, "no usable " + family + " key", e);
        }
    }

    private static void checkPossession(PKCS10CertificationRequest request, PublicKey key)
            throws RefusedException, IOException {
        AlgorithmIdentifier stated = request.getSignatureAlgorithm();
        String algorithm = SIGNATURES.get(stated.getAlgorithm());
        boolean plain = stated.getParameters() == null || stated.getParameters().equals(DERNull.INSTANCE);
        if (algorithm == null || !plain) {
            throw new RefusedException(SIGNATURE_ALGORITHM, "signed by " + stated.getAlgorithm());
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(
                    request.toASN1Structure().getCertificationRequestInfo().getEncoded(ASN1Encoding.DER));
            if (!signature.verify(request.getSignature())) {
                throw new RefusedException(POSSESSION, "the signature is not of the key in the request");
            }
        } catch (SignatureException e) {
            throw new RefusedException(POSSESSION, "the signature is not of the key in the request", e);
        } catch (GeneralSecurityException e) {
            throw new RefusedException(SIGNATURE_ALGORITHM, algorithm + " does not fit the key", e);
        }
    }

    private static Optional<String> challenge(PKCS10CertificationRequest request) throws RefusedException {
        Attribute[] attributes = request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_challengePassword);
        if (attributes.length == 0) {
            return Optional.empty();
        }
        ASN1Encodable[] values = attributes[0].getAttributeValues();
        if (attributes.length > 1
                || values.length != 1
                || !(values[0] instanceof ASN1String text)
                || text.getString().length() > CHALLENGE_CHARS_MAX) {
            throw new RefusedException(MALFORMED, "challengePassword is one text of at most 255 characters");
        }
        return Optional.of(text.getString());
    }

    private static byte[] alternativeNames(PKCS10CertificationRequest request) throws IOException, RefusedException {
        int wishes = request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest).length
                + request.getAttributes(EXTENSIONS_OF_MICROSOFT).length;
        if (wishes > 1) {
            throw new RefusedException(MALFORMED, "extensions are wished for " + wishes + " times");
        }
        Extensions wished = request.getRequestedExtensions();
        Extension names = wished == null ? null : wished.getExtension(Extension.subjectAlternativeName);
        return names == null ? new byte[0] : names.getExtnValue().getOctets();
    }
}
