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

/**
 * How long a text may be that somebody types or sends, before anything is done with it. A form says its own, shorter limits beside its
 * fields and keeps what was typed, so at the door there is one for all of them; what a program sends has its limit by the name of its
 * field, in the list {@code text-limits.txt}.
 */
public final class TextLimits {

    /** Characters of one field of a form. A form as a whole has its limit in bytes, at the door. */
    public static final int FORM_CHARS_MAX = 1_000_000;

    /** Characters of one text in a body of the API, whatever its name. */
    public static final int API_CHARS_MAX = 100_000;

    /** Characters of the name of a field. */
    public static final int NAME_CHARS_MAX = 200;

    private static final Map<String, Integer> LISTED = read();

    private TextLimits() {}

    /** Characters of a text in a body of the API, or of each text in a list or map of this name. */
    public static int ofApi(String name) {
        return LISTED.getOrDefault(name, API_CHARS_MAX);
    }

    /** The limits of the list, by name. */
    public static Map<String, Integer> listed() {
        return LISTED;
    }

    private static Map<String, Integer> read() {
        try (InputStream in = Objects.requireNonNull(TextLimits.class.getResourceAsStream("text-limits.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, Integer> limits = new HashMap<>();
            int limit = 0;
            for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
                for (String word : line.split(" ", -1)) {
                    if (word.matches("[0-9]+")) {
                        limit = Integer.parseInt(word);
                    } else if (!word.isEmpty() && limits.put(word, limit) != null) {
                        throw new IllegalStateException("text-limits.txt names " + word + " twice");
                    }
                }
            }
            return Map.copyOf(limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
