package dev.shisa.server.platform.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backup, restore or drill that cannot be done. Its words are the message {@code backup.problem.<code>}: what is wrong,
 * where, what to do.
 */
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<Object> args;

    BackupException(String code, Object... args) {
        this(null, code, args);
    }

    BackupException(@Nullable Throwable cause, String code, Object... args) {
        super(code + " " + List.of(args), cause);
        this.code = code;
        this.args = List.of(args);
    }

    public String code() {
        return code;
    }

    public Object[] args() {
        return args.toArray();
    }
}
