package dev.shisa.server.organisation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One revision of an entry of the register.
 *
 * @param id of the revision
 * @param entry the same for all revisions
 * @param number of the revision, from 1
 * @param content text by field; what is empty is not in it
 */
record Entry(
        UUID id,
        UUID entry,
        int number,
        Kind kind,
        SortedMap<String, String> content,
        boolean removed,
        String reason,
        UUID changedBy,
        String changedName,
        Instant changedAt) {

    Entry {
        content = Collections.unmodifiableSortedMap(new TreeMap<>(content));
    }

    /** What a field holds; empty: nothing. */
    String text(String field) {
        return content.getOrDefault(field, "");
    }

    @Nullable
    LocalDate day(String field) {
        String text = text(field);
        return text.isEmpty() ? null : LocalDate.parse(text);
    }

    /** The entry that a field names. */
    @Nullable
    UUID ref(String field) {
        String text = text(field);
        return text.isEmpty() ? null : UUID.fromString(text);
    }

    List<String> words(String field) {
        String text = text(field);
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    List<String> lines(String field) {
        return text(field).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }

    boolean is(String field, String word) {
        return text(field).equals(word);
    }

    /** Who does what in an activity: R, A, C or I by participant. */
    Map<String, String> raci() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : words("raci")) {
            int at = pair.lastIndexOf('=');
            if (at > 0) {
                all.put(pair.substring(0, at), pair.substring(at + 1));
            }
        }
        return all;
    }

    /** A day on which somebody left; null: works here. */
    @Nullable
    LocalDate left() {
        return day("left");
    }
}
