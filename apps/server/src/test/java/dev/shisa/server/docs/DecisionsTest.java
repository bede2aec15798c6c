package dev.shisa.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each decision is one short page of the same form, stands in the list, and shows in classes that are there. */
class DecisionsTest {

    private static final Path HOME = Path.of("..", "..");
    private static final Path FOLDER = HOME.resolve("docs/adr");

    private static final Pattern PAGE =
            Pattern.compile("# (\\d{3})\\. (.+)\n\n\\*\\*Context\\.\\*\\* .+\n\n\\*\\*Decision\\.\\*\\* .+\n\n"
                    + "\\*\\*Consequences\\.\\*\\* .+\n\nSeen in: (.+)\n(?s:.*)");

    /** A page that needs more is two decisions, or a concept. */
    private static final int WORDS_MAX = 300;

    @Test
    void everyDecisionHasItsFormItsLineAndItsPlace() throws IOException {
        Set<String> classes = classes();
        List<String> listed = new ArrayList<>();
        int number = 0;
        for (Path file : pages()) {
            number++;
            String text = Files.readString(file);
            Matcher page = PAGE.matcher(text);
            assertThat(page.matches()).as("form of " + file).isTrue();
            String name = String.valueOf(file.getFileName());
            assertThat(name).startsWith(page.group(1) + "-");
            assertThat(Integer.parseInt(page.group(1)))
                    .as("no gap before " + name)
                    .isEqualTo(number);
            assertThat(text.split("\\s+", -1).length).as("words of " + name).isLessThanOrEqualTo(WORDS_MAX);
            Matcher seen = Pattern.compile("`(\\w+)`").matcher(page.group(3));
            while (seen.find()) {
                assertThat(classes).as("seen in, " + name).contains(seen.group(1));
            }
            listed.add("| [" + page.group(1) + "](" + name + ") | " + page.group(2) + " |");
        }
        assertThat(number).isGreaterThanOrEqualTo(40);
        assertThat(Files.readString(FOLDER.resolve("README.md"))).endsWith(String.join("\n", listed) + "\n");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
