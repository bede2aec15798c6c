package dev.shisa.server.platform.start;

import org.jspecify.annotations.Nullable;

/** The certificate cannot be used: the message {@code start.failed.<code>}. */
final class TlsStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Object[] args;

    TlsStartException(String code, @Nullable Throwable cause, Object... args) {
        super(code, cause);
        this.code = code;
        this.args = args.clone();
    }

    String code() {
        return code;
    }

    Object[] args() {
        return args.clone();
    }
}
