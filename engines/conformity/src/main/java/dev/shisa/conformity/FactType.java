package dev.shisa.conformity;

import java.util.Arrays;
import java.util.Optional;

/** The types of facts in the vocabulary, and the kind of value that each holds. */
public enum FactType {
    /** The complete list of the items of a collection. */
    SET("set", Value.Type.WORDS),
    FLAG("flag", Value.Type.FLAG),
    WHOLE("whole", Value.Type.WHOLE),
    /** One of a closed list of choices. */
    WORD("word", Value.Type.WORD),
    /** Some of a closed list of choices. */
    WORDS("words", Value.Type.WORDS),
    DAY("day", Value.Type.DAY),
    TEXT("text", Value.Type.WORD),
    /** One item of a collection. */
    REF("ref", Value.Type.WORD);

    private final String code;
    private final Value.Type value;

    FactType(String code, Value.Type value) {
        this.code = code;
        this.value = value;
    }

    /** The word used in catalogue files. */
    public String code() {
        return code;
    }

    public Value.Type value() {
        return value;
    }

    public static Optional<FactType> parse(String code) {
        return Arrays.stream(values()).filter(t -> t.code.equals(code)).findFirst();
    }
}
