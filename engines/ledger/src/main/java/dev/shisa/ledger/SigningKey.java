package dev.shisa.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A private key with its name, kept in a file as {@code PRIVATE+KEY+name+hex(id)+base64(type ‖ seed)}, the form that Go's
 * note package and tools made with it read.
 */
public final class SigningKey {

    private static final String PREFIX = "PRIVATE+KEY+";
    private static final int FILE_BYTES_MAX = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final VerifierKey verifier;
    private final PrivateKey key;
    private final byte[] seed;
    private final byte[] publicKey;

    private SigningKey(String name, KeyType type, byte[] seed) {
        KeyPair pair = type.keyPair(seed);
        this.publicKey = type.rawPublicKey(pair.getPublic());
        this.verifier = new VerifierKey(name, type, publicKey);
        this.key = pair.getPrivate();
        this.seed = seed.clone();
    }

    /**
     * A new key.
     *
     * @param name for a log its origin, for a witness its own name: a URL without scheme
     * @param random a secure source, except in tests
     */
    public static SigningKey generate(String name, KeyType type, RandomGenerator random) {
        if (!VerifierKey.isName(name)) {
            throw new LedgerException.Malformed(
                    "the name of a key has no spaces and no plus sign; \"" + name + "\" has.");
        }
        byte[] seed = new byte[KeyType.SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(name, type, seed);
    }

    /**
     * Reads a key as it stands in its file.
     *
     * @throws LedgerException.Malformed with one sentence that does not repeat the key
     */
    public static SigningKey parse(String text) {
        String stripped = text.strip();
        String[] parts = stripped.startsWith(PREFIX)
                ? stripped.substring(PREFIX.length()).split("\\+", 3)
                : new String[0];
        if (parts.length < 3 || !VerifierKey.isName(parts[0])) {
            throw new LedgerException.Malformed("a signing key is written PRIVATE+KEY+name+id+key.");
        }
        byte[] typed = Base64Text.decode(parts[2], "the signing key of " + parts[0]);
        KeyType type = KeyType.of(typed.length == 0 ? -1 : typed[0])
                .orElseThrow(() -> new LedgerException.Malformed(
                        "the signing key of " + parts[0] + " is of a type that is not known here."));
        if (typed.length != 1 + KeyType.SEED_BYTES) {
            throw new LedgerException.Malformed("the signing key of " + parts[0] + " has a wrong length.");
        }
        SigningKey key = new SigningKey(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().toHexDigits(key.verifier.id()).equals(parts[1])) {
            throw new LedgerException.Malformed(
                    "the signing key of " + parts[0] + " does not have the id that it says.");
        }
        return key;
    }

    /**
     * Reads a key file that only its owner can read.
     *
     * @throws LedgerException if it is missing, readable for others or malformed
     */
    public static SigningKey read(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw new LedgerException.Failed("the key file " + file + " is open to others ("
                        + PosixFilePermissions.toString(permissions) + "); close it with: chmod 600 " + file);
            }
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new LedgerException.Malformed("it is larger than any key.");
            }
            return parse(Note.utf8(Files.readAllBytes(file)));
        } catch (LedgerException.Malformed e) {
            throw new LedgerException.Malformed("the key file " + file + " is damaged (" + e.getMessage()
                    + "); put the one of the newest backup in its place.");
        } catch (NoSuchFileException e) {
            throw new LedgerException.Failed("the key file " + file + " does not exist.", e);
        } catch (IOException e) {
            throw new LedgerException.Failed("the key file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the key into a new file with permissions 0600, durably.
     *
     * @throws LedgerException.Failed if the file exists or cannot be written
     */
    public void write(Path file) {
        try (FileChannel channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text() + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new LedgerException.Failed(
                    "the key file " + file + " exists already; a key is never overwritten.", e);
        } catch (IOException e) {
            throw new LedgerException.Failed("the key file " + file + " cannot be written: " + e.getMessage(), e);
        }
        Folders.force(Folders.parent(file));
    }

    private String text() {
        byte[] typed = new byte[1 + seed.length];
        typed[0] = (byte) verifier.type().id;
        System.arraycopy(seed, 0, typed, 1, seed.length);
        return PREFIX + verifier.name() + "+" + HexFormat.of().toHexDigits(verifier.id()) + "+"
                + Base64Text.encode(typed);
    }

    public String name() {
        return verifier.name();
    }

    /** The public half, to give to others. */
    public VerifierKey verifier() {
        return verifier;
    }

    /** Signs a text; only for keys of type {@link KeyType#ED25519}. */
    Note.Line sign(String text) {
        if (verifier.type().isCosignature()) {
            throw new IllegalStateException("the key of " + name() + " only cosigns");
        }
        return line(signature(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Signs a checkpoint as its log. */
    SignedCheckpoint sign(Checkpoint checkpoint) {
        String text = checkpoint.text();
        return new SignedCheckpoint(checkpoint, new Note(text, java.util.List.of(sign(text))));
    }

    /**
     * Cosigns the text of a checkpoint; only for the cosignature types.
     *
     * @param timestamp seconds since 1970
     */
    public Note.Line cosign(String text, long timestamp) {
        byte[] signature = signature(CosignedMessage.of(verifier.type(), name(), timestamp, text));
        return line(ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(timestamp)
                .put(signature)
                .array());
    }

    /** Ed25519 by BouncyCastle, which signs twenty times as fast as the JDK; the JDK verifies. */
    private byte[] signature(byte[] message) {
        if (verifier.type() == KeyType.COSIGNATURE_ML_DSA_44) {
            return verifier.type().sign(key, message);
        }
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private Note.Line line(byte[] signature) {
        return new Note.Line(name(), verifier.id(), signature);
    }

    /** Only the public half. */
    @Override
    public String toString() {
        return verifier.toString();
    }
}
