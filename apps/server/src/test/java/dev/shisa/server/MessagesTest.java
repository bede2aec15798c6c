package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Words on screen: the same in both languages, all there, none raw, and those of the glossary. */
class MessagesTest {

    private static final Messages MESSAGES = new Messages();

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertThat(MESSAGES.all("ja").keySet()).isEqualTo(MESSAGES.all("en").keySet());
    }

    @Test
    void noKeyHasTwoTexts() throws IOException {
        List<String> twice = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/messages"))) {
            for (Path file : files.toList()) {
                Set<String> keys = new HashSet<>();
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#") && line.contains("="))
                        .map(line -> line.substring(0, line.indexOf('=')).strip())
                        .filter(key -> !keys.add(key))
                        .forEach(key -> twice.add(file.getFileName() + " " + key));
            }
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void bothLanguagesTakeTheSameArguments() {
        List<String> differ = new ArrayList<>();
        Map<String, String> english = MESSAGES.all("en");
        MESSAGES.all("ja").forEach((key, pattern) -> {
            if (!arguments(pattern).containsAll(arguments(english.getOrDefault(key, "")))) {
                differ.add(key);
            }
        });
        assertThat(differ).as("arguments that only the English text uses").isEmpty();
    }

    @Test
    void everyTextIsAPatternAndNoApostropheStandsAlone() {
        for (String language : List.of("ja", "en")) {
            MESSAGES.all(language).forEach((key, pattern) -> {
                new MessageFormat(pattern, Locale.of(language));
                assertThat(pattern.replace("''", "").contains("'"))
                        .as(language + " " + key + ": an apostrophe is written twice")
                        .isFalse();
                assertThat(pattern).as(language + " " + key).isNotBlank();
            });
        }
    }

    /** What is read once says what {@link MessageFormat} says each time. */
    @Test
    void argumentsStandWhereThePatternHasThem() {
        SplittableRandom random = new SplittableRandom(7);
        List<Object> some = List.of("カメラ", "it''s {0}", "", 3, 1_234_567, 0.5, true, LocalDate.of(2026, 11, 27));
        for (String language : List.of("ja", "en")) {
            Locale locale = Locale.of(language);
            MESSAGES.all(language).forEach((key, pattern) -> {
                // A pattern that formats numbers takes only those.
                boolean anything = Arrays.stream(new MessageFormat(pattern, locale).getFormats())
                        .allMatch(Objects::isNull);
                Object[] args = random.ints(random.nextInt(5), 0, some.size())
                        .mapToObj(i -> anything ? some.get(i) : (Object) i)
                        .toArray();
                assertThat(MESSAGES.get(locale, key, args))
                        .as("%s %s", language, key)
                        .isEqualTo(new MessageFormat(pattern, locale).format(args));
            });
        }
    }

    /** As in the catalogue; what stands on the pages of others is written as there. */
    @Test
    void oneWordHasOneSpelling() throws IOException {
        Pattern other = Pattern.compile("気づ|ウェブ|メーカ(?!ー)|プライバシ(?!ー)|改竄|サーバー|ルーター|アダプタ(?!ー)|組合せ|例えば");
        Map<String, String> texts = new HashMap<>(MESSAGES.all("ja"));
        texts.keySet().removeIf(key -> key.startsWith("sign-in.register.") || key.startsWith("oidc."));
        try (Stream<Path> help = Files.list(Path.of("src/main/resources/help"))) {
            for (Path file : help.filter(f -> f.toString().endsWith("_ja.txt")).toList()) {
                texts.put(file.toString(), Files.readString(file));
            }
        }
        assertThat(texts.entrySet().stream()
                        .filter(text -> other.matcher(text.getValue()).find())
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    /** つ counts to nine; of what there may be more of, 個 or 件 is said. The seven questions to a supplier stay seven. */
    @Test
    void whatMayBeTenIsNotCountedWithTsu() {
        assertThat(MESSAGES.all("ja").entrySet().stream()
                        .filter(text -> !text.getKey().startsWith("supplier."))
                        .filter(text -> Pattern.compile("\\{\\d\\}つ")
                                .matcher(text.getValue())
                                .find())
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void everyKeyThatCodeOrPagesNameExists() throws IOException {
        assertThat(missing(Path.of("src/main"), "t")).isEmpty();
    }

    @Test
    void everyKeyThatTheBrowserTestsAskForExists() throws IOException {
        assertThat(missing(Path.of("..", "..", "checks", "e2e", "src"), "say")).isEmpty();
    }

    /** Whoever sees such a word on a page cannot tell it from a message that is missing, and neither can the browser's test. */
    @Test
    void noWordOfTheGuidesIsSpelledLikeAKey() throws IOException {
        Pattern word = Pattern.compile("(?<![/.\\w-])[a-z][a-z-]*(?:\\.[a-z0-9][a-z0-9-]*)+");
        for (String language : List.of("ja", "en")) {
            String guide = Files.readString(Path.of("..", "..", "docs", "operating_" + language + ".md"));
            assertThat(word.matcher(guide).results().map(m -> m.group()))
                    .as(language)
                    .contains("supplier.answered")
                    .doesNotContainAnyElementsOf(MESSAGES.all(language).keySet());
        }
    }

    private static Set<String> missing(Path folder, String method) throws IOException {
        Set<String> missing = new TreeSet<>();
        Pattern call = Pattern.compile("\\b" + method + "\\(\\s*\"([\\w.-]+)\"\\s*[,)]");
        Set<String> known = MESSAGES.all("ja").keySet();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(
                            f -> f.toString().endsWith(".java") || f.toString().endsWith(".jte"))
                    .toList()) {
                String text = Files.readString(file);
                for (Matcher m = call.matcher(text); m.find(); ) {
                    if (!known.contains(m.group(1))) {
                        missing.add(m.group(1) + " in " + file.getFileName());
                    }
                }
            }
        }
        return missing;
    }

    /** Those whose code is a word and a value, {@link ComposedKeysTest} knows. */
    @Test
    void everyProblemSaysWhatIsWrongAndWhatToDoNow() throws IOException {
        Set<String> missing = new TreeSet<>();
        Set<String> codes = new TreeSet<>();
        Pattern code = Pattern.compile("(?:new Problem|super)\\(\\s*\\d+,\\s*([^,;]*?\"[^,;]*?)\\s*(?:,|\\);)");
        Pattern word = Pattern.compile("(?:^|[?:]\\s*|general\\()\"([\\w.-]+)\"(?!\\s*\\+)");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                for (Matcher m = code.matcher(Files.readString(file)); m.find(); ) {
                    for (Matcher w = word.matcher(m.group(1)); w.find(); ) {
                        codes.add(w.group(1));
                        for (String key : List.of("error." + w.group(1), "error." + w.group(1) + ".next")) {
                            for (String language : List.of("ja", "en")) {
                                if (!MESSAGES.all(language).containsKey(key)) {
                                    missing.add(language + " " + key + " in " + file.getFileName());
                                }
                            }
                        }
                    }
                }
            }
        }
        assertThat(codes)
                .as("a literal, a choice, a cause, an own kind")
                .contains(
                        "fact.day-ahead", "document.reviewed-own", "scan.judge.reason", "product.input", "bad-request");
        assertThat(missing).isEmpty();
    }

    @Test
    void everyActOfTheAuditHasWords() throws IOException {
        Set<String> missing = new TreeSet<>();
        Pattern recorded = Pattern.compile("audit\\.record\\(\\s*(?:[\\w.]+,\\s*)?\"([\\w.-]+)\"");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                for (Matcher m = recorded.matcher(Files.readString(file)); m.find(); ) {
                    if (!MESSAGES.all("ja").containsKey("audit." + m.group(1))) {
                        missing.add("audit." + m.group(1) + " in " + file.getFileName());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void noWordThatTheGlossaryForbidsIsOnScreen() throws IOException {
        List<String> found = new ArrayList<>();
        try (var in = MessagesTest.class.getResourceAsStream("/catalogue/glossary.yaml")) {
            assertThat(in).isNotNull();
            Map<?, ?> glossary = new Yaml().load(in);
            List<String> forbidden = new ArrayList<>();
            collectForbidden(glossary, forbidden);
            assertThat(forbidden).isNotEmpty();
            MESSAGES.all("ja")
                    .forEach((key, text) -> forbidden.stream()
                            .filter(text::contains)
                            .forEach(word -> found.add(key + " says " + word)));
        }
        assertThat(found).isEmpty();
    }

    /** Every {@code not:} below Japanese words of the glossary. */
    private static void collectForbidden(Object node, List<String> forbidden) {
        if (node instanceof Map<?, ?> map) {
            Object not = map.get("not");
            if (not instanceof Map<?, ?> byLanguage && byLanguage.get("ja") instanceof List<?> words) {
                words.forEach(word -> forbidden.add(String.valueOf(word)));
            } else if (not instanceof List<?> words) {
                words.forEach(word -> forbidden.add(String.valueOf(word)));
            }
            map.values().forEach(value -> collectForbidden(value, forbidden));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collectForbidden(value, forbidden));
        }
    }

    private static Set<String> arguments(String pattern) {
        Set<String> numbers = new TreeSet<>();
        for (Matcher m = Pattern.compile("\\{(\\d+)").matcher(pattern); m.find(); ) {
            numbers.add(m.group(1));
        }
        return numbers;
    }
}
