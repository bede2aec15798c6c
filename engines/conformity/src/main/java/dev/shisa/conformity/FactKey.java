package dev.shisa.conformity;

import java.util.regex.Pattern;

/** The name of one thing that can be stated, such as {@code login.password.length}; all are listed in the vocabulary. */
public record FactKey(String value) implements Comparable<FactKey> {

    private static final Pattern GRAMMAR =
            Pattern.compile("(?=.{1,100}$)[a-z0-9]++(-[a-z0-9]++)*+(\\.[a-z0-9]++(-[a-z0-9]++)*+)*+");

    public FactKey {
        if (!isKey(value)) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a key: lower case, dots between words, hyphens inside a word");
        }
    }

    public static boolean isKey(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    @Override
    public int compareTo(FactKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
