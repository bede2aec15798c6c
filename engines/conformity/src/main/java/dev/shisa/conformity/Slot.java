package dev.shisa.conformity;

import java.util.Optional;

/**
 * The place that a fact fills: a key and, for keys about one item of a collection, the code of that item.
 *
 * @param item the item's code; empty for keys without a collection
 */
public record Slot(FactKey key, String item) implements Comparable<Slot> {

    private static final int CODE_LENGTH_MAX = 64;

    private static final int LETTERS_AND_DIGITS = 1 << Character.UPPERCASE_LETTER
            | 1 << Character.LOWERCASE_LETTER
            | 1 << Character.TITLECASE_LETTER
            | 1 << Character.MODIFIER_LETTER
            | 1 << Character.OTHER_LETTER
            | 1 << Character.DECIMAL_DIGIT_NUMBER
            | 1 << Character.LETTER_NUMBER
            | 1 << Character.OTHER_NUMBER;

    private static final int MARKS =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;

    public Slot {
        if (!item.isEmpty() && !isItemCode(item)) {
            throw new IllegalArgumentException("'" + item
                    + "' is not an item code: 1 to 64 letters, digits and . _ : / -, first a letter or digit");
        }
    }

    public static Slot of(String key) {
        return new Slot(new FactKey(key), "");
    }

    public static Slot of(String key, String item) {
        return new Slot(new FactKey(key), item);
    }

    public static boolean isItemCode(String text) {
        int length = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            int type = 1 << Character.getType(character);
            boolean fits = length == 0
                    ? (type & LETTERS_AND_DIGITS) != 0
                    : (type & (LETTERS_AND_DIGITS | MARKS)) != 0 || "._:/-".indexOf(character) >= 0;
            length++;
            if (!fits || length > CODE_LENGTH_MAX) {
                return false;
            }
        }
        return length > 0;
    }

    /** Reads {@code key} or {@code key[item]}. */
    public static Optional<Slot> parse(String text) {
        int open = text.indexOf('[');
        String key = open < 0 ? text : text.substring(0, open);
        String item = open < 0 || !text.endsWith("]") ? "" : text.substring(open + 1, text.length() - 1);
        boolean wellFormed = FactKey.isKey(key) && (open < 0 || isItemCode(item));
        return wellFormed ? Optional.of(of(key, item)) : Optional.empty();
    }

    @Override
    public int compareTo(Slot other) {
        int byKey = key.compareTo(other.key);
        return byKey != 0 ? byKey : item.compareTo(other.item);
    }

    @Override
    public String toString() {
        return item.isEmpty() ? key.value() : key + "[" + item + "]";
    }
}
