package dev.shisa.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The committee's own test documents, and real advisories. */
@Tag("shared")
class HandOutTest {

    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path found = at.resolve("shared/testdata/psirt");
            if (Files.isDirectory(found)) {
                return found;
            }
            at = at.getParent();
        }
        throw new IllegalStateException("there is no ../shared/testdata/psirt; leave out the tag \"shared\"");
    }

    private static List<Finding> judged(Path file) throws IOException, UnreadableCsafException {
        return CsafValidator.validate(CsafDocument.read(Files.readAllBytes(file)), Cases.NOW);
    }

    @Test
    void everyDocumentOfATestThatIsMadeFailsItOrPassesItAsItShould() throws Exception {
        Path csaf = root().resolve("csaf");
        List<String> wrong = new ArrayList<>();
        for (JsonNode version :
                JsonMapper.shared().readTree(csaf.resolve("expected.json").toFile())) {
            for (JsonNode entry : version) {
                String file = entry.path("file").stringValue();
                String test = entry.path("test").stringValue();
                List<String> made = CsafValidator.tests(file.startsWith("2.0") ? CsafVersion.V2_0 : CsafVersion.V2_1);
                boolean fails = judged(csaf.resolve(file)).stream()
                        .anyMatch(f -> f.test().equals(test));
                if (made.contains(test)
                        && fails != entry.path("case").stringValue().equals("failures")) {
                    wrong.add(file.substring(file.lastIndexOf("-6-")));
                }
            }
        }
        // A licence database and web servers would have to be asked for two each; one document orders values as its
        // sibling must not.
        assertThat(wrong)
                .containsExactlyInAnyOrder("-6-3-06-02.json", "-6-3-06-02.json", "-6-2-44-02.json", "-6-1-48-19.json");
    }

    /**
     * Documents that count as valid although they fail another mandatory test than the one that they were written for, with those
     * tests: ids that are defined twice or never, the order of values that the sibling must not have, revisions in disorder, a note
     * that is missing, package URLs that differ in more than their qualifiers, and an extension whose schema is another one here.
     */
    private static final Map<String, List<String>> CONTRADICTIONS = Map.of(
            "2.1-6-1-27-13-16", List.of("6.1.1", "6.1.2"),
            "2.1-6-1-48-19", List.of("6.1.48"),
            "2.1-6-1-50-15", List.of("6.1.2"),
            "2.1-6-2-21-02", List.of("6.1.14", "6.1.21"),
            "2.1-6-2-39-02-01", List.of("6.1.27.14"),
            "2.1-6-2-42-02", List.of("6.1.42"),
            "2.1-6-2-54-03-01", List.of("6.1.1", "6.1.60.2"),
            "2.1-6-3-21-01-02", List.of("6.1.1", "6.1.60.2"));

    @Test
    void aDocumentIsValidAsItIsLabelledButWhereTheLabelContradictsAnotherMandatoryTest() throws Exception {
        Path csaf = root().resolve("csaf");
        Map<String, List<String>> wrong = new TreeMap<>();
        for (JsonNode version :
                JsonMapper.shared().readTree(csaf.resolve("expected.json").toFile())) {
            for (JsonNode entry : version) {
                String file = entry.path("file").stringValue();
                List<Finding> findings = judged(csaf.resolve(file));
                if (CsafValidator.isValid(findings)
                        != entry.path("document_valid").booleanValue()) {
                    wrong.put(
                            file.substring(0, 3)
                                    + file.substring(file.lastIndexOf("-6-"), file.length() - ".json".length()),
                            findings.stream()
                                    .filter(f -> f.severity() == Finding.Severity.ERROR)
                                    .map(Finding::test)
                                    .distinct()
                                    .sorted()
                                    .toList());
                }
            }
        }
        assertThat(wrong).isEqualTo(new TreeMap<>(CONTRADICTIONS));
    }

    @Test
    void realAdvisoriesHaveASoundStructure() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root().resolve("feeds/csaf-cisa"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                for (Finding finding : judged(file)) {
                    if (finding.test().equals(Finding.SCHEMA)) {
                        wrong.add(file.getFileName() + " " + finding.pointer() + " " + finding.code());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
