package dev.shisa.server.executive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
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

class ExecutivePagesTest extends ServerTest {

    private static final String PAGE = "/organisation/executive";
    private static final String COSTS = PAGE + "/costs";

    @Autowired
    private Products products;

    @Autowired
    private Costs costs;

    private Person executive = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCompanyWithACamera() {
        emptyDatabase();
        executive = person(Role.EXECUTIVE);
        browser = signedIn(executive);
        products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), person(Role.QUALITY));
    }

    private static String[] loss(int seen, String yen) {
        return new String[] {
            "name",
            "カメラの回収",
            "kind",
            "recall",
            "yen",
            yen,
            "years",
            "10",
            "basis",
            "出荷2,000台",
            "seen",
            String.valueOf(seen)
        };
    }

    @Test
    void everyPillarIsOpenBeforeAnybodyAnsweredAndSaysWhatIsMissing() {
        Page page = browser.get(PAGE);
        assertThat(page.text())
                .contains("9項目のうち0項目が整っています", "方針", "窓口", "緊急時対応計画の文書がある", "未判定")
                .contains("ほかの1件は、製品ごとに判定します");
        assertThat(browser.get(PAGE + "/pillars.csv").text()).contains("サプライチェーン", "未判定");
        assertThat(signedIn(executive).english().get(PAGE).text())
                .contains("0 of 9 things", "There is an emergency response plan");
    }

    @Test
    void whoMayAnswerIsLedToTheQuestions() {
        Page page = signedIn(Role.QUALITY).get(PAGE);
        assertThat(page.html()).contains("/products/MC-1/questions?requirement=psirt-guide%2FPSIRT-X7");
        assertThat(browser.get(PAGE).html()).doesNotContain("questions?requirement=");
    }

    @Test
    void aProductWhoseListWasNeverMatchedIsNotKnownInsteadOfFine() {
        assertThat(browser.get(PAGE).text()).contains("1シリーズは部品表が照合されていないので、脆弱性の有無が分かりません");
    }

    @Test
    void changingOneAssumptionChangesTheSumsVisiblyAndCanBeTakenBack() {
        assertThat(browser.get(COSTS).text()).contains("対策の費用と、事故の損失を並べます", "損失の想定はまだありません");
        browser.post(COSTS + "/losses/new", loss(0, "50,000,000"));
        UUID recall = costs.sheet().losses().getFirst().id();
        Page compared = browser.follow(browser.post(
                COSTS + "/measures/new",
                "name",
                "出荷前の検査",
                "once",
                "5000000",
                "years",
                "5",
                "yearly",
                "500000",
                "reduces",
                recall.toString(),
                "percent",
                "60",
                "seen",
                "1"));
        assertThat(compared.text())
                .contains("年1,500,000円の対策で、年3,000,000円の損失を防ぐ見込みです。差し引き年1,500,000円の得になります")
                .contains("対策後に残る損失は年5,000,000円から年2,000,000円に");
        Page changed = browser.follow(browser.post(COSTS + "/losses/" + recall, loss(2, "10,000,000")));
        assertThat(changed.text()).contains("金額だけでは年900,000円の持ち出しになります", "年2,000,000円から年400,000円に");
        Page undone = browser.follow(browser.post(COSTS + "/undo", "seen", "3"));
        assertThat(undone.text()).contains("直前の変更を取り消しました", "差し引き年1,500,000円の得になります", "前の想定(3件)");
        assertThat(browser.get(PAGE).text()).contains("差し引き年1,500,000円の得になります");
        assertThat(browser.get(COSTS + ".csv").text()).contains("カメラの回収", "出荷前の検査", "出荷2,000台");
        assertThat(acts()).contains("executive.costs");
    }

    @Test
    void whatWasTypedStaysWhenItIsWrongOrSomebodyElseWasFirst() {
        Page wrong = browser.post(COSTS + "/losses/new", loss(0, "たくさん"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.html()).contains("整数を入力してください", "たくさん", "カメラの回収");
        assertThat(costs.number()).isZero();
        browser.post(COSTS + "/losses/new", loss(0, "1000"));
        Page late = browser.post(COSTS + "/losses/new", loss(0, "2000"));
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.html()).contains("ほかの人が先に比較を変えました", "2000");
        assertThat(costs.sheet().losses()).hasSize(1);
        assertThat(browser.post(COSTS + "/losses/" + UUID.randomUUID() + "/remove", "seen", "0")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void onlyWhoPlansChangesTheAssumptions() {
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(COSTS).status()).isEqualTo(200);
        assertThat(auditor.post(COSTS + "/losses/new", loss(0, "1000")).status())
                .isEqualTo(403);
        assertThat(costs.number()).isZero();
    }
}
