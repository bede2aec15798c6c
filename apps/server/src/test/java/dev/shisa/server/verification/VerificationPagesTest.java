package dev.shisa.server.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.scan.TestScans;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A plan is made, results need evidence and environment, and facts follow only when all of it is settled. */
class VerificationPagesTest extends ServerTest {

    private static final String HERE = "/products/MC-200/verification";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Answers answers;

    @Autowired
    private Verifications verifications;

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

    private Release release() {
        return products.releases(camera.id()).stream()
                .filter(r -> r.name().equals("2.4.1"))
                .findFirst()
                .orElseThrow();
    }

    private String today() {
        return LocalDate.ofInstant(clock.instant(), dev.shisa.server.platform.web.Ui.ZONE)
                .toString();
    }

    /** Registers an environment and returns the id of its version. */
    private String environment() {
        Page sent = browser.post(
                "/organisation/environments",
                "name",
                "検証室A",
                "place",
                "own",
                "version",
                "2026-11",
                "tools",
                "Nmap 7.95\nWireshark 4.4");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        return jdbc.sql("SELECT id::text FROM verification_environment ORDER BY changed_at DESC, id DESC LIMIT 1")
                .query(String.class)
                .single();
    }

    /** Adds an item and returns its address. */
    private String item(String phase, String kind, String title, String... more) {
        List<String> fields = new ArrayList<>(
                List.of("phase", phase, "kind", kind, "title", title, "method", "試験仕様書 第2版", "applies", "every"));
        for (int i = 0; i < more.length; i += 2) {
            int at = fields.indexOf(more[i]);
            if (at < 0) {
                fields.addAll(List.of(more[i], more[i + 1]));
            } else {
                fields.set(at + 1, more[i + 1]);
            }
        }
        Page sent = browser.post(HERE + "/new", fields.toArray(new String[0]));
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        return sent.location().replaceFirst("\\?.*", "");
    }

    private Page record(String item, String environment, String outcome, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "release",
                release().id().toString(),
                "outcome",
                outcome,
                "on",
                today(),
                "by",
                "検証 花子",
                "examined",
                "ビルド 42",
                "environment",
                environment));
        fields.addAll(List.of(more));
        return browser.upload(
                item + "/results",
                "file",
                "report.txt",
                ("report " + outcome).getBytes(StandardCharsets.UTF_8),
                fields.toArray(new String[0]));
    }

    private void passed(String item, String environment) {
        Page sent = record(item, environment, "passed");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
    }

    /** The facts about the product that stand and that this package states. */
    private Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        for (FactEntry entry : evidence.entries(List.of(new Subject(Subject.Kind.PRODUCT, camera.id())))) {
            if (entry.isStanding()) {
                facts.put(entry.fact().slot().toString(), entry.fact().value().canonical());
            }
        }
        return facts;
    }

    private void answer(String key, Value value, String detail) {
        answers.record(
                camera,
                "申告",
                List.of(new Answers.Given(Slot.of(key, ""), value, detail)),
                null,
                new Answers.Answerer(quality, quality.name(), "page"),
                "");
    }

    private List<String> wholePlan() {
        return List.of(
                item("design", "documents", "設計書のレビュー"),
                item("development", "coding", "静的解析"),
                item("verification", "software", "ソフトウェアの試験"),
                item("verification", "system", "システムの試験"),
                item("before-release", "vulnerabilities", "脆弱性の検査"));
    }

    @Test
    void aPlanBeginsWithProposalsThatNameTheirGround() {
        Page empty = browser.get(HERE);
        assertThat(empty.text()).contains("検証計画は、まだありません", "設計書のレビュー(ハードウェア)", "002 対策5は、設計・開発の段階で文書レビューを求めています");
        assertThat(empty.text()).as("no service is registered").doesNotContain("登録内容にサービスが");

        assertThat(browser.post(HERE + "/proposals").status()).isEqualTo(422);
        assertThat(browser.post(HERE + "/proposals", "proposal", "design-review", "proposal", "software")
                        .status())
                .isEqualTo(302);

        Page plan = browser.get(HERE);
        assertThat(plan.text()).contains("設計書のレビュー(攻撃されうる箇所)", "結果がない", "バージョン2.4.1は、まだ出荷できません");
        assertThat(verifications.whole(camera).current()).hasSize(2);
        assertThat(acts()).contains("verification.add");
        assertThat(browser.get(HERE + ".csv").text()).contains("ソフトウェアの検証", "結果がない");
        assertThat(browser.english().get(HERE).text()).contains("Version 2.4.1 may not be shipped yet");
    }

    @Test
    void aResultWithoutEnvironmentVersionOrEvidenceIsRejected() {
        String item = item("verification", "software", "試験");
        String environment = environment();

        Page without = record(item, "", "passed");
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.text()).contains("環境の版が分からない結果は記録できません");
        Page bare = browser.post(
                item + "/results",
                "release",
                release().id().toString(),
                "outcome",
                "passed",
                "on",
                today(),
                "by",
                "花子",
                "examined",
                "x",
                "environment",
                environment);
        assertThat(bare.status()).isEqualTo(422);
        assertThat(bare.text()).contains("結果のファイルを選ぶか、エビデンスの番号を入れてください");
        assertThat(record(item, environment, "").text()).contains("結果を選んでください");
        assertThat(record(item, environment, "failed").text()).contains("入力してください", "2026-11-20のように");
        assertThat(count("verification_result")).isZero();

        passed(item, environment);
        assertThat(browser.get(item).text()).contains("合格", "検証室A 2026-11", "ビルド 42");
    }

    @Test
    void evidenceOfAnotherVersionOrAWithdrawnScanIsNoResult() {
        String item = item("before-release", "vulnerabilities", "検査");
        String environment = environment();
        Page taken = browser.upload(
                "/products/MC-200/scans",
                "file",
                "camera.nessus",
                TestScans.nessus(clock.instant().minus(Duration.ofDays(1))),
                "release",
                release().id().toString(),
                "model",
                "MC-210",
                "by",
                "花子");
        assertThat(taken.status()).as(taken.text()).isEqualTo(302);
        String code = jdbc.sql("SELECT e.code FROM evidence e JOIN scan_import s ON s.evidence_id = e.id")
                .query(String.class)
                .single();
        Release later = products.addRelease(camera, "3.0", null, "", release().id(), quality);

        assertThat(linked(item, environment, later, code).text()).contains("バージョン3.0のエビデンスではありません");
        assertThat(linked(item, environment, release(), "T-99999").text()).contains("エビデンスはありません");
        assertThat(linked(item, environment, release(), code).status()).isEqualTo(302);
        assertThat(browser.get(item).text()).contains(code);
        assertThat(whole().state(whole().current().getFirst(), release().id())).isEqualTo(Whole.State.PASSED);

        browser.post(taken.location().replaceFirst("\\?.*", "") + "/withdraw", "why", "別の製品だった");
        assertThat(whole().state(whole().current().getFirst(), release().id())).isEqualTo(Whole.State.GONE);
        assertThat(linked(item, environment, release(), code).text()).contains("取り消されたか期限を過ぎています");
    }

    private Whole whole() {
        return verifications.whole(products.byId(camera.id()).orElseThrow());
    }

    private Page linked(String item, String environment, Release release, String code) {
        return browser.post(
                item + "/results",
                "release",
                release.id().toString(),
                "outcome",
                "passed",
                "on",
                today(),
                "by",
                "花子",
                "examined",
                "出荷用ファームウェア",
                "environment",
                environment,
                "evidence",
                code);
    }

    @Test
    void factsFollowOnlyFromTheWholePlanAndAreTakenBackWithItsParts() {
        String environment = environment();
        List<String> plan = wholePlan();
        for (String item : plan.subList(0, 4)) {
            passed(item, environment);
            assertThat(facts()).as("a part says nothing").isEmpty();
        }
        passed(plan.get(4), environment);

        assertThat(facts())
                .containsEntry(
                        "verification.done",
                        Value.words("documents", "coding", "software", "system").canonical())
                .containsEntry("verification.improved", Value.word("closed").canonical())
                .containsEntry("design.review", Value.word("recorded").canonical())
                .doesNotContainKeys("verification.outside", "verification.major", "verification.plan")
                .hasSize(3);
        assertThat(evidence.entries(List.of(new Subject(Subject.Kind.PRODUCT, camera.id()))))
                .as("somebody else confirms them")
                .allMatch(FactEntry::isWaiting);
        // The question of an outside provider keeps the gate closed by itself.
        assertThat(browser.get(HERE).text()).contains("まだ出荷できません", "外部の検証が要るかどうかは、まだ分かりません");

        clock.advance(Duration.ofMinutes(1));
        Page failed = record(
                plan.get(2),
                environment,
                "failed",
                "remarks",
                "止まった",
                "action",
                "直す",
                "actionWho",
                "開発 太郎",
                "actionDue",
                today());
        assertThat(failed.status()).as(failed.text()).isEqualTo(302);
        assertThat(facts()).as("what was concluded does not hold any more").isEmpty();
        assertThat(browser.get("/").text()).contains("「ソフトウェアの試験」の不合格に対応し、もう一度確かめます");
        assertThat(record(plan.get(2), environment, "omitted", "remarks", "やめる").text())
                .contains("不合格なので、行わないことにはできません");
        assertThat(browser.post(plan.get(2) + "/remove", "number", "1", "why", "やめる")
                        .text())
                .contains("計画から外せません");

        clock.advance(Duration.ofMinutes(1));
        passed(plan.get(2), environment);
        assertThat(facts()).hasSize(3);
        assertThat(browser.get("/").text()).doesNotContain("もう一度確かめます");

        clock.advance(Duration.ofMinutes(1));
        String result = jdbc.sql("SELECT id::text FROM verification_result ORDER BY recorded_at DESC LIMIT 1")
                .query(String.class)
                .single();
        assertThat(browser.post(HERE + "/results/" + result + "/withdraw", "why", "")
                        .status())
                .isEqualTo(422);
        assertThat(browser.post(HERE + "/results/" + result + "/withdraw", "why", "取り違えた")
                        .status())
                .isEqualTo(302);
        assertThat(facts()).as("the failure counts again").isEmpty();
        assertThat(browser.get(plan.get(2)).text()).contains("取り違えた");
    }

    @Test
    void thePlanGoesAlongWithItsSeriesAndItsFactsAreTakenBackThereToo() {
        String environment = environment();
        List<String> plan = wholePlan();
        plan.forEach(item -> passed(item, environment));
        String extra = item("verification", "ports", "ポートの検査");
        assertThat(browser.post(extra + "/remove", "number", "1", "why", "対象外").status())
                .isEqualTo(302);
        assertThat(browser.post(HERE + "/plan").status()).isEqualTo(302);
        clock.advance(Duration.ofMinutes(1));
        passed(plan.get(2), environment);
        String result = jdbc.sql("SELECT id::text FROM verification_result ORDER BY recorded_at DESC LIMIT 1")
                .query(String.class)
                .single();
        assertThat(browser.post(HERE + "/results/" + result + "/withdraw", "why", "取り違えた")
                        .status())
                .isEqualTo(302);
        Map<String, String> facts = facts();
        assertThat(facts).containsKeys("verification.done", "verification.plan");
        byte[] file = api(quality, Set.of(Act.VIEW, Act.TAKE_PACK))
                .get("/api/v1/series/MC-200/series.zip")
                .bytes();

        emptyDatabase();
        Person owner = person(Role.OWNER);
        Api.Answer brought = api(owner, Set.of(Act.VIEW, Act.IMPORT_SERIES))
                .upload("/api/v1/series-imports?takesOver=true&company=true", file);
        assertThat(brought.status()).as(brought.toString()).isEqualTo(200);
        assertThat(brought.json().path("differing").size()).isZero();
        camera = products.require("MC-200", owner);
        browser = signedIn(owner);
        assertThat(facts()).isEqualTo(facts);
        Whole whole = verifications.whole(camera);
        assertThat(whole.current()).hasSize(5);
        assertThat(whole.items()).as("what was taken out is still known").hasSize(6);
        assertThat(whole.results()).as("what was withdrawn does not count").hasSize(5);
        assertThat(verifications.issued(camera, whole).changed()).isFalse();
        assertThat(browser.get("/organisation/environments").text())
                .as("nobody here has that environment")
                .contains("使っている検証環境はありません", "検証室A");

        String software = whole.current().stream()
                .filter(i -> i.content().title().equals("ソフトウェアの試験"))
                .map(i -> HERE + "/items/" + i.item())
                .findFirst()
                .orElseThrow();
        assertThat(browser.get(software).text()).contains(quality.name() + " (", "検証室A", "取り違えた");
        browser = signedIn(person(Role.QUALITY));
        String there = environment();
        clock.advance(Duration.ofMinutes(1));
        Page failed = record(
                software,
                there,
                "failed",
                "remarks",
                "止まった",
                "action",
                "直す",
                "actionWho",
                "開発 太郎",
                "actionDue",
                today());
        assertThat(failed.status()).as(failed.text()).isEqualTo(302);
        assertThat(facts())
                .as("what was concluded there does not hold any more")
                .containsOnlyKeys("verification.plan");
    }

    @Test
    void anotherDesignatedReleaseAndWithdrawnEvidenceTakeTheFactsBack() {
        String environment = environment();
        wholePlan().forEach(item -> passed(item, environment));
        assertThat(facts()).isNotEmpty();
        Release next = products.addRelease(camera, "3.0", null, "", release().id(), quality);

        products.designate(camera, next.id(), quality);

        assertThat(facts()).isEmpty();
        assertThat(browser.get(HERE).text()).contains("バージョン3.0は、まだ出荷できません");
    }

    @Test
    void whatWasLeftOutWithAReasonIsDecidedAgainstAndNeverDone() {
        String environment = environment();
        wholePlan().forEach(item -> passed(item, environment));
        String fuzzing = item("verification", "fuzzing", "ファジング");
        assertThat(facts()).as("an item more is open").isEmpty();

        Page nothing = record(fuzzing, "", "omitted");
        assertThat(nothing.status()).isEqualTo(422);
        Page sent = record(fuzzing, "", "omitted", "remarks", "通信の口がない");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);

        assertThat(facts())
                .containsEntry("verification.rejected", Value.words("fuzzing").canonical());
        assertThat(facts().get("verification.done")).doesNotContain("fuzzing");
    }

    @Test
    void aReviewIsDecidedByTheAnswersToItsPoints() {
        String environment = environment();
        String item = item("design", "documents", "設計書のレビュー", "checklist", "hardware");
        assertThat(browser.get(item).text()).contains("デバッグ用の端子", "点検項目: ハードウェア");
        Page nothing = record(item, environment, "");
        assertThat(nothing.status()).isEqualTo(422);
        assertThat(nothing.text()).contains("どれか1つを選んでください");

        List<String> all = new ArrayList<>();
        for (String point : List.of("debug", "interfaces", "inside", "capacity", "support", "power", "erase")) {
            all.addAll(List.of("point-" + point, "met"));
        }
        List<String> one = new ArrayList<>(all);
        one.set(1, "finding");
        assertThat(record(item, environment, "", one.toArray(new String[0])).text())
                .contains("指摘の内容か、当てはまらない理由を書いてください");
        one.addAll(List.of("note-debug", "UARTが残る", "action", "外す", "actionWho", "太郎", "actionDue", today()));
        Page failed = record(item, environment, "passed", one.toArray(new String[0]));
        assertThat(failed.status()).as(failed.text()).isEqualTo(302);
        assertThat(whole().failed())
                .as("a finding is a failure, whatever was said")
                .hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(record(item, environment, "", all.toArray(new String[0])).status())
                .isEqualTo(302);
        assertThat(whole().failed()).isEmpty();
        assertThat(whole().state(whole().current().getFirst(), release().id())).isEqualTo(Whole.State.PASSED);
    }

    @Test
    void aHighImpactProductWithoutOutsideCheckWarnsUntilItHasOne() {
        String environment = environment();
        wholePlan().forEach(item -> passed(item, environment));
        answer("verification.impact", Value.words("liability"), "顔が写る");
        assertThat(browser.get(HERE).text()).contains("外部の事業者による検証が要りますが、まだ合格がありません", "インシデントの影響が大きい製品です");
        assertThat(browser.get("/").text()).contains("外部の検証が要ります");
        assertThat(browser.get(HERE + "/orders").text())
                .contains("この製品には、外部の事業者による検証が要ります", "自社の多大な賠償や法的な責任", "リスクがなくなるわけではありません");

        String outside = item("before-release", "outside", "外部の検証");
        assertThat(record(outside, environment, "passed").text()).contains("外部への依頼の記録がありません");
        assertThat(browser.post(HERE + "/orders", "provider", "").status()).isEqualTo(422);
        Page ordered = browser.post(
                HERE + "/orders",
                "provider",
                "検証株式会社",
                "release",
                release().id().toString(),
                "orderedOn",
                today(),
                "listedOn",
                today(),
                "handling",
                "試作機は返却",
                "secrecy",
                "秘密保持契約");
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(302);
        assertThat(browser.get(HERE + "/orders").text()).contains("検証株式会社", "決めていません", "結果を待っている");
        assertThat(browser.get(HERE + "/orders.csv").text()).contains("検証株式会社", "試作機は返却");
        passed(outside, environment);

        assertThat(facts())
                .containsEntry("verification.outside", Value.word("done").canonical())
                .containsEntry(
                        "verification.agreed",
                        Value.words("handling", "secrecy").canonical());
        Page gate = browser.get(HERE + "/gates/" + release().id());
        assertThat(gate.text()).contains("検証の面では出荷できます", "リスクがなくなるわけではありません");
        assertThat(api(quality, Set.of(Act.VIEW))
                        .get("/api/v1/shipments/may?series=MC-200&release=2.4.1")
                        .text())
                .contains("{\"ground\":\"verification\",\"may\":\"yes\"");
        assertThat(browser.get("/").text()).doesNotContain("外部の検証が要ります");
        String order = jdbc.sql("SELECT id::text FROM verification_order")
                .query(String.class)
                .single();
        assertThat(browser.post(HERE + "/orders/" + order + "/cancel", "why", "x")
                        .text())
                .contains("取り消せません");
    }

    @Test
    void aMajorReleaseWithoutItsRunIsClosed() {
        String environment = environment();
        List<String> plan = wholePlan();
        plan.forEach(item -> passed(item, environment));
        Release next = products.addRelease(camera, "3.0", null, "", release().id(), quality);
        String gate = HERE + "/gates/" + next.id();
        assertThat(browser.get(gate).text()).contains("まだ答えがないので、メジャーバージョンとして扱います", "「設計書のレビュー」の結果がありません");

        assertThat(browser.post(gate, "major", "major").status()).isEqualTo(422);
        assertThat(browser.post(gate, "major", "major", "reason", "画面を作り直した").status())
                .isEqualTo(302);
        assertThat(browser.get(gate).text()).contains("画面を作り直した", "まだ出荷できません");
        assertThat(browser.post(HERE + "/gates/" + release().id(), "major", "minor", "reason", "x")
                        .text())
                .contains("最初のバージョンとして扱います");
        assertThat(facts()).doesNotContainKey("verification.major");

        products.designate(camera, next.id(), quality);
        for (String item : plan) {
            Page sent = browser.upload(
                    item + "/results",
                    "file",
                    "r.txt",
                    "again".getBytes(StandardCharsets.UTF_8),
                    "release",
                    next.id().toString(),
                    "outcome",
                    "passed",
                    "on",
                    today(),
                    "by",
                    "花子",
                    "examined",
                    "3.0",
                    "environment",
                    environment);
            assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        }
        assertThat(facts())
                .containsEntry("verification.major", Value.word("each").canonical());
    }

    @Test
    void thePlanIsPutDownAsADocumentOnceForEachChange() {
        item("design", "documents", "設計書のレビュー");
        assertThat(browser.post(HERE + "/plan").text()).contains("そろっていません");
        String item = item("verification", "software", "試験");
        assertThat(browser.post(HERE + "/plan").status()).isEqualTo(302);
        assertThat(facts())
                .containsEntry("verification.plan", Value.word("documented").canonical());
        assertThat(browser.get(HERE).text()).contains("今の計画は、第1版のとおりです");
        assertThat(browser.post(HERE + "/plan").text()).contains("第1版と同じです");

        Page revised = browser.post(
                item,
                "number",
                "1",
                "phase",
                "verification",
                "kind",
                "software",
                "title",
                "試験",
                "method",
                "試験仕様書 第3版",
                "applies",
                "every",
                "reason",
                "仕様書を改めた");
        assertThat(revised.status()).as(revised.text()).isEqualTo(302);
        assertThat(browser.get(item).text()).contains("仕様書を改めた", "変えた: 試験");
        assertThat(browser.post(
                                item,
                                "number",
                                "1",
                                "phase",
                                "verification",
                                "kind",
                                "software",
                                "title",
                                "x",
                                "method",
                                "x",
                                "applies",
                                "every",
                                "reason",
                                "y")
                        .text())
                .contains("ほかの人が先に変えました");
        assertThat(browser.get(HERE).text()).contains("第1版のあとに、計画が変わっています");
        assertThat(browser.post(HERE + "/plan").status()).isEqualTo(302);
        assertThat(count("verification_edition")).isEqualTo(2);
    }

    @Test
    void anItemThatMakesNoSenseIsRefusedAndNothingTypedIsLost() {
        Page page = browser.post(
                HERE + "/new",
                "title",
                "定期検査",
                "phase",
                "after-release",
                "kind",
                "system",
                "method",
                "手順書",
                "applies",
                "every");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("出荷後の項目は「定期的に」を");
        assertThat(page.html()).contains("定期検査");
        Page without = browser.post(HERE + "/new");
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.text()).contains("1つ選んでください");
        String item = item("after-release", "vulnerabilities", "定期検査", "applies", "regular", "months", "6");
        assertThat(browser.get(item).text()).contains("6か月ごと");
        assertThat(browser.get("/products/MC-200/verification/items/" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void environmentsAreRenewedRetiredAndRecorded() {
        String version = environment();
        String one = "/organisation/environments/" + version;
        assertThat(browser.get("/organisation/environments").text()).contains("使っている検証環境は1件です", "Nmap 7.95");
        assertThat(browser.post("/organisation/environments", "name", "x").status())
                .isEqualTo(422);
        assertThat(browser.post("/organisation/environments/record").status()).isEqualTo(302);
        Subject organisation = products.organisation();
        assertThat(evidence.history(organisation, Slot.of("verification.environment", "")))
                .singleElement()
                .satisfies(f -> assertThat(f.fact().value()).isEqualTo(Value.word("own")));

        Page revised = browser.post(
                one,
                "number",
                "1",
                "name",
                "検証室A",
                "place",
                "own",
                "version",
                "2026-12",
                "tools",
                "Nmap 7.96",
                "renewOn",
                "2020-01-01",
                "reason",
                "ツールを更新した");
        assertThat(revised.status()).as(revised.text()).isEqualTo(302);
        assertThat(browser.get(one).text()).contains("2026-12", "Nmap 7.96", "ツールを更新した", "見直しの日を過ぎた");
        assertThat(browser.get("/").text()).contains("検証環境「検証室A」を見直します");
        assertThat(browser.get("/organisation/environments.csv").text()).contains("Nmap 7.96");

        assertThat(browser.post(one + "/retire", "number", "2", "why", "移転した").status())
                .isEqualTo(302);
        assertThat(environmentSaid())
                .as("none is left")
                .hasValueSatisfying(
                        f -> assertThat(f.isExpired(clock.instant())).isTrue());
        clock.advance(Duration.ofDays(2));
        browser = signedIn(quality);
        String item = item("verification", "software", "試験");
        assertThat(record(item, version, "passed").text()).contains("その日にはもう使われていません");
        assertThat(browser.post(
                                one, "number", "3", "name", "x", "place", "own", "version", "y", "tools", "z", "reason",
                                "r")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whatTheListOfEnvironmentsShowsFollowsThem() {
        Slot slot = Slot.of("verification.environment", "");
        answers.record(
                camera,
                "申告",
                List.of(new Answers.Given(slot, Value.word("own"), "")),
                null,
                new Answers.Answerer(quality, quality.name(), "page"),
                "");
        String one = "/organisation/environments/" + environment();
        assertThat(browser.post("/organisation/environments/record").status()).isEqualTo(302);
        assertThat(environmentSaid())
                .hasValueSatisfying(f -> assertThat(f.fact().validUntil()).isNull());

        LocalDate day = LocalDate.ofInstant(clock.instant(), Ui.ZONE).plusDays(30);
        assertThat(renewed(one, 1, day).status()).isEqualTo(302);
        String code = jdbc.sql(
                        "SELECT e.code FROM evidence e JOIN verification_inventory i ON i.evidence_id = e.id ORDER BY e.id DESC LIMIT 1")
                .query(String.class)
                .single();
        assertThat(browser.get("/evidence/" + code).text()).contains("もとになった記録", "検証環境");
        assertThat(environmentSaid())
                .as("the day on which it has to be looked at again ends what it shows")
                .hasValueSatisfying(f -> assertThat(f.fact().validUntil())
                        .isEqualTo(day.plusDays(1).atStartOfDay(Ui.ZONE).toInstant()));
        clock.advance(Duration.ofDays(32));
        browser = signedIn(quality);
        assertThat(environmentSaid())
                .hasValueSatisfying(
                        f -> assertThat(f.isExpired(clock.instant())).isTrue());
        assertThat(browser.post("/organisation/environments/record").text()).contains("どれも見直しの日を過ぎています");

        assertThat(renewed(one, 2, day.plusDays(365)).status()).isEqualTo(302);
        assertThat(environmentSaid())
                .hasValueSatisfying(
                        f -> assertThat(f.isExpired(clock.instant())).isFalse());
        assertThat(browser.post(one + "/retire", "number", "3", "why", "移転した").status())
                .isEqualTo(302);
        assertThat(environmentSaid())
                .as("the answer of before does not come back")
                .hasValueSatisfying(
                        f -> assertThat(f.isExpired(clock.instant())).isTrue());
    }

    /** What stands about the environment. */
    private Optional<FactEntry> environmentSaid() {
        List<FactEntry> standing =
                evidence.history(products.organisation(), Slot.of("verification.environment", "")).stream()
                        .filter(FactEntry::isStanding)
                        .toList();
        assertThat(standing).hasSizeLessThan(2);
        return standing.stream().findFirst();
    }

    private Page renewed(String one, int number, LocalDate day) {
        return browser.post(
                one,
                "number",
                String.valueOf(number),
                "name",
                "検証室A",
                "place",
                "own",
                "version",
                "2026-" + number,
                "tools",
                "Nmap 7.96",
                "renewOn",
                day.toString(),
                "reason",
                "見直した");
    }

    @Test
    void whoIsLimitedToSomeSeriesUsesTheInventoryButDoesNotChangeIt() {
        String version = environment();
        Browser limited = signedIn(person(Set.of(camera.id()), Role.QUALITY));

        assertThat(limited.get("/organisation/environments").text())
                .contains("検証室A")
                .doesNotContain("検証環境を加える");
        assertThat(limited.post("/organisation/environments/" + version + "/retire", "number", "1", "why", "x")
                        .status())
                .isEqualTo(403);
        assertThat(limited.post("/organisation/environments/record").status()).isEqualTo(403);
    }

    @Test
    void aReviewInWhichNoPointAppliesIsNone() {
        String environment = environment();
        String item = item("design", "documents", "設計書のレビュー", "checklist", "hardware");
        List<String> all = new ArrayList<>();
        for (String point : List.of("debug", "interfaces", "inside", "capacity", "support", "power", "erase")) {
            all.addAll(List.of("point-" + point, "inapplicable", "note-" + point, "ソフトウェアだけの製品"));
        }

        Page page = record(item, environment, "", all.toArray(new String[0]));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("このレビューは行っていないことになります");
    }

    @Test
    void programsPlanRecordAndAskForTheGate() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.RESOLVE));
        String all = "/api/v1/series/MC-200/verification";
        Api.Answer environment = api.post("/api/v1/organisation/environments", """
                {"name": "検証室", "place": "own", "version": "1", "tools": "Nmap 7.95"}""");
        assertThat(environment.status()).as(environment.toString()).isEqualTo(201);
        String revision = environment.at("/revision");
        assertThat(api.get(all + "/proposals").json().path("items").size()).isGreaterThan(5);
        assertThat(api.post(all, """
                        {"phase": "after-release", "kind": "system", "title": "x", "method": "y", "applies": "every"}""").code()).isEqualTo("api.field");
        Api.Answer item = api.post(all, """
                {"phase": "design", "kind": "documents", "title": "レビュー", "method": "読む", "applies": "every",
                 "checklist": "hardware"}""");
        assertThat(item.status()).as(item.toString()).isEqualTo(201);
        String one = String.valueOf(item.header("Location"));
        assertThat(api.post(one + "/results", """
                        {"release": "2.4.1", "performedOn": "%s", "points": []}""".formatted(today())).code()).isEqualTo("api.field");
        StringBuilder points = new StringBuilder();
        api.get("/api/v1/verification-checklists").json().path("items").forEach(list -> {
            if (list.path("id").asString().equals("hardware")) {
                list.path("points")
                        .forEach(p -> points.append(points.isEmpty() ? "" : ",")
                                .append("{\"point\": \"")
                                .append(p.path("id").asString())
                                .append("\", \"judgement\": \"met\"}"));
            }
        });
        Api.Answer result = api.post(one + "/results", """
                {"release": "2.4.1", "performedOn": "%s", "examined": "設計書 3", "environment": "%s", "points": [%s]}""".formatted(today(), revision, points));
        assertThat(result.status()).as(result.toString()).isEqualTo(201);
        assertThat(result.at("/outcome")).isEqualTo("passed");
        assertThat(api.get(one).at("/state")).isEqualTo("passed");
        assertThat(api.get(all + "/gates").at("/items/0/open")).isEqualTo("false");
        assertThat(api.get(all + "/results").at("/items/0/evidence")).startsWith("T-");
        assertThat(api.put(all + "/gates/2.4.1", "{\"major\": false, \"reason\": \"x\"}")
                        .code())
                .isEqualTo("verification.first");
        String file = api.upload("/api/v1/files?fileName=nmap.xml", "<nmaprun/>".getBytes(StandardCharsets.UTF_8))
                .at("/id");
        Api.Answer ports = api.post(all, """
                {"phase": "verification", "kind": "ports", "title": "ポート", "method": "走査", "applies": "every"}""");
        String passed = """
                {"release": "2.4.1", "performedOn": "%s", "examined": "2.4.1", "environment": "%s", "outcome": "passed",
                 "file": "%s"}""".formatted(today(), revision, file);
        Api.Answer withFile = api.post(ports.header("Location") + "/results", passed);
        assertThat(withFile.status()).as(withFile.toString()).isEqualTo(201);
        assertThat(api.get("/api/v1/evidence/" + withFile.at("/evidence")).at("/file/fileName"))
                .isEqualTo("nmap.xml");
        assertThat(api.post(
                                one + "/results",
                                passed.replace("\"file\"", "\"points\": [%s], \"file\"".formatted(points)))
                        .toString())
                .as("a list of points is its own evidence")
                .contains("/file", "points");
        assertThat(api.post(
                                ports.header("Location") + "/results",
                                passed.replace(file, UUID.randomUUID().toString()))
                        .toString())
                .contains("アップロードは見つかりません");
        assertThat(api.post(ports.header("Location") + "/remove", "{\"reason\": \"要らない\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.post(all + "/orders", """
                        {"release": "2.4.1", "provider": "検証社", "orderedOn": "%s", "contract": "%s"}""".formatted(today(), file)).status())
                .isEqualTo(201);
        String order = api.get(all + "/orders").at("/items/0/id");
        assertThat(api.post(all + "/orders/" + order + "/cancel", "{\"reason\": \"誤り\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.post(all + "/results/" + result.at("/id") + "/withdraw", "{\"reason\": \"誤り\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(one).at("/state")).isEqualTo("open");
        assertThat(api.post(one + "/remove", "{\"reason\": \"要らない\"}").status()).isEqualTo(200);
        assertThat(api.get(all).json().path("items").size()).isZero();
        assertThat(api.post("/api/v1/organisation/environment-inventory", "{}").status())
                .isEqualTo(200);
    }
}
