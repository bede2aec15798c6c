package dev.shisa.server.talk;

import dev.shisa.server.platform.account.Person;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom a text means by {@code @} and a name. The name is written whole, with or without the space in it; the longest that fits counts.
 * What begins like a name and is none is refused rather than left, since whoever wrote it believes that somebody is told; what begins like
 * nobody's name ({@code @types/node}, an address) is just text.
 */
final class Mentions {

    /** More is no mention, but everybody. */
    static final int PEOPLE_MAX = 10;

    private static final int TOKEN_CHARS_MAX = 30;
    private static final int NAMED_MAX = 5;

    /** Which people were found, or why not: end of a message and what it names. */
    record Found(List<UUID> people, @Nullable String wrong, List<String> names) {

        private static Found wrong(String why, String... names) {
            return new Found(List.of(), why, List.of(names));
        }
    }

    private Mentions() {}

    /**
     * Looks for them.
     *
     * @param everybody whose account is in use
     * @param sees who may see what is talked about
     */
    static Found in(String text, List<Person> everybody, Predicate<Person> sees) {
        String read = read(text);
        Map<UUID, Person> found = new LinkedHashMap<>();
        for (int at = read.indexOf('@'); at >= 0; at = read.indexOf('@', at + 1)) {
            if (at > 0 && isWord(read.charAt(at - 1))) {
                continue;
            }
            String rest = read.substring(at + 1);
            List<Person> meant = meant(rest, everybody);
            if (meant.isEmpty()) {
                String token = token(rest);
                List<Person> like = everybody.stream()
                        .filter(person -> isLike(token, person))
                        .toList();
                if (!like.isEmpty()) {
                    String names = like.stream()
                            .filter(sees)
                            .limit(NAMED_MAX)
                            .map(Person::name)
                            .collect(Collectors.joining(" / "));
                    return names.isEmpty() ? Found.wrong("unseen", token) : Found.wrong("part", token, names);
                }
                continue;
            }
            List<Person> seeing = meant.stream().filter(sees).toList();
            if (seeing.isEmpty()) {
                return Found.wrong("unseen", meant.getFirst().name());
            }
            seeing.forEach(person -> found.put(person.id(), person));
        }
        return found.size() > PEOPLE_MAX
                ? Found.wrong("crowd", Integer.toString(PEOPLE_MAX))
                : new Found(List.copyOf(found.keySet()), null, List.of());
    }

    /** Those whose name stands first in a text; several have one name. */
    private static List<Person> meant(String rest, List<Person> everybody) {
        List<Person> meant = new ArrayList<>();
        int longest = everybody.stream()
                .map(person -> length(rest, person))
                .max(Comparator.naturalOrder())
                .orElse(0);
        if (longest > 0) {
            everybody.stream().filter(person -> length(rest, person) == longest).forEach(meant::add);
        }
        return meant;
    }

    /** How much of a text is this person's name; 0: it begins otherwise. */
    private static int length(String rest, Person person) {
        String name = read(person.name()).strip();
        String joined = name.replace(" ", "");
        return begins(rest, name) ? name.length() : begins(rest, joined) ? joined.length() : 0;
    }

    private static boolean begins(String rest, String name) {
        return !name.isEmpty()
                && rest.startsWith(name)
                && (rest.length() == name.length()
                        || !isWord(name.charAt(name.length() - 1))
                        || !isWord(rest.charAt(name.length())));
    }

    /** Whether somebody may have meant this person: the begin of the name, or the family name with a word behind it. */
    private static boolean isLike(String token, Person person) {
        String name = read(person.name()).strip();
        String first = name.split(" ", 2)[0];
        return !token.isEmpty()
                && (name.startsWith(token) || name.replace(" ", "").startsWith(token) || begins(token, first));
    }

    private static String token(String rest) {
        int end = 0;
        while (end < rest.length()
                && end < TOKEN_CHARS_MAX
                && !Character.isWhitespace(rest.charAt(end))
                && "、。,.;:!?()「」".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(0, end);
    }

    /** A letter or number of a script that has spaces between words. */
    private static boolean isWord(char c) {
        return c < 0x250 && Character.isLetterOrDigit(c);
    }

    /** Width, case and kind of space make no other name of it. */
    private static String read(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replaceAll("[ \\t]+", " ")
                .toLowerCase(Locale.ROOT);
    }
}
