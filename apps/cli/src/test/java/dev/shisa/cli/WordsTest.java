package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the commands say: the same in both languages, all there. */
class WordsTest {

    private static final Words ENGLISH = new Words(Locale.ENGLISH);
    private static final Words JAPANESE = new Words(Locale.JAPANESE);
    private static final Pattern JAPANESE_LETTER = Pattern.compile("[ぁ-んァ-ヶ一-龠]");

    private static String pattern(Words words, String key) {
        return words.texts().getString(key);
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndTheJapaneseOnesAreJapanese() {
        assertThat(JAPANESE.texts().keySet()).isEqualTo(ENGLISH.texts().keySet());
        assertThat(JAPANESE.texts().keySet()).allSatisfy(key -> {
            assertThat(JAPANESE_LETTER.matcher(pattern(JAPANESE, key)).find())
                    .as(key)
                    .isTrue();
            assertThat(JAPANESE_LETTER.matcher(pattern(ENGLISH, key)).find())
                    .as(key)
                    .isFalse();
        });
    }

    @Test
    void bothLanguagesTakeTheSameArgumentsAndNoApostropheStandsAlone() {
        for (String key : ENGLISH.texts().keySet()) {
            assertThat(arguments(pattern(JAPANESE, key))).as(key).isEqualTo(arguments(pattern(ENGLISH, key)));
            for (Words words : List.of(ENGLISH, JAPANESE)) {
                new MessageFormat(pattern(words, key), Locale.ROOT);
                assertThat(pattern(words, key).replace("''", "")).as(key).doesNotContain("'");
            }
        }
    }

    private static Set<String> arguments(String pattern) {
        Set<String> arguments = new TreeSet<>();
        for (Matcher m = Pattern.compile("\\{(\\d)").matcher(pattern); m.find(); ) {
            arguments.add(m.group(1));
        }
        return arguments;
    }

    @Test
    void everyKeyThatTheCodeNamesExists() throws IOException {
        Pattern named = Pattern.compile(
                "\\bt\\(\\s*\"([\\w.-]+)\"\\s*[,)]|new Refusal\\(\\s*[\\w.]+,\\s*\"([^\"]*)\"|WrongField\\(\\s*\"([^\"]*)\"");
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                for (Matcher m = named.matcher(Files.readString(file)); m.find(); ) {
                    keys.add(Stream.of(1, 2, 3)
                            .map(m::group)
                            .filter(group -> group != null)
                            .findFirst()
                            .orElseThrow());
                }
            }
        }
        assertThat(keys).contains("usage.missing", "witness.other-key", "field.base64");
        assertThat(ENGLISH.texts().keySet()).containsAll(keys);
    }

    @Test
    void whatIsWrongWithACommandIsSaidWithItsUsage() {
        assertThat(Cli.run("witness", "--help")).isZero();
        assertThat(Cli.run("score")).isEqualTo(2);
        assertThat(Cli.run("score", "ledger", "here")).isEqualTo(2);
        assertThat(Cli.run("verify", "--nothing", "x")).isEqualTo(2);
        assertThat(Cli.run("verify", "pack.zip", "--vkey", "none")).isEqualTo(2);
        assertThat(Cli.run("none")).isEqualTo(2);
        assertThat(Cli.run("verify", "/nowhere/pack.zip")).isEqualTo(4);
    }
}
