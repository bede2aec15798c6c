package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.Zips;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** People answer: one question a page, by link, by questionnaire, in the register. */
class AnsweringTest extends ServerTest {

    private static final AtomicInteger SERIES = new AtomicInteger();

    @Autowired
    private Answers answers;

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private Verdicts verdicts;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(
                new NewSeries("A-" + SERIES.incrementAndGet(), "A-10", "錠", "", List.of("A-10"), "1.0"), quality);
    }

    @Test
    void anAnswerIsRecordedDecidedAndTheNextQuestionFollows() {
        Browser person = signedIn(quality);
        Page page = person.post(
                base() + "/questions",
                "key",
                "priority.policy",
                "item",
                "",
                "flow",
                "1",
                "answer-value",
                "documented",
                "answer-detail",
                "優先度の規程 第2版");
        assertThat(page.status()).isEqualTo(302);
        Page next = person.follow(page);
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.text()).contains("S1.1-09").contains("適合見込み");
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.EXPECTED);
        assertThat(acts()).contains("evidence.add");
    }

    @Test
    void anAnswerIsRecordedUnderANameThatIsNoQuestion() {
        answer(signedIn(quality), "priority.policy", "", "documented", "規程 第2版");
        assertThat(titles()).containsExactly("回答: セキュリティアップデートの優先度を決める方針や指針は、文書になっているか");
        signedIn(quality)
                .english()
                .post(base() + "/questions", "key", "login.mechanisms", "item", "", "flow", "1", "add", "SSH");
        assertThat(titles()).contains("Register: log-in or pairing mechanism");
    }

    private List<String> titles() {
        return jdbc.sql("SELECT title FROM evidence")
                .query((row, _) -> row.getString("title"))
                .list();
    }

    @Test
    void aMissingAnswerIsAskedForAndNothingIsStored() {
        int before = count("fact");
        Page page = signedIn(quality)
                .post(base() + "/questions", "key", "priority.policy", "item", "", "flow", "1", "answer-detail", "");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("答えが選ばれていません");
        assertThat(count("fact")).isEqualTo(before);
    }

    @Test
    void wordsThatBelongToAnAnswerAreKeptWhenTheyAreMissing() {
        Page page = signedIn(quality)
                .post(base() + "/questions", "key", "priority.policy", "item", "", "answer-value", "documented");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).containsPattern("value=\"documented\"[^>]*checked");
    }

    @Test
    void iDoNotKnowLeadsToSomebodyWhoDoes() {
        Page page = signedIn(quality)
                .post(base() + "/questions", "key", "priority.policy", "item", "", "flow", "1", "answer-value", "?");
        assertThat(page.location()).contains("/questions/send").contains("priority.policy");
        assertThat(count("fact")).isZero();
        String of = "jcstar1/S1.1-09";
        Page asked = signedIn(quality)
                .post(base() + "/questions", "key", "priority.policy", "requirement", of, "answer-value", "?");
        assertThat(asked.location())
                .as("who came from a criterion goes back to it")
                .contains("requirement=" + URLEncoder.encode(of, StandardCharsets.UTF_8));
        Page made = signedIn(quality)
                .post(
                        base() + "/questions/send",
                        "requirement",
                        of,
                        "recipient",
                        "佐藤 健",
                        "days",
                        "7",
                        "slot",
                        "priority.policy");
        assertThat(made.html()).containsPattern("btn-primary\" href=\"[^\"]*S1\\.1-09\"");
    }

    @Test
    void aListIsAnsweredByNamingItsItems() {
        signedIn(quality)
                .post(
                        base() + "/questions",
                        "key",
                        "login.mechanisms",
                        "item",
                        "",
                        "flow",
                        "1",
                        "add",
                        "管理画面(Web)\nSSH\n\nSSH");
        assertThat(products.items(series.id(), "login"))
                .extracting(RegisterItem::name)
                .containsExactly("管理画面(Web)", "SSH");
        assertThat(answers.present(series)).containsKey(Slot.of("login.mechanisms"));
    }

    @Test
    void theSameAnswerForSeveralItemsIsOnePieceOfEvidence() {
        signedIn(quality)
                .post(base() + "/questions", "key", "login.mechanisms", "item", "", "flow", "1", "add", "Web\nSSH");
        List<RegisterItem> items = products.items(series.id(), "login");
        int before = count("evidence");
        signedIn(quality)
                .post(
                        base() + "/questions",
                        "key",
                        "login.values",
                        "item",
                        items.get(0).code(),
                        "flow",
                        "1",
                        "answer-value",
                        "password",
                        "also",
                        items.get(1).code());
        assertThat(count("evidence")).isEqualTo(before + 1);
        assertThat(answers.present(series))
                .containsKeys(
                        Slot.of("login.values", items.get(0).code()),
                        Slot.of("login.values", items.get(1).code()));
    }

    @Test
    void whatIsTakenOffItsListIsNotOfferedForTheSameAnswer() {
        Browser browser = signedIn(quality);
        browser.post(base() + "/questions", "key", "login.mechanisms", "item", "", "flow", "1", "add", "Web画面\n保守用SSH");
        List<RegisterItem> items = products.items(series.id(), "login");
        String web = items.get(0).code();
        String asked = base() + "/questions/one?key=login.values&item=" + web;
        assertThat(browser.get(asked).html()).contains("name=\"also\"", "保守用SSH");
        answer(browser, "login.mechanisms", "", web);
        assertThat(browser.get(asked).html()).doesNotContain("name=\"also\"");
        browser.post(
                base() + "/questions",
                "key",
                "login.values",
                "item",
                web,
                "answer-value",
                "password",
                "also",
                items.get(1).code());
        assertThat(answers.present(series))
                .doesNotContainKey(Slot.of("login.values", items.get(1).code()));
    }

    @Test
    void whoFindsNoItemInTheListNamesANewOneThere() {
        String port =
                products.addItem(series, "service", "SSH (TCP 22)", "", quality).code();
        String cloud =
                products.addItem(series, "service", "中継サーバー", "", quality).code();
        String web = products.addItem(series, "login", "管理画面", "", quality).code();
        Browser browser = signedIn(quality);
        answer(browser, "login.mechanisms", "", web);
        for (String[] known : List.of(
                new String[] {"service.place", port, "device"},
                new String[] {"service.authentication", port, "always"},
                new String[] {"service.place", cloud, "cloud"},
                new String[] {"service.authentication", cloud, "always"})) {
            answer(browser, known[0], known[1], known[2]);
        }
        Page asked = browser.get(base() + "/questions/one?key=service.login&item=" + port);
        assertThat(asked.text()).contains("一覧にないとき", "管理画面");
        assertThat(asked.html()).as("it is asked of no port of a cloud").doesNotContain("value=\"" + cloud + "\"");

        String[] both = {"key", "service.login", "item", port, "answer-value", web, "add", "SSHの鍵"};
        Page refused = browser.post(base() + "/questions", both);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("どちらか1つだけにしてください");
        assertThat(refused.html()).as("what was typed is kept").contains("value=\"SSHの鍵\"");

        for (String[] name :
                List.of(new String[] {"-", "記号だけの名前は使えません"}, new String[] {"管理画面", "「管理画面」は、もうあります"}, new String[] {
                    "あ".repeat(300), "300文字です"
                })) {
            Page no = browser.post(base() + "/questions", "key", "service.login", "item", port, "add", name[0]);
            assertThat(no.status()).isEqualTo(422);
            assertThat(no.text()).contains(name[1], "どれで相手を確かめますか");
            assertThat(no.html()).contains("value=\"" + name[0] + "\"");
        }
        assertThat(products.items(series.id(), "login")).hasSize(1);

        assertThat(browser.post(base() + "/questions", "key", "service.login", "item", port, "add", "SSHの鍵")
                        .status())
                .isEqualTo(302);
        RegisterItem ssh = products.items(series.id(), "login").getLast();
        assertThat(ssh.name()).isEqualTo("SSHの鍵");
        assertThat(value(Slot.of("service.login", port))).isEqualTo(Value.word(ssh.code()));
        assertThat(value(Slot.of("login.mechanisms"))).isEqualTo(Value.words(web, ssh.code()));
    }

    private Value value(Slot slot) {
        return java.util.Objects.requireNonNull(answers.present(series).get(slot))
                .fact()
                .value();
    }

    @Test
    void aReferenceOffersOnlyWhatItCanName() {
        Browser person = signedIn(quality);
        products.addItem(series, "login", "管理画面", "", quality);
        products.addItem(series, "login", "クラウドのアカウント", "", quality);
        products.addItem(series, "service", "443/tcp", "", quality);
        String question = base() + "/questions/one?key=service.login&item=service-1";
        assertThat(person.get(question).html())
                .as("of neither is known to what one logs in")
                .contains("value=\"login-1\"", "value=\"login-2\"");
        answer(person, "login.kind", "login-1", "device");
        answer(person, "login.kind", "login-2", "service");
        assertThat(person.get(question).html()).contains("value=\"login-1\"").doesNotContain("value=\"login-2\"");
        answer(person, "service.login", "service-1", "login-2");
        assertThat(person.get(question).html())
                .as("what stands is shown, so that it can be changed")
                .containsPattern("value=\"login-2\"[^>]*checked");
    }

    @Test
    void aChoiceCanBeTakenBackWhileNothingIsAnswered() {
        Browser person = signedIn(quality);
        String question = base() + "/questions/one?key=priority.policy";
        assertThat(person.get(question).text()).contains("まだ選ばない(選択を外す)");
        Page blank = person.post(base() + "/questions", "key", "priority.policy", "item", "", "answer-value", "");
        assertThat(blank.status()).isEqualTo(422);
        assertThat(blank.text()).contains("答えが選ばれていません");
        answer(person, "priority.policy", "", "documented", "規程の第2版");
        assertThat(person.get(question).text()).doesNotContain("まだ選ばない");
    }

    @Test
    void anAnswerThatACriterionLedToLeadsBackToIt() {
        Browser person = signedIn(quality);
        String criterion = base() + "/conformity/S1.1-10";
        String question = person.get(criterion)
                .find("href=\"([^\"]*/questions/one\\?key=model.shown[^\"]*)\"")
                .replace("&amp;", "&");
        Page asked = person.get(question);
        assertThat(asked.html()).contains("name=\"requirement\" value=\"jcstar1/S1.1-10\"");
        Page again = person.post(
                base() + "/questions", "key", "model.shown", "answer-value", "", "requirement", "jcstar1/S1.1-10");
        assertThat(again.html())
                .as("what is not taken still knows where it came from")
                .contains("name=\"requirement\" value=\"jcstar1/S1.1-10\"");
        assertThat(changed(person, "jcstar1/S1.1-10").location()).startsWith(criterion + "?");
        assertThat(changed(person, "https://example.com/").location())
                .as("nobody is led elsewhere")
                .startsWith(base() + "/conformity?");
    }

    private Page changed(Browser person, String requirement) {
        return person.post(
                base() + "/questions", "key", "model.shown", "answer-value", "body", "requirement", requirement);
    }

    @Test
    void theEndOfARoundLeadsOnToWhatItsAnswersHaveOpened() {
        Browser person = signedIn(quality);
        person.post(base() + "/questions", "key", "login.mechanisms", "item", "", "answer-none", "1");
        Page listed = person.post(
                base() + "/questions",
                "key",
                "login.mechanisms",
                "item",
                "",
                "flow",
                "1",
                "requirement",
                "S1.1-09",
                "add",
                "管理画面");
        assertThat(listed.location()).contains("&opened=jcstar1%2FS1.1-02");
        Page page = person.follow(listed);
        for (int i = 0; i < 20 && page.html().contains("name=\"later\""); i++) {
            assertThat(page.html()).contains("name=\"opened\" value=\"jcstar1/S1.1-02\"");
            page = person.get(listed.location()
                    + "&skip=" + page.find("name=\"key\" value=\"([^\"]+)\"")
                    + page.html()
                            .lines()
                            .filter(line -> line.contains("name=\"skip\""))
                            .map(line -> "&skip=" + line.replaceAll(".*value=\"([^\"]*)\".*", "$1"))
                            .distinct()
                            .collect(java.util.stream.Collectors.joining()));
        }
        assertThat(page.text()).contains("要求事項が未判定か要再確認になりました。", "S1.1-02 の質問に進む", "ほかの質問に進む");
        assertThat(page.html()).contains(base() + "/questions?requirement=jcstar1%2FS1.1-02&amp;skip=");
        assertThat(person.get(base() + "/questions?requirement=jcstar1%2FS1.1-02")
                        .html())
                .contains("name=\"later\"");
    }

    @Test
    void whatFallsShortIsNotAskedAgainInTheSameRound() {
        Browser person = signedIn(quality);
        String round = base() + "/questions?requirement=S1.1-13";
        Page said = person.post(
                base() + "/questions",
                "key",
                "network.scanned",
                "item",
                "",
                "flow",
                "1",
                "requirement",
                "S1.1-13",
                "answer-value",
                "tcp");
        assertThat(said.status()).as(said.text()).isEqualTo(302);
        assertThat(said.location()).contains("&skip=network.scanned");
        assertThat(person.get(round).status()).isEqualTo(200);
        assertThat(verdicts.next(series.id(), "S1.1-13"))
                .as("it stays open all the same")
                .extracting(next -> String.valueOf(next.slot()))
                .contains("network.scanned");
    }

    private void answer(Browser browser, String key, String item, String value) {
        answer(browser, key, item, value, "");
    }

    private void answer(Browser browser, String key, String item, String value, String detail) {
        Page answered = browser.post(
                base() + "/questions", "key", key, "item", item, "answer-value", value, "answer-detail", detail);
        assertThat(answered.status()).as(answered.text()).isEqualTo(302);
    }

    @Test
    void anAttachedDocumentMakesTheAnswerADocumentedOne() {
        signedIn(quality)
                .upload(
                        base() + "/questions",
                        "file",
                        "規程.txt",
                        "優先度の規程".getBytes(StandardCharsets.UTF_8),
                        "key",
                        "priority.policy",
                        "item",
                        "",
                        "flow",
                        "1",
                        "answer-value",
                        "documented",
                        "answer-detail",
                        "第2版",
                        "place",
                        "3ページ");
        FactEntry fact = answers.present(series).get(Slot.of("priority.policy"));
        assertThat(fact).isNotNull();
        assertThat(java.util.Objects.requireNonNull(fact).fact().strength().name())
                .isEqualTo("DOCUMENTED");
        assertThat(signedIn(quality).get("/evidence/" + fact.evidenceCode()).text())
                .as("a form cites a document by its name, not by the question")
                .contains("「規程.txt」は、別の人の確認を待っています。");
    }

    @Test
    void aDocumentNeedsItsPlaceAndIsKeptWhileThePlaceIsAskedFor() {
        Browser browser = signedIn(quality);
        String[] fields = {
            "key", "priority.policy", "item", "", "answer-value", "documented", "answer-detail", "第2版", "place", " "
        };
        Page refused = browser.upload(
                base() + "/questions", "file", "規程.txt", "優先度の規程".getBytes(StandardCharsets.UTF_8), fields);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("場所が入っていません。", "「規程.txt」は預かっていますが、まだ登録していません。");
        assertThat(count("evidence")).isZero();

        String upload = refused.find("name=\"upload\" value=\"([0-9a-f-]{36})\"");
        fields[9] = "3ページ";
        String[] corrected = java.util.Arrays.copyOf(fields, fields.length + 2);
        corrected[fields.length] = "upload";
        corrected[fields.length + 1] = upload;
        assertThat(browser.post(base() + "/questions", corrected).status()).isEqualTo(302);
        FactEntry fact =
                java.util.Objects.requireNonNull(answers.present(series).get(Slot.of("priority.policy")));
        assertThat(fact.fact().strength().name()).isEqualTo("DOCUMENTED");
        assertThat(browser.get("/evidence/" + fact.evidenceCode()).text()).contains("規程.txt", "3ページ");
    }

    @Test
    void anAnswerThatIsSentTwiceIsRecordedOnce() {
        Browser browser = signedIn(quality);
        String once = once(browser.get(base() + "/questions/one?key=login.mechanisms"));
        for (int i = 0; i < 2; i++) {
            Page answer = browser.post(
                    base() + "/questions",
                    "once",
                    once,
                    "key",
                    "login.mechanisms",
                    "item",
                    "",
                    "flow",
                    "1",
                    "add",
                    "SSH");
            assertThat(answer.location()).contains("/questions?");
        }
        assertThat(products.items(series.id(), "login")).hasSize(1);
        assertThat(count("evidence")).isEqualTo(1);

        String section = base() + "/register/login";
        String[] fields = {"once", once(browser.get(section)), "add-login", "管理画面"};
        for (int i = 0; i < 2; i++) {
            assertThat(browser.post(section, fields).status()).isEqualTo(302);
        }
        assertThat(products.items(series.id(), "login")).hasSize(2);

        String[] sheet = {
            "once",
            once(browser.get(base() + "/questions/one?key=priority.policy")),
            "slot",
            "priority.policy",
            "typed-priority.policy",
            "決めていない",
            "detail-priority.policy",
            ""
        };
        int before = count("evidence");
        for (int i = 0; i < 2; i++) {
            assertThat(browser.post(base() + "/questions/sheet/apply", sheet).text())
                    .contains("1個の答えを取り込みました");
        }
        assertThat(count("evidence")).isEqualTo(before + 1);
    }

    @Test
    void aColleaguesAnswersThatAreSentTwiceAreRecordedOnce() {
        Page made = signedIn(quality)
                .post(base() + "/questions/send", "recipient", "佐藤 健", "days", "7", "slot", "model.shown");
        String link = "/answer/" + made.find("/answer/([A-Za-z0-9_-]+)");
        Browser colleague = signedOut();
        String once = once(colleague.get(link));
        for (int i = 0; i < 2; i++) {
            Page thanks = colleague.post(link, "once", once, "name", "佐藤 健", "model.shown::value", "body");
            assertThat(thanks.text()).contains("1個の答えを保存しました");
        }
        assertThat(count("evidence")).isEqualTo(1);
    }

    private static String once(Page page) {
        return page.find("name=\"once\" value=\"([0-9a-f-]{36})\"");
    }

    @Test
    void aLinkOpensExactlyItsQuestionsWithoutSigningIn() {
        Page made = signedIn(quality)
                .post(
                        base() + "/questions/send",
                        "recipient",
                        "佐藤 健",
                        "days",
                        "7",
                        "slot",
                        "priority.policy",
                        "slot",
                        "model.shown");
        String secret = made.find("/answer/([A-Za-z0-9_-]+)");
        Browser colleague = signedOut();
        Page page = colleague.get("/answer/" + secret);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html()).contains("priority.policy::value").contains("model.shown::value");
        assertThat(page.html()).doesNotContain("disclosure.published");

        Page thanks = colleague.post(
                "/answer/" + secret,
                "name",
                "佐藤 健",
                "model.shown::value",
                "body",
                "disclosure.published::value",
                "website");
        assertThat(thanks.text()).contains("1個の答えを保存しました");
        assertThat(answers.present(series)).containsKey(Slot.of("model.shown"));
        assertThat(answers.present(series)).doesNotContainKey(Slot.of("disclosure.published"));
    }

    @Test
    void aLinkEndsWhenItsDaysArePast() {
        Page made = signedIn(quality)
                .post(base() + "/questions/send", "recipient", "佐藤", "days", "7", "slot", "priority.policy");
        String secret = made.find("/answer/([A-Za-z0-9_-]+)");
        clock.advance(Duration.ofDays(8));
        Page page = signedOut().get("/answer/" + secret);
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.text()).contains("このリンクは使えません");
    }

    @Test
    void aLinkThatWasTakenBackIsOfNoUse() {
        Browser person = signedIn(quality);
        Page made = person.post(base() + "/questions/send", "recipient", "佐藤", "days", "7", "slot", "priority.policy");
        String secret = made.find("/answer/([A-Za-z0-9_-]+)");
        String id = made.find("/questions/send/([0-9a-f-]{36})/revoke");
        person.post(base() + "/questions/send/" + id + "/revoke");
        assertThat(signedOut().get("/answer/" + secret).status()).isEqualTo(404);
    }

    @Test
    void theSecretOfALinkIsStoredNowhere() {
        Page made = signedIn(quality)
                .post(base() + "/questions/send", "recipient", "佐藤", "days", "7", "slot", "priority.policy");
        String secret = made.find("/answer/([A-Za-z0-9_-]+)");
        assertThat(jdbc.sql("SELECT count(*) FROM question_link l WHERE l::text LIKE :secret")
                        .param("secret", "%" + secret + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM audit a WHERE a::text LIKE :secret")
                        .param("secret", "%" + secret + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void theRegisterKeepsBothTextsWhenTwoPeopleAnswerAtOnce() {
        Browser first = signedIn(quality);
        Browser second = signedIn(Role.QUALITY);
        String field = "model.shown::";
        first.post(base() + "/register/user", field + "seen", "", field + "value", "body");
        Page late = second.post(base() + "/register/user", field + "seen", "", field + "value", "screen");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("ほかの人が先に");
        assertThat(late.html()).containsPattern("value=\"screen\"[^>]*checked");
        FactEntry kept = answers.present(series).get(Slot.of("model.shown"));
        assertThat(java.util.Objects.requireNonNull(kept).fact().value().canonical())
                .isEqualTo("body");
    }

    @Test
    void theRegisterRecordsOnlyWhatChanged() {
        Browser person = signedIn(quality);
        String field = "model.shown::";
        person.post(base() + "/register/user", field + "seen", "", field + "value", "body");
        int facts = count("fact");
        String seen = java.util.Objects.requireNonNull(answers.present(series).get(Slot.of("model.shown")))
                .id()
                .toString();
        person.post(base() + "/register/user", field + "seen", seen, field + "value", "body");
        assertThat(count("fact")).isEqualTo(facts);
    }

    @Test
    void anAnswerThatTheRegisterLeavesAsItIsKeepsWordsForWhichItHasNoField() {
        Browser person = signedIn(quality);
        Slot shown = Slot.of("model.shown");
        answers.record(
                series,
                "写真",
                List.of(new Answers.Given(shown, Value.words("body"), "背面のラベル")),
                null,
                Answers.Answerer.of(quality, "api"),
                "");
        int facts = count("fact");
        FactEntry stands =
                java.util.Objects.requireNonNull(answers.present(series).get(shown));
        String field = "model.shown::";
        person.post(base() + "/register/user", field + "seen", stands.id().toString(), field + "value", "body");
        assertThat(count("fact")).isEqualTo(facts);
        person.post(
                base() + "/register/user",
                field + "seen",
                stands.id().toString(),
                field + "value",
                "body",
                field + "detail",
                "");
        assertThat(java.util.Objects.requireNonNull(answers.present(series).get(shown))
                        .detail())
                .as("words that were taken out are taken out")
                .isEmpty();
    }

    @Test
    void anItemOfTheRegisterInWhichSomethingIsToldStandsOpen() {
        Browser person = signedIn(quality);
        products.addItem(series, "login", "管理画面", "", quality);
        products.addItem(series, "login", "SSH", "", quality);
        String field = "login.password.length:login-1:";
        Page open = person.get(base() + "/register/login");
        assertThat(open.html()).doesNotContainPattern("<details class=\"card more\" open");
        Page wrong = person.post(base() + "/register/login", field + "seen", "", field + "value", "八");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.html())
                .containsPattern("<details class=\"card more\" open>\\s*<summary><b>管理画面")
                .containsPattern("<details class=\"card more\">\\s*<summary><b>SSH");
        answers.record(
                series,
                "答え",
                List.of(new Answers.Given(
                        new Slot(new FactKey("login.password.length"), "login-2"), Value.whole(12), "")),
                null,
                Answers.Answerer.of(quality, "page"),
                "");
        String other = "login.password.length:login-2:";
        Page raced = person.post(base() + "/register/login", other + "seen", "", other + "value", "10");
        assertThat(raced.status()).isEqualTo(409);
        assertThat(raced.html())
                .containsPattern("<details class=\"card more\" open>\\s*<summary><b>SSH")
                .containsPattern("<details class=\"card more\">\\s*<summary><b>管理画面");
    }

    @Test
    void aDayThatCameWhileItStoodHoldsUpNothingElseOfTheRegister() {
        guides.choose(series, Set.of("jcstar1", "sme-guide"), quality);
        products.addItem(series, "weakness", "CVE-2026-0001", "", quality);
        Slot day = new Slot(new FactKey("weakness.publication"), "weakness-1");
        answers.record(
                series,
                "答え",
                List.of(new Answers.Given(day, Value.day(LocalDate.of(2026, 12, 1)), "")),
                null,
                Answers.Answerer.of(quality, "page"),
                "");
        clock.set(Instant.parse("2026-12-05T00:00:00Z"));
        Browser person = signedIn(quality);
        String seen = java.util.Objects.requireNonNull(answers.present(series).get(day))
                .id()
                .toString();
        String field = "weakness.publication:weakness-1:";
        String other = "weakness.assessed:weakness-1:";
        String[] sent = {
            field + "seen", seen, field + "value", "2026-12-01", other + "seen", "", other + "value", "recorded"
        };
        assertThat(person.post(base() + "/register/aftersale", sent).status()).isEqualTo(302);
        assertThat(value(new Slot(new FactKey("weakness.assessed"), "weakness-1")))
                .isEqualTo(Value.word("recorded"));
        sent[3] = "2026-12-04";
        Page over = person.post(base() + "/register/aftersale", sent);
        assertThat(over.status()).isEqualTo(422);
        assertThat(over.text()).contains("2026-12-04 は、もう来た日です");
        assertThat(over.html()).contains(field + "value-error");
    }

    @Test
    void aNameThatTheRegisterCannotTakeIsRefusedBesideItsFieldAndNothingIsLost() {
        Browser person = signedIn(quality);
        RegisterItem known = products.addItem(series, "login", "管理画面", "", quality);
        products.addItem(series, "login", "SSH", "", quality);
        int facts = count("fact");
        Page taken = person.post(base() + "/register/login", "add-login", "アプリ\nSSH");
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.text()).contains("「SSH」は、もうあります。");
        assertThat(taken.html()).contains("id=\"add-login-error\"", "アプリ\nSSH</textarea>");
        String name = "name-" + known.id();
        Page renamed = person.post(base() + "/register/login", name, "SSH");
        assertThat(renamed.status()).isEqualTo(422);
        assertThat(renamed.html())
                .contains("id=\"" + name + "-error\"")
                .containsPattern("id=\"" + name + "\"[^>]*value=\"SSH\"");
        assertThat(products.items(series.id(), "login").stream().map(RegisterItem::name))
                .containsExactly("管理画面", "SSH");
        assertThat(count("fact")).isEqualTo(facts);
    }

    @Test
    void manyLongAnswersTogetherAreStillOnePieceOfEvidence() {
        String words = IntStream.range(0, EvidenceLog.TEXT_CHARS_MAX)
                .mapToObj(i -> "理由" + i + "。")
                .collect(Collectors.joining())
                .substring(0, EvidenceLog.TEXT_CHARS_MAX - 1);
        answers.record(
                series,
                "2つの答え",
                List.of(
                        new Answers.Given(Slot.of("model.shown"), Value.words("body"), words),
                        new Answers.Given(Slot.of("priority.policy"), Value.word("documented"), words)),
                null,
                Answers.Answerer.of(quality, "register"),
                "");
        assertThat(answers.present(series).values())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.detail()).isEqualTo(words));
    }

    @Test
    void anEmptyListCanBeStated() {
        signedIn(quality).post(base() + "/register/flow", "none-flow", "1");
        FactEntry list = answers.present(series).get(Slot.of("flow.rows"));
        assertThat(java.util.Objects.requireNonNull(list).fact().value().canonical())
                .isEmpty();
    }

    @Test
    void aSheetCanStateThatNothingOfAListApplies() throws IOException {
        Browser person = signedIn(quality);
        byte[] sheet = person.get(base() + "/questions/sheet.xlsx?which=open").bytes();
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(sheet))) {
            assertThat(java.util.stream.StreamSupport.stream(book.getSheetAt(0).spliterator(), false)
                            .filter(row -> row.getCell(0) != null
                                    && row.getCell(0).getStringCellValue().equals("network.scanned"))
                            .map(row -> row.getCell(3).getStringCellValue()))
                    .singleElement()
                    .asString()
                    .endsWith("どれにも当てはまらない");
        }
        byte[] filled = fill(sheet, Map.of("network.scanned", "どれにも当てはまらない"));
        Page preview = person.upload(base() + "/questions/sheet", "file", "質問票.xlsx", filled);
        assertThat(preview.text()).contains("1個の答えを取り込めます");
        person.post(
                base() + "/questions/sheet/apply",
                "slot",
                "network.scanned",
                "typed-network.scanned",
                "None of these",
                "detail-network.scanned",
                "");
        assertThat(java.util.Objects.requireNonNull(answers.present(series).get(Slot.of("network.scanned")))
                        .fact()
                        .value())
                .isEqualTo(dev.shisa.conformity.Value.words());
    }

    @Test
    void aQuestionnaireComesBackWithItsAnswers() throws IOException {
        Browser person = signedIn(quality);
        byte[] sheet = person.get(base() + "/questions/sheet.xlsx?which=open").bytes();
        byte[] filled = fill(sheet, Map.of("priority.policy", "決めていない", "model.shown", "本体、製品の画面、なし？"));
        Page preview = person.upload(base() + "/questions/sheet", "file", "質問票.xlsx", filled);
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.text()).contains("1個の答えを取り込めます").contains("なし？");
        assertThat(count("fact")).isZero();

        Page applied = person.post(
                base() + "/questions/sheet/apply",
                "slot",
                "priority.policy",
                "typed-priority.policy",
                "決めていない",
                "detail-priority.policy",
                "");
        assertThat(applied.text()).contains("1個の答えを取り込みました");
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.NOT_MET);
    }

    @Test
    void whatIsNoWorkbookIsRefusedInOneSentence() {
        Browser person = signedIn(quality);
        refuses(person, "これはxlsxではない".getBytes(StandardCharsets.UTF_8), "Excelブック(.xlsx)ではありません。");
        refuses(person, new byte[] {'P', 'K', 3, 4, 0, 0, 0}, "ファイルが途中で切れています。");
        refuses(person, new byte[100], "Excelブック(.xlsx)ではありません。");
    }

    @Test
    void aHostileQuestionnaireIsRefusedInOneSentenceBeforeItIsUnpacked() {
        Browser person = signedIn(quality);
        byte[] good = person.get(base() + "/questions/sheet.xlsx?which=open").bytes();
        String sheet = "xl/worksheets/sheet1.xml";
        refuses(person, Zips.add(good, "xl/media/image1.png", new byte[32 << 20]), "展開すると大きくなりすぎる");
        refuses(
                person,
                Zips.edit(
                        good,
                        sheet,
                        xml -> xml.replaceFirst("\\?>", "?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>")),
                "DOCTYPE");
        Map<String, byte[]> parts = new LinkedHashMap<>(Zips.parts(good));
        for (int i = 0; i <= OfficePackage.ENTRIES_MAX; i++) {
            parts.put("xl/media/" + i, new byte[0]);
        }
        refuses(person, Zips.zip(parts), "展開すると大きくなりすぎる");
        // Small when packed and when unpacked; only its depth is hostile.
        refuses(
                person,
                Zips.edit(
                        good,
                        sheet,
                        xml -> xml.replace(
                                "</sheetData>", "<row>".repeat(60_000) + "</row>".repeat(60_000) + "</sheetData>")),
                "壊れていて、読み取れません");
        refuses(
                person,
                Zips.edit(
                        good,
                        sheet,
                        xml -> xml.replace(
                                "</sheetData>", "<row r=\"900000\"><c r=\"A900000\"><v>1</v></c></row></sheetData>")),
                "このファイルは5,000行を超えています。");
        assertThat(count("fact")).isZero();
        assertThat(person.get(base() + "/questions/sheet").status()).isEqualTo(200);
    }

    private void refuses(Browser person, byte[] bytes, String sentence) {
        Page page = person.upload(base() + "/questions/sheet", "file", "x.xlsx", bytes);
        assertThat(page.status()).as(sentence).isEqualTo(422);
        assertThat(page.text()).contains(sentence, "何も保存していません。");
    }

    @Test
    void whatIsTypedIntoASheetStaysText() throws IOException {
        Browser person = signedIn(quality);
        person.post(
                base() + "/questions",
                "key",
                "priority.policy",
                "item",
                "",
                "answer-value",
                "documented",
                "answer-detail",
                "=HYPERLINK(\"http://example.invalid\",\"x\")");
        byte[] sheet = person.get(base() + "/questions/sheet.xlsx?which=all").bytes();
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(sheet))) {
            for (Row row : book.getSheetAt(0)) {
                row.forEach(cell -> assertThat(cell.getCellType().name()).isNotEqualTo("FORMULA"));
            }
        }
    }

    @Test
    void anAuditorReadsTheRegisterButAnswersNothing() {
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(base() + "/register").status()).isEqualTo(200);
        assertThat(auditor.get(base() + "/questions").status()).isEqualTo(403);
        assertThat(auditor.post(base() + "/register/user", "model.shown::seen", "", "model.shown::value", "body")
                        .status())
                .isEqualTo(403);
    }

    private String base() {
        return "/products/" + series.code();
    }

    private VerdictState state(String number) {
        return verdicts.of(series.id(), new RequirementId("jcstar1", number))
                .orElseThrow()
                .state();
    }

    private static byte[] fill(byte[] sheet, Map<String, String> answers) throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(sheet));
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            XSSFSheet first = book.getSheetAt(0);
            for (Row row : first) {
                String slot = row.getCell(0) == null ? "" : row.getCell(0).getStringCellValue();
                String answer = answers.get(slot);
                if (answer != null) {
                    row.getCell(4).setCellValue(answer);
                }
            }
            book.write(out);
            return out.toByteArray();
        }
    }
}
