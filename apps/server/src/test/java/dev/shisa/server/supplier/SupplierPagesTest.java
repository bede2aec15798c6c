package dev.shisa.server.supplier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Layer;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
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
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A supplier is asked by a link, answers, is judged and bound; what the records say becomes facts, and ends with them. */
class SupplierPagesTest extends ServerTest {

    private static final String ALL = "/organisation/suppliers";

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private LivingFacts facts;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private String supplier;

    @BeforeEach
    void aCameraAndItsSupplier() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        guides.choose(camera, Set.of("jcstar1", "sme-guide"), quality);
        Page added = browser.post(ALL, "name", "ツバメ電子", "names", "Tsubame\npkg:generic/tsubame", "note", "通信モジュール");
        assertThat(added.status()).as(added.text()).isEqualTo(302);
        supplier = added.location().replaceFirst("\\?.*", "");
        assertThat(browser.post(supplier + "/items", "product", "MC-200|").status())
                .isEqualTo(302);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    /** The facts about the product that hold now. */
    private Map<String, String> holding() {
        Instant now = clock.instant();
        Map<String, String> facts = new TreeMap<>();
        for (FactEntry entry : evidence.entries(List.of(new Subject(Subject.Kind.PRODUCT, camera.id())))) {
            Instant until = entry.fact().validUntil();
            if (entry.isStanding() && (until == null || now.isBefore(until))) {
                facts.put(entry.fact().slot().toString(), entry.fact().value().canonical());
            }
        }
        return facts;
    }

    private VerdictState verdict(String number) {
        return verdicts.states(camera.id()).getOrDefault(new RequirementId("sme-guide", number), VerdictState.UNKNOWN);
    }

    /** Sends the questions and returns the path of the link. */
    private String link() {
        clock.advance(Duration.ofSeconds(1));
        Page page = browser.post(supplier + "/questions", "recipient", "山田", "days", "30");
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return page.find("https?://[^/<]+(/supplier/[A-Za-z0-9_-]{43})");
    }

    /** Everything a supplier sends: yes to all but some, with its name. */
    private static String[] filled(String act, String... no) {
        List<String> fields = new ArrayList<>(List.of("name", "山田 次郎", "do", act));
        for (Question question : Question.values()) {
            boolean lacks = List.of(no).contains(question.id());
            fields.addAll(List.of(
                    "answer-" + question.id(),
                    lacks ? "no" : "yes",
                    "detail-" + question.id(),
                    "https://tsubame.example"));
        }
        return fields.toArray(String[]::new);
    }

    private String request() {
        return jdbc.sql("SELECT id::text FROM supplier_request ORDER BY at DESC LIMIT 1")
                .query(String.class)
                .single();
    }

    private void accept(String question) {
        Page judged = browser.post(
                supplier + "/questions/" + request() + "/judge", "question", question, "do", "accept", "until", "");
        assertThat(judged.status()).as(judged.text()).isEqualTo(302);
    }

    private void acceptAll() {
        for (Question question : Question.values()) {
            accept(question.id());
        }
    }

    private void confirmAll() {
        Person second = person(Role.QUALITY);
        evidence
                .entries(products.target(camera).layers().stream()
                        .map(Layer::subject)
                        .toList())
                .stream()
                .filter(FactEntry::isStanding)
                .forEach(e -> evidence.confirm(e.fact().evidence(), Set.of(e.id()), second, ""));
    }

    @Test
    void aSupplierAnswersByLinkAndOnlyWhatIsAcceptedCounts() {
        assertThat(products.items(camera.id(), "supplier"))
                .singleElement()
                .satisfies(i -> assertThat(i.name()).isEqualTo("ツバメ電子"));
        String link = link();
        Browser outside = signedOut();
        assertThat(outside.get(link).text()).contains("みどり浜光機株式会社", "7問", "ツバメ電子");
        assertThat(outside.english().get(link).text()).contains("7 questions on product security");

        // Half way: nothing is seen by the maker.
        Page saved = outside.upload(
                link,
                "file-policy",
                "policy.txt",
                "Security policy".getBytes(StandardCharsets.UTF_8),
                "answer-policy",
                "yes",
                "detail-policy",
                "https://tsubame.example/psirt",
                "do",
                "save");
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        assertThat(signedOut().get(link).html()).contains("https://tsubame.example/psirt", "policy.txt");
        assertThat(browser.get(supplier + "/questions").html()).doesNotContain("tsubame.example/psirt");

        Page sent = outside.post(link, filled("send", "functions"));
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        assertThat(holding().keySet()).noneMatch(k -> k.startsWith("supplier.policy"));
        assertThat(browser.get("/").text()).contains("「ツバメ電子」から届いた回答7件");

        accept("policy");
        assertThat(holding()).containsEntry("supplier.policy[supplier-1]", "confirmed");
        FactEntry fact = evidence.entries(List.of(new Subject(Subject.Kind.PRODUCT, camera.id())), "supplier.policy")
                .getFirst();
        assertThat(fact.fact().strength().code()).isEqualTo("documented");
        assertThat(fact.fact().validUntil())
                .isEqualTo(
                        today().plusYears(1).plusDays(1).atStartOfDay(Ui.ZONE).toInstant());
        accept("functions");
        assertThat(holding()).containsEntry("supplier.functions[supplier-1]", "absent");
        assertThat(evidence.entries(List.of(new Subject(Subject.Kind.PRODUCT, camera.id())), "supplier.functions")
                        .getFirst()
                        .fact()
                        .strength()
                        .code())
                .isEqualTo("declared");
        assertThat(browser.get("/organisation/suppliers").text()).contains("7件中2件");
        assertThat(acts()).contains("supplier.ask", "supplier.answered", "supplier.accept");
    }

    @Test
    void theBoardReactsToAnswersAndToTheirEnd() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.EDIT_PRODUCT));
        String list = api.upload("/api/v1/files?fileName=parts.txt", "部品の一覧".getBytes(StandardCharsets.UTF_8))
                .at("/id");
        assertThat(api.post("/api/v1/series/MC-200/evidence", """
                        {"kind": "document", "title": "調達", "place": "1章", "file": "%s",
                         "facts": [{"key": "supply.kinds", "value": ["parts"]},
                                   {"key": "supplier.items", "value": ["supplier-1"], "replaces": true}]}""".formatted(list))
                        .status())
                .isEqualTo(201);
        assertThat(verdict("SME-C1")).isEqualTo(VerdictState.UNKNOWN);
        String link = link();
        signedOut()
                .upload(
                        link,
                        "file-policy",
                        "p.txt",
                        "policy".getBytes(StandardCharsets.UTF_8),
                        "answer-policy",
                        "yes",
                        "detail-policy",
                        "https://tsubame.example",
                        "do",
                        "save");
        signedOut().post(link, filled("send"));
        accept("policy");
        assertThat(verdict("SME-C1")).isEqualTo(VerdictState.EXPECTED);
        confirmAll();
        assertThat(verdict("SME-C1")).isEqualTo(VerdictState.MET);

        clock.advance(Duration.ofDays(367));
        assertThat(verdict("SME-C1")).isEqualTo(VerdictState.RECHECK);
        facts.look();
        assertThat(verdict("SME-C1")).isEqualTo(VerdictState.RECHECK);
        browser = signedIn(quality);
        assertThat(browser.get("/").text()).contains("「ツバメ電子」の回答");
    }

    @Test
    void whatIsAskedAgainIsAnsweredByTheSameLink() {
        String link = link();
        signedOut().post(link, filled("send"));
        Page without = browser.post(
                supplier + "/questions/" + request() + "/judge", "question", "verified", "do", "ask", "comment", " ");
        assertThat(without.status()).isEqualTo(422);
        browser.post(
                supplier + "/questions/" + request() + "/judge",
                "question",
                "verified",
                "do",
                "ask",
                "comment",
                "基準の名前を教えてください");
        Page again = signedOut().get(link);
        assertThat(again.text()).contains("基準の名前を教えてください", "1問");
        assertThat(again.html()).contains("answer-verified").doesNotContain("name=\"answer-policy\"");
        // What was sent before can be changed by nobody outside.
        signedOut()
                .post(
                        link,
                        "do",
                        "send",
                        "name",
                        "山田",
                        "answer-policy",
                        "no",
                        "detail-policy",
                        "変えた",
                        "answer-verified",
                        "yes",
                        "detail-verified",
                        "ETSI EN 303 645");
        acceptAll();
        assertThat(holding())
                .containsEntry("supplier.policy[supplier-1]", "confirmed")
                .containsEntry("supplier.verified[supplier-1]", "confirmed");
        assertThat(browser.get(supplier + "/questions").text()).contains("ETSI EN 303 645");
        Page twice = browser.post(
                supplier + "/questions/" + request() + "/judge", "question", "policy", "do", "accept", "until", "");
        assertThat(twice.status()).isEqualTo(409);
    }

    @Test
    void anAnswerThatIsTakenBackEndsItsFactAndNothingOlderComesBack() {
        Api api = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        api.post("/api/v1/series/MC-200/evidence", """
                {"kind": "declaration", "title": "手で答えた", "statement": "x",
                 "facts": [{"key": "supplier.policy", "item": "supplier-1", "value": "confirmed", "detail": "前の記録"}]}""");
        signedOut().post(link(), filled("send"));
        accept("policy");
        String review = jdbc.sql("SELECT id::text FROM supplier_review")
                .query(String.class)
                .single();
        assertThat(browser.post(supplier + "/questions/accepted/" + review + "/take-back", "reason", "")
                        .status())
                .isEqualTo(422);
        assertThat(browser.post(supplier + "/questions/accepted/" + review + "/take-back", "reason", "別会社の資料だった")
                        .status())
                .isEqualTo(302);
        assertThat(holding()).containsEntry("supplier.policy[supplier-1]", "unchecked");
    }

    @Test
    void badInputLosesNothingAndIsTold() {
        String link = link();
        Page large = signedOut()
                .post(
                        link,
                        "do",
                        "send",
                        "name",
                        "山田",
                        "answer-policy",
                        "yes",
                        "detail-policy",
                        "x".repeat(50_000),
                        "answer-support",
                        "yes",
                        "detail-support",
                        "<script>alert(1)</script>",
                        "until-support",
                        "きのう");
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.text()).contains("50,000文字", "2,000文字");
        assertThat(large.html()).doesNotContain("<script>alert(1)");
        Page missing = signedOut().post(link, "do", "send", "answer-watched", "no", "detail-watched", "集めていません");
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.text()).contains("答えを選んでください");
        // What could be taken was kept.
        assertThat(signedOut().get(link).html()).contains("集めていません");
        assertThat(count("supplier_submission")).isZero();
        Page none = signedOut().post(link, "answer-policy", "maybe", "detail-policy", "x");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.text()).contains("選んでください");
        assertThat(browser.post(ALL, "name", " ", "names", "pkg:npm").status()).isEqualTo(422);
        Page twin = browser.post(ALL, "name", "Ｔｓｕｂａｍｅ", "names", "");
        assertThat(twin.status()).isEqualTo(422);
        assertThat(twin.text()).contains("取引先「ツバメ電子」");
    }

    /** A form: where it goes, and what it holds when it is right. */
    private record Sent(String path, Map<String, String> fields) {

        String[] with(String field, String value) {
            List<String> all = new ArrayList<>();
            fields.forEach((name, right) -> all.addAll(List.of(name, name.equals(field) ? value : right)));
            return all.toArray(String[]::new);
        }
    }

    @Test
    void everyFormRefusesAMillionSignsAndAZeroWithOneSentence() {
        String link = link();
        List<Sent> forms = List.of(
                new Sent(ALL, Map.of("name", "カモメ化成", "names", "Kamome", "note", "樹脂")),
                new Sent(supplier, Map.of("name", "ツバメ電子", "names", "Tsubame", "note", "通信", "version", "1")),
                new Sent(
                        supplier + "/contacts",
                        Map.of(
                                "duty",
                                "incident",
                                "contact",
                                "当直",
                                "address",
                                "a@tsubame.example",
                                "phone",
                                "03-0",
                                "remark",
                                "昼")),
                new Sent(supplier + "/questions", Map.of("recipient", "山田", "note", "お願いします", "days", "30")),
                new Sent(
                        supplier + "/deliveries",
                        Map.of("name", "TV-20", "kind", "module", "series", "", "alternative", "互換品に替える")),
                new Sent(
                        supplier + "/decisions",
                        Map.of(
                                "outcome",
                                "reject",
                                "reason",
                                "補えない",
                                "until",
                                today().plusDays(30).toString())),
                new Sent(supplier + "/exchange/accesses", Map.of("person", "山田 次郎", "days", "7")),
                new Sent(
                        supplier + "/contracts",
                        Map.of(
                                "title",
                                "基本契約",
                                "kind",
                                "contract",
                                "startsOn",
                                today().toString(),
                                "endsOn",
                                "",
                                "clause",
                                "incident",
                                "place-incident",
                                "第3条")),
                new Sent(
                        link,
                        Map.of(
                                "name",
                                "山田",
                                "do",
                                "send",
                                "answer-policy",
                                "yes",
                                "detail-policy",
                                "公開",
                                "until-support",
                                "")));
        String large = "長".repeat(400_000);
        Map<String, Integer> before = counts();
        for (Sent form : forms) {
            for (String field : form.fields().keySet()) {
                if (List.of("version", "series", "do").contains(field)) {
                    continue;
                }
                String what = form.path().replace(link, "/supplier") + " " + field;
                Browser who = form.path().equals(link) ? signedOut() : browser;
                Page page = who.post(form.path(), form.with(field, large));
                assertThat(page.status()).as(what).isBetween(400, 422);
                assertThat(page.text()).as(what).containsPattern("文字|ください|使えません");
                assertThat(who.post(form.path(), form.with(field, "a\0b")).status())
                        .as(what)
                        .isEqualTo(400);
            }
        }
        assertThat(counts()).isEqualTo(before);
        Page note = browser.upload(supplier + "/exchange/files", "file", "a.txt", new byte[] {1}, "note", large);
        assertThat(note.status()).isEqualTo(422);
        assertThat(counts()).isEqualTo(before);
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String table : List.of(
                "supplier",
                "supplier_contact",
                "supplier_delivery",
                "supplier_decision",
                "supplier_contract",
                "supplier_access",
                "supplier_file",
                "supplier_request",
                "supplier_submission")) {
            counts.put(table, count(table));
        }
        return counts;
    }

    @Test
    void aDoorThatIsGuessedOrHasEndedOpensNothing() {
        Page made = browser.post(supplier + "/exchange/accesses", "person", "山田 次郎", "days", "7");
        String door = made.find("https?://[^/<]+(/exchange/[A-Za-z0-9_-]{43})");
        String code = made.find(">([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})<");
        String sentence = "このリンクは使えません";
        for (String guessed : List.of("A".repeat(43), "a", "..", "%00", door.substring(10, 50))) {
            Page page = signedOut().get("/exchange/" + guessed);
            assertThat(page.status()).as(guessed).isBetween(400, 404);
            assertThat(signedOut().post("/exchange/" + guessed, "code", code).status())
                    .as(guessed)
                    .isBetween(400, 404);
        }
        assertThat(signedOut().post(door, "code", "長".repeat(400_000)).status()).isEqualTo(422);
        assertThat(signedOut().post(door, "code", "a\0b").status()).isEqualTo(400);
        Browser guest = signedOut();
        assertThat(guest.post(door, "code", code).status()).isEqualTo(302);
        assertThat(guest.get("/exchange").status()).isEqualTo(200);
        // The same link opens again with the passphrase, for the one person it was made for; after its last day it does
        // not.
        clock.advance(Duration.ofDays(8));
        assertThat(guest.get("/exchange").status())
                .as("a visit ends with the access")
                .isEqualTo(404);
        Page late = signedOut().post(door, "code", code);
        assertThat(late.status()).isEqualTo(404);
        assertThat(late.text()).contains(sentence);
    }

    @Test
    void aLinkThatIsGuessedHasEndedOrWasRevokedOpensNothing() {
        String sentence = "このリンクは使えません";
        Page guessed = signedOut().get("/supplier/" + "A".repeat(43));
        assertThat(guessed.status()).isEqualTo(404);
        assertThat(guessed.text()).contains(sentence);
        String link = link();
        assertThat(browser.post(supplier + "/questions/" + request() + "/renew").html())
                .contains("/supplier/");
        assertThat(signedOut().get(link).status()).isEqualTo(404);
        String second = link();
        browser.post(supplier + "/questions/" + request() + "/revoke");
        assertThat(signedOut().get(second).text()).contains(sentence);
        String third = link();
        clock.advance(Duration.ofDays(31));
        assertThat(signedOut().post(third, filled("send")).text()).contains(sentence);
        assertThat(count("supplier_submission")).isZero();
        Browser machine = signedOut();
        Page last = guessed;
        for (int i = 0; i < 62; i++) {
            last = machine.get("/supplier/" + "B".repeat(42) + "C");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.header("Retry-After")).as("when it may be asked again").isEqualTo("300");
        assertThat(jdbc.sql("SELECT string_agg(details::text, ' ') FROM audit")
                        .query(String.class)
                        .single())
                .doesNotContain(link.substring(10));
    }

    private Page contract(String title, LocalDate from, String until, String... clauses) {
        List<String> fields = new ArrayList<>(
                List.of("title", title, "kind", "contract", "startsOn", from.toString(), "endsOn", until));
        for (String clause : clauses) {
            fields.addAll(List.of("clause", clause, "place-" + clause, "第12条"));
        }
        return browser.upload(
                supplier + "/contracts",
                "file",
                "contract.txt",
                title.getBytes(StandardCharsets.UTF_8),
                fields.toArray(String[]::new));
    }

    @Test
    void aContractDecidesAndItsEndDecidesAgain() {
        assertThat(contract("基本契約", today(), today().plusDays(30).toString()).status())
                .isEqualTo(422);
        Page made = contract(
                "基本契約",
                today(),
                today().plusDays(30).toString(),
                "vulnerability",
                "incident",
                "responsibility",
                "measures");
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        assertThat(holding())
                .containsEntry("supply.contract", "incident\nmeasures\nresponsibility\nvulnerability")
                .containsEntry("supply.needs", "written")
                .containsEntry("cooperation.agreed", "documented")
                .doesNotContainKey("supply.specification");
        assertThat(browser.get("/").text()).contains("契約「基本契約」が、まもなく終わります");
        // Another supplier in the register, with nothing agreed: what was said of all is no longer so.
        Api api = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE, Act.RESOLVE));
        api.post("/api/v1/series/MC-200/register/supplier", "{\"names\": [\"カモメ化成\"]}");
        assertThat(holding()).containsEntry("supply.contract", "none").containsEntry("supply.needs", "none");
        products.removeItem(
                camera,
                products.items(camera.id(), "supplier").getLast().id(),
                products.items(camera.id(), "supplier").getLast().version(),
                quality);
        browser.post(supplier + "/contacts", "duty", "incident", "contact", "当直", "phone", "03-0000-0000");
        String id = jdbc.sql("SELECT id::text FROM supplier_contract")
                .query(String.class)
                .single();
        assertThat(browser.post(supplier + "/contracts/" + id + "/end", "reason", "解約")
                        .status())
                .isEqualTo(302);
        assertThat(holding()).containsEntry("supply.contract", "none").containsEntry("cooperation.agreed", "none");
        assertThat(browser.get(supplier + "/contracts").text()).contains("解約");
    }

    @Test
    void aContractThatRunsOutLeavesNothingGreen() {
        contract("基本契約", today(), today().plusDays(30).toString(), "vulnerability");
        assertThat(holding()).containsEntry("supply.contract", "vulnerability");
        clock.advance(Duration.ofDays(31));
        assertThat(holding()).doesNotContainKey("supply.contract");
        facts.look();
        assertThat(holding()).doesNotContainKey("supply.contract");
        browser = signedIn(quality);
        // One that begins later counts when its day has come, without anybody's act.
        contract("新契約", today().plusDays(10), "", "vulnerability", "incident");
        assertThat(holding()).doesNotContainKey("supply.contract");
        clock.advance(Duration.ofDays(11));
        facts.look();
        assertThat(holding()).containsEntry("supply.contract", "incident\nvulnerability");
    }

    @Test
    void aDecisionCountsForWhatWasKnownThen() {
        signedOut().post(link(), filled("send", "functions", "verified"));
        for (String question : List.of("policy", "support", "structure", "functions", "watched", "published")) {
            accept(question);
        }
        Page accept = browser.post(supplier + "/decisions", "outcome", "accept", "reason", "よい");
        assertThat(accept.status()).isEqualTo(422);
        assertThat(accept.text()).contains("足りない点が1件");
        assertThat(browser.post(supplier + "/decisions", "outcome", "conditional", "reason", "自社で交換する")
                        .status())
                .isEqualTo(302);
        assertThat(holding())
                .containsEntry("supplier.reviewed[supplier-1]", "true")
                .containsEntry("supply.selection", "recorded");
        accept("verified");
        assertThat(holding())
                .containsEntry("supplier.reviewed[supplier-1]", "false")
                .containsEntry("supply.selection", "none");
        assertThat(browser.get(ALL).text()).contains("判断し直しが必要");
        clock.advance(Duration.ofSeconds(1));
        browser.post(supplier + "/decisions", "outcome", "conditional", "reason", "検証も自社でする");
        assertThat(holding()).containsEntry("supplier.reviewed[supplier-1]", "true");
        String id = jdbc.sql("SELECT id::text FROM supplier_decision ORDER BY at DESC LIMIT 1")
                .query(String.class)
                .single();
        browser.post(supplier + "/decisions/" + id + "/withdraw", "reason", "誤り");
        assertThat(holding()).containsEntry("supplier.reviewed[supplier-1]", "false");
    }

    @Test
    void deliveriesHaveAlternativesChecksAndASplit() {
        Page bad = browser.post(supplier + "/deliveries", "kind", "semi", "name", "");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(browser.post(
                                supplier + "/deliveries",
                                "kind",
                                "semi",
                                "name",
                                "無線モジュール TW-1",
                                "split.hardware.fix",
                                "supplier",
                                "split.software.fix",
                                "customer")
                        .status())
                .isEqualTo(302);
        assertThat(browser.get(supplier + "/deliveries").text()).contains("代替策なし", "「無線モジュール TW-1」の責任の分担", "顧客");
        assertThat(holding()).doesNotContainKey("supply.substitute");
        String id = jdbc.sql("SELECT id::text FROM supplier_delivery")
                .query(String.class)
                .single();
        browser.post(
                supplier + "/deliveries",
                "edited",
                id,
                "kind",
                "semi",
                "name",
                "無線モジュール TW-1",
                "alternative",
                "カモメ化成の互換品に替える",
                "split.software.fix",
                "customer");
        assertThat(holding()).containsEntry("supply.substitute", "documented");
        String now = jdbc.sql("SELECT id::text FROM supplier_delivery WHERE ended_at IS NULL")
                .query(String.class)
                .single();
        assertThat(browser.post(
                                supplier + "/deliveries/checks",
                                "delivery",
                                now,
                                "lookedAt",
                                "measures",
                                "lookedAt",
                                "inserts",
                                "passed",
                                "yes",
                                "performedOn",
                                today().toString(),
                                "performedBy",
                                "検査 花子")
                        .status())
                .isEqualTo(302);
        assertThat(holding()).containsEntry("supply.accepted", "recorded");
        browser.post(supplier + "/deliveries/" + now + "/end", "reason", "採用をやめた");
        assertThat(holding()).containsEntry("supply.accepted", "none").containsEntry("supply.substitute", "none");
    }

    private Api api() {
        return api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT, Act.ADD_EVIDENCE, Act.RESOLVE));
    }

    private void answer(String key, String value) {
        clock.advance(Duration.ofSeconds(1));
        Api.Answer answered = api().post("/api/v1/series/MC-200/answers", """
                {"title": "登録", "answers": [{"key": "%s", "value": %s, "detail": "社内の一覧で確かめた"}]}""".formatted(key, value));
        assertThat(answered.status()).as(answered.text()).isLessThan(300);
        clock.advance(Duration.ofSeconds(1));
    }

    private List<String> standing(Subject subject, String key) {
        return evidence.history(subject, Slot.of(key, "")).stream()
                .filter(FactEntry::isStanding)
                .map(e -> e.fact().value().canonical().replace('\n', ' ') + " "
                        + e.fact().strength().code())
                .sorted()
                .toList();
    }

    private void deliver(String kind, String name) {
        assertThat(browser.post(supplier + "/deliveries", "kind", kind, "name", name, "alternative", "互換品")
                        .status())
                .isEqualTo(302);
        clock.advance(Duration.ofSeconds(1));
    }

    private String delivery(String name) {
        return jdbc.sql("SELECT id::text FROM supplier_delivery WHERE name = ? AND ended_at IS NULL")
                .param(name)
                .query(String.class)
                .single();
    }

    @Test
    void nothingBoughtIsNoAnswerBesideWhatIsDelivered() {
        Subject product = new Subject(Subject.Kind.PRODUCT, camera.id());
        answer("supply.kinds", "[\"none\"]");
        assertThat(verdict("SME-C1")).isEqualTo(VerdictState.EXPECTED);
        deliver("module", "TW-1");
        assertThat(standing(product, "supply.kinds"))
                .as("what was declared before is outranked")
                .containsExactly("none declared", "parts documented");
        assertThat(verdict("SME-C1")).as("it applies").isEqualTo(VerdictState.UNKNOWN);

        // Said again although something is delivered: two sides that a person decides between.
        answer("supply.kinds", "[\"none\"]");
        assertThat(standing(product, "supply.kinds")).containsExactly("none declared", "parts documented");
        assertThat(verdict("SME-C1")).isEqualTo(VerdictState.RECHECK);

        // Who says more than is recorded is right, and is not made any stronger by it.
        answer("supply.kinds", "[\"parts\", \"maintenance\"]");
        assertThat(standing(product, "supply.kinds")).containsExactly("maintenance parts declared");
        deliver("development", "ファームウェア");
        assertThat(standing(product, "supply.kinds")).containsExactly("development maintenance parts declared");
        browser.post(supplier + "/deliveries/" + delivery("ファームウェア") + "/end", "reason", "自社で作る");
        assertThat(standing(product, "supply.kinds")).containsExactly("maintenance parts declared");
    }

    @Test
    void whatIsBoughtFollowsTheDeliveriesWhereNobodyAnswered() {
        Subject product = new Subject(Subject.Kind.PRODUCT, camera.id());
        deliver("oem", "完成品");
        deliver("part", "電源");
        assertThat(standing(product, "supply.kinds")).containsExactly("oem parts documented");
        browser.post(supplier + "/deliveries/" + delivery("完成品") + "/end", "reason", "やめた");
        assertThat(standing(product, "supply.kinds")).containsExactly("parts documented");
        assertThat(browser.post(supplier + "/end", "version", "1").status()).isEqualTo(302);
        assertThat(standing(product, "supply.kinds")).isEmpty();
    }

    @Test
    void measuresReachAllSuppliersOnlyWhereEachHasADutyAContractAndACheck() {
        Subject company = products.organisation();
        deliver("module", "TW-1");
        contract("基本契約", today(), today().plusDays(200).toString(), "measures");
        assertThat(standing(company, "supply.measures"))
                .as("nobody has checked")
                .isEmpty();
        Page checked = browser.post(
                supplier + "/deliveries/checks",
                "delivery",
                delivery("TW-1"),
                "lookedAt",
                "measures",
                "passed",
                "yes",
                "performedOn",
                today().toString(),
                "performedBy",
                "検査 花子");
        assertThat(checked.status()).as(checked.text()).isEqualTo(302);
        assertThat(standing(company, "supply.measures")).containsExactly("documented documented");
        assertThat(evidence.history(company, Slot.of("supply.measures", ""))
                        .getFirst()
                        .detail())
                .contains("ツバメ電子", "TW-1", "基本契約");

        clock.advance(Duration.ofSeconds(1));
        browser.post(ALL, "name", "カモメ化成");
        assertThat(standing(company, "supply.measures")).as("one is missing").containsExactly("practice documented");
        String other = jdbc.sql("SELECT code FROM supplier WHERE name = 'カモメ化成'")
                .query(String.class)
                .single();
        clock.advance(Duration.ofSeconds(1));
        browser.post(ALL + "/" + other + "/end", "version", "1");
        assertThat(standing(company, "supply.measures")).containsExactly("documented documented");

        clock.advance(Duration.ofDays(201));
        facts.look();
        assertThat(standing(company, "supply.measures"))
                .as("the contract is over")
                .containsExactly("practice documented");
    }

    @Test
    void whoeverHasADocumentOfAnotherKindIsNotContradictedByAContractThatEnds() {
        Subject company = products.organisation();
        answer("supply.measures", "\"documented\"");
        deliver("module", "TW-1");
        contract("基本契約", today(), "", "measures");
        browser.post(ALL, "name", "カモメ化成");
        assertThat(standing(company, "supply.measures"))
                .as("the records never said it, so they take nothing back")
                .containsExactly("documented declared");
    }

    @Test
    void onlyWhoHasLinkAndPassphraseComesToTheFiles() {
        browser.upload(
                supplier + "/exchange/files",
                "file",
                "drawing.txt",
                "secret".getBytes(StandardCharsets.UTF_8),
                "note",
                "図面");
        Page made = browser.post(supplier + "/exchange/accesses", "person", "山田 次郎", "days", "7", "maySend", "yes");
        String door = made.find("https?://[^/<]+(/exchange/[A-Za-z0-9_-]{43})");
        String code = made.find(">([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})<");
        String file = jdbc.sql("SELECT id::text FROM supplier_file")
                .query(String.class)
                .single();

        Browser stranger = signedOut();
        assertThat(stranger.get("/exchange").status()).isEqualTo(404);
        assertThat(stranger.get("/exchange/files/" + file).status()).isEqualTo(404);
        assertThat(stranger.get("/exchange/" + "A".repeat(43)).text()).contains("このリンクは使えません");
        assertThat(stranger.get(door).text()).doesNotContain("drawing.txt");
        Page wrong = stranger.post(door, "code", "AAAAA-AAAAA-AAAAA");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("あと7回");

        Browser guest = signedOut();
        assertThat(guest.post(
                                door,
                                "code",
                                code.toLowerCase(java.util.Locale.ROOT).replace("-", " "))
                        .status())
                .isEqualTo(302);
        assertThat(guest.get("/exchange").text()).contains("drawing.txt", "図面");
        Page taken = guest.get("/exchange/files/" + file);
        assertThat(new String(taken.bytes(), StandardCharsets.UTF_8)).isEqualTo("secret");
        assertThat(String.valueOf(taken.response().getHeader("Content-Disposition")))
                .startsWith("attachment");
        guest.upload(
                "/exchange/files", "file", "reply.html", "<script>".getBytes(StandardCharsets.UTF_8), "note", "返事");
        assertThat(browser.get(supplier + "/exchange").text()).contains("reply.html", "合言葉を間違えた", "取り出した", "山田 次郎");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'supplier-transfer/1'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(4);
        assertThat(jdbc.sql("SELECT string_agg(details::text, ' ') FROM audit WHERE act = 'supplier.file-take'")
                        .query(String.class)
                        .single())
                .doesNotContain(door.substring(10));

        // Another supplier's person sees nothing of it.
        Page other = browser.post(ALL, "name", "カモメ化成");
        String theirs = other.location().replaceFirst("\\?.*", "");
        Page admitted = browser.post(theirs + "/exchange/accesses", "person", "鈴木", "days", "7");
        Browser outsider = signedOut();
        outsider.post(
                admitted.find("https?://[^/<]+(/exchange/[A-Za-z0-9_-]{43})"),
                "code",
                admitted.find(">([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})<"));
        assertThat(outsider.get("/exchange/files/" + file).status()).isEqualTo(404);
        assertThat(outsider.upload("/exchange/files", "file", "a.txt", new byte[] {1})
                        .status())
                .isEqualTo(409);

        String access = jdbc.sql("SELECT id::text FROM supplier_access WHERE person = '山田 次郎'")
                .query(String.class)
                .single();
        browser.post(supplier + "/exchange/accesses/" + access + "/revoke");
        assertThat(guest.get("/exchange").status()).isEqualTo(404);
        assertThat(guest.get(door).status()).isEqualTo(404);
    }

    /** Lets somebody of the supplier in, and comes in as that person. */
    private Browser admitted(String person) {
        Page made = browser.post(supplier + "/exchange/accesses", "person", person, "days", "90", "maySend", "yes");
        Browser guest = signedOut();
        assertThat(guest.post(
                                made.find("https?://[^/<]+(/exchange/[A-Za-z0-9_-]{43})"),
                                "code",
                                made.find(">([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})<"))
                        .status())
                .isEqualTo(302);
        return guest;
    }

    /** What a browser holds from its visit opens no more than the access itself: neither for reading nor for sending. */
    @Test
    void whoseDaysArePastComesToNoFileAndSendsNone() {
        browser.upload(supplier + "/exchange/files", "file", "drawing.txt", new byte[] {1}, "note", "図面");
        String file = jdbc.sql("SELECT id::text FROM supplier_file")
                .query(String.class)
                .single();
        Page made = browser.post(supplier + "/exchange/accesses", "person", "山田 次郎", "days", "7", "maySend", "yes");
        String door = made.find("https?://[^/<]+(/exchange/[A-Za-z0-9_-]{43})");
        String code = made.find(">([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})<");
        clock.advance(Duration.ofDays(7).minusMinutes(1));
        Browser guest = signedOut();
        assertThat(guest.post(door, "code", code).status()).isEqualTo(302);
        assertThat(guest.upload("/exchange/files", "file", "reply.txt", new byte[] {2})
                        .status())
                .isEqualTo(302);
        int files = count("supplier_file");

        clock.advance(Duration.ofMinutes(2));

        assertThat(guest.get("/exchange").status()).isEqualTo(404);
        assertThat(guest.get("/exchange/files/" + file).status()).isEqualTo(404);
        assertThat(guest.upload("/exchange/files", "file", "late.txt", new byte[] {3})
                        .status())
                .isEqualTo(404);
        assertThat(guest.post(door, "code", code).status()).isEqualTo(404);
        assertThat(signedOut().get(door).status()).isEqualTo(404);
        assertThat(count("supplier_file")).isEqualTo(files);
    }

    @Test
    void nothingIsSentThroughALinkWhoseDaysArePast() {
        String link = link();
        Browser outside = signedOut();
        assertThat(outside.get(link).status()).isEqualTo(200);
        clock.advance(Duration.ofDays(31));
        int before = count("supplier_submission");
        assertThat(outside.get(link).status()).isEqualTo(404);
        assertThat(outside.post(link, filled("send", "functions")).status()).isEqualTo(404);
        assertThat(outside.upload(link, "file-policy", "policy.txt", new byte[] {1}, "do", "save")
                        .status())
                .isEqualTo(404);
        assertThat(count("supplier_submission")).isEqualTo(before);
    }

    @Test
    void whoseSupplierEndedComesToNoFileAnyMore() {
        browser.upload(supplier + "/exchange/files", "file", "drawing.txt", new byte[] {1}, "note", "図面");
        Page made = browser.post(supplier + "/exchange/accesses", "person", "田中", "days", "90");
        String door = made.find("https?://[^/<]+(/exchange/[A-Za-z0-9_-]{43})");
        String code = made.find(">([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})<");
        Browser guest = admitted("山田 次郎");
        String file = jdbc.sql("SELECT id::text FROM supplier_file")
                .query(String.class)
                .single();
        assertThat(guest.get("/exchange/files/" + file).status()).isEqualTo(200);

        String version = jdbc.sql("SELECT version::text FROM supplier")
                .query(String.class)
                .single();
        assertThat(browser.post(supplier + "/end", "version", version).status()).isEqualTo(302);

        assertThat(guest.get("/exchange").status())
                .as("a visit that is under way")
                .isEqualTo(404);
        assertThat(guest.get("/exchange/files/" + file).status()).isEqualTo(404);
        assertThat(signedOut().get(door).status()).as("a link").isEqualTo(404);
        assertThat(signedOut().post(door, "code", code).status()).isEqualTo(404);
        assertThat(jdbc.sql("SELECT count(*) FROM supplier_access WHERE revoked_at IS NULL OR session_hash IS NOT NULL")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM audit WHERE act = 'supplier.admit-revoke'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void twoPeopleWithOneNameDoNotSeeWhatTheOtherSent() {
        Browser one = admitted("佐藤");
        Browser other = admitted("佐藤");
        one.upload("/exchange/files", "file", "quotation.txt", new byte[] {1}, "note", "見積り");
        assertThat(one.get("/exchange").text()).contains("quotation.txt", "見積り");
        assertThat(other.get("/exchange").text()).doesNotContain("quotation.txt", "見積り");
    }

    @Test
    void aPassphraseIsNotGuessed() {
        Page made = browser.post(supplier + "/exchange/accesses", "person", "山田 次郎", "days", "7");
        String door = made.find("https?://[^/<]+(/exchange/[A-Za-z0-9_-]{43})");
        String code = made.find(">([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})<");
        for (int i = 1; i < Access.WRONG_MAX; i++) {
            assertThat(signedOut().post(door, "code", "22222-22222-2222" + i).status())
                    .isEqualTo(422);
        }
        assertThat(signedOut().post(door, "code", "x").status()).isEqualTo(404);
        assertThat(signedOut().post(door, "code", code).status()).isEqualTo(404);
        assertThat(browser.get(supplier + "/exchange").text()).contains("合言葉の間違いで閉じた");
    }

    @Test
    void whoIsLimitedToSomeSeriesSeesOnlyTheirSuppliers() {
        browser.post(ALL, "name", "カモメ化成");
        Person limited = person(Set.of(camera.id()), Role.QUALITY);
        Browser narrow = signedIn(limited);
        assertThat(narrow.get(ALL).text()).contains("ツバメ電子").doesNotContain("カモメ化成");
        assertThat(narrow.post(ALL, "name", "新しい会社").status()).isEqualTo(403);
        assertThat(narrow.get(supplier + "/exchange").status()).isEqualTo(403);
        assertThat(narrow.post(supplier + "/questions", "recipient", "x", "days", "3")
                        .status())
                .isEqualTo(403);
        assertThat(signedIn(Role.AUDITOR)
                        .post(supplier + "/questions", "recipient", "x")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void suppliersAreFoundAndTaken() {
        browser.post(ALL, "name", "カモメ化成");
        assertThat(browser.get(ALL + "?q=tsubame").text()).contains("ツバメ電子").doesNotContain("カモメ化成");
        assertThat(browser.get(ALL + ".json?q=カモメ").html()).contains("カモメ化成").doesNotContain("ツバメ電子");
        assertThat(browser.get(ALL + "?standing=accept").text()).contains("条件に合う取引先はありません");
        assertThat(browser.get("/search?q=ツバメ").text()).contains("ツバメ電子");
        for (String tab : List.of("", "/questions", "/deliveries", "/contracts", "/exchange")) {
            assertThat(browser.get(supplier + tab).status()).as(tab).isEqualTo(200);
            assertThat(browser.english().get(supplier + tab).status()).as(tab).isEqualTo(200);
        }
        Page raced = browser.post(supplier, "name", "ツバメ", "version", "0");
        assertThat(raced.status()).isEqualTo(409);
        assertThat(browser.post(supplier + "/end", "version", "1").status()).isEqualTo(302);
        assertThat(browser.get(supplier).status()).isEqualTo(200);
    }

    @Test
    void whatIsRecordedGoesAlongWithASeries() {
        signedOut().post(link(), filled("send", "functions"));
        acceptAll();
        contract("基本契約", today(), "", "vulnerability");
        browser.post(supplier + "/deliveries", "kind", "module", "name", "TW-1", "alternative", "互換品");
        browser.post(supplier + "/decisions", "outcome", "conditional", "reason", "交換できる");
        Map<String, String> before = holding();
        assertThat(before)
                .containsEntry("supplier.reviewed[supplier-1]", "true")
                .containsEntry("supply.substitute", "documented");
        Api.Answer file = api(quality, Set.of(Act.VIEW, Act.TAKE_PACK)).get("/api/v1/series/MC-200/series.zip");

        emptyDatabase();
        Person owner = person(Role.OWNER, Role.QUALITY);
        Api.Answer brought = api(owner, Set.of(Act.VIEW, Act.IMPORT_SERIES))
                .upload("/api/v1/series-imports?takesOver=true&company=true", file.bytes());
        assertThat(brought.status()).as(brought.toString()).isEqualTo(200);
        camera = products.every().getFirst();
        assertThat(holding()).isEqualTo(before);
        browser = signedIn(owner);
        assertThat(browser.get(ALL).text()).contains("ツバメ電子", "条件付きで使う", "7件中7件");
        assertThat(browser.get(supplier + "/contracts").text()).contains("基本契約");
        // What came along lives on here.
        String id = jdbc.sql("SELECT id::text FROM supplier_decision")
                .query(String.class)
                .single();
        browser.post(supplier + "/decisions/" + id + "/withdraw", "reason", "誤り");
        assertThat(holding()).containsEntry("supplier.reviewed[supplier-1]", "false");
    }
}
