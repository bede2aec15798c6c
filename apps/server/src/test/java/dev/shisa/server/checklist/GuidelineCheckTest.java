package dev.shisa.server.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every point of guide 004 is considered before its checklist is closed; a closed one is evidence. */
class GuidelineCheckTest extends ServerTest {

    private static final String PAGE = "/products/MC-1/guideline-check";

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Catalogues catalogues;

    @Autowired
    private NotAdopted notAdopted;

    @SuppressWarnings("NullAway.Init")
    private Person quality;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCameraThatFollowsTheGuide() {
        emptyDatabase();
        quality = person(Role.OWNER, Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        guides.choose(camera, Set.of(Guides.STAR1, GuidelineCheck.GUIDE), quality);
        guides.chooseForOrganisation(Set.of(GuidelineCheck.GUIDE), quality);
    }

    private Page closes() {
        return browser.post(PAGE + "/close", "purpose", "evidence", "department", "品質保証課", "author", "佐藤 花子");
    }

    private void decide(RequirementId guideline) {
        boolean company = guides.isOrganisational(guideline);
        notAdopted.decide(
                company ? products.organisation().id() : camera.id(), guideline, "つながらない製品のため", null, quality);
    }

    @Test
    void aListWithAnUndecidedPointCannotBeClosed() {
        assertThat(browser.get(PAGE).text()).contains("検討の済んでいないことが17件あります", "検討の済んでいないことがなくなると");
        Page refused = closes();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("検討の済んでいないことが17件あるため");
        assertThat(count("evidence")).isZero();
    }

    @Test
    void aListIsClosedWhenWhatIsNotCarriedOutHasItsReasonAndIsEvidenceThen() {
        catalogues
                .current()
                .framework(GuidelineCheck.GUIDE)
                .orElseThrow()
                .requirements()
                .forEach(guideline -> decide(guideline.id()));
        assertThat(browser.get(PAGE).text()).contains("すべてのポイントを検討しました", "つながらない製品のため");
        assertThat(browser.post(PAGE + "/close", "purpose", "fun", "department", " ", "author", "x".repeat(201))
                        .text())
                .contains("用途を選んでください", "200文字以内");
        assertThat(count("evidence")).isZero();

        Page closed = browser.follow(closes());
        assertThat(closed.text()).contains("チェックリストを締め", "開発指針チェックリスト(取組のエビデンス)");
        String code = jdbc.sql("SELECT code FROM evidence").query(String.class).single();
        assertThat(browser.get("/evidence/" + code).text()).contains("品質保証課 佐藤 花子", "MC-1-004-A1.xlsx");
        assertThat(acts()).contains("guideline-check.close");
        assertThat(signedIn(Role.AUDITOR).get(PAGE).status()).isEqualTo(200);
        assertThat(signedIn(Role.AUDITOR).english().get(PAGE).text()).contains("Every point is considered");
        assertThat(signedIn(Role.AUDITOR)
                        .post(PAGE + "/close", "purpose", "evidence")
                        .status())
                .isEqualTo(403);
        for (String format : List.of("csv", "xlsx", "json")) {
            assertThat(browser.get(PAGE + "." + format).status()).isEqualTo(200);
        }
    }

    @Test
    void theCompanysOwnCheckpointsBelongToTheListToo() {
        browser.post("/library/tables/checkpoints/rows", "rows", "指針4\t守るべき機能の一覧があるか");
        String item = jdbc.sql("SELECT id::text FROM gap_fill WHERE table_id = 'checkpoints'")
                .query(String.class)
                .single();
        assertThat(browser.get(PAGE).text()).contains("18件あります", "守るべき機能の一覧があるか");
        assertThat(browser.post(PAGE, "answer-" + item, "no").status()).isEqualTo(302);
        assertThat(browser.get(PAGE).text()).as("a no needs its reason").contains("18件あります");
        assertThat(browser.post(PAGE, "answer-" + item, "no", "note-" + item, "x".repeat(1_001))
                        .status())
                .isEqualTo(422);
        browser.post(PAGE, "answer-" + item, "no", "note-" + item, "次の版で作る");
        Page decided = browser.get(PAGE);
        assertThat(decided.text()).contains("17件あります");
        assertThat(decided.html()).contains("次の版で作る");
    }
}
