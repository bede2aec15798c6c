package dev.shisa.server.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Guided steps at the bench: begun on one device, gone on with on another, and evidence only once they are ended. */
class ProcedurePagesTest extends ServerTest {

    private static final String HERE = "/products/MC-200/procedures";
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

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

    private Page begin(Browser who, String procedure, String... more) {
        List<String> form = new ArrayList<>(List.of(
                "release",
                release().toString(),
                "model",
                "MC-210",
                "unit",
                "SN-0042",
                "firmware",
                "Ver. 2.4.1",
                "same",
                "yes",
                "by",
                "検査 花子"));
        form.addAll(List.of(more));
        return who.post(HERE + "/" + procedure, form.toArray(String[]::new));
    }

    /** Begins and returns the address of the record. */
    private String begun(String procedure, String... more) {
        Page sent = begin(browser, procedure, more);
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        return sent.location().replaceFirst("/[a-z]+$", "");
    }

    private void note(String record, String step, String... fields) {
        List<String> form = new ArrayList<>(List.of("seen", "0"));
        form.addAll(List.of(fields));
        Page sent = browser.post(record + "/" + step, form.toArray(String[]::new));
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
    }

    private void power(String record, String after) {
        note(record, "before", "factory", "2.0.0", "version", "2.4.1", "values", "yes");
        note(record, "power", "version-power", after, "own-power", "yes", "old-power", "refused");
        note(record, "network", "version-network", "2.4.1", "own-network", "yes", "old-network", "no-old");
    }

    private Map<String, String> facts(Subject subject) {
        Map<String, String> facts = new TreeMap<>();
        for (FactEntry entry : evidence.entries(List.of(subject))) {
            if (entry.isStanding()) {
                facts.merge(entry.fact().slot().toString(), entry.fact().value().canonical(), (a, b) -> a + " / " + b);
            }
        }
        return facts;
    }

    private Map<String, String> facts() {
        return facts(new Subject(Subject.Kind.RELEASE, release()));
    }

    private VerdictState verdict(String number) {
        verdicts.settle(camera.id());
        return Objects.requireNonNull(verdicts.states(camera.id()).get(new RequirementId("jcstar1", number)));
    }

    private EvidenceDetails only(EvidenceKind kind) {
        List<EvidenceDetails> found = evidence
                .about(
                        List.of(
                                new Subject(Subject.Kind.RELEASE, release()),
                                new Subject(Subject.Kind.PRODUCT, camera.id())),
                        null)
                .stream()
                .filter(e -> e.summary().kind() == kind)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void aPowerCutBeforeAndAfterBecomesTestedEvidenceAndMovesTheVerdict() {
        assertThat(verdict("S1.1-14")).isEqualTo(VerdictState.UNKNOWN);
        assertThat(browser.get(HERE).text()).contains("0種類が終わって", "電源とネットワークの停止", "未実施");

        String record = begun("power");
        assertThat(browser.get(record + "/power").text()).contains("電源プラグを抜きます", "3段階のうち2段階目", "自分のパスワードで入れましたか");
        power(record, "2.4.1");
        assertThat(facts()).as("nothing before the end").isEmpty();
        assertThat(browser.get(record).text()).contains("いま終えると", "切れる直前のまま");

        Page ended = browser.post(record + "/finish");
        assertThat(ended.status()).as(ended.text()).isEqualTo(302);

        assertThat(facts()).containsOnly(Map.entry("power.software", "kept"), Map.entry("power.values", "kept"));
        assertThat(verdict("S1.1-14")).isEqualTo(VerdictState.EXPECTED);
        EvidenceDetails test = only(EvidenceKind.TEST);
        assertThat(test.record())
                .containsEntry("unit", "SN-0042")
                .containsEntry("model", "MC-210")
                .containsEntry("performed-by", "検査 花子")
                .containsEntry("firmware", "2.4.1 (Ver. 2.4.1)")
                .containsKeys("procedure", "observed", "expected", "performed-on");
        assertThat(browser.get("/evidence/" + test.code()).text()).contains("手順検査から", "手順検査「電源とネットワークの停止」個体 SN-0042");
        assertThat(browser.get("/evidence/" + test.code() + "/file").html())
                .contains("電源を抜いて戻す", "電源を戻したあとのバージョン: 2.4.1");
        assertThat(browser.get(record).text()).contains("終え、エビデンスにしました", test.code());
        assertThat(browser.get(HERE).text()).contains("1種類が終わって");
        assertThat(browser.post(record + "/before", "seen", "1", "factory", "2.4.1")
                        .status())
                .as("an ended record is not changed")
                .isEqualTo(409);
        assertThat(acts()).contains("procedure.begin", "procedure.step", "procedure.finish", "evidence.add");
    }

    @Test
    void doneAgainItReplacesWhatItSaidAndNothingElse() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        api.post("/api/v1/series/MC-200/evidence", """
                {"kind": "declaration", "title": "申告", "statement": "設計書による",
                 "facts": [{"key": "power.software", "value": "kept"}]}""");
        String first = begun("power");
        power(first, "2.0.0");
        browser.post(first + "/finish");
        assertThat(facts()).containsEntry("power.software", "kept / reset");
        assertThat(browser.get(first).text())
                .as("what was declared stands beside it")
                .contains("登録は「切れる直前のまま」(申告");
        assertThat(verdict("S1.1-14")).isEqualTo(VerdictState.NOT_MET);
        clock.advance(Duration.ofMinutes(1));

        String second = begun("power");
        assertThat(second).isNotEqualTo(first);
        power(second, "2.4.1");
        browser.post(second + "/finish");

        assertThat(facts()).containsEntry("power.software", "kept / kept");
        assertThat(verdict("S1.1-14")).isEqualTo(VerdictState.EXPECTED);
    }

    @Test
    void aHalfDoneCheckIsKeptAndGoesOnElsewhere() {
        String record = begun("power");
        note(record, "before", "factory", "2.0.0");
        Browser phone = signedIn(person(Role.PSIRT));

        assertThat(phone.get(HERE).text()).contains("途中の検査", "3段階のうち1段階を記録");
        Page again = begin(phone, "power");
        assertThat(again.location()).as("the same one goes on").startsWith(record);
        assertThat(phone.get(record + "/before").html()).contains("value=\"2.0.0\"");
        assertThat(phone.get(record).text()).contains("終えるには、次の記録が要ります", "いまのバージョン");
        assertThat(phone.post(record + "/finish").status()).isEqualTo(422);
        assertThat(facts()).isEmpty();
        assertThat(count("evidence")).isZero();
    }

    @Test
    void whatSomebodyElseSavedFirstIsShownBesideWhatWasTyped() {
        String record = begun("power");
        note(record, "before", "factory", "2.0.0", "version", "2.4.1");

        Page late = browser.post(record + "/before", "seen", "0", "factory", "1.9.9");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("別の人がこの段階を先に保存しました", "2.0.0");
        assertThat(late.html()).contains("value=\"1.9.9\"", "name=\"seen\" value=\"1\"");
        assertThat(browser.get(record + "/before").html()).contains("value=\"2.0.0\"");
    }

    @Test
    void aStepThatIsNotPossibleHereDecidesNothing() {
        String record = begun("power");
        note(record, "before", "factory", "2.0.0", "version", "2.4.1", "values", "yes");
        note(record, "power", "version-power", "2.4.1", "own-power", "yes", "old-power", "refused");
        note(record, "network", "impossible", "この部屋ではアクセスポイントを止められない");

        Page ended = browser.post(record + "/finish");

        assertThat(ended.status()).as(ended.text()).isEqualTo(302);
        assertThat(facts()).isEmpty();
        assertThat(verdict("S1.1-14")).isEqualTo(VerdictState.UNKNOWN);
        String code = browser.get(record).find("href=\"/evidence/(T-[^\"]+)\"");
        assertThat(evidence.byCode(code).orElseThrow().record().get("observed")).contains("アクセスポイントを止められない");

        String other = begun("erase");
        assertThat(browser.post(other + "/close", "why", "").status()).isEqualTo(422);
        assertThat(browser.post(other + "/close", "why", "実機がまだない").status()).isEqualTo(302);
        assertThat(browser.get(other).text()).contains("実機がまだない", "この場ではできませんでした");
        assertThat(browser.get(HERE).text()).contains("この場ではできない");
        assertThat(facts()).isEmpty();
    }

    @Test
    void passwordsOnLabelsAreComparedAndNotKept() {
        products.addItem(camera, "login", "管理画面", "", quality);
        String record = begun("labels", "item", "login-1");
        String page = browser.get(record + "/compare").html();
        assertThat(page).contains("name=\"labels-password-2\"", "name=\"labels-told-2\"");
        Page alone = browser.post(record + "/compare", "seen", "0", "labels-password-1", "kT9vQ2mXhN7c", "lots", "1台");
        assertThat(alone.status()).isEqualTo(422);
        assertThat(alone.text()).contains("2台から6台までのパスワードを入力してください");
        assertThat(alone.html()).doesNotContain("kT9vQ2mXhN7c");

        note(
                record,
                "compare",
                "labels-password-1",
                "kT9vQ2mXhN7c",
                "labels-told-1",
                "S/N A0001",
                "labels-password-2",
                "Wp4rZ8bLyE",
                "labels-told-2",
                "S/N A0002",
                "lots",
                "A0001\nA0002");
        assertThat(browser.get(record + "/compare").text()).contains("2台のパスワードはすべて違い", "最短 10文字");
        assertThat(browser.post(record + "/compare", "seen", "1", "lots", "A0001と\nA0002")
                        .status())
                .as("said again without the labels, the comparison stays")
                .isEqualTo(302);
        assertThat(browser.post(record + "/finish").status()).isEqualTo(302);
        assertThat(facts())
                .containsOnly(
                        Map.entry("login.password.default[login-1]", "unique"),
                        Map.entry("login.password.length[login-1]", "10"));
        assertThat(jdbc.sql("SELECT string_agg(notes::text, '') FROM procedure_step")
                        .query(String.class)
                        .single())
                .doesNotContain("kT9vQ2mXhN7c", "Wp4rZ8bLyE", "S/N");
        assertThat(jdbc.sql("SELECT string_agg(body::text, '') FROM ledger_outbox")
                        .query(String.class)
                        .single())
                .doesNotContain("kT9vQ2mXhN7c");

        clock.advance(Duration.ofMinutes(1));
        String again = begun("labels", "item", "login-1");
        note(
                again,
                "compare",
                "labels-password-1",
                "A0001234",
                "labels-told-1",
                "S/N CAM-A0001234",
                "labels-password-2",
                "Wp4rZ8bLyE",
                "lots",
                "A0001");
        browser.post(again + "/finish");
        assertThat(facts()).containsEntry("login.password.made[login-1]", "derived");
    }

    @Test
    void whatDependsOnAnotherAnswerSaysOnWhich() {
        String record = begun("model");
        assertThat(browser.get(record + "/body").html()).contains("data-if=\"body=yes\"", "前の答えが当てはまるときに記録します");
    }

    @Test
    void checksGoAlongWhenTheSeriesGoesToAnotherInstallation() {
        String ended = begun("power");
        power(ended, "2.4.1");
        browser.post(ended + "/finish");
        String half = begun("model");
        assertThat(browser.upload(
                                half + "/body",
                                "photo-body",
                                "label.png",
                                PHOTO,
                                "seen",
                                "0",
                                "body",
                                "yes",
                                "number-body",
                                "MC-210")
                        .status())
                .isEqualTo(302);
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
        assertThat(there.get(HERE).text()).contains("途中の検査", "1種類が終わって");
        String done = record("power");
        assertThat(there.get(done).text()).contains("電源を戻したあとのバージョン", "2.4.1", quality.name() + " (");
        assertThat(there.get(done).html()).contains("/evidence/T-");
        String goesOn = record("model");
        Browser bench = signedIn(person(Role.PSIRT));
        assertThat(bench.get(goesOn + "/body").html()).contains("label.png", "value=\"MC-210\"");
        assertThat(bench.get(bench.get(goesOn + "/body").find("href=\"(" + goesOn + "/files/[^\"]+)\""))
                        .status())
                .isEqualTo(200);
    }

    private String record(String procedure) {
        return HERE + "/records/"
                + jdbc.sql("SELECT id::text FROM procedure_execution WHERE procedure = ?")
                        .params(procedure)
                        .query(String.class)
                        .single();
    }

    @Test
    void aPhotographOfTheLabelShowsTheModelNumber() {
        String record = begun("model");
        String page = browser.get(record + "/body").html();
        assertThat(page).contains("accept=\"image/*\"", "capture=\"environment\"");
        Page refused = browser.upload(
                record + "/body",
                "photo-body",
                "note.txt",
                "text".getBytes(StandardCharsets.UTF_8),
                "seen",
                "0",
                "body",
                "yes",
                "number-body",
                "MC-210");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("「note.txt」は写真ではありません");
        Page taken = browser.upload(
                record + "/body",
                "photo-body",
                "label.png",
                PHOTO,
                "seen",
                "1",
                "body",
                "yes",
                "number-body",
                "MC-210");
        assertThat(taken.status()).as(taken.text()).isEqualTo(302);
        String link = browser.get(record + "/body").find("href=\"(" + record + "/files/[^\"]+)\"");
        assertThat(browser.get(link).status()).isEqualTo(200);
        note(record, "screen", "screen", "no");
        note(record, "software", "software", "no");
        note(record, "box", "box", "yes");
        browser.post(record + "/finish");

        assertThat(facts(new Subject(Subject.Kind.PRODUCT, camera.id())))
                .containsOnly(Map.entry("model.shown", "body\npackage"));
        assertThat(verdict("S1.1-10")).isEqualTo(VerdictState.EXPECTED);
        String kinds = jdbc.sql("SELECT kind FROM evidence ORDER BY kind").query(String.class).list().stream()
                .collect(Collectors.joining(" "));
        assertThat(kinds).isEqualTo("photo test");
        assertThat(browser.get(record).text()).contains("P-", "T-");
    }

    @Test
    void functionsThatAToolListedAreTiedToTheRegister() {
        String record = begun("bluetooth");
        note(record, "scan", "how", "bluetoothctl", "any", "found", "whole", "yes");
        Page wrong = browser.post(record + "/services", "seen", "0", "output", "command not found");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("読み取れる行がありません");
        note(record, "services", "output", """
                        Device AA:BB:CC:DD:EE:FF (public)
                        \tConnected: yes
                        \tUUID: Battery Service           (0000180f-0000-1000-8000-00805f9b34fb)
                        """);
        assertThat(browser.get(record + "/ties").text()).contains("Battery Service (180f)", "登録にない(加える)");
        note(record, "ties", "ties-1", "new");
        browser.post(record + "/finish");

        assertThat(facts()).containsOnly(Map.entry("bluetooth.profiles", "bluetooth-1"));
        assertThat(products.items(camera.id(), "bluetooth"))
                .extracting(i -> i.name())
                .containsExactly("Battery Service (180f)");
    }

    @Test
    void aMarkerThatIsFoundInTheCopyOfTheStorageIsSaidAndDecides() {
        String record = begun("erase");
        note(record, "versions", "factory", "2.0.0", "version", "2.4.1");
        note(
                record,
                "fill",
                "data-stored",
                "yes",
                "data-what",
                "録画",
                "settings-stored",
                "no",
                "credentials-stored",
                "no",
                "card-stored",
                "no",
                "cloud-stored",
                "no");
        note(record, "dump", "marker", "SHISA-MARK-4K7Q");
        note(record, "erase", "who", "user", "how", "マニュアル12ページ");
        Page sent = browser.upload(
                record + "/after",
                "dump-after",
                "flash.bin",
                "flash ... SHISA-MARK-4K7Q ...".getBytes(StandardCharsets.UTF_8),
                "seen",
                "0",
                "data-gone",
                "yes",
                "version-after",
                "2.4.1");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        assertThat(browser.get(record + "/after").text()).contains("目印「SHISA-MARK-4K7Q」が見つかりました");
        browser.post(record + "/finish");

        assertThat(facts()).containsOnly(Map.entry("erase.data", "no"), Map.entry("erase.version", "kept"));
    }

    @Test
    void whatIsMissingToBeginIsSaidAndNothingIsStored() {
        Page refused = browser.post(HERE + "/power", "release", release().toString(), "model", "X", "unit", "");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("製造番号を", "型番を選んでください", "印を付けてください");
        assertThat(browser.get(HERE + "/first").text()).contains("登録内容に、検査の対象がまだありません");
        assertThat(begin(browser, "first").status())
                .as("without a log-in to examine")
                .isEqualTo(422);
        assertThat(browser.get(HERE + "/other").status()).isEqualTo(404);
        assertThat(count("procedure_execution")).isZero();
    }

    @Test
    void aPersonOfAnotherSeriesIsToldNothing() {
        String record = begun("power");
        Series other = products.create(new NewSeries("XX-1", "別", "ルーター", "", List.of("XX-1"), "1.0"), quality);
        Browser stranger = signedIn(person(Set.of(other.id()), Role.QUALITY));
        for (String path : List.of(HERE, HERE + "/power", record, record + "/before", HERE + ".csv")) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(stranger.post(record + "/finish").status()).isEqualTo(404);
        assertThat(stranger.get(record.replace("MC-200", "XX-1")).status()).isEqualTo(404);
    }

    @Test
    void aProgramDoesTheSame() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        assertThat(api.get("/api/v1/procedures").json().path("items").size()).isEqualTo(11);
        Api.Answer begun = api.post("/api/v1/series/MC-200/procedures", """
                {"procedure": "power", "release": "2.4.1", "model": "MC-210", "unit": "SN-1", "firmware": "2.4.1"}""");
        assertThat(begun.status()).isEqualTo(201);
        String path = "/api/v1/series/MC-200/procedures/"
                + begun.json().path("execution").path("id").asString();
        assertThat(api.put(
                                path + "/steps/before",
                                "{\"notes\": [{\"field\": \"values\", \"value\": \"maybe\"}]}",
                                "If-Match",
                                "\"0\"")
                        .status())
                .isEqualTo(422);
        api.put(path + "/steps/before", """
                {"notes": [{"field": "factory", "value": "2.0"}, {"field": "version", "value": "2.4.1"},
                  {"field": "values", "value": "no"}]}""", "If-Match", "\"0\"");
        assertThat(api.put(path + "/steps/before", "{\"notes\": []}", "If-Match", "\"0\"")
                        .status())
                .isEqualTo(412);
        api.put(
                path + "/steps/power",
                "{\"notes\": [{\"field\": \"version-power\", \"value\": \"2.4.1\"}]}",
                "If-Match",
                "\"0\"");
        assertThat(api.post(path + "/finish", "").status()).isEqualTo(422);
        assertThat(api.upload(path + "/files?field=photo-network&fileName=a.png", PHOTO)
                        .status())
                .isEqualTo(201);
        String file = api.get(path).json().path("files").path(0).path("id").asString();
        assertThat(api.get(path + "/files/" + file).status()).isEqualTo(200);
        assertThat(api.delete(path + "/files/" + file).status()).isEqualTo(200);
        Api.Answer noted = api.put(
                path + "/steps/network",
                "{\"notes\": [{\"field\": \"version-network\", \"value\": \"2.4.1\"}]}",
                "If-Match",
                "\"0\"");
        assertThat(noted.json().path("decided").path(0).path("key").asString()).isEqualTo("power.software");
        Api.Answer done = api.post(path + "/finish", "");
        assertThat(done.json().path("execution").path("state").asString()).isEqualTo("done");
        assertThat(facts()).containsOnly(Map.entry("power.software", "kept"));
        assertThat(api.post(path + "/close", "{\"reason\": \"x\"}").status()).isEqualTo(409);
        assertThat(api.get("/api/v1/series/MC-200/procedures")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }
}
