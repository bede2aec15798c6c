package dev.shisa.server.psirt;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a case. Entries are never changed.
 *
 * @param values by field; what was left empty is missing
 * @param about the entry that it answers, ends or takes back
 * @param byId null: the reporter, or Shisa itself
 */
record Entry(
        UUID id,
        EntryKind kind,
        Map<String, String> values,
        @Nullable UUID about,
        @Nullable UUID byId,
        String byName,
        Instant at) {

    Entry {
        values = Map.copyOf(values);
    }

    String get(String field) {
        return values.getOrDefault(field, "");
    }
}
