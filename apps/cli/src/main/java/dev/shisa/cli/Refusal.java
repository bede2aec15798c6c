package dev.shisa.cli;

/** Ends a command with one sentence, {@link Words} of a key, and an exit code. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final int code;

    Refusal(int code, String key, Object... args) {
        super(Words.t(key, args));
        this.code = code;
    }

    int code() {
        return code;
    }
}
