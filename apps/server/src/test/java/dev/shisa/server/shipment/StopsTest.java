package dev.shisa.server.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Stops of shipment (S-139): what they are about, what leaves in spite of them, who is told, and what becomes of them. */
class StopsTest extends ServerTest {

    private static final String ALL = "/field/stops";

    @Autowired
    private Products products;

    @Autowired
    private ApplicationContext context;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series gateway;

    @SuppressWarnings("NullAway.Init")
    private Api api;

    @BeforeEach
    void aGatewayOfWhichALotLeft() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        gateway = products.create(new NewSeries("GW-50", "中継器", "機器", "", List.of("GW-50"), "1.0.0"), quality);
        products.addRelease(gateway, "1.1.0", null, "", null, quality);
        api = api(quality, Set.of(Act.VIEW, Act.RECORD_SHIPMENTS, Act.STOP_SHIPPING));
        left("A", "1.0.0", daysAgo(100), 880);
        left("B", "1.0.0", daysAgo(90), 20);
        left("", "1.0.0", daysAgo(80), 7);
    }

    private String daysAgo(int days) {
        return LocalDate.ofInstant(clock.instant(), java.time.ZoneId.of("Asia/Tokyo"))
                .minusDays(days)
                .toString();
    }

    private String left(String lot, String release, String day, int devices) {
        Api.Answer made = api.post(
                "/api/v1/shipments",
                "{\"series\": \"GW-50\", \"lot\": \"" + lot + "\", \"release\": \"" + release + "\", \"day\": \"" + day
                        + "\", \"devices\": " + devices + "}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.at("/code");
    }

    private String stopped(String... more) {
        List<String> fields = new java.util.ArrayList<>(List.of(
                "series",
                "GW-50",
                "day",
                daysAgo(60),
                "lots",
                "A",
                "reasonJa",
                "設定画面に入れるおそれがあるためです。",
                "actionJa",
                "電源を切り、窓口にお知らせください。"));
        fields.addAll(List.of(more));
        Page made = browser.post(ALL + "/new", fields.toArray(String[]::new));
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        return made.location().replaceFirst("\\?.*", "");
    }

    private void step(String at, String act, int daysAgo, String... more) {
        List<String> fields = new java.util.ArrayList<>(List.of("act", act, "day", daysAgo(daysAgo)));
        fields.addAll(List.of(more));
        Page done = browser.post(at + "/steps", fields.toArray(String[]::new));
        assertThat(done.status()).as(done.text()).isEqualTo(302);
    }

    @Test
    void aStopNamesWhatItIsAboutAndCountsIt() {
        assertThat(browser.get(ALL).text()).contains("出荷を止めたことは、まだありません", "APIで「出してよいか」を聞けます");
        String at = stopped("planned", daysAgo(-30));
        Page page = browser.get(at);
        assertThat(page.text())
                .contains("出荷停止中", "対象の台数 880", "対象か分からない台数 7", "ロット A", "再開する予定です", "出荷を止めた")
                .doesNotContain("停止中に、対象の製品が");
        assertThat(page.html()).as("whom to call").contains("href=\"/organisation/emergency\"");
        assertThat(browser.get(at + "/shipments.csv").html())
                .contains("880", "分からない")
                .doesNotContain(",20,");
        assertThat(browser.get(ALL).text()).contains("いま1件の出荷を止めています", "中継器");
        assertThat(browser.get("/field/shipments").text()).contains("出荷停止の対象", "対象か分からない", "止める対象でない");
        assertThat(browser.english().get(at).text()).contains("Devices concerned 880");
        assertThat(acts()).contains("shipping.stop");
    }

    @Test
    void whatLeavesDuringAStopIsKeptMarkedAndATask() {
        String at = stopped();
        assertThat(browser.get("/").text()).doesNotContain("出荷停止中の中継器が");
        assertThat(browser.get("/field/shipments/new?series=GW-50").text()).contains("この製品には、出荷停止があります");
        String code = left("a", "1.0.0", daysAgo(10), 30);
        assertThat(api.get("/api/v1/shipments/" + code).at("/state")).isEqualTo("in-stop");
        assertThat(browser.get("/field/shipments").text()).contains("停止中に出荷した");
        assertThat(browser.get(at).text()).contains("停止中に、対象の製品が30台出荷されています", "停止中に30台が出荷された");
        assertThat(browser.get("/").text()).contains("出荷停止中の中継器が30台出荷されている");
        left("B", "1.0.0", daysAgo(10), 5);
        assertThat(browser.get("/").text()).as("another lot").contains("が30台出荷されている");
        step(at, "note", 9, "note", "倉庫から出る前に戻した");
        assertThat(browser.get("/").text()).doesNotContain("出荷停止中の中継器が");
        clock.advance(Duration.ofMinutes(1));
        left("", "1.0.0", daysAgo(8), 3);
        assertThat(browser.get("/").text()).as("it may be the lot").contains("が3台出荷されている");
        api.post("/api/v1/shipments/" + code + "/strike", "{\"reason\": \"登録の誤り\"}");
        assertThat(browser.get(at).text()).doesNotContain("30台出荷");
    }

    @Test
    void itGoesOnUntilShipmentIsResumed() {
        String at = stopped();
        step(at, "withdraw", 58);
        assertThat(browser.get(at).text()).contains("回収中", "回収を始めた");
        assertThat(browser.get("/field/shipments").text()).contains("回収の対象");
        step(at, "notice", 57);
        String fixed = products.releases(gateway.id()).stream()
                .filter(one -> one.name().equals("1.1.0"))
                .findFirst()
                .orElseThrow()
                .id()
                .toString();
        Page without = browser.post(at + "/steps", "act", "fixed", "day", daysAgo(20));
        assertThat(without.text()).contains("直したバージョンを選んでください");
        step(at, "fixed", 20, "fixed", fixed);
        assertThat(browser.post(at + "/steps", "act", "resume", "day", daysAgo(40))
                        .text())
                .contains("前の書き込みより前の日付です");
        assertThat(browser.post(at + "/steps", "act", "resume", "day", daysAgo(-1))
                        .text())
                .contains("まだ来ていない日付です");
        step(at, "resume", 10);
        assertThat(browser.get(at).text()).contains("出荷再開", "直したバージョン: 1.1.0", "出荷を再開しました");
        assertThat(browser.get("/field/shipments").text()).contains("再開前の対象").doesNotContain("出荷停止の対象", "対象か分からない");
        step(at, "close", 5);
        assertThat(browser.get(at).text()).contains("終結");
        assertThat(browser.post(at + "/steps", "act", "resume", "day", daysAgo(1))
                        .status())
                .isEqualTo(422);
        assertThat(acts()).contains("shipping.step");
    }

    @Test
    void whatIsConcernedCanBeChangedAndTheOldStaysInTheTimeline() {
        String at = stopped();
        step(at, "change", 50, "lots", "A\nB", "reasonJa", "範囲が広がりました。", "planned", "");
        assertThat(browser.get(at).text()).contains("対象の台数 900", "範囲が広がりました", "対象か言葉を変えた");
        Page wrong = browser.post(
                at + "/steps", "act", "change", "day", daysAgo(40), "reasonJa", "", "serials", "A9–A10", "open", "yes");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("「A9–A10」を読めません", "理由を書いてください", "お願いを書いてください");
        assertThat(wrong.html()).contains("id=\"change-serials\"");
    }

    @Test
    void aDayThatPassedAndSilenceAreTasks() {
        String at = stopped("planned", daysAgo(-5));
        assertThat(browser.get("/").text()).contains("から進んでいない");
        step(at, "withdraw", 0);
        assertThat(browser.get("/").text()).doesNotContain("から進んでいない");
        clock.advance(Duration.ofDays(6));
        browser = signedIn(quality);
        assertThat(browser.get("/").text()).contains("出荷を再開する予定の日");
        step(at, "resume", 0);
        assertThat(browser.get("/").text()).doesNotContain("出荷を再開する予定の日", "から進んでいない");
    }

    @Test
    void whatIsWrongIsSaidInPlace() {
        Page wrong = browser.post(
                ALL + "/new", "series", "GW-50", "day", daysAgo(-1), "open", "yes", "lots", "x".repeat(61));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("まだ来ていない日付です", "理由を書いてください", "お願いを書いてください", "ロットは、60文字まで");
        assertThat(browser.post(ALL + "/new", "series", "").status()).isEqualTo(422);
        assertThat(count("shipping_stop")).isZero();
    }

    @Test
    void whoMayAndWhoSees() {
        String at = stopped();
        assertThat(signedIn(Role.AUDITOR).get(at).text()).contains("出荷停止中").doesNotContain("次に書くこと");
        assertThat(signedIn(Role.OPERATOR).post(at + "/steps", "act", "resume").status())
                .isEqualTo(403);
        assertThat(signedIn(Role.EXECUTIVE).get(ALL + "/new").status()).isEqualTo(200);
        Browser limited = signedIn(person(Set.of(new UUID(5, 5)), Role.QUALITY));
        assertThat(limited.get(at).status()).isEqualTo(404);
        assertThat(limited.get(ALL).text()).contains("出荷を止めたことは、まだありません");
        assertThat(limited.get(ALL + ".csv").html()).doesNotContain("GW-50");
        assertThat(limited.post(at + "/steps", "act", "resume").status()).isEqualTo(404);
    }

    @Test
    void theFactoryAsksBeforeADeviceLeaves() {
        stopped();
        String may = "/api/v1/shipments/may?series=GW-50";
        assertThat(api.get(may + "&lot=a").at("/may")).isEqualTo("no");
        Api.Answer other = api.get(may + "&lot=B");
        assertThat(other.at("/grounds/0/ground")).isEqualTo("stops");
        assertThat(other.at("/grounds/0/may")).isEqualTo("yes");
        assertThat(other.at("/may"))
                .as("no stop concerns it, but its version was not named")
                .isEqualTo("unclear");
        Api.Answer unclear = api.get(may + "&model=GW-50");
        assertThat(unclear.at("/may")).isEqualTo("unclear");
        assertThat(unclear.at("/stops/0")).startsWith("R-");
    }

    @Test
    void aProgramStopsAndResumes() {
        Api.Answer made = api.post("/api/v1/shipping-stops", "{\"series\": \"GW-50\", \"day\": \"" + daysAgo(60) + """
                ", "content": {"releases": ["1.0.0"], "serials": [], "reason": {"ja": "理由", "en": "reason"}}}""");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String at = "/api/v1/shipping-stops/" + made.at("/code");
        assertThat(api.get(at + "/shipments").at("/devices")).isEqualTo("907");
        assertThat(api.post(at + "/steps", "{\"act\": \"resume\", \"day\": \"" + daysAgo(1) + "\"}")
                        .at("/state"))
                .isEqualTo("resumed");
        assertThat(api.post(at + "/steps", "{\"act\": \"withdraw\", \"day\": \"" + daysAgo(1) + "\"}")
                        .text())
                .contains("/act");
        assertThat(api.get("/api/v1/shipping-stops").at("/items/0/steps/1/act")).isEqualTo("resume");
        assertThat(api.post(
                                "/api/v1/shipping-stops",
                                "{\"series\": \"GW-50\", \"day\": \"" + daysAgo(1)
                                        + "\", \"content\": {\"models\": [\"XX\"], \"reason\": {}}}")
                        .text())
                .contains("/content/models");
    }

    // What everybody may know

    @Test
    void onlyAPublicStopIsOnTheProductsPageAndInTheFeed() {
        TestPortal.switchOn(signedIn(Role.OWNER), gateway.id().toString());
        Browser stranger = signedOut();
        String at = stopped("note", "社内の事情");
        TestPortal.look(context);
        assertThat(stranger.get("/public/ja/products/gw-50/").text()).doesNotContain("出荷停止", "設定画面に入れる");
        step(
                at,
                "change",
                50,
                "lots",
                "A",
                "serials",
                "GW24-000001–GW24-000880",
                "reasonJa",
                "設定画面に入れるおそれがあるためです。",
                "reasonEn",
                "Settings could be opened.",
                "actionJa",
                "窓口にお知らせください。",
                "open",
                "yes",
                "planned",
                daysAgo(-9));
        TestPortal.look(context);
        Page page = stranger.get("/public/ja/products/gw-50/");
        assertThat(page.text())
                .contains(
                        "出荷停止・回収・再開",
                        "出荷停止中",
                        "設定画面に入れるおそれ",
                        "GW24-000001–GW24-000880",
                        "窓口にお知らせください",
                        "再開の予定: " + daysAgo(-9),
                        "出荷を止めました")
                .doesNotContain("社内の事情", "田中");
        assertThat(stranger.get("/public/en/products/gw-50/").text())
                .contains("Settings could be opened.", "Shipment is stopped");
        assertThat(stranger.get("/public/ja/feed.atom").html()).contains("中継器: 出荷停止中");
        step(at, "resume", 3);
        TestPortal.look(context);
        assertThat(stranger.get("/public/ja/products/gw-50/").text())
                .contains("出荷を再開しました")
                .doesNotContain("対象とお願いを見る");
        assertThat(stranger.get("/public/en/feed.rss").html()).contains("Shipment was resumed");
    }

    @Test
    void usersAreToldWhenItStopsAndWhenItGoesOnBySomebodysSecondAct() {
        String at = stopped();
        assertThat(count("audience_notice")).as("not public").isZero();
        step(at, "change", 50, "lots", "A", "reasonJa", "理由", "actionJa", "お願い", "open", "yes");
        assertThat(browser.get("/field/notices").text()).contains("中継器の出荷を止めています", "出荷の停止と再開", "送るのを待つ");
        step(at, "withdraw", 40);
        step(at, "note", 35, "note", "順調");
        step(at, "resume", 30);
        assertThat(count("audience_notice")).isEqualTo(3);
        assertThat(browser.get("/field/notices").text()).contains("中継器を回収しています", "中継器の出荷を再開しました");
        assertThat(notices()).as("what is no longer so is sent to nobody").containsExactly("aside", "aside", "waiting");
        String notice = browser.get(at).find("href=\"(/field/notices/n-[^\"]+)\"");
        assertThat(browser.get(notice).text()).contains("お使いの方、取り扱う方へ", "ロット: A", "お願い");
    }

    private List<String> notices() {
        return jdbc.sql("SELECT coalesce(s.act, 'waiting') FROM audience_notice n"
                        + " LEFT JOIN audience_step s ON s.notice_id = n.id ORDER BY n.made_at, n.id")
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
    }

    @Test
    void aNoticeOfAStopThatWasChangedIsNotSentButTheNewOneIs() {
        String[] open = {"reasonJa", "理由", "actionJa", "お願い", "open", "yes"};
        String at = stopped(open);
        clock.advance(java.time.Duration.ofMinutes(1));
        step(at, "change", 50, "lots", "A\nB", "reasonJa", "範囲が広がりました。", "actionJa", "お願い", "open", "yes");
        assertThat(notices()).containsExactly("aside", "waiting");

        // As it is in an installation in which it was changed before they were set aside.
        jdbc.sql("DELETE FROM audience_step").update();
        String first = jdbc.sql("SELECT code FROM audience_notice ORDER BY made_at, id LIMIT 1")
                .query(String.class)
                .single();
        Page refused = browser.post("/field/notices/" + first.toLowerCase(java.util.Locale.ROOT) + "/send");
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.text()).contains("内容が古くなっています");
        clock.advance(java.time.Duration.ofMinutes(1));
        step(at, "change", 45, "lots", "A\nB", "reasonJa", "社内だけで調べる。", "actionJa", "お願い", "open", "");
        String second = jdbc.sql("SELECT code FROM audience_notice ORDER BY made_at DESC, id DESC LIMIT 1")
                .query(String.class)
                .single();
        assertThat(browser.post("/field/notices/" + second.toLowerCase(java.util.Locale.ROOT) + "/send")
                        .status())
                .as("it is not for everybody any more")
                .isEqualTo(409);
    }
}
