package dev.shisa.server.platform.database;

import org.jspecify.annotations.Nullable;

/** The database cannot be started: what is in the way, and what a person can do about it. */
public final class DatabaseStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is in the way; the code is stable and leads to a help page. */
    public enum Reason {
        DATA_IN_USE("SHISA-DATABASE-001"),
        SYSTEM_NOT_SUPPORTED("SHISA-DATABASE-002"),
        NO_UNPRIVILEGED_USER("SHISA-DATABASE-003"),
        FOLDER_OUT_OF_REACH("SHISA-DATABASE-004"),
        FOLDER_NOT_WRITABLE("SHISA-DATABASE-005"),
        DATA_OF_OTHER_VERSION("SHISA-DATABASE-006"),
        DATA_DAMAGED("SHISA-DATABASE-007"),
        POSTGRES_REFUSED("SHISA-DATABASE-008"),
        TOO_SLOW("SHISA-DATABASE-009"),
        LEFTOVER_WILL_NOT_STOP("SHISA-DATABASE-010"),
        INTERRUPTED("SHISA-DATABASE-011");

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

    DatabaseStartException(Reason reason, String problem, String remedy) {
        this(reason, problem, remedy, null);
    }

    DatabaseStartException(Reason reason, String problem, String remedy, @Nullable Throwable cause) {
        super(problem + " " + remedy + " (" + reason.code() + ")", cause);
        this.reason = reason;
        this.problem = problem;
        this.remedy = remedy;
    }

    public Reason reason() {
        return reason;
    }

    /** One sentence: what failed, on which thing. */
    public String problem() {
        return problem;
    }

    /** One sentence: what to do now. */
    public String remedy() {
        return remedy;
    }
}
