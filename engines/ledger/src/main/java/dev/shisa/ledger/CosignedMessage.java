package dev.shisa.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes that a cosigner signs (C2SP tlog-cosignature). */
final class CosignedMessage {

    private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_BYTES_MAX = 255;

    private CosignedMessage() {}

    /**
     * @param timestamp seconds since 1970, not negative
     * @param text body of the checkpoint
     * @throws LedgerException.Malformed if the text is not a checkpoint, or a name is too long for the type
     */
    static byte[] of(KeyType type, String cosigner, long timestamp, String text) {
        Checkpoint checkpoint = Checkpoint.parse(text);
        return switch (type) {
            case ED25519 -> throw new IllegalArgumentException("a key of type 1 does not cosign");
            case COSIGNATURE_ED25519 ->
                ("cosignature/v1\ntime " + timestamp + "\n" + text).getBytes(StandardCharsets.UTF_8);
            case COSIGNATURE_ML_DSA_44 -> subtree(cosigner, timestamp, checkpoint);
        };
    }

    private static byte[] subtree(String cosigner, long timestamp, Checkpoint checkpoint) {
        byte[] name = name(cosigner);
        byte[] origin = name(checkpoint.origin());
        return ByteBuffer.allocate(
                        SUBTREE_LABEL.length + 2 + name.length + origin.length + 3 * Long.BYTES + Digest.BYTES)
                .put(SUBTREE_LABEL)
                .put((byte) name.length)
                .put(name)
                .putLong(timestamp)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size())
                .put(checkpoint.root().bytes())
                .array();
    }

    private static byte[] name(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > NAME_BYTES_MAX) {
            throw new LedgerException.Malformed(
                    "an ML-DSA-44 cosignature names cosigner and origin in at most " + NAME_BYTES_MAX + " bytes each.");
        }
        return bytes;
    }
}
