package dev.shisa.server.platform.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a form that cannot be taken as they are, in the order of the form. */
public final class Mistakes {

    private final Map<String, String> byField = new LinkedHashMap<>();

    /** Notes what is wrong with a field, in the reader's language; the first word on a field counts. */
    public Mistakes add(String field, String sentence) {
        byField.putIfAbsent(field, sentence);
        return this;
    }

    public boolean none() {
        return byField.isEmpty();
    }

    /** What is wrong with a field, or null; for the parameter {@code error} of the field's part. */
    public @Nullable String of(String field) {
        return byField.get(field);
    }

    /** For {@code part/errors.jte}. */
    public List<Parts.Mistake> list() {
        return byField.entrySet().stream()
                .map(entry -> new Parts.Mistake(entry.getKey(), entry.getValue()))
                .toList();
    }
}
