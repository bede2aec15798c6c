package dev.shisa.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md stays a page that one reads in ten minutes, and its picture is that of the code. */
class ArchitectureTest {

    private static final Path HOME = Path.of("..", "..");
    private static final Path PAGE = HOME.resolve("ARCHITECTURE.md");
    private static final Path PICTURE = HOME.resolve("docs/img/architecture.svg");

    private static final int WORDS_MAX = 1_500;

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern OURS = Pattern.compile(
            "<dependency>\\s*<groupId>dev\\.shisa</groupId>\\s*<artifactId>shisa-([a-z]+)</artifactId>(.*?)</dependency>",
            Pattern.DOTALL);

    @Test
    void thePageIsShort() throws IOException {
        assertThat(Files.readString(PAGE).split("\\s+", -1).length).isLessThanOrEqualTo(WORDS_MAX);
    }

    @Test
    void thePageNamesEveryModule() throws IOException {
        String page = Files.readString(PAGE);
        modules().keySet().forEach(module -> assertThat(page).contains("`" + module + "`"));
    }

    /** Drawn anew with {@code mvn -pl apps/server -am test -Dtest=ArchitectureTest -Dshisa.picture=true}. */
    @Test
    void thePictureIsThatOfTheCode() throws IOException {
        Map<String, Set<String>> engines = new LinkedHashMap<>();
        for (String capability : Capabilities.inOrder()) {
            Set<String> used = new TreeSet<>(new CodeOfPackage(capability, ServerClasses.ALL).engines());
            if (capability.equals("platform")) {
                try (Stream<Path> parts = Files.list(CodeOfPackage.SOURCES.resolve(capability))) {
                    parts.filter(Files::isDirectory)
                            .forEach(part -> used.addAll(
                                    new CodeOfPackage("platform." + part.getFileName(), ServerClasses.ALL).engines()));
                }
            }
            engines.put(capability, used);
        }
        String drawn = Picture.draw(modules(), engines);
        if (Boolean.getBoolean("shisa.picture")) {
            Files.writeString(PICTURE, drawn);
        }
        assertThat(drawn).isEqualTo(Files.readString(PICTURE));
        assertThat(Files.readString(PAGE)).contains("](docs/img/architecture.svg)");
    }

    /** By folder, with the folders of what its pom names; what only its tests use is left out, except for what has tests only. */
    private static Map<String, Set<String>> modules() throws IOException {
        Map<String, String> folders = new TreeMap<>();
        Matcher module = MODULE.matcher(Files.readString(HOME.resolve("pom.xml")));
        while (module.find()) {
            if (!module.group(1).startsWith("ops/")) {
                folders.put(module.group(1).replaceFirst(".*/", ""), module.group(1));
            }
        }
        Map<String, Set<String>> uses = new TreeMap<>();
        for (String folder : folders.values()) {
            Set<String> used = new TreeSet<>();
            Matcher ours = OURS.matcher(Files.readString(HOME.resolve(folder).resolve("pom.xml")));
            while (ours.find()) {
                boolean inTests = ours.group(2).contains("<scope>test</scope>");
                if (!inTests || folder.startsWith("checks/")) {
                    used.add(Objects.requireNonNull(folders.get(ours.group(1))));
                }
            }
            uses.put(folder, used);
        }
        return uses;
    }
}
