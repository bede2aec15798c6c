package dev.shisa.bom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A component whose name is no name is left out, and the rest of its list is taken. */
class LongTextsTest {

    private static final String LIST = """
            {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [
             {"type": "library", "name": "zlib", "version": "1.3.1"},
             {"type": "library", "bom-ref": "REF", "group": "GROUP", "name": "NAME", "version": "VERSION"}]}
            """;

    @TempDir
    Path folder;

    private Reading.Taken taken(String list) throws Exception {
        Path file = Files.writeString(folder.resolve("list.cdx.json"), list, StandardCharsets.UTF_8);
        return (Reading.Taken) BomReader.read(ByteSource.of(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAME", "VERSION", "GROUP", "REF"})
    void aTextWithoutAnEndLeavesItsComponentOut(String field) throws Exception {
        Reading.Taken taken = taken(LIST.replace(field, "x".repeat(900_000)));
        assertThat(taken.bom().components()).extracting(Component::name).containsExactly("zlib");
        assertThat(taken.problems()).extracting(Problem::kind).contains(Problem.Kind.TOO_LONG);
    }

    @Test
    void theLongestThatIsTakenIsTaken() throws Exception {
        Reading.Taken taken = taken(LIST.replace("NAME", "x".repeat(1_000)));
        assertThat(taken.bom().components()).hasSize(2);
        assertThat(taken.problems()).isEmpty();
    }
}
