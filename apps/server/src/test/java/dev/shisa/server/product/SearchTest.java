package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.SearchWords;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The one search box: what it finds, how it is typed, and what it never tells. */
class SearchTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();

    @BeforeEach
    void somebodyOfQualityIsHere() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
    }

    @Test
    void findsWhateverTheWidthTheCaseAndTheKana() {
        series("MC-200", "ﾈｯﾄﾜｰｸカメラ");
        record(series("GW-1", "センサーゲートウェイ"), "ファームウェア署名の設計書", "鍵はＨＳＭに保管する。");

        assertThat(search("ねっとわーく")).contains("ﾈｯﾄﾜｰｸカメラ", "コード MC-200");
        assertThat(search("ｍｃ－２００")).contains("ﾈｯﾄﾜｰｸカメラ");
        assertThat(search("ふぁーむうぇあ署名")).contains("ファームウェア署名の設計書", "センサーゲートウェイ");
        assertThat(search("hsm 署名")).contains("ファームウェア署名の設計書", "鍵はＨＳＭに保管する。");
        assertThat(search("hsm 印鑑")).contains("合うものはありません");
        assertThat(browser.get("/evidence?q=" + encoded("ﾌｧｰﾑｳｪｱ")).text()).contains("ファームウェア署名の設計書");
    }

    @Test
    void findsOneCharacterToo() {
        record(series("GW-1", "ゲートウェイ"), "鍵", "");
        assertThat(search("鍵")).contains("エビデンス", "ゲートウェイ");
    }

    @Test
    void marksWhatWasSearchedForAndNothingBecomesMarkup() {
        record(series("GW-1", "ゲートウェイ"), "<b>太い</b>記録", "<script>alert(1)</script>の記録");

        Page page = browser.get("/search?q=" + encoded("<script>"));

        assertThat(page.html())
                .contains("<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;", "&lt;b&gt;太い")
                .doesNotContain("<script>alert");
    }

    @Test
    void findsRequirementsQuestionsTheLibraryWordsAndHelp() {
        series("MC-200", "カメラ");
        assertThat(search("S1.1-02")).contains("適合基準", "カメラ");
        assertThat(search("パスワード")).contains("質問", "資料室", "ヘルプ");
        assertThat(search("エビデンス")).contains("用語");
        Page found = browser.get("/search?q=" + encoded("パスワード"));
        String question = found.find("href=\"(/products/MC-200/(?:questions/one|register/)[^\"]*)\"");
        assertThat(browser.get(question).status()).isEqualTo(200);
        assertThat(browser.english().get("/search?q=firmware").text()).contains("Library", "Questions");
    }

    @Test
    void findsWhatTheCompanyEnteredForAGuideAsItsOwnWords() {
        assertThat(search("無停電電源")).contains("合うものはありません");
        browser.post("/library/tables/quality-checklist/rows", "rows", "無停電電源に切り替わるか");
        browser.post("/library/tables/psirt-lifecycle/rows/1", "cell-stage", "量産試作");

        assertThat(search("むていでん")).contains("合うものはありません");
        assertThat(search("無停電電源")).contains("無停電電源に切り替わるか", "自社で入力");
        assertThat(browser.get("/search?q=" + encoded("量産試作")).html())
                .contains("/library/tables/psirt-lifecycle#row-1");
        assertThat(browser.get("/library?q=" + encoded("量産試作")).text()).contains("自社で入力");
    }

    @Test
    void asksNothingOfWhoMayNotAnswer() {
        series("MC-200", "カメラ");
        assertThat(signedIn(Role.AUDITOR).get("/search?q=" + encoded("パスワード")).html())
                .doesNotContain("/questions/one");
    }

    @Test
    void somebodyLimitedToSomeSeriesLearnsNothingOfTheOthers() {
        Series camera = series("MC-200", "カメラ極");
        Series lock = series("XL-900", "スマートロック極");
        record(camera, "カメラの取扱説明書", "極秘でない");
        record(lock, "勝手口の侵入試験", "極秘の記録");
        Person limited = person(Set.of(camera.id()), Role.QUALITY, Role.EXECUTIVE, Role.PSIRT);
        for (String word : List.of("極", "XL", "xl-900", "ｘｌ", "スマート", "侵入", "極秘", "S1.1-02", "パスワード", "9.9", "口 試験")) {
            String told = signedIn(limited).get("/search?q=" + encoded(word)).html();
            assertThat(told.replace("value=\"" + word + "\"", ""))
                    .as(word)
                    .doesNotContain("XL-900", "スマートロック", "勝手口", "極秘の記録");
        }
        assertThat(search("極")).contains("スマートロック極");
        assertThat(search("極秘")).contains("勝手口の侵入試験");
        assertThat(signedIn(limited).get("/search?q=" + encoded("極秘")).text()).contains("カメラの取扱説明書");
    }

    @Test
    void showsTwentyOfAKindAndSaysThatThereAreMore() {
        Series series = series("GW-1", "ゲートウェイ");
        for (int i = 0; i < 25; i++) {
            record(series, "風洞試験その" + i, "");
        }
        assertThat(search("風洞試験")).contains("で20件見つかりました", "最初の20件");
    }

    @Test
    void takesAnythingThatIsTyped() {
        series("GW-1", "100%の_ゲート\\ウェイ");
        assertThat(search("100%")).contains("ゲート");
        assertThat(search("%の_")).contains("コード GW-1");
        assertThat(search("1_0")).doesNotContain("コード GW-1");
        for (String odd :
                List.of("\u3000", "\u00a0", "'", "\\", "\"><", "{0}", "゛", "\ud83d\ude00", "x".repeat(5_000))) {
            assertThat(browser.get("/search?q=" + encoded(odd)).status())
                    .as(odd)
                    .isEqualTo(200);
        }
    }

    @Test
    void theDatabaseFoldsAsTheServerDoes() {
        for (String text : List.of(
                "ＭＣ－２００", "ﾊﾟｽﾜｰﾄﾞ", "ヴァイオリンヵヶ", "1〜2−3‐4—5", "㌔㈱①", "ÅÄẞ", "ゔぁ", "가각", "A\u030a", "ー々〆", "Ⅳ")) {
            String folded = jdbc.sql("SELECT fold_text(:text)")
                    .param("text", text)
                    .query(String.class)
                    .single();
            assertThat(folded).as(text).isEqualTo(SearchWords.fold(text));
        }
    }

    private String search(String typed) {
        return browser.get("/search?q=" + encoded(typed)).text();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Series series(String code, String name) {
        return products.create(new NewSeries(code, name, "機器", "", List.of(code + "A"), "1.0"), quality);
    }

    private void record(Series series, String title, String statement) {
        evidence.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        statement,
                        "3ページ",
                        series.id(),
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
                List.of(new NewFact(
                        products.subject(series, Subject.Kind.PRODUCT),
                        Slot.of("model.shown", ""),
                        Value.words(new TreeSet<>(Set.of("body"))),
                        "",
                        Set.of())));
    }
}
