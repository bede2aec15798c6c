package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code score psirt ROOT OUT}. */
class PsirtScoreTest {

    @TempDir
    Path temp;

    private static Path shared() {
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

    /** The figures that the hand-out's own scorer counts. */
    @Test
    @Tag("shared")
    void theHandOutIsAnsweredAtLeastAsWellAsAsked() throws Exception {
        assertThat(Cli.run("score", "psirt", shared().toString(), temp.toString()))
                .isZero();
        JsonNode names = scored("cpe-names");
        assertThat(names.path("right").intValue()).isEqualTo(names.path("total").intValue());
        JsonNode lists = scored("match-cpe");
        assertThat(lists.path("precision").doubleValue()).isEqualTo(1.0);
        assertThat(lists.path("recall").doubleValue()).isEqualTo(1.0);
        for (String set : new String[] {"match-and", "match-distro"}) {
            JsonNode score = scored(set);
            assertThat(score.path("total").intValue()).isPositive();
            assertThat(score.path("right").intValue())
                    .as(set)
                    .isEqualTo(score.path("total").intValue());
        }
        share(scored("version-osv"), 0.97);
        share(scored("version-vers"), 0.97);
        JsonNode osv = scored("version-osv").path("per_file");
        for (String file : new String[] {"alpine-versions.txt", "debian-versions.txt", "redhat-versions.txt"}) {
            share(osv.path(file).stringValue(), 0.99, file);
        }
        assertThat(scored("labels").path("precision").doubleValue()).isGreaterThanOrEqualTo(0.75);
        JsonNode lists2 = Json.read(temp.resolve("sbom.json"));
        lists2.forEachEntry((file, answer) -> {
            if (file.startsWith("cyclonedx-spec/")) {
                assertThat(answer.path("valid").booleanValue()).as(file).isEqualTo(file.contains("/valid-"));
                assertThat(answer.path("valid").booleanValue()
                                || !answer.path("errors").isEmpty())
                        .as(file)
                        .isTrue();
            }
        });
        assertThat(lists2.size()).isGreaterThan(150);
        csaf(scored("csaf"));
    }

    /**
     * All documents of 2.0 but two informative ones. Of 2.1's mandatory ones three differ: two that count as valid define a product
     * twice; one orders values in a way that fails in its sibling.
     */
    private static void csaf(JsonNode score) {
        for (String group : new String[] {"2.0 mandatory", "2.0 optional"}) {
            assertThat(score.path(group).path("total").intValue()).isPositive();
            assertThat(score.path(group).path("valid_right").intValue())
                    .as(group)
                    .isEqualTo(score.path(group).path("total").intValue());
            assertThat(score.path(group).path("named").intValue())
                    .as(group)
                    .isEqualTo(score.path(group).path("to_name").intValue());
        }
        JsonNode mandatory = score.path("2.1 mandatory");
        assertThat(mandatory.path("total").intValue()
                        - mandatory.path("valid_right").intValue())
                .isLessThanOrEqualTo(3);
        assertThat(mandatory.path("named").intValue())
                .isEqualTo(mandatory.path("to_name").intValue());
    }

    private static void share(JsonNode score, double least) {
        assertThat(score.path("total").intValue()).isPositive();
        score.path("per_file").forEachEntry((file, counts) -> share(counts.stringValue(), least, file));
    }

    private static void share(String counts, double least, String file) {
        String[] parts = counts.split("/", -1);
        assertThat(Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]))
                .as(file)
                .isGreaterThanOrEqualTo(least);
    }

    private JsonNode scored(String set) throws IOException, InterruptedException {
        Process scorer = new ProcessBuilder(
                        "python3",
                        shared().resolve("score.py").toString(),
                        set,
                        shared().toString(),
                        temp.resolve(set + ".json").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path result = temp.resolve("score-" + set + ".json");
        try (var output = scorer.getInputStream()) {
            Files.write(result, output.readAllBytes());
        }
        assertThat(scorer.waitFor()).isZero();
        return Json.read(result);
    }

    @Test
    void setsThatAreNotThereArePassedOver() throws IOException {
        Path root = Files.createDirectory(temp.resolve("root"));
        assertThat(Cli.run(
                        "score", "psirt", root.toString(), temp.resolve("out").toString()))
                .isZero();
        Files.createDirectories(root.resolve("version/osv-semantic"));
        Files.writeString(root.resolve("version/osv-semantic/debian-x.txt"), "1.0 ? 1.0~rc1\n# comment\n1 ? 1\n");
        assertThat(Cli.run(
                        "score", "psirt", root.toString(), temp.resolve("out").toString()))
                .isZero();
        assertThat(Json.read(temp.resolve("out/version-osv.json"))
                        .path("debian-x.txt")
                        .toString())
                .isEqualTo("[\">\",\"=\"]");
        assertThat(temp.resolve("out/match-cpe.json")).doesNotExist();
    }

    @Test
    void aFileThatIsNoJsonIsAProblemAndTheOthersAreAnswered() throws IOException {
        Path root = Files.createDirectories(temp.resolve("root"));
        Files.createDirectories(root.resolve("cpe"));
        Files.writeString(root.resolve("cpe/cpe-name-matching.json"), "[{");
        Files.createDirectories(root.resolve("match-cpe"));
        Files.writeString(root.resolve("match-cpe/and-configurations.json"), "[]");
        Path out = temp.resolve("out");
        assertThat(Cli.run("score", "psirt", root.toString(), out.toString())).isEqualTo(1);
        assertThat(out.resolve("cpe-names.json")).doesNotExist();
        assertThat(Json.read(out.resolve("match-and.json")).isEmpty()).isTrue();
    }
}
