package dev.shisa.server.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Results of scanning tools: taken in, judged one by one, and decided upon only when nothing is missing. */
class ScanPagesTest extends ServerTest {

    private static final String HERE = "/products/MC-200/scans";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Verdicts verdicts;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private UUID release() {
        return products.releases(camera.id()).getFirst().id();
    }

    private Instant yesterday() {
        return clock.instant().minus(Duration.ofDays(1));
    }

    private Page take(byte[] file, String... more) {
        List<String> fields =
                new ArrayList<>(List.of("release", release().toString(), "model", "MC-210", "by", "検査 花子"));
        fields.addAll(List.of(more));
        return browser.upload(HERE, "file", "camera.nessus", file, fields.toArray(new String[0]));
    }

    /** Takes a result of the shipping firmware in and returns its address. */
    private String taken(byte[] file) {
        Page sent = take(file, "shipping", "yes");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        return sent.location().replaceFirst("\\?.*", "");
    }

    private void judge(String here, boolean exploitable, int... numbers) {
        List<String> fields = new ArrayList<>(List.of(
                "judgement",
                exploitable ? "exploitable" : "not-exploitable",
                "reason",
                "届く道がない",
                "action",
                exploitable ? "次の版で更新する" : ""));
        for (int number : numbers) {
            fields.addAll(List.of("detection", "" + number));
        }
        Page sent = browser.post(here + "/judgements", fields.toArray(new String[0]));
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
    }

    /** What holds of the release, by slot. */
    private Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        for (FactEntry entry : evidence.entries(List.of(new Subject(Subject.Kind.RELEASE, release())))) {
            if (entry.isStanding()) {
                String before = facts.put(
                        entry.fact().slot().toString(), entry.fact().value().canonical());
                assertThat(before).as("one fact for each slot").isNull();
            }
        }
        return facts;
    }

    @Test
    void factsAreRecordedOnlyOnceEveryDetectionIsJudged() {
        String here = taken(TestScans.nessus(yesterday(), "1001", "1002"));
        assertThat(facts()).isEmpty();
        assertThat(browser.get(here).text())
                .contains("検出2件のうち、2件を判断していません", "Weakness 1001", "CVE-2099-1002", "判断していない検出があります");

        judge(here, false, 1);
        assertThat(facts()).isEmpty();

        judge(here, true, 2);
        assertThat(facts())
                .containsEntry("scan.kind", Value.word("scanner").canonical())
                .containsEntry("scan.tool", Value.word("Nessus 10.9.3").canonical())
                .containsEntry("scan.firmware", Value.word("this").canonical())
                .containsEntry(
                        "scan.detections",
                        Value.words("CVE-2099-1001:443/tcp", "CVE-2099-1002:443/tcp")
                                .canonical())
                .containsEntry(
                        "detection.judgement[CVE-2099-1001:443/tcp]",
                        Value.word("not-exploitable").canonical())
                .containsEntry(
                        "detection.judgement[CVE-2099-1002:443/tcp]",
                        Value.word("exploitable").canonical())
                .containsEntry(
                        "detection.severity[CVE-2099-1001:443/tcp]",
                        Value.word("high").canonical())
                .containsKeys("scan.database", "scan.date")
                .hasSize(10);
        assertThat(browser.get(here).text()).contains("すべて判断しました", "次の版で更新する");
        assertThat(browser.get(HERE).text()).contains("判断がそろい", "2件のうち1件が悪用できる");
        assertThat(acts()).contains("scan.import", "scan.judge", "evidence.add");
    }

    @Test
    void anotherJudgementReplacesTheFactsAndTheFirstOneStays() {
        String here = taken(TestScans.nessus(yesterday(), "1001"));
        judge(here, true, 1);
        judge(here, false, 1);

        assertThat(facts())
                .containsEntry(
                        "detection.judgement[CVE-2099-1001:443/tcp]",
                        Value.word("not-exploitable").canonical());
        assertThat(count("scan_judgement")).isEqualTo(2);
    }

    @Test
    void aLaterResultOpensWhatWasDecidedUntilItIsJudgedAndShowsTheDifference() {
        judge(taken(TestScans.nessus(yesterday(), "1001", "1002")), false, 1, 2);
        assertThat(facts()).isNotEmpty();
        clock.advance(Duration.ofMinutes(1));

        String later = taken(TestScans.nessus(clock.instant(), "1002", "1003"));

        assertThat(facts())
                .as("nothing of before stands for what nobody judged")
                .isEmpty();
        assertThat(browser.get(later).text()).contains("新しい検出が1件、なくなった検出が1件", "前回はなかった検出", "前回の判断: 悪用できない");
        judge(later, false, 1, 2);
        assertThat(facts())
                .containsEntry(
                        "scan.detections",
                        Value.words("CVE-2099-1002:443/tcp", "CVE-2099-1003:443/tcp")
                                .canonical());

        assertThat(browser.post(later + "/withdraw", "why", "別の製品だった").status()).isEqualTo(302);
        assertThat(facts())
                .as("the result before it counts again")
                .containsEntry(
                        "scan.detections",
                        Value.words("CVE-2099-1001:443/tcp", "CVE-2099-1002:443/tcp")
                                .canonical());
        assertThat(browser.get(later).text()).contains("取り消しました", "別の製品だった");
    }

    @Test
    void aScanThatFoundNothingDecidesAtOnceAndAPortScanNever() {
        taken(TestScans.nmap(yesterday()));
        assertThat(facts()).as("a port scan knows no vulnerabilities").isEmpty();
        assertThat(browser.get(HERE).text()).contains("脆弱性スキャンツール(OpenVASかNessus)の結果がありません");

        taken(TestScans.nessus(yesterday()));

        assertThat(facts())
                .containsEntry("scan.detections", Value.words().canonical())
                .containsEntry(
                        "scan.tool", Value.word("Nessus 10.9.3, Nmap 7.95").canonical());
    }

    @Test
    void whatIsNotAllOrNotTheShippingFirmwareDecidesNothing() {
        assertThat(take(TestScans.nessus(yesterday())).status()).isEqualTo(302);
        assertThat(facts()).as("not the shipping firmware").isEmpty();
        clock.advance(Duration.ofMinutes(1));

        String stopped = new String(TestScans.nessus(yesterday()), StandardCharsets.UTF_8)
                .replaceFirst("<tag name=\"HOST_END.*?</tag>", "");
        Page sent = take(
                stopped.getBytes(StandardCharsets.UTF_8),
                "shipping",
                "yes",
                "scannedOn",
                yesterday().toString().substring(0, 10));
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        assertThat(facts()).as("the scan did not end").isEmpty();
        assertThat(browser.get(sent.location()).text()).contains("検査が最後まで終わっていません");
        clock.advance(Duration.ofMinutes(1));

        String undated = new String(TestScans.nessus(yesterday()), StandardCharsets.UTF_8)
                .replace("Plugin feed version", "Feed");
        taken(undated.getBytes(StandardCharsets.UTF_8));
        assertThat(facts()).as("the date of the database is not known").isEmpty();
        assertThat(browser.get(HERE).text()).contains("脆弱性データベースの日付が分かりません");
    }

    @Test
    void whatCannotBeReadIsRefusedWithASentenceAndNothingIsStored() {
        Page page = take("<nmaprun>\n<host>".getBytes(StandardCharsets.UTF_8), "shipping", "yes");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("2行目: XMLが壊れています");
        assertThat(count("scan_import")).isZero();
        assertThat(count("evidence")).isZero();
        assertThat(browser.upload(HERE, "file", "x.xml", TestScans.nessus(yesterday()), "by", "x")
                        .text())
                .contains("検査したバージョンを選んでください", "検査した型番を選んでください");
        assertThat(take(TestScans.nessus(clock.instant().plus(Duration.ofDays(3))))
                        .text())
                .contains("まだ来ていない日");
    }

    @Test
    void aJudgementNeedsADetectionAReasonAndForWhatIsExploitableAnAction() {
        String here = taken(TestScans.nessus(yesterday(), "1001"));

        Page page = browser.post(here + "/judgements", "judgement", "exploitable", "reason", "", "action", "");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("判断する検出を選んでください", "理由を書いてください", "どう対処するかを書いてください");
        assertThat(browser.post(here + "/withdraw").status()).isEqualTo(422);
        assertThat(browser.english().get(here).text()).contains("1 of 1 detection of", "Not judged");
        assertThat(browser.get(here).html()).contains("seen 1001 &lt;b&gt;").doesNotContain("seen 1001 <b>");
    }

    @Test
    void programsTakeInJudgeListAndWithdraw() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.RESOLVE));
        String all = "/api/v1/series/MC-200/scans";
        String query = "?fileName=a.nessus&release=2.4.1&model=MC-210&shipping=true";

        Api.Answer sent = api.upload(all + query, TestScans.nessus(yesterday(), "1001"));

        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        String one = String.valueOf(sent.header("Location"));
        assertThat(sent.at("/unjudged")).isEqualTo("1");
        assertThat(api.get(one + "/detections").at("/items/0/cves/0")).isEqualTo("CVE-2099-1001");
        assertThat(api.post(one + "/judgements", """
                        {"detections": [2], "judgement": "not-exploitable", "reason": "no way in"}""").code()).isEqualTo("scan.judge.unknown");
        assertThat(api.post(one + "/judgements", """
                        {"detections": [], "judgement": "not-exploitable", "reason": "no way in"}""").code()).isEqualTo("scan.judge.none");
        assertThat(api.post(one + "/judgements", """
                        {"detections": [1], "judgement": "not-exploitable", "reason": " "}""").code()).isEqualTo("scan.judge.reason");
        assertThat(api.post(one + "/judgements", """
                        {"detections": [1], "judgement": "exploitable", "reason": "no way in"}""").code()).isEqualTo("scan.judge.action");
        Api.Answer judged = api.post(one + "/judgements", """
                {"detections": [1], "judgement": "not-exploitable", "reason": "no way in"}""");
        assertThat(judged.json().path("open").isEmpty()).as(judged.toString()).isTrue();
        assertThat(facts()).isNotEmpty();
        assertThat(jdbc.sql("SELECT DISTINCT via FROM evidence WHERE kind = 'test'")
                        .query(String.class)
                        .list())
                .as("of the result and of what it came to")
                .containsExactly("api");
        assertThat(api.get(all).at("/items/0/tool")).isEqualTo("Nessus");
        assertThat(api.get(one + "/detections").at("/items/0/judgement/reason")).isEqualTo("no way in");
        assertThat(api.upload(all + query, new byte[] {1}).code()).isEqualTo("scan.refused");
        assertThat(api.upload(all + query.replace("2.4.1", "9"), new byte[] {1}).code())
                .isEqualTo("api.parameter");
        assertThat(api.post(one + "/withdraw", "{\"reason\": \" \"}").code()).isEqualTo("scan.withdraw.reason");
        assertThat(api.post(one + "/withdraw", "{\"reason\": \"wrong unit\"}").at("/withdrawn"))
                .isEqualTo("true");
        assertThat(facts()).isEmpty();
        assertThat(api.post(one + "/withdraw", "{\"reason\": \"wrong unit\"}").code())
                .isEqualTo("scan.withdrawn");
        assertThat(api.get(all + "/" + UUID.randomUUID()).code()).isEqualTo("scan.unknown");
    }

    @Test
    void anOpenPortOutsideOfTheListFailsUntilSomebodySaysWhatItIsFor() {
        Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE));
        api.post("/api/v1/series/MC-200/register/service", "{\"names\": [\"保守\"]}");
        assertThat(api.post("/api/v1/series/MC-200/answers", """
                                {"title": "口", "answers": [
                                  {"key": "network.services", "value": ["service-1"]},
                                  {"key": "service.place", "item": "service-1", "value": "device"},
                                  {"key": "service.protocol", "item": "service-1", "value": "tcp"},
                                  {"key": "service.port", "item": "service-1", "value": 22},
                                  {"key": "service.need", "item": "service-1", "value": "needed", "detail": "保守"}]}""").status()).isBetween(200, 201);
        assertThat(verdict()).isEqualTo(VerdictState.UNKNOWN);

        String here = taken(TestScans.nmap(yesterday()));
        assertThat(verdict()).isEqualTo(VerdictState.NOT_MET);
        assertThat(said())
                .contains("network.found=service-2", "service.open[service-2]=true", "service.port[service-2]=443");
        assertThat(browser.get(here).text()).contains("登録にないポートが開いていました: 443/tcp https");
        String again = taken(TestScans.nmap(yesterday().plusSeconds(60)));
        assertThat(products.items(camera.id(), "service"))
                .as("the same port is not added twice")
                .hasSize(2);

        api.post("/api/v1/series/MC-200/answers", """
                {"title": "口", "answers": [
                  {"key": "service.need", "item": "service-2", "value": "needed", "detail": "設定"}]}""");
        assertThat(verdict())
                .as("needed after all, but the list still lacks it")
                .isEqualTo(VerdictState.RECHECK);

        withdraw(again);
        withdraw(here);
        assertThat(said()).noneMatch(fact -> fact.startsWith("network.found") || fact.startsWith("service.open"));
        assertThat(verdict()).isEqualTo(VerdictState.UNKNOWN);
    }

    private List<String> said() {
        return evidence.entries(List.of(new Subject(Subject.Kind.RELEASE, release()))).stream()
                .filter(FactEntry::isStanding)
                .map(e -> e.fact().slot() + "=" + e.fact().value().canonical())
                .toList();
    }

    private String scanned() {
        return facts().getOrDefault("network.scanned", "").replace("\n", " ");
    }

    @Test
    void runsOfNmapSayTogetherHowFarPortsWereLookedForAndWhatTheyLack() {
        String tcp = taken(TestScans.nmap(yesterday(), "tcp", "ipv4"));
        assertThat(browser.get(tcp).text())
                .contains("ほかに開いているポートがないことは分かりません", "UDPのポートを調べていない", "IPv6では検査していません", "どちらの側")
                .doesNotContain("TCPのポートを調べていません", "出荷用のものかどうか");
        assertThat(scanned()).isEqualTo("firmware ipv4 tcp");
        assertThat(verdict()).isEqualTo(VerdictState.UNKNOWN);

        String udp = taken(TestScans.nmap(yesterday().plusSeconds(60), "udp", "ipv4"));
        assertThat(scanned()).isEqualTo("firmware ipv4 tcp udp");
        String six = taken(TestScans.nmap(yesterday().plusSeconds(120), "tcp", "ipv6"));
        assertThat(scanned()).as("UDP by IPv6 is missing").isEqualTo("firmware ipv4 ipv6 tcp");
        withdraw(six);
        assertThat(scanned()).isEqualTo("firmware ipv4 tcp udp");
        withdraw(tcp);
        assertThat(scanned()).isEqualTo("firmware ipv4 udp");
        withdraw(udp);
        assertThat(scanned()).isEmpty();
    }

    @Test
    void howFarItLookedIsSaidToProgramsAndDecidesNothingWhereItWasNotTheShippedProduct() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        String all = "/api/v1/series/MC-200/scans?fileName=a.xml&release=2.4.1&model=MC-210&shipping=";
        Api.Answer other = api.upload(all + "false", TestScans.nmap(yesterday(), "tcp", "ipv4"));
        assertThat(other.status()).as(other.toString()).isEqualTo(201);
        assertThat(other.json().path("incomplete").toString()).contains("出荷用", "UDP", "IPv6");
        assertThat(scanned()).isEmpty();
        assertThat(api.upload(all + "true", TestScans.nessus(yesterday(), "1001"))
                        .json()
                        .path("incomplete")
                        .toString())
                .contains("どのポートを調べたかがファイルにない");
        assertThat(api.upload(all + "true", TestScans.nmap(yesterday()))
                        .json()
                        .path("incomplete")
                        .toString())
                .contains("TCPのポートを調べていません");
        assertThat(scanned()).isEmpty();
        api.upload(all + "true", TestScans.nmap(yesterday(), "tcp", "ipv4"));
        assertThat(scanned()).isEqualTo("firmware ipv4 tcp");
    }

    @Test
    void whatAPersonDocumentedOfTheScansStandsWhereAFileSaysLess() {
        Subject subject = new Subject(Subject.Kind.RELEASE, release());
        TestScans.nothingDetected(evidence, camera.id(), release(), quality, yesterday());
        taken(TestScans.nmap(yesterday(), "tcp", "ipv4"));
        assertThat(scanned()).isEqualTo("firmware ipv4 no-ipv6 sides tcp udp");
        assertThat(evidence.history(subject, Slot.of("network.scanned"))).hasSize(1);
    }

    @Test
    void aResultOfAnotherFirmwareSaysNothingOfThePortsOfThisOne() {
        Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE));
        api.post("/api/v1/series/MC-200/answers", """
                {"title": "口", "answers": [{"key": "network.services", "value": []}]}""");
        take(TestScans.nmap(yesterday()));
        assertThat(said()).noneMatch(fact -> fact.startsWith("network.found"));
    }

    @Test
    void resultsAndJudgementsGoAlongWhenTheSeriesGoesToAnotherInstallation() {
        String here = taken(TestScans.nessus(yesterday(), "1001", "1002"));
        judge(here, true, 1);
        judge(here, false, 2);
        withdraw(taken(TestScans.nmap(yesterday())));
        Map<String, String> facts = facts();
        Api.Answer file = api(quality, Set.of(Act.VIEW, Act.TAKE_PACK)).get("/api/v1/series/MC-200/series.zip");

        emptyDatabase();
        Person owner = person(Role.OWNER);
        Api.Answer brought = api(owner, Set.of(Act.VIEW, Act.IMPORT_SERIES))
                .upload("/api/v1/series-imports?takesOver=true&company=true", file.bytes());
        assertThat(brought.status()).as(brought.toString()).isEqualTo(200);
        assertThat(brought.json().path("differing").size()).isZero();
        camera = products.require("MC-200", owner);
        assertThat(facts()).isEqualTo(facts);
        Browser there = signedIn(owner);
        assertThat(there.get(HERE).text()).contains("Nessus 10.9.3", "Nmap 7.95", "取り消し");
        String id = jdbc.sql("SELECT id::text FROM scan_import WHERE tool LIKE 'Nessus%'")
                .query(String.class)
                .single();
        assertThat(there.get(HERE + "/" + id).text())
                .contains("CVE-2099-1001", "次の版で更新する", "届く道がない", quality.name() + " (");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind LIKE 'scan-%'")
                        .query(Integer.class)
                        .single())
                .as("two results with what they hold, two judgements, one withdrawal")
                .isEqualTo(7);
    }

    private void withdraw(String result) {
        assertThat(browser.post(result + "/withdraw", "why", "別の機器の結果だった").status())
                .isEqualTo(302);
    }

    private VerdictState verdict() {
        verdicts.settle(camera.id());
        return Objects.requireNonNull(verdicts.states(camera.id()).get(new RequirementId("jcstar1", "S1.1-13")));
    }

    @Test
    void theListsCanBeTakenAlong() {
        String here = taken(TestScans.nessus(yesterday(), "1001"));

        assertThat(browser.get(HERE + ".csv").text()).contains("Nessus 10.9.3", "2.4.1");
        assertThat(browser.get(here + "/detections.csv").text()).contains("CVE-2099-1001", "未判断");
    }

    @Test
    void anOpenPortThatNobodyRegisteredIsShownAndWhatWasNotSeenIsNoProof() {
        Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE));
        String here = taken(TestScans.nmap(yesterday()));
        assertThat(browser.get(here).text()).contains("登録にないポートが開いていました: 443/tcp https");

        api.post("/api/v1/series/MC-200/register/service", "{\"names\": [\"管理画面\", \"保守\", \"時刻合わせ\"]}");
        assertThat(api.post("/api/v1/series/MC-200/answers", """
                                {"title": "口", "answers": [
                                  {"key": "service.place", "item": "service-1", "value": "device"},
                                  {"key": "service.protocol", "item": "service-1", "value": "tcp"},
                                  {"key": "service.port", "item": "service-1", "value": 443},
                                  {"key": "service.place", "item": "service-2", "value": "device"},
                                  {"key": "service.protocol", "item": "service-2", "value": "udp"},
                                  {"key": "service.port", "item": "service-2", "value": 443}]}""").status()).isBetween(200, 201);
        assertThat(browser.get(here).text())
                .doesNotContain("登録にないポートが開いていました")
                .contains("この結果では開いていなかったポート: 443/udp 保守", "比べられないもの: 時刻合わせ");
        assertThat(api.get("/api/v1" + here.replace("/products/", "/series/"))
                        .json()
                        .path("unregistered")
                        .size())
                .isZero();
    }
}
