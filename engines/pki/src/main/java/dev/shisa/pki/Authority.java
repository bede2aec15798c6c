package dev.shisa.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of devices (RFC 5280): a root that signs issuing authorities only, and issuing ones that sign
 * the certificates of devices, doors and tools, their lists of revocation and answers. The root can be put away while
 * the issuing one works; a new issuing one below the same root needs no device to learn anything.
 *
 * <p>Its private key may stand for one on a token (SunPKCS11): it is only ever handed to the JDK's {@link Signature}.
 */
public final class Authority {

    /** A device whose clock is a little behind must not find its certificate not yet valid. */
    public static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;

    /** Places in the key usage of a certificate (RFC 5280, section 4.2.1.3). */
    private static final int SIGNS_CERTIFICATES = 5;

    private static final int SIGNS_LISTS = 6;

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final KeyKind kind;

    /** @throws IllegalArgumentException if it is no authority's certificate, or the key is not that of the certificate */
    public Authority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
        kind = KeyKind.of(certificate.getPublicKey())
                .orElseThrow(() -> new IllegalArgumentException("the authority's key is of a kind that is not used"));
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0
                || usage == null
                || !usage[SIGNS_CERTIFICATES]
                || !usage[SIGNS_LISTS]) {
            throw new IllegalArgumentException("not the certificate of an authority");
        }
        try {
            // Nothing that could be taken for a certificate or a list.
            byte[] sample = "Shisa: is this the key of the certificate?".getBytes(StandardCharsets.US_ASCII);
            Signature signing = Signature.getInstance(kind.signature());
            signing.initSign(key);
            signing.update(sample);
            Signature checking = Signature.getInstance(kind.signature());
            checking.initVerify(certificate.getPublicKey());
            checking.update(sample);
            if (!checking.verify(signing.sign())) {
                throw new IllegalArgumentException("the key is not that of the certificate");
            }
        } catch (GeneralSecurityException | ProviderException e) {
            throw new IllegalArgumentException("the key does not sign as that of the certificate would", e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * A root: self-signed, with one level of authorities below it.
     *
     * @param name common name; devices that know two roots tell them apart by it
     */
    public static Authority root(
            String organisation, String name, KeyPair pair, Instant now, Duration validity, SecureRandom random) {
        KeyKind kind = KeyKind.of(pair.getPublic()).orElseThrow();
        X500Name subject = authorityName(organisation, name);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                serialNumber(random),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(validity)),
                subject,
                pair.getPublic());
        return new Authority(
                signed(builder, pair.getPublic(), authority(1), pair.getPrivate(), kind), pair.getPrivate());
    }

    /**
     * The certificate of an issuing authority below this root, for a key that was made elsewhere, perhaps on a token.
     * It ends no later than the root.
     */
    public X509Certificate issuing(
            String organisation, String name, PublicKey of, Instant now, Duration validity, SecureRandom random) {
        if (certificate.getBasicConstraints() < 1) {
            throw new IllegalStateException("an issuing authority has no authorities below it");
        }
        return issued(authorityName(organisation, name), of, now, validity, authority(0), random);
    }

    /** A certificate by this authority; it ends no later than the authority does. */
    public X509Certificate issue(Profile profile, PublicKey of, Instant now, SecureRandom random) {
        if (certificate.getBasicConstraints() != 0) {
            throw new IllegalStateException("a root issues the certificates of authorities only");
        }
        Extensions extensions = builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                            switch (profile.purpose()) {
                                case DEVICE, TOOL -> KeyPurposeId.id_kp_clientAuth;
                                case DOOR -> KeyPurposeId.id_kp_serverAuth;
                            }));
            builder.addExtension(Extension.certificatePolicies, false, profile.policies());
            if (!profile.alternativeNames().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(profile.alternativeNames().toArray(GeneralName[]::new)));
            }
            if (profile.answers().isPresent()) {
                builder.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(
                                AccessDescription.id_ad_ocsp,
                                address(profile.answers().get())));
            }
            if (profile.list().isPresent()) {
                builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(
                            new DistributionPointName(
                                    new GeneralNames(address(profile.list().get()))),
                            null,
                            null)
                }));
            }
        };
        return issued(profile.subject(), of, now, profile.validity(), extensions, random);
    }

    /**
     * The list of what is revoked (RFC 5280, section 5), in DER.
     *
     * @param revoked each once
     * @param number one more than that of the list before it
     * @param next when the next one is there at the latest
     */
    public byte[] revocations(Collection<Revocation> revoked, BigInteger number, Instant now, Instant next) {
        if (number.signum() < 0 || !now.isBefore(next)) {
            throw new IllegalArgumentException("a list has a number and is followed by another");
        }
        X509v2CRLBuilder builder = new X509v2CRLBuilder(name(certificate), Date.from(now));
        builder.setNextUpdate(Date.from(next));
        for (Revocation one : revoked) {
            builder.addCRLEntry(
                    one.serialNumber(), Date.from(one.at()), one.reason().code());
        }
        try {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            return builder.build(signer()).getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a list of revocations cannot be made", e);
        }
    }

    /** Signs as this authority, for what is signed beside certificates and lists. */
    ContentSigner signer() {
        return signer(key, kind);
    }

    private X509Certificate issued(
            X500Name subject,
            PublicKey of,
            Instant now,
            Duration validity,
            Extensions extensions,
            SecureRandom random) {
        if (KeyKind.of(of).isEmpty()) {
            throw new IllegalArgumentException("a key of a kind that is not used");
        }
        Instant end = now.plus(validity);
        Instant first = certificate.getNotBefore().toInstant();
        Instant last = certificate.getNotAfter().toInstant();
        if (now.isBefore(first) || !now.isBefore(last)) {
            throw new IllegalStateException("the authority is from " + first + " to " + last);
        }
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name(certificate),
                serialNumber(random),
                Date.from(now.minus(BACKDATED)),
                Date.from(end.isBefore(last) ? end : last),
                subject,
                of);
        return signed(
                builder,
                of,
                with -> {
                    with.addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
                    extensions.addTo(with);
                },
                key,
                kind);
    }

    private interface Extensions {
        void addTo(X509v3CertificateBuilder builder) throws IOException, GeneralSecurityException;
    }

    private static Extensions authority(int levelsBelow) {
        return builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(levelsBelow));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
        };
    }

    private static X509Certificate signed(
            X509v3CertificateBuilder builder, PublicKey of, Extensions extensions, PrivateKey key, KeyKind kind) {
        try {
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(of));
            extensions.addTo(builder);
            byte[] der = builder.build(signer(key, kind)).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private static ContentSigner signer(PrivateKey key, KeyKind kind) {
        try {
            return new JcaContentSignerBuilder(kind.signature()).build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the key of the authority does not sign", e);
        }
    }

    private static GeneralName address(URI address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address.toASCIIString());
    }

    static X500Name name(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static X500Name authorityName(String organisation, String name) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, new DERUTF8String(organisation))
                .addRDN(BCStyle.CN, new DERUTF8String(name))
                .build();
    }

    /** Positive, 126 bits from chance (RFC 5280, section 4.1.2.2), always of the same length. */
    private static BigInteger serialNumber(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    }
}
