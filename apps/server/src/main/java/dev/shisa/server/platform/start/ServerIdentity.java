package dev.shisa.server.platform.start;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Under which name and with which certificate the server is reached.
 *
 * @param host the name in links
 * @param certificate what Tomcat shows; null without TLS (tests)
 * @param authority our own authority that signed it; null when the maker gave a certificate
 */
public record ServerIdentity(
        String host,
        @Nullable X509Certificate certificate,
        @Nullable X509Certificate authority) {

    /** Whether browsers warn until they know our authority. */
    public boolean ownAuthority() {
        return authority != null;
    }

    /** SHA-256 of our authority's certificate (or of the given one): {@code 3F9A 41C7 …}, sixteen groups. */
    public String fingerprint() {
        X509Certificate shown = authority != null ? authority : certificate;
        if (shown == null) {
            return "";
        }
        try {
            String hex = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(shown.getEncoded()))
                    .toUpperCase(Locale.ROOT);
            return hex.replaceAll("(.{4})(?!$)", "$1 ");
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("the certificate cannot be hashed", e);
        }
    }

    /** The first three and last two groups, enough to compare by eye; the whole is on the certificate page. */
    public String shortFingerprint() {
        String whole = fingerprint();
        return whole.isEmpty() ? "" : whole.substring(0, 14) + " … " + whole.substring(whole.length() - 9);
    }

    public @Nullable Instant certificateEndsAt() {
        return certificate == null ? null : certificate.getNotAfter().toInstant();
    }

    /** Our authority as a file that browsers and systems can import. */
    public byte[] authorityPem() {
        if (authority == null) {
            return new byte[0];
        }
        try {
            return ("-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded())
                            + "\n-----END CERTIFICATE-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the certificate cannot be written", e);
        }
    }
}
