package dev.shisa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code score ledger ROOT OUT}. */
class LedgerScoreTest {

    @TempDir
    Path temp;

    /** The folder beside the repository, or beside one of the folders that it is in. */
    private static Path shared() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path found = at.resolve("shared/testdata/ledger");
            if (Files.isDirectory(found)) {
                return found;
            }
            at = at.getParent();
        }
        throw new IllegalStateException("there is no ../shared/testdata/ledger; leave out the tag \"shared\"");
    }

    @Test
    @Tag("shared")
    void everyCaseOfTheHandOutIsAnsweredRight() throws Exception {
        Path root = shared();
        assertThat(Cli.run("score", "ledger", root.toString(), temp.toString())).isZero();
        Process scorer = new ProcessBuilder(
                        "python3", root.resolve("score.py").toString(), root.toString(), temp.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path result = temp.resolve("score.json");
        try (var output = scorer.getInputStream()) {
            Files.write(result, output.readAllBytes());
        }
        assertThat(scorer.waitFor()).isZero();
        JsonNode sets = Json.read(result);
        assertThat(sets.propertyNames()).containsExactlyInAnyOrder("proofs", "merkle", "notes", "witness", "logs");
        for (Map.Entry<String, JsonNode> set : sets.properties()) {
            assertThat(set.getValue().path("total").intValue()).isPositive();
            assertThat(set.getValue().path("right"))
                    .as(set.toString())
                    .isEqualTo(set.getValue().path("total"));
        }
    }

    @Test
    void setsThatAreNotThereArePassedOver() throws IOException {
        Path root = Files.createDirectory(temp.resolve("root"));
        Path out = temp.resolve("out");
        assertThat(Cli.run("score", "ledger", root.toString(), out.toString())).isZero();
        Files.writeString(root.resolve("own-proofs.json"), """
                [{"kind": "inclusion", "index": 0, "size": 1, "proof": null,
                  "leafHash": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                  "root": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},
                 {"kind": "inclusion", "index": 1e3, "size": "x"}, 7, {},
                 {"size1": 0, "size2": 0, "root1": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                  "root2": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},
                 {"index": 99999999999999999999, "size": 18446744073709551615, "leafHash": "", "root": ""}]""");
        assertThat(Cli.run("score", "ledger", root.toString(), out.toString())).isZero();
        assertThat(Json.read(out.resolve("proofs.json")).toString()).isEqualTo("[true,false,false,false,false,false]");
        assertThat(out.resolve("notes.json")).doesNotExist();
    }

    @Test
    void aFileThatIsNoJsonIsAProblemAndTheOthersAreAnswered() throws IOException {
        Path root = Files.createDirectories(temp.resolve("root"));
        Files.createDirectories(root.resolve("log-x"));
        Files.writeString(root.resolve("log-x/expected.json"), """
                {"origin": "a/x", "size": 3, "entry_rule": "entry i = '<name> <i>'"}""");
        Files.writeString(root.resolve("own-proofs.json"), "[{");
        Files.writeString(root.resolve("notes.json"), "[{\"note\": 5}, {\"note\": \"a/x\\n\"}]");
        Files.writeString(root.resolve("witness-requests.json"), "{\"log_vkey\": \"no key\"}");
        Path out = temp.resolve("out");
        assertThat(Cli.run("score", "ledger", root.toString(), out.toString())).isEqualTo(1);
        assertThat(out.resolve("proofs.json")).doesNotExist();
        assertThat(out.resolve("witness.json")).doesNotExist();
        assertThat(Json.read(out.resolve("logs.json"))
                        .path("log-x")
                        .path("size")
                        .intValue())
                .isEqualTo(3);
        assertThat(Json.read(out.resolve("notes.json"))
                        .path("notes.json")
                        .path(1)
                        .path("accept")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void wrongUsageHasItsOwnCode() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThat(Cli.run("score", "ledger")).isEqualTo(2);
        assertThat(Cli.run("score", "nothing")).isEqualTo(2);
        assertThat(Cli.run("score", "ledger", temp.resolve("none").toString(), temp.toString()))
                .isEqualTo(2);
        assertThat(Cli.run("score", "ledger", temp.toString(), file.toString())).isEqualTo(2);
    }
}
