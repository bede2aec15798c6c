package dev.shisa.conformity;

/** A limit of this engine was passed; the message names the limit and what passed it. */
public final class ConformityException extends RuntimeException {
    public ConformityException(String message) {
        super(message);
    }

    public ConformityException(String message, Throwable cause) {
        super(message, cause);
    }
}
