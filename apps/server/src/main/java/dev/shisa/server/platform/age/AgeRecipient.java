package dev.shisa.server.platform.age;

import java.util.Optional;

/**
 * The public half of an X25519 key pair, {@code age1…} (C2SP age.md, "The X25519 recipient type"): who has only this can
 * write a file and not read it.
 */
public final class AgeRecipient {

    private static final String PREFIX = "age";

    private final byte[] point;

    AgeRecipient(byte[] point) {
        this.point = point.clone();
    }

    /** Empty if the text is no X25519 recipient; those of other kinds (post-quantum, plug-ins) are not known here. */
    public static Optional<AgeRecipient> parse(String text) {
        return Bech32.decode(PREFIX, text.strip())
                .filter(bytes -> bytes.length == Age.KEY_BYTES)
                .map(AgeRecipient::new);
    }

    byte[] point() {
        return point.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgeRecipient that && java.util.Arrays.equals(point, that.point);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(point);
    }

    /** {@code age1…}. */
    @Override
    public String toString() {
        return Bech32.encode(PREFIX, point);
    }
}
