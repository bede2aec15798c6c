package dev.shisa.pki;

/** Bytes that came from outside are not taken; {@link #reason()} says why, in a word that is counted and told. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why bytes, a request or a key are not taken. */
    public enum Reason {
        /** More bytes than any honest sender needs. */
        TOO_LARGE,
        /** Not what the standard says that it is. */
        MALFORMED,
        /** A kind or length of key that is not used, or parameters that are not those of a named curve. */
        KEY,
        /** The signature was not made by the key that the request names. */
        POSSESSION,
        /** A signature by SHA-1 or MD5, or by an algorithm that does not fit its key. */
        SIGNATURE_ALGORITHM
    }

    private final Reason reason;

    RefusedException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    RefusedException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
