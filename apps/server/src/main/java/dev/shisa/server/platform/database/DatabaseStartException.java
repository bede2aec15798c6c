package dev.shisa.server.platform.database;

import dev.shisa.server.platform.StartException;
import org.jspecify.annotations.Nullable;

/** The database cannot be started. */
public final class DatabaseStartException extends StartException {
    private static final long serialVersionUID = 1;

    /** What is in the way; the code is stable and leads to a help page. */
    public enum Reason {
        SYSTEM_NOT_SUPPORTED("SHISA-DATABASE-002"),
        NO_UNPRIVILEGED_USER("SHISA-DATABASE-003"),
        ROOT_STAYS("SHISA-DATABASE-003"),
        USER_WITHOUT_NAME("SHISA-DATABASE-003"),
        FOLDER_OUT_OF_REACH("SHISA-DATABASE-004"),
        FOLDER_NOT_WRITABLE("SHISA-DATABASE-005"),
        PROGRAMS_NOT_UNPACKED("SHISA-DATABASE-005"),
        DATA_OF_OTHER_USER("SHISA-DATABASE-005"),
        DATA_OF_OTHER_VERSION("SHISA-DATABASE-006"),
        DATA_DAMAGED("SHISA-DATABASE-007"),
        POSTGRES_REFUSED("SHISA-DATABASE-008"),
        NOT_SET_UP("SHISA-DATABASE-008"),
        TOO_SLOW("SHISA-DATABASE-009"),
        LEFTOVER_WILL_NOT_STOP("SHISA-DATABASE-010"),
        INTERRUPTED("SHISA-DATABASE-011"),
        FOREIGN_DATABASE("SHISA-DATABASE-012");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    private final Reason reason;

    DatabaseStartException(Reason reason, @Nullable Throwable cause, Object... args) {
        super(reason.code(), "database." + name(reason), cause, args);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
