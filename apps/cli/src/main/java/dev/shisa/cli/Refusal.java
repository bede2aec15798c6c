package dev.shisa.cli;

/** Ends a command with one sentence and an exit code. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final int code;

    Refusal(int code, String sentence) {
        super(sentence);
        this.code = code;
    }

    int code() {
        return code;
    }
}
