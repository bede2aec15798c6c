package dev.shisa.server.platform.tls;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who the server is towards its clients: a certificate, its key, and the authority to trust if it is our own.
 *
 * @param certificateFile PEM, the server's certificate first, then those above it
 * @param keyFile PEM, the server's private key
 * @param certificate the server's own
 * @param authority present if Shisa issued the certificate itself
 */
public record TlsIdentity(
        Path certificateFile, Path keyFile, X509Certificate certificate, Optional<X509Certificate> authority) {

    /**
     * The certificate that Shisa issues itself, below {@code DATA/tls} and {@code DATA/secrets}. Makes the authority at
     * the first call; makes a new server certificate whenever it ends within 30 days or lacks a name. Calling it
     * again, such as once a day, is how the certificate is renewed.
     *
     * @param names under which people reach the server beyond what the machine knows of itself
     * @throws TlsException with what is wrong and what to do about it
     */
    public static TlsIdentity own(Path data, Collection<String> names, InstantSource clock) {
        return new OwnAuthority(data, clock).serverIdentity(HostNames.ofThisMachine(names));
    }

    /**
     * The certificate that the operator has.
     *
     * @throws TlsException if it cannot serve: unreadable, expired, or not the key's
     */
    public static TlsIdentity given(Path certificate, Path key, InstantSource clock) {
        return GivenCertificate.read(certificate, key, clock);
    }

    public Instant endsAt() {
        return certificate.getNotAfter().toInstant();
    }

    /** The names and addresses that the certificate is for. */
    public HostNames names() {
        try {
            return OwnAuthority.namesOf(certificate);
        } catch (CertificateParsingException e) {
            // What cannot be read is no name that anybody could mean.
            return new HostNames(new TreeSet<>(), new TreeSet<>());
        }
    }

    /** SHA-256 of the certificate, written as browsers show it: {@code AB:CD:…}. */
    public String fingerprint() {
        return fingerprint(certificate);
    }

    /** The same of the authority, for whoever downloads it. */
    public Optional<String> authorityFingerprint() {
        return authority.map(TlsIdentity::fingerprint);
    }

    /** The authority's certificate as text, for Linux, curl and Firefox. */
    public Optional<byte[]> authorityPem() {
        return authority.map(Pem::encode);
    }

    /** The authority's certificate in binary, for Windows, macOS, Android and iOS. */
    public Optional<byte[]> authorityDer() {
        return authority.map(Pem::der);
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Pem.der(certificate));
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
