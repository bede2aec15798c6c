package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A contradiction is shown with both sides, and a person decides it where it is seen. */
class ContradictionTest extends ServerTest {

    private static final Slot SLOT = Slot.of("priority.policy");
    private static final String PROOF = "/products/MC-200/conformity/S1.1-09";
    private static final Map<String, String> TESTED = Map.of(
            "model", "MC-210",
            "firmware", "2.4.1",
            "procedure", "手順",
            "observed", "結果",
            "performed-by", "検査 花子",
            "performed-on", "2026-01-06");
    private static final String LIST = "/products/MC-200/evidence/contradictions";
    private static final String DECIDE = "/products/MC-200/evidence/contradiction";

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    private Person quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);
    private Recorded document = new Recorded(new java.util.UUID(0, 0), "", List.of());
    private Recorded answer = document;

    @BeforeEach
    void aPolicyThatADocumentStatesAndALaterAnswerDenies() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        document = record(EvidenceKind.DOCUMENT, "脆弱性対応規程", "documented");
        clock.advance(Duration.ofHours(1));
        answer = record(EvidenceKind.DECLARATION, "聞き取り", "none");
        assertThat(state()).isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void theProofShowsBothSidesWithTheirEvidenceAndTheWayToDecide() {
        Page page = signedIn(quality).get(PROOF);
        assertThat(page.text())
                .contains("どちらの記録が正しいかを決めます。", "脆弱性対応規程 " + document.code(), "聞き取り " + answer.code())
                .contains("決めていない", "文書", "申告", quality.name(), "すべての製品の判定に関わります");
        assertThat(page.html())
                .contains(
                        "action=\"" + DECIDE + "\"",
                        "href=\"#conflict-priority_policy\"",
                        "id=\"conflict-priority_policy\"")
                .contains("href=\"/products/MC-200/evidence/new?fact=priority.policy\"");
        assertThat(signedIn(quality).english().get(PROOF).text()).contains("This one is right", "Withdraw the other");
    }

    @Test
    void whatIsNotRightIsWithdrawnWithTheReasonAndTheVerdictFollows() {
        Browser browser = signedIn(quality);
        Page done = decide(browser, document, "規程の第2版を読んだ");
        assertThat(done.location()).startsWith(PROOF);
        assertThat(browser.follow(done).text()).contains("正しくない方を取り下げました。").doesNotContain("こちらが正しい");
        assertThat(state()).isEqualTo(VerdictState.EXPECTED);
        assertThat(browser.get("/evidence/" + answer.code()).text()).contains("取り下げられています", "規程の第2版を読んだ");
        assertThat(acts()).endsWith("evidence.withdraw");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'withdrawal/1'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whoConfirmedStandsBesideTheFact() {
        decide(signedIn(quality), document, "規程の第2版を読んだ");
        assertThat(signedIn(quality).get(PROOF).text()).doesNotContain("、確認: ");
        Person second = person(Role.QUALITY);
        evidence.confirm(document.evidence(), Set.copyOf(document.facts()), second, "");
        assertThat(signedIn(quality).get(PROOF).text()).contains("、確認: " + second.name());
    }

    @Test
    void theWeakerOneMayBeTheRightOne() {
        assertThat(decide(signedIn(quality), answer, "規程は廃止された").status()).isEqualTo(302);
        assertThat(state()).isEqualTo(VerdictState.NOT_MET);
    }

    @Test
    void withoutChoiceOrReasonNothingIsWithdrawnAndWhatWasTypedStays() {
        Browser browser = signedIn(quality);
        Page neither = browser.post(DECIDE, fields("", " "));
        assertThat(neither.status()).isEqualTo(422);
        assertThat(neither.text()).contains("正しい方が選ばれていません。", "理由が書かれていません。");
        Page noChoice = browser.post(DECIDE, fields("", "規程の第2版を読んだ"));
        assertThat(noChoice.html()).contains(">規程の第2版を読んだ</textarea>");
        assertThat(count("fact_withdrawal")).isZero();
    }

    @Test
    void whatCameSinceIsShownFirst() {
        Browser browser = signedIn(quality);
        String[] seen = fields(document.facts().getFirst().toString(), "規程の第2版を読んだ");
        Recorded further = record(EvidenceKind.DECLARATION, "電話での確認", "none", Set.of());
        Page changed = browser.post(DECIDE, seen);
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.text()).contains("開いている間に、この記録が変わりました。", "電話での確認 " + further.code());
        assertThat(changed.html()).contains(">規程の第2版を読んだ</textarea>");
        assertThat(count("fact_withdrawal")).isZero();
    }

    @Test
    void theSecondOfTwoWhoDecideLearnsThatItIsDone() {
        Browser browser = signedIn(quality);
        String[] seen = fields(answer.facts().getFirst().toString(), "規程は廃止された");
        decide(browser, document, "規程の第2版を読んだ");
        Page late = browser.post(DECIDE, seen);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("いま、食い違いはありません。", "規程は廃止された");
        assertThat(count("fact_withdrawal")).isEqualTo(1);
    }

    @Test
    void onlyWhoMayWithdrawDecidesAndNobodyOutsideTheSeries() {
        Page read = signedIn(Role.AUDITOR).get(PROOF);
        assertThat(read.text()).contains("聞き取り " + answer.code(), "品質・開発の人が、どちらが正しいかを決めます。");
        assertThat(read.html()).doesNotContain("name=\"holds\"");
        assertThat(decide(signedIn(Role.PSIRT), document, "x").status()).isEqualTo(403);
        Browser elsewhere = signedIn(person(Set.of(ids.next()), Role.QUALITY));
        assertThat(decide(elsewhere, document, "x").status()).isEqualTo(404);
        assertThat(elsewhere.get(DECIDE + "?fact=priority.policy").status()).isEqualTo(404);
        assertThat(count("fact_withdrawal")).isZero();
    }

    @Test
    void theWayBackNeverLeadsElsewhere() {
        String[] fields = fields(document.facts().getFirst().toString(), "規程の第2版を読んだ");
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equals("back")) {
                fields[i + 1] = "//evil.example";
            }
        }
        assertThat(signedIn(quality).post(DECIDE, fields).location()).isEqualTo("/?done=decided");
    }

    @Test
    void theQuestionShowsTheContradictionToo() {
        Browser browser = signedIn(quality);
        Page page = browser.get("/products/MC-200/questions/one?key=priority.policy");
        assertThat(page.text()).contains("2つの記録が食い違っています。", "こちらが正しい");
        assertThat(page.find("name=\"back\" value=\"([^\"]*)\"")).startsWith("/products/MC-200/questions/one");
    }

    @Test
    void whatWasConfirmedAndIsRefutedStaysOnTheListUntilAPersonHasSeenIt() {
        decide(signedIn(quality), document, "規程の第2版を読んだ");
        Recorded test = record(EvidenceKind.TEST, "実地の確認", "none", Set.of());
        assertThat(state()).isEqualTo(VerdictState.NOT_MET);
        Browser browser = signedIn(quality);
        assertThat(browser.get(LIST).text()).contains("食い違いはありません。");

        evidence.confirm(document.evidence(), Set.copyOf(document.facts()), person(Role.QUALITY), "");
        Page list = browser.get(LIST);
        assertThat(list.text())
                .contains("食い違いが1件あります。", "確認済みの記録を、より強い根拠が否定しています。")
                .contains("脆弱性対応規程 " + document.code(), "実地の確認 " + test.code());
        assertThat(browser.get(PROOF).text()).contains("確認済みの記録を、より強い根拠が否定しています。");
        assertThat(contradictions()).containsExactly("refuted priority.policy");

        Page seen = browser.post(
                DECIDE,
                "fact",
                SLOT.toString(),
                "back",
                LIST,
                "holds",
                test.facts().getFirst().toString(),
                "reason",
                "規程は使われていない",
                "shown",
                test.facts().getFirst().toString(),
                "shown",
                document.facts().getFirst().toString());
        assertThat(browser.follow(seen).text()).contains("正しくない方を取り下げました。", "食い違いはありません。");
        assertThat(state()).isEqualTo(VerdictState.NOT_MET);
        assertThat(contradictions()).isEmpty();
    }

    @Test
    void answersOfSeveralQuestionsThatCannotBothBeStandOnTheSameList() {
        decide(signedIn(quality), document, "規程の第2版を読んだ");
        Subject release = products.subject(series, Subject.Kind.RELEASE);
        record(
                EvidenceKind.DOCUMENT,
                "検査の報告",
                NewFact.of(release, Slot.of("scan.date"), Value.day(LocalDate.of(2026, 1, 5)), ""));
        assertThat(contradictions()).isEmpty();
        record(
                EvidenceKind.DOCUMENT,
                "データベースの控え",
                NewFact.of(release, Slot.of("scan.database"), Value.day(LocalDate.of(2026, 1, 6)), ""));
        assertThat(contradictions()).containsExactly("between contradiction.database-after-scan");
        Page list = signedIn(quality).get(LIST);
        assertThat(list.text())
                .contains("食い違いが1件あります。", "両立しない回答", "検査を行った日より後です。", "2026-01-05", "2026-01-06")
                .contains("両方とも正しいときは、理由を書く");
        assertThat(list.html()).contains("questions/one?key=scan.date", "key=contradiction.database-after-scan");
        record(
                EvidenceKind.DECLARATION,
                "報告の日付の訳",
                NewFact.of(release, Slot.of("contradiction.database-after-scan"), Value.flag(true), "報告には開始日を書いた"));
        assertThat(signedIn(Role.QUALITY).get("/confirm").text())
                .as("a second person confirms that both are so")
                .contains("報告の日付の訳", "両方とも正しい");
        assertThat(signedIn(Role.AUDITOR).get(LIST).html())
                .contains("2026-01-05")
                .doesNotContain("questions/one");
        assertThat(signedIn(person(Set.of(ids.next()), Role.QUALITY)).get(LIST).status())
                .isEqualTo(404);
    }

    @Test
    void ofSeveralEachIsFoldedToItsSentenceAndTheFirstIsOpen() {
        Subject release = products.subject(series, Subject.Kind.RELEASE);
        NewFact scanned = NewFact.of(release, Slot.of("scan.date"), Value.day(LocalDate.of(2026, 1, 5)), "");
        NewFact database = NewFact.of(release, Slot.of("scan.database"), Value.day(LocalDate.of(2026, 1, 6)), "");
        record(EvidenceKind.DECLARATION, "検査の報告", scanned);
        record(EvidenceKind.DECLARATION, "データベースの控え", database);
        Page list = signedIn(quality).get(LIST);
        assertThat(list.text()).contains("食い違いが2件あります。");
        String html = list.html();
        assertThat(html.split("<details class=\"conflict conflict-fold\"", -1)).hasSize(3);
        assertThat(html.split("<details class=\"conflict conflict-fold\" open>", -1))
                .hasSize(2);
        assertThat(html.indexOf("検査を行った日より後です。"))
                .as("the sentence stands in what is seen folded")
                .isBetween(
                        html.indexOf("<summary><span><h3>"),
                        html.indexOf("</summary>", html.indexOf("<summary><span><h3>")));
        assertThat(html).contains("id=\"conflict-priority_policy\"", "questions/one?key=scan.date");
    }

    private List<String> contradictions() {
        return api(quality, Set.of(Act.VIEW))
                .get("/api/v1/series/MC-200/contradictions")
                .json()
                .path("items")
                .valueStream()
                .map(one -> one.path("kind").asString() + " " + one.path("key").asString())
                .toList();
    }

    private Page decide(Browser browser, Recorded right, String reason) {
        return browser.post(DECIDE, fields(right.facts().getFirst().toString(), reason));
    }

    private String[] fields(String holds, String reason) {
        return Stream.of(
                        Stream.of("fact", SLOT.toString(), "back", PROOF, "holds", holds, "reason", reason),
                        Stream.of(document, answer)
                                .flatMap(r ->
                                        Stream.of("shown", r.facts().getFirst().toString())))
                .flatMap(s -> s)
                .toArray(String[]::new);
    }

    private Recorded record(EvidenceKind kind, String title, String word) {
        return record(kind, title, word, evidence.replaceable(organisation(), SLOT, kind.strength(Map.of())));
    }

    private Recorded record(EvidenceKind kind, String title, String word, Set<java.util.UUID> supersedes) {
        return record(kind, title, new NewFact(organisation(), SLOT, Value.word(word), "規程の第2版", supersedes));
    }

    private Recorded record(EvidenceKind kind, String title, NewFact fact) {
        return evidence.record(
                new NewEvidence(
                        kind,
                        kind.strength(Map.of()),
                        title,
                        "理由",
                        "3ページ",
                        null,
                        null,
                        null,
                        null,
                        kind == EvidenceKind.TEST ? TESTED : Map.of(),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(fact));
    }

    private Subject organisation() {
        return products.subject(series, Subject.Kind.ORGANISATION);
    }

    private VerdictState state() {
        return verdicts.of(series.id(), new RequirementId("jcstar1", "S1.1-09"))
                .orElseThrow()
                .state();
    }
}
