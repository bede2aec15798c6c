package dev.shisa.conformity;

import java.util.Arrays;
import java.util.Optional;

/** How a fact was established, weakest first. */
public enum Strength {
    DECLARED("declared"),
    DOCUMENTED("documented"),
    TESTED("tested"),
    MEASURED("measured");

    private final String code;

    Strength(String code) {
        this.code = code;
    }

    /** The word used in catalogue files and storage. */
    public String code() {
        return code;
    }

    public boolean isAtLeast(Strength other) {
        return compareTo(other) >= 0;
    }

    public static Optional<Strength> parse(String code) {
        return Arrays.stream(values()).filter(s -> s.code.equals(code)).findFirst();
    }
}
