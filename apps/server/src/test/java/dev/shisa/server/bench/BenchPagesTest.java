package dev.shisa.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class BenchPagesTest extends ServerTest {

    private static final String PAGE = "/products/MC-1/bench";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Autowired
    private Products products;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private Runs runs;

    @Autowired
    private BenchStore store;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-1", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
    }

    private void register(int port) {
        Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE));
        api.post("/api/v1/series/MC-1/register/service", "{\"names\": [\"ファイル転送\"]}");
        JsonNode answer =
                api.post("/api/v1/series/MC-1/evidence", """
                {"kind": "declaration", "title": "口の一覧", "statement": "設計書による",
                 "facts": [{"key": "network.services", "value": ["service-1"]},
                   {"key": "service.place", "item": "service-1", "value": "device"},
                   {"key": "service.protocol", "item": "service-1", "value": "tcp"},
                   {"key": "service.port", "item": "service-1", "value": %d},
                   {"key": "service.need", "item": "service-1", "value": "needed", "detail": "記録の取り出し"},
                   {"key": "service.assets", "item": "service-1", "value": ["confidential"]},
                   {"key": "service.authentication", "item": "service-1", "value": "always"},
                   {"key": "bluetooth.profiles", "value": []}, {"key": "usb.functions", "value": []}]}""".formatted(port)).json();
        assertThat(answer.path("code").asString()).startsWith("E-");
    }

    private static String[] target(String... changes) {
        List<String> form = new ArrayList<>(List.of("address", FakeDevice.ADDRESS, "version", "0"));
        form.addAll(List.of(changes));
        return form.toArray(String[]::new);
    }

    private static String[] start(String... more) {
        List<String> form = new ArrayList<>(List.of("profile", "safe", "seconds", "100", "requests", "8000"));
        form.addAll(List.of(more));
        return form.toArray(String[]::new);
    }

    /** Waits for the run's own page to say that it is over. */
    private Page over(String path) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            Page page = browser.get(path);
            if (!page.html().contains("bench-progress")) {
                return page;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("the run did not end");
    }

    private VerdictState verdict(String number) {
        verdicts.settle(camera.id());
        return Objects.requireNonNull(verdicts.states(camera.id()).get(new RequirementId("jcstar1", number)));
    }

    @Test
    void whatTheDeviceDidBecomesEvidenceFactsAndAnotherVerdict() throws IOException, InterruptedException {
        try (FakeDevice device = new FakeDevice()) {
            int declared = device.ftp(true);
            int hidden = device.ftp(false);
            register(declared);
            assertThat(verdict("S1.1-13")).isEqualTo(VerdictState.UNKNOWN);
            assertThat(browser.get(PAGE).text()).contains("検査する機器は、まだ登録されていません");
            browser.post(PAGE + "/target", target("without6", "yes"));
            assertThat(browser.get(PAGE).text()).contains(FakeDevice.ADDRESS, declared + "/tcp ファイル転送", "0件");

            Page refused = browser.post(PAGE + "/runs", start());
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains("まだ誰も答えていません");
            assertThat(count("bench_run")).isZero();

            Page begun = browser.post(PAGE + "/runs", start("consent", "yes"));
            assertThat(begun.status()).isEqualTo(302);
            assertThat(browser.post(PAGE + "/runs", start()).status())
                    .as("one run of a device at a time")
                    .isEqualTo(409);
            Page report = over(begun.location());

            for (String words : List.of(
                    "問題あり",
                    "判定できず",
                    "直し方:",
                    FakeDevice.ADDRESS + ":" + hidden,
                    "登録は「ファイル転送」",
                    "220 FTP server <b>ready</b>")) {
                assertThat(report.text()).as(words).contains(words);
            }
            assertThat(report.html()).doesNotContain("server <b>ready");
            assertThat(acts()).contains("bench.target", "bench.consent", "bench.start", "bench.end");
            assertThat(jdbc.sql("SELECT kind || ' ' || strength FROM evidence WHERE via = 'probe' ORDER BY strength")
                            .query(String.class)
                            .list())
                    .containsExactly("measurement declared", "measurement measured", "measurement tested");
            assertThat(measured("service.authentication", "service-1"))
                    .as("what people said was that it always asks")
                    .containsExactly("partly");
            assertThat(report.text()).contains("登録は「いつも認証する」");
            assertThat(verdict("S1.1-01"))
                    .as("asked for every port, of which there are two lists")
                    .isEqualTo(VerdictState.RECHECK);
            assertThat(jdbc.sql(
                                    "SELECT count(*) FROM fact WHERE key = 'service.port' AND value = :port AND strength = 'measured'")
                            .param("port", Integer.toString(hidden))
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
            assertThat(verdict("S1.1-13"))
                    .as("a port is open of which nobody has said what it is for")
                    .isEqualTo(VerdictState.NOT_MET);
            assertThat(browser.get(PAGE).text()).contains("これまでの検査", "問題あり");
            String code = jdbc.sql("SELECT code FROM evidence WHERE via = 'probe' LIMIT 1")
                    .query(String.class)
                    .single();
            assertThat(browser.get("/evidence/" + code).html()).contains(code).doesNotContain("renews=");
            Page byHand = browser.get("/products/MC-1/evidence/new?renews=" + code);
            assertThat(byHand.status())
                    .as("what was measured is measured again")
                    .isEqualTo(422);
            assertThat(byHand.text()).contains("もう一度測ると");
            assertThat(browser.get(begun.location() + "/results.csv").text()).contains("開いているポート", "問題あり", "S1.1-13");

            JsonNode result = api(quality, Set.of(Act.VIEW))
                    .get("/api/v1/series/MC-1/probe/runs/" + begun.location().replaceFirst(".*/", ""))
                    .json();
            assertThat(result.path("results").size()).isEqualTo(12);
            assertThat(result.path("run").path("state").asString()).isEqualTo("done");
        }
    }

    private List<String> measured(String key, String item) {
        return jdbc.sql("SELECT value FROM fact WHERE key = :key AND item = :item AND strength = 'measured'")
                .param("key", key)
                .param("item", item)
                .query((rs, n) -> String.valueOf(rs.getString("value")))
                .list();
    }

    @Test
    void aRunThatIsStoppedSaysSoAndDecidesNoListOfPorts() throws IOException, InterruptedException {
        try (FakeDevice device = new FakeDevice()) {
            register(device.ftp(false));
            browser.post(PAGE + "/target", target("without6", "yes", "sides", "yes"));
            Page begun = browser.post(PAGE + "/runs", start("consent", "yes"));
            browser.post(begun.location() + "/stop");
            Page report = over(begun.location());
            assertThat(report.text()).containsAnyOf("この検査は途中で止められました", "検査のプログラムが、結果を出さずに終わりました");
            assertThat(jdbc.sql("SELECT count(*) FROM fact WHERE key = 'network.services' AND strength = 'measured'")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void aRunThatTheServersEndInterruptedIsShownAsThat() {
        register(21);
        browser.post(PAGE + "/target", target());
        UUID id = ids.next();
        UUID release = products.designated(camera).orElseThrow().id();
        assertThat(store.begin(new BenchRun(
                        id,
                        camera.id(),
                        release,
                        FakeDevice.ADDRESS,
                        false,
                        60,
                        1000,
                        BenchRun.State.RUNNING,
                        clock.instant(),
                        null,
                        quality.id(),
                        quality.name(),
                        null,
                        List.of(),
                        List.of(),
                        "",
                        null)))
                .isTrue();
        runs.afterStart();
        assertThat(browser.get(PAGE + "/runs/" + id).text()).contains("サーバが止まったため", "結果は記録していません");
        assertThat(browser.get(PAGE).text()).contains("中断された", "サーバが止まったため、検査が中断されました");
    }

    @Test
    void anAddressOfTheInternetNeedsASecondConfirmationAndOneOfManyIsRefused() {
        register(21);
        for (String wrong : List.of("camera.example", "224.0.0.1", "0.0.0.0", "192.0.2", "192.168.1.20/24")) {
            Page page = browser.post(PAGE + "/target", "address", wrong, "version", "0");
            assertThat(page.status()).as(wrong).isEqualTo(422);
            assertThat(page.text()).contains("192.168.1.20 のように");
        }
        assertThat(count("bench_target")).isZero();
        browser.post(PAGE + "/target", "address", "203.0.113.9", "version", "0");
        Page refused = browser.post(PAGE + "/runs", start("consent", "yes"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("203.0.113.9 はインターネットのアドレスです");
        assertThat(count("bench_run")).isZero();
    }

    @Test
    void aServiceWhosePortIsNotRegisteredKeepsARunFromBeginning() {
        api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT))
                .post("/api/v1/series/MC-1/register/service", "{\"names\": [\"ファイル転送\"]}");
        browser.post(PAGE + "/target", target());
        Page refused = browser.post(PAGE + "/runs", start("consent", "yes"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("ポート番号のどれかが登録されていません: ファイル転送");
    }

    @Test
    void logInsAreSealedAndNeverShownAndAnotherAddressAsksForConsentAgain() {
        register(21);
        browser.post(
                PAGE + "/target",
                target("service-1", "ftp", "user-1", "admin", "password-1", "Geheim-4711", "kind-1", "unique"));
        assertThat(store.logIns(camera.id()))
                .singleElement()
                .satisfies(l -> assertThat(l.password()).isEqualTo("Geheim-4711"));
        assertThat(jdbc.sql("SELECT encode(log_ins, 'escape') FROM bench_target")
                        .query(String.class)
                        .single())
                .doesNotContain("Geheim");
        assertThat(browser.get(PAGE + "/target").html()).doesNotContain("Geheim");
        assertThat(jdbc.sql("SELECT string_agg(body::text, ' ') FROM ledger_outbox")
                        .query(String.class)
                        .single())
                .doesNotContain("Geheim");
        store.consent(camera.id(), new BenchTarget.Consent(quality.id(), quality.name(), clock.instant()));
        browser.post(PAGE + "/target", "address", FakeDevice.ADDRESS, "keep", "yes", "version", "1");
        assertThat(store.logIns(camera.id())).hasSize(1);
        assertThat(store.target(camera.id()).orElseThrow().consent()).isNotNull();
        browser.post(PAGE + "/target", "address", "127.0.0.78", "keep", "yes", "version", "2");
        assertThat(store.target(camera.id()).orElseThrow().consent()).isNull();
        assertThat(browser.post(PAGE + "/target", target()).status())
                .as("somebody else was first")
                .isEqualTo(409);
    }

    @Test
    void onlyWhoMayProbeRegistersAndStarts() {
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(PAGE).status()).isEqualTo(200);
        assertThat(auditor.get(PAGE + "/target").status()).isEqualTo(403);
        assertThat(auditor.post(PAGE + "/runs", start("consent", "yes")).status())
                .isEqualTo(403);
        assertThat(signedIn(Role.PSIRT).post(PAGE + "/target", target()).status())
                .isEqualTo(302);
    }

    @Test
    void aProgramRegistersTheDeviceAndIsToldWhatIsMissing() {
        register(21);
        Api api = api(quality, Set.of(Act.VIEW, Act.PROBE));
        assertThat(api.get("/api/v1/series/MC-1/probe/target").status()).isEqualTo(409);
        JsonNode stored = api.put(
                        "/api/v1/series/MC-1/probe/target", """
                        {"address": "%s", "withoutIpv6": true, "everySide": true, "freeTriesMax": 5,
                         "guards": [], "logIns": [{"service": "ftp", "user": "a", "password": "b", "shared": false}]}""".formatted(FakeDevice.ADDRESS), "If-Match", "\"0\"")
                .json();
        assertThat(stored.path("logIns").asInt()).isEqualTo(1);
        assertThat(api.post("/api/v1/series/MC-1/probe/runs", """
                        {"profile": "safe", "seconds": 20, "requests": 1000, "iOwnThis": false, "publicAddress": false}""").status()).isEqualTo(422);
        assertThat(api.get("/api/v1/series/MC-1/probe/runs")
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void anImageThatIsTakenIsTheMeasuredIntegrityOfThePackageThatTheRunNames()
            throws IOException, InterruptedException {
        try (FakeDevice device = new FakeDevice()) {
            register(device.updates());
            Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.PROBE));
            api.post("/api/v1/series/MC-1/register/package", "{\"names\": [\"本体ファームウェア\", \"カメラモジュール\"]}");
            browser.post(PAGE + "/target", target("without6", "yes"));
            assertThat(browser.get(PAGE).text()).contains("このイメージのパッケージ", "カメラモジュール");
            String body = """
                    {"profile": "full", "seconds": 90, "requests": 8000, "iOwnThis": true, "publicAddress": false,
                     "updatePackage": %s, "image": "%s"}""";
            assertThat(api.post("/api/v1/series/MC-1/probe/runs", body.formatted("null", "AAAA"))
                            .status())
                    .as("which of two packages")
                    .isEqualTo(422);
            assertThat(api.post("/api/v1/series/MC-1/probe/runs", body.formatted("\"package-9\"", "AAAA"))
                            .status())
                    .isEqualTo(422);
            JsonNode run = api.post("/api/v1/series/MC-1/probe/runs", body.formatted("\"package-2\"", "AAAA"))
                    .json();
            Page page = over(PAGE + "/runs/" + run.path("id").asString());
            assertThat(page.text())
                    .as(page.text().replaceAll(".*(アップデートの受け付け.{300}).*", "$1"))
                    .contains("「カメラモジュール」が改ざんされていないこと", "確かめない");
            assertThat(page.text()).doesNotContain("「本体ファームウェア」が改ざんされていないこと");
        }
    }
}
