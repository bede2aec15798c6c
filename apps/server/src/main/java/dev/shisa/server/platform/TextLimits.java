package dev.shisa.server.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How long a text may be that somebody types or sends, before anything is done with it: by the name of its field, in the list {@code
 * text-limits.txt}, which has a section for what programs send and one for forms. Where a thing is entered, its own words may say a
 * shorter one.
 */
public final class TextLimits {

    /** Characters of a field of a form that the list does not name: a line, and more than anybody writes in one. */
    public static final int LINE_CHARS_MAX = 4_000;

    /** Characters of one parameter in an address. A request as a whole has its limit in bytes, at the door. */
    public static final int QUERY_CHARS_MAX = 1_000_000;

    /** Characters of one text in a body of the API, whatever its name. */
    public static final int API_CHARS_MAX = 100_000;

    /** Characters of the name of a field. */
    public static final int NAME_CHARS_MAX = 200;

    private static final Map<String, Map<String, Integer>> LISTED = read();

    private TextLimits() {}

    /** Characters of a text in a body of the API, or of each text in a list or map of this name. */
    public static int ofApi(String name) {
        return listed("api").getOrDefault(name, API_CHARS_MAX);
    }

    /** Characters of a field of a form; of {@code text-3} and {@code f2.text} the list has {@code text}. */
    public static int ofForm(String name) {
        Map<String, Integer> listed = listed("forms");
        return Stream.of(name, name.replaceFirst("[-.:].*", ""), name.replaceFirst(".*[-.:]", ""))
                .mapToInt(one -> listed.getOrDefault(one, LINE_CHARS_MAX))
                .max()
                .orElse(LINE_CHARS_MAX);
    }

    /** The limits of a section of the list, by name. */
    public static Map<String, Integer> listed(String section) {
        return LISTED.getOrDefault(section, Map.of());
    }

    private static Map<String, Map<String, Integer>> read() {
        try (InputStream in = Objects.requireNonNull(TextLimits.class.getResourceAsStream("text-limits.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, Map<String, Integer>> sections = new HashMap<>();
            Map<String, Integer> limits = new HashMap<>();
            int limit = 0;
            for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
                for (String word : line.split(" ", -1)) {
                    if (word.startsWith("[")) {
                        limits = sections.computeIfAbsent(word.substring(1, word.length() - 1), s -> new HashMap<>());
                    } else if (word.matches("[0-9]+")) {
                        limit = Integer.parseInt(word);
                    } else if (!word.isEmpty() && limits.put(word, limit) != null) {
                        throw new IllegalStateException("text-limits.txt names " + word + " twice");
                    }
                }
            }
            return Map.copyOf(sections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
