package dev.shisa.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code ops/programs} is the one list of programs that Shisa starts, builds with and is tested with. A program counts as
 * used where its name stands in the place of a command, in Java or in a shell script, and is one on this machine or in the
 * list; on a machine where everything is installed, as in CI, nothing new goes by.
 */
class ProgramsTest {

    private static final Path HOME =
            Path.of(System.getProperty("shisa.home", "../..")).toAbsolutePath().normalize();

    private static final List<Path> PROGRAM_FOLDERS =
            Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin").map(Path::of).toList();

    /** Words of the shell itself. */
    private static final Set<String> SHELL = Set.of(
            "[", "break", "case", "cd", "command", "do", "done", "echo", "elif", "else", "esac", "eval", "exec", "exit",
            "export", "fi", "for", "if", "kill", "printf", "read", "return", "set", "shift", "test", "then", "trap",
            "umask", "unset", "until", "wait", "while", ":", "in");

    /** Names of programs that stand in such places as words, and those of the JDK and Maven. */
    private static final Set<String> WORDS = Set.of(
            "file",
            "gzip",
            "hostname",
            "last",
            "login",
            "more",
            "node",
            "open",
            "reset",
            "service",
            "size",
            "systemd",
            "who",
            "java",
            "mvn");

    private static final Pattern STARTS =
            Pattern.compile("ProcessBuilder|Installation\\.execute|becoming\\(\\)|disk\\.run");
    private static final Pattern LITERAL =
            Pattern.compile("(\\(\\s*(?:\\w+,\\s*)?|\\{|->\\s*)?\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern TEXT_BLOCK = Pattern.compile("(?s)\"{3}\\n(.*?)\"{3}");
    /** What tells a text for a shell from a sentence: operators, variables, options. */
    private static final Pattern SHELL_TEXT = Pattern.compile("&&|\\|\\||; |\\$| -");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.+_-]*");
    private static final Pattern PLACE = Pattern.compile("/(?:usr/)?s?bin/([a-z][a-z0-9.+_-]*)");
    private static final Pattern COMMAND = Pattern.compile(
            "(?m)(?:^|&&|\\|\\||[|;({!`]|\\b(?:do|then|else|if|while|until|exec)\\b)\\s*+"
                    + "(?:(?:do|then|else|if|while|until|exec|!|[A-Z_]++=\\S*+)\\s++)*+([a-z][a-z0-9.+_-]*+)(?=[\\s;)]|$)");

    /** A line of the list. */
    private record Line(String packageName, String when, List<String> without, List<String> programs, String purpose) {

        private static final Pattern COLUMNS =
                Pattern.compile("(\\S+)\\s+(start|may|test|long)\\s+(\\S+)\\s+(\\S+)\\s{2,}(\\S.*)");

        static Line of(String text) {
            Matcher matcher = COLUMNS.matcher(text);
            assertThat(matcher.matches()).as(text).isTrue();
            return new Line(
                    matcher.group(1),
                    matcher.group(2),
                    List.of(matcher.group(3).split(",")),
                    List.of(matcher.group(4).split("[,|]")),
                    matcher.group(5));
        }

        /** Names alone, without their folder and without what has to lie beside them. */
        Stream<String> names() {
            return programs.stream().map(each -> each.replaceFirst("\\+.*", "").replaceFirst(".*/", ""));
        }
    }

    private static List<Line> list() throws IOException {
        try (Stream<String> lines = Files.lines(HOME.resolve("ops/programs"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Line::of)
                    .toList();
        }
    }

    private static Set<String> listed() throws IOException {
        Set<String> names = new TreeSet<>();
        list().forEach(line -> line.names().forEach(names::add));
        return names;
    }

    @Test
    void everyProgramThatIsStartedStandsInTheList() throws IOException {
        Set<String> listed = listed();
        Map<String, Set<String>> missing = new TreeMap<>();
        used().forEach((name, files) -> {
            if (!listed.contains(name)) {
                missing.put(name, files);
            }
        });
        assertThat(missing)
                .as("used here and not in ops/programs, which ./shisa test reads")
                .isEmpty();
    }

    @Test
    void everyLineOfTheListIsUsedSomewhere() throws IOException {
        Set<String> words = new TreeSet<>();
        for (Path file : code()) {
            words.addAll(
                    file.endsWith("ProgramsTest.java")
                            ? List.of()
                            : List.of(Files.readString(file).split("[^A-Za-z0-9.+_-]+")));
        }
        Set<String> listed = listed();
        // A font, and what others start: gpg, and the lab of devices that lies beside the repository.
        listed.removeAll(Set.of("font:ja", "gpg-agent", "mosquitto", "snmpd"));
        listed.removeAll(words);
        assertThat(listed).as("in ops/programs and used nowhere").isEmpty();
    }

    /** A tag that no test has would leave nothing out. */
    @Test
    void everyTagOfTheListIsATests() throws IOException {
        Set<String> tags = new TreeSet<>(Set.of("-"));
        for (Path file : code()) {
            Matcher matcher = Pattern.compile("@Tag\\(\"([a-z-]+)\"\\)").matcher(Files.readString(file));
            while (matcher.find()) {
                tags.add(matcher.group(1));
            }
        }
        Set<String> without = new TreeSet<>();
        list().forEach(line -> without.addAll(line.without()));
        assertThat(tags).containsAll(without);
    }

    @Test
    void aTestThatStartsAProgramHasATagByWhichItIsLeftOutWhereThatIsMissing() throws IOException {
        List<String> untagged = new ArrayList<>();
        for (Map.Entry<String, Set<String>> each : used().entrySet()) {
            List<Line> needed = list().stream()
                    .filter(line -> line.names().toList().contains(each.getKey())
                            && !line.without().contains("-"))
                    .toList();
            for (String file : each.getValue()) {
                String text = Files.readString(HOME.resolve(file));
                boolean tagged = needed.stream()
                        .allMatch(line ->
                                line.without().stream().anyMatch(tag -> text.contains("@Tag(\"" + tag + "\")")));
                if (file.contains("/src/test/") && text.contains("Test\n    ") && !tagged) {
                    untagged.add(each.getKey() + " in " + file);
                }
            }
        }
        assertThat(untagged).isEmpty();
    }

    @Test
    void aProgramThatNobodyListedWouldBeFound() {
        String java = "Process a = new ProcessBuilder(\"tar\", \"-x\").start(); run(folder, \"gzip\"); Map.of(\"a\","
                + " \"cat\"); words.addAll(List.of(\"sh\", \"-c\", \"mount -o loop && exec env\"));"
                + " Path.of(\"/usr/sbin/sshd\");";
        assertThat(inJava(java))
                .contains("tar", "gzip", "sh", "mount", "env", "sshd")
                .doesNotContain("cat", "loop");
        String shell = """
            # rsync in a comment
            if ! dd if=a; then say "no wget; ask someone"; fi
            name=$(basename "$1") && LC_ALL=C sort -u | tac
            x="$(md5sum "$1")"
            cat <<'HELP'
            bash is spoken of
            HELP
            """;
        assertThat(inShell(shell))
                .contains("dd", "basename", "sort", "tac", "md5sum", "cat")
                .doesNotContain("rsync", "wget", "ask", "bash");
    }

    /** Programs and the files that start them. */
    private static Map<String, Set<String>> used() throws IOException {
        Set<String> listed = listed();
        Map<String, Set<String>> used = new TreeMap<>();
        for (Path file : code()) {
            String text = Files.readString(file);
            Set<String> names = new TreeSet<>();
            if (!file.toString().endsWith(".java")) {
                names = inShell(text);
            } else if (STARTS.matcher(text).find() && !file.endsWith("ProgramsTest.java")) {
                names = inJava(text);
            }
            names.removeAll(WORDS);
            for (String name : names) {
                if (listed.contains(name)
                        || PROGRAM_FOLDERS.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(name)))) {
                    used.computeIfAbsent(name, n -> new TreeSet<>())
                            .add(HOME.relativize(file).toString());
                }
            }
        }
        return used;
    }

    /** Literals in the place of a command, paths of programs, and commands inside texts for a shell. */
    private static Set<String> inJava(String java) {
        Set<String> names = new TreeSet<>();
        Matcher blocks = TEXT_BLOCK.matcher(java);
        while (blocks.find()) {
            names.addAll(inShell(blocks.group(1).replace("\\\\\n", " ")));
        }
        Matcher literals = LITERAL.matcher(TEXT_BLOCK.matcher(java).replaceAll("\"\""));
        while (literals.find()) {
            String text = literals.group(2);
            Matcher place = PLACE.matcher(text);
            if (place.matches()) {
                names.add(place.group(1));
            } else if (literals.group(1) != null && NAME.matcher(text).matches()) {
                names.add(text);
            } else if (SHELL_TEXT.matcher(text).find()) {
                names.addAll(commands(text));
            }
        }
        return names;
    }

    private static Set<String> inShell(String script) {
        return commands(script.replace("\\\n", " ")
                .replaceAll("(?ms)<<'?HELP'?$.*?^HELP$", "")
                .replaceAll("(?m)(^|\\s)#.*$", "")
                .replaceAll("'[^']*'", "''")
                // Texts for people; what a text runs, stays.
                .replaceAll("\"[^\"$]*\"|\"[^\"(]*\"", "\"\""));
    }

    private static Set<String> commands(String shell) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = COMMAND.matcher(shell);
        while (matcher.find()) {
            if (!SHELL.contains(matcher.group(1)) && !shell.contains(matcher.group(1) + "() {")) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /** The launcher, scripts and Java of the repository, without what was built. */
    private static List<Path> code() throws IOException {
        List<Path> found = new ArrayList<>(List.of(HOME.resolve("shisa")));
        for (String folder : List.of("apps", "engines", "checks", "catalogue", "ops")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(folder))) {
                files.filter(file -> file.toString().matches(".*\\.(java|sh)")
                                && !file.toString().contains("/target/"))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
