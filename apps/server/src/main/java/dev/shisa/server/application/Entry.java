package dev.shisa.server.application;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened on the way to a label and after it. Entries are never changed; one that was wrong is taken back,
 * with a reason, and stays readable.
 *
 * @param round 1 for the first label; every renewal begins the next
 * @param about the entry that it answers, or null
 * @param values by the fields of its kind
 * @param rows what it lists: files with their hashes, verdicts, found phrases
 * @param by null: somebody without an account, by link
 */
record Entry(
        UUID id,
        int round,
        EntryKind kind,
        @Nullable UUID about,
        LocalDate on,
        SortedMap<String, String> values,
        List<SortedMap<String, String>> rows,
        List<Attached> files,
        @Nullable UUID by,
        String byName,
        Instant at,
        @Nullable Undone undone) {

    Entry {
        values = cleaned(values);
        rows = rows.stream().map(Entry::cleaned).toList();
        files = List.copyOf(files);
    }

    /** A file that belongs to it. */
    record Attached(String fileName, String sha256, long sizeBytes, String mediaType) {}

    /** Who took it back, and why. */
    record Undone(String name, Instant at, String reason) {}

    String value(String field) {
        return values.getOrDefault(field, "");
    }

    @Nullable
    LocalDate day(String field) {
        String text = value(field);
        return text.isEmpty() ? null : LocalDate.parse(text);
    }

    /** Whose word it is: of a sheet that somebody brought in, whoever the sheet names; otherwise who recorded it. */
    String author() {
        return value("signer").isEmpty() ? byName : value("signer");
    }

    boolean holds() {
        return undone == null;
    }

    /** The rows of one kind, when an entry lists several kinds. */
    List<SortedMap<String, String>> rows(String what) {
        return rows.stream().filter(row -> what.equals(row.get("what"))).toList();
    }

    static SortedMap<String, String> row(String... pairs) {
        TreeMap<String, String> row = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put(pairs[i], pairs[i + 1]);
        }
        return row;
    }

    /** What a database takes as text: no zeros, no halves of characters. */
    private static SortedMap<String, String> cleaned(Map<String, String> values) {
        TreeMap<String, String> clean = new TreeMap<>();
        values.forEach((key, value) -> clean.put(
                key, new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace("\u0000", "")));
        return Collections.unmodifiableSortedMap(clean);
    }
}
