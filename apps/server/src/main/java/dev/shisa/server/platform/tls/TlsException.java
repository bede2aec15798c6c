package dev.shisa.server.platform.tls;

import dev.shisa.server.platform.StartException;
import org.jspecify.annotations.Nullable;

/** The server has no usable certificate. */
public final class TlsException extends StartException {
    private static final long serialVersionUID = 1;

    /** What is in the way; the code is stable and leads to a help page. */
    public enum Reason {
        FILE_UNREADABLE("SHISA-TLS-001"),
        NOT_A_CERTIFICATE("SHISA-TLS-002"),
        NOT_A_KEY("SHISA-TLS-003"),
        KEY_HAS_PASSPHRASE("SHISA-TLS-004"),
        KEY_DOES_NOT_MATCH("SHISA-TLS-005"),
        EXPIRED("SHISA-TLS-006"),
        NOT_YET_VALID("SHISA-TLS-007"),
        BAD_NAME("SHISA-TLS-008"),
        AUTHORITY_WITHOUT_KEY("SHISA-TLS-009"),
        AUTHORITY_MIXED_UP("SHISA-TLS-009"),
        AUTHORITY_DAMAGED("SHISA-TLS-009"),
        FOLDER_NOT_WRITABLE("SHISA-TLS-010");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    private final Reason reason;

    TlsException(Reason reason, @Nullable Throwable cause, Object... args) {
        super(reason.code(), "tls." + name(reason), cause, args);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
