package dev.shisa.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.probe.Evidence;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Limits;
import dev.shisa.probe.Note;
import dev.shisa.probe.Report;
import dev.shisa.probe.ReportFile;
import dev.shisa.probe.Result;
import dev.shisa.probe.Sentences;
import dev.shisa.probe.Verdict;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A check that another computer ran comes in as a file, for what it is: somebody's test. */
class TakenFileTest extends ServerTest {

    private static final String PAGE = "/products/MC-1/bench";

    @Autowired
    private Products products;

    @Autowired
    private Verdicts verdicts;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCameraWithOneDeclaredPort() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE));
        api.post("/api/v1/series/MC-1/register/service", "{\"names\": [\"管理画面\"]}");
        assertThat(api.post("/api/v1/series/MC-1/evidence", """
                                {"kind": "declaration", "title": "口の一覧", "statement": "設計書による",
                                 "facts": [{"key": "network.services", "value": ["service-1"]},
                                   {"key": "service.place", "item": "service-1", "value": "device"},
                                   {"key": "service.protocol", "item": "service-1", "value": "tcp"},
                                   {"key": "service.port", "item": "service-1", "value": 443},
                                   {"key": "service.need", "item": "service-1", "value": "needed", "detail": "設定"}]}""").status()).isEqualTo(201);
    }

    private byte[] file(String device, Instant startedAt, int declaredPort) {
        Map<Key, Result> results = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            results.put(key, new Result(Verdict.UNKNOWN, List.of()));
        }
        results.put(
                Key.PORTS,
                new Result(
                        Verdict.FAIL,
                        List.of(new Evidence(
                                Key.PORTS,
                                Verdict.FAIL,
                                "tcp 192.168.1.20:23",
                                "port-undeclared",
                                List.of("23", "TELNET"),
                                new Exchange("", "camera login: <b>"),
                                "nc 192.168.1.20 23"))));
        return new ReportFile(
                        new Report(
                                device,
                                startedAt,
                                20_000,
                                400,
                                results,
                                List.of(new Note("note-locked", List.of("Geheim-4711", "60")))),
                        Limits.DEFAULT.withChanges(false),
                        "192.168.1.20",
                        "",
                        new TreeSet<>(Set.of(declaredPort)),
                        new TreeSet<>())
                .text(Sentences.in(Locale.JAPANESE), Evidence::retest)
                .getBytes(StandardCharsets.UTF_8);
    }

    private Page take(byte[] file) {
        return browser.upload(PAGE + "/files", "file", "bench-3.json", file, "model", "MC-210", "by", "試験室 山本");
    }

    private Instant ago(Duration time) {
        return clock.instant().minus(time);
    }

    @Test
    void aTestThatContradictsTheRegisterIsShownAsWhoseItIs() {
        Page sent = take(file("MC-1", ago(Duration.ofHours(3)), 443));
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        Page report = browser.get(sent.location());
        assertThat(report.text())
                .contains(
                        quality.name() + " がファイルから取り込んだ結果です", "試験室 山本", "bench-3.json", "192.168.1.20:23", "登録は「管理画面」");
        assertThat(report.html()).doesNotContain("login: <b>");
        assertThat(browser.get(PAGE).text()).contains("試験室 山本(" + quality.name() + " がファイルから取り込み)");
        assertThat(jdbc.sql(
                                "SELECT kind || ' ' || strength || ' ' || via FROM evidence WHERE kind = 'test' ORDER BY strength")
                        .query(String.class)
                        .list())
                .containsExactly("test declared page", "test tested page");
        assertThat(jdbc.sql("SELECT count(*) FROM fact WHERE strength = 'measured'")
                        .query(Integer.class)
                        .single())
                .as("nobody here measured anything")
                .isZero();
        verdicts.settle(camera.id());
        assertThat(verdicts.states(camera.id()).get(new RequirementId("jcstar1", "S1.1-13")))
                .as("a port is open of which nobody has said what it is for")
                .isEqualTo(VerdictState.NOT_MET);
        assertThat(acts()).contains("bench.take");
        assertThat(browser.get("/evidence/" + evidenceCode()).text()).contains("shisa probe --profile safe", "この画面から");
        assertThat(jdbc.sql("SELECT string_agg(body::text, ' ') FROM ledger_outbox")
                        .query(String.class)
                        .single())
                .as("notes stay at the bench")
                .doesNotContain("Geheim");

        assertThat(take(file("MC-1", ago(Duration.ofHours(1)), 443)).status())
                .as("what a run found is not declared by that, so the same declaration still fits")
                .isEqualTo(302);
    }

    @Test
    void aRunGoesAlongWhenItsSeriesGoesToAnotherInstallation() {
        browser.post(PAGE + "/target", "address", "192.168.1.20", "version", "0", "without6", "yes");
        String here = take(file("MC-1", ago(Duration.ofHours(3)), 443)).location();
        List<String> words =
                List.of("192.168.1.20:23", "試験室 山本", "bench-3.json", "登録は「管理画面」", "camera login:", "S1.1-13");
        assertThat(browser.get(here).text()).contains(words);
        Api.Answer file = api(quality, Set.of(Act.VIEW, Act.TAKE_PACK)).get("/api/v1/series/MC-1/series.zip");

        emptyDatabase();
        Person owner = person(Role.OWNER);
        Api.Answer brought = api(owner, Set.of(Act.VIEW, Act.IMPORT_SERIES))
                .upload("/api/v1/series-imports?takesOver=true&company=true", file.bytes());
        assertThat(brought.status()).as(brought.toString()).isEqualTo(200);
        assertThat(brought.json().path("differing").size()).isZero();
        Browser there = signedIn(owner);
        assertThat(there.get(PAGE).text()).contains("192.168.1.20", "これまでの検査", quality.name() + " (");
        String run =
                jdbc.sql("SELECT id::text FROM bench_run").query(String.class).single();
        assertThat(there.get(PAGE + "/runs/" + run).text()).contains(words);
        assertThat(there.get(PAGE + "/runs/" + run).text()).doesNotContain("Geheim");
        assertThat(jdbc.sql("SELECT count(*) FROM evidence WHERE code IN (SELECT unnest(evidence) FROM bench_run)")
                        .query(Integer.class)
                        .single())
                .as("its evidence is here, too")
                .isEqualTo(2);
    }

    private String evidenceCode() {
        return jdbc.sql("SELECT code FROM evidence WHERE kind = 'test' AND strength = 'tested'")
                .query(String.class)
                .single();
    }

    @Test
    void aFileOfSomethingElseIsRefusedInOneSentenceAndLeavesNothing() {
        byte[] good = file("MC-1", ago(Duration.ofHours(3)), 443);
        refuses(file("MC-2", ago(Duration.ofHours(3)), 443), "このファイルは MC-2 の結果で、MC-1 の結果ではありません");
        refuses(file("MC-1", ago(Duration.ofHours(3)), 80), "ファイル: 80/tcp。登録: 443/tcp");
        refuses(file("MC-1", clock.instant(), 443), "いまより先です");
        refuses("[]".getBytes(StandardCharsets.UTF_8), "検査の結果として必要な部分がないか");
        refuses(
                new String(good, StandardCharsets.UTF_8)
                        .replace("192.168.1.20\"", "camera.example\"")
                        .getBytes(StandardCharsets.UTF_8),
                "declared/address");
        assertThat(count("bench_run")).isZero();

        assertThat(take(good).status()).isEqualTo(302);
        refuses(good, "このファイルは、すでに取り込んでいます");
        refuses(file("MC-1", ago(Duration.ofDays(3)), 443), "これより新しい検査");
        assertThat(count("bench_run")).isEqualTo(1);
        assertThat(browser.upload(PAGE + "/files", "file", "x.json", good, "model", "XX-1", "by", "")
                        .text())
                .contains("検査した機器の型番を選んでください", "検査した人の名前");
    }

    private void refuses(byte[] file, String sentence) {
        Page page = take(file);
        assertThat(page.status()).as(sentence).isBetween(409, 422);
        assertThat(page.text()).contains(sentence);
    }

    @Test
    void aProgramFetchesTheDeclarationAndHandsTheResultIn() {
        browser.post(
                PAGE + "/target",
                "address",
                "192.168.1.20",
                "version",
                "0",
                "without6",
                "yes",
                "service-1",
                "ftp",
                "user-1",
                "admin",
                "password-1",
                "Geheim-4711",
                "kind-1",
                "unique");
        Api api = api(quality, Set.of(Act.VIEW, Act.PROBE));
        Api.Answer declared = api.get("/api/v1/series/MC-1/probe/declaration.json");
        assertThat(declared.json().at("/declared/tcp/0/port").asInt()).isEqualTo(443);
        assertThat(new String(declared.bytes(), StandardCharsets.UTF_8)).doesNotContain("Geheim");
        assertThat(browser.get(PAGE + "/declaration.json").text()).contains("\"device\" : \"MC-1\"");

        String path = "/api/v1/series/MC-1/probe/files?fileName=bench.json&model=";
        byte[] file = file("MC-1", ago(Duration.ofHours(3)), 443);
        assertThat(api.upload(path + "XX-1", file).status()).isEqualTo(400);
        assertThat(api.upload(path + "MC-210", new byte[] {1}).code()).isEqualTo("bench.file");
        JsonNode run = api.upload(path + "MC-210", file).json();
        assertThat(run.at("/file/performedBy").asString()).isEqualTo(quality.name());
        assertThat(run.at("/state").asString()).isEqualTo("done");
        assertThat(jdbc.sql("SELECT DISTINCT via FROM evidence WHERE kind = 'test'")
                        .query(String.class)
                        .list())
                .containsExactly("api");
        assertThat(api(quality, Set.of(Act.VIEW)).upload(path + "MC-210", file).status())
                .isEqualTo(403);
    }
}
