package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Text;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class EvidencePagesTest extends ServerTest {

    private static final String NEW = "/products/MC-200/evidence/new";
    private static final String SLOT = "login.password.default[login-1]";

    @Autowired
    Products products;

    @Autowired
    Catalogues catalogues;

    @Autowired
    EvidenceTasks tasks;

    private Person sato;
    private Person tanaka;
    private Series camera;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        sato = person(Role.QUALITY);
        tanaka = person(Role.QUALITY);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200W"), "2.4.1"), sato);
        products.addItem(camera, "login", "管理画面", "", sato);
    }

    @Test
    void anEmptyLibraryTeachesAndOffersTheFirstStep() {
        Page page = signedIn(sato).get("/products/MC-200/evidence");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("エビデンスは、まだありません。").contains("最初のエビデンスを追加しましょう");
        assertThat(page.html()).contains(NEW);
        assertThat(signedIn(Role.AUDITOR).get("/products/MC-200/evidence").html())
                .doesNotContain(NEW);
    }

    @Test
    void theFirstStepAsksForTheKindAndCarriesTheFactsAlong() {
        Page page = signedIn(sato).get(NEW + "?fact=login.password.default&item=login-1");
        assertThat(page.text()).contains("何をエビデンスにしますか。");
        assertThat(page.html()).contains("kind=test&amp;fact=login.password.default%5Blogin-1%5D");
    }

    @Test
    void everyKindHasItsFormInBothLanguages() {
        Text question = catalogues
                .current()
                .fact(new FactKey("login.password.default"))
                .orElseThrow()
                .question();
        for (EvidenceKind kind : EvidenceKind.values()) {
            String address = NEW + "?kind=" + kind.id() + "&fact=" + "login.password.default&item=login-1";
            Page ja = signedIn(sato).get(address);
            if (!kind.isHandedIn()) {
                assertThat(ja.text()).as("nobody types a measurement").contains("何をエビデンスにしますか。");
                continue;
            }
            assertThat(ja.status()).isEqualTo(200);
            assertThat(ja.text()).contains(FactWords.fill(question, Locale.JAPANESE, "管理画面"));
            Page en = signedIn(sato).english().get(address);
            assertThat(en.text()).contains(FactWords.fill(question, Locale.ENGLISH, "管理画面"));
        }
    }

    @Test
    void aStatementThatNoConfirmationWouldStrengthenPromisesNone() {
        Browser browser = signedIn(sato);
        assertThat(browser.get(NEW + "?kind=declaration").text())
                .contains("ほかは申告のままで、適合にするには文書か試験の記録が要ります。")
                .doesNotContain("登録すると、別の人の確認を待ちます。");
        Page saved = browser.post(
                NEW,
                "kind",
                "declaration",
                "statement",
                "設計者に聞いた",
                "observed",
                "2026-11-20",
                "slot",
                SLOT,
                "f0.value",
                "unique",
                "act",
                "save");
        assertThat(browser.follow(saved).html().replaceAll("(?s)<nav.*?</nav>", ""))
                .contains("さんの申告です。", "申告のみ")
                .doesNotContain("確認待ち");
        assertThat(signedIn(tanaka).get("/confirm").text()).contains("あなたの確認を待つエビデンスはありません");
    }

    @Test
    void aDayThatHasNotComeIsRefusedBesideItsFieldAndTheEntriesAreKept() {
        String[] form = {
            "kind",
            "declaration",
            "statement",
            "検査の記録を見た",
            "observed",
            "2026-11-20",
            "slot",
            "scan.date",
            "f0.value",
            "2999-01-31",
            "act",
            "save"
        };
        Page ja = signedIn(sato).post(NEW, form);
        assertThat(ja.status()).isEqualTo(422);
        assertThat(ja.text()).contains("2999-01-31 は、まだ来ていない日です。行った日を入れてください。").doesNotContain("scan.date");
        assertThat(ja.html())
                .contains("aria-describedby=\"f0.value-error\"")
                .contains("id=\"f0.value-error\"")
                .contains("value=\"2999-01-31\"")
                .contains("検査の記録を見た");
        assertThat(signedIn(sato).english().post(NEW, form).text()).contains("2999-01-31 has not come yet.");
    }

    @Test
    void confirmingNothingIsSaidOnTheSamePage() {
        String code = document("取扱説明書.pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8));
        Browser second = signedIn(tanaka);
        String said = "確認するものが選ばれていません。確認するものに印を付けてください。";
        Page one = second.post("/evidence/" + code + "/confirm", "note", "32ページを読んだ");
        assertThat(one.status()).isEqualTo(422);
        assertThat(one.text()).contains(said);
        assertThat(one.html()).contains("id=\"facts-error\"", "value=\"32ページを読んだ\"");
        assertThat(one.html().substring(0, one.html().indexOf("/withdraw\"")))
                .as("nothing was ticked")
                .doesNotContain(" checked");
        Page several = second.post("/confirm", "q", "取扱", "only", code);
        assertThat(several.status()).isEqualTo(422);
        assertThat(several.text()).contains(said).contains("取扱説明書");
        assertThat(several.html()).contains("name=\"only\" value=\"" + code + "\"", "value=\"取扱\"");
        assertThat(second.get("/evidence/" + code).text()).doesNotContain(said).contains("別の人の確認を待っています");
    }

    @Test
    void aDocumentIsAddedWaitsAndIsConfirmedByAnother() {
        String code = document("取扱説明書.pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8));

        Page own = signedIn(sato).get("/evidence/" + code + "?done=added");
        assertThat(own.text())
                .contains("「取扱説明書」は、別の人の確認を待っています。")
                .contains("あり、個体ごとに違う")
                .contains("自分で登録したエビデンスは、自分では確認できません");
        assertThat(own.html())
                .as("the way back to what it is for")
                .contains("href=\"/products/MC-200/conformity/S1.1-02\"")
                .doesNotContain("/evidence/" + code + "/confirm");

        Browser second = signedIn(tanaka);
        Page page = second.get("/evidence/" + code);
        String fact = page.find("name=\"fact\" value=\"([0-9a-f-]{36})\"");
        Page answer = second.post("/evidence/" + code + "/confirm", "fact", fact, "note", "32ページを読んだ");
        assertThat(second.follow(answer).text())
                .contains("は、" + tanaka.name() + " さんが確認しました。")
                .contains("あと10分は取り消せます")
                .contains("「32ページを読んだ」");
        assertThat(second.follow(second.post("/evidence/" + code + "/undo")).text())
                .contains("確認を取り消しました。")
                .contains(tanaka.name() + " さんが1件を確認しました。「32ページを読んだ」")
                .contains(tanaka.name() + " さんが1件の確認を取り消しました");
        assertThat(signedIn(sato)
                        .post("/evidence/" + code + "/confirm", "fact", fact)
                        .status())
                .isEqualTo(409);
    }

    @Test
    void evidenceThatIsRefusedForOneReasonSaysSoAtItsTop() {
        Page refused = signedIn(sato)
                .upload(
                        NEW,
                        "file",
                        "policy.pdf",
                        "%PDF-1".getBytes(StandardCharsets.UTF_8),
                        "kind",
                        "document",
                        "title",
                        "方針",
                        "observed",
                        "2026-11-20",
                        "slot",
                        SLOT,
                        "f0.value",
                        "unique",
                        "act",
                        "save");
        assertThat(refused.status()).isEqualTo(422);
        String html = refused.html();
        assertThat(refused.text()).contains("入力を直すところが1か所あります。", "まだ登録していません");
        assertThat(html.indexOf("data-focus")).isPositive().isLessThan(html.indexOf("policy.pdf"));
        assertThat(html).contains("href=\"#place\"", "value=\"方針\"");
    }

    @Test
    void aMistakeKeepsWhatWasTypedAndTheFile() {
        Browser browser = signedIn(sato);
        Page refused = browser.upload(
                NEW,
                "file",
                "log.txt",
                "tries: 11".getBytes(StandardCharsets.UTF_8),
                "kind",
                "test",
                "title",
                "ログイン試行",
                "observed",
                "2026-11-20",
                "record.model",
                "MC-200W",
                "record.procedure",
                "11回まちがえる",
                "slot",
                SLOT,
                "f0.value",
                "unique",
                "act",
                "save");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .contains("入力を直すところが4か所あります。")
                .contains("「ファームウェアのバージョン」が入っていません。")
                .contains("11回まちがえる")
                .contains("「log.txt」は預かっていますが、まだ登録していません");
        String upload = refused.find("name=\"upload\" value=\"([0-9a-f-]{36})\"");

        Page saved = browser.post(
                NEW,
                "kind",
                "test",
                "title",
                "ログイン試行",
                "observed",
                "2026-11-20",
                "upload",
                upload,
                "record.model",
                "MC-200W",
                "record.firmware",
                "2.4.1",
                "record.procedure",
                "11回まちがえる",
                "record.observed",
                "10回目で止まった",
                "record.performed-by",
                "佐藤",
                "record.performed-on",
                "2026-11-19",
                "slot",
                SLOT,
                "f0.value",
                "unique",
                "act",
                "save");
        assertThat(saved.status()).isEqualTo(302);
        Page page = browser.follow(saved);
        assertThat(page.text())
                .contains("試験")
                .contains("10回目で止まった")
                .contains("log.txt")
                .contains("いつの内容か 2026-11-19");
        assertThat(count("blob")).isEqualTo(1);
    }

    @Test
    void aTestOfAnotherModelOrFirmwareIsNoTestOfThisOne() {
        assertThat(tested("XR-900", "0.9", "11回まちがえる", "10回目で止まった"))
                .contains("「XR-900」は、このシリーズの型番(MC-200W)ではありません。")
                .contains("「0.9」は、判定の対象のバージョン(2.4.1)ではありません。");
        assertThat(count("evidence")).isZero();
        assertThat(tested("MC-200W(量産1号機)", "Ver. 2.4.1(出荷版)", "11回まちがえる", "10回目で止まった"))
                .contains("いつの内容か 2026-11-19");
    }

    @Test
    void aRecordOfDashesIsNoRecord() {
        assertThat(tested("-", "-", "OK", "-"))
                .contains("「型番」が入っていません。")
                .contains("「ファームウェアのバージョン」が入っていません。")
                .contains("入力を直すところが4か所あります。");
        assertThat(count("evidence")).isZero();
    }

    @Test
    void whatWasTestedTooLongAgoIsNoTestOfWhatIsSoldToday() {
        assertThat(tested("MC-200W", "2.4.1", "11回まちがえる", "10回目で止まった", "2001-01-01"))
                .contains("2001-01-01 は、10年より前の日です。");
        assertThat(count("evidence")).isZero();
    }

    private String tested(String model, String firmware, String procedure, String observed) {
        return tested(model, firmware, procedure, observed, "2026-11-19");
    }

    private String tested(String model, String firmware, String procedure, String observed, String performedOn) {
        Browser browser = signedIn(sato);
        Page page = browser.upload(
                NEW,
                "file",
                "log.txt",
                "tries: 11".getBytes(StandardCharsets.UTF_8),
                "kind",
                "test",
                "title",
                "ログイン試行",
                "record.model",
                model,
                "record.firmware",
                firmware,
                "record.procedure",
                procedure,
                "record.observed",
                observed,
                "record.performed-by",
                "佐藤",
                "record.performed-on",
                performedOn,
                "slot",
                SLOT,
                "f0.value",
                "unique",
                "act",
                "save");
        return page.status() == 302 ? browser.follow(page).text() : page.text();
    }

    @Test
    void somebodyElsesWaitingFileIsNotTaken() {
        Browser browser = signedIn(sato);
        Page refused = browser.upload(
                NEW,
                "file",
                "log.txt",
                "secret".getBytes(StandardCharsets.UTF_8),
                "kind",
                "document",
                "observed",
                "2026-11-20",
                "act",
                "save");
        String upload = refused.find("name=\"upload\" value=\"([0-9a-f-]{36})\"");
        Page other = signedIn(tanaka)
                .post(
                        NEW,
                        "kind",
                        "document",
                        "observed",
                        "2026-11-20",
                        "place",
                        "1",
                        "upload",
                        upload,
                        "slot",
                        SLOT,
                        "f0.value",
                        "unique",
                        "act",
                        "save");
        assertThat(other.text()).contains("ファイルが選ばれていません。");
    }

    @Test
    void factsAreAddedAndTakenAwayWithoutLosingTheOthers() {
        Browser browser = signedIn(sato);
        Page two = browser.post(
                NEW,
                "kind",
                "declaration",
                "statement",
                "理由です",
                "observed",
                "2026-11-20",
                "slot",
                SLOT,
                "f0.value",
                "shared",
                "add-slot",
                "login.password.length[login-1]",
                "act",
                "add");
        assertThat(two.html()).contains("name=\"f1.value\"").contains("理由です");
        Page one = browser.post(
                NEW,
                "kind",
                "declaration",
                "statement",
                "理由です",
                "observed",
                "2026-11-20",
                "slot",
                SLOT,
                "f0.value",
                "shared",
                "slot",
                "login.password.length[login-1]",
                "f1.value",
                "８",
                "act",
                "remove " + SLOT);
        assertThat(one.html())
                .contains("name=\"f0.value\"")
                .contains("value=\"８\"")
                .doesNotContain("f1.value");
        Page wrong = browser.post(
                NEW,
                "kind",
                "declaration",
                "statement",
                "理由です",
                "observed",
                "2026-11-21",
                "slot",
                "login.password.length[login-1]",
                "f0.value",
                "八",
                "act",
                "save");
        assertThat(wrong.text()).contains("「八」は数として読めません。").contains("まだ来ていない日です");
    }

    @Test
    void anHtmlFileLeavesOnlyAsBytesToBeSaved() {
        String code = document("報告\"書\r\n.pdf", "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        Browser browser = signedIn(sato);
        Page file = browser.get("/evidence/" + code + "/file");
        assertThat(file.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(file.header("Content-Disposition"))
                .startsWith("attachment;")
                .doesNotContain("\r")
                .contains("filename*=UTF-8''");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("Content-Security-Policy")).contains("sandbox");
        assertThat(file.header("Cache-Control")).as("stays in no cache").contains("no-store");
        assertThat(browser.get("/evidence/" + code).text()).contains("名前の末尾と合わないので");
        assertThat(browser.get("/evidence/" + code + "/preview").status()).isEqualTo(404);
    }

    @Test
    void aPictureIsShownSmallAndMadeAnew() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(2000, 1000, BufferedImage.TYPE_INT_RGB), "png", out);
        String code = document("label.png", out.toByteArray());
        Page preview = signedIn(sato).get("/evidence/" + code + "/preview");
        assertThat(preview.header("Content-Type")).isEqualTo("image/png");
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(preview.bytes()));
        assertThat(small.getWidth()).isEqualTo(640);
        assertThat(small.getHeight()).isEqualTo(320);
    }

    @Test
    void aPictureThatClaimsToBeHugeIsNotDecoded() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", out);
        byte[] bomb = out.toByteArray();
        // Width and height in the header of a PNG: 60,000 each.
        bomb[18] = bomb[22] = (byte) 0xea;
        bomb[19] = bomb[23] = 0x60;
        String code = document("bomb.png", bomb);
        assertThat(signedIn(sato).get("/evidence/" + code + "/preview").status())
                .isEqualTo(404);
    }

    @Test
    void whoConfirmsSeesThatTheSameWordsStandBesideManyAnswers() {
        List<String> sent = new ArrayList<>(List.of("kind", "document", "place", "32ページ", "observed", "2026-11-20"));
        List<String> slots = List.of(SLOT, "power.values", "power.software", "erase.version", "device.constrained");
        for (int i = 0; i < slots.size(); i++) {
            String value = List.of("unique", "kept", "kept", "kept", "none").get(i);
            sent.addAll(List.of("slot", slots.get(i), "f" + i + ".value", value, "f" + i + ".detail", "設計のとおり"));
        }
        sent.addAll(List.of("act", "save"));
        Page saved = signedIn(sato)
                .upload(NEW, "file", "a.pdf", "%PDF-1".getBytes(StandardCharsets.UTF_8), sent.toArray(String[]::new));
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        String pasted = "この説明は、ほかの 4 件の答えにも同じ文で書かれています。";
        assertThat(signedIn(tanaka).get("/confirm").text()).contains(pasted);
        assertThat(signedIn(tanaka)
                        .get(saved.location().replaceFirst("[?].*", ""))
                        .text())
                .contains(pasted);
        assertThat(signedIn(tanaka).english().get("/confirm").text())
                .contains("The same words stand beside 4 other answers.");
        document("b.pdf", "%PDF-2".getBytes(StandardCharsets.UTF_8));
        assertThat(signedIn(tanaka).get("/confirm").text().split(pasted, -1)).hasSize(6);
    }

    @Test
    void whoConfirmsReadsWhatWasDoneAndSeen() {
        List<String> sent = new ArrayList<>(List.of(
                "kind",
                "test",
                "title",
                "動作確認",
                "record.model",
                "MC-200W",
                "record.firmware",
                "2.4.1",
                "record.procedure",
                "ひととおり動かして見た。",
                "record.observed",
                "問題はなかった。",
                "record.performed-by",
                "佐藤",
                "record.performed-on",
                "2026-11-19"));
        List<String> slots = List.of(SLOT, "power.values", "power.software", "erase.version");
        for (int i = 0; i < slots.size(); i++) {
            sent.addAll(List.of("slot", slots.get(i), "f" + i + ".value", i == 0 ? "unique" : "kept"));
        }
        sent.addAll(List.of("act", "save"));
        Page saved = signedIn(sato)
                .upload(NEW, "file", "log.txt", "ok".getBytes(StandardCharsets.UTF_8), sent.toArray(String[]::new));
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        assertThat(signedIn(tanaka).get("/confirm").text()).contains("ひととおり動かして見た。", "問題はなかった。");
    }

    @Test
    void severalAreConfirmedTogetherButNeverOnesOwn() {
        String first = document("a.pdf", "%PDF-1".getBytes(StandardCharsets.UTF_8));
        String second = document("b.pdf", "%PDF-2".getBytes(StandardCharsets.UTF_8));
        Browser browser = signedIn(tanaka);
        Page waiting = browser.get("/confirm");
        assertThat(waiting.text()).contains("2件のエビデンスが、あなたの確認を待っています。");
        List<String> facts = java.util.regex.Pattern.compile("name=\"fact\" value=\"([0-9a-f-]{36})\"")
                .matcher(waiting.html())
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(facts).hasSize(2);
        Page done = browser.post(
                "/confirm", "evidence", first, "evidence", second, "fact", facts.get(0), "fact", facts.get(1));
        assertThat(browser.follow(done).text()).contains("2件を確認しました。").contains("待つエビデンスはありません");
        assertThat(signedIn(sato).get("/confirm").text()).contains("待つエビデンスはありません");
        assertThat(signedIn(Role.AUDITOR).get("/confirm").status()).isEqualTo(403);
    }

    @Test
    void withdrawingNeedsAReasonAndSaysWhatItMeans() {
        String code = document("a.pdf", "%PDF-1".getBytes(StandardCharsets.UTF_8));
        Browser browser = signedIn(tanaka);
        String fact = browser.get("/evidence/" + code).find("name=\"fact\" value=\"([0-9a-f-]{36})\"");
        Page refused = browser.post("/evidence/" + code + "/withdraw", "fact", fact, "reason", " ");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("理由が書かれていません。");
        Page done = browser.post("/evidence/" + code + "/withdraw", "fact", fact, "reason", "古い版だった");
        assertThat(browser.follow(done).text()).contains("は、取り下げられています。").contains("古い版だった");
        assertThat(signedIn(person(Role.AUDITOR)).get("/audit").text())
                .as("the fact is called by what is asked, not by its key")
                .contains("古い版だった")
                .doesNotContain("password.");
    }

    @Test
    void renewingStartsFromTheOldAndReplacesItsFacts() {
        String old = document("manual.pdf", "%PDF-1".getBytes(StandardCharsets.UTF_8));
        Browser browser = signedIn(sato);
        Page form = browser.get(NEW + "?renews=" + old);
        assertThat(form.text()).contains("エビデンス " + old + " を更新します。").contains("32ページ");
        assertThat(form.html()).contains("value=\"unique\" checked");
        Page saved = browser.upload(
                NEW,
                "file",
                "manual2.pdf",
                "%PDF-2".getBytes(StandardCharsets.UTF_8),
                "kind",
                "document",
                "place",
                "33ページ",
                "observed",
                "2026-11-20",
                "renews",
                old,
                "slot",
                SLOT,
                "f0.value",
                "none",
                "replace",
                SLOT,
                "act",
                "save");
        assertThat(saved.status()).isEqualTo(302);
        assertThat(browser.get("/evidence/" + old).text())
                .contains("は、新しいものに置きかえられています。")
                .contains("新しいエビデンスを見る");
    }

    @Test
    void aPageInsideIsNotCopiedAndTheReasonStandsAtTheField() {
        Page refused = signedIn(sato)
                .post(
                        NEW,
                        "kind",
                        "page",
                        "url",
                        "http://127.0.0.1:8443/",
                        "observed",
                        "2026-11-20",
                        "slot",
                        SLOT,
                        "f0.value",
                        "unique",
                        "act",
                        "save");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("127.0.0.1 は社内のアドレスなので、写しを取りません。");
        assertThat(count("evidence")).isZero();
    }

    @Test
    void theLibraryFiltersByItsAddressAndSaysWhatIsInForce() {
        String code = document("取扱説明書.pdf", "%PDF-1".getBytes(StandardCharsets.UTF_8));
        Browser browser = signedIn(tanaka);
        assertThat(browser.get("/products/MC-200/evidence").text())
                .contains("エビデンスは1件、うち1件が確認を待っています。")
                .contains(code)
                .contains("S1.1-02");
        Page nothing = browser.get("/products/MC-200/evidence?strength=measured&q=取扱&expiry=90");
        assertThat(nothing.text()).contains("この条件に合うエビデンスはありません。").contains("1件すべてを調べました");
        assertThat(nothing.html()).contains("q=%E5%8F%96%E6%89%B1&amp;expiry=90");
        assertThat(browser.get("/products/MC-200/evidence?strength=documented&sort=-title&page=1")
                        .text())
                .contains(code);
        assertThat(browser.get("/products/MC-200/evidence?strength=x&expiry=-1&sort=drop&page=99999999999")
                        .status())
                .isEqualTo(200);
        assertThat(browser.get("/products/MC-200/evidence?strength=%00").status())
                .isEqualTo(400);
        assertThat(browser.english().get("/evidence").text()).contains("1 piece of evidence; 1 still to be confirmed");
    }

    @Test
    void exportsNeverCarryAFormula() throws IOException {
        Page saved = signedIn(sato)
                .upload(
                        NEW,
                        "file",
                        "a.pdf",
                        "%PDF-1".getBytes(StandardCharsets.UTF_8),
                        "kind",
                        "document",
                        "title",
                        "=HYPERLINK(\"http://evil\",\"x\")",
                        "place",
                        "@SUM(1)",
                        "observed",
                        "2026-11-20",
                        "slot",
                        SLOT,
                        "f0.value",
                        "unique",
                        "act",
                        "save");
        assertThat(saved.status()).isEqualTo(302);
        Page csv = signedIn(tanaka).get("/products/MC-200/evidence.csv");
        assertThat(csv.html()).contains("\"'=HYPERLINK(").contains(",'@SUM(1),");
        Page xlsx = signedIn(tanaka).get("/evidence.xlsx?confirmation=waiting");
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(xlsx.bytes()))) {
            Cell title = book.getSheetAt(0).getRow(1).getCell(1);
            assertThat(title.getCellType().name()).isEqualTo("STRING");
            assertThat(title.getCellStyle().getQuotePrefixed()).isTrue();
        }
    }

    @Test
    void whoIsLimitedToOtherProductsFindsNothing() {
        String code = document("a.pdf", "%PDF-1".getBytes(StandardCharsets.UTF_8));
        Browser limited = signedIn(person(Set.of(ids.next()), Role.QUALITY));
        for (String path : List.of(
                "/evidence/" + code,
                "/evidence/" + code + "/file",
                "/products/MC-200/evidence",
                NEW,
                "/products/MC-200/evidence.csv")) {
            assertThat(limited.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(limited.get("/evidence").text()).doesNotContain(code);
    }

    @Test
    void homeTellsWhatWaitsAndWhatRunsOut() {
        Page saved = signedIn(sato)
                .upload(
                        NEW,
                        "file",
                        "a.pdf",
                        "%PDF-1".getBytes(StandardCharsets.UTF_8),
                        "kind",
                        "document",
                        "place",
                        "1",
                        "observed",
                        "2026-11-20",
                        "until",
                        "2026-12-10",
                        "slot",
                        SLOT,
                        "f0.value",
                        "unique",
                        "act",
                        "save");
        assertThat(saved.status()).isEqualTo(302);
        assertThat(tasks.tasks(tanaka, Locale.JAPANESE))
                .extracting(TaskSource.Task::sentence)
                .containsExactly("「a」の確認を待っています", "「a」の期限が近づいています");
        assertThat(tasks.tasks(sato, Locale.JAPANESE))
                .singleElement()
                .satisfies(task -> assertThat(task.due()).isEqualTo("2026-12-10"));
        clock.advance(Duration.ofDays(40));
        assertThat(tasks.tasks(sato, Locale.JAPANESE))
                .as("it does not leave the list by running out")
                .extracting(TaskSource.Task::sentence)
                .containsExactly("「a」の有効期限が切れました");
    }

    @Test
    void aFormThatIsSentTwiceRecordsOnceAndAnEditedOneAgain() {
        Browser browser = signedIn(sato);
        String key = browser.get(NEW + "?kind=document").find("name=\"once\" value=\"([^\"]+)\"");
        Page first = send(browser, key, "32ページ", "%PDF-1");
        Page again = send(browser, key, "32ページ", "%PDF-1");
        assertThat(again.location()).isEqualTo(first.location());
        assertThat(count("evidence")).isEqualTo(1);
        assertThat(count("fact")).isEqualTo(1);
        assertThat(acts().stream().filter("evidence.add"::equals)).hasSize(1);

        assertThat(send(browser, key, "33ページ", "%PDF-1").location()).isNotEqualTo(first.location());
        assertThat(send(browser, key, "32ページ", "%PDF-2").location()).isNotEqualTo(first.location());
        assertThat(send(signedIn(tanaka), key, "32ページ", "%PDF-1").location()).isNotEqualTo(first.location());
        String other = browser.get(NEW + "?kind=document").find("name=\"once\" value=\"([^\"]+)\"");
        assertThat(send(browser, other, "32ページ", "%PDF-1").location()).isNotEqualTo(first.location());
        assertThat(count("evidence")).isEqualTo(5);
    }

    @Test
    void aFormThatIsSentTwiceAtOnceRecordsOnce() throws Exception {
        Browser one = signedIn(sato);
        Browser other = signedIn(sato);
        String key = one.get(NEW + "?kind=document").find("name=\"once\" value=\"([^\"]+)\"");
        try (var both = java.util.concurrent.Executors.newFixedThreadPool(2)) {
            var first = both.submit(() -> send(one, key, "32ページ", "%PDF-1"));
            var second = both.submit(() -> send(other, key, "32ページ", "%PDF-1"));
            assertThat(first.get().location()).isEqualTo(second.get().location());
        }
        assertThat(count("evidence")).isEqualTo(1);
    }

    private static Page send(Browser browser, String key, String place, String content) {
        return browser.upload(
                NEW,
                "file",
                "manual.pdf",
                content.getBytes(StandardCharsets.UTF_8),
                "once",
                key,
                "kind",
                "document",
                "place",
                place,
                "observed",
                "2026-11-20",
                "slot",
                SLOT,
                "f0.value",
                "unique",
                "act",
                "save");
    }

    private String document(String fileName, byte[] content) {
        Page saved = signedIn(sato)
                .upload(
                        NEW,
                        "file",
                        fileName,
                        content,
                        "kind",
                        "document",
                        "place",
                        "32ページ",
                        "observed",
                        "2026-11-20",
                        "slot",
                        SLOT,
                        "f0.value",
                        "unique",
                        "act",
                        "save");
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        return saved.location().replaceAll(".*/evidence/([A-Z0-9-]+).*", "$1");
    }
}
