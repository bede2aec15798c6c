package dev.shisa.conformity.internal;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** The entries of one mapping, asked for by name; what is required and missing is a problem of the mapping. */
public final class YamlFields {

    private final YamlEntry mapping;
    private final SequencedMap<String, YamlEntry> entries;

    YamlFields(YamlEntry mapping, SequencedMap<String, YamlEntry> entries) {
        this.mapping = mapping;
        this.entries = entries;
    }

    /** The mapping itself, as a place. */
    public YamlEntry place() {
        return mapping;
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    public Optional<YamlEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    public Optional<YamlEntry> require(String name) {
        Optional<YamlEntry> entry = find(name);
        if (entry.isEmpty() && mapping.isMapping()) {
            mapping.problem(name + " is missing", "add it");
        }
        return entry;
    }

    public String requireText(String name) {
        return require(name).map(YamlEntry::text).orElse("");
    }

    public Optional<String> findText(String name) {
        return find(name).map(YamlEntry::text);
    }

    /** The elements of a list; none if it is missing. */
    public List<YamlEntry> elements(String name) {
        return find(name).map(YamlEntry::elements).orElse(List.of());
    }

    /** One of a closed list of words; the stand-in after a problem. */
    public <T> T requireWord(String name, Function<String, Optional<T>> parse, T standIn) {
        return require(name).flatMap(entry -> word(entry, parse)).orElse(standIn);
    }

    public <T> Optional<T> findWord(String name, Function<String, Optional<T>> parse) {
        return find(name).flatMap(entry -> word(entry, parse));
    }

    private static <T> Optional<T> word(YamlEntry entry, Function<String, Optional<T>> parse) {
        String word = entry.text();
        Optional<T> parsed = parse.apply(word);
        if (parsed.isEmpty() && !word.isEmpty()) {
            entry.problem("'" + word + "' is not one of the words for this", "see catalogue/README.md for the list");
        }
        return parsed;
    }
}
