package dev.shisa.server.platform.age;

import java.io.IOException;

/** A file that cannot be opened: it is no age file, is for another key, or was changed after it was written. */
public final class AgeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** The first line is not that of an age file. */
        NOT_AGE,
        /** The header breaks the format's rules, or was changed. */
        BAD_HEADER,
        /** None of the stanzas is for this key or passphrase. */
        WRONG_KEY,
        /** The content was changed, or ends too early. */
        DAMAGED
    }

    private final Reason reason;

    AgeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
