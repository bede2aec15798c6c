package dev.shisa.advisory;

import java.util.List;

/** The bytes are no CSAF document that could be judged; says what is wrong and where. */
public final class UnreadableCsafException extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    @SuppressWarnings("serial") // List.of can be serialized
    private final List<String> arguments;

    UnreadableCsafException(String code, String... arguments) {
        super(code + " " + List.of(arguments));
        this.code = code;
        this.arguments = List.of(arguments);
    }

    /** The key of the sentence, for {@link Sentences}. */
    public String code() {
        return code;
    }

    public List<String> arguments() {
        return arguments;
    }
}
