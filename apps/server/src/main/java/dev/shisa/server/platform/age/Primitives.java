package dev.shisa.server.platform.age;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/** The functions of the format by their parameters: HKDF, HMAC and ChaCha20-Poly1305 of the JDK, scrypt of BouncyCastle. */
final class Primitives {

    static final int TAG_BYTES = 16;
    static final int NONCE_BYTES = 12;

    /** r and p of scrypt are fixed by the format; N is its work factor. */
    private static final int SCRYPT_R = 8;

    private static final int SCRYPT_P = 1;
    private static final String SCRYPT_LABEL = "age-encryption.org/v1/scrypt";

    private Primitives() {}

    static byte[] headerMac(byte[] fileKey, byte[] covered) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(hkdf(fileKey, new byte[0], "header"), "HmacSHA256"));
            return mac.doFinal(covered);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every JDK", e);
        }
    }

    /** HKDF-SHA-256, 32 bytes (RFC 5869). */
    static byte[] hkdf(byte[] key, byte[] salt, String info) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .addSalt(salt)
                            .thenExpand(info.getBytes(StandardCharsets.US_ASCII), Age.KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is part of this JDK (JEP 510)", e);
        }
    }

    static byte[] scrypt(String passphrase, byte[] salt, int workFactor) {
        byte[] label = SCRYPT_LABEL.getBytes(StandardCharsets.US_ASCII);
        byte[] labelled = java.util.Arrays.copyOf(label, label.length + salt.length);
        System.arraycopy(salt, 0, labelled, label.length, salt.length);
        return SCrypt.generate(
                passphrase.getBytes(StandardCharsets.UTF_8),
                labelled,
                1 << workFactor,
                SCRYPT_R,
                SCRYPT_P,
                Age.KEY_BYTES);
    }

    /** Wraps a file key: each wrapping key is used once, so the nonce is zero. */
    static byte[] wrap(byte[] wrapKey, byte[] fileKey) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, wrapKey).doFinal(fileKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 is part of every JDK", e);
        }
    }

    /** Empty if it was wrapped with another key. */
    static Optional<byte[]> unwrap(byte[] wrapKey, byte[] wrapped) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, wrapKey).doFinal(wrapped));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 is part of every JDK", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(new byte[NONCE_BYTES]));
        return cipher;
    }
}
