package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The desk of who adds evidence: many files, one after the other, each read while it is recorded. */
class DeskPagesTest extends ServerTest {

    private static final String DESK = "/products/MC-200/evidence/desk";
    private static final String NEW = "/products/MC-200/evidence/new";
    private static final String SLOT = "login.password.default[login-1]";

    @Autowired
    Products products;

    @Autowired
    Blobs blobs;

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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] manual() {
        try (InputStream in = Objects.requireNonNull(
                DeskPagesTest.class.getResourceAsStream("/dev/shisa/server/document/manual.pdf"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> files(Object... namesAndContents) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            files.put((String) namesAndContents[i], (byte[]) namesAndContents[i + 1]);
        }
        return files;
    }

    private String sent(Person person, String name, byte[] content) {
        Page desk = signedIn(person).uploadAll(DESK, "file", files(name, content));
        assertThat(desk.status()).as(desk.text()).isEqualTo(200);
        return desk.find("upload=([0-9a-f-]{36})\"><b>" + Pattern.quote(name));
    }

    private static String[] form(String upload, String... more) {
        List<String> fields = new ArrayList<>(
                List.of("kind", "document", "upload", upload, "place", "2ページ", "observed", "2026-11-20"));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    @Test
    void manyFilesWaitWithNameSizeAndWhatTheyAre() {
        Page desk = signedIn(sato)
                .uploadAll(
                        DESK,
                        "file",
                        files("manual.pdf", manual(), "auth.log", bytes("拒否\n"), "x.pdf", bytes("<html><body>")));
        assertThat(desk.status()).isEqualTo(200);
        assertThat(desk.text())
                .contains("3個のファイルが、登録を待っています。")
                .contains("manual.pdf", "PDF、", "auth.log", "7 B")
                .contains("中身が、名前の末尾と合いません。");
        assertThat(desk.html()).contains(" multiple", "enctype=\"multipart/form-data\"");
        assertThat(count("evidence")).as("nothing is recorded by sending").isZero();
        assertThat(signedIn(tanaka).get(DESK).text())
                .as("another person's desk")
                .contains("登録を待つファイルはありません。")
                .doesNotContain("auth.log");
        assertThat(signedIn(sato).english().get(DESK).text()).contains("3 files wait to be recorded.");
    }

    @Test
    void oneThatIsRefusedIsNamedWithWhatToDoAndTakesNoneOfTheOthersAlong() {
        Page desk = signedIn(sato).uploadAll(DESK, "file", files("a.txt", bytes("a"), "leer.txt", new byte[0]));
        assertThat(desk.status()).isEqualTo(200);
        assertThat(desk.text())
                .contains("1個を預かりました。次の1個は、預かっていません。")
                .contains("leer.txt", "ファイルの中身が空です。", "中身のあるファイルを選んでください。")
                .contains("1個のファイルが、登録を待っています。");
        Page none = signedIn(sato).uploadAll(DESK, "file", files("leer.txt", new byte[0]));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.text()).contains("どれも預かっていません。").contains("a.txt");
        Page nothing = signedIn(sato).uploadAll(DESK, "file", files());
        assertThat(nothing.status()).isEqualTo(422);
        assertThat(nothing.text()).contains("ファイルが選ばれていません。").contains("a.txt");
    }

    @Test
    void moreThanThirtyAtOnceAndMoreThanAHundredInAllAreRefusedOneByOne() {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 31; i++) {
            many.put("log-" + i + ".txt", bytes("entry " + i));
        }
        Page desk = signedIn(sato).uploadAll(DESK, "file", many);
        assertThat(desk.text()).contains("30個を預かりました。次の1個は、預かっていません。").contains("log-30.txt", "1回に送れるのは30個までです。");
        for (int round = 1; round < 4; round++) {
            Map<String, byte[]> more = new LinkedHashMap<>();
            for (int i = 0; i < 30; i++) {
                more.put("m-" + round + "-" + i + ".txt", bytes("more " + round + " " + i));
            }
            desk = signedIn(sato).uploadAll(DESK, "file", more);
        }
        assertThat(desk.text())
                .contains("100個のファイルが、登録を待っています。")
                .contains("登録を待つファイルが100個になりました。", "登録するか外してから、送り直してください。");
    }

    @Test
    void theSameContentTwiceIsSaidAndLedToWhatIsThere() {
        String upload = sent(sato, "manual.pdf", manual());
        Page twice = signedIn(sato).uploadAll(DESK, "file", files("kopie.pdf", manual()));
        assertThat(twice.text()).contains("kopie.pdf", "同じ内容のファイルが、もう登録を待っています。", "1個のファイルが");
        Page saved = signedIn(sato).post(NEW, form(upload, "slot", SLOT, "f0.value", "unique", "act", "save"));
        String code = saved.location().replaceFirst(".*done=([A-Z0-9-]+).*", "$1");
        Page known = signedIn(tanaka).uploadAll(DESK, "file", files("manual-v2.pdf", manual()));
        assertThat(known.text()).contains("manual-v2.pdf", "同じ内容のファイルが、もう登録されています。");
        assertThat(known.html()).contains("href=\"/evidence/" + code + "\"");

        Browser other = signedIn(tanaka);
        Page again = other.follow(other.post(DESK + "/again", "evidence", code));
        assertThat(again.text()).contains("次のエビデンスとして登録されています。", code);
        Page second = other.post(
                NEW,
                form(
                        again.find("name=\"upload\" value=\"([0-9a-f-]{36})\""),
                        "known",
                        code,
                        "slot",
                        "support.until",
                        "slot",
                        SLOT,
                        "f1.value",
                        "unique",
                        "act",
                        "save"));
        assertThat(second.status()).as(second.text()).isEqualTo(302);
        assertThat(count("evidence")).isEqualTo(2);
    }

    @Test
    void twoWhoRecordTheSameFileAtOneMomentAreToldOfEachOther() {
        String mine = sent(sato, "manual.pdf", manual());
        String theirs = sent(tanaka, "manual.pdf", manual());
        assertThat(signedIn(sato)
                        .post(NEW, form(mine, "slot", SLOT, "f0.value", "unique", "act", "save"))
                        .status())
                .isEqualTo(302);
        String[] typed = form(theirs, "title", "自分の題名", "slot", SLOT, "f0.value", "unique", "act", "save");
        Page told = signedIn(tanaka).post(NEW, typed);
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.text()).contains("同じ内容のファイルが、その間に「manual」(D-");
        assertThat(told.html()).contains("value=\"自分の題名\"", "name=\"known\"");
        String code = told.find("name=\"known\" value=\"([A-Z0-9-]+)\"");
        List<String> again = new ArrayList<>(List.of(typed));
        again.addAll(List.of("known", code));
        assertThat(signedIn(tanaka).post(NEW, again.toArray(String[]::new)).status())
                .isEqualTo(302);
    }

    @Test
    void theDocumentStandsBesideTheFormAndTurningItLosesNothing() {
        String upload = sent(sato, "manual.pdf", manual());
        Browser browser = signedIn(sato);
        Page form = browser.get(NEW + "?upload=" + upload);
        assertThat(form.text()).contains("1 / 3 ページ").contains("文書を追加します。");
        assertThat(form.html()).contains("src=\"" + DESK + "/" + upload + "/page?n=1\"", " sandbox ");
        assertThat(browser.get(DESK + "/" + upload + "/page?n=1").html()).contains("data:image/png;base64,");
        Page turned = browser.post(
                NEW, form(upload, "title", "取扱説明書", "slot", SLOT, "f0.value", "unique", "view", "1", "act", "page 2"));
        assertThat(turned.text()).contains("2 / 3 ページ");
        assertThat(turned.html())
                .contains("value=\"取扱説明書\"", "value=\"unique\" checked", "name=\"view\" value=\"2\"", "value=\"2ページ\"");
        assertThat(signedIn(tanaka).get(DESK + "/" + upload + "/page?n=1").status())
                .as("the file of somebody else")
                .isEqualTo(404);
        assertThat(signedIn(tanaka).get(NEW + "?upload=" + upload).status()).isEqualTo(404);
    }

    @Test
    void aPlaceThatIsChosenBesideTheDocumentIsFilledIn() {
        String upload = sent(sato, "manual.pdf", manual());
        Browser browser = signedIn(sato);
        String[] at = form(upload, "view", "3", "mark", "", "act", "place");
        assertThat(browser.post(NEW, at).html()).contains("id=\"place\" name=\"place\" type=\"text\" value=\"3ページ\"");
        String[] line = form(upload, "view", "3", "mark", "0", "act", "place");
        assertThat(browser.post(NEW, line).find("name=\"place\" type=\"text\" value=\"([^\"]+)\""))
                .startsWith("3ページ「")
                .endsWith("」");
        String log = sent(sato, "auth.log", bytes("a\nlocked out\nc"));
        assertThat(signedIn(sato)
                        .english()
                        .post(NEW, form(log, "view", "1", "mark", "1", "act", "place"))
                        .find("name=\"place\" type=\"text\" value=\"([^\"]+)\""))
                .isEqualTo("line 2, “locked out”");
        assertThat(browser.post(NEW, form(log, "view", "1", "mark", "99", "act", "place"))
                        .find("name=\"place\" type=\"text\" value=\"([^\"]+)\""))
                .as("a mark that is not there is the page")
                .isEqualTo("1行目");
    }

    @Test
    void whatOpenCriteriaAskIsOfferedFirstAndCanBeSearched() {
        String upload = sent(sato, "manual.pdf", manual());
        Browser browser = signedIn(sato);
        Page form = browser.get(NEW + "?upload=" + upload);
        assertThat(form.html()).contains("name=\"add-slot\" value=\"");
        String slot = form.find("type=\"checkbox\" name=\"add-slot\" value=\"([^\"]+)\"");
        Page ticked = browser.post(NEW, form(upload, "add-slot", slot, "add-slot", SLOT, "act", "save"));
        assertThat(ticked.status()).as("ticked, and not answered yet").isEqualTo(200);
        assertThat(ticked.html())
                .contains("name=\"slot\" value=\"" + slot + "\"", "name=\"slot\" value=\"" + SLOT + "\"");
        assertThat(count("evidence")).isZero();
        Page none = browser.post(NEW, form(upload, "find", "ないことば", "act", "save"));
        assertThat(none.status()).as("Enter in the search looks for it").isEqualTo(200);
        assertThat(none.text()).contains("「ないことば」に合うものはありません。");
        assertThat(browser.post(NEW, form(upload, "find", "デフォルトパスワード", "act", "find"))
                        .html())
                .contains(SLOT);
    }

    @Test
    void whatIsRecordedIsFilledInAndAnotherAnswerIsSaidToBeAChange() {
        String first = sent(sato, "a.txt", bytes("a"));
        assertThat(signedIn(sato)
                        .post(NEW, form(first, "slot", SLOT, "f0.value", "unique", "act", "save"))
                        .status())
                .isEqualTo(302);
        String upload = sent(sato, "b.txt", bytes("b"));
        Browser browser = signedIn(sato);
        Page filled = browser.post(NEW, form(upload, "add-slot", SLOT, "act", "add"));
        assertThat(filled.html()).contains("value=\"unique\" checked");
        String[] changed = form(upload, "slot", SLOT, "f0.value", "none", "act", "save");
        Page told = browser.post(NEW, changed);
        assertThat(told.status()).isEqualTo(422);
        assertThat(told.text()).contains("いまの答えは「あり、個体ごとに違う」です。", "いまの答え「あり、個体ごとに違う」からの変更です。");
        assertThat(count("evidence")).isEqualTo(1);
        List<String> replacing = new ArrayList<>(List.of(changed));
        replacing.addAll(List.of("replace", SLOT));
        assertThat(browser.post(NEW, replacing.toArray(String[]::new)).status()).isEqualTo(302);
        assertThat(count("fact_supersedes")).isEqualTo(1);
    }

    @Test
    void oneSavingRecordsItTellsWhatTurnedAndOffersTheNextFile() {
        Page two = signedIn(sato).uploadAll(DESK, "file", files("a.txt", bytes("a"), "b.txt", bytes("b")));
        String upload = two.find("upload=([0-9a-f-]{36})");
        Browser browser = signedIn(sato);
        String once = "11111111-2222-3333-4444-555555555555";
        String[] sent = form(upload, "once", once, "slot", SLOT, "f0.value", "unique", "act", "save");
        Page saved = browser.post(NEW, sent);
        assertThat(saved.location()).startsWith(DESK + "?done=D-");
        Page desk = browser.follow(saved);
        assertThat(desk.text())
                .contains("「a」を登録しました。", "別の人の確認を待っています。", "次のファイル「b.txt」へ", "次の基準")
                .contains("1個のファイルが、登録を待っています。");
        assertThat(browser.post(NEW, sent).status()).as("a double click").isEqualTo(302);
        assertThat(count("evidence")).isEqualTo(1);
    }

    @Test
    void aFileIsRemovedByItsPersonAndNothingIsKeptForEver() {
        String upload = sent(sato, "a.txt", bytes("a"));
        signedIn(tanaka).post(DESK + "/remove", "id", upload);
        assertThat(signedIn(sato).get(DESK).text()).contains("a.txt");
        clock.advance(Duration.ofDays(29));
        blobs.sweep();
        assertThat(signedIn(sato).get(DESK).text()).contains("a.txt");
        Browser browser = signedIn(sato);
        assertThat(browser.follow(browser.post(DESK + "/remove", "id", upload)).text())
                .contains("登録を待つファイルはありません。");
        sent(sato, "c.txt", bytes("c"));
        clock.advance(Duration.ofDays(31));
        blobs.sweep();
        assertThat(signedIn(sato).get(DESK).text()).contains("登録を待つファイルはありません。");
    }

    @Test
    void whoMayNotAddOrDoesNotSeeTheProductHasNoDesk() {
        assertThat(signedIn(Role.AUDITOR).get(DESK).status()).isEqualTo(403);
        var gateway = products.create(new NewSeries("GW-50", "GW-50", "ゲートウェイ", "", List.of("GW-50"), "1.0"), sato);
        Person elsewhere = person(Set.of(gateway.id()), Role.QUALITY);
        assertThat(signedIn(elsewhere).get(DESK).status()).isEqualTo(404);
        String upload = sent(sato, "a.txt", bytes("a"));
        assertThat(signedIn(sato)
                        .get("/products/GW-50/evidence/new?upload=" + upload)
                        .status())
                .as("it waits on the desk of another product")
                .isEqualTo(404);
    }
}
