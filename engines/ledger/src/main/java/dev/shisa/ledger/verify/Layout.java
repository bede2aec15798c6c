package dev.shisa.ledger.verify;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a tiled log are (C2SP tlog-tiles).
 *
 * @param folder holds {@code checkpoint} and {@code tile}
 * @param size entries of the log
 */
record Layout(Path folder, long size) {

    /** The level of entry bundles. */
    static final int ENTRIES = -1;

    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9]\\d?)((?:/x\\d{3})*/\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    /** A file of any tiled log. */
    record Place(int level, long index, int width) {}

    /** Hashes of a level, or entries. */
    long count(int level) {
        return level > 7 ? 0 : size >> (8 * Math.max(level, 0));
    }

    /** How many hashes or entries a file holds in the tree of this size; 0 if there is no such file. */
    int width(int level, long index) {
        return Math.clamp(count(level) - index * 256, 0, 256);
    }

    Path file(int level, long index) {
        return file(level, index, width(level, index));
    }

    Path file(int level, long index, int width) {
        StringBuilder name = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            name.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        String partial = width == 256 ? "" : ".p/" + width;
        return folder.resolve(
                "tile/" + (level == ENTRIES ? "entries" : Integer.toString(level)) + "/" + name + partial);
    }

    /** What a file is by its path, or null if it is none of a log. */
    @Nullable
    Place place(Path file) {
        Matcher parts = PATH.matcher(folder.relativize(file).toString().replace('\\', '/'));
        if (!parts.matches()) {
            return null;
        }
        String digits = parts.group(2).replaceAll("[x/]", "");
        if (digits.length() > 15) {
            return null;
        }
        int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
        int width = parts.group(3) == null ? 256 : Integer.parseInt(parts.group(3));
        Place place = new Place(level, Long.parseLong(digits), width);
        return width <= 256 && (parts.group(3) == null || width < 256) && file.equals(file(level, place.index, width))
                ? place
                : null;
    }
}
