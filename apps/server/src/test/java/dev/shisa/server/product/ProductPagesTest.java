package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ProductPagesTest extends ServerTest {

    @Autowired
    Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void someone() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
    }

    // Home and list

    @Test
    void teachesOnAnEmptyHomeWhatToDoFirst() {
        assertThat(browser.get("/").text()).contains("まず、製品のシリーズを1つ登録します", "シリーズを追加する");
        assertThat(signedIn(Role.AUDITOR).get("/").text())
                .contains("責任者か品質担当の人に頼んでください")
                .doesNotContain("シリーズを追加する");
        assertThat(signedIn(Role.QUALITY).english().get("/").text())
                .contains("Start by registering one product series.");
        assertThat(browser.get("/products").text()).contains("最初のシリーズを登録しましょう");
    }

    @Test
    void listsOnHomeWhatASeriesStillNeeds() {
        products.create(new NewSeries("MC-200", "MC-200シリーズ", "カメラ", "", List.of(), ""), quality);

        Page home = browser.get("/");

        assertThat(home.text()).contains("対応が必要なことが2件あります", "判定の対象のバージョンが、まだありません", "型番がまだありません", "MC-200シリーズ");
        assertThat(home.find("(btn-primary\" href=\"/products/MC-200/releases/new)"))
                .isNotEmpty();
        assertThat(browser.get("/tasks?mine=1").text()).contains("自分の担当はありません");
        assertThat(signedIn(Role.AUDITOR).get("/").text()).contains("いま対応が必要なことはありません");
    }

    @Test
    void createsASeriesWithACodeFromItsName() {
        Page answer = browser.post(
                "/products/new",
                "name",
                "MC-200シリーズ",
                "kind",
                "ネットワークカメラ",
                "models",
                "MC-200\r\nMC-200B",
                "release",
                "2.4.1");

        assertThat(answer.location()).isEqualTo("/products/MC-200/questions/first");
        assertThat(browser.follow(answer).text()).contains("ネットワークカメラ", "まず、対象かどうかを確かめます。");
        assertThat(browser.get("/products/MC-200/conformity").text()).contains("16件の適合基準は、まだ決まっていません");
        assertThat(browser.get("/products/MC-200").text()).contains("2.4.1", "MC-200B");
        browser.post("/products/new", "name", "MC-200シリーズ", "kind", "カメラ", "release", "1");
        assertThat(products.require("MC-200-2", quality).name()).isEqualTo("MC-200シリーズ");
    }

    @Test
    void theCodeOfASeriesIsThePartOfItsNameWithADigit() {
        browser.post("/products/new", "name", "GW-50 gateway series", "kind", "gateway", "release", "1");
        browser.post("/products/new", "name", "Doorbell XL", "kind", "bell", "release", "1");
        assertThat(products.require("GW-50", quality).name()).isEqualTo("GW-50 gateway series");
        assertThat(products.require("Doorbell", quality).name()).isEqualTo("Doorbell XL");
    }

    @Test
    void keepsWhatWasTypedAndSaysWhatIsWrong() {
        Page answer = browser.post(
                "/products/new", "name", "<b>x</b>", "kind", "", "code", "あ", "models", "A-1\nA-1", "release", "");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.html()).contains("value=\"&lt;b>x&lt;/b>\"").doesNotContain("<b>x</b>");
        assertThat(answer.text()).contains("まだ入っていません").contains("A-1 A-1");

        answer = browser.post(
                "/products/new", "name", "x", "kind", "", "code", "あ", "models", "A-1\nA-1", "release", "1");
        assertThat(answer.text()).contains("入力を直すところが3か所あります", "使えない文字があるか", "同じ型番が2回以上あります: A-1");
    }

    @Test
    void findsSortsAndExportsTheList() {
        products.create(new NewSeries("B-1", "=HYPERLINK(\"http://x\")", "+cmd", "", List.of(), ""), quality);
        products.create(new NewSeries("A-1", "Aシリーズ", "録画装置", "", List.of("A-1"), "1.0"), quality);

        assertThat(content(browser.get("/products?q=録画")))
                .contains("2件のうち 1件", "Aシリーズ")
                .doesNotContain("HYPERLINK");
        assertThat(browser.get("/products?q=nothing").text()).contains("2シリーズすべてを調べました");
        String sorted = content(browser.get("/products?sort=name&dir=desc"));
        assertThat(sorted.indexOf("HYPERLINK")).isGreaterThan(sorted.indexOf("Aシリーズ"));
        Page csv = browser.get("/products/export.csv");
        String text = new String(csv.bytes(), StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("\uFEFF")
                .contains("\"'=HYPERLINK(\"\"http://x\"\")\"", "'+cmd", "A-1,Aシリーズ,録画装置,1.0,1");
        assertThat(csv.header("Content-Disposition")).startsWith("attachment");
    }

    @Test
    void archivesASeriesAndBringsItBack() {
        products.create(new NewSeries("A-1", "Aシリーズ", "録画装置", "", List.of("A-1"), "1.0"), quality);

        browser.post("/products/A-1/archive", "archived", "true");

        assertThat(browser.get("/products").text()).doesNotContain("録画装置");
        assertThat(browser.get("/products?archived=1").text()).contains("Aシリーズ");
        assertThat(browser.get("/products/A-1").text()).contains("このシリーズは保管中なので、変えられません");
        assertThat(browser.get("/products/A-1").text()).contains("保管中");
        browser.post("/products/A-1/archive", "archived", "false");
        assertThat(browser.get("/products").text()).contains("録画装置");
    }

    @Test
    void speaksEnglishOnEveryPage() {
        Series series = products.create(new NewSeries("A-1", "A", "recorder", "", List.of("A-1"), "1.0"), quality);
        Release second = products.addRelease(series, "1.1", null, "", series.designated(), quality);
        Browser english = signedIn(Role.QUALITY).english();

        for (String path : List.of(
                "/",
                "/products",
                "/products?archived=1",
                "/products/new",
                "/products/new?first=1",
                "/products/A-1",
                "/products/A-1/edit",
                "/products/A-1/models/add",
                "/products/A-1/releases",
                "/products/A-1/releases/new",
                "/products/A-1/releases/" + second.id() + "/edit",
                "/products/A-1/releases/" + second.id() + "/impact",
                "/search",
                "/search?q=A-1",
                "/search?q=nothing")) {
            Page page = english.get(path);
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.find("(?s)<h1[^>]*>(.*?)</h1>")).as(path).matches("[\\x20-\\x7e“”★]+");
        }
    }

    // Scope and roles

    @Test
    void answersLikeAWrongAddressForASeriesOutsideTheScope() {
        Series own = products.create(new NewSeries("A-1", "Aシリーズ", "録画装置", "", List.of("A-1"), "1.0"), quality);
        Series other = products.create(new NewSeries("B-1", "Bシリーズ", "録画装置", "", List.of("B-1"), "1.0"), quality);
        UUID release = java.util.Objects.requireNonNull(other.designated());
        UUID model = products.models(other.id()).getFirst().id();
        Browser limited = signedIn(person(Set.of(own.id()), Role.QUALITY));

        for (String path : List.of(
                "",
                "/edit",
                "/releases",
                "/releases/new",
                "/releases.csv",
                "/models/add",
                "/models.csv",
                "/releases/" + release + "/edit",
                "/releases/" + release + "/impact")) {
            assertThat(limited.get("/products/B-1" + path).status()).as(path).isEqualTo(404);
        }
        assertThat(limited.get("/products/A-1/releases/" + release + "/edit").status())
                .isEqualTo(404);
        assertThat(limited.post("/products/A-1/models/" + model, "number", "X", "version", "1")
                        .status())
                .isEqualTo(404);
        assertThat(limited.post("/products/B-1/archive").status()).isEqualTo(404);
        assertThat(limited.get("/products").text()).contains("Aシリーズ").doesNotContain("Bシリーズ", "シリーズを追加する");
        assertThat(limited.get("/search?q=B-1").text()).contains("合うものはありません");
        assertThat(limited.get("/").text()).doesNotContain("Bシリーズ");
    }

    @Test
    void letsOnlyTheQualityRoleChange() {
        products.create(new NewSeries("A-1", "Aシリーズ", "録画装置", "", List.of("A-1"), "1.0"), quality);
        Browser auditor = signedIn(Role.AUDITOR);

        assertThat(auditor.get("/products/A-1").status()).isEqualTo(200);
        assertThat(auditor.get("/products/A-1/edit").status()).isEqualTo(403);
        assertThat(auditor.post("/products/A-1/archive").status()).isEqualTo(403);
        assertThat(signedOut().get("/products").location()).startsWith("/sign-in");
    }

    // Two people at once

    @Test
    void showsBothTextsWhenTwoPeopleEditTheSameModel() {
        Series series = products.create(new NewSeries("A-1", "A", "録画装置", "", List.of("A-1"), "1.0"), quality);
        Model model = products.models(series.id()).getFirst();
        String path = "/products/A-1/models/" + model.id();
        browser.post(path, "number", "A-1", "differences", "筐体が黒", "version", "1");

        Page second = signedIn(Role.QUALITY).post(path, "number", "A-1", "differences", "筐体が白", "version", "1");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("ほかの人が先に保存しました", "筐体が黒", "筐体が白");
        assertThat(second.find("name=\"version\" value=\"(\\d+)\"")).isEqualTo("2");
        assertThat(products.models(series.id()).getFirst().differences()).isEqualTo("筐体が黒");
        assertThat(browser.post(path, "number", "A-1", "differences", "筐体が白", "version", "2")
                        .location())
                .startsWith("/products/A-1?done=model");
    }

    @Test
    void showsBothTextsWhenTwoPeopleEditTheSameSeriesOrRelease() {
        Series series = products.create(new NewSeries("A-1", "A", "録画装置", "", List.of("A-1"), "1.0"), quality);
        browser.post("/products/A-1/edit", "name", "先の名前", "kind", "k", "newCode", "A-1", "version", "1");
        Page late = browser.post("/products/A-1/edit", "name", "後の名前", "kind", "k", "newCode", "A-1", "version", "1");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.html()).contains("先の名前", "value=\"後の名前\"");

        String path = "/products/A-1/releases/" + series.designated() + "/edit";
        browser.post(path, "name", "1.0", "notes", "先の変更点", "version", "1");
        late = browser.post(path, "name", "1.0", "notes", "後の変更点", "version", "1");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.html()).contains("先の変更点", "後の変更点");
    }

    // Models

    @Test
    void takesModelsPastedFromASpreadsheet() {
        products.create(new NewSeries("A-1", "A", "録画装置", "", List.of("A-1"), "1.0"), quality);

        browser.post("/products/A-1/models/add", "models", "A-2\t筐体が黒\r\nA-3,容量 2TB\r\n\r\nA-4");

        assertThat(products.models(products.require("A-1", quality).id()))
                .extracting(Model::number, Model::differences)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("A-1", ""),
                        org.assertj.core.groups.Tuple.tuple("A-2", "筐体が黒"),
                        org.assertj.core.groups.Tuple.tuple("A-3", "容量 2TB"),
                        org.assertj.core.groups.Tuple.tuple("A-4", ""));
        Page again = browser.post("/products/A-1/models/add", "models", "A-2\n");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text()).contains("同じ型番が2回以上あります: A-2");
        assertThat(new String(browser.get("/products/A-1/models.csv").bytes(), StandardCharsets.UTF_8))
                .contains("A-3,容量 2TB");
    }

    @Test
    void editsAndRemovesAModelInPlace() {
        Series series = products.create(new NewSeries("A-1", "A", "録画装置", "", List.of("A-1", "A-2"), "1.0"), quality);
        Model model = products.models(series.id()).getLast();

        assertThat(browser.get("/products/A-1?edit=" + model.id()).html())
                .contains("action=\"/products/A-1/models/" + model.id() + "\"");
        assertThat(browser.post("/products/A-1/models/" + model.id() + "/remove", "version", "1")
                        .location())
                .startsWith("/products/A-1?done=removed");
        assertThat(products.models(series.id())).hasSize(1);
    }

    // Releases

    @Test
    void addsARelease() {
        Series series = products.create(new NewSeries("A-1", "A", "録画装置", "", List.of("A-1"), "1.0"), quality);

        assertThat(browser.get("/products/A-1/releases/new").text()).contains("前のバージョン");
        Page wrong = browser.post("/products/A-1/releases/new", "name", "1.0", "on", "2026-13-01");
        assertThat(wrong.text()).contains("「2026-13-01」は日付として読めません");
        wrong = browser.post("/products/A-1/releases/new", "name", "1.0");
        assertThat(wrong.text()).contains("バージョン「1.0」は、もうあります");
        Page done = browser.post(
                "/products/A-1/releases/new",
                "name",
                "1.1",
                "on",
                "2026-11-20",
                "predecessor",
                String.valueOf(series.designated()));
        Page list = browser.follow(done);

        assertThat(list.text()).contains("バージョンは2個、判定の対象は1.0です", "変更の影響を答える", "2026-11-20");
        Release added = products.releases(series.id()).getFirst();
        browser.post("/products/A-1/releases/" + added.id() + "/designate");
        assertThat(browser.get("/products/A-1/releases").text()).contains("判定の対象は1.1です");
        assertThat(browser.get("/").text()).contains("バージョン1.1の変更の影響に、まだ署名がありません");
    }

    @Test
    void asksForAnAnswerAndAReasonBeforeAChangeImpactIsSigned() {
        Series series = products.create(new NewSeries("A-1", "A", "録画装置", "", List.of("A-1"), "1.0"), quality);
        Release second = products.addRelease(series, "1.1", null, "", series.designated(), quality);
        String path = "/products/A-1/releases/" + second.id() + "/impact";

        assertThat(browser.get(path).text()).contains("1.0から1.1への変更が");
        Page unanswered = browser.post(path, "reason", "");
        assertThat(unanswered.status()).isEqualTo(422);
        assertThat(unanswered.text()).contains("まだ選んでいません");
        assertThat(products.impact(second.id())).isEmpty();

        assertThat(browser.post(path, "touched", "none", "reason", "文言だけを直した").text())
                .as("which guides were looked at is part of the statement")
                .contains("もう一度");
        assertThat(products.impact(second.id())).isEmpty();

        Page signed = browser.post(path, "touched", "none", "reason", "文言だけを直した", "guide", "jcstar1");

        assertThat(browser.follow(signed).text()).contains("署名しました", "影響なし、2人目の確認待ち");
        Page own = browser.get(path);
        assertThat(own.text()).contains("文言だけを直した", quality.name(), "まだ誰も確認していません");
        assertThat(own.html()).as("nobody confirms the own signature").doesNotContain("/confirm");
        assertThat(browser.get("/").text()).doesNotContain("確認を求められています");
        String confirm = path + "/confirm";
        String read = products.impact(second.id()).orElseThrow().id().toString();
        assertThat(browser.post(confirm, "impact", read).status()).isEqualTo(403);
        Browser other = signedIn(Role.EXECUTIVE);
        assertThat(other.get("/").text()).contains("バージョン1.1の変更が影響しない基準について、確認を求められています");
        assertThat(other.get(path).html()).contains(confirm);
        assertThat(other.follow(other.post(confirm, "impact", read)).text()).contains("確認しました", "影響なし、署名済み");
        assertThat(browser.get(path).text()).contains("確認した人");
        assertThat(browser.follow(browser.post(
                                path, "touched", "jcstar1/S1.1-02", "reason", "ログインの画面を直した", "guide", "jcstar1"))
                        .text())
                .as("what is named as touched does not make up for what is not")
                .contains("1件に影響、2人目の確認待ち");
        assertThat(signedIn(Role.AUDITOR).get(path).status()).isEqualTo(200);
        assertThat(signedIn(Role.AUDITOR)
                        .post(path, "touched", "none", "reason", "x")
                        .status())
                .isEqualTo(403);
    }

    // Search

    @Test
    void findsSeriesModelsAndReleases() {
        products.create(new NewSeries("MC-200", "MC-200シリーズ", "カメラ", "", List.of("MC-200B"), "2.4.1"), quality);

        assertThat(browser.get("/search").text()).contains("何を探しますか");
        assertThat(browser.get("/search?q=mc-200").text()).contains("「mc-200」で2件見つかりました", "MC-200シリーズの型番");
        assertThat(browser.get("/search?q=2.4").text()).contains("MC-200シリーズのバージョン");
        assertThat(browser.get("/search?q=MC%25200").text()).contains("合うものはありません");
        assertThat(browser.get("/search?q=%00").status()).isEqualTo(400);
    }

    /** What stands below the answer of a page, without the column that names products too. */
    private static String content(Page page) {
        String text = page.text();
        return text.substring(text.indexOf("製品は2シリーズで"));
    }
}
