package dev.shisa.server.advisory;

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
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.vulnerability.TestFeeds;
import dev.shisa.server.vulnerability.TestMatching;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** An advisory does not say the opposite of triage, findings and bills of materials without a reason that a second person agrees to. */
class ContradictionsTest extends ServerTest {

    private static final String ALL = "/api/v1/advisories";
    private static final String CVE = "CVE-2026-38545";
    private static final String MODIFIED = "2026-11-01T00:00:00.000";

    @Autowired
    private Products products;

    @Autowired
    private ApplicationContext context;

    @SuppressWarnings("NullAway.Init")
    private Series gateway;

    @SuppressWarnings("NullAway.Init")
    private Api writer;

    @SuppressWarnings("NullAway.Init")
    private Api second;

    @SuppressWarnings("NullAway.Init")
    private Browser psirt;

    @SuppressWarnings("NullAway.Init")
    private Browser executive;

    @SuppressWarnings("NullAway.Init")
    private TestMatching watching;

    @BeforeEach
    void aGatewayWithAFlawedLibrary() {
        emptyDatabase();
        watching = new TestMatching(context);
        gateway = products.create(
                new NewSeries("GW-50", "ゲートウェイ", "機器", "", List.of("GW-51"), "1.0.0"), person(Role.QUALITY));
        Person author = person(Role.PSIRT);
        Person other = person(Role.EXECUTIVE);
        psirt = signedIn(author);
        executive = signedIn(other);
        writer = api(author, Set.of(Act.VIEW, Act.WRITE_ADVISORY));
        second = api(other, Set.of(Act.VIEW, Act.ISSUE_ADVISORY));
        watching.list(psirt, gateway, release("1.0.0"), TestFeeds.component("libcurl", "8.3.0", ""));
        watching.feed(TestFeeds.nvd(TestFeeds.cve(CVE, MODIFIED, "libcurl", "8.4.0", "")), author);
    }

    private Release release(String name) {
        return products.releases(gateway.id()).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void judge(String release, String state, String justification) {
        UUID finding = jdbc.sql("SELECT id FROM vulnerability_finding WHERE release_id = ?")
                .param(release(release).id())
                .query(UUID.class)
                .single();
        Page sent = psirt.post(
                "/products/GW-50/vulnerabilities/" + finding + "/decide",
                "state",
                state,
                "justification",
                justification,
                "reason",
                "調べた",
                "action",
                state.equals("exploitable") ? "直す" : "");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
    }

    private String begin(String kind, String why, String concerned) {
        Api.Answer made = writer.post(ALL, """
            {"kind": "%s", "title": {"ja": "題名", "en": "Title"}, "summary": {"ja": "内容"}, "cve": "%s",
             "remedy": "fix", "action": {"ja": "アップデートしてください"}, "why": "%s", "tlp": "WHITE",
             "concerned": [%s]}""".formatted(kind, CVE, why, concerned));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.at("/code");
    }

    private List<String> contradictions(String code) {
        return writer.get(ALL + "/" + code + "/check")
                .json()
                .path("contradictions")
                .valueStream()
                .map(one ->
                        one.path("kind").asString() + " " + one.path("release").asString() + " "
                                + one.path("component").asString())
                .toList();
    }

    private static final String ALL_VERSIONS = "{\"series\": \"GW-50\"}";

    @Test
    void notAffectedIsNotIssuedWhileTriageSaysExploitable() {
        judge("1.0.0", "exploitable", "");
        String code = begin("unaffected", "component_not_present", ALL_VERSIONS);
        assertThat(contradictions(code)).containsExactly("exploitable 1.0.0 libcurl 8.3.0");
        Api.Answer refused = writer.post(ALL + "/" + code + "/ask", "{}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/code")).isEqualTo("advisory.contradicted");

        judge("1.0.0", "not-affected", "component_not_present");
        assertThat(contradictions(code)).as("triage was changed").isEmpty();
        assertThat(writer.post(ALL + "/" + code + "/ask", "{}").status()).isEqualTo(200);
        assertThat(second.post(ALL + "/" + code + "/issue", "{}").at("/state")).isEqualTo("issued");
        assertThat(count("advisory_despite")).isZero();
    }

    @Test
    void aReasonIsSeenAndAgreedToByTheSecondPersonAndRecorded() {
        judge("1.0.0", "exploitable", "");
        String code = begin("unaffected", "component_not_present", ALL_VERSIONS);
        String page = "/vulnerabilities/advisories/" + code.toLowerCase(Locale.ROOT);
        assertThat(psirt.get(page).text())
                .contains("社内の記録と1か所で食い違っています", "トリアージではlibcurl 8.3.0が「悪用できる」です", "食い違ったまま公開する理由");
        assertThat(psirt.post(page + "/ask", "number", "1").status()).isEqualTo(422);
        assertThat(psirt.post(page + "/ask", "number", "1", "despite", "部品は別の製品のもの")
                        .status())
                .isEqualTo(302);
        assertThat(executive.get(page).text()).contains("部品は別の製品のもの", "悪用できる", "食い違いを読み、理由に同意する");

        Page silent = executive.post(page + "/issue", "number", "1");
        assertThat(silent.status()).isEqualTo(422);
        assertThat(silent.text()).contains("その理由に同意していません");
        assertThat(executive
                        .post(page + "/issue", "number", "1", "despite", "yes")
                        .status())
                .isEqualTo(302);
        assertThat(jdbc.sql("SELECT act FROM advisory_despite ORDER BY added")
                        .query(String.class)
                        .list())
                .containsExactly("given", "agreed");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'advisory-despite/1'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void whatContradictsOnlySinceItWasAskedForNeedsAReasonToo() {
        judge("1.0.0", "not-affected", "component_not_present");
        String code = begin("unaffected", "component_not_present", ALL_VERSIONS);
        assertThat(writer.post(ALL + "/" + code + "/ask", "{}").status()).isEqualTo(200);
        judge("1.0.0", "exploitable", "");
        Api.Answer refused = second.post(ALL + "/" + code + "/issue", "{\"despite\": true}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("advisory.contradicted-since");
        assertThat(second.post(ALL + "/" + code + "/give-back", "{\"reason\": \"理由を\"}")
                        .status())
                .isEqualTo(200);
        assertThat(writer.post(ALL + "/" + code + "/ask", "{\"despite\": \"理由\"}")
                        .status())
                .isEqualTo(200);
        assertThat(second.post(ALL + "/" + code + "/issue", "{\"despite\": true}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void eachKindOfContradictionIsFoundWhereItIs() {
        assertThat(contradictions(begin("unaffected", "vulnerable_code_not_present", ALL_VERSIONS)))
                .as("nobody has judged it")
                .containsExactly("undecided 1.0.0 libcurl 8.3.0");
        judge("1.0.0", "not-affected", "vulnerable_code_not_in_execute_path");
        assertThat(contradictions(begin("unaffected", "component_not_present", ALL_VERSIONS)))
                .containsExactly("why 1.0.0 libcurl 8.3.0");
        assertThat(contradictions(begin("unaffected", "vulnerable_code_not_in_execute_path", ALL_VERSIONS)))
                .isEmpty();
        assertThat(contradictions(begin("advisory", "", "{\"series\": \"GW-50\", \"affected\": [\"1.0.0\"]}")))
                .as("affected, though triage says that it is not")
                .containsExactly("settled 1.0.0 libcurl 8.3.0");

        products.addRelease(gateway, "1.1.0", null, "", null, person(Role.QUALITY));
        watching.list(psirt, gateway, release("1.1.0"), TestFeeds.component("libcurl", "8.3.0", ""));
        String fixed = "{\"series\": \"GW-50\", \"affected\": [], \"earlier\": true, \"fixed\": \"1.1.0\"}";
        judge("1.0.0", "exploitable", "");
        judge("1.1.0", "in-triage", "");
        assertThat(contradictions(begin("advisory", "", fixed))).containsExactly("fixed-undecided 1.1.0 libcurl 8.3.0");
        judge("1.1.0", "exploitable", "");
        assertThat(contradictions(begin("advisory", "", fixed))).containsExactly("not-fixed 1.1.0 libcurl 8.3.0");
        judge("1.1.0", "fixed", "");
        assertThat(contradictions(begin("advisory", "", fixed))).isEmpty();
    }

    @Test
    void aVersionOfWhichNobodyCanTellWhetherItIsMeantIsNotPassedOver() {
        products.addRelease(gateway, "2.0.0", null, "", null, person(Role.QUALITY));
        products.addRelease(gateway, "nightly", null, "", null, person(Role.QUALITY));
        watching.list(psirt, gateway, release("nightly"), TestFeeds.component("libcurl", "8.3.0", ""));
        judge("1.0.0", "not-affected", "vulnerable_code_not_present");
        judge("nightly", "exploitable", "");
        String code = begin(
                "unaffected",
                "vulnerable_code_not_present",
                "{\"series\": \"GW-50\", \"affected\": [], \"earlier\": true, \"fixed\": \"2.0.0\"}");
        assertThat(contradictions(code)).containsExactly("untold nightly libcurl 8.3.0");
        assertThat(psirt.get("/vulnerabilities/advisories/" + code.toLowerCase(Locale.ROOT))
                        .text())
                .contains("影響なし(該当するか不明)", "直したバージョンより前かどうかが分からない");
    }

    @Test
    void aComponentThatTheBillOfMaterialsHoldsIsNotAbsent() {
        products.addRelease(gateway, "1.1.0", null, "", null, person(Role.QUALITY));
        watching.list(psirt, gateway, release("1.1.0"), TestFeeds.component("libcurl", "8.4.0", ""));
        String concerned = "{\"series\": \"GW-50\", \"affected\": [\"1.1.0\"]}";
        assertThat(contradictions(begin("unaffected", "component_not_present", concerned)))
                .as("nothing was found in that version, and yet it is there")
                .containsExactly("held 1.1.0 libcurl 8.4.0");
        assertThat(contradictions(begin("unaffected", "vulnerable_code_not_present", concerned)))
                .isEmpty();
    }

    @Test
    void aProductThatCanBeExploitedAndIsNotNamedIsSaid() {
        judge("1.0.0", "exploitable", "");
        products.create(new NewSeries("SL-10", "照明", "機器", "", List.of("SL-11"), "1.0"), person(Role.QUALITY));
        String code = begin("unaffected", "component_not_present", "{\"series\": \"SL-10\"}");
        assertThat(psirt.get("/vulnerabilities/advisories/" + code.toLowerCase(Locale.ROOT))
                        .text())
                .contains("「悪用できる」とされたゲートウェイが、このアドバイザリに入っていません");
    }

    private String issued(String kind, String why, String concerned) {
        String code = begin(kind, why, concerned);
        assertThat(writer.post(ALL + "/" + code + "/ask", "{}").status()).isEqualTo(200);
        assertThat(second.post(ALL + "/" + code + "/issue", "{}").at("/state")).isEqualTo("issued");
        return writer.get(ALL + "/" + code).at("/tracking");
    }

    @Test
    void whatWasDecidedIsNotUnderInvestigation() {
        String looking = "{\"series\": \"GW-50\", \"remedy\": \"investigating\"}";
        assertThat(contradictions(begin("advisory", "", looking)))
                .as("nobody has judged it")
                .isEmpty();
        judge("1.0.0", "in-triage", "");
        assertThat(contradictions(begin("advisory", "", looking)))
                .as("somebody is at it")
                .isEmpty();
        judge("1.0.0", "exploitable", "");
        String code = begin("advisory", "", looking);
        assertThat(contradictions(code)).containsExactly("investigated-decided 1.0.0 libcurl 8.3.0");
        assertThat(psirt.get("/vulnerabilities/advisories/" + code.toLowerCase(Locale.ROOT))
                        .text())
                .contains("調査中としていますが、トリアージではlibcurl 8.3.0が「悪用できる」です");
        judge("1.0.0", "not-affected", "vulnerable_code_not_present");
        assertThat(contradictions(code)).containsExactly("investigated-decided 1.0.0 libcurl 8.3.0");
    }

    @Test
    void withoutACveThePageSaysThatNothingWasCompared() {
        judge("1.0.0", "exploitable", "");
        String said = "CVE番号がないため、トリアージ、検出結果、SBOMとは比べていません";
        String code = begin("unaffected", "component_not_present", ALL_VERSIONS);
        assertThat(psirt.get("/vulnerabilities/advisories/" + code.toLowerCase(Locale.ROOT))
                        .text())
                .doesNotContain(said);
        Api.Answer without = writer.post(ALL, """
            {"kind": "unaffected", "title": {"ja": "題名", "en": "Title"}, "summary": {"ja": "内容"},
             "remedy": "fix", "why": "component_not_present", "tlp": "WHITE", "concerned": [%s]}""".formatted(ALL_VERSIONS));
        assertThat(without.status()).as(without.text()).isEqualTo(201);
        assertThat(psirt.get("/vulnerabilities/advisories/"
                                + without.at("/code").toLowerCase(Locale.ROOT))
                        .text())
                .contains(said)
                .doesNotContain("食い違っています");
    }

    private static final String VEX = "/products/GW-50/vulnerabilities/documents/";

    @Test
    void whatIsPublishedIsNotDeniedByADocumentThatIsGivenOut() {
        judge("1.0.0", "exploitable", "");
        String number = issued(
                "advisory",
                "",
                "{\"series\": \"GW-50\", \"affected\": [\"1.0.0\"], \"remedy\": \"workaround\", \"action\": {\"ja\": \"止めてください\"}}");
        UUID list = jdbc.sql("SELECT id FROM sbom_list").query(UUID.class).single();
        String written = "/products/GW-50/sboms/" + list + "/documents/cyclonedx.json";
        for (String format : List.of("openvex", "cyclonedx", "spdx3", "sarif")) {
            assertThat(psirt.get(VEX + format + ".json").status()).as(format).isEqualTo(200);
        }
        assertThat(psirt.get(written).text()).contains(CVE);

        judge("1.0.0", "not-affected", "vulnerable_code_not_present");
        assertThat(psirt.get("/products/GW-50/vulnerabilities").text())
                .contains("公開済みのアドバイザリと1件で食い違っています", CVE + ": アドバイザリ" + number + "は影響ありとしています");
        for (String format : List.of("openvex", "cyclonedx", "spdx3")) {
            Page refused = psirt.get(VEX + format + ".json");
            assertThat(refused.status()).as(format).isEqualTo(409);
            assertThat(refused.text()).contains(CVE + ", " + number);
            Api.Answer byProgram = writer.get("/api/v1/series/GW-50/findings-document?release=1.0.0&as=" + format);
            assertThat(byProgram.at("/code")).as(format).isEqualTo("finding.document.contradicts");
        }
        assertThat(psirt.get(VEX + "sarif.json").status())
                .as("for one's own build server")
                .isEqualTo(200);
        assertThat(psirt.get(written).text())
                .as("a list leaves it out")
                .contains("libcurl")
                .doesNotContain(CVE);

        assertThat(signedIn(Role.AUDITOR)
                        .get(VEX + "openvex.json?despite=because")
                        .status())
                .as("who does not judge findings, gives no reasons")
                .isEqualTo(409);
        assertThat(psirt.get(VEX + "openvex.json?despite=because").status()).isEqualTo(200);
        assertThat(jdbc.sql("SELECT details::text FROM audit WHERE act = 'finding.document-despite'")
                        .query(String.class)
                        .single())
                .contains("because", "1.0.0", "openvex");

        judge("1.0.0", "exploitable", "");
        assertThat(psirt.get(VEX + "openvex.json").status()).isEqualTo(200);
    }

    @Test
    void twoAdvisoriesDoNotSayTheOppositeOfOneVersion() {
        judge("1.0.0", "not-affected", "vulnerable_code_not_present");
        String number = issued("unaffected", "vulnerable_code_not_present", ALL_VERSIONS);
        judge("1.0.0", "exploitable", "");
        String other = begin(
                "advisory",
                "",
                "{\"series\": \"GW-50\", \"affected\": [\"1.0.0\"], \"remedy\": \"workaround\", \"action\": {\"ja\": \"止めてください\"}}");
        assertThat(contradictions(other)).containsExactly("elsewhere 1.0.0 " + number);
        assertThat(psirt.get("/vulnerabilities/advisories/" + other.toLowerCase(Locale.ROOT))
                        .text())
                .contains("公開済みのアドバイザリ" + number + "と、影響の有無が反対です");
        assertThat(writer.post(ALL + "/" + other + "/ask", "{}").at("/code")).isEqualTo("advisory.contradicted");
    }
}
