package dev.shisa.server.platform.ledger;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is taken out of rows and records when personal data is erased, and what stands there instead. */
public sealed interface Redaction {

    /** Stands where a text was, in both languages, since readers of either see it. */
    String GONE = "(消去済み / erased)";

    /** Takes out what a person wrote. */
    String text(String text);

    /**
     * Takes out the name of a person where it stands beside the person's id.
     *
     * @param id null: somebody without an account
     */
    String name(@Nullable Object id, String name);

    /** The same for every text in a value of JSON. */
    default @Nullable Object json(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text(text);
            case Map<?, ?> map -> {
                TreeMap<String, Object> changed = new TreeMap<>();
                map.forEach((key, inner) -> {
                    Object out = json(inner);
                    if (out != null) {
                        changed.put(String.valueOf(key), out);
                    }
                });
                yield changed;
            }
            case List<?> list -> list.stream().map(this::json).collect(Collectors.toList());
            default -> value;
        };
    }

    /** Everything that somebody wrote in one record and its row; who it was stays. */
    record Texts() implements Redaction {

        @Override
        public String text(String text) {
            return text.isEmpty() ? text : GONE;
        }

        @Override
        public String name(@Nullable Object id, String name) {
            return id == null ? text(name) : name;
        }
    }

    /**
     * One person's name and mail address, everywhere.
     *
     * @param instead what stands there from now on
     */
    record PersonGone(UUID id, String name, String email, String instead) implements Redaction {

        /** A shorter name may be part of another word, so it counts only where it is the whole text. */
        private static final int NAME_WITHIN_MIN = 4;

        @Override
        public String text(String text) {
            if (text.equals(name)) {
                return instead;
            }
            String without = Pattern.compile(Pattern.quote(email), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(text)
                    .replaceAll(Matcher.quoteReplacement(instead));
            return name.codePointCount(0, name.length()) < NAME_WITHIN_MIN ? without : without.replace(name, instead);
        }

        @Override
        public String name(@Nullable Object id, String name) {
            return id != null && id.toString().toLowerCase(Locale.ROOT).equals(this.id.toString())
                    ? instead
                    : text(name);
        }
    }
}
