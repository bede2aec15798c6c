package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Quality in use is looked at from 15 viewpoints in four classes (guide 004, table A-4). */
class QualityTest extends ServerTest {

    private static final String PAGE = "/products/MC-1/quality-in-use";

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        products.create(new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private Page answer(String viewpoint, String seen, String value, String detail) {
        String prefix = viewpoint + "::";
        return browser.post(PAGE, prefix + "seen", seen, prefix + "value", value, prefix + "detail", detail);
    }

    @Test
    void allFifteenViewpointsStandInTheirFourClasses() {
        Page page = browser.get(PAGE);
        assertThat(page.text())
                .contains(
                        "15の視点のうち、取り組んでいるのは0、当てはまらないのは0、残りは15です",
                        "組織文化 (4のうち0が済み)",
                        "把握・分析 (4のうち0が済み)",
                        "設計 (4のうち0が済み)",
                        "保守・運用 (3のうち0が済み)");
        for (int number = 1; number <= 15; number++) {
            assertThat(page.text()).contains("視点" + number + "「");
        }
        assertThat(browser.get("/products/MC-1/conformity").html()).contains(PAGE);
    }

    @Test
    void aViewpointIsSettledWithWordsOnlyAndShowsWhoAndWhen() {
        Page wrong = answer("quality.users", "", "considered", "");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(count("fact")).isZero();
        assertThat(answer("quality.users", "", "considered", "高齢の利用者を想定した").status())
                .isEqualTo(302);
        assertThat(answer("quality.passive", "", "unneeded", "人を写さない").status()).isEqualTo(302);
        answer("quality.messages", "", "open", "次の会議で");
        Page page = browser.get(PAGE);
        assertThat(page.text())
                .contains("15の視点のうち、取り組んでいるのは1、当てはまらないのは1、残りは13です", "把握・分析 (4のうち2が済み)", "高齢の利用者を想定した", "田中 quality");
        assertThat(browser.get(PAGE + ".csv").text())
                .contains("取り組んでいる", "高齢の利用者を想定した", "田中 quality", "この製品には当てはまらない", "残っている", "次の会議で");
    }

    @Test
    void whatSomebodyElseAnsweredMeanwhileIsNotOverwritten() {
        answer("quality.users", "", "considered", "一人目");
        Page late = answer("quality.users", "", "open", "二人目");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("二人目", "ほかの人が先に「取り組んでいる」と答えました");
    }

    @Test
    void aProgramAnswersViewpointsAsAnyQuestion() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        assertThat(api.post("/api/v1/series/MC-1/answers", """
                        {"answers": [{"key": "quality.told", "value": "considered", "detail": "冊子"}]}""").status()).isEqualTo(201);
        assertThat(browser.get(PAGE).text()).contains("取り組んでいるのは1、");
    }

    @Test
    void whoOnlyReadsSeesTheAnswersWithoutAForm() {
        answer("quality.users", "", "considered", "高齢の利用者を想定した");
        Page page = signedIn(Role.AUDITOR).get(PAGE);
        assertThat(page.text()).contains("高齢の利用者を想定した").doesNotContain("保存する");
        assertThat(signedIn(Role.AUDITOR).post(PAGE).status()).isEqualTo(403);
    }
}
