package dev.shisa.ledger.verify;

import java.nio.file.Path;
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
        return folder.resolve(name(level, index, width));
    }

    private static String name(int level, long index, int width) {
        StringBuilder name = new StringBuilder("tile/").append(level == ENTRIES ? "entries" : Integer.toString(level));
        long groups = 1;
        while (groups * 1000 <= index) {
            groups *= 1000;
        }
        for (; groups > 0; groups /= 1000) {
            int group = (int) (index / groups % 1000);
            name.append(groups > 1 ? "/x" : "/")
                    .append((char) ('0' + group / 100))
                    .append((char) ('0' + group / 10 % 10))
                    .append((char) ('0' + group % 10));
        }
        return width == 256 ? name.toString() : name.append(".p/").append(width).toString();
    }

    /** The number in the three digits at a place of a name, or −1 if they are none. */
    static int digits(String name, int at) {
        int number = 0;
        for (int i = at; i < at + 3; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** What a file is by its path, or null if it is none of a log. */
    @Nullable
    Place place(Path file) {
        String name = folder.relativize(file).toString();
        Matcher parts = PATH.matcher(name);
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
        return width <= 256 && (parts.group(3) == null || width < 256) && name.equals(name(level, place.index, width))
                ? place
                : null;
    }
}
