package dev.shisa.server.platform.tls;

import org.jspecify.annotations.Nullable;

/** The server has no usable certificate: what is wrong with which file, and what a person can do about it. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong; the code is stable and leads to a help page. */
    public enum Reason {
        FILE_UNREADABLE("SHISA-TLS-001"),
        NOT_A_CERTIFICATE("SHISA-TLS-002"),
        NOT_A_KEY("SHISA-TLS-003"),
        KEY_HAS_PASSPHRASE("SHISA-TLS-004"),
        KEY_DOES_NOT_MATCH("SHISA-TLS-005"),
        EXPIRED("SHISA-TLS-006"),
        NOT_YET_VALID("SHISA-TLS-007"),
        BAD_NAME("SHISA-TLS-008"),
        AUTHORITY_INCOMPLETE("SHISA-TLS-009"),
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
    private final String problem;
    private final String remedy;

    TlsException(Reason reason, String problem, String remedy) {
        this(reason, problem, remedy, null);
    }

    TlsException(Reason reason, String problem, String remedy, @Nullable Throwable cause) {
        super(problem + " " + remedy + " (" + reason.code() + ")", cause);
        this.reason = reason;
        this.problem = problem;
        this.remedy = remedy;
    }

    public Reason reason() {
        return reason;
    }

    /** One sentence: what is wrong, with which file. */
    public String problem() {
        return problem;
    }

    /** One sentence: what to do now. */
    public String remedy() {
        return remedy;
    }
}
