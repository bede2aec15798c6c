package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.Measures.Presence;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The seven technical measures: proposed by what the device does, undecided where that is not known, decided by a person. */
class MeasuresTest extends ServerTest {

    private static final String PAGE = "/products/MC-1/measures";

    @Autowired
    private Measures measures;

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private EvidenceLog evidence;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private Recorded fact(String key, Value value) {
        Subject subject = products.subject(camera, catalogueScope(key));
        return evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        "設計書",
                        "",
                        "",
                        camera.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(NewFact.of(subject, Slot.of(key, ""), value, "理由")));
    }

    @Autowired
    private Catalogues catalogues;

    private Subject.Kind catalogueScope(String key) {
        return catalogues.current().fact(new FactKey(key)).orElseThrow().scope();
    }

    private Presence presence(Trait trait) {
        return measures.of(camera).groups().stream()
                .filter(group -> group.found().trait() == trait)
                .findFirst()
                .orElseThrow()
                .found()
                .presence();
    }

    @Test
    void nothingIsProposedOrExcludedWhileNothingIsKnown() {
        for (Trait trait : Trait.values()) {
            assertThat(presence(trait)).isEqualTo(Presence.OPEN);
        }
        assertThat(browser.get(PAGE).text()).contains("機器の特徴のうち3個が、まだ決まっていません", "未決定");
    }

    @Test
    void dataThatIsKeptProposesEncryptionAndDeletionAndNothingElse() {
        fact("asset.items", Value.words("A-1"));
        assertThat(presence(Trait.HOLDS_DATA)).isEqualTo(Presence.YES);
        assertThat(presence(Trait.COMMUNICATES)).isEqualTo(Presence.OPEN);
        assertThat(presence(Trait.AVAILABLE)).isEqualTo(Presence.OPEN);
        assertThat(measures.of(camera).groups().stream()
                        .filter(group -> group.found().presence() == Presence.YES)
                        .flatMap(group -> group.measures().stream())
                        .map(measure -> measure.requirement().id().number()))
                .containsExactly("SME-T2A", "SME-T2B");
    }

    @Test
    void oneSignThatIsMissingDoesNotSpeakAgainstATraitAndAllThatDenyItDo() {
        fact("asset.items", Value.words());
        assertThat(presence(Trait.HOLDS_DATA)).isEqualTo(Presence.OPEN);
        fact("flow.rows", Value.words());
        assertThat(presence(Trait.HOLDS_DATA)).isEqualTo(Presence.NO);
        fact("availability.needed", Value.word("needed"));
        assertThat(presence(Trait.AVAILABLE)).isEqualTo(Presence.YES);
    }

    @Test
    void saysThatASecondPersonHasStillToConfirmWhatDecides() {
        Recorded recorded = fact("availability.needed", Value.word("none"));
        assertThat(browser.get(PAGE).text()).contains("当てはまらないことの、2人目の確認がまだです");
        evidence.confirm(recorded.evidence(), new HashSet<>(recorded.facts()), person(Role.QUALITY), "");
        assertThat(browser.get(PAGE).text()).contains("登録内容によると当てはまらないため、提案していません");
    }

    @Test
    void aMeasureIsDecidedEitherWayAndNeverBothWays() {
        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);
        fact("availability.needed", Value.word("needed"));
        assertThat(browser.follow(browser.post(PAGE + "/SME-T3A/adopted", "reason", "遠隔監視を備える"))
                        .text())
                .contains("遠隔監視を備える", "採用する");
        Page refused = browser.post(PAGE + "/SME-T3A/not-adopted", "reason", " ");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("理由が空です");
        assertThat(browser.follow(browser.post(PAGE + "/SME-T3A/not-adopted", "reason", "止まっても危険がない"))
                        .text())
                .contains("止まっても危険がない")
                .doesNotContain("遠隔監視を備える");
        assertThat(inForce("adopted") + inForce("not_adopted")).isEqualTo(1);
        browser.post(PAGE + "/SME-T3A/adopted");
        assertThat(inForce("adopted")).isEqualTo(1);
        assertThat(inForce("not_adopted")).isZero();
        browser.post(PAGE + "/SME-T3A/open");
        assertThat(inForce("adopted") + inForce("not_adopted")).isZero();
        assertThat(acts()).contains("measure.adopted", "requirement.not-adopted", "measure.open");
    }

    private int inForce(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE ended_at IS NULL")
                .query(Integer.class)
                .single();
    }

    @Test
    void nothingIsDecidedForAGuideThatIsNotFollowedNorAboutAnythingElse() {
        assertThat(browser.post(PAGE + "/SME-T3A/adopted").status()).isEqualTo(404);
        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);
        assertThat(browser.post(PAGE + "/SME-3/adopted").status()).isEqualTo(404);
        assertThat(count("adopted")).isZero();
    }

    @Test
    void aDecisionMakesNothingGreen() {
        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);
        browser.post(PAGE + "/SME-T1B/adopted");
        assertThat(measures.of(camera).groups().getFirst().measures())
                .allSatisfy(measure -> assertThat(measure.state().isGreen()).isFalse());
    }
}
