package dev.shisa.server.application;

/**
 * A cell of a form.
 *
 * @param sheet the sheet's name
 * @param cell its address, e.g. {@code D5}
 */
public record Place(String sheet, String cell) implements Comparable<Place> {

    /** {@code チェックリスト!D5}. */
    @Override
    public String toString() {
        return sheet + "!" + cell;
    }

    /** The inverse of {@link #toString()}; a sheet's name may itself contain an exclamation mark. */
    public static Place parse(String text) {
        int at = text.lastIndexOf('!');
        if (at < 0) {
            throw new IllegalArgumentException("not a cell of a sheet: " + text);
        }
        return new Place(text.substring(0, at), text.substring(at + 1));
    }

    @Override
    public int compareTo(Place other) {
        int bySheet = sheet.compareTo(other.sheet);
        return bySheet != 0 ? bySheet : cell.compareTo(other.cell);
    }
}
