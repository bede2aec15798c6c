package dev.shisa.server.platform.age;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The payload's chunks, each sealed under its number and whether it is the last (C2SP age.md, "Payload"; STREAM): none can
 * be left out, moved, or cut off at the end unnoticed.
 */
final class Chunks {

    /** Plain bytes of every chunk but the last. */
    static final int BYTES = 1 << 16;

    static final int SEALED_BYTES = BYTES + Primitives.TAG_BYTES;

    private final int mode;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private long number;

    private Chunks(int mode, byte[] fileKey, byte[] nonce) {
        this.mode = mode;
        this.key = new SecretKeySpec(Primitives.hkdf(fileKey, nonce, "payload"), "ChaCha20");
        try {
            this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 is part of every JDK", e);
        }
    }

    static Chunks sealing(byte[] fileKey, byte[] nonce) {
        return new Chunks(Cipher.ENCRYPT_MODE, fileKey, nonce);
    }

    static Chunks opening(byte[] fileKey, byte[] nonce) {
        return new Chunks(Cipher.DECRYPT_MODE, fileKey, nonce);
    }

    /** How many chunks were done. */
    long count() {
        return number;
    }

    /** Seals or opens the next chunk; returns the bytes written to {@code to}. */
    int next(byte[] from, int length, boolean last, byte[] to) throws GeneralSecurityException {
        byte[] nonce = new byte[Primitives.NONCE_BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[10 - i] = (byte) (number >>> (8 * i));
        }
        nonce[11] = (byte) (last ? 1 : 0);
        number++;
        cipher.init(mode, key, new IvParameterSpec(nonce));
        return cipher.doFinal(from, 0, length, to, 0);
    }
}
