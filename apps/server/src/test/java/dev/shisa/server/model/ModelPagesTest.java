package dev.shisa.server.model;

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

/** A person writes down what connects to what, sees what was forgotten, and uses it as evidence. */
class ModelPagesTest extends ServerTest {

    private static final String PAGE = "/products/MC-1/model";
    private static final String ITEMS = "/products/MC-1/items";
    private static final String API = "/api/v1/series/MC-1";

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();
    private Api api = apiWith("");

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE));
        products.create(new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    /** A component as the form of the page sends it. */
    private Page add(String name, String kind, String owner, String ownerDetail) {
        return browser.post(
                ITEMS,
                "collection",
                "component",
                "name",
                name,
                "new:component.kind:value",
                kind,
                "new:component.owner:value",
                owner,
                "new:component.owner:detail",
                ownerDetail,
                "new:component.purpose:value",
                "単独で役に立つ",
                "new:component.self:value",
                "own",
                "new:component.self:detail",
                "署名を確かめる",
                "new:component.others:value",
                "guards",
                "new:component.others:detail",
                "通信を絞る");
    }

    private Page connect(String name, String from, String to, String by) {
        return browser.post(
                ITEMS,
                "collection",
                "connection",
                "name",
                name,
                "new:connection.from:value",
                from,
                "new:connection.to:value",
                to,
                "new:connection.intent:value",
                "intended",
                "new:connection.by:value",
                by,
                "new:connection.route:value",
                "direct",
                "new:connection.medium:value",
                "wireless",
                "new:connection.timing:value",
                "fixed",
                "new:connection.use:value",
                "dedicated",
                "new:connection.analysed:value",
                "open");
    }

    private void wholeModel() {
        add("カメラ本体", "device", "own", "");
        add("地図サービス", "cloud", "other", "地図会社");
        connect("位置の問い合わせ", "component-1", "component-2", "maker");
    }

    @Test
    void anEmptyModelSaysWhyItIsWorthDoingAndWhatToDoFirst() {
        Page page = browser.get(PAGE);
        assertThat(page.text()).contains("モデルはまだありません", "事故の多くは、誰も書き出していなかったつながりから始まります", "コンポーネントを追加", "進め方");
        assertThat(page.html()).doesNotContain("model-svg");
        assertThat(signedIn(Role.AUDITOR).get(PAGE).html()).doesNotContain("items/new");
    }

    @Test
    void componentsAndConnectionsAppearInListsAndDrawing() {
        assertThat(add("カメラ本体", "device", "own", "").location()).isEqualTo(PAGE + "?saved=1");
        assertThat(browser.get(PAGE).text()).contains("コンポーネントを、あと1つ追加してください");
        add("地図サービス", "cloud", "other", "地図会社");
        assertThat(browser.get(PAGE).text()).contains("コンポーネントの間のつながりを追加してください", "「カメラ本体」には、つながりが1本もありません");
        connect("位置の問い合わせ", "component-1", "component-2", "maker");
        Page page = browser.get(PAGE);
        assertThat(page.text())
                .contains(
                        "コンポーネント2個とつながり1本があります。つながりがあるのに分析していない組み合わせは1件です",
                        "カメラ本体 → 地図サービス",
                        "他社 地図会社",
                        "分析していない組み合わせは64件のうち64件",
                        "メーカーが、直接、無線、固定的、専用 (つながり 1)",
                        "つながり「位置の問い合わせ」のリスクを分析してください");
        assertThat(page.html()).contains("model-svg", "1番は、カメラ本体 → 地図サービスの「位置の問い合わせ」。想定している。");
        assertThat(acts()).contains("item.add", "evidence.add");
    }

    @Test
    void analysingAConnectionNeedsThePaperAndCountsItsCombination() {
        wholeModel();
        Page wrong = browser.post(
                ITEMS + "/connection-1",
                "connection.analysed:connection-1:seen",
                seen("connection.analysed"),
                "connection.analysed:connection-1:value",
                "analysed",
                "name",
                "位置の問い合わせ",
                "version",
                "1");
        assertThat(wrong.status()).isEqualTo(422);
        browser.post(
                ITEMS + "/connection-1",
                "connection.analysed:connection-1:seen",
                seen("connection.analysed"),
                "connection.analysed:connection-1:value",
                "analysed",
                "connection.analysed:connection-1:detail",
                "リスク分析書 3章",
                "name",
                "位置の問い合わせ",
                "version",
                "1");
        assertThat(browser.get(PAGE).text())
                .contains("つながりがあるのに分析していない組み合わせは0件です", "分析していない組み合わせは64件のうち63件", "リスク分析書 3章");
    }

    private String seen(String key) {
        return jdbc.sql("SELECT id::text FROM fact WHERE key = :key ORDER BY recorded_at DESC, id DESC LIMIT 1")
                .param("key", key)
                .query(String.class)
                .single();
    }

    @Test
    void whatSomebodyElseAnsweredMeanwhileIsShownBeforeItIsReplaced() {
        wholeModel();
        String seen = seen("connection.analysed");
        String[] fields = {
            "connection.analysed:connection-1:seen",
            seen,
            "connection.analysed:connection-1:value",
            "analysed",
            "connection.analysed:connection-1:detail",
            "分析書",
            "name",
            "位置の問い合わせ",
            "version",
            "1"
        };
        assertThat(browser.post(ITEMS + "/connection-1", fields).status()).isEqualTo(302);
        fields[5] = "別の分析書";
        Page late = browser.post(ITEMS + "/connection-1", fields);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("開いている間に、ほかの人が1個の答えを変えました", "別の分析書");
    }

    @Test
    void whatIsTakenOutCanBePutBackWithAllThatIsKnownOfIt() {
        wholeModel();
        Page out = browser.follow(browser.post(ITEMS + "/component-2/remove", "version", "1"));
        assertThat(out.text()).contains("「地図サービス」は登録から外してあります", "元に戻す");
        assertThat(browser.get(PAGE).text()).contains("つながり「位置の問い合わせ」の端にあるコンポーネントが、モデルにありません", "外したもの(1件)");
        browser.post(ITEMS + "/component-2/restore");
        assertThat(browser.get(PAGE).text())
                .contains("カメラ本体 → 地図サービス", "他社 地図会社")
                .doesNotContain("外したもの", "モデルにありません");
        assertThat(acts()).contains("item.remove", "item.restore");
        assertThat(browser.post(ITEMS + "/component-9/restore").status()).isEqualTo(404);
        assertThat(browser.post(ITEMS + "/nothing-1/remove").status()).isEqualTo(404);
    }

    @Test
    void aNameThatIsTakenMeanwhileStaysTaken() {
        wholeModel();
        browser.post(ITEMS + "/component-2/remove", "version", "1");
        add("地図サービス", "cloud", "own", "");
        Page refused = browser.post(ITEMS + "/component-2/restore");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("「地図サービス」は、もうあります");
        Page twice = add("カメラ本体", "device", "own", "");
        assertThat(twice.status()).isEqualTo(422);
        assertThat(twice.text()).contains("「カメラ本体」は、もうあります", "単独で役に立つ");
    }

    @Test
    void somethingSeenThatTheModelDoesNotHaveIsAnUnintendedConnection() {
        wholeModel();
        Page missing = browser.post(PAGE + "/observed", "name", " ", "at", "component-9", "detail", "");
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.text()).contains("呼び名を入れてください", "コンポーネントを選んでください", "いつ、どこで見つかったかを入れてください");
        browser.post(PAGE + "/observed", "name", "不明な箱", "at", "component-1", "detail", "8月3日の調査、保守用の口");
        Page page = browser.get(PAGE);
        assertThat(page.text()).contains("見つかったつながり「不明な箱 → カメラ本体」を調べてください", "想定外で、実際に見つかった", "8月3日の調査、保守用の口", "正体不明");
        assertThat(page.html()).contains("model-line is-observed", "model-box is-unknown");
        // It is a finding, not a gap: the rest of the model is as whole as before.
        assertThat(page.text()).doesNotContain("足りないところが");
    }

    @Test
    void theModelIsUsedAsEvidenceByAPersonOnlyAndOnlyWhenNothingIsMissing() {
        add("カメラ本体", "device", "own", "");
        assertThat(browser.get(PAGE).text()).contains("足りないところがなくなると、ガイドの質問にこのモデルをエビデンスとして使えます");
        assertThat(browser.post(PAGE + "/evidence", "fact", "design.structure").status())
                .isEqualTo(422);
        add("地図サービス", "cloud", "other", "地図会社");
        connect("位置の問い合わせ", "component-1", "component-2", "maker");
        assertThat(facts("design.structure")).isEmpty();
        assertThat(browser.post(PAGE + "/evidence").status()).isEqualTo(422);
        assertThat(browser.post(PAGE + "/evidence", "fact", "design.layers").status())
                .isEqualTo(422);
        String at = browser.post(
                        PAGE + "/evidence",
                        "fact",
                        "design.structure",
                        "fact",
                        "design.upper",
                        "fact",
                        "protect.connected")
                .location();
        Page evidence = browser.get(at);
        assertThat(evidence.text()).contains("コンポーネントとつながりのモデル", "MC-1-model-");
        assertThat(facts("design.structure")).containsExactly("documented documented");
        assertThat(facts("design.upper")).containsExactly("alone documented");
        assertThat(facts("protect.connected")).containsExactly("included documented");
        Page file = browser.get(at + "/file");
        assertThat(file.html()).contains("model-svg", "カメラ本体", "地図会社", "未検討");
    }

    private List<String> facts(String key) {
        return jdbc.sql("SELECT value || ' ' || strength FROM fact WHERE key = :key")
                .param("key", key)
                .query((row, n) -> row.getString(1))
                .list();
    }

    @Test
    void whatIsProtectedByAnotherAnswersForWhoProtectsIt() {
        wholeModel();
        browser.post(
                ITEMS + "/component-1",
                "component.self:component-1:seen",
                jdbc.sql("SELECT id::text FROM fact WHERE key = 'component.self' AND item = 'component-1'")
                        .query(String.class)
                        .single(),
                "component.self:component-1:value",
                "covered",
                "component.self:component-1:detail",
                "手前で遮る",
                "name",
                "カメラ本体",
                "version",
                "1");
        assertThat(browser.get(PAGE).text()).contains("「カメラ本体」を守るコンポーネントが決まっていません");
        assertThat(api.post(API + "/answers", """
                        {"answers": [{"key": "component.guard", "item": "component-1", "value": "component-2"}]}""").status()).isEqualTo(201);
        assertThat(browser.get(PAGE).text()).contains("「地図サービス」が守ります");
        assertThat(api.post(API + "/model/evidence", "{\"facts\": [\"design.upper\"]}")
                        .status())
                .isEqualTo(201);
        assertThat(facts("design.upper")).containsExactly("covered documented");
    }

    @Test
    void aProgramWritesTheModelByItemsAndAnswersAndReadsItAsAWhole() {
        api.post(API + "/register/component", "{\"names\": [\"ロック\", \"ゲートウェイ\"]}");
        api.post(API + "/register/connection", "{\"names\": [\"Zigbee\"]}");
        api.post(API + "/answers", """
                {"answers": [
                 {"key": "connection.from", "item": "connection-1", "value": "component-1"},
                 {"key": "connection.to", "item": "connection-1", "value": "component-2"},
                 {"key": "connection.by", "item": "connection-1", "value": ["user", "attacker"]},
                 {"key": "connection.route", "item": "connection-1", "value": ["direct"]},
                 {"key": "connection.medium", "item": "connection-1", "value": ["wireless"]},
                 {"key": "connection.timing", "item": "connection-1", "value": ["fixed"]},
                 {"key": "connection.use", "item": "connection-1", "value": ["dedicated"]},
                 {"key": "model.excluded", "value": ["wired"], "detail": "口がない"}]}""");
        Api.Answer model = api.get(API + "/model");
        assertThat(model.status()).isEqualTo(200);
        assertThat(model.json().at("/connections/0/compound").asBoolean()).isTrue();
        assertThat(model.json().at("/connections/0/patterns").size()).isEqualTo(2);
        assertThat(model.json().at("/patterns/open").size()).isEqualTo(2);
        assertThat(model.json().at("/patterns/excluded").size()).isEqualTo(32);
        assertThat(model.json().at("/patterns/never").size()).isEqualTo(30);
        assertThat(model.json().at("/complete").asBoolean()).isFalse();
        assertThat(model.json().at("/gaps/0/text").asString()).contains("ロック");
        assertThat(api.post(API + "/model/evidence", "{\"facts\": [\"design.structure\"]}")
                        .code())
                .isEqualTo("model.offers");
        String id = api.get(API + "/register/component").at("/items/0/id");
        api.delete(API + "/register/component/" + id, "If-Match", "\"1\"");
        assertThat(api.get(API + "/model").json().at("/components").size()).isEqualTo(1);
        assertThat(api.post(API + "/register/component/" + id + "/restore", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(API + "/model").json().at("/components").size()).isEqualTo(2);
    }

    @Test
    void theListsAreTakenAlongAndTheSearchFindsWhatIsInThem() {
        wholeModel();
        assertThat(browser.get(PAGE + "/components.csv").text()).contains("component-2", "地図会社", "通信を絞る");
        assertThat(browser.get(PAGE + "/connections.csv").text()).contains("カメラ本体 → 地図サービス", "まだ分析していない");
        assertThat(browser.get(PAGE + "/patterns.json").text()).contains("未検討", "攻撃者");
        assertThat(browser.get("/search?q=地図サービス").html()).contains(ITEMS + "/component-2");
    }

    @Test
    void theModelIsNoPartOfTheRegisterAndAsksNobodyToConfirmIt() {
        wholeModel();
        assertThat(browser.get("/products/MC-1/register").text()).doesNotContain("コンポーネントとつながりのモデル", "組織文化");
        assertThat(browser.get("/products/MC-1/register/model").status()).isEqualTo(404);
        assertThat(signedIn(Role.EXECUTIVE).get("/confirm").text()).doesNotContain("カメラ本体", "コンポーネント");
    }

    @Test
    void propertiesOfTheWholeMakeItASystemOfSystems() {
        wholeModel();
        api.post(API + "/answers", """
                {"answers": [{"key": "model.system",
                 "value": ["operation", "management", "evolution", "emergence", "distribution"]}]}""");
        assertThat(browser.get(PAGE).text()).contains("全体は、System of Systems(SoS)です", "運用の独立性");
    }

    @Test
    void anArchivedSeriesIsReadOnly() {
        wholeModel();
        products.archive(products.require("MC-1", quality), true, quality);
        assertThat(browser.get(PAGE).html()).doesNotContain("items/new", "/observed");
        assertThat(add("x", "device", "own", "").status()).isEqualTo(409);
        assertThat(browser.post(ITEMS + "/component-1/remove", "version", "1").status())
                .isEqualTo(409);
    }
}
