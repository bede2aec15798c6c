package dev.shisa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every observation has words in both languages, and verdicts combine as they should. */
class SentencesTest {

    private static final Pattern CODE = Pattern.compile(
            "\"((?:brute|btusb|default|defaults|disc|first|ftp|fuzz|login|mqtt|no|note|open|our"
                    + "|plain|port|ports|pwchange|rtsp|service|shell|ssh|stopped|stranger|tftp|tls|update|version|versions|web|not|nothing|changes)(?:-[a-z]+)+)\"");

    private static Properties words(String name) throws IOException {
        Properties words = new Properties();
        try (InputStream in = Objects.requireNonNull(SentencesTest.class.getResourceAsStream(name))) {
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return words;
    }

    @Test
    void everyCodeHasASentenceInBothLanguagesAndNoSentenceIsLeftOver() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher matcher = CODE.matcher(Files.readString(file));
                while (matcher.find()) {
                    used.add(matcher.group(1));
                }
            }
        }
        assertThat(words("sentences.properties").stringPropertyNames()).containsExactlyInAnyOrderElementsOf(used);
        assertThat(words("sentences_ja.properties").stringPropertyNames()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void argumentsStandInBothLanguages() throws IOException {
        Properties english = words("sentences.properties");
        Properties japanese = words("sentences_ja.properties");
        for (String code : english.stringPropertyNames()) {
            assertThat(places(japanese.getProperty(code))).as(code).isEqualTo(places(english.getProperty(code)));
        }
    }

    private static Set<String> places(String sentence) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\{\\d}").matcher(sentence);
        while (matcher.find()) {
            places.add(matcher.group());
        }
        return places;
    }

    @Test
    void sentencesSpeakTheReadersLanguage() {
        Note note = new Note("note-locked", List.of("telnet://192.0.2.1:23", "60"));
        assertThat(Sentences.in(Locale.ENGLISH).say(note)).contains("telnet://192.0.2.1:23", "60 seconds");
        assertThat(Sentences.in(Locale.JAPANESE).say(note)).contains("60秒");
    }

    @Test
    void whatIsOpenKeepsAKeyFromPassing() {
        assertThat(Verdict.of(List.of(Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN)))
                .isEqualTo(Verdict.FAIL);
        assertThat(Verdict.of(List.of(Verdict.PASS, Verdict.UNKNOWN))).isEqualTo(Verdict.UNKNOWN);
        assertThat(Verdict.of(List.of(Verdict.PASS, Verdict.MANUAL))).isEqualTo(Verdict.MANUAL);
        assertThat(Verdict.of(List.of(Verdict.PASS, Verdict.NA))).isEqualTo(Verdict.PASS);
        assertThat(Verdict.of(List.of())).isEqualTo(Verdict.UNKNOWN);
    }
}
