package dev.shisa.pki;

import static dev.shisa.pki.RefusedException.Reason.MALFORMED;
import static dev.shisa.pki.RefusedException.Reason.TOO_LARGE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/**
 * The bodies of EST (RFC 7030, whose transfer encoding RFC 8951 says: base64, whatever the header claims, with line
 * breaks or without).
 */
public final class Est {

    /** Base64 of the largest request, with line breaks. */
    public static final int BODY_BYTES_MAX = CertificateRequest.SIZE_BYTES_MAX * 4 / 3 + 1024;

    public static final String CERTIFICATES_TYPE = "application/pkcs7-mime; smime-type=certs-only";
    public static final String ATTRIBUTES_TYPE = "application/csrattrs";
    public static final String REQUEST_TYPE = "application/pkcs10";

    private static final int LINE_CHARS = 64;

    private Est() {}

    /** The request of simpleenroll and simplereenroll (RFC 7030, section 4.2.1). */
    public static CertificateRequest request(byte[] body) throws RefusedException {
        if (body.length > BODY_BYTES_MAX) {
            throw new RefusedException(TOO_LARGE, body.length + " bytes, at most " + BODY_BYTES_MAX);
        }
        byte[] der;
        try {
            // Not the lenient decoder of the JDK, which leaves out whatever it does not know.
            der = Base64.getDecoder()
                    .decode(new String(body, StandardCharsets.ISO_8859_1).replaceAll("[ \\t\\r\\n]", ""));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(MALFORMED, "the body is not base64", e);
        }
        return CertificateRequest.read(der);
    }

    /** Certificates without anything signed (certs-only, RFC 7030, sections 4.1.3 and 4.2.3), in base64. */
    public static byte[] certificates(List<X509Certificate> certificates) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            // Small clients read no other.
            generator.setDefiniteLengthEncoding(true);
            for (X509Certificate certificate : certificates) {
                generator.addCertificate(new JcaX509CertificateHolder(certificate));
            }
            return base64(generator.generate(new CMSAbsentContent()).getEncoded());
        } catch (CMSException | IOException | CertificateEncodingException e) {
            throw new IllegalStateException("certificates cannot be put together", e);
        }
    }

    /**
     * What a request should have (RFC 7030, section 4.5.2): a key on P-256, signed with SHA-256. Advice only; other
     * kinds of {@link KeyKind} are taken too.
     */
    public static byte[] attributes() {
        ASN1EncodableVector wished = new ASN1EncodableVector();
        wished.add(new Attribute(X9ObjectIdentifiers.id_ecPublicKey, new DERSet(SECObjectIdentifiers.secp256r1)));
        wished.add(X9ObjectIdentifiers.ecdsa_with_SHA256);
        try {
            return base64(new DERSequence(wished).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("attributes cannot be written", e);
        }
    }

    private static byte[] base64(byte[] der) {
        return Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encode(der);
    }
}
