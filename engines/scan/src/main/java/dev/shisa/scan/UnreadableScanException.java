package dev.shisa.scan;

import java.util.List;

/** The bytes are no result that can be taken; says what is wrong and where. */
public final class UnreadableScanException extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    @SuppressWarnings("serial") // List.of can be serialized
    private final List<String> arguments;

    UnreadableScanException(String code, String... arguments) {
        super(code + " " + List.of(arguments));
        this.code = code;
        this.arguments =
                java.util.Arrays.stream(arguments).map(a -> Texts.line(a, 200)).toList();
    }

    /** The key of the sentence, for {@link Sentences}. */
    public String code() {
        return code;
    }

    public List<String> arguments() {
        return arguments;
    }
}
