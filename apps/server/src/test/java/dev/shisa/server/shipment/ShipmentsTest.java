package dev.shisa.server.shipment;

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
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The register of what left: entered, searched by serial number, struck out, and seen by whoever sees the series. */
class ShipmentsTest extends ServerTest {

    private static final String ALL = "/field/shipments";

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aGatewayAndACamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        products.create(new NewSeries("GW-50", "中継器", "機器", "", List.of("GW-50", "GW-50L"), "1.0.0"), quality);
        camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private Page sent(String... fields) {
        return browser.post(ALL + "/new", fields);
    }

    private Page registered(String lot, String count, String serials) {
        Page made = sent(
                "series",
                "GW-50",
                "model",
                "GW-50",
                "release",
                "1.0.0",
                "lot",
                lot,
                "day",
                "2026-03-02",
                "count",
                count,
                "serials",
                serials,
                "destination",
                "東の量販店");
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        return browser.follow(made);
    }

    @Test
    void anEmptyRegisterTeachesAndAShipmentIsEntered() {
        assertThat(browser.get(ALL).text()).contains("出荷は、まだ登録されていません", "まとめて取り込みます");
        assertThat(browser.get(ALL + "/new").text()).contains("どの製品を出荷しましたか");
        assertThat(browser.get(ALL + "/new?series=GW-50").text()).contains("中継器の出荷を登録する", "GW-50L", "1.0.0");
        Page one = registered("a123", "", "GW24-000120–GW24-000999");
        assertThat(one.text()).contains("出荷を登録しました", "中継器 880台", "A123", "GW24-000120–GW24-000999", "東の量販店");
        assertThat(browser.get(ALL).text()).contains("これまでに880台を出荷しました", "1.0.0", "止める対象でない");
        assertThat(browser.english().get(ALL).text()).contains("880 devices have been shipped so far");
        assertThat(acts()).contains("shipment.add");
    }

    @Test
    void whatCannotBeIsRefusedInPlaceAndKeptAsTyped() {
        Page wrong = sent(
                "series",
                "GW-50",
                "model",
                "XX",
                "release",
                "9.9",
                "day",
                "2026-13-01",
                "count",
                "0",
                "lot",
                "L",
                "serials",
                "A9–A10");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("型番「XX」は、GW-50にありません", "バージョン「9.9」は", "日付を 2026-04-01", "「A9–A10」を読めません");
        assertThat(wrong.html()).contains("A9–A10</textarea>");
        assertThat(sent("series", "GW-50", "day", "2026-03-02", "count", "900", "serials", "GW24-000120–GW24-000999")
                        .text())
                .contains("台数は900台ですが、シリアル番号は880台分あります");
        assertThat(sent("series", "GW-50", "day", "2099-01-01", "count", "1").text())
                .contains("まだ来ていない日付");
        assertThat(sent("series", "GW-50", "day", "2026-03-02", "count", "100000001")
                        .text())
                .contains("1から100,000,000まで");
        assertThat(sent("series", "GW-50", "day", "2026-03-02").text()).contains("シリアル番号を入れてください");
        assertThat(sent("series", "", "day", "2026-03-02").status()).isEqualTo(422);
        assertThat(count("shipment")).isZero();
    }

    @Test
    void aDeviceLeavesOnceAndWhatCameBackIsNotCountedTwice() {
        registered("A", "", "GW24-000120–GW24-000999");
        assertThat(sent("series", "GW-50", "day", "2026-04-01", "serials", "gw24-000500")
                        .text())
                .contains("シリアル番号GW24-000500は、2026-03-02の出荷", "「再出荷」にしてください");
        Page again = sent("series", "GW-50", "day", "2026-04-01", "serials", "gw24-000500", "again", "yes");
        assertThat(browser.follow(again).text()).contains("再出荷なので、台数には数えません");
        assertThat(browser.get(ALL).text()).contains("これまでに880台を出荷しました", "2件");
        Page same = sent("series", "GW-50", "day", "2026-05-01", "count", "10", "lot", "B");
        assertThat(same.status()).isEqualTo(302);
        Page twice = sent("series", "GW-50", "day", "2026-05-01", "count", "10", "lot", "b");
        assertThat(twice.text()).contains("同じ内容の出荷が登録済みです");
        assertThat(sent("series", "GW-50", "day", "2026-05-01", "count", "10", "lot", "B", "twice", "yes")
                        .status())
                .isEqualTo(302);
        assertThat(browser.get(ALL).text()).contains("これまでに900台を出荷しました");
    }

    @Test
    void aSerialNumberLeadsToTheVersionThatItLeftWith() {
        registered("A", "", "GW24-000120–GW24-000999");
        registered("B", "5", "");
        assertThat(browser.get(ALL + "?q=gw24-000777").text())
                .contains("1.0.0", "GW24-000120–GW24-000999", "当てはまる出荷は、合わせて880台")
                .doesNotContain("2026-03-02 B ");
        assertThat(browser.get(ALL + "?q=GW24-001000").text()).contains("当てはまる出荷がありません");
        assertThat(browser.get(ALL + "?series=MC-200").text()).contains("当てはまる出荷がありません");
        assertThat(browser.get(ALL + "?q=東の").text()).contains("2件");
        assertThat(browser.get(ALL + ".csv?q=gw24-000777").html())
                .contains("GW24-000120–GW24-000999")
                .doesNotContain(",B,");
    }

    @Test
    void aWrongOneIsStruckOutAndStays() {
        Page one = registered("A", "", "GW24-000120–GW24-000999");
        String here = one.find("action=\"(/field/shipments/l-[^\"]+)/strike\"");
        assertThat(browser.post(here + "/strike", "reason", " ").status()).isEqualTo(422);
        assertThat(browser.follow(browser.post(here + "/strike", "reason", "台数の間違い"))
                        .text())
                .contains("この出荷は取り消されています", "台数の間違い");
        assertThat(browser.post(here + "/strike", "reason", "もう一度").status()).isEqualTo(409);
        assertThat(browser.get(ALL).text()).contains("これまでに0台を出荷しました", "取り消した");
        assertThat(registered("A", "", "GW24-000120–GW24-000999").status())
                .as("the right one")
                .isEqualTo(200);
        assertThat(acts()).contains("shipment.strike");
    }

    @Test
    void pagesGoOnInTheListAsItWas() {
        for (int i = 1; i <= 55; i++) {
            sent("series", "GW-50", "day", "2026-03-02", "count", "1", "lot", "LOT-" + i);
        }
        Page first = browser.get(ALL);
        sent("series", "GW-50", "day", "2026-03-02", "count", "1", "lot", "LOT-NEW");
        Page second = browser.get(first.find("href=\"([^\"]+)\" rel=\"next\"").replace("&amp;", "&"));
        assertThat(second.text()).contains("LOT-35 ", "LOT-16 ").doesNotContain("LOT-NEW", "LOT-36 ", "LOT-15 ");
    }

    @Test
    void whoMayAndWhoSees() {
        registered("A", "10", "");
        String code = browser.get(ALL).find("href=\"(/field/shipments/l-[^\"]+)\"");
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(ALL).text()).contains("10台").doesNotContain("出荷を登録する");
        assertThat(auditor.post(ALL + "/new", "series", "GW-50").status()).isEqualTo(403);
        assertThat(signedIn(Role.OPERATOR).get(ALL + "/new").status()).isEqualTo(200);
        Browser limited = signedIn(person(Set.of(camera.id()), Role.QUALITY));
        assertThat(limited.get(ALL).text()).contains("出荷は、まだ登録されていません");
        assertThat(limited.get(code).status()).isEqualTo(404);
        assertThat(limited.get(ALL + "?series=GW-50").status()).isEqualTo(404);
        assertThat(limited.get(ALL + ".csv").html()).doesNotContain("GW-50");
        assertThat(limited.post(code + "/strike", "reason", "x").status()).isEqualTo(404);
    }

    @Test
    void aProgramRegistersAndAsks() {
        Api api = api(quality, Set.of(Act.VIEW, Act.RECORD_SHIPMENTS));
        Api.Answer made = api.post("/api/v1/shipments", """
                {"series": "GW-50", "model": "GW-50", "release": "1.0.0", "lot": "A", "day": "2026-03-02",
                 "serials": ["GW24-000120–GW24-000129", "GW24-000200"], "destination": "倉庫"}""");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.at("/devices")).isEqualTo("11");
        assertThat(made.at("/state")).isEqualTo("none");
        assertThat(api.post(
                                "/api/v1/shipments",
                                "{\"series\": \"GW-50\", \"day\": \"2026-03-02\", \"serials\": [\"GW24-000200\"]}")
                        .text())
                .contains("/serials", "GW24-000200");
        assertThat(api.post("/api/v1/shipments", "{\"series\": \"GW-50\", \"day\": \"2026-03-02\", \"devices\": 0}")
                        .text())
                .contains("/devices");
        assertThat(api.get("/api/v1/shipments?q=GW24-000125").at("/items/0/code"))
                .isEqualTo(made.at("/code"));
        assertThat(api.get("/api/v1/shipments?q=GW24-000150").text()).contains("\"items\":[]");
        String at = "/api/v1/shipments/" + made.at("/code");
        assertThat(api.post(at + "/strike", "{\"reason\": \"\"}").status()).isEqualTo(422);
        assertThat(api.post(at + "/strike", "{\"reason\": \"試験\"}").at("/struck/reason"))
                .isEqualTo("試験");
        assertThat(api.post(at + "/strike", "{\"reason\": \"試験\"}").status()).isEqualTo(409);
        assertThat(api.get(at).at("/struck/by")).contains("田中");
        assertThat(api.get("/api/v1/shipments/may?series=GW-50&serial=GW24-000125")
                        .at("/grounds/0/may"))
                .isEqualTo("yes");
        assertThat(api.get("/api/v1/shipments/may?series=GW-50&model=XX").status())
                .isEqualTo(400);
    }
}
