package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What each capability lets the search find, and whom it does not tell. */
class SearchSourcesTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private LedgerKeeper keeper;

    private Person person = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser quality = signedOut();
    private Browser elsewhere = signedOut();

    @BeforeEach
    void twoProductsAndSomebodyWhoSeesOne() {
        emptyDatabase();
        person = person(Role.QUALITY, Role.PSIRT);
        quality = signedIn(person);
        products.create(new NewSeries("GW-50", "中継器", "機器", "", List.of("GW-50A"), "1.0"), person);
        Series other = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-200A"), "1.0"), person);
        elsewhere = signedIn(person(Set.of(other.id()), Role.QUALITY, Role.PSIRT));
    }

    @Test
    void peopleAreFoundInTheRegisterAndAccountsByWhoLooksAfterThem() {
        quality.post("/organisation/register/person", "name", "鈴木 花子", "department", "品質保証部");
        assertThat(search(quality, "鈴木")).contains("鈴木</mark> 花子", "品質保証部", "/organisation/people?q=");
        assertThat(search(quality, "品質保証")).contains("鈴木 花子");

        Person owner = person(Role.OWNER);
        assertThat(search(signedIn(owner), person.name())).contains("href=\"/settings/people/" + person.id() + "\"");
        assertThat(search(signedIn(Role.AUDITOR), person.name()))
                .contains("/assignments?who=" + person.id())
                .doesNotContain("/settings/people");
        assertThat(search(elsewhere, owner.name())).doesNotContain(owner.id().toString());
    }

    @Test
    void whoLeftIsFoundNoMore() {
        String entry =
                quality.post("/organisation/register/person", "name", "鈴木 花子").location();
        assertThat(search(quality, "鈴木")).contains("/organisation/people?q=");
        String id = jdbc.sql("SELECT entry_id::text FROM organisation_entry")
                .query(String.class)
                .single();
        Page left =
                signedIn(Role.OWNER).post("/organisation/people/" + id + "/leave", "number", "1", "on", "2026-11-01");
        assertThat(left.status()).as(entry + left.text()).isEqualTo(302);
        assertThat(search(quality, "鈴木")).doesNotContain("/organisation/people?q=");
    }

    @Test
    void documentsAreFoundByTitleKindAndCodeUnlessTheyAreOfAProductThatIsHidden() {
        String here = quality.post("/documents/new", "kind", "user-information", "series", "GW-50", "language", "ja")
                .location();
        String code = jdbc.sql("SELECT code FROM document").query(String.class).single();
        assertThat(search(quality, code.toLowerCase(Locale.ROOT))).contains("ぴったり合うもの", "href=\"" + here + "\"", "中継器");
        assertThat(search(elsewhere, code)).doesNotContain(here, "中継器");
    }

    @Test
    void aReportToAnAuthorityIsNotFoundByWhoDoesNotWorkOnIt() {
        String here = quality.post("/documents/new", "kind", "authority-report", "series", "", "language", "ja")
                .location();
        String code = jdbc.sql("SELECT code FROM document").query(String.class).single();
        assertThat(search(quality, code)).contains(here);
        assertThat(search(signedIn(Role.OWNER, Role.AUDITOR), code)).doesNotContain(here);
    }

    @Test
    void aCaseIsFoundByWhoWorksOnItOnly() {
        String here = quality.post(
                        "/psirt/new",
                        "title",
                        "保守ポートの固定パスワード",
                        "what",
                        "vulnerability",
                        "source",
                        "stranger",
                        "text",
                        "本文")
                .location()
                .replaceFirst("\\?.*", "");
        assertThat(search(quality, "保守ポート")).contains("届出と案件", "href=\"" + here + "\"");
        assertThat(search(quality, here.substring(here.lastIndexOf('/') + 1))).contains("ぴったり合うもの", "保守ポート");
        for (Browser other : List.of(signedIn(Role.OWNER, Role.AUDITOR), signedIn(Role.PSIRT), elsewhere)) {
            assertThat(search(other, "保守ポート")).doesNotContain("href=\"" + here);
            assertThat(typed(other, here.substring(here.lastIndexOf('/') + 1))).doesNotContain("固定パスワード");
        }
    }

    @Test
    void aDraftOfAnAdvisoryIsFoundByWhoMayReadIt() {
        Api.Answer made = api(person, Set.of(Act.VIEW, Act.WRITE_ADVISORY)).post("/api/v1/advisories", """
                {"kind": "advisory", "title": {"ja": "認証を迂回できる", "en": "Bypass"}, "summary": {"ja": "内容"},
                 "cve": "CVE-2099-0007", "remedy": "fix", "action": {"ja": "アップデートしてください"}, "tlp": "WHITE",
                 "concerned": [{"series": "GW-50", "affected": ["1.0"]}]}""");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String here = "href=\"/vulnerabilities/advisories/" + made.at("/code").toLowerCase(Locale.ROOT) + "\"";
        for (String typed : List.of(made.at("/code"), "CVE-2099-0007", "迂回")) {
            assertThat(search(quality, typed)).as(typed).contains("アドバイザリ", here);
            assertThat(search(signedIn(Role.AUDITOR), typed)).as(typed).doesNotContain(here);
            assertThat(search(elsewhere, typed)).as(typed).doesNotContain(here);
        }
    }

    @Test
    void aShipmentIsFoundByASerialNumberInItByItsLotAndByItsNumber() {
        Page made = quality.post(
                "/field/shipments/new",
                "series",
                "GW-50",
                "release",
                "1.0",
                "lot",
                "A123",
                "day",
                "2026-03-02",
                "serials",
                "GW24-000120–GW24-000999");
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        assertThat(search(quality, "gw24-000500")).contains("ぴったり合うもの", "中継器。2026-03-02に出荷、880台");
        assertThat(search(quality, "a123")).contains("中継器。2026-03-02に出荷");
        assertThat(search(quality, "GW24-001000")).doesNotContain("に出荷、");
        assertThat(search(elsewhere, "GW24-000500")).doesNotContain("に出荷、");
    }

    @Test
    void aRecordIsFoundByItsNumberForWhoReadsRecords() {
        keeper.drain();
        assertThat(search(signedIn(Role.AUDITOR), "１－１")).contains("証跡記録", "href=\"/records/1-1\"");
        assertThat(search(signedIn(Role.AUDITOR), "1-99999")).doesNotContain("href=\"/records/1-99999\"");
        assertThat(search(quality, "1-1")).doesNotContain("href=\"/records/1-1\"");
    }

    @Test
    void anIdThatIsTypedWholeComesBeforeWhatOnlyContainsIt() {
        products.create(new NewSeries("GW-501", "別の中継器", "機器", "", List.of("GW-501A"), "1.0"), person);
        String found = search(quality, "ｇｗ-50");
        assertThat(found.indexOf("href=\"/products/GW-50\"")).isLessThan(found.indexOf("href=\"/products/GW-501\""));
        assertThat(typed(quality, "gw-50").split("href=\"", 3)[1]).startsWith("/products/GW-50\"");
    }

    private static String search(Browser browser, String typed) {
        return browser.get("/search?q=" + encoded(typed)).html();
    }

    private static String typed(Browser browser, String typed) {
        return browser.get("/search?q=" + encoded(typed), "HX-Request", "true").html();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
