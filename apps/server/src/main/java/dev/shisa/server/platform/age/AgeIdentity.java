package dev.shisa.server.platform.age;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** The secret half of an X25519 key pair, {@code AGE-SECRET-KEY-1…} (C2SP age.md, "The X25519 recipient type"). */
public final class AgeIdentity {

    private static final String PREFIX = "age-secret-key-";

    private final byte[] scalar;

    private AgeIdentity(byte[] scalar) {
        this.scalar = scalar;
    }

    public static AgeIdentity generate(SecureRandom random) {
        byte[] scalar = new byte[Age.KEY_BYTES];
        random.nextBytes(scalar);
        return new AgeIdentity(scalar);
    }

    /** Empty if the text is no X25519 identity. */
    public static Optional<AgeIdentity> parse(String text) {
        return Bech32.decode(PREFIX, text.strip())
                .filter(bytes -> bytes.length == Age.KEY_BYTES)
                .map(AgeIdentity::new);
    }

    /** All X25519 identities of a file as {@code age-keygen} writes it: one a line, between comments. */
    public static List<AgeIdentity> parseFile(String text) {
        return text.lines().map(AgeIdentity::parse).flatMap(Optional::stream).toList();
    }

    public AgeRecipient recipient() {
        byte[] point = new byte[Age.KEY_BYTES];
        X25519.scalarMultBase(scalar, 0, point, 0);
        return new AgeRecipient(point);
    }

    /** The secret as text, for a file that nobody else can read. */
    public String secret() {
        return Bech32.encode(PREFIX, scalar).toUpperCase(Locale.ROOT);
    }

    /** X25519 of the secret with a point; empty if the point is of low order. */
    Optional<byte[]> agree(byte[] point) {
        byte[] shared = new byte[Age.KEY_BYTES];
        return X25519.calculateAgreement(scalar, 0, point, 0, shared, 0) ? Optional.of(shared) : Optional.empty();
    }

    /** Not the secret: this text may get into a log. */
    @Override
    public String toString() {
        return "identity of " + recipient();
    }
}
