package dev.shisa.server.platform.tls;

import static dev.shisa.server.platform.tls.TlsException.Reason.EXPIRED;
import static dev.shisa.server.platform.tls.TlsException.Reason.FILE_UNREADABLE;
import static dev.shisa.server.platform.tls.TlsException.Reason.KEY_DOES_NOT_MATCH;
import static dev.shisa.server.platform.tls.TlsException.Reason.KEY_HAS_PASSPHRASE;
import static dev.shisa.server.platform.tls.TlsException.Reason.NOT_A_CERTIFICATE;
import static dev.shisa.server.platform.tls.TlsException.Reason.NOT_A_KEY;
import static dev.shisa.server.platform.tls.TlsException.Reason.NOT_YET_VALID;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** Two files of the operator, looked at before the server depends on them. */
final class GivenCertificate {

    /** A certificate, two or three above it, perhaps a key in the same file. */
    private static final int OBJECTS_MAX = 20;

    private GivenCertificate() {}

    static TlsIdentity read(Path certificateFile, Path keyFile, InstantSource clock) {
        X509Certificate certificate = certificate(certificateFile);
        PrivateKey key = key(keyFile);
        try {
            if (!Pem.match(key, certificate.getPublicKey())) {
                throw new TlsException(
                        KEY_DOES_NOT_MATCH, null, keyFile, certificateFile, certificate.getSubjectX500Principal());
            }
        } catch (GeneralSecurityException e) {
            throw notAKey(keyFile, e);
        }
        checkTime(certificateFile, certificate, clock.instant());
        return new TlsIdentity(certificateFile, keyFile, certificate, Optional.empty());
    }

    private static void checkTime(Path file, X509Certificate certificate, Instant now) {
        Instant start = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            throw new TlsException(EXPIRED, null, file, end, now);
        }
        if (now.isBefore(start)) {
            throw new TlsException(NOT_YET_VALID, null, file, start, now);
        }
    }

    private static X509Certificate certificate(Path file) {
        for (Object object : objects(file)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    return new JcaX509CertificateConverter().getCertificate(holder);
                } catch (GeneralSecurityException e) {
                    throw notACertificate(file, e);
                }
            }
        }
        throw notACertificate(file, null);
    }

    private static PrivateKey key(Path file) {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        for (Object object : objects(file)) {
            try {
                switch (object) {
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
                        throw new TlsException(KEY_HAS_PASSPHRASE, null, file);
                    default -> {}
                }
            } catch (IOException e) {
                throw notAKey(file, e);
            }
        }
        throw notAKey(file, null);
    }

    private static List<Object> objects(Path file) {
        byte[] text;
        try {
            text = Pem.read(file);
        } catch (IOException e) {
            throw new TlsException(FILE_UNREADABLE, e, file, e);
        }
        List<Object> found = new ArrayList<>();
        try (PEMParser parser =
                new PEMParser(new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.ISO_8859_1))) {
            Object object = parser.readObject();
            while (object != null && found.size() < OBJECTS_MAX) {
                found.add(object);
                object = parser.readObject();
            }
        } catch (IOException | IllegalArgumentException e) {
            // What stands before the damaged part is still looked at; if it does not suffice, the caller says so.
            return found;
        }
        return found;
    }

    private static TlsException notACertificate(Path file, @Nullable Throwable cause) {
        return new TlsException(NOT_A_CERTIFICATE, cause, file);
    }

    private static TlsException notAKey(Path file, @Nullable Throwable cause) {
        return new TlsException(NOT_A_KEY, cause, file);
    }
}
