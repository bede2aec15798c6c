package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A product begins from what such a product usually consists of. */
class ReadyMadeTest extends ServerTest {

    @Autowired
    private Answers answers;

    @Autowired
    private Products products;

    @Autowired
    private Verdicts verdicts;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series lock = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        lock = series("SL-10", "錠のシリーズ");
    }

    @Test
    void eachKindIsOfferedAndNothingCountsBeforeSomebodySaysSo() {
        Browser browser = signedIn(quality);
        Page start = browser.get("/products/SL-10/ready-made");
        assertThat(start.text()).contains("ネットワークカメラ", "スマートロック", "産業用コントローラ(PLCなど)");
        Page proposal = browser.get("/products/SL-10/ready-made?kind=lock");
        assertThat(proposal.text()).contains("「スマートロック」によくある構成から書き始めます。", "解錠用のBLEサービス");
        assertThat(proposal.html()).containsPattern("name=\"take-gatt\"[^>]* checked");
        assertThat(proposal.html()).doesNotContainPattern("name=\"take-pin\"[^>]* checked");
        assertThat(proposal.html()).doesNotContainPattern("name=\"whole-[a-z]+\"[^>]* checked");
        assertThat(count("fact")).isZero();
        assertThat(count("register_item")).isZero();
        assertThat(browser.get("/products/SL-10/ready-made?kind=camera").text())
                .as("the number of a port is a name")
                .contains("機器、UDP、3702");
        assertThat(browser.english().get("/products/SL-10/ready-made?kind=lock").text())
                .contains("Begin from what is usual for “Smart lock”.", "Log-in or pairing mechanism");
    }

    @Test
    void whatIsTickedIsAddedWithItsNameAndWhatIsSaidOfIt() {
        Browser browser = signedIn(quality);
        Page done = browser.post(
                "/products/SL-10/ready-made",
                "kind",
                "lock",
                "take-account",
                "1",
                "name-account",
                "「かぎ」アプリのアカウント",
                "say-account",
                "1",
                "take-pairing",
                "1",
                "name-pairing",
                "Bluetoothの初回登録",
                "take-lock-keys",
                "1",
                "name-lock-keys",
                "解錠に使う鍵",
                "take-unlocking",
                "1",
                "name-unlocking",
                "鍵を送る",
                "say-unlocking",
                "1",
                "fact-usecase.position",
                "1",
                "whole-login",
                "1");
        assertThat(done.location()).isEqualTo("/products/SL-10/register?added=4");
        assertThat(browser.follow(done).text()).contains("4件を登録しました");
        assertThat(names("login")).containsExactly("「かぎ」アプリのアカウント", "Bluetoothの初回登録");
        assertThat(value("login.kind", "login-1")).isEqualTo(Value.word("service"));
        assertThat(value("login.kind", "login-2")).as("its box was not ticked").isNull();
        assertThat(value("login.mechanisms", "")).isEqualTo(Value.words("login-1", "login-2"));
        assertThat(value("asset.items", ""))
                .as("nobody said that these are all")
                .isNull();
        assertThat(value("flow.asset", "flow-1")).isEqualTo(Value.word("asset-1"));
        assertThat(value("flow.peer", "flow-1")).isEqualTo(Value.word("スマートフォンのアプリ"));
        assertThat(value("usecase.position", "")).isEqualTo(Value.word("final"));
        assertThat(verdicts.states(lock.id()).values())
                .doesNotContain(VerdictState.MET, VerdictState.EXPECTED, VerdictState.NOT_APPLICABLE);
        assertThat(acts()).contains("item.add", "evidence.add");
    }

    @Test
    void whatPointsAtAnItemThatIsNotTakenIsLeftOut() {
        signedIn(quality)
                .post(
                        "/products/SL-10/ready-made",
                        "kind",
                        "lock",
                        "take-unlocking",
                        "1",
                        "name-unlocking",
                        "鍵を送る",
                        "say-unlocking",
                        "1");
        assertThat(value("flow.asset", "flow-1")).isNull();
        assertThat(value("flow.peer", "flow-1")).isEqualTo(Value.word("スマートフォンのアプリ"));
    }

    @Test
    void whatWasAnsweredBeforeStaysAndNothingIsThereTwice() {
        RegisterItem item = products.addItem(lock, "login", "アプリのアカウント", "", quality);
        answers.record(
                lock,
                "答え",
                List.of(new Answers.Given(new Slot(new FactKey("login.kind"), item.code()), Value.word("device"), "")),
                null,
                Answers.Answerer.of(quality, "page"),
                "");
        answers.recordList(lock, "login", quality, "答え", "");
        Browser browser = signedIn(quality);
        assertThat(browser.get("/products/SL-10/ready-made?kind=lock").text()).contains("「アプリのアカウント」は登録してあります");
        String[] sent = {
            "kind", "lock",
            "take-account", "1",
            "name-account", "アプリのアカウント",
            "say-account", "1",
            "take-pairing", "1",
            "name-pairing", "初回登録"
        };
        assertThat(browser.post("/products/SL-10/ready-made", sent).location()).endsWith("added=1");
        assertThat(names("login")).containsExactly("アプリのアカウント", "初回登録");
        assertThat(value("login.kind", "login-1")).isEqualTo(Value.word("device"));
        assertThat(value("login.mechanisms", ""))
                .as("the list was said to be complete and has grown")
                .isEqualTo(Value.words("login-1", "login-2"));
    }

    @Test
    void aNameThatIsMissingIsSaidAtItsPlaceAndNothingIsLost() {
        Page page = signedIn(quality)
                .post(
                        "/products/SL-10/ready-made",
                        "kind",
                        "lock",
                        "take-account",
                        "1",
                        "name-account",
                        "わたしのアプリ",
                        "take-pairing",
                        "1",
                        "name-pairing",
                        "  ");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("value=\"わたしのアプリ\"").containsPattern("id=\"name-pairing\"[^>]*aria-invalid");
        assertThat(count("register_item")).isZero();
    }

    @Test
    void likeAnotherSeriesBringsWhatItConsistsOfAndNotHowItIsProtected() {
        Series other = series("SL-20", "前の錠");
        RegisterItem asset = products.addItem(other, "asset", "合鍵", "", quality);
        RegisterItem flow = products.addItem(other, "flow", "合鍵を送る", "", quality);
        answers.record(
                other,
                "答え",
                List.of(
                        new Answers.Given(
                                new Slot(new FactKey("asset.class"), asset.code()), Value.word("security"), ""),
                        new Answers.Given(
                                new Slot(new FactKey("flow.asset"), flow.code()), Value.word(asset.code()), ""),
                        new Answers.Given(
                                new Slot(new FactKey("flow.protection"), flow.code()), Value.word("tls"), "")),
                null,
                Answers.Answerer.of(quality, "page"),
                "");
        Browser browser = signedIn(quality);
        assertThat(browser.get("/products/SL-10/ready-made").text()).contains("前の錠");
        products.addItem(lock, "asset", "別の鍵", "", quality);
        browser.post(
                "/products/SL-10/ready-made",
                "like",
                "SL-20",
                "take-" + asset.code(),
                "1",
                "name-" + asset.code(),
                "合鍵",
                "say-" + asset.code(),
                "1",
                "take-" + flow.code(),
                "1",
                "name-" + flow.code(),
                "合鍵を送る",
                "say-" + flow.code(),
                "1");
        assertThat(names("asset")).containsExactly("別の鍵", "合鍵");
        assertThat(value("asset.class", "asset-2")).isEqualTo(Value.word("security"));
        assertThat(value("flow.asset", "flow-1")).as("by its code here").isEqualTo(Value.word("asset-2"));
        assertThat(value("flow.protection", "flow-1")).isNull();
    }

    @Test
    void whoMayNotSeeASeriesCannotBeginFromIt() {
        series("SECRET-1", "極秘の錠");
        Browser limited = signedIn(person(Set.of(lock.id()), Role.QUALITY));
        assertThat(limited.get("/products/SL-10/ready-made").text()).doesNotContain("極秘の錠");
        assertThat(limited.get("/products/SL-10/ready-made?like=SECRET-1").status())
                .isEqualTo(404);
        assertThat(limited.post("/products/SL-10/ready-made", "like", "SECRET-1")
                        .status())
                .isEqualTo(404);
        assertThat(limited.get("/products/SL-10/ready-made?kind=submarine").status())
                .isEqualTo(404);
    }

    private Series series(String code, String name) {
        return products.create(new NewSeries(code, name, "錠", "", List.of(code), "1.0"), quality);
    }

    private List<String> names(String collection) {
        return products.items(lock.id(), collection).stream()
                .map(RegisterItem::name)
                .toList();
    }

    private @org.jspecify.annotations.Nullable Value value(String key, String item) {
        Map<Slot, FactEntry> present = answers.present(lock);
        FactEntry entry = present.get(new Slot(new FactKey(key), item));
        return entry == null ? null : entry.fact().value();
    }
}
