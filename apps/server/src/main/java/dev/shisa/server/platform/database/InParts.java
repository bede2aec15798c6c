package dev.shisa.server.platform.database;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Rows that are numbered as they are written, read in parts, each behind the last row of the one before: a long list needs
 * no memory, and what is written meanwhile neither repeats nor hides a row.
 */
public final class InParts {

    /** Rows that are held. */
    private static final int ROWS = 1_000;

    /** Reads the rows behind a number, in the order of the list. */
    @FunctionalInterface
    public interface Part<T> {
        List<T> read(long behind, int most);
    }

    private InParts() {}

    /**
     * Hands over one row after the other.
     *
     * @param newestFirst whether the highest number comes first
     * @param limit of all rows
     */
    public static <T> void each(
            boolean newestFirst, int limit, Part<T> part, ToLongFunction<T> number, Consumer<T> reader) {
        long behind = newestFirst ? Long.MAX_VALUE : 0;
        List<T> rows;
        int taken = 0;
        do {
            rows = part.read(behind, Math.min(ROWS, limit - taken));
            rows.forEach(reader);
            taken += rows.size();
            behind = rows.isEmpty() ? behind : number.applyAsLong(rows.getLast());
        } while (rows.size() == ROWS && taken < limit);
    }
}
