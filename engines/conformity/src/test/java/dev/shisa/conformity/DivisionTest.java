package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** How a guide divides what it asks: each requirement in one part, of this guide, and known. */
class DivisionTest {

    private static final String VOCABULARY = """
            vocabulary: 1
            sections: []
            collections: []
            facts: []
            """;

    private static final String HEAD = """
            divisions: 1
            list:
              - framework: other
                mark: g
                source: {doc: "002", place: x}
                parts:
                  - phase: {ja: あ, en: a}
                    measure: {ja: い, en: b}
                    requirements: [""";

    @Test
    void aRequirementOfAGuideThatIsNotLoadedIsLeftForLater() {
        assertThat(problems("other/N-1]\n")).isEmpty();
    }

    @Test
    void aRequirementOfAnotherGuideIsAProblem() {
        assertThat(problems("third/N-1]\n"))
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains("of another guide"));
    }

    @Test
    void aRequirementInTwoPartsIsAProblem() {
        assertThat(problems("other/N-1, other/N-1]\n"))
                .anySatisfy(p -> assertThat(p.toString()).contains("twice"));
        String again = """
                other/N-1]
                      - phase: {ja: う, en: c}
                        measure: {ja: え, en: d}
                        requirements: [other/N-1]
                """;
        assertThat(problems(again))
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains("two parts"));
    }

    private static java.util.List<Problem> problems(String rest) {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("vocabulary.yaml", VOCABULARY.getBytes(StandardCharsets.UTF_8));
        files.put("divisions.yaml", (HEAD + rest).getBytes(StandardCharsets.UTF_8));
        return switch (CatalogueReader.checking().read(files)) {
            case CatalogueReader.Result.Loaded _ -> java.util.List.of();
            case CatalogueReader.Result.Rejected(var found) -> found;
        };
    }
}
