package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.ChangeImpact;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A series follows the guides that somebody chose for it; what is asked of the company is decided once. */
class GuidesTest extends ServerTest {

    private static final RequirementId POLICY = new RequirementId("psirt-guide", "PSIRT-X1");

    @Autowired
    private Guides guides;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private NotAdopted notAdopted;

    @Autowired
    private Products products;

    @Autowired
    private Answers answers;

    private Person quality;
    private Series camera;

    GuidesTest() {
        quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
        camera = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);
    }

    @BeforeEach
    void aSeriesWithARelease() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    @Test
    void aSeriesFollowsStarOneAndNothingElseUntilSomebodyChooses() {
        assertThat(verdicts.states(camera.id()).keySet())
                .extracting(RequirementId::framework)
                .containsOnly("jcstar1")
                .hasSize(16);
        assertThat(verdicts.states(organisation())).isEmpty();
    }

    @Test
    void aChosenGuideIsDecidedAtOnceFromTheAnswersThatAreThere() {
        answer("priority.policy", Value.word("documented"));

        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);

        assertThat(ofGuide("sme-guide")).hasSize(asked("sme-guide", false).size());
        assertThat(verdicts.history(camera.id(), asked("sme-guide", false).getFirst(), 5))
                .singleElement()
                .satisfies(change -> assertThat(change.cause()).isEqualTo("guides.chosen"));
        assertThat(acts()).contains("guides.series");
    }

    @Test
    void whatIsAboutTheCompanyIsAskedOfTheOrganisationAndOfNoSeries() {
        guides.choose(camera, Set.of("jcstar1", "psirt-guide"), quality);
        assertThat(ofGuide("psirt-guide")).doesNotContainAnyElementsOf(asked("psirt-guide", true));

        guides.chooseForOrganisation(Set.of("psirt-guide"), quality);

        assertThat(verdicts.states(organisation()).keySet())
                .containsExactlyInAnyOrderElementsOf(asked("psirt-guide", true));
    }

    @Test
    void oneAnswerAboutTheCompanyReachesTheOrganisationAndEverySeries() {
        Series lock = products.create(new NewSeries("L-1", "L-10", "錠", "", List.of("L-10"), "1.0"), quality);
        guides.chooseForOrganisation(Set.of("psirt-guide", "sme-guide", "iotgl", "tsunagaru"), quality);
        RequirementId reader = asked("sme-guide", true).stream()
                .filter(id -> id.number().equals("SME-1"))
                .findFirst()
                .orElseThrow();
        assertThat(verdicts.states(organisation())).containsEntry(reader, VerdictState.UNKNOWN);

        answer("priority.policy", Value.word("documented"));

        assertThat(verdicts.states(camera.id())).containsEntry(star1("S1.1-09"), VerdictState.EXPECTED);
        assertThat(verdicts.states(lock.id())).containsEntry(star1("S1.1-09"), VerdictState.EXPECTED);

        answer("policy.document", Value.word("none"));
        assertThat(verdicts.states(organisation())).containsEntry(reader, VerdictState.NOT_MET);
    }

    @Test
    void aGuideThatIsLeftIsNoLongerShownNorAskedForAndItsHistoryStays() {
        guides.choose(camera, Set.of("jcstar1", "tsunagaru"), quality);
        RequirementId left = asked("tsunagaru", false).getFirst();

        guides.choose(camera, Set.of("jcstar1"), quality);

        assertThat(ofGuide("tsunagaru")).isEmpty();
        assertThat(verdicts.standings(camera.id()))
                .extracting(Standing::framework)
                .containsExactly("jcstar1");
        assertThat(verdicts.next(camera.id(), "").stream().flatMap(q -> q.touches().stream()))
                .extracting(RequirementId::framework)
                .containsOnly("jcstar1");
        assertThat(verdicts.history(camera.id(), left, 5)).hasSize(1);
    }

    @Test
    void oneQuestionStandsOnceHoweverManyGuidesReadItsAnswer() {
        guides.choose(camera, Set.of("jcstar1", "sme-guide", "psirt-guide", "iotgl", "tsunagaru"), quality);

        List<Slot> slots = verdicts.next(camera.id(), "").stream()
                .filter(q -> q.slot() != null && q.parameter() == null && q.fact() == null)
                .map(q -> Objects.requireNonNull(q.slot()))
                .toList();

        assertThat(slots).doesNotHaveDuplicates();
        assertThat(verdicts.next(camera.id(), "").stream()
                        .filter(q -> q.touches().stream()
                                        .map(RequirementId::framework)
                                        .distinct()
                                        .count()
                                > 2))
                .isNotEmpty();
    }

    @Test
    void aStatementOfChangeSaysNothingOfGuidesThatNobodyLookedAt() {
        guides.choose(camera, Set.of("jcstar1", "tsunagaru"), quality);
        Release old = products.release(Objects.requireNonNull(
                        products.byId(camera.id()).orElseThrow().designated()))
                .orElseThrow();
        Release next = products.addRelease(camera, "2.5.0", null, "", old.id(), quality);
        products.designate(products.byId(camera.id()).orElseThrow(), next.id(), quality);

        RequirementId logIn = new RequirementId("jcstar1", "S1.1-02");
        Series now = products.byId(camera.id()).orElseThrow();
        ChangeImpact signed =
                products.signImpact(now, next.id(), Set.of("jcstar1"), Set.of(logIn), "ログイン画面を変えた", quality);
        products.confirmImpact(now, next.id(), signed.id(), person(Role.QUALITY));

        assertThat(products.target(products.byId(camera.id()).orElseThrow())
                        .layers()
                        .get(1))
                .isInstanceOfSatisfying(
                        dev.shisa.conformity.Layer.Inherited.class,
                        layer -> assertThat(layer.touched())
                                .contains(logIn)
                                .anyMatch(id -> id.framework().equals("tsunagaru"))
                                .noneMatch(id -> id.framework().equals("jcstar1") && !id.equals(logIn)));
    }

    @Test
    void theRegisterAsksOnlyWhatSomebodyFollows() {
        int before = guides.vocabulary(camera).facts().size();
        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);
        int after = guides.vocabulary(camera).facts().size();
        assertThat(before).isLessThan(after);
    }

    /** What decides nothing of it, but can contradict what does. */
    @Test
    void theRegisterOfStar1AsksWhatItNames() {
        assertThat(guides.vocabulary(camera).facts())
                .extracting(fact -> fact.key().value())
                .contains("product.app", "product.cloud", "asset.class", "debug.ports", "debug.state")
                .doesNotContain("measures.rejected");
    }

    @Test
    void theBoardNamesTheGuideAndShowsAllThatAreFollowed() {
        guides.choose(camera, Set.of("jcstar1", "tsunagaru"), quality);
        Browser browser = signedIn(quality);

        Page star1 = browser.get("/products/MC-1/conformity");
        assertThat(star1.text()).contains("16の適合基準").contains("つながる世界の開発指針");

        Page other = browser.get("/products/MC-1/conformity?guide=tsunagaru");
        assertThat(other.text()).contains("TG-05").contains("会社全体");
        Page one = browser.get("/products/MC-1/conformity/tsunagaru/TG-05");
        assertThat(one.status()).isEqualTo(200);
        assertThat(one.text()).contains("つながる世界の開発指針");
    }

    @Test
    void whoFollowsOnlyStarOneSeesNothingOfOtherGuidesOnHome() {
        String home = signedIn(quality).get("/").text();
        assertThat(home).doesNotContain("SME-").doesNotContain("PSIRT-").doesNotContain("TG-");
    }

    @Test
    void theOrganisationChoosesAndSeesItsPartOfEachGuide() {
        Browser browser = signedIn(quality);
        Page page = browser.get("/organisation/guides");
        assertThat(page.text()).contains("まだありません");

        browser.post("/organisation/guides", "guide", "psirt-guide");

        assertThat(browser.get("/organisation/guides").text()).contains("1件です");
        assertThat(browser.get("/organisation/guides/psirt-guide").text()).contains(POLICY.number());
        assertThat(browser.get("/organisation/guides/psirt-guide/PSIRT-X1").status())
                .isEqualTo(200);
        assertThat(browser.get("/organisation/guides/tsunagaru").status()).isEqualTo(404);
        assertThat(browser.get("/products/MC-1/questions?requirement=psirt-guide")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotAdoptedIsAskedForNoMoreAndNeverMet() {
        guides.choose(camera, Set.of("tsunagaru"), quality);
        RequirementId id = new RequirementId("tsunagaru", "TG-05");
        VerdictState before =
                Objects.requireNonNull(verdicts.states(camera.id()).get(id));
        Browser browser = signedIn(quality);

        Page refused = browser.post("/products/MC-1/conformity/tsunagaru/TG-05/not-adopted", "reason", " ");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("理由が空です");

        browser.post(
                "/products/MC-1/conformity/tsunagaru/TG-05/not-adopted", "reason", "閉じた網だけで使う", "until", "2199-01-01");
        assertThat(notAdopted.of(camera.id())).isEmpty();
        String until =
                clock.instant().plus(java.time.Duration.ofDays(30)).toString().substring(0, 10);
        browser.post("/products/MC-1/conformity/tsunagaru/TG-05/not-adopted", "reason", "閉じた網だけで使う", "until", until);

        assertThat(verdicts.states(camera.id())).containsEntry(id, before);
        assertThat(verdicts.next(camera.id(), "tsunagaru/TG-05"))
                .allSatisfy(q -> assertThat(q.touches()).isNotEqualTo(Set.of(id)));
        assertThat(verdicts.standing(camera.id(), "tsunagaru"))
                .satisfies(standing -> assertThat(standing.notAdopted()).isEqualTo(1))
                .satisfies(standing ->
                        assertThat(standing.remaining()).isEqualTo(standing.total() - standing.settled() - 1));
        assertThat(browser.get("/products/MC-1/conformity?guide=tsunagaru").text())
                .contains("閉じた網だけで使う", "採用しないと決めた1件", until);
        assertThat(acts()).contains("requirement.not-adopted");

        clock.advance(java.time.Duration.ofDays(32));
        assertThat(notAdopted.of(camera.id())).isEmpty();
        assertThat(verdicts.standing(camera.id(), "tsunagaru").notAdopted()).isZero();
    }

    @Test
    void aDecisionIsTakenBackAndStarOneHasNone() {
        guides.choose(camera, Set.of("jcstar1", "tsunagaru"), quality);
        RequirementId id = new RequirementId("tsunagaru", "TG-05");
        notAdopted.decide(camera.id(), id, "理由", null, quality);
        Browser browser = signedIn(quality);

        browser.post("/products/MC-1/conformity/tsunagaru/TG-05/adopted");
        assertThat(notAdopted.of(camera.id())).isEmpty();

        Page page = browser.post("/products/MC-1/conformity/jcstar1/S1.1-09/not-adopted", "reason", "理由");
        assertThat(page.status()).isEqualTo(404);
        assertThat(notAdopted.of(camera.id())).isEmpty();
    }

    @Test
    void aRequirementTellsWhatElseItsAnswersCountFor() {
        guides.choose(camera, Set.of("jcstar1", "iotgl", "tsunagaru"), quality);
        String page = signedIn(quality).get("/products/MC-1/conformity/S1.1-06").text();
        assertThat(page).contains("ほかに役立つところ").contains("GL-17").contains("TG-14");
    }

    @Test
    void aGuidelineByTitleOnlyShowsWhereWorkHelpsAndNeverAVerdictOfItsOwn() {
        String page = signedIn(quality).get("/products/MC-1/elsewhere/eu-cra").text();
        assertThat(page).contains("未検証").contains("判定ではありません").contains("残りは");
    }

    @Test
    void theBoardCountsByPhaseAndMeasureAndCanBeLimitedToOne() {
        guides.choose(camera, Set.of("tsunagaru"), quality);
        Browser browser = signedIn(quality);
        assertThat(browser.get("/products/MC-1/conformity?guide=tsunagaru").text())
                .contains("段階と対策ごと", "指針8〜12");
        String limited =
                browser.get("/products/MC-1/conformity?guide=tsunagaru&part=3").text();
        assertThat(limited).contains("だけを表示しています");
    }

    private void answer(String slot, Value value) {
        answers.record(
                products.byId(camera.id()).orElseThrow(),
                "試験の回答",
                List.of(new Answers.Given(Slot.of(slot), value, "試験のため")),
                null,
                new Answers.Answerer(quality, quality.name(), "page"),
                ids.next().toString());
    }

    private UUID organisation() {
        return products.organisation().id();
    }

    private Set<RequirementId> ofGuide(String framework) {
        return verdicts.states(camera.id()).keySet().stream()
                .filter(id -> id.framework().equals(framework))
                .collect(Collectors.toSet());
    }

    private List<RequirementId> asked(String framework, boolean organisation) {
        return guides
                .asked(
                        guides.all().stream()
                                .filter(f -> f.id().equals(framework))
                                .findFirst()
                                .orElseThrow(),
                        organisation)
                .stream()
                .map(Requirement::id)
                .toList();
    }

    private static RequirementId star1(String number) {
        return new RequirementId("jcstar1", number);
    }
}
