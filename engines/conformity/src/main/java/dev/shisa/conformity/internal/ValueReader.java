package dev.shisa.conformity.internal;

import dev.shisa.conformity.Value;
import java.util.List;
import java.util.TreeSet;

/** Reads a value of a known type. */
public final class ValueReader {

    private ValueReader() {}

    /** A stand-in where it is none, after the problem is named. */
    public static Value read(YamlEntry entry, Value.Type type) {
        return switch (type) {
            case FLAG -> Value.flag(entry.flag());
            case WHOLE -> Value.whole(entry.whole());
            case WORD -> parsed(entry, type, entry.text());
            case DAY -> parsed(entry, type, entry.scalar());
            case WORDS -> {
                List<String> members =
                        entry.elements().stream().map(YamlEntry::text).toList();
                yield parsed(entry, type, String.join("\n", new TreeSet<>(members)));
            }
        };
    }

    private static Value parsed(YamlEntry entry, Value.Type type, String text) {
        return Value.parse(type, text).orElseGet(() -> {
            entry.problem("'" + text + "' is not such a value", "see the type of the key in the vocabulary");
            return Value.flag(false);
        });
    }
}
