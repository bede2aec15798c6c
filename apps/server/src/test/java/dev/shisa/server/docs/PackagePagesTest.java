package dev.shisa.server.docs;

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
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Each package of the server says what it is for, and its tables, events and doors as they are in the code. */
class PackagePagesTest {

    private static final Path SOURCES = CodeOfPackage.SOURCES;

    @Test
    void everyPackageOfTheServerSaysWhatItIsFor() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Path folder : packages(SOURCES)) {
            Path page = folder.resolve("package-info.java");
            if (!Files.exists(page) || !PackagePage.read(page).purpose().endsWith(".")) {
                silent.add(SOURCES.relativize(folder).toString());
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everyCapabilityStandsInTheOrderAndNothingElseDoes() throws IOException {
        List<String> folders = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            files.filter(Files::isDirectory).forEach(folder -> folders.add(String.valueOf(folder.getFileName())));
        }
        assertThat(Capabilities.inOrder()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(folders);
    }

    @Test
    void everyPageEndsWithTablesEventsAndDoors() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        pages().forEach((name, page) -> softly.assertThat(page.parts().keySet())
                .as("package-info of " + name)
                .containsExactly("Tables", "Events", "Doors"));
        softly.assertAll();
    }

    @Test
    void tablesAreThoseThatTheMigrationsMake() throws IOException {
        Map<String, Set<String>> made = new TreeMap<>();
        Capabilities.inOrder().forEach(name -> made.put(name, new TreeSet<>()));
        CodeOfPackage.owners()
                .forEach((table, owner) ->
                        made.computeIfAbsent(owner, _ -> new TreeSet<>()).add(table));
        Map<String, Set<String>> said = new TreeMap<>();
        List<String> all = new ArrayList<>();
        pages().forEach((name, page) -> {
            Set<String> tables = page.names("Tables", "");
            // The platform's migrations are one list; each of its tables stands at one of its packages.
            said.computeIfAbsent(name.replaceFirst("\\..*", ""), _ -> new TreeSet<>())
                    .addAll(tables);
            all.addAll(tables);
        });
        assertThat(said).isEqualTo(made);
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void eventsAreThoseThatTheCodeTellsAndHears() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        pages().forEach((name, page) -> {
            CodeOfPackage code = new CodeOfPackage(name, ServerClasses.ALL);
            softly.assertThat(page.names("Events", "tells")).as(name + " tells").isEqualTo(code.told());
            softly.assertThat(page.names("Events", "hears")).as(name + " hears").isEqualTo(code.heard());
        });
        softly.assertAll();
    }

    @Test
    void doorsAreThoseByWhichTheCodeIsReached() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        pages().forEach((name, page) -> {
            CodeOfPackage code = new CodeOfPackage(name, ServerClasses.ALL);
            Map.of(
                            "pages", code.pages(),
                            "API", code.api(),
                            "filters", code.filters(),
                            "commands", code.commands(),
                            "jobs", code.jobs())
                    .forEach((kind, doors) -> softly.assertThat(page.names("Doors", kind))
                            .as("doors of " + name + ": " + kind)
                            .isEqualTo(doors));
        });
        softly.assertAll();
    }

    /** Of the capabilities and of the packages of the platform, by their names below {@code dev.shisa.server}. */
    private static Map<String, PackagePage> pages() throws IOException {
        Map<String, PackagePage> pages = new TreeMap<>();
        for (String capability : Capabilities.inOrder()) {
            pages.put(capability, PackagePage.read(SOURCES.resolve(capability).resolve("package-info.java")));
        }
        try (Stream<Path> parts = Files.list(SOURCES.resolve("platform"))) {
            parts.filter(Files::isDirectory)
                    .forEach(part -> pages.put(
                            "platform." + part.getFileName(), PackagePage.read(part.resolve("package-info.java"))));
        }
        return pages;
    }

    private static List<Path> packages(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }
}
