package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Everything that a build server does with a product, from its creation to the pack that proves it. */
class ApiJourneyTest extends ServerTest {

    private Api quality = apiWith("");
    private Api executive = quality;

    @BeforeEach
    void aCamera() {
        emptyDatabase();
        quality = all(Role.QUALITY);
        executive = all(Role.EXECUTIVE);
        assertThat(quality.post("/api/v1/series", """
                        {"code": "MC-200", "name": "カメラ", "kind": "ネットワークカメラ", "models": ["MC-200W"],
                         "release": "2.4.1"}""").status()).isEqualTo(201);
    }

    private Api all(Role role) {
        Person person = person(role);
        Set<Act> acts = EnumSet.noneOf(Act.class);
        for (Act act : Act.values()) {
            if (!act.isOpen() && act != Act.OWN_ACCOUNT && person.can(act)) {
                acts.add(act);
            }
        }
        return api(person, acts);
    }

    private String upload(Api api, String name, String content) {
        Api.Answer sent = api.upload("/api/v1/files?fileName=" + name, content.getBytes(StandardCharsets.UTF_8));
        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        return sent.at("/id");
    }

    @Test
    void evidenceWithItsFactsChangesTheVerdictAndASecondPersonProvesIt() {
        Api.Answer items = quality.post("/api/v1/series/MC-200/register/login", "{\"names\": [\"管理画面\"]}");
        assertThat(items.status()).as(items.toString()).isEqualTo(201);
        assertThat(items.at("/items/0/code")).isEqualTo("login-1");

        JsonNode next = quality.get("/api/v1/series/MC-200/questions?framework=jcstar1&most=5")
                .json();
        assertThat(next.path("items").size()).isEqualTo(5);
        assertThat(next.at("/items/0/question").asString()).isNotBlank();

        Api.Answer answered = quality.post("/api/v1/series/MC-200/answers", """
                {"answers": [{"key": "login.password.default", "item": "login-1", "value": "unique"}]}""");
        assertThat(answered.status()).as(answered.toString()).isEqualTo(201);

        String file = upload(quality, "manual.txt", "初期パスワードは製品ごとに異なります。");
        Api.Answer added = quality.post("/api/v1/series/MC-200/evidence", """
                {"kind": "document", "title": "取扱説明書", "place": "3ページ", "file": "%s",
                 "facts": [{"key": "login.password.default", "item": "login-1", "value": "unique", "replaces": true}]}""".formatted(file));
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
        String code = added.at("/code");
        Api.Answer details = quality.get("/api/v1/evidence/" + code);
        assertThat(details.at("/evidence/via")).isEqualTo("api");
        assertThat(details.at("/evidence/series")).isEqualTo("MC-200");
        assertThat(details.at("/facts/0/strength")).isEqualTo("documented");
        assertThat(details.json().at("/facts/0/supersedes").size()).isEqualTo(1);
        assertThat(quality.get("/api/v1/evidence/" + code + "/file").text()).contains("製品ごとに異なります");

        assertThat(quality.post("/api/v1/evidence/" + code + "/confirm", "{}").code())
                .isEqualTo("evidence.confirm.own");
        Api.Answer confirmed = executive.post("/api/v1/evidence/" + code + "/confirm", "{\"note\": \"見ました\"}");
        assertThat(confirmed.json().path("facts").size()).isEqualTo(1);
        assertThat(executive.post("/api/v1/evidence/" + code + "/unconfirm", "").status())
                .isEqualTo(200);
        executive.post("/api/v1/evidence/" + code + "/confirm", "{}");

        JsonNode verdict =
                quality.get("/api/v1/series/MC-200/verdicts/jcstar1/S1.1-02").json();
        assertThat(verdict.at("/proof/facts").toString()).contains(details.at("/evidence/id"));
        assertThat(quality.get("/api/v1/series/MC-200/verdicts?framework=jcstar1")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(16);
        assertThat(quality.get("/api/v1/series/MC-200/board")
                        .json()
                        .at("/items/0/total")
                        .asInt())
                .isEqualTo(16);
        assertThat(quality.get("/api/v1/series/MC-200/verdicts/jcstar1/S1.1-02/history")
                        .json()
                        .path("items")
                        .size())
                .isPositive();
        assertThat(quality.get("/api/v1/boards/jcstar1").at("/items/0/series")).isEqualTo("MC-200");

        String fact = details.at("/facts/0/id");
        assertThat(quality.post("/api/v1/facts/" + fact + "/withdraw", "{\"reason\": \" \"}")
                        .code())
                .isEqualTo("evidence.withdraw.reason");
        Api.Answer withdrawn = quality.post("/api/v1/facts/" + fact + "/withdraw", "{\"reason\": \"版が違う\"}");
        assertThat(withdrawn.at("/withdrawn/reason")).isEqualTo("版が違う");
        assertThat(quality.get("/api/v1/facts/" + fact).json().path("standing").asBoolean())
                .isFalse();
    }

    @Test
    void whatTheVocabularyDoesNotAcceptIsNotRecorded() {
        String before = "{\"kind\": \"declaration\", \"title\": \"x\", \"statement\": \"y\", \"facts\": [";
        quality.post("/api/v1/series/MC-200/register/login", "{\"names\": [\"管理画面\"]}");
        int evidence = count("evidence");
        String[][] wrong = {
            {"{\"key\": \"no.such.key\", \"value\": true}", "api.field"},
            {"{\"key\": \"login.password.default\", \"item\": \"login-1\", \"value\": \"often\"}", "fact.not-a-choice"},
            {"{\"key\": \"login.password.default\", \"item\": \"login-9\", \"value\": \"unique\"}", "api.field"},
            {"{\"key\": \"login.password.default\", \"value\": \"unique\"}", "fact.item-missing"},
            {"{\"key\": \"login.password.default\", \"item\": \"login-1\", \"value\": 5}", "api.field"},
            {"{\"key\": \"login.mechanisms\", \"value\": [\"login-7\"]}", "api.field"},
        };
        for (String[] one : wrong) {
            assertThat(quality.post("/api/v1/series/MC-200/evidence", before + one[0] + "]}")
                            .code())
                    .as(one[0])
                    .isEqualTo(one[1]);
        }
        assertThat(quality.post("/api/v1/series/MC-200/evidence", """
                        {"kind": "document", "title": "x", "place": "1", "facts": []}""").at("/errors/0/field"))
                .isEqualTo("/file");
        assertThat(count("evidence")).isEqualTo(evidence);
    }

    @Test
    void factsThatDisagreeAreDecidedByAPerson() {
        quality.post("/api/v1/series/MC-200/register/login", "{\"names\": [\"管理画面\"]}");
        for (String value : new String[] {"unique", "shared"}) {
            String answer = quality.post("/api/v1/series/MC-200/evidence", """
                            {"kind": "declaration", "title": "x", "statement": "y", "facts": [
                              {"key": "login.password.default", "item": "login-1", "value": "%s"}]}""".formatted(value))
                    .toString();
            assertThat(answer).startsWith("201");
            clock.advance(Duration.ofSeconds(1));
        }
        JsonNode found =
                quality.get("/api/v1/series/MC-200/contradictions").json().path("items");
        assertThat(found.size()).isEqualTo(1);
        String first = found.at("/0/facts/0/id").asString();
        String second = found.at("/0/facts/1/id").asString();
        String decision = """
                {"key": "login.password.default", "item": "login-1", "seen": ["%s", "%s"], "holds": "%s",
                 "reason": "設計書による"}""";
        assertThat(quality.post("/api/v1/series/MC-200/contradictions/decide", decision.formatted(first, first, first))
                        .code())
                .isEqualTo("evidence.contradiction.changed");
        assertThat(quality.post(
                                "/api/v1/series/MC-200/contradictions/decide",
                                decision.formatted(first, second, second))
                        .status())
                .isEqualTo(200);
        assertThat(quality.get("/api/v1/series/MC-200/contradictions")
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void modelsReleasesImpactAndRegisterAreKept() {
        Api.Answer models = quality.post("/api/v1/series/MC-200/models", """
                {"models": [{"number": "MC-200B", "differences": "色"}]}""");
        String model = models.at("/items/0/id");
        assertThat(quality.put(
                                "/api/v1/series/MC-200/models/" + model,
                                "{\"number\": \"MC-200C\"}",
                                "If-Match",
                                "\"1\"")
                        .tag())
                .isEqualTo("\"2\"");
        assertThat(quality.delete("/api/v1/series/MC-200/models/" + model, "If-Match", "\"2\"")
                        .status())
                .isEqualTo(200);
        String first = quality.get("/api/v1/series/MC-200/releases").at("/items/0/id");
        Api.Answer release = quality.post("/api/v1/series/MC-200/releases", """
                {"name": "2.5.0", "releasedOn": "2026-11-01", "predecessor": "%s"}""".formatted(first));
        assertThat(release.status()).as(release.toString()).isEqualTo(201);
        String second = release.at("/id");
        assertThat(quality.post("/api/v1/series/MC-200/releases/" + second + "/designate", "")
                        .json()
                        .path("designated")
                        .asBoolean())
                .isTrue();
        assertThat(quality.post("/api/v1/series/MC-200/releases/" + second + "/impact", """
                        {"frameworks": ["jcstar1"], "touched": ["jcstar1/S9.9"], "reason": "x"}""")
                        .at("/errors/0/field"))
                .isEqualTo("/touched/0");
        Api.Answer signed = quality.post("/api/v1/series/MC-200/releases/" + second + "/impact", """
                        {"frameworks": [], "touched": ["jcstar1/S1.1-02"], "reason": "暗号化の変更"}""");
        assertThat(signed.status()).isEqualTo(201);
        assertThat(signed.json().path("counts").asBoolean(true))
                .as("one person alone")
                .isFalse();
        assertThat(quality.get("/api/v1/series/MC-200/releases/" + second + "/impact")
                        .at("/items/0/touched/0"))
                .isEqualTo("jcstar1/S1.1-02");

        quality.post("/api/v1/series/MC-200/register/login", "{\"names\": [\"管理画面\", \"SSH\"]}");
        JsonNode ssh =
                quality.get("/api/v1/series/MC-200/register/login").json().at("/items/1");
        String path = "/api/v1/series/MC-200/register/login/" + ssh.path("id").asString();
        Api.Answer renamed = quality.put(path, "{\"name\": \"保守用SSH\"}", "If-Match", "\"1\"");
        assertThat(renamed.at("/name")).isEqualTo("保守用SSH");
        assertThat(quality.delete(path, "If-Match", renamed.tag())
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(quality.get("/api/v1/series/MC-200/facts?key=login.mechanisms")
                        .json()
                        .path("items"))
                .filteredOn(fact -> fact.path("standing").asBoolean())
                .singleElement()
                .satisfies(
                        fact -> assertThat(fact.path("value")).singleElement().isNotEqualTo(ssh.path("code")));
        assertThat(quality.put("/api/v1/series/MC-200/archived", "{\"archived\": true}")
                        .json()
                        .path("archived")
                        .asBoolean())
                .isTrue();
        assertThat(quality.post("/api/v1/series/MC-200/models", "{\"models\": []}")
                        .code())
                .isEqualTo("series.archived");
    }

    @Test
    void thatNoChoiceOfAParameterAppliesIsSaidAndNotMeantByAnEmptyList() {
        String path = "/api/v1/parameters/detection.severity.passes";
        int version = quality.get(path).json().path("version").asInt();
        assertThat(quality.put(path, "{\"values\": [\"low\"], \"none\": true}", "If-Match", "\"" + version + "\"")
                        .status())
                .isEqualTo(422);
        JsonNode stated = quality.put(path, "{\"values\": [], \"none\": true}", "If-Match", "\"" + version + "\"")
                .json();
        assertThat(stated.path("none").asBoolean()).isTrue();
        assertThat(stated.path("values")).isEmpty();
        JsonNode taken = quality.put(path, "{\"values\": []}", "If-Match", "\"" + stated.path("version") + "\"")
                .json();
        assertThat(taken.path("none").asBoolean()).isFalse();
        assertThat(quality.put(
                                "/api/v1/parameters/login.tries.max",
                                "{\"values\": [], \"none\": true}",
                                "If-Match",
                                "\"0\"")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void parametersCatalogueRecordsAuditPeopleAndHealthCanBeRead() {
        JsonNode parameter = quality.get("/api/v1/parameters").json().at("/items/0");
        String id = parameter.path("id").asString();
        Api.Answer wrong = quality.put("/api/v1/parameters/" + id, "{\"values\": [\"☃\"]}", "If-Match", "\"0\"");
        assertThat(wrong.at("/errors/0/field")).isEqualTo("/values");
        String value = parameter.path("type").asString().matches("whole|days")
                ? "365"
                : parameter.at("/choices/0/value").asString("true");
        Api.Answer set = quality.put(
                "/api/v1/parameters/" + id,
                "{\"values\": [\"" + value + "\"], \"source\": \"3.2\"}",
                "If-Match",
                "\"0\"");
        assertThat(set.tag()).as(set.toString()).isEqualTo("\"1\"");

        assertThat(quality.get("/api/v1/catalogue").at("/frameworks/0/id")).isEqualTo("jcstar1");
        assertThat(quality.get("/api/v1/catalogue/frameworks/jcstar1/requirements/S1.1-02")
                        .at("/title/ja"))
                .isNotBlank();
        assertThat(quality.get("/api/v1/catalogue/facts?of=login")
                        .json()
                        .path("items")
                        .size())
                .isPositive();
        assertThat(quality.get("/api/v1/catalogue/collections").status()).isEqualTo(200);
        assertThat(quality.get("/api/v1/tasks").status()).isEqualTo(200);

        Api owner = all(Role.OWNER);
        assertThat(owner.get("/api/v1/people").json().path("items").size()).isGreaterThan(2);
        assertThat(owner.get("/api/v1/audit?act=series.create").at("/items/0/thing"))
                .isEqualTo("MC-200");
        Api.Answer checkpoint = owner.get("/api/v1/checkpoint");
        assertThat(checkpoint.json().path("size").asInt()).isPositive();
        String number = owner.get("/api/v1/records?limit=1").at("/items/0/number");
        Api.Answer record = owner.get("/api/v1/records/" + number);
        assertThat(record.at("/proof")).startsWith("c2sp.org/tlog-proof@v1");
        assertThat(owner.get("/api/v1/doctor").json().path("checks").size()).isPositive();
        assertThat(owner.get("/api/v1/backups").json().path("items").size()).isZero();
        assertThat(owner.get("/api/v1/checks").status()).isEqualTo(200);
        assertThat(quality.get("/api/v1/series/MC-200/export.xlsx").bytes()).startsWith((byte) 'P', (byte) 'K');
        assertThat(quality.get("/api/v1/series/MC-200/pack.zip").bytes()).startsWith((byte) 'P', (byte) 'K');
    }

    @Test
    void aFileIsTakenAsItComesAndHasABound() {
        assertThat(quality.upload("/api/v1/files?fileName=x.txt", new byte[0]).code())
                .isEqualTo("evidence.file.empty");
        assertThat(quality.post("/api/v1/files?fileName=x.txt", "{}").status()).isEqualTo(415);
        assertThat(quality.upload("/api/v1/files", new byte[] {1}).status()).isEqualTo(400);
        String others = upload(all(Role.PSIRT), "a.txt", "a");
        assertThat(quality.post("/api/v1/series/MC-200/evidence", """
                        {"kind": "photo", "title": "x", "file": "%s", "facts": []}""".formatted(others))
                        .at("/errors/0/field"))
                .as("somebody else's upload")
                .isEqualTo("/file");
    }
}
