package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.Renewals;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A document is drafted, filled, reviewed, approved and put into force; then it decides, and only as long as it holds. */
class DocumentPagesTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private Documents documents;

    @Autowired
    private DocumentTemplates templates;

    @Autowired
    private List<KnownValues> registers = List.of();

    @Autowired
    private Catalogues catalogues;

    @Autowired
    private Answers answers;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Renewals renewals;

    @Autowired
    private Blobs blobs;

    @Autowired
    private DocumentRecords records;

    private Person writer = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person reviewer = writer;
    private Person executive = writer;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aCompany() {
        emptyDatabase();
        writer = person(Role.QUALITY);
        reviewer = person(Role.QUALITY);
        executive = person(Role.EXECUTIVE);
        browser = signedIn(writer);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), writer);
    }

    private VerdictState verdict(String number) {
        verdicts.settle(camera.id());
        return Objects.requireNonNull(verdicts.states(camera.id()).get(new RequirementId("jcstar1", number)));
    }

    private Value value(String key) {
        return Objects.requireNonNull(answers.present(camera).get(Slot.of(key, "")))
                .fact()
                .value();
    }

    /** Begins a document by its page and returns its address. */
    private String begin(String kind, String... languages) {
        List<String> fields =
                new ArrayList<>(List.of("kind", kind, "series", kind.equals("user-information") ? "MC-200" : ""));
        for (String language : languages) {
            fields.addAll(List.of("language", language));
        }
        Page made = browser.post("/documents/new", fields.toArray(String[]::new));
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        return made.location();
    }

    private Document document(String here) {
        return documents.require(UUID.fromString(here.substring(here.lastIndexOf('/') + 1)), writer);
    }

    /** Writes something in the place of every gap. */
    private void fill(String here) {
        Document document = document(here);
        for (String language :
                documents.newest(document.id()).revision().content().languages().keySet()) {
            Page saved = browser.post(here + "/edit", filled(document, language).toArray(String[]::new));
            assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        }
    }

    private List<String> filled(Document document, String language) {
        Version version = documents.newest(document.id());
        Content content = version.revision().content();
        List<String> fields = new ArrayList<>(List.of(
                "language",
                language,
                "seen",
                String.valueOf(version.revision().number()),
                "title",
                content.titles().get(language),
                "reviewBy",
                documents.today().plusYears(1).toString(),
                "changeNote",
                version.number() == 1 ? "" : "連絡先を変えた",
                "place",
                "website",
                "address",
                "https://www.midorihama.example/psirt"));
        List<Section> sections = content.sections(language);
        for (int i = 0; i < sections.size(); i++) {
            String text = sections.get(i).text();
            for (String label : Marks.gaps(text)) {
                text = text.replace(Marks.gap(label, language), "当社が決めた内容「" + label.length() + "」");
            }
            fields.addAll(List.of(
                    "id-" + i,
                    sections.get(i).id(),
                    "heading-" + i,
                    sections.get(i).heading(),
                    "text-" + i,
                    text));
        }
        return fields;
    }

    private Page step(Person who, String here, String act, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "steps", String.valueOf(documents.newest(document(here).id()).steps())));
        fields.addAll(List.of(more));
        return signedIn(who).post(here + "/" + act, fields.toArray(String[]::new));
    }

    private void inForce(String here) {
        assertThat(step(writer, here, "submit").status()).isEqualTo(302);
        assertThat(step(reviewer, here, "review").status()).isEqualTo(302);
        assertThat(step(executive, here, "approve").status()).isEqualTo(302);
        Page enacted = step(executive, here, "enact");
        assertThat(enacted.status()).as(enacted.text()).isEqualTo(302);
    }

    @Test
    void everyTemplateNamesOnlyQuestionsAndAnswersThatThereAre() {
        Set<String> registered = new TreeSet<>();
        registers.forEach(register -> registered.addAll(register.keys()));
        for (DocumentKind kind : DocumentKind.values()) {
            DocumentTemplates.Template template = templates.of(kind);
            List<DocumentTemplates.Claim> claims = new ArrayList<>(template.decides());
            template.sections().forEach(part -> claims.addAll(part.claims()));
            Map<String, Set<String>> known = new TreeMap<>();
            catalogues
                    .current()
                    .vocabulary()
                    .facts()
                    .forEach(d -> known.put(
                            d.key().value(),
                            d.choices().stream().map(c -> c.value()).collect(java.util.stream.Collectors.toSet())));
            for (DocumentTemplates.Claim claim : claims) {
                assertThat(known).as(kind + " " + claim).containsKey(claim.key());
                Set<String> values = new TreeSet<>();
                if (claim.word() != null) {
                    values.add(claim.word());
                }
                if (claim.value() != null) {
                    values.add(claim.value());
                }
                if (claim.fromPlace() != null) {
                    values.addAll(claim.fromPlace().values());
                }
                assertThat(known.get(claim.key())).as(kind + " " + claim).containsAll(values);
            }
            for (DocumentTemplates.Part part : template.sections()) {
                for (DocumentTemplates.Line line : part.lines()) {
                    List<String> keys = new ArrayList<>();
                    if (line.when() != null) {
                        String[] condition = line.when().split(" ", 3);
                        assertThat(known.get(condition[0])).as(line.when()).contains(condition[2]);
                    }
                    for (String text : List.of(line.ja(), line.en())) {
                        DocumentTemplates.PLACEHOLDER.matcher(text).results().forEach(m -> {
                            if (DocumentTemplates.KNOWN.equals(m.group(1))) {
                                assertThat(registered)
                                        .as(text)
                                        .contains(DocumentTemplates.Asked.parse(m.group(2))
                                                .key());
                            } else if (m.group(1) != null && m.group(1).endsWith(":")) {
                                DocumentTemplates.Items list = DocumentTemplates.Items.parse(m.group(2));
                                keys.add(list.key());
                                if (list.by() != null) {
                                    assertThat(known.get(list.by()))
                                            .as(m.group(2))
                                            .containsAll(list.words());
                                }
                            }
                        });
                    }
                    assertThat(known.keySet()).as(part.id()).containsAll(keys);
                }
            }
        }
    }

    @Test
    void aDraftSaysWhatIsAnsweredAndMarksTheRest() {
        answers.record(
                camera,
                "申告",
                List.of(new Answers.Given(Slot.of("handling.procedure", ""), Value.words("receive", "verify"), "")),
                null,
                new Answers.Answerer(writer, writer.name(), "page"),
                "");
        String here = begin("disclosure-policy", "ja", "en");
        Page page = browser.get(here);
        assertThat(page.text())
                .contains("みどり浜光機株式会社は、製品のセキュリティの問題", "報告の内容を確かめ、影響する製品とバージョンを調べます", "未記入が", "報告を受け付ける連絡先")
                .doesNotContain("公表の日程を、報告者や調整機関と話し合って決めます");
        assertThat(signedIn(writer).english().get(here).text())
                .contains("We verify the report", "[To fill in: Contact that takes reports");
        assertThat(browser.get("/documents").text()).contains("脆弱性開示ポリシー", "下書き");
        assertThat(browser.get("/documents.csv?q=開示").text()).contains("脆弱性開示ポリシー");
        assertThat(browser.get("/documents.csv?q=何もない").text()).doesNotContain("脆弱性開示ポリシー");
        assertThat(browser.post("/documents/new", "kind", "disclosure-policy", "language", "ja")
                        .text())
                .contains("この種類の文書は、すでにあります");
        assertThat(browser.post("/documents/new", "kind", "user-information", "language", "ja")
                        .text())
                .contains("製品を選んでください");

        String unanswered = begin("user-information", "ja");
        Page gaps = browser.get(unanswered);
        assertThat(gaps.text()).contains("サポート期限はいつですか", "質問に答える");
        assertThat(gaps.html()).contains("/products/MC-200/questions/one?key=support.ends");
    }

    @Test
    void anEnglishTextSaysTheCompanysEnglishName() {
        Browser owner = signedIn(person(Role.OWNER));
        String before = begin("priority-policy", "en");
        assertThat(text(before, "en")).contains("みどり浜光機株式会社 lays down here").doesNotContain("Midorihama");
        dev.shisa.server.portal.TestPortal.enterIssuer(owner);
        String here = begin("disclosure-policy", "ja", "en");
        assertThat(text(here, "en")).contains("Midorihama Koki publishes here").doesNotContain("みどり浜");
        assertThat(text(here, "ja")).contains("みどり浜光機株式会社は、製品のセキュリティの問題");
        assertThat(browser.get(here + "/file.html?version=1&language=en").text())
                .contains("Midorihama Koki");
        assertThat(signedIn(writer).english().get(before).text())
                .as("the English text has another name by now")
                .contains("English name of the company");
    }

    @Test
    void anEnglishTextSaysTheProductsEnglishNameAsThePublicPagesDo() {
        jdbc.sql("UPDATE series SET name_en = 'Home camera' WHERE code = 'MC-200'")
                .update();
        String here = begin("user-information", "ja", "en");
        assertThat(text(here, "en")).contains("users of Home camera (models:").doesNotContain("シリーズ");
        assertThat(text(here, "ja")).contains("MC-200シリーズ").doesNotContain("Home camera");
        assertThat(browser.get(here).text()).doesNotContain("製品の英語の名前");

        jdbc.sql("UPDATE series SET name_en = 'Door camera' WHERE code = 'MC-200'")
                .update();
        assertThat(browser.get(here).text())
                .as("the English text has another name by now")
                .contains("製品の英語の名前");
    }

    private String text(String here, String language) {
        StringBuilder text = new StringBuilder();
        documents
                .newest(document(here).id())
                .revision()
                .content()
                .sections(language)
                .forEach(s -> text.append(s.text()).append('\n'));
        return text.toString();
    }

    @Test
    void aDocumentWithGapsIsNotReviewedUntilEachIsFilledOrStruckWithAReason() {
        String here = begin("priority-policy", "ja");
        assertThat(step(writer, here, "submit").text()).contains("未記入が");

        Document document = document(here);
        List<String> emptied = filled(document, "ja");
        int contact = emptied.indexOf("text-3") + 1;
        emptied.set(contact, "");
        Page refused = browser.post(here + "/edit", emptied.toArray(String[]::new));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("「未記入」を消しただけで、内容が書かれていません");

        fill(here);
        assertThat(documents.newest(document.id()).revision().content().gaps()).isEmpty();
        inForce(here);
        assertThat(verdict("S1.1-09")).isEqualTo(VerdictState.MET);
        assertThat(browser.get(here).text()).contains("施行中", "文書になっている");
    }

    @Test
    void aPolicyInForceDecidesAndDecidesNothingOnceItIsWithdrawn() {
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.UNKNOWN);
        String here = begin("disclosure-policy", "ja", "en");
        fill(here);
        assertThat(step(writer, here, "submit").status()).isEqualTo(302);
        assertThat(step(writer, here, "review").text()).contains("作成した人は、自分の文書を審査、承認、施行できません");
        assertThat(signedIn(executive).get("/").text()).contains("脆弱性開示ポリシー」第1版が審査を待っています");
        assertThat(step(reviewer, here, "review").status()).isEqualTo(302);
        assertThat(step(reviewer, here, "approve").text()).contains("審査した人は、同じ版を承認できません");
        Person other = person(Role.QUALITY);
        assertThat(step(other, here, "approve").text()).contains("経営の役割を持つ人です");
        assertThat(step(executive, here, "approve").status()).isEqualTo(302);
        assertThat(verdict("S1.1-05")).as("approved is not yet in force").isEqualTo(VerdictState.UNKNOWN);
        assertThat(step(executive, here, "enact").status()).isEqualTo(302);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);

        String code = documents.evidence(documents.newest(document(here).id())).getFirst();
        assertThat(browser.get("/evidence/" + code).text()).contains("脆弱性開示ポリシー 第1版");
        assertThat(new String(browser.get("/evidence/" + code + "/file").bytes(), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-");

        assertThat(step(executive, here, "withdraw", "note", "").text()).contains("理由がありません");
        assertThat(step(executive, here, "withdraw", "note", "公開を止めた").status()).isEqualTo(302);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.UNKNOWN);
        assertThat(acts()).contains("document.create", "document.save", "document.step", "evidence.withdraw");
    }

    @Test
    void aProcedureDecidesStepByStepWhatItsSectionsSay() {
        answer(new Answers.Given(Slot.of("roles.assigned", ""), Value.words("respond", "publish"), ""));
        String here = begin("response-procedure", "ja", "en");
        fill(here);
        inForce(here);
        assertThat(value("handling.procedure"))
                .isEqualTo(Value.words("receive", "verify", "confidential", "schedule", "remedy", "publish", "answer"));
        assertThat(value("response.rules"))
                .isEqualTo(Value.words("patch", "workaround", "substitute", "early", "stop", "ended", "escalate"));
        assertThat(value("share.targets")).isEqualTo(Value.words("inside", "partners", "operators", "users", "sites"));
        assertThat(value("response.routes")).isEqualTo(Value.word("documented"));

        assertThat(browser.post(here + "/next").status()).isEqualTo(302);
        Document document = document(here);
        for (String language : List.of("ja", "en")) {
            List<String> fields = filled(document, language);
            leaveOut(fields, "schedule", "share-operators", "routes");
            Page saved = browser.post(here + "/edit", fields.toArray(String[]::new));
            assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        }
        inForce(here);
        assertThat(value("handling.procedure"))
                .isEqualTo(Value.words("receive", "verify", "confidential", "remedy", "publish", "answer"));
        assertThat(value("share.targets")).isEqualTo(Value.words("inside", "partners", "users", "sites"));
        assertThat(answers.present(camera)).doesNotContainKey(Slot.of("response.routes", ""));
    }

    /** A section without heading and text is left out. */
    private static void leaveOut(List<String> fields, String... sections) {
        for (String section : sections) {
            int id = fields.indexOf(section);
            fields.set(id + 4, "");
            fields.set(id + 2, "");
        }
    }

    @Test
    void aPlanForEmergenciesNeedsBothThatItIsWrittenAndWhoSpeaks() {
        answer(new Answers.Given(Slot.of("contacts.list", ""), Value.words("inside"), ""));
        String plan = begin("emergency-plan", "ja");
        fill(plan);
        inForce(plan);
        assertThat(value("emergency.prepared")).isEqualTo(Value.words("plan", "publicity"));
        assertThat(browser.post(plan + "/next").status()).isEqualTo(302);
        List<String> silent = filled(document(plan), "ja");
        leaveOut(silent, "publicity");
        assertThat(browser.post(plan + "/edit", silent.toArray(String[]::new)).status())
                .isEqualTo(302);
        inForce(plan);
        assertThat(value("emergency.prepared")).isEqualTo(Value.words("plan"));
    }

    @Test
    void aCharterDecidesWhoExaminesWhoMaintainsAndWhatIsAppraised() {
        answer(new Answers.Given(Slot.of("roles.assigned", ""), Value.words("respond"), ""));
        String charter = begin("psirt-charter", "ja");
        fill(charter);
        inForce(charter);
        for (String key : List.of("structure.integrated", "maintenance.structure", "training.appraisal")) {
            assertThat(value(key)).as(key).isEqualTo(Value.word("documented"));
        }
    }

    @Test
    void theDayOfReviewAndTheNextVersionMoveTheVerdict() {
        String here = begin("priority-policy", "ja");
        fill(here);
        inForce(here);
        clock.advance(Duration.ofDays(370));
        browser = signedIn(writer);
        assertThat(verdict("S1.1-09")).isEqualTo(VerdictState.RECHECK);
        assertThat(browser.get("/").text()).contains("第1版の見直しの期限を過ぎています");
        assertThat(browser.get("/documents").text()).contains("そのうち1件は、見直しの日を過ぎています");

        assertThat(browser.post(here + "/next").status()).isEqualTo(302);
        Document document = document(here);
        List<String> fields = filled(document, "ja");
        fields.set(fields.indexOf("changeNote") + 1, "");
        assertThat(browser.post(here + "/edit", fields.toArray(String[]::new)).status())
                .isEqualTo(302);
        assertThat(step(writer, here, "submit").text()).contains("変更の内容が書かれていません");
        fields = filled(document, "ja");
        fields.set(fields.indexOf("text-0") + 1, "目的を書き直しました。");
        assertThat(browser.post(here + "/edit", fields.toArray(String[]::new)).status())
                .isEqualTo(302);
        inForce(here);
        assertThat(verdict("S1.1-09")).isEqualTo(VerdictState.MET);
        assertThat(documents.numbered(document.id(), 1).state()).isEqualTo(State.SUPERSEDED);
        assertThat(browser.get(here + "/versions/2").text()).contains("追加: 目的を書き直しました。");
    }

    @Test
    void theFiveTextsForUsersDecideOneByOne() {
        String here = begin("user-information", "ja");
        Document document = document(here);
        Version version = documents.newest(document.id());
        String date = version.revision().content().gaps().stream()
                .filter(g -> g.section().equals("support-date"))
                .findFirst()
                .orElseThrow()
                .label();
        String[] strike = {
            "language", "ja", "section", "support-date", "label", date, "reason", "", "seen", "1",
        };
        assertThat(browser.post(here + "/gaps", strike).text()).contains("理由がありません");
        strike[7] = "日付は決めず、方針を示す";
        assertThat(browser.post(here + "/gaps", strike).status()).isEqualTo(302);
        fill(here);
        inForce(here);
        assertThat(value("guide.support")).isEqualTo(Value.words("policy"));
        assertThat(value("guide.safe")).isEqualTo(Value.words("web"));
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);
        assertThat(browser.get(here).text()).contains("日付は決めず、方針を示す");
        assertThat(step(executive, here, "withdraw", "note", "誤り").status()).isEqualTo(302);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.UNKNOWN);
    }

    @Test
    void whoSavedFirstIsNotOverwrittenAndASaveCanBeUndone() {
        String here = begin("priority-policy", "ja");
        Document document = document(here);
        List<String> mine = filled(document, "ja");
        mine.set(mine.indexOf("text-0") + 1, "私の文です。");
        fill(here);
        Page stale = browser.post(here + "/edit", mine.toArray(String[]::new));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.text()).contains("先に保存しました", "私の文です。");

        assertThat(browser.post(here + "/restore", "revision", "1", "seen", "2").status())
                .isEqualTo(302);
        assertThat(documents.newest(document.id()).revision().content().gaps()).isNotEmpty();
        assertThat(documents.revisions(documents.newest(document.id()).id(), 10))
                .hasSize(3);
    }

    @Test
    void readersAreAskedAndSayThatTheyHaveRead() {
        String here = begin("priority-policy", "ja");
        fill(here);
        inForce(here);
        Person operator = person(Role.OPERATOR);
        assertThat(browser.post(here + "/readers", "due", "2020-01-01").text())
                .contains("読んでもらう人を選んでください", "今日より後の日にしてください");
        assertThat(browser.post(
                                here + "/readers",
                                "reader",
                                operator.id().toString(),
                                "due",
                                documents.today().plusDays(7).toString())
                        .status())
                .isEqualTo(302);
        assertThat(signedIn(operator).get("/").text()).contains("第1版を読んで確認してください");
        assertThat(browser.get(here).text()).contains("未読", operator.name());
        assertThat(signedIn(operator).post(here + "/acknowledge").status()).isEqualTo(302);
        assertThat(signedIn(operator).get("/").text()).doesNotContain("読んで確認してください");
        assertThat(browser.get(here).text()).contains("確認済み");
    }

    @Test
    void whatIsTypedIsShownAsTextAndBoundsAreOneSentence() {
        String here = begin("other", "ja");
        Page preview = browser.post(here + "/preview", "text-0", "<script>alert(1)</script>\n- 一つ");
        assertThat(preview.html()).contains("&lt;script&gt;", "<li>").doesNotContain("<script>alert");
        Document document = document(here);
        List<String> fields = filled(document, "ja");
        fields.set(fields.indexOf("text-0") + 1, "あ".repeat(20_001));
        Page refused = browser.post(here + "/edit", fields.toArray(String[]::new));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("20,001文字あります");
        assertThat(browser.get("/documents/00000000-0000-7000-8000-000000000000")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoIsLimitedToASeriesReadsTheCompanysDocumentsAndChangesNone() {
        String here = begin("priority-policy", "ja");
        Browser limited = signedIn(person(Set.of(camera.id()), Role.QUALITY));
        assertThat(limited.get(here).status()).isEqualTo(200);
        assertThat(limited.post(here + "/submit", "steps", "1").status()).isEqualTo(403);
        Browser elsewhere = signedIn(person(Set.of(UUID.randomUUID()), Role.QUALITY));
        String ofSeries = begin("user-information", "ja");
        assertThat(elsewhere.get(ofSeries).status()).isEqualTo(404);
    }

    @Test
    void programsWriteThemTheSameWay() {
        Api api = api(writer, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        Api.Answer made = api.post("/api/v1/documents", """
                {"kind": "priority-policy", "series": null, "languages": ["ja"]}""");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String here = "/api/v1/documents/" + made.at("/id");
        assertThat(made.json().path("gaps").size()).isEqualTo(2);
        Api.Answer gutted = api.put(here, """
                {"titles": {"ja": "方針"}, "sections": {"ja": [{"id": "levels", "heading": "優先度", "text": "深刻なものから直す。"}]},
                 "changeNote": "", "reviewBy": "2027-11-20", "place": "", "address": ""}""", "If-Match", made.tag());
        assertThat(gutted.status()).isEqualTo(422);
        assertThat(gutted.text()).contains("未記入の残る節は、そのまま削れません");
        Api.Answer saved = api.put(here, """
                {"titles": {"ja": "方針"}, "sections": {"ja": [
                    {"id": "basis", "heading": "見ること", "text": "CVSSの点数を見る。"},
                    {"id": "levels", "heading": "優先度", "text": "深刻なものから直す。"},
                    {"id": "deciding", "heading": "決める人", "text": "品質保証部長が決める。"}]},
                 "changeNote": "", "reviewBy": "2027-11-20", "place": "", "address": ""}""", "If-Match", made.tag());
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        assertThat(saved.json().path("gaps").size()).isZero();
        assertThat(api.put(here, "{}", "If-Match", made.tag()).status()).isGreaterThanOrEqualTo(400);
        assertThat(api.post(here + "/answers", "", "If-Match", saved.tag()).text())
                .contains("document.nothing-answered");
        Api.Answer english = api.post(here + "/languages", "{\"language\": \"en\"}", "If-Match", saved.tag());
        assertThat(english.status()).as(english.text()).isEqualTo(200);
        assertThat(english.json().path("gaps").size()).isEqualTo(2);
        Api.Answer japanese = api.post(here + "/restore", "{\"revision\": 2}", "If-Match", english.tag());
        assertThat(japanese.json().path("gaps").size()).isZero();
        Api.Answer right = api.post(here + "/still-right", "{\"version\": 1, \"note\": null}");
        assertThat(right.status()).as(right.text()).isEqualTo(200);
        assertThat(right.json().path("changedAnswers").size()).isZero();
        Api.Answer submitted = api.post(here + "/submit", "{\"steps\": 1, \"note\": null, \"oneLanguageSeen\": null}");
        assertThat(submitted.at("/state")).isEqualTo("in-review");
        assertThat(api.get("/api/v1/documents").json().path("items").size()).isEqualTo(1);
        assertThat(api.get(here + "/versions").status()).isEqualTo(200);
        assertThat(api.get(here + "/readers").status()).isEqualTo(200);
        assertThat(new String(api.get(here + "/file?format=md").bytes(), StandardCharsets.UTF_8))
                .contains("深刻なものから直す。");
    }

    private void answer(Answers.Given... given) {
        answers.record(camera, "申告", List.of(given), null, new Answers.Answerer(writer, writer.name(), "page"), "");
    }

    private void strikeAll(String here) {
        Document document = document(here);
        for (Content.Gap gap :
                documents.newest(document.id()).revision().content().gaps()) {
            Revision now = documents.newest(document.id()).revision();
            if (now.content().gaps().contains(gap)) {
                assertThat(browser.post(
                                        here + "/gaps",
                                        "language",
                                        gap.language(),
                                        "section",
                                        gap.section(),
                                        "label",
                                        gap.label(),
                                        "reason",
                                        "まだ決めていない",
                                        "seen",
                                        String.valueOf(now.number()))
                                .status())
                        .isEqualTo(302);
            }
        }
    }

    @Test
    void aGuttedPolicyDecidesNothing() {
        String here = begin("priority-policy", "ja");
        List<String> without = filled(document(here), "ja");
        without.addAll(List.of("remove-1", "1", "remove-2", "1", "remove-3", "1"));
        Page refused = browser.post(here + "/edit", without.toArray(String[]::new));
        assertThat(refused.status())
                .as("a section goes with a reason for each of its gaps")
                .isEqualTo(422);
        assertThat(refused.text()).contains("未記入の残る節は、そのまま削れません");

        strikeAll(here);
        assertThat(browser.get(here).text()).contains("この文書が「ある」とは見なしません", "決める人と記録");
        inForce(here);
        assertThat(verdict("S1.1-09")).as("all gaps were left out").isEqualTo(VerdictState.UNKNOWN);

        assertThat(browser.post(here + "/next").status()).isEqualTo(302);
        List<String> purpose = filled(document(here), "ja");
        purpose.addAll(List.of("remove-1", "1", "remove-2", "1", "remove-3", "1"));
        assertThat(browser.post(here + "/edit", purpose.toArray(String[]::new)).status())
                .isEqualTo(302);
        inForce(here);
        assertThat(documents.newest(document(here).id()).revision().content().sections("ja"))
                .hasSize(1);
        assertThat(verdict("S1.1-09")).as("only the purpose is left").isEqualTo(VerdictState.UNKNOWN);
    }

    @Test
    void whatADocumentReplacedDoesNotComeBackWithItsWithdrawal() {
        dev.shisa.server.evidence.Recorded uploaded = answers.record(
                camera,
                "社内規程",
                List.of(new Answers.Given(Slot.of("priority.policy", ""), Value.word("documented"), "規程 第3版")),
                new Answers.Attachment(blobs.store("規程".getBytes(StandardCharsets.UTF_8), "kitei.txt"), "3章"),
                new Answers.Answerer(writer, writer.name(), "page"),
                "");
        evidence.confirm(uploaded.evidence(), Set.copyOf(uploaded.facts()), reviewer, "");
        assertThat(verdict("S1.1-09")).isEqualTo(VerdictState.MET);

        String here = begin("priority-policy", "ja");
        fill(here);
        inForce(here);
        assertThat(browser.post(here + "/next").status()).isEqualTo(302);
        List<String> fields = filled(document(here), "ja");
        fields.set(fields.indexOf("text-0") + 1, "目的を書き直しました。");
        assertThat(browser.post(here + "/edit", fields.toArray(String[]::new)).status())
                .isEqualTo(302);
        inForce(here);
        assertThat(verdict("S1.1-09")).isEqualTo(VerdictState.MET);

        assertThat(step(executive, here, "withdraw", "note", "内容に誤り").status()).isEqualTo(302);
        assertThat(verdict("S1.1-09"))
                .as("neither the earlier version nor what was uploaded before counts again")
                .isEqualTo(VerdictState.UNKNOWN);
        assertThat(evidence.entries(List.of(products.organisation()), "priority.policy"))
                .noneMatch(FactEntry::isStanding);
    }

    @Test
    void theEvidenceOfADocumentIsRenewedByItsNextVersionOnly() {
        String here = begin("user-information", "ja");
        fill(here);
        inForce(here);
        String code = documents.evidence(documents.newest(document(here).id())).getFirst();
        assertThat(browser.get("/evidence/" + code).html())
                .contains("もとになった記録", "href=\"" + here + "\"")
                .doesNotContain("evidence/new?renews=");
        Page form = browser.get("/products/MC-200/evidence/new?renews=" + code);
        assertThat(form.status()).isEqualTo(422);
        assertThat(form.text()).contains("から作られたエビデンスなので、ここでは更新できません");
        assertThatThrownBy(() -> renewals.renew(code, documents.today().plusYears(2), "まだ正しい", writer))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("evidence.renew.kept"));
    }

    @Test
    void anAnswerThatChangesMakesADocumentBeLookedAtAgain() {
        answer(new Answers.Given(
                Slot.of("support.ends", ""), Value.day(documents.today().plusYears(4)), ""));
        String here = begin("user-information", "ja");
        fill(here);
        inForce(here);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);

        answer(new Answers.Given(
                Slot.of("support.ends", ""), Value.day(documents.today().plusYears(3)), ""));
        assertThat(verdict("S1.1-16")).as("the text tells another day").isEqualTo(VerdictState.RECHECK);
        assertThat(browser.get(here).text())
                .contains(
                        "もとになった答えや決まりが、そのあとで変わりました",
                        documents.today().plusYears(4) + " → "
                                + documents.today().plusYears(3));
        assertThat(browser.get("/").text()).contains("第1版のもとになった答えや決まりが変わりました");

        assertThat(browser.post(here + "/still-right", "version", "1", "note", "")
                        .text())
                .contains("理由がありません");
        assertThat(signedIn(person(Role.PSIRT))
                        .post(here + "/still-right", "version", "1", "note", "正しい")
                        .status())
                .isEqualTo(403);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.RECHECK);
        assertThat(signedIn(reviewer)
                        .post(here + "/still-right", "version", "1", "note", "答えのほうの誤り")
                        .status())
                .isEqualTo(302);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);
        assertThat(browser.get("/").text()).doesNotContain("もとになった答えや決まりが変わりました");

        products.addModels(camera, List.of(new Products.NewModel("MC-220", "")), writer);
        assertThat(verdict("S1.1-16")).as("it does not name the new model").isEqualTo(VerdictState.RECHECK);
        assertThat(browser.post(here + "/next").status()).isEqualTo(302);
        List<String> fields = filled(document(here), "ja");
        fields.set(fields.indexOf("text-0") + 1, "MC-210とMC-220を使う方へのお知らせです。");
        assertThat(browser.post(here + "/edit", fields.toArray(String[]::new)).status())
                .isEqualTo(302);
        assertThat(step(writer, here, "submit").text()).contains("答えや決まりが1件、そのあとで変わっています");
        assertThat(browser.post(here + "/still-right", "version", "2", "note", "")
                        .status())
                .isEqualTo(302);
        inForce(here);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);
        assertThat(step(executive, here, "withdraw", "note", "公開を止めた").status()).isEqualTo(302);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.UNKNOWN);
    }

    @Test
    void anAnswerThatIsAsItWasEndsTheDoubtByItself() {
        answer(new Answers.Given(
                Slot.of("support.ends", ""), Value.day(documents.today().plusYears(4)), ""));
        String here = begin("user-information", "ja");
        fill(here);
        inForce(here);
        products.addModels(camera, List.of(new Products.NewModel("MC-220", "")), writer);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.RECHECK);
        products.models(camera.id()).stream()
                .filter(m -> m.number().equals("MC-220"))
                .forEach(m -> products.removeModel(camera, m.id(), m.version(), writer));
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);
    }

    @Test
    void answersThatComeLaterAreTakenIntoTheirGapsInEveryLanguage() {
        String here = begin("user-information", "ja", "en");
        Document document = document(here);
        assertThat(browser.post(here + "/answers", "seen", "1").text()).contains("取り込める答えは、ありません");
        String ends = documents.today().plusYears(4).toString();
        answer(
                new Answers.Given(
                        Slot.of("support.ends", ""), Value.day(documents.today().plusYears(4)), ""),
                new Answers.Given(Slot.of("guide.requests", ""), Value.words("initial"), "取扱説明書"));
        assertThat(browser.get(here).text()).contains("2件の答えを取り込む");
        int gaps = documents.newest(document.id()).revision().content().gaps().size();
        assertThat(browser.post(here + "/answers", "seen", "1").status()).isEqualTo(302);
        Revision taken = documents.newest(document.id()).revision();
        assertThat(taken.number()).isEqualTo(2);
        assertThat(taken.content().gaps()).hasSize(gaps - 4);
        assertThat(taken.content().sections("ja").toString())
                .contains("サポートは、" + ends + "まで", "パスワードを変更してください")
                .doesNotContain("共有しないでください");
        assertThat(taken.content().sections("en").toString())
                .contains("lasts until " + ends, "Change the password before first use");
        assertThat(browser.post(here + "/restore", "revision", "1", "seen", "2").status())
                .isEqualTo(302);
        assertThat(documents.newest(document.id()).revision().content().gaps()).hasSize(gaps);
    }

    @Test
    void listsNameWhatIsMeantAndClaimNothingMore() {
        answer(
                new Answers.Given(Slot.of("asset.items", ""), Value.words("asset-1", "asset-2", "asset-3"), ""),
                new Answers.Given(Slot.of("asset.class", "asset-1"), Value.word("confidential"), ""),
                new Answers.Given(Slot.of("asset.class", "asset-2"), Value.word("security"), ""),
                new Answers.Given(Slot.of("asset.class", "asset-3"), Value.word("communication"), ""),
                new Answers.Given(Slot.of("asset.stored", "asset-1"), Value.words("cloud"), ""),
                new Answers.Given(Slot.of("asset.stored", "asset-2"), Value.words("device"), ""));
        String risk = section(begin("user-information", "ja"), "disposal-risk");
        assertThat(risk).contains("- asset-2", "asset-3」は、どこに保存されますか").doesNotContain("asset-1");
        Document privacy = documents.create(new NewDocument(DocumentKind.PRIVACY_NOTICE, camera, Set.of("ja")), writer);
        assertThat(section("/documents/" + privacy.id(), "collected"))
                .contains("- asset-1")
                .doesNotContain("asset-2", "asset-3");
        Document manual =
                documents.create(new NewDocument(DocumentKind.MANUAL_STATEMENTS, camera, Set.of("ja")), writer);
        assertThat(section("/documents/" + manual.id(), "erase"))
                .contains("【未記入: 消去の機能で消える情報の範囲】")
                .doesNotContain("asset-1", "asset-2");
    }

    private String section(String here, String id) {
        return documents.newest(document(here).id()).revision().content().sections("ja").stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    void whatANoticeOfUpdatesTellsIsWrittenByAPerson() {
        String here = begin("user-information", "ja");
        assertThat(documents.newest(document(here).id()).revision().content().gaps().stream()
                        .filter(g -> g.section().equals("update"))
                        .map(Content.Gap::label))
                .hasSize(4);
    }

    @Test
    void aReportOfWhatIsNotPublishedIsKnownToWhoWorksOnItOnly() {
        Person handler = person(Role.PSIRT);
        Person auditor = person(Role.AUDITOR);
        Person operator = person(Role.OPERATOR);
        Page made =
                signedIn(handler).post("/documents/new", "kind", "coordinator-report", "series", "", "language", "ja");
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        String here = made.location();
        Document document = documents
                .find(UUID.fromString(here.substring(here.lastIndexOf('/') + 1)))
                .orElseThrow();
        List<String> fields = filled(document, "ja");
        fields.set(fields.indexOf("title") + 1, "未公表の弱点ZX81");
        assertThat(signedIn(handler)
                        .post(here + "/edit", fields.toArray(String[]::new))
                        .status())
                .isEqualTo(302);

        for (Person other : List.of(writer, reviewer, auditor, operator)) {
            assertThat(signedIn(other).get(here).status())
                    .as(other.roles().toString())
                    .isEqualTo(404);
            assertThat(signedIn(other).get("/documents").text()).doesNotContain("ZX81");
            assertThat(signedIn(other).get(here + "/file.md").status()).isEqualTo(404);
        }
        assertThat(signedIn(person(Role.PSIRT)).get(here).text()).contains("ZX81", "公表前の脆弱性に触れる文書");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE convert_from(body, 'UTF8') LIKE '%ZX81%'")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM audit a WHERE a::text LIKE '%ZX81%'")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(records.of(camera, Map.of()))
                .as("it goes along with no series")
                .isNull();

        assertThat(signedIn(handler)
                        .post(
                                here + "/readers",
                                "reader",
                                reviewer.id().toString(),
                                "due",
                                documents.today().plusDays(3).toString())
                        .status())
                .isEqualTo(302);
        assertThat(signedIn(reviewer).get(here).status()).as("who was asked").isEqualTo(200);
    }

    @Test
    void whoWroteInATextDoesNotJudgeItWhileSomebodyElseCan() {
        String here = begin("priority-policy", "ja");
        browser = signedIn(reviewer);
        fill(here);
        browser = signedIn(writer);
        assertThat(step(writer, here, "submit").status()).isEqualTo(302);
        assertThat(step(reviewer, here, "review").text()).contains("この版の本文を書いた人は、審査、承認、施行できません");
        assertThat(signedIn(reviewer).get("/").text()).doesNotContain("第1版が審査を待っています");
        assertThat(signedIn(executive).get("/").text()).contains("第1版が審査を待っています");
        assertThat(step(executive, here, "review").status()).isEqualTo(302);
    }

    @Test
    void whereEverybodyHasWrittenItIsEnoughNotToHaveHandedItIn() {
        String here = begin("user-information", "ja");
        Browser first = browser;
        browser = signedIn(reviewer);
        fill(here);
        browser = first;
        Document document = document(here);
        Version version = documents.newest(document.id());
        Content content = version.revision().content();
        documents.save(
                document,
                version,
                version.revision().number(),
                content.with("ja", "題名を直した", content.sections("ja")),
                version.revision().about(),
                executive);
        assertThat(step(writer, here, "submit").status()).isEqualTo(302);
        assertThat(step(reviewer, here, "review").status()).isEqualTo(302);
        assertThat(step(executive, here, "approve").status()).isEqualTo(302);
    }

    @Test
    void aSectionThatChangedInOneLanguageOnlyIsLookedAtInTheOther() {
        String here = begin("priority-policy", "ja", "en");
        fill(here);
        inForce(here);
        assertThat(browser.post(here + "/next").status()).isEqualTo(302);
        List<String> fields = filled(document(here), "ja");
        fields.set(fields.indexOf("text-0") + 1, "目的を書き直しました。");
        assertThat(browser.post(here + "/edit", fields.toArray(String[]::new)).status())
                .isEqualTo(302);
        assertThat(browser.get(here).text()).contains("片方の言語だけで変えた節があります: 目的");
        assertThat(step(writer, here, "submit").text()).contains("片方の言語だけで変えた節があります");
        assertThat(step(writer, here, "submit", "sided", "true").status()).isEqualTo(302);
        assertThat(browser.get(here).text()).contains("片方の言語だけで変えた節を確かめた: 目的");
    }

    @Test
    void aLanguageIsAddedWithGapsForWhatIsNotWritten() {
        String here = begin("priority-policy", "ja");
        fill(here);
        Revision before = documents.newest(document(here).id()).revision();
        assertThat(browser.get(here).text()).contains("英語の本文を足す");
        assertThat(browser.post(here + "/languages", "language", "en", "seen", String.valueOf(before.number()))
                        .status())
                .isEqualTo(302);
        Content content = documents.newest(document(here).id()).revision().content();
        assertThat(content.sections("ja")).isEqualTo(before.content().sections("ja"));
        assertThat(content.sections("en").stream().map(Section::id))
                .isEqualTo(content.sections("ja").stream().map(Section::id).toList());
        assertThat(content.gaps()).isNotEmpty().allMatch(g -> g.language().equals("en"));
        assertThat(browser.post(here + "/languages", "language", "fr", "seen", "3")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void theDayOfReviewHasAnEnd() {
        String here = begin("priority-policy", "ja");
        List<String> fields = filled(document(here), "ja");
        fields.set(
                fields.indexOf("reviewBy") + 1, documents.today().plusMonths(37).toString());
        Page refused = browser.post(here + "/edit", fields.toArray(String[]::new));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("36か月先");
        fields.set(
                fields.indexOf("reviewBy") + 1, documents.today().plusMonths(36).toString());
        assertThat(browser.post(here + "/edit", fields.toArray(String[]::new)).status())
                .isEqualTo(302);
    }

    @Test
    void theListFindsWhatTheTextSays() {
        begin("priority-policy", "ja");
        assertThat(browser.get("/documents.csv?q=悪用の状況").text()).contains("優先度決定方針");
        assertThat(browser.get("/documents.csv?q=どこにもない言葉").text()).doesNotContain("優先度決定方針");
    }
}
