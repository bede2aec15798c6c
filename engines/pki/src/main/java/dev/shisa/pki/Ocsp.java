package dev.shisa.pki;

import static dev.shisa.pki.RefusedException.Reason.MALFORMED;
import static dev.shisa.pki.RefusedException.Reason.TOO_LARGE;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaRespID;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A question about the state of certificates (OCSP, RFC 6960), and its answer, which the authority that issued them
 * signs itself (section 2.2). What an authority did not issue is "unknown", never "good".
 *
 * @param nonce what the answer has to repeat (RFC 9654); empty if there is none
 */
public record Ocsp(List<About> about, Nonce nonce) {

    /** One certificate asked about costs under 200 bytes. */
    public static final int SIZE_BYTES_MAX = 4 * 1024;

    /** A client asks about one chain. */
    private static final int ABOUT_MAX = 8;

    /** RFC 9654, section 2.1. */
    private static final int NONCE_BYTES_MAX = 128;

    private static final Map<ASN1ObjectIdentifier, String> HASHES = Map.of(
            OIWObjectIdentifiers.idSHA1, "SHA-1",
            NISTObjectIdentifiers.id_sha256, "SHA-256",
            NISTObjectIdentifiers.id_sha384, "SHA-384");

    /** A certificate asked about, by its issuer's name and key and its serial number. */
    public record About(CertificateID certificate) {
        public BigInteger serialNumber() {
            return certificate.getSerialNumber();
        }
    }

    /** A random value of the one who asks; its bytes are not interpreted. */
    public record Nonce(@Nullable Extension extension) {}

    public Ocsp {
        about = List.copyOf(about);
    }

    /** What is known of a certificate. */
    public sealed interface State {
        /** Issued, and not revoked. */
        record Good() implements State {}

        record Revoked(Revocation by) implements State {}

        /** Not issued here. */
        record Unknown() implements State {}
    }

    /** @throws RefusedException if it is too large, or no question that can be answered */
    public static Ocsp read(byte[] der) throws RefusedException {
        if (der.length > SIZE_BYTES_MAX) {
            throw new RefusedException(TOO_LARGE, der.length + " bytes, at most " + SIZE_BYTES_MAX);
        }
        try {
            OCSPReq request = new OCSPReq(der);
            if (request.getEncoded().length != der.length) {
                throw new RefusedException(MALFORMED, "more than one OCSP request");
            }
            Set<?> critical = new HashSet<>(request.getCriticalExtensionOIDs());
            critical.remove(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (!critical.isEmpty()) {
                throw new RefusedException(MALFORMED, "a critical extension that is not known here");
            }
            Req[] wanted = request.getRequestList();
            if (wanted.length == 0 || wanted.length > ABOUT_MAX) {
                throw new RefusedException(MALFORMED, wanted.length + " certificates, 1 to " + ABOUT_MAX);
            }
            Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            int nonceBytes = nonce == null
                    ? 1
                    : ASN1OctetString.getInstance(nonce.getParsedValue()).getOctets().length;
            if (nonceBytes < 1 || nonceBytes > NONCE_BYTES_MAX) {
                throw new RefusedException(MALFORMED, "a nonce has 1 to " + NONCE_BYTES_MAX + " bytes");
            }
            return new Ocsp(
                    Stream.of(wanted).map(one -> new About(one.getCertID())).toList(), new Nonce(nonce));
        } catch (IOException | RuntimeException e) {
            // The library meets what is too short or of another type with exceptions of many kinds.
            throw new RefusedException(MALFORMED, "no OCSP request", e);
        }
    }

    /**
     * The signed answer (DER); where nothing of it is of this authority, one without a signature, so that strangers do not
     * have its key work for them ("unauthorized", section 2.3).
     *
     * @param state of a certificate of this authority, by its serial number
     * @param next until when the answer may be kept, as one stapled to a handshake is
     */
    public byte[] answer(Authority authority, Function<BigInteger, State> state, Instant now, Instant next) {
        if (about.stream().noneMatch(one -> isOf(authority, one))) {
            return unsigned(OCSPRespBuilder.UNAUTHORIZED);
        }
        try {
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new JcaRespID(
                    authority.certificate().getPublicKey(),
                    new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1)));
            for (About one : about) {
                State known = isOf(authority, one) ? state.apply(one.serialNumber()) : new State.Unknown();
                builder.addResponse(one.certificate(), status(known), Date.from(now), Date.from(next));
            }
            if (nonce.extension() != null) {
                builder.setResponseExtensions(new Extensions(nonce.extension()));
            }
            OCSPResp response = new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(authority.signer(), new X509CertificateHolder[0], Date.from(now)));
            return response.getEncoded();
        } catch (OCSPException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("an answer about certificates cannot be made", e);
        }
    }

    /** The question that a door asks itself about a certificate, to staple the answer. */
    public static Ocsp about(Authority authority, BigInteger serialNumber) {
        try {
            return new Ocsp(
                    List.of(new About(new CertificateID(
                            new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                            new JcaX509CertificateHolder(authority.certificate()),
                            serialNumber))),
                    new Nonce(null));
        } catch (OperatorCreationException | OCSPException | GeneralSecurityException e) {
            throw new IllegalStateException("a question about a certificate cannot be made", e);
        }
    }

    /** The answer to what is no question: not signed (RFC 6960, section 2.3). */
    public static byte[] malformed() {
        return unsigned(OCSPRespBuilder.MALFORMED_REQUEST);
    }

    private static byte[] unsigned(int status) {
        try {
            return new OCSPRespBuilder().build(status, null).getEncoded();
        } catch (OCSPException | IOException e) {
            throw new IllegalStateException("an answer about certificates cannot be made", e);
        }
    }

    private static @Nullable CertificateStatus status(State state) {
        return switch (state) {
            case State.Good() -> CertificateStatus.GOOD;
            case State.Unknown() -> new UnknownStatus();
            case State.Revoked(Revocation by) ->
                // No reason is told by leaving it out (RFC 5280, section 5.3.1).
                by.reason() == Revocation.Reason.UNSPECIFIED
                        ? new RevokedStatus(new RevokedInfo(new ASN1GeneralizedTime(Date.from(by.at())), null))
                        : new RevokedStatus(Date.from(by.at()), by.reason().code());
        };
    }

    /** Whether the issuer that the question names is this authority. */
    private static boolean isOf(Authority authority, About one) {
        String hash = HASHES.get(one.certificate().getHashAlgOID());
        if (hash == null) {
            return false;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(hash);
            byte[] name = digest.digest(
                    authority.certificate().getSubjectX500Principal().getEncoded());
            byte[] key = digest.digest(SubjectPublicKeyInfo.getInstance(
                            authority.certificate().getPublicKey().getEncoded())
                    .getPublicKeyData()
                    .getBytes());
            return Arrays.equals(name, one.certificate().getIssuerNameHash())
                    && Arrays.equals(key, one.certificate().getIssuerKeyHash());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK knows no " + hash, e);
        }
    }
}
