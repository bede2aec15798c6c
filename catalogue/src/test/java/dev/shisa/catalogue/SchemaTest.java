package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file keeps to its schema, and the schemas refuse what they should. */
class SchemaTest {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static List<Path> files() {
        return java.util.stream.Stream.of(
                        CatalogueFiles.documents(), CatalogueFiles.schemes(), CatalogueFiles.caseFiles())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileKeepsToItsSchema(Path file) {
        String yaml = text(file);
        assertThat(errors(schemaOf(yaml), yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocabulary.yaml | vocabulary: 9 | vocabulary: 0",
                "vocabulary-development.yaml | ahead: true | ahead: false",
                "vocabulary.yaml | sections: | chapters:",
                "vocabulary.yaml | type: word | type: free",
                "vocabulary.yaml | asks: quality | asks: sales",
                "vocabulary.yaml | scope: organisation | scope: company",
                "vocabulary.yaml | alone: true | alone: false",
                "vocabulary.yaml | excludes: [ipv6] | excludes: []",
                "vocabulary.yaml | collection: login | collection: Login",
                "jcstar1.yaml | edition: | edition: one",
                "jcstar1.yaml | - product.app | - Product.App",
                "jcstar1.yaml | strength: tested | strength: sure",
                "jcstar1.yaml | inherits: false | inherits: true",
                "jcstar1.yaml | otherwise: unknown | otherwise: met",
                "jcstar1.yaml | mark: m | mark: x",
                "jcstar1.yaml | verdict: deemed | verdict: met",
                "jcstar1.yaml | every: login | each: login",
                "jcstar1.yaml | short: {ja: デフォルトパスワード | short: {ja: 短い名前とはとてもいえないほど長い名前",
                "glossary.yaml | id: organisation | name: organisation",
                "etsi-en-303645.yaml | status: unverified | status: verified",
                "etsi-en-303645.yaml | outline: etsi | framework: etsi",
                "crossmap.yaml | kind: related | kind: equivalent",
                "crossmap.yaml | mark: g | mark: m",
                "crossmap.yaml | jcstar1/S1.1-01 | S1.1-01",
                "incidents.yaml | reality: happened | reality: perhaps",
                "incidents.yaml | phases: [policy | phases: [sales",
                "kinds.yaml | of: login | part: login",
                "kinds.yaml | usual: false | usual: true",
                "tables.yaml | mark: g | mark: x",
                "scheme/jcstar.yaml | yen: 198000 | yen: about 198000",
                "scheme/jcstar.yaml | when: proxy | when: sometimes",
                "scheme/jcstar.yaml | read: 2026-11-21 | read: lately",
                "tables.yaml | columns: | heads:",
                "contradictions.yaml | id: card-copies | name: card-copies",
                "contradictions.yaml | some: asset | one: asset",
                "contradictions.yaml | touches: [jcstar1/S1.1-12 | touches: [S1.1-12",
                "contradictions.yaml | {fact: flow.rows, is | {fact: flow.rows, otherwise: unknown, is",
                "cases/contradictions/card-copies.yaml | holds: true | holds: perhaps",
                "cases/jcstar1/S1.1-01.yaml | verdict: met | verdict: green",
                "cases/jcstar1/S1.1-01.yaml | towards: met | towards: unknown",
                "cases/jcstar1/S1.1-01.yaml | confirmed: false | confirmed: perhaps",
            })
    void aSlipOfThePenIsRefused(String file, String right, String wrong) {
        String yaml = text(CatalogueFiles.path(file));
        assertThat(yaml).contains(right);
        assertThat(errors(schemaOf(yaml), yaml.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
                .isNotEmpty();
    }

    @Test
    void aTextInOneLanguageIsRefused() {
        assertThat(errors(schema("glossary"), """
                glossary: 1
                words:
                  - id: word
                    ja: 語
                    en: word
                    meaning: {ja: 意味}
                    source: Shisa
                """)).hasSize(1);
    }

    private static String text(Path file) {
        return new String(CatalogueFiles.bytes(file), StandardCharsets.UTF_8);
    }

    private static List<Error> errors(Schema schema, String yaml) {
        return schema.validate(yaml, InputFormat.YAML);
    }

    private static Schema schemaOf(String yaml) {
        String key = yaml.lines()
                .filter(line -> line.matches("[a-z]+: ?.*"))
                .findFirst()
                .orElseThrow();
        return schema(
                switch (key.substring(0, key.indexOf(':'))) {
                    case "requirement" -> "cases";
                    case "contradiction" -> "contradiction-cases";
                    case String kind -> kind;
                });
    }

    private static Schema schema(String name) {
        return REGISTRY.getSchema(text(CatalogueFiles.path("schema/" + name + ".schema.json")), InputFormat.JSON);
    }
}
