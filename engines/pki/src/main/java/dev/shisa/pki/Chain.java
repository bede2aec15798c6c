package dev.shisa.pki;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Judges the certificates that somebody shows at a door (RFC 5280, section 6): whether they lead to an authority that is
 * trusted. Whether the certificate was revoked, and whose it is, is asked apart.
 */
public final class Chain {

    /** Device, two issuing levels, root. */
    public static final int LENGTH_MAX = 4;

    private Chain() {}

    /** What came out. */
    public sealed interface Judgement {
        /** @param anchor the trusted authority it leads to */
        record Trusted(X509Certificate anchor) implements Judgement {}

        record Refused(Reason reason) implements Judgement {}
    }

    /** Why a chain is refused; counted and told to the operator, not to the one who showed it. */
    public enum Reason {
        MISSING,
        TOO_LONG,
        EXPIRED,
        NOT_YET_VALID,
        /** It leads to no authority that is trusted here: of somebody else, or signed by itself. */
        FOREIGN,
        /** A key or signature that is not used. */
        WEAK,
        /** Made for something else than showing at a door, as a server's is. */
        PURPOSE,
        /** It claims an issuer that did not sign it, or breaks a rule of its chain. */
        FORGED
    }

    /**
     * Judges a chain.
     *
     * @param shown the client's own certificate first
     * @param anchors authorities that are trusted; not necessarily roots
     */
    public static Judgement judge(List<X509Certificate> shown, Collection<X509Certificate> anchors, Instant now) {
        if (shown.isEmpty()) {
            return new Judgement.Refused(Reason.MISSING);
        }
        if (shown.size() > LENGTH_MAX) {
            return new Judgement.Refused(Reason.TOO_LONG);
        }
        for (X509Certificate certificate : shown) {
            if (KeyKind.of(certificate.getPublicKey()).isEmpty()) {
                return new Judgement.Refused(Reason.WEAK);
            }
        }
        if (anchors.isEmpty()) {
            return new Judgement.Refused(Reason.FOREIGN);
        }
        try {
            List<String> purposes = shown.getFirst().getExtendedKeyUsage();
            if (purposes != null
                    && !purposes.contains(KeyPurposeId.id_kp_clientAuth.getId())
                    && !purposes.contains(KeyPurposeId.anyExtendedKeyUsage.getId())) {
                return new Judgement.Refused(Reason.PURPOSE);
            }
            return validated(upTo(shown, anchors), anchors, now);
        } catch (CertificateParsingException e) {
            return new Judgement.Refused(Reason.FORGED);
        }
    }

    /** Without the authority that is trusted, and what stands behind it. */
    private static List<X509Certificate> upTo(List<X509Certificate> shown, Collection<X509Certificate> anchors) {
        for (int i = 1; i < shown.size(); i++) {
            if (anchors.contains(shown.get(i))) {
                return shown.subList(0, i);
            }
        }
        return shown;
    }

    private static Judgement validated(List<X509Certificate> chain, Collection<X509Certificate> anchors, Instant now) {
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            Set<TrustAnchor> trusted = new HashSet<>();
            anchors.forEach(anchor -> trusted.add(new TrustAnchor(anchor, null)));
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                    CertPathValidator.getInstance("PKIX").validate(path, parameters);
            X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
            // A trusted authority is not asked about its own days by the rules of the path.
            if (now.isAfter(anchor.getNotAfter().toInstant())) {
                return new Judgement.Refused(Reason.EXPIRED);
            }
            return new Judgement.Trusted(anchor);
        } catch (CertPathValidatorException e) {
            return new Judgement.Refused(
                    switch (e.getReason()) {
                        case BasicReason.EXPIRED -> Reason.EXPIRED;
                        case BasicReason.NOT_YET_VALID -> Reason.NOT_YET_VALID;
                        case BasicReason.ALGORITHM_CONSTRAINED -> Reason.WEAK;
                        case PKIXReason.NO_TRUST_ANCHOR -> Reason.FOREIGN;
                        default -> Reason.FORGED;
                    });
        } catch (InvalidAlgorithmParameterException e) {
            return new Judgement.Refused(Reason.FOREIGN);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK judges no chains", e);
        }
    }
}
