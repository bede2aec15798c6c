package dev.shisa.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A pattern that is looked for reads each character of a long text a few times, whatever the text is. One that is tried again at each
 * place of a run reads it as often as it is long: a page of empty lines then takes minutes. Reads are counted, no time is taken.
 */
class PatternsTest {

    private static final int LONG = 2_000;
    private static final int READS_MAX = 250;
    private static final int PREFIXES = 4;
    private static final int PIECES = 18;

    /** Those that read more, which are only asked of texts that are short, or whether they match the whole of one. */
    private static final Path EXCUSED = Material.HOME.resolve("checks/fuzz/src/test/resources/patterns.txt");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\d_-]{2,}|[^\\w\\s\\\\()\\[\\]{}?*+|^$]");

    /** Says how often it was read, and ends it. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long reads;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int at) {
            if (++reads > (long) READS_MAX * text.length()) {
                throw new TooOften();
            }
            return text.charAt(at);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.substring(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooOften extends RuntimeException {}

    @Test
    void readsALongTextAFewTimes() throws IOException {
        Set<String> excused = Files.readAllLines(EXCUSED).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", 2)[0])
                .collect(Collectors.toSet());
        Map<String, Pattern> all = patterns();
        assertThat(all).as("the search finds something").hasSizeGreaterThan(200);
        assertThat(all).containsKeys("probe.exposure.Sensitive.SECRETS.1", "probe.exposure.ToldVersion.TABLE.1");
        Set<String> slow = all.entrySet().stream()
                .filter(each -> isSlow(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(slow).containsExactlyInAnyOrderElementsOf(excused);
    }

    private static boolean isSlow(Pattern pattern) {
        List<String> pieces = pieces(pattern.pattern());
        List<String> prefixes = new ArrayList<>(List.of(""));
        pieces.stream().filter(piece -> piece.length() > 1).limit(PREFIXES).forEach(prefixes::add);
        return prefixes.stream()
                .anyMatch(prefix -> pieces.stream()
                        .anyMatch(piece -> isSlow(pattern, prefix + piece.repeat(LONG / piece.length()) + "\u0001")));
    }

    private static boolean isSlow(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(new Counted(text));
        try {
            while (matcher.find()) {
                // Each that is found was read.
            }
            return false;
        } catch (TooOften | StackOverflowError e) {
            return true;
        }
    }

    /** What a run could be made of: of its own words with something behind them, and of what classes take. */
    private static List<String> pieces(String pattern) {
        Set<String> pieces = new LinkedHashSet<>();
        Matcher words = WORD.matcher(pattern.replaceAll("\\\\[dDwWsSbBhHRpP]|\\(\\?[a-z]*[:)]", " "));
        while (words.find() && pieces.size() < PIECES) {
            pieces.addAll(List.of(words.group(), words.group() + " ", words.group() + "a"));
        }
        pieces.addAll(List.of(" ", "\n", "a", "0", "-", ".", "a-", "a=", "a ", "/", "\"", "<", "[", "一"));
        return List.copyOf(pieces);
    }

    private static Map<String, Pattern> patterns() throws IOException {
        Map<String, Pattern> all = new TreeMap<>();
        OurClasses.all().keySet().forEach(name -> add(all, name));
        return all;
    }

    /** Patterns of a list of records that have one. */
    private static void ofEach(Map<String, Pattern> all, String where, Field field, Class<?> one)
            throws ReflectiveOperationException {
        for (RecordComponent component : one.getRecordComponents()) {
            if (component.getType() == Pattern.class) {
                field.setAccessible(true);
                component.getAccessor().setAccessible(true);
                int number = 0;
                for (Object each : (List<?>) field.get(null)) {
                    all.put(where + "." + ++number, (Pattern)
                            component.getAccessor().invoke(each));
                }
            }
        }
    }

    private static void add(Map<String, Pattern> all, String name) {
        try {
            for (Field field : Class.forName(name, false, PatternsTest.class.getClassLoader())
                    .getDeclaredFields()) {
                String where = name.replace("dev.shisa.", "") + "." + field.getName();
                if (!Modifier.isStatic(field.getModifiers())) {
                    continue;
                } else if (field.getType() == Pattern.class) {
                    field.setAccessible(true);
                    all.put(where, (Pattern) field.get(null));
                } else if (field.getGenericType() instanceof ParameterizedType many
                        && field.getType() == List.class
                        && many.getActualTypeArguments()[0] instanceof Class<?> one
                        && one.isRecord()) {
                    ofEach(all, where, field, one);
                }
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(name, e);
        }
    }
}
