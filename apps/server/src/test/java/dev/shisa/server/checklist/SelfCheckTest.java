package dev.shisa.server.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Gaps of a guide are filled by people, and the self-diagnosis is answered by what they entered. */
class SelfCheckTest extends ServerTest {

    private static final String TABLE = "/library/tables/quality-checklist";
    private static final String PAGE = "/products/MC-1/self-check";

    @Autowired
    private Products products;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        var quality = person(Role.QUALITY);
        browser = signedIn(quality);
        products.create(new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private String item(int number) {
        return jdbc.sql("SELECT id::text FROM gap_fill WHERE table_id = 'quality-checklist' AND ended_at IS NULL"
                        + " ORDER BY position OFFSET :n LIMIT 1")
                .param("n", number - 1)
                .query(String.class)
                .single();
    }

    @Test
    void hasNothingToAnswerUntilSomebodyEnteredTheItems() {
        assertThat(browser.get(PAGE).text()).contains("自己診断の24項目は、まだ入力されていません", "項目を入力する");
        assertThat(browser.get(TABLE).text()).contains("この表の中身は、まだ入っていません", "ガイドにある内容を入力する");
    }

    @Test
    void whatIsEnteredIsShownAsTheCompanysOwnWithWhoAndCanBeTakenBack() {
        browser.post(TABLE + "/rows", "rows", "更新できるか\n\n停止時に安全か\n");
        Page page = browser.get(TABLE);
        assertThat(page.text()).contains("自社で入力したもの(2件)", "ガイドの文章ではなく", "1. 更新できるか", "2. 停止時に安全か", "田中 quality");
        assertThat(acts()).contains("gap.fill");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'gap-fill/1'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        browser.post(TABLE + "/fills/" + item(1) + "/remove");
        assertThat(browser.get(TABLE).text()).contains("自社で入力したもの(1件)").doesNotContain("更新できるか");
        assertThat(signedIn(Role.AUDITOR).post(TABLE + "/rows", "rows", "x").status())
                .isEqualTo(403);
    }

    @Test
    void saysWhatIsWrongWithWhatIsEntered() {
        Page none = browser.post(TABLE + "/rows", "rows", " \n ");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.text()).contains("1行以上入れてください");
        assertThat(browser.post(TABLE + "/rows", "rows", "a\tb").text()).contains("1行目には2列あります。この表は1列です");
        assertThat(browser.post("/library/tables/phases/rows", "rows", "x").status())
                .isEqualTo(404);
        assertThat(browser.post(TABLE + "/rows", "rows", "項目\n".repeat(201)).text())
                .contains("201行あります");
        assertThat(count("gap_fill")).isZero();
    }

    @Test
    void onlyACellThatTheTextLacksIsFilled() {
        String table = "/library/tables/psirt-lifecycle";
        assertThat(browser.get(table).text()).contains("本文に記載なし");
        browser.post(table + "/rows/1", "cell-stage", "設計");
        assertThat(browser.get(table).text()).contains("設計", "自社で入力");
        // What the catalogue tells is never overwritten, and an empty text fills nothing.
        assertThat(browser.post(table + "/rows/9999", "cell-stage", "設計").status())
                .isEqualTo(404);
        assertThat(browser.post(table + "/rows/2", "cell-stage", " ").status()).isEqualTo(422);
        browser.post(table + "/rows/2", "cell-stage", "開発", "cell-nothing", "x");
        assertThat(jdbc.sql("SELECT cells::text FROM gap_fill WHERE row_number = 2")
                        .query(String.class)
                        .single())
                .isEqualTo("{\"stage\": \"開発\"}");
    }

    @Test
    void countsAScoreAndListsTheGaps() {
        browser.post(TABLE + "/rows", "rows", "一\n二\n三\n四");
        assertThat(browser.get(PAGE).text())
                .contains("4項目のうち0項目ができていて", "4項目はまだ答えていません", "4項目が入力されています。ガイドの24項目には20項目足りません");
        Page saved = browser.follow(browser.post(
                PAGE,
                "answer-" + item(1),
                "yes",
                "answer-" + item(2),
                "no",
                "note-" + item(2),
                "次の版で直す",
                "answer-" + item(3),
                "na"));
        assertThat(saved.text()).contains("3項目のうち1項目ができていて、1項目ができていません。1項目はまだ答えていません", "足りないところ(2件)", "次の版で直す");
        assertThat(acts()).contains("self-check.answer");
        assertThat(browser.get(PAGE + ".csv").text()).contains("この製品には関係しない", "次の版で直す");
        browser.post(PAGE, "answer-" + item(2), "yes");
        assertThat(browser.get(PAGE).text()).contains("3項目のうち2項目ができていて、0項目ができていません");
    }

    @Test
    void aForeignItemIsNotAnsweredAndAnItemTakenBackIsGone() {
        browser.post(TABLE + "/rows", "rows", "一\n二");
        String first = item(1);
        browser.post(PAGE, "answer-00000000-0000-7000-8000-000000000000", "yes", "answer-" + first, "maybe");
        assertThat(count("self_check_answer")).isZero();
        browser.post(PAGE, "answer-" + first, "yes");
        browser.post(TABLE + "/fills/" + first + "/remove");
        assertThat(browser.get(PAGE).text()).contains("1項目のうち0項目ができていて");
    }
}
