package dev.shisa.server.platform.tls;

import static dev.shisa.server.platform.tls.TlsException.Reason.AUTHORITY_DAMAGED;
import static dev.shisa.server.platform.tls.TlsException.Reason.AUTHORITY_MIXED_UP;
import static dev.shisa.server.platform.tls.TlsException.Reason.AUTHORITY_WITHOUT_KEY;
import static dev.shisa.server.platform.tls.TlsException.Reason.FOLDER_NOT_WRITABLE;

import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The installation's own certificate authority and what it has issued.
 *
 * <p>Files: {@code tls/ca.pem}, {@code tls/server.pem} (with the authority behind it), {@code secrets/tls-ca-key.pem},
 * {@code secrets/tls-server-key.pem}. Everything about the server's certificate can be made again, so whatever is
 * missing, damaged or out of date is; the authority cannot, since people have put it into their browsers.
 */
final class OwnAuthority {

    static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);

    private final Path authorityFile;
    private final Path authorityKeyFile;
    private final Path serverFile;
    private final Path serverKeyFile;
    private final InstantSource clock;

    OwnAuthority(Path data, InstantSource clock) {
        authorityFile = data.resolve("tls").resolve("ca.pem");
        serverFile = data.resolve("tls").resolve("server.pem");
        authorityKeyFile = data.resolve("secrets").resolve("tls-ca-key.pem");
        serverKeyFile = data.resolve("secrets").resolve("tls-server-key.pem");
        this.clock = clock;
    }

    TlsIdentity serverIdentity(HostNames names) {
        try {
            Instant now = clock.instant();
            Issuer issuer = new Issuer(new SecureRandom());
            Issuer.Issued authority = authority(issuer, now);
            Optional<X509Certificate> usable = usableServerCertificate(authority.certificate(), names, now);
            X509Certificate server =
                    usable.isPresent() ? usable.get() : issueServerCertificate(issuer, authority, names, now);
            return new TlsIdentity(serverFile, serverKeyFile, server, Optional.of(authority.certificate()));
        } catch (IOException e) {
            throw new TlsException(FOLDER_NOT_WRITABLE, e, String.valueOf(serverFile.getParent()), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make certificates on P-256", e);
        }
    }

    private Issuer.Issued authority(Issuer issuer, Instant now) throws IOException, GeneralSecurityException {
        boolean hasCertificate = Files.exists(authorityFile);
        boolean hasKey = Files.exists(authorityKeyFile);
        // A key alone is a first start that was cut short: nobody has seen that authority yet.
        if (!hasCertificate) {
            return makeAuthority(issuer, now);
        }
        if (!hasKey) {
            throw new TlsException(AUTHORITY_WITHOUT_KEY, null, authorityFile, authorityKeyFile);
        }
        try {
            X509Certificate certificate = onlyCertificate(Pem.certificates(Pem.read(authorityFile)));
            PrivateKey key = Pem.ecKey(Pem.read(authorityKeyFile));
            if (!Pem.match(key, certificate.getPublicKey())) {
                throw new TlsException(AUTHORITY_MIXED_UP, null, authorityFile, authorityKeyFile);
            }
            // What it could issue now would end too soon to be of use; ten years have passed.
            if (certificate.getNotAfter().toInstant().isBefore(now.plus(RENEWED_BEFORE_END))) {
                return makeAuthority(issuer, now);
            }
            return new Issuer.Issued(certificate, key);
        } catch (GeneralSecurityException e) {
            throw new TlsException(AUTHORITY_DAMAGED, e, authorityFile, authorityKeyFile);
        }
    }

    private Issuer.Issued makeAuthority(Issuer issuer, Instant now) throws IOException, GeneralSecurityException {
        Issuer.Issued made = issuer.authority(now);
        OwnerOnlyFiles.write(authorityKeyFile, Pem.encode(made.key()));
        OwnerOnlyFiles.write(authorityFile, Pem.encode(made.certificate()));
        return made;
    }

    private X509Certificate issueServerCertificate(Issuer issuer, Issuer.Issued authority, HostNames names, Instant now)
            throws IOException, GeneralSecurityException {
        Issuer.Issued made = issuer.server(authority, names, now);
        OwnerOnlyFiles.write(serverKeyFile, Pem.encode(made.key()));
        OwnerOnlyFiles.write(serverFile, Pem.encode(made.certificate(), authority.certificate()));
        return made.certificate();
    }

    /** The present certificate, if there is nothing to say against it. */
    private Optional<X509Certificate> usableServerCertificate(X509Certificate authority, HostNames names, Instant now)
            throws IOException {
        if (!Files.exists(serverFile) || !Files.exists(serverKeyFile)) {
            return Optional.empty();
        }
        try {
            byte[] text = Pem.read(serverFile);
            List<X509Certificate> chain = Pem.certificates(text);
            boolean asWritten = Arrays.equals(Pem.encode(chain.toArray(X509Certificate[]::new)), text);
            if (!asWritten || chain.size() != 2 || !chain.get(1).equals(authority)) {
                return Optional.empty();
            }
            X509Certificate server = chain.getFirst();
            server.verify(authority.getPublicKey());
            boolean inTime = !now.isBefore(server.getNotBefore().toInstant())
                    && now.plus(RENEWED_BEFORE_END)
                            .isBefore(server.getNotAfter().toInstant());
            boolean usable = inTime
                    && names.within(namesOf(server))
                    && Pem.match(Pem.ecKey(Pem.read(serverKeyFile)), server.getPublicKey());
            return usable ? Optional.of(server) : Optional.empty();
        } catch (GeneralSecurityException e) {
            // Damaged or of another authority: a new one is made.
            return Optional.empty();
        }
    }

    static HostNames namesOf(X509Certificate certificate) throws CertificateParsingException {
        TreeSet<String> dns = new TreeSet<>();
        TreeSet<String> addresses = new TreeSet<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                String value = String.valueOf(alternative.get(1));
                if (alternative.getFirst().equals(2)) {
                    dns.add(value.toLowerCase(Locale.ROOT));
                } else if (alternative.getFirst().equals(7)) {
                    addresses.add(HostNames.text(InetAddress.ofLiteral(value)));
                }
            }
        }
        return new HostNames(dns, addresses);
    }

    private static X509Certificate onlyCertificate(List<X509Certificate> found) throws GeneralSecurityException {
        if (found.size() != 1) {
            throw new GeneralSecurityException("expected one certificate, got " + found.size());
        }
        return found.getFirst();
    }
}
