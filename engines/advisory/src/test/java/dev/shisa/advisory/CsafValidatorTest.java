package dev.shisa.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each test of the specification, against documents of our own that fail it or pass it. */
class CsafValidatorTest {

    @ParameterizedTest
    @EnumSource(CsafVersion.class)
    void aSoundDocumentFailsNoMandatoryAndNoOptionalTest(CsafVersion version) throws Exception {
        List<Finding> findings = Cases.judged(Cases.base(version));
        assertThat(CsafValidator.isValid(findings)).isTrue();
        assertThat(findings)
                .filteredOn(f -> f.severity() == Finding.Severity.WARNING)
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> aChangedDocumentFailsOrPassesTheTestThatTheChangeIsAbout() {
        return Cases.all().stream()
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
                    List<Finding> findings = Cases.judged(c.document()).stream()
                            .filter(f -> f.test().equals(c.test()))
                            .toList();
                    if (c.fails()) {
                        assertThat(findings).isNotEmpty();
                    } else {
                        assertThat(findings).isEmpty();
                    }
                }));
    }

    /** A check that cannot fail is none. */
    @Test
    void everyTestOfEachVersionIsSeenToFail() {
        for (CsafVersion version : CsafVersion.values()) {
            Set<String> seen = new HashSet<>();
            Cases.all().stream()
                    .filter(c -> c.version() == version && c.fails())
                    .forEach(c -> seen.add(c.test()));
            assertThat(seen).containsAll(CsafValidator.tests(version));
        }
    }

    @Test
    void eachFindingSaysOneSentenceInBothLanguagesAndPointsIntoTheDocument() throws Exception {
        Sentences english = Sentences.in(Locale.ENGLISH);
        Sentences japanese = Sentences.in(Locale.JAPANESE);
        for (Cases.Case one : Cases.all()) {
            for (Finding finding : Cases.judged(one.document())) {
                assertThat(english.say(finding)).doesNotContain("{").endsWith(".");
                assertThat(japanese.say(finding)).endsWith("。").isNotEqualTo(english.say(finding));
                assertThat(finding.pointer()).matches("(/[^/]+)*");
            }
        }
    }

    @Test
    void bothLanguagesHaveTheSameSentences() {
        var english = java.util.ResourceBundle.getBundle("dev.shisa.advisory.sentences", Locale.ROOT);
        var japanese = java.util.ResourceBundle.getBundle("dev.shisa.advisory.sentences", Locale.JAPANESE);
        assertThat(japanese.keySet()).isEqualTo(english.keySet());
    }

    @Test
    void aFloodOfTheSameFaultIsCut() throws Exception {
        var document = Cases.base(CsafVersion.V2_1);
        var products =
                (tools.jackson.databind.node.ArrayNode) document.at("/vulnerabilities/0/product_status/known_affected");
        for (int i = 0; i < 5_000; i++) {
            products.add("NONE-" + i);
        }
        List<Finding> findings = Cases.judged(document).stream()
                .filter(f -> f.test().equals("6.1.1"))
                .toList();
        assertThat(findings).hasSize(101);
        assertThat(findings.getLast().code()).isEqualTo("more");
        assertThat(findings.getLast().arguments()).containsExactly("4900");
    }
}
