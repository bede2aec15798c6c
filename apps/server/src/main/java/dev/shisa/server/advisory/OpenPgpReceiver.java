package dev.shisa.server.advisory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/**
 * A public OpenPGP key to which something can be encrypted (RFC 9580, section 10.1.1). One that had expired, was revoked or may not
 * encrypt is none; which these are is the library's policy.
 */
public final class OpenPgpReceiver {

    /** A key with some signatures of others on it, in a field of a form. */
    public static final int KEY_CHARS_MAX = 20_000;

    private static final BcOpenPGPApi API = new BcOpenPGPApi();

    private final String fingerprint;
    private final List<PGPPublicKey> keys;

    private OpenPgpReceiver(String fingerprint, List<PGPPublicKey> keys) {
        this.fingerprint = fingerprint;
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads an armoured key; empty if it is none, several, also a private one, or cannot encrypt at that time.
     *
     * @param at since keys expire
     */
    public static Optional<OpenPgpReceiver> read(String armored, Instant at) {
        if (armored.length() > KEY_CHARS_MAX || armored.contains("PRIVATE KEY")) {
            return Optional.empty();
        }
        try {
            List<OpenPGPCertificate> found =
                    API.readKeyOrCertificate().parseCertificates(armored.getBytes(StandardCharsets.UTF_8));
            if (found.size() != 1) {
                return Optional.empty();
            }
            OpenPGPCertificate one = found.getFirst();
            List<PGPPublicKey> keys = one.getEncryptionKeys(Date.from(at)).stream()
                    .map(OpenPGPCertificate.OpenPGPComponentKey::getPGPPublicKey)
                    .toList();
            return keys.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new OpenPgpReceiver(HexFormat.of().withUpperCase().formatHex(one.getFingerprint()), keys));
        } catch (IOException | RuntimeException e) {
            // The library throws whatever a broken packet leads it to.
            return Optional.empty();
        }
    }

    /** Of the primary key, in capital letters. */
    public String fingerprint() {
        return fingerprint;
    }

    /** In groups of four, as people compare it. */
    public String grouped() {
        return fingerprint.replaceAll("(.{4})(?!$)", "$1 ");
    }

    List<PGPPublicKey> keys() {
        return keys;
    }
}
