package dev.shisa.server.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a version says in each of its languages.
 *
 * @param titles by language
 * @param languages sections by language, {@code ja} and {@code en}
 * @param struck gaps that stay unfilled, with the reason
 */
public record Content(
        SortedMap<String, String> titles, SortedMap<String, List<Section>> languages, List<Struck> struck) {

    static final int SECTIONS_MAX = 60;
    static final int HEADING_CHARS_MAX = 200;
    static final int TEXT_CHARS_MAX = 20_000;

    /** Some eighty pages: whoever writes more writes a book. */
    static final int CHARS_MAX = 200_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Content {
        titles = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(titles));
        TreeMap<String, List<Section>> copied = new TreeMap<>();
        languages.forEach((language, sections) -> copied.put(language, List.copyOf(sections)));
        languages = java.util.Collections.unmodifiableSortedMap(copied);
        struck = List.copyOf(struck);
    }

    public static Content of(Map<String, String> titles, Map<String, List<Section>> languages) {
        return new Content(new TreeMap<>(titles), new TreeMap<>(languages), List.of());
    }

    /**
     * A place that is to be filled.
     *
     * @param section id of the section
     * @param label what is missing
     */
    public record Gap(String language, String section, String heading, String label) {}

    /** All that is to be filled before it can be approved. */
    public List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        languages.forEach((language, sections) -> sections.forEach(section -> Marks.gaps(section.text())
                .forEach(label -> gaps.add(new Gap(language, section.id(), section.heading(), label)))));
        return gaps;
    }

    /** The language in which a reader gets it. */
    public String language(Locale locale) {
        return languages.containsKey(locale.getLanguage())
                ? locale.getLanguage()
                : languages.isEmpty() ? locale.getLanguage() : languages.lastKey();
    }

    public String title(Locale locale) {
        return titles.getOrDefault(language(locale), "");
    }

    public List<Section> sections(String language) {
        return languages.getOrDefault(language, List.of());
    }

    int chars() {
        return languages.values().stream()
                .flatMap(List::stream)
                .mapToInt(s -> s.heading().length() + s.text().length())
                .sum();
    }

    /** The same with another text in one language. */
    Content with(String language, String title, List<Section> sections) {
        TreeMap<String, List<Section>> changed = new TreeMap<>(languages);
        changed.put(language, sections);
        TreeMap<String, String> named = new TreeMap<>(titles);
        named.put(language, title);
        return new Content(named, changed, struck);
    }

    Content with(List<Struck> other) {
        return new Content(titles, languages, other);
    }

    private record Stored(Map<String, List<Section>> languages, List<Struck> struck) {}

    /** Sections and what was struck as they are stored, canonical; the titles stand beside it. */
    String stored() {
        return JSON.writeValueAsString(new Stored(languages, struck));
    }

    static Content read(String titleJa, String titleEn, String stored) {
        Stored read = JSON.readValue(stored, Stored.class);
        TreeMap<String, String> titles = new TreeMap<>();
        if (read.languages().containsKey("ja")) {
            titles.put("ja", titleJa);
        }
        if (read.languages().containsKey("en")) {
            titles.put("en", titleEn);
        }
        return new Content(titles, new TreeMap<>(read.languages()), read.struck());
    }
}
