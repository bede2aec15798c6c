package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our answer to OWASP ASVS 5.0 names each requirement of levels 1 and 2 once, and only tests that there are. */
class AsvsTest {

    private static final Path HOME = Path.of("..", "..");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([0-9.]+) \\| ([12]) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern COUNT =
            Pattern.compile("(?m)^\\| (met|not applicable|partly|not met) \\| ([0-9]+) \\|$");

    @Test
    void namesEveryRequirementOfLevelsOneAndTwoOnceWithItsLevel() throws IOException {
        List<String> answered =
                rows().stream().map(row -> row.group(1) + " " + row.group(2)).toList();

        assertThat(answered).containsExactlyElementsOf(requirements());
    }

    @Test
    void everyTestThatItNamesExists() throws IOException {
        Set<String> there = tests();

        assertThat(rows())
                .allSatisfy(row -> assertThat(
                                row.group(6).equals("-")
                                        ? List.of()
                                        : List.of(row.group(6).split(", ")))
                        .as(row.group(1))
                        .isSubsetOf(there));
    }

    @Test
    void countsWhatIsMetAndSaysWhyTheRestIsNot() throws IOException {
        Map<String, Long> counted = rows().stream()
                .collect(Collectors.groupingBy(row -> row.group(4), TreeMap::new, Collectors.counting()));
        Map<String, Long> told = new TreeMap<>();
        COUNT.matcher(text()).results().forEach(row -> told.put(row.group(1), Long.valueOf(row.group(2))));

        assertThat(counted).isEqualTo(told);
        double settled = counted.getOrDefault("met", 0L) + counted.getOrDefault("not applicable", 0L);
        assertThat(settled / requirements().size()).isGreaterThanOrEqualTo(0.95);
        assertThat(rows())
                .filteredOn(row -> !row.group(4).equals("met"))
                .allSatisfy(row -> assertThat(row.group(5)).as(row.group(1)).isNotEqualTo("-"));
    }

    private static String text() throws IOException {
        return Files.readString(HOME.resolve("docs/asvs.md"));
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(text()).results().toList();
    }

    private static List<String> requirements() throws IOException {
        try (InputStream list = Objects.requireNonNull(AsvsTest.class.getResourceAsStream("asvs-5.0.0.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** The names of all test classes of the repository. */
    private static Set<String> tests() throws IOException {
        Set<String> names = new HashSet<>();
        for (String part : List.of("apps", "engines", "catalogue", "checks")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(part))) {
                files.filter(file -> file.toString().contains("src/test"))
                        .map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.endsWith("Test.java"))
                        .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
            }
        }
        return names;
    }
}
