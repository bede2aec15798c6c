package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/**
 * Our answer to OWASP ASVS 5.0 names each requirement of levels 1 and 2 once, and for each that is met what shows it: a test method
 * that there is, or, where no test can or does, the class that does it or the sentence that says it.
 */
class AsvsTest {

    private static final Path HOME = Path.of("..", "..");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([0-9.]+) \\| ([12]) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern COUNT =
            Pattern.compile("(?m)^\\| (met|not applicable|partly|not met) \\| ([0-9]+) \\|$");
    private static final Pattern SHOWN = Pattern.compile(
            "Of the lines that are met, ([0-9]+) are shown by tests, the others by code or by a text only");
    private static final Pattern METHOD =
            Pattern.compile("@(?:Parameterized|Repeated)?Test\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
    private static final List<String> PARTS = List.of("apps", "engines", "catalogue", "checks");

    /** What shows a line: {@code Class#method}, {@code code Class}, {@code text path: words}. */
    private record Shown(String line, String by) {

        boolean isTest() {
            return by.matches("\\w+#\\w+");
        }
    }

    @Test
    void namesEveryRequirementOfLevelsOneAndTwoOnceWithItsLevel() throws IOException {
        List<String> answered =
                rows().stream().map(row -> row.group(1) + " " + row.group(2)).toList();

        assertThat(answered).containsExactlyElementsOf(requirements());
    }

    @Test
    void everythingThatIsMetIsShownByATestOrByTheCodeOrTextThatIsNamed() throws IOException {
        Set<String> tests = tests();
        Set<String> sources = sources();

        assertThat(rows())
                .filteredOn(row -> row.group(4).equals("met"))
                .allSatisfy(row -> assertThat(row.group(6)).as(row.group(1)).isNotEqualTo("-"));
        List<String> missing = new ArrayList<>();
        for (Shown shown : shown()) {
            if (!isThere(shown, tests, sources)) {
                missing.add(shown.line() + ": " + shown.by());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(Shown shown, Set<String> tests, Set<String> sources) throws IOException {
        if (shown.isTest()) {
            return tests.contains(shown.by());
        }
        if (shown.by().startsWith("code ")) {
            return sources.contains(shown.by().substring("code ".length()));
        }
        String[] place = shown.by().replaceFirst("^text ", "").split(": ", 2);
        return place.length == 2 && Files.readString(HOME.resolve(place[0])).contains(place[1]);
    }

    @Test
    void countsWhatIsMetAndSaysWhyTheRestIsNot() throws IOException {
        Map<String, Long> told = new TreeMap<>();
        COUNT.matcher(text()).results().forEach(row -> told.put(row.group(1), Long.valueOf(row.group(2))));

        assertThat(counted(rows())).isEqualTo(told);
        assertThat(rows())
                .filteredOn(row -> !row.group(4).equals("met"))
                .allSatisfy(row -> assertThat(row.group(5)).as(row.group(1)).isNotEqualTo("-"));
        Set<String> met = rows().stream()
                .filter(row -> row.group(4).equals("met"))
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        long tested = shown().stream()
                .filter(shown -> shown.isTest() && met.contains(shown.line()))
                .map(Shown::line)
                .distinct()
                .count();
        assertThat(SHOWN.matcher(text()).results().map(found -> Long.parseLong(found.group(1))))
                .containsExactly(tested);
    }

    @Test
    void atLeastNineteenOfTwentyAreMetOrNotApplicableOnLevelTwoAndOnBothTogether() throws IOException {
        for (List<MatchResult> lines : List.of(
                rows(), rows().stream().filter(row -> row.group(2).equals("2")).toList())) {
            Map<String, Long> counted = counted(lines);
            double settled = counted.getOrDefault("met", 0L) + counted.getOrDefault("not applicable", 0L);
            assertThat(settled / lines.size()).as(counted.toString()).isGreaterThanOrEqualTo(0.95);
        }
    }

    private static Map<String, Long> counted(List<MatchResult> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> row.group(4), TreeMap::new, Collectors.counting()));
    }

    private static List<Shown> shown() throws IOException {
        return rows().stream()
                .filter(row -> !row.group(6).equals("-"))
                .flatMap(row -> Stream.of(row.group(6).split(", ")).map(by -> new Shown(row.group(1), by)))
                .toList();
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

    /** All test methods of the repository, each behind its class. */
    private static Set<String> tests() throws IOException {
        Set<String> tests = new HashSet<>();
        for (Path file : files("src/test/java", "Test.java")) {
            String name = String.valueOf(file.getFileName()).replace(".java", "");
            METHOD.matcher(Files.readString(file)).results().forEach(found -> tests.add(name + "#" + found.group(1)));
        }
        return tests;
    }

    /** The names of all classes and scripts. */
    private static Set<String> sources() throws IOException {
        Set<String> names = new HashSet<>();
        for (String end : List.of(".java", ".jte", ".js")) {
            files("src/main", end)
                    .forEach(
                            file -> names.add(String.valueOf(file.getFileName()).replaceFirst("\\.java$", "")));
        }
        return names;
    }

    private static List<Path> files(String below, String end) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String part : PARTS) {
            try (Stream<Path> files = Files.walk(HOME.resolve(part))) {
                files.filter(file -> file.toString().contains(below)
                                && file.toString().endsWith(end)
                                && !file.toString().contains("/target/"))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
