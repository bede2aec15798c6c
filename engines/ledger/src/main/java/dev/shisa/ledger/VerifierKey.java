package dev.shisa.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** A public key with its name, as written in a vkey: {@code name+hex(id)+base64(type ‖ key)} (C2SP signed-note). */
public final class VerifierKey {

    private static final int TEXT_LENGTH_MAX = 4096;
    private static final int TIMESTAMP_BYTES = 8;

    private final String name;
    private final KeyType type;
    private final byte[] key;
    private final int id;

    VerifierKey(String name, KeyType type, byte[] key) {
        this.name = name;
        this.type = type;
        this.key = key.clone();
        this.id = id(name, type, key);
    }

    /**
     * Reads a vkey.
     *
     * @throws LedgerException.Malformed with one sentence if the text is not a vkey of a known type
     */
    public static VerifierKey parse(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new LedgerException.Malformed("a vkey has at most " + TEXT_LENGTH_MAX + " characters.");
        }
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length < 3 || !isName(parts[0])) {
            throw new LedgerException.Malformed("a vkey is written name+id+key; \"" + text.strip() + "\" is not.");
        }
        byte[] typed = Base64Text.decode(parts[2], "the key of the vkey of " + parts[0]);
        int typeId = typed.length == 0 ? -1 : typed[0];
        KeyType type = KeyType.of(typeId)
                .orElseThrow(() -> new LedgerException.Malformed(
                        "the vkey of " + parts[0] + " has type " + typeId + "; known are 1, 4 and 6."));
        if (typed.length != 1 + type.publicKeyBytes) {
            throw new LedgerException.Malformed("the vkey of " + parts[0] + " holds a key of " + (typed.length - 1)
                    + " bytes; its type has " + type.publicKeyBytes + ".");
        }
        VerifierKey key = new VerifierKey(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().toHexDigits(key.id).equals(parts[1])) {
            throw new LedgerException.Malformed("the vkey of " + parts[0] + " says key id " + parts[1]
                    + ", its key has " + HexFormat.of().toHexDigits(key.id) + ".");
        }
        return key;
    }

    /** Not empty, without white space, control characters or a plus sign. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c));
    }

    static int id(String name, KeyType type, byte[] key) {
        MessageDigest sha256 = Hasher.sha256();
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) '\n');
        sha256.update((byte) type.id);
        return ByteBuffer.wrap(sha256.digest(key)).getInt();
    }

    public String name() {
        return name;
    }

    public KeyType type() {
        return type;
    }

    /** The first four bytes of the hash of name, type and key, big-endian. */
    public int id() {
        return id;
    }

    boolean names(Note.Line line) {
        return line.keyId() == id && line.name().equals(name);
    }

    /** Whether the line, which {@linkplain #names names} this key, signs the text. */
    boolean verify(String text, Note.Line line) {
        byte[] signature = line.signature();
        if (!type.isCosignature()) {
            return signature.length == type.signatureBytes
                    && type.verify(key, text.getBytes(StandardCharsets.UTF_8), signature);
        }
        if (signature.length != TIMESTAMP_BYTES + type.signatureBytes) {
            return false;
        }
        long timestamp = ByteBuffer.wrap(signature).getLong();
        if (timestamp < 0) {
            return false;
        }
        try {
            return type.verify(
                    key,
                    CosignedMessage.of(type, name, timestamp, text),
                    Arrays.copyOfRange(signature, TIMESTAMP_BYTES, signature.length));
        } catch (LedgerException.Malformed e) {
            // No checkpoint, so there is nothing that a cosignature could be about.
            return false;
        }
    }

    /** As a vkey. */
    @Override
    public String toString() {
        byte[] typed = new byte[1 + key.length];
        typed[0] = (byte) type.id;
        System.arraycopy(key, 0, typed, 1, key.length);
        return name + "+" + HexFormat.of().toHexDigits(id) + "+" + Base64Text.encode(typed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return id;
    }
}
