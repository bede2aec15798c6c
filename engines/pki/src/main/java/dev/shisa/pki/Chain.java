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
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates that somebody shows at a door (RFC 5280, section 6): whether they lead to an authority that is
 * trusted. Whether one of them was revoked, and whose it is, is asked apart; for that the path that was judged is given
 * back.
 *
 * <p>The JDK walks the path. It takes an authority that it is told to trust as it comes, and any hash that it knows, so
 * both are looked at here: an authority must be one, with its days and its depth, and nothing is signed with SHA-1.
 */
public final class Chain {

    /** Device, two issuing levels, root. */
    public static final int LENGTH_MAX = 4;

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int SIGNS_CERTIFICATES = 5;

    private static final Set<String> SIGNATURES = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA384.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA512.getId(),
            PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha512WithRSAEncryption.getId(),
            EdECObjectIdentifiers.id_Ed25519.getId());

    private static final Set<String> HASHES = Set.of(
            NISTObjectIdentifiers.id_sha256.getId(),
            NISTObjectIdentifiers.id_sha384.getId(),
            NISTObjectIdentifiers.id_sha512.getId());

    private Chain() {}

    /** What came out. */
    public sealed interface Judgement {
        /**
         * It leads to an authority that is trusted.
         *
         * @param path the client's certificate and what is between it and the anchor
         */
        record Trusted(List<X509Certificate> path, X509Certificate anchor) implements Judgement {
            public Trusted {
                path = List.copyOf(path);
            }

            /** Who issued the client's certificate, and so knows whether it was revoked. */
            public X509Certificate issuer() {
                return path.size() > 1 ? path.get(1) : anchor;
            }
        }

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
        /** Made for something else than showing at a door, as an authority's or a server's is. */
        PURPOSE,
        /** It claims an issuer that did not sign it, or breaks a rule of its chain. */
        FORGED
    }

    /**
     * Judges a chain.
     *
     * @param shown the client's own certificate first
     * @param anchors authorities that are trusted, not necessarily roots; what is no authority, or of a kind of key that
     *     is not used, is left out
     */
    public static Judgement judge(List<X509Certificate> shown, Collection<X509Certificate> anchors, Instant now) {
        if (shown.isEmpty()) {
            return new Judgement.Refused(Reason.MISSING);
        }
        if (shown.size() > LENGTH_MAX) {
            return new Judgement.Refused(Reason.TOO_LONG);
        }
        List<X509Certificate> usable =
                anchors.stream().filter(Chain::isAuthority).toList();
        List<X509Certificate> path = upTo(shown, usable);
        try {
            for (X509Certificate certificate : path) {
                if (KeyKind.of(certificate.getPublicKey()).isEmpty() || !isSignedWell(certificate)) {
                    return new Judgement.Refused(Reason.WEAK);
                }
            }
            if (!isForClients(path)) {
                return new Judgement.Refused(Reason.PURPOSE);
            }
        } catch (CertificateParsingException e) {
            return new Judgement.Refused(Reason.FORGED);
        }
        return usable.isEmpty() ? new Judgement.Refused(Reason.FOREIGN) : walked(path, usable, now);
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

    private static boolean isAuthority(X509Certificate anchor) {
        boolean[] usage = anchor.getKeyUsage();
        return anchor.getBasicConstraints() >= 0
                && (usage == null || usage[SIGNS_CERTIFICATES])
                && KeyKind.of(anchor.getPublicKey()).isPresent();
    }

    private static boolean isSignedWell(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgOID();
        if (!algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId())) {
            return SIGNATURES.contains(algorithm);
        }
        try {
            return HASHES.contains(RSASSAPSSparams.getInstance(certificate.getSigAlgParams())
                    .getHashAlgorithm()
                    .getAlgorithm()
                    .getId());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /**
     * Whether the first one is no authority and made for showing oneself, and no issuer of it is bound to something else.
     * Those that makers give at birth often say nothing of their use (IEEE 802.1AR), which is no word against it.
     */
    private static boolean isForClients(List<X509Certificate> path) throws CertificateParsingException {
        X509Certificate own = path.getFirst();
        boolean[] usage = own.getKeyUsage();
        if (own.getBasicConstraints() >= 0 || (usage != null && !usage[DIGITAL_SIGNATURE])) {
            return false;
        }
        for (X509Certificate certificate : path) {
            List<String> purposes = certificate.getExtendedKeyUsage();
            boolean unread =
                    purposes == null && certificate.getExtensionValue(Extension.extendedKeyUsage.getId()) != null;
            boolean other = purposes != null
                    && !purposes.contains(KeyPurposeId.id_kp_clientAuth.getId())
                    && !purposes.contains(KeyPurposeId.anyExtendedKeyUsage.getId());
            if (unread || other) {
                return false;
            }
        }
        return true;
    }

    private static Judgement walked(List<X509Certificate> chain, Collection<X509Certificate> anchors, Instant now) {
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            Set<TrustAnchor> trusted = new HashSet<>();
            anchors.forEach(anchor -> trusted(anchor).ifPresent(trusted::add));
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                    CertPathValidator.getInstance("PKIX").validate(path, parameters);
            X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
            Reason against = against(anchor, chain.size() - 1, now);
            return against == null ? new Judgement.Trusted(chain, anchor) : new Judgement.Refused(against);
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

    /** With the names that it is bound to, which the walk asks for only if it is told them. */
    private static Optional<TrustAnchor> trusted(X509Certificate anchor) {
        byte[] bound = anchor.getExtensionValue(Extension.nameConstraints.getId());
        try {
            return Optional.of(new TrustAnchor(
                    anchor,
                    bound == null ? null : ASN1OctetString.getInstance(bound).getOctets()));
        } catch (IllegalArgumentException e) {
            // Bound to names in a way that cannot be read: trusted for none.
            return Optional.empty();
        }
    }

    /** What the walk does not ask of the authority at its end. */
    private static @Nullable Reason against(X509Certificate anchor, int authoritiesBelow, Instant now) {
        if (now.isAfter(anchor.getNotAfter().toInstant())) {
            return Reason.EXPIRED;
        }
        if (now.isBefore(anchor.getNotBefore().toInstant())) {
            return Reason.NOT_YET_VALID;
        }
        return authoritiesBelow > anchor.getBasicConstraints() ? Reason.FORGED : null;
    }
}
