package dev.shisa.server.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is proposed for questions as customers write them, over the catalogue as it is. */
class ProposalsTest extends ServerTest {

    @Autowired
    private Catalogues catalogues;

    @SuppressWarnings("NullAway.Init")
    private Proposals proposals;

    @BeforeEach
    void index() {
        proposals = new Proposals(catalogues.current());
    }

    private List<String> requirements(String question) {
        return proposals.of(question, 5).stream()
                .map(Proposals.Proposal::requirement)
                .filter(Objects::nonNull)
                .map(RequirementId::number)
                .toList();
    }

    @Test
    void proposesWhatTheQuestionNamesByNumber() {
        assertThat(requirements("Ｓ1.1−06 への対応")).startsWith("S1.1-06");
        assertThat(requirements("Please confirm S1.1-06.")).startsWith("S1.1-06");
        assertThat(requirements("「つながる世界の開発指針」指針14")).contains("TG-14");
    }

    @Test
    void doesNotTakeAPartOfANumberForANumber() {
        assertThat(requirements("S1.1-061 / XS1.1-06")).doesNotContain("S1.1-06");
    }

    @Test
    void proposesWhatIsRelatedToAGuidelineKnownByTitlesOnly() {
        assertThat(proposals.of("Do you conform to ETSI EN 303 645 provision 5.1-1?", 5))
                .anySatisfy(p -> {
                    assertThat(p.requirement()).isEqualTo(new RequirementId("jcstar1", "S1.1-02"));
                    assertThat(p.why()).isEqualTo(new Proposals.Why.Related("5.1-1"));
                });
    }

    @Test
    void proposesByCommonWordsInBothLanguagesAndNamesThem() {
        assertThat(requirements("製品のソフトウェアをアップデートする機能がありますか。")).containsAnyOf("S1.1-06", "SME-T1B");
        assertThat(requirements("Can the user erase stored data before disposal?"))
                .containsAnyOf("S1.1-15", "SME-T2B");
        assertThat(proposals.of("製品のソフトウェアをアップデートする機能がありますか。", 5))
                .filteredOn(p -> p.requirement() != null)
                .isNotEmpty()
                .allSatisfy(p ->
                        assertThat(((Proposals.Why.Words) p.why()).shared()).isNotEmpty());
    }

    @Test
    void proposesNothingForWhatIsAboutSomethingElse() {
        assertThat(requirements("昼休みは何時からですか。")).isEmpty();
        assertThat(requirements("")).isEmpty();
    }

    @Test
    void theSameQuestionAlwaysGetsTheSameProposals() {
        String question = "個人情報を暗号化して保存していますか。 Is personal data encrypted at rest?";
        assertThat(new Proposals(catalogues.current()).of(question, 6)).isEqualTo(proposals.of(question, 6));
    }
}
