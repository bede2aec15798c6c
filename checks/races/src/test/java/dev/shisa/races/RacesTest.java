package dev.shisa.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * jcstress runs each class named {@code …Race} with its threads at once, thousands of times, and judges what they saw. In short one JVM
 * each, with {@code --long} interpreted, compiled by either compiler, and compiled in unusual orders.
 */
class RacesTest {

    private static final Pattern SUMS =
            Pattern.compile("planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

    @TempDir
    private Path folder;

    /** The last sums that jcstress printed. */
    private record Sums(int passed, int failed, int softErrors, int hardErrors) {}

    @Test
    void whatThreadsShareIsSeenAsItWasMeant() throws Exception {
        check("-f", "1", "-fsm", "1", "-iters", "2", "-time", "300", "-jvmArgs", "-XX:+UseSerialGC");
    }

    @Test
    @Tag("long")
    void whatThreadsShareIsSeenAsItWasMeantForLong() throws Exception {
        check("-m", "default");
    }

    /** One of them counts and forgets, and has to be found. */
    private void check(String... how) throws Exception {
        String said = run(how);
        Sums sums = sums(said);
        assertThat(races(said.substring(said.indexOf("RUN RESULTS"))))
                .as(said)
                .containsExactly(ForgetfulRace.class.getName());
        assertThat(sums.failed()).as(said).isPositive();
        assertThat(sums.passed()).as(said).isGreaterThanOrEqualTo(races() - 1);
        assertThat(sums.softErrors() + sums.hardErrors()).as(said).isZero();
    }

    private static int races() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return Math.toIntExact(
                    files.filter(file -> file.toString().endsWith("Race.java")).count());
        }
    }

    private static Set<String> races(String text) {
        return Pattern.compile("dev\\.shisa\\.[\\w.]+Race")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Sums sums(String said) {
        Sums last = new Sums(0, 0, 0, 0);
        for (Matcher sums = SUMS.matcher(said); sums.find(); ) {
            last = new Sums(
                    Integer.parseInt(sums.group(1)),
                    Integer.parseInt(sums.group(2)),
                    Integer.parseInt(sums.group(3)),
                    Integer.parseInt(sums.group(4)));
        }
        return last;
    }

    private String run(String... how) throws IOException, InterruptedException {
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(part -> Files.exists(Path.of(part)))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes,
                "org.openjdk.jcstress.Main",
                "-c",
                "2",
                "-af",
                "NONE",
                "-sc",
                "false",
                "-r",
                folder.resolve("report").toString(),
                "-t",
                "dev\\.shisa\\..*Race"));
        command.addAll(List.of(how));
        Path out = folder.resolve("out");
        int _ = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        return Files.readString(out);
    }
}
