package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keys that code and pages put together out of a beginning and a value ({@code "finding.state." + state.code()}) have words for
 * every value. Which values there are, {@code composed-keys.txt} says for each beginning. A beginning that does not stand there, or
 * stands there and nowhere else, fails the test.
 */
class ComposedKeysTest {

    private static final Messages MESSAGES = new Messages();
    private static final Path LIST = Path.of("src/test/resources/composed-keys.txt");
    private static final Pattern BEGINNING = Pattern.compile("\"([a-z][\\w-]*(?:\\.[\\w-]+)*\\.)\"\\s*\\+\\s*");
    private static final Pattern TAIL = Pattern.compile("\\G\\s*\\+\\s*\"(\\.[\\w.-]+)\"");
    /** The code of a {@code Problem}: its words are below {@code error.}, what is wrong and what to do now. */
    private static final Pattern PROBLEM = Pattern.compile("new Problem\\(\\s*\\d+,\\s*\"([a-z][\\w.-]*[.-])\"\\s*\\+");

    private static final Pattern CALL = Pattern.compile("\\b(?:t|has)\\(\\s*$");

    /** Beginnings in the code, each as {@code beginning*end}, with one of the files where it stands. */
    static Map<String, String> composed() throws IOException {
        Map<String, String> composed = new TreeMap<>();
        Set<String> known = MESSAGES.all("ja").keySet();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(
                            f -> f.toString().endsWith(".java") || f.toString().endsWith(".jte"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file);
                for (Matcher m = PROBLEM.matcher(text); m.find(); ) {
                    composed.put("error." + m.group(1) + "*", String.valueOf(file.getFileName()));
                    composed.put("error." + m.group(1) + "*.next", String.valueOf(file.getFileName()));
                }
                for (Matcher m = BEGINNING.matcher(text); m.find(); ) {
                    String beginning = m.group(1);
                    boolean asked = CALL.matcher(text.substring(Math.max(0, m.start() - 40), m.start()))
                            .find();
                    if (asked || known.stream().anyMatch(key -> key.startsWith(beginning))) {
                        composed.put(beginning + "*" + tail(text, m.end()), String.valueOf(file.getFileName()));
                    }
                }
            }
        }
        return composed;
    }

    /** What stands behind the value; empty: nothing. */
    private static String tail(String text, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && text.charAt(at - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted) {
                if (c == '(' || c == '[' || c == '{') {
                    depth++;
                } else if (c == ')' || c == ']' || c == '}') {
                    depth--;
                }
                if (depth < 0 || (depth == 0 && (c == ',' || c == ';' || c == '+'))) {
                    Matcher tail = TAIL.matcher(text);
                    return c == '+' && tail.find(at) ? tail.group(1) : "";
                }
            }
        }
        return "";
    }

    private static Map<String, String> listed() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] sides = line.split(" = ", 2);
                assertThat(listed.put(sides[0], sides[1])).as("twice: " + line).isNull();
            }
        }
        return listed;
    }

    @Test
    void everyBeginningIsListedAndNoOther() throws IOException {
        Map<String, String> composed = composed();
        Set<String> unlisted = new TreeSet<>();
        composed.forEach((key, file) -> unlisted.add(key + " in " + file));
        Set<String> listed = listed().keySet();
        listed.forEach(key -> unlisted.remove(key + " in " + composed.get(key)));
        assertThat(unlisted).as("say in " + LIST + " which values these have").isEmpty();
        assertThat(listed).as("no longer in the code").isSubsetOf(composed.keySet());
    }

    @Test
    void everyValueHasWordsInBothLanguages() throws IOException {
        Set<String> missing = new TreeSet<>();
        listed().forEach((key, values) -> {
            String[] ends = key.split("\\*", 2);
            for (String value : values(values)) {
                for (String language : List.of("ja", "en")) {
                    String whole = ends[0] + value + ends[1];
                    if (!MESSAGES.all(language).containsKey(whole)) {
                        missing.add(language + ": " + whole);
                    }
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    private static List<String> values(String said) {
        List<String> values = new ArrayList<>();
        for (String word : said.split(" ", -1)) {
            if (word.contains("#")) {
                values.addAll(constants(word));
            } else if (word.startsWith("-")) {
                assertThat(values.remove(word.substring(1))).as(said).isTrue();
            } else if (!word.equals("~")) {
                values.add(word);
            }
        }
        return values;
    }

    private static List<String> constants(String word) {
        String[] parts = word.split("#", 2);
        List<String> values = new ArrayList<>();
        try {
            Class<?> type = Class.forName(parts[0].startsWith("dev.") ? parts[0] : "dev.shisa.server." + parts[0]);
            assertThat(type.isEnum()).as(word).isTrue();
            for (Object constant : type.getEnumConstants()) {
                String name = ((Enum<?>) constant).name();
                values.add(
                        switch (parts[1]) {
                            case "name" -> name;
                            case "lower" -> name.toLowerCase(Locale.ROOT);
                            case "kebab" -> name.toLowerCase(Locale.ROOT).replace('_', '-');
                            default -> {
                                Method method = type.getDeclaredMethod(parts[1]);
                                method.setAccessible(true);
                                yield String.valueOf(method.invoke(constant));
                            }
                        });
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(word, e);
        }
        return values;
    }

    @Test
    void aKeyWithoutWordsIsShownByItsLastPieceAndTold() {
        Messages messages = new Messages();
        assertThat(messages.get(Locale.JAPANESE, "finding.source.NEW_FEED", 1)).isEqualTo("NEW FEED");
        assertThat(messages.missing()).containsExactly("ja:finding.source.NEW_FEED");
        assertThat(messages.get(Locale.ENGLISH, "finding.state.untriaged")).isNotEmpty();
        assertThat(messages.missing()).hasSize(1);
    }
}
