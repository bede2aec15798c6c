package dev.shisa.cli;

import dev.shisa.vulnerability.version.NativeRange;
import dev.shisa.vulnerability.version.Vers;
import dev.shisa.vulnerability.version.VersionScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Answers the published cases on the order of versions and on ranges. */
final class VersionScore {

    /** The ecosystem in the name of a file of cases, and the order that it is about. */
    private static final Map<String, VersionScheme> FILES = Map.ofEntries(
            Map.entry("alpine", VersionScheme.APK),
            Map.entry("cran", VersionScheme.CRAN),
            Map.entry("debian", VersionScheme.DEB),
            Map.entry("ubuntu", VersionScheme.DEB),
            Map.entry("hackage", VersionScheme.HACKAGE),
            Map.entry("ghc", VersionScheme.HACKAGE),
            Map.entry("maven", VersionScheme.MAVEN),
            Map.entry("nuget", VersionScheme.NUGET),
            Map.entry("packagist", VersionScheme.COMPOSER),
            Map.entry("pub", VersionScheme.PUB),
            Map.entry("pypi", VersionScheme.PYPI),
            Map.entry("redhat", VersionScheme.RPM),
            Map.entry("rpm", VersionScheme.RPM),
            Map.entry("rubygems", VersionScheme.GEM),
            Map.entry("semver", VersionScheme.SEMVER));

    private VersionScore() {}

    /** One sign for each line {@code a < b} of a file named after its ecosystem. */
    static List<String> lines(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        VersionScheme scheme = FILES.getOrDefault(name.replaceFirst("[-_.].*", ""), VersionScheme.GENERIC);
        List<String> answers = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+", -1);
                if (words.length == 3) {
                    answers.add(List.of("<", "=", ">").get(scheme.sort(words[0], words[2]) + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
        return answers;
    }

    /** One answer for each test of a VERS file; null where the text is refused. */
    static List<@Nullable Object> vers(JsonNode file) {
        List<@Nullable Object> answers = new ArrayList<>();
        file.path("tests").forEach(test -> answers.add(answer(test)));
        return answers;
    }

    private static @Nullable Object answer(JsonNode test) {
        JsonNode input = test.path("input");
        try {
            return switch (test.path("test_type").asString("")) {
                case "comparison" -> sorted(input);
                case "equality" -> equal(input);
                case "containment" ->
                    Vers.parse(input.path("vers").asString(""))
                            .contains(input.path("version").asString(""))
                            .orElse(null);
                case "from_native" ->
                    NativeRange.parse(
                                    input.path("scheme").asString(""),
                                    input.path("native_range").asString(""))
                            .map(Vers::toString)
                            .orElse(null);
                default -> Vers.parse(input.asString("")).toString();
            };
        } catch (Vers.Malformed e) {
            return null;
        }
    }

    private static VersionScheme scheme(JsonNode input) {
        String name = input.path("input_scheme").asString(input.path("scheme").asString(""));
        return Vers.scheme(name).orElse(VersionScheme.GENERIC);
    }

    private static List<String> sorted(JsonNode input) {
        VersionScheme scheme = scheme(input);
        List<String> versions = new ArrayList<>();
        input.path("versions").forEach(v -> versions.add(scheme.normal(v.asString(""))));
        versions.sort(scheme::sort);
        return versions;
    }

    private static boolean equal(JsonNode input) {
        JsonNode versions = input.path("versions");
        return scheme(input)
                        .sort(versions.path(0).asString(""), versions.path(1).asString(""))
                == 0;
    }
}
