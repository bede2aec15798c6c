package dev.shisa.server.platform.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys and certificates (RFC 5280) on the curve P-256: an authority that may issue servers' certificates only
 * directly below itself, and those.
 */
final class Issuer {

    static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3652);

    /** Browsers refuse more than 398 days; one day is left for clocks that differ. */
    static final Duration SERVER_VALIDITY = Duration.ofDays(397);

    /** A client whose clock is a little behind must not find the certificate not yet valid. */
    static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;

    private final SecureRandom random;

    Issuer(SecureRandom random) {
        this.random = random;
    }

    record Issued(X509Certificate certificate, PrivateKey key) {}

    Issued authority(Instant now) throws GeneralSecurityException {
        KeyPair pair = newPair();
        byte[] mark = new byte[4];
        random.nextBytes(mark);
        // With a mark, since a browser that knows two authorities of one name takes the wrong one.
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Shisa")
                .addRDN(BCStyle.CN, "Shisa CA " + HexFormat.of().formatHex(mark))
                .build();
        try {
            X509v3CertificateBuilder builder = builder(
                    name,
                    name,
                    pair.getPublic(),
                    now,
                    now.plus(AUTHORITY_VALIDITY).minus(BACKDATED));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new Issued(sign(builder, pair.getPrivate()), pair.getPrivate());
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A server's certificate with a new key; it ends before its authority does. */
    Issued server(Issued authority, HostNames names, Instant now) throws GeneralSecurityException {
        KeyPair pair = newPair();
        Instant end = now.plus(SERVER_VALIDITY).minus(BACKDATED);
        Instant authorityEnd = authority.certificate().getNotAfter().toInstant();
        List<GeneralName> alternatives = new ArrayList<>();
        names.dns().forEach(name -> alternatives.add(new GeneralName(GeneralName.dNSName, name)));
        names.addresses().forEach(address -> alternatives.add(new GeneralName(GeneralName.iPAddress, address)));
        try {
            X509v3CertificateBuilder builder = builder(
                    X500Name.getInstance(
                            authority.certificate().getSubjectX500Principal().getEncoded()),
                    new X500NameBuilder(BCStyle.INSTANCE)
                            .addRDN(BCStyle.O, "Shisa")
                            .addRDN(BCStyle.CN, "Shisa")
                            .build(),
                    pair.getPublic(),
                    now,
                    end.isBefore(authorityEnd) ? end : authorityEnd);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate()));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(alternatives.toArray(GeneralName[]::new)));
            return new Issued(sign(builder, authority.key()), pair.getPrivate());
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant end)
            throws GeneralSecurityException, CertIOException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(now.minus(BACKDATED)),
                Date.from(end),
                subject,
                key);
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }
}
