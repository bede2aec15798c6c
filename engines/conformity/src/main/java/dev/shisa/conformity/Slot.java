package dev.shisa.conformity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The place that a fact fills: a key and, for keys about one item of a collection, the code of that item.
 *
 * @param item the item's code; empty for keys without a collection
 */
public record Slot(FactKey key, String item) implements Comparable<Slot> {

    private static final Pattern CODE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._:/-]{0,63}");

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
        return CODE.matcher(text).matches();
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
