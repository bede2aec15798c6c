package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The part of JSON that proofs are written in: objects, arrays, texts, whole numbers, true, false and null. */
final class Json {

    /** Proof trees nest as deep as rules, which nest at most as deep as YAML may. */
    private static final int DEPTH_MAX = 400;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** Writes maps (keys in their order), collections, texts, numbers, booleans and null. */
    static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> {
                char before = '{';
                for (Map.Entry<?, ?> entry : sorted(map).entrySet()) {
                    out.append(before);
                    text(String.valueOf(entry.getKey()), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    before = ',';
                }
                out.append(before == '{' ? "{}" : "}");
            }
            case Collection<?> list -> {
                char before = '[';
                for (Object element : list) {
                    out.append(before);
                    write(element, out);
                    before = ',';
                }
                out.append(before == '[' ? "[]" : "]");
            }
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag);
            default -> text(value.toString(), out);
        }
    }

    private static SortedMap<?, ?> sorted(Map<?, ?> map) {
        return map instanceof SortedMap<?, ?> sorted && sorted.comparator() == null ? sorted : new TreeMap<>(map);
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, from, i);
            from = i + 1;
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    /** Reads into maps, lists, texts, longs, booleans and null. */
    static @Nullable Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong("the end");
        }
        return value;
    }

    private @Nullable Object value() {
        space();
        depth++;
        if (depth > DEPTH_MAX) {
            throw wrong("at most " + DEPTH_MAX + " levels");
        }
        Object value = switch (at < text.length() ? text.charAt(at) : ' ') {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new HashMap<>();
        expect('{');
        if (accept('}')) {
            return object;
        }
        do {
            space();
            String key = string();
            expect(':');
            object.put(key, value());
        } while (accept(','));
        expect('}');
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        expect('[');
        if (accept(']')) {
            return array;
        }
        do {
            array.add(value());
        } while (accept(','));
        expect(']');
        return array;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escape() : c);
        }
        expect('"');
        return string.toString();
    }

    private char escape() {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw wrong("four hexadecimal digits");
                }
                at += 4;
                yield (char) HexFormat.fromHexDigits(text, at - 4, at);
            }
            default -> throw wrong("an escape");
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong(word);
        }
        at += word.length();
        return value;
    }

    private Long number() {
        int start = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Long.parseLong(text, start, at, 10);
        } catch (NumberFormatException e) {
            throw wrong("a value");
        }
    }

    private boolean accept(char c) {
        space();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        // Within a text, space counts: the callers have skipped what may be skipped.
        if (at < text.length() && text.charAt(at) == c) {
            at++;
        } else if (!accept(c)) {
            throw wrong("'" + c + "'");
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("JSON: expected " + expected + " at character " + at);
    }
}
