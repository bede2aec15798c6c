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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Lists of what left: shown first, with their mistakes; taken whole or their sound rest; the same twice adds nothing. */
class ShipmentImportTest extends ServerTest {

    private static final String ALL = "/field/shipments";
    private static final String HEAD = "製品,型番,バージョン,ロット,出荷日,台数,シリアル番号,出荷先\n";

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aGateway() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        products.create(new NewSeries("GW-50", "中継器", "機器", "", List.of("GW-50"), "1.0.0"), quality);
    }

    private Page uploaded(byte[] content) {
        return browser.upload(ALL + "/import", "list", "list.csv", content);
    }

    private Page looked(byte[] content) {
        Page kept = uploaded(content);
        assertThat(kept.status()).as(kept.text()).isEqualTo(302);
        return browser.follow(kept);
    }

    private Page looked(String content) {
        return looked(content.getBytes(StandardCharsets.UTF_8));
    }

    private Page taken(Page preview, String... fields) {
        return browser.post(preview.find("action=\"(/field/shipments/import/[^\"]+)\""), fields);
    }

    private void tookIn(String content) {
        assertThat(taken(looked(content)).location()).isEqualTo(ALL + "?done=taken");
    }

    private long devices() {
        return jdbc.sql("""
                        SELECT coalesce(sum(devices), 0) FROM shipment t
                        WHERE NOT EXISTS (SELECT 1 FROM shipment_strike k WHERE k.shipment_id = t.id)""").query(Long.class).single();
    }

    @Test
    void shipmentsAndSingleDevicesAreShownAndThenTakenIn() {
        Page preview = looked(HEAD
                + "GW-50,GW-50,1.0.0,A,2026-03-02,880,GW24-000120–GW24-000999,東\n"
                + "中継器,,1.0.0,B,2026/03/03,\"1,200\",,\n"
                + "GW-50,GW-50,1.0.0,C,2026-03-04,1,GW24-002000,西\n"
                + "GW-50,GW-50,1.0.0,C,2026年3月4日,,GW24-002001,西\n"
                + "GW-50,GW-50,1.0.0,C,2026-03-04,,GW24-002005,西\n");
        assertThat(preview.text()).contains("3件の出荷(2,083台)を加えます", "まだ取り込んでいません");
        assertThat(count("shipment")).isZero();
        assertThat(taken(preview).location()).isEqualTo(ALL + "?done=taken");
        assertThat(devices()).isEqualTo(2_083);
        assertThat(browser.get(ALL + "?q=GW24-002005").text()).contains("GW24-002000–GW24-002001、GW24-002005");
        assertThat(acts()).contains("shipment.import").doesNotContain("shipment.add");
        assertThat(count("ledger_outbox WHERE kind = 'shipment/1'")).isEqualTo(3);
        assertThat(count("shipment_upload")).isZero();
    }

    @Test
    void theSameFileTwiceAddsNothing() {
        String file = HEAD
                + "GW-50,,1.0.0,A,2026-03-02,50,,東\n"
                + "GW-50,,1.0.0,A,2026-03-02,50,,東\n"
                + "GW-50,,1.0.0,B,2026-03-02,,GW24-000120–GW24-000129,\n"
                + "GW-50,,1.0.0,C,2026-03-02,,GW24-000200,\n";
        tookIn(file);
        assertThat(devices()).as("two true deliveries of one day are two").isEqualTo(111);
        Page again = looked(file);
        assertThat(again.text()).contains("加える出荷はありません", "4行");
        assertThat(taken(again).location()).isEqualTo(ALL + "?done=nothing");
        assertThat(devices()).isEqualTo(111);
        Page longer = looked(file + "GW-50,,1.0.0,C,2026-03-02,,GW24-000201,\n");
        assertThat(longer.text()).contains("1件の出荷(1台)を加えます");
        taken(longer);
        assertThat(devices()).as("a list that goes on").isEqualTo(112);
        for (String format : List.of("csv", "xlsx")) {
            assertThat(looked(browser.get(ALL + "." + format).bytes()).text())
                    .as("what is exported, as " + format)
                    .contains("加える出荷はありません");
        }
    }

    @Test
    void mistakesHaveTheirLinesAndTheSoundRestIsTakenOnRequest() {
        tookIn(HEAD + "GW-50,,,A,2026-03-01,10,GW24-000001–GW24-000010,\n");
        Page preview = looked(HEAD
                + "XX-1,,,A,2026-03-02,5,,\n"
                + "GW-50,XX,,A,2026-03-02,5,,\n"
                + "GW-50,,9.9,A,2026-03-02,5,,\n"
                + "GW-50,,,A,昨日,5,,\n"
                + "GW-50,,,A,2026-03-02,五,,\n"
                + "GW-50,,,A,2026-03-02,5,GW24-000100–GW24-000199,\n"
                + "GW-50,,,A,2026-03-02,1,GW24-000005,\n"
                + "GW-50,,,D,2026-03-02,1,GW24-000300,\n"
                + "GW-50,,,D,2026-03-02,1,GW24-000300,\n"
                + "GW-50,,,E,2026-03-02,1,GW24-000300,\n"
                + "\n"
                + "GW-50,,,F,2026-03-02,7,,\n");
        assertThat(preview.text())
                .contains(
                        "2行目: 製品「XX-1」がありません",
                        "3行目: 型番「XX」は、GW-50にありません",
                        "4行目: バージョン「9.9」は",
                        "5行目: 日付を",
                        "6行目: 台数を",
                        "7行目: 台数は5台ですが、シリアル番号は100台分あります",
                        "8行目: シリアル番号GW24-000005は、2026-03-01の出荷",
                        "10行目: 同じシリアル番号が2回",
                        "11行目: シリアル番号GW24-000300は、9行目と重なっています",
                        "2件の出荷(8台)を加えます");
        Page refused = taken(preview);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("誤りのない行だけを取り込むことを選んでください");
        assertThat(devices()).isEqualTo(10);
        assertThat(taken(preview, "rest", "yes").location()).isEqualTo(ALL + "?done=taken");
        assertThat(devices()).isEqualTo(18);
    }

    @Test
    void bothLanguagesOfHeadingsAndBothWaysOfWritingAreRead() {
        String english = "Product,Version,Lot,Shipped on,Devices,Serial numbers\nGW-50,1.0.0,X,2026-03-02,3,\n";
        assertThat(looked(english).text()).contains("1件の出荷(3台)");
        assertThat(looked((HEAD + "中継器,,,X,2026-03-02,3,,\n").getBytes(Charset.forName("windows-31j")))
                        .text())
                .contains("1件の出荷(3台)");
        assertThat(looked("\uFEFF" + HEAD + "GW-50,,,\"X,\"\"1\"\"\",2026-03-02,3,,\r\n")
                        .text())
                .contains("1件の出荷(3台)");
        for (String format : List.of("csv", "xlsx")) {
            assertThat(looked(browser.get(ALL + "/template." + format).bytes()).text())
                    .as(format)
                    .contains("2件の出荷(882台)");
        }
    }

    @Test
    void hostileFilesAreAnsweredWithASentence() {
        assertThat(uploaded(new byte[0]).text()).contains("ファイルを選んでください");
        assertThat(uploaded(new byte[] {'P', 'K', 3, 4, 0, 0}).text()).contains("ExcelのファイルかCSVとして読めません");
        assertThat(uploaded("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)).text())
                .contains("「製品」の列がありません");
        assertThat(uploaded(HEAD.getBytes(StandardCharsets.UTF_8)).text()).contains("出荷の行がありません");
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        noise[0] = 'x';
        assertThat(uploaded(noise).status()).isEqualTo(422);
        String lines = "GW-50,,,A,2026-03-02,1,,\n".repeat(ShipmentFile.LINES_MAX + 1);
        assertThat(uploaded((HEAD + lines).getBytes(StandardCharsets.UTF_8)).text())
                .contains("行が多すぎます");
        String wide = "\"" + "x".repeat(50_000) + "\",".repeat(1_001) + "\n";
        assertThat(looked(HEAD + wide + "GW-50,,,A,2026-03-02,1,,\n").text()).contains("2行目", "1件の出荷");
        assertThat(looked(HEAD + "GW-50,,,=cmd|x,2026-03-02,1,,\"<script>alert(1)</script>\"\n")
                        .html())
                .doesNotContain("<script>alert");
        assertThat(looked(HEAD + "GW-50,,,\u0000,2026-03-02,1,,\n").text()).contains("2行目: ロットは");
        assertThat(count("shipment")).isZero();
    }

    @Test
    void aFileThatSomebodyLooksAtIsTheirsAlone() {
        Page preview = looked(HEAD + "GW-50,,,A,2026-03-02,1,,\n");
        String here = preview.find("action=\"(/field/shipments/import/[^\"]+)\"");
        Browser other = signedIn(Role.QUALITY);
        assertThat(other.get(here).status()).isEqualTo(404);
        assertThat(other.post(here).status()).isEqualTo(404);
        Browser limited = signedIn(person(Set.of(new UUID(7, 7)), Role.QUALITY));
        Page unseen = limited.upload(
                ALL + "/import",
                "list",
                "x.csv",
                (HEAD + "GW-50,,,A,2026-03-02,1,,\n").getBytes(StandardCharsets.UTF_8));
        assertThat(limited.follow(unseen).text()).contains("製品「GW-50」がありません");
    }

    @Test
    void aProgramSendsAList() {
        Api api = api(quality, Set.of(Act.VIEW, Act.RECORD_SHIPMENTS));
        byte[] list = (HEAD + "GW-50,,,A,2026-03-02,5,,\nGW-50,,,A,x,5,,\n").getBytes(StandardCharsets.UTF_8);
        String at = "/api/v1/shipments/import?fileName=a.csv";
        Api.Answer looked = api.upload(at + "&preview=true", list);
        assertThat(looked.at("/taken")).as(looked.text()).isEqualTo("false");
        assertThat(looked.at("/faults/0/line")).isEqualTo("3");
        assertThat(api.upload(at, list).at("/taken")).isEqualTo("false");
        assertThat(count("shipment")).isZero();
        assertThat(api.upload(at + "&soundRest=true", list).at("/devices")).isEqualTo("5");
        assertThat(api.upload(at + "&soundRest=true", list).at("/shipments")).isEqualTo("0");
        assertThat(api.upload(at, new byte[] {'x'}).code()).isEqualTo("shipment.file");
        assertThat(count("shipment")).isEqualTo(1);
    }
}
