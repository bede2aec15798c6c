package dev.shisa.server.platform.storage;

import dev.shisa.server.platform.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Secrets that have to be read again lie in the database sealed (AES-256-GCM, bound to whom or what they belong to), and the key is a
 * file that only the installation's own user can read: a copy of the database alone opens nothing.
 */
@Component
public class SealedSecrets {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final String lost;
    private final SecureRandom random = new SecureRandom();

    /** Those of the second factors. */
    @Autowired
    SealedSecrets(@Value("${shisa.data}") Path data) {
        this(data, "second-factor-key", "second-factor.key");
    }

    /**
     * Secrets of another kind, under a key of their own.
     *
     * @param name of the key's file among the secrets of the installation
     * @param lost code of the problem that is told when the key is not there any more, with its file
     */
    public SealedSecrets(Path data, String name, String lost) {
        this.file = data.resolve("secrets").resolve(name);
        this.lost = lost;
    }

    /** Something sealed, and for whom or what it was. */
    public record Sealed(UUID owner, byte[] bytes) {}

    /** Whoever has something sealed, so that the doctor sees when the key is gone, damaged or another one. */
    public interface Keeper {
        SealedSecrets key();

        /** What the key must open. */
        List<Sealed> kept();
    }

    /** Whether the key is there, and is a key. */
    public enum Key {
        PRESENT,
        MISSING,
        UNREADABLE
    }

    public Path file() {
        return file.toAbsolutePath();
    }

    /** How it is with the key, whatever it opens. */
    public Key look() {
        if (!Files.exists(file)) {
            return Key.MISSING;
        }
        try {
            key(false);
            return Key.PRESENT;
        } catch (Problem | UncheckedIOException e) {
            return Key.UNREADABLE;
        }
    }

    /** Seals a secret for whom or what it belongs to. */
    public byte[] seal(UUID owner, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(true), owner, nonce).doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /**
     * Opens what was sealed for the same owner.
     *
     * @throws Problem if the key that sealed it is not here any more
     */
    public byte[] open(UUID owner, byte[] sealed) {
        try {
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, key(false), owner, nonce)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw lost();
        }
    }

    /** Whether the key is here that opens this. */
    public boolean opens(Sealed sealed) {
        try {
            open(sealed.owner(), sealed.bytes());
            return true;
        } catch (Problem | UncheckedIOException e) {
            return false;
        }
    }

    private static Cipher cipher(int mode, byte[] key, UUID owner, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The key; a missing one is made only for something new. */
    private synchronized byte[] key(boolean make) {
        try {
            if (!Files.exists(file)) {
                if (!make) {
                    throw lost();
                }
                byte[] fresh = new byte[KEY_BYTES];
                random.nextBytes(fresh);
                OwnerOnlyFiles.write(
                        file, (Base64.getEncoder().encodeToString(fresh) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length != KEY_BYTES) {
                throw lost();
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw lost();
        } catch (IOException e) {
            throw new UncheckedIOException("a key cannot be read: " + file.getFileName(), e);
        }
    }

    private Problem lost() {
        return new Problem(503, lost, file());
    }
}
