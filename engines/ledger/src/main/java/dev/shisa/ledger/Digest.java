package dev.shisa.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 value of 32 bytes, held as four big-endian words so that equality is that of a value. */
public record Digest(long a, long b, long c, long d) {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Bytes of a SHA-256 value. */
    public static final int BYTES = 32;

    /** Root of the tree without entries: the SHA-256 of nothing (RFC 6962, section 2.1). */
    public static final Digest EMPTY_TREE =
            of(HexFormat.of().parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));

    /**
     * A value from its bytes.
     *
     * @throws LedgerException.Malformed unless there are exactly 32 bytes
     */
    public static Digest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new LedgerException.Malformed(
                    "a SHA-256 hash has " + BYTES + " bytes; this one has " + bytes.length + ".");
        }
        return at(bytes, 0);
    }

    /** The leaf hash of one entry: H(0x00 ‖ entry) (RFC 6962, section 2.1). */
    public static Digest ofLeaf(byte[] entry) {
        return Hasher.leafHash(entry);
    }

    /** The 32 bytes from {@code offset} on. */
    public static Digest at(byte[] bytes, int offset) {
        return new Digest(
                (long) WORD.get(bytes, offset),
                (long) WORD.get(bytes, offset + 8),
                (long) WORD.get(bytes, offset + 16),
                (long) WORD.get(bytes, offset + 24));
    }

    /** Writes the 32 bytes to {@code offset}. */
    public void write(byte[] target, int offset) {
        WORD.set(target, offset, a);
        WORD.set(target, offset + 8, b);
        WORD.set(target, offset + 16, c);
        WORD.set(target, offset + 24, d);
    }

    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        write(bytes, 0);
        return bytes;
    }

    /** Standard base 64 with padding, as in checkpoints. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public String toString() {
        return base64();
    }
}
