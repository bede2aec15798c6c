package dev.shisa.cli;

import dev.shisa.bom.Bom;
import dev.shisa.bom.BomReader;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Component;
import dev.shisa.bom.Reading;
import dev.shisa.vulnerability.Assessment;
import dev.shisa.vulnerability.Coverage;
import dev.shisa.vulnerability.Cpe;
import dev.shisa.vulnerability.CpeMatch;
import dev.shisa.vulnerability.Finding;
import dev.shisa.vulnerability.Matcher;
import dev.shisa.vulnerability.Part;
import dev.shisa.vulnerability.Vulnerability;
import dev.shisa.vulnerability.VulnerabilityIndex;
import dev.shisa.vulnerability.feed.NvdFeed;
import dev.shisa.vulnerability.feed.OsvFeed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Answers the cases on names and matches, each through the matcher that judges a product's list. */
final class MatchScore {

    private MatchScore() {}

    // ---- names ---------------------------------------------------------------------------------

    /** Whether each record's criterion names its component; what cannot be ruled out counts as named. */
    static List<Boolean> names(JsonNode cases) {
        List<Boolean> answers = new ArrayList<>();
        for (JsonNode one : cases) {
            JsonNode range = one.path("range");
            Cpe record = Cpe.parse(one.path("record_cpe").asString("")).orElse(null);
            Cpe component = Cpe.parse(one.path("component_cpe").asString("")).orElse(null);
            answers.add(record != null
                    && component != null
                    && new CpeMatch(
                                            record,
                                            true,
                                            range.path("versionStartIncluding").asString(""),
                                            range.path("versionStartExcluding").asString(""),
                                            range.path("versionEndIncluding").asString(""),
                                            range.path("versionEndExcluding").asString(""))
                                    .covers(component, "")
                            != dev.shisa.vulnerability.Truth.FALSE);
        }
        return answers;
    }

    // ---- lists against NVD ---------------------------------------------------------------------

    /** The findings of each list of {@code sbom/} against the NVD pages beside them. */
    static List<Map<String, String>> lists(Path folder) {
        VulnerabilityIndex index = new VulnerabilityIndex();
        for (Path page : PsirtScore.files(folder, ".json")) {
            if (String.valueOf(page.getFileName()).startsWith("nvd")) {
                nvd(page, index);
            }
        }
        Matcher matcher = new Matcher(index);
        List<Map<String, String>> answers = new ArrayList<>();
        for (Path file : PsirtScore.files(folder.resolve("sbom"), "")) {
            String name = String.valueOf(file.getFileName()).replaceFirst("\\..*", "");
            for (Finding finding : matcher.assess(parts(file)).findings()) {
                if (finding.certainty() != Finding.Certainty.PLATFORM_NOT_VERIFIED) {
                    finding.refs()
                            .forEach(ref ->
                                    answers.add(Map.of("sbom", name, "ref", ref, "vuln", finding.vulnerability())));
                }
            }
        }
        return answers;
    }

    private static void nvd(Path file, VulnerabilityIndex index) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            var reading = NvdFeed.read(in, index::put, id -> index.remove(Vulnerability.Source.NVD, id));
            reading.problems().forEach(p -> Cli.say("✗ " + file + " " + p.place() + ": " + p.what() + "."));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void osv(Path file, VulnerabilityIndex index) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            var reading = OsvFeed.read(in, index::put, id -> index.remove(Vulnerability.Source.OSV, id));
            reading.problems().forEach(p -> Cli.say("✗ " + file + " " + p.place() + ": " + p.what() + "."));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static List<Part> parts(Path file) {
        try {
            return switch (BomReader.read(ByteSource.of(file))) {
                case Reading.Refused(var problem) -> {
                    Cli.say("✗ " + file + " " + problem.place() + ": " + problem.sentence());
                    yield List.of();
                }
                case Reading.Taken taken -> parts(taken.bom());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** What a list holds, as the matcher sees it; the product itself is a part too, since records name firmware. */
    static List<Part> parts(Bom bom) {
        List<Part> parts = new ArrayList<>();
        if (bom.subject() != null) {
            parts.add(part(bom.subject()));
        }
        bom.components().forEach(component -> parts.add(part(component)));
        return parts;
    }

    private static Part part(Component component) {
        return new Part(
                component.ref(),
                component.name(),
                component.version(),
                component.purls(),
                component.cpes(),
                component.commits(),
                component.sourcePackage(),
                component.resolved());
    }

    // ---- AND configurations --------------------------------------------------------------------

    /** For each record and each of its cases, whether the product of these names is concerned. */
    static Map<String, List<String>> configurations(JsonNode records) {
        Map<String, List<String>> answers = new TreeMap<>();
        for (JsonNode record : records) {
            String cve = record.path("cve").asString("");
            VulnerabilityIndex index = new VulnerabilityIndex();
            index.put(new Vulnerability(
                    Vulnerability.Source.NVD,
                    cve,
                    List.of(),
                    "",
                    "",
                    List.of(),
                    false,
                    NvdFeed.configurations(record.path("configurations")),
                    List.of()));
            Matcher matcher = new Matcher(index);
            List<String> cases = new ArrayList<>();
            for (JsonNode one : record.path("cases")) {
                List<Part> parts = new ArrayList<>();
                for (JsonNode cpe : one.path("components")) {
                    parts.add(new Part(
                            "#" + parts.size(),
                            "",
                            "",
                            List.of(),
                            List.of(cpe.asString("")),
                            List.of(),
                            "",
                            List.of()));
                }
                cases.add(answer(matcher.assess(parts).findings()));
            }
            answers.put(cve, cases);
        }
        return answers;
    }

    private static String answer(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "no_match";
        }
        return findings.stream().allMatch(f -> f.certainty() == Finding.Certainty.PLATFORM_NOT_VERIFIED)
                ? "unverified_platform"
                : "match";
    }

    // ---- distributions -------------------------------------------------------------------------

    /** For each case whether its package is concerned by its vulnerability, against the records beside it. */
    static Map<String, String> distributions(Path folder) {
        VulnerabilityIndex index = new VulnerabilityIndex();
        for (Path file : PsirtScore.files(folder, ".json")) {
            String name = String.valueOf(file.getFileName());
            if (name.startsWith("nvd")) {
                nvd(file, index);
            } else if (!name.equals("cases.json")) {
                osv(file, index);
            }
        }
        Matcher matcher = new Matcher(index);
        Map<String, String> answers = new TreeMap<>();
        for (JsonNode one : Json.read(folder.resolve("cases.json"))) {
            Part part =
                    new Part("#", "", "", List.of(one.path("purl").asString("")), List.of(), List.of(), "", List.of());
            Assessment assessment = matcher.assess(List.of(part));
            boolean found = assessment.findings().stream()
                    .anyMatch(f -> f.vulnerability().equals(one.path("vuln").asString("")));
            boolean unknown = assessment.coverage().get("#") == Coverage.DISTRO_UNKNOWN;
            answers.put(one.path("id").asString(""), found ? "match" : unknown ? "unknown_distro" : "no_match");
        }
        return answers;
    }

    // ---- labels --------------------------------------------------------------------------------

    /**
     * The labelled pairs for which a record is at hand. A label has no identifier, only a package's name, so it is looked up as a
     * product whose vendor is open, which is the weakest match there is.
     */
    static List<Map<String, String>> labels(Path root) {
        VulnerabilityIndex index = new VulnerabilityIndex();
        for (Path file : PsirtScore.files(root, ".json")) {
            String path = root.relativize(file).toString().replace('\\', '/');
            if (path.startsWith("feeds/nvd/") || path.startsWith("match-cpe/nvd")) {
                nvd(file, index);
            }
        }
        Matcher matcher = new Matcher(index);
        Map<List<String>, Set<String>> known = new HashMap<>();
        List<Map<String, String>> answers = new ArrayList<>();
        for (Path file : PsirtScore.files(root.resolve("labels"), ".jsonl")) {
            for (JsonNode label : Json.lines(file)) {
                String name = label.path("package").asString("");
                String version = label.path("version").asString("");
                String cve = label.path("cve").asString("");
                String vuln = cve.isEmpty() ? label.path("vuln").asString("") : cve;
                if (known.computeIfAbsent(List.of(name, version), _ -> found(matcher, name, version))
                        .contains(vuln)) {
                    answers.add(Map.of(
                            "image",
                            label.path("image").asString(""),
                            "package",
                            name,
                            "version",
                            version,
                            "vuln",
                            vuln));
                }
            }
        }
        return answers;
    }

    private static Set<String> found(Matcher matcher, String name, String version) {
        String product = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9._-]", "\\\\$0");
        String upstream =
                version.replaceFirst("^\\d+:", "").replaceFirst("-[^-]*$", "").replaceAll("[^A-Za-z0-9._-]", "\\\\$0");
        Part part = new Part(
                "#",
                name,
                "",
                List.of(),
                List.of("cpe:2.3:*:*:" + product + ":" + upstream + ":*:*:*:*:*:*:*"),
                List.of(),
                "",
                List.of());
        Set<String> found = new LinkedHashSet<>();
        matcher.assess(List.of(part)).findings().forEach(finding -> found.add(finding.vulnerability()));
        return found;
    }

    // ---- reading of lists ----------------------------------------------------------------------

    /** Whether each list keeps its format, what is wrong where, and how many components were taken. */
    static Map<String, Object> reading(Path file) {
        try {
            return switch (BomReader.read(ByteSource.of(file))) {
                case Reading.Refused(var problem) ->
                    Map.of(
                            "valid",
                            false,
                            "components",
                            0,
                            "errors",
                            List.of(Map.of("place", problem.place(), "what", problem.sentence())));
                case Reading.Taken taken ->
                    Map.of(
                            "valid", taken.valid(),
                            "format", taken.bom().format().title(),
                            "components", taken.bom().components().size(),
                            "errors",
                                    taken.problems().stream()
                                            .map(p -> Map.of("place", p.place(), "what", p.sentence()))
                                            .toList());
            };
        } catch (IOException e) {
            throw new Refusal(Cli.PROBLEM, "unreadable", file, String.valueOf(e.getMessage()));
        }
    }
}
