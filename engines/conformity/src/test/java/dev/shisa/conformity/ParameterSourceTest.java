package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a value that a guide leaves open stands, what is proposed for it, and which answers are held against it. */
class ParameterSourceTest {

    private static final String SOURCES = """
            sources:
              - id: evaluation
                title: {ja: 評価ガイド, en: Evaluation guide}
                url: https://guide.example/evaluation
            parameters:
            """;

    private static final String LOOK = """
                requirement: M-2
                source: {of: evaluation, place: 表1}
                proposal:
                  values: [10]
                  basis: {ja: 別の規格, en: Another standard}
            """;

    private static CatalogueReader.Result read(String sources, String look) {
        SequencedMap<String, byte[]> files = Mini.files();
        String frame = new String(Mini.bytes("frame.yaml"), StandardCharsets.UTF_8)
                .replaceFirst("parameters:\n", sources)
                .replaceFirst("    requirement: M-2\n", look);
        files.put("frame.yaml", frame.getBytes(StandardCharsets.UTF_8));
        return CatalogueReader.checking().read(files);
    }

    @Test
    void aParameterNamesItsDocumentAndPlaceAndWhatIsProposed() {
        assertThat(read(SOURCES, LOOK)).isInstanceOfSatisfying(CatalogueReader.Result.Loaded.class, loaded -> {
            ParameterDefinition tries =
                    loaded.catalogue().parameter("tries.max").orElseThrow();
            assertThat(tries.source())
                    .isEqualTo(new ParameterDefinition.Source(
                            new Text("評価ガイド", "Evaluation guide"), "https://guide.example/evaluation", "表1"));
            assertThat(tries.proposal())
                    .isEqualTo(new ParameterDefinition.Proposal("10", new Text("別の規格", "Another standard")));
            assertThat(loaded.catalogue().parameter("scan.age").orElseThrow().source())
                    .isNull();
        });
    }

    @Test
    void whatIsProposedDecidesNothing() {
        Catalogue catalogue = ((CatalogueReader.Result.Loaded) read(SOURCES, LOOK)).catalogue();
        assertThat(new NextQuestions(new Evaluator(catalogue))
                        .next(
                                Facts.TARGET,
                                catalogue.requirements(),
                                FactSource.of(List.of(Facts.of("login.mechanisms", List.of("web"))
                                        .fact())),
                                Parameters.NONE,
                                Facts.NOW))
                .extracting(NextQuestion::parameter)
                .contains("tries.max");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: https:// | url: ftp:// | is no address of a page",
                "of: evaluation | of: elsewhere | there is no such source",
                "values: [10] | values: [many] | what is proposed is no value of tries.max",
                "values: [10] | values: [0] | what is proposed is no value of tries.max",
            })
    void namesWhatIsWrong(String right, String wrong, String what) {
        assertThat(read(SOURCES.replace(right, wrong), LOOK.replace(right, wrong)))
                .isInstanceOfSatisfying(
                        CatalogueReader.Result.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .anySatisfy(
                                        problem -> assertThat(problem.what()).contains(what)));
    }

    @Test
    void anAnswerKnowsTheValuesThatItIsHeldAgainst() {
        Catalogue catalogue = Mini.catalogue();
        assertThat(catalogue.parametersBeside(new FactKey("login.tries.max")))
                .extracting(ParameterDefinition::id)
                .contains("tries.max");
        assertThat(catalogue.parametersBeside(new FactKey("network.used"))).isEmpty();
    }

    @Test
    void whatAWayAroundARuleReadsCanSpareQuestions() {
        assertThat(Mini.catalogue().spares(new FactKey("psti.declared"))).isTrue();
        assertThat(Mini.catalogue().spares(new FactKey("login.mechanisms"))).isFalse();
    }
}
