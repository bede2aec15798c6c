package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Api;
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
import dev.shisa.server.product.ChangeImpact;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Verdicts follow facts, confirmations, expiry, releases and parameters, and keep their history. */
class VerdictsTest extends ServerTest {

    private static final AtomicInteger SERIES = new AtomicInteger();

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private VerdictStore store;

    @Autowired
    private Products products;

    @Autowired
    private Guides guides;

    @Autowired
    private EvidenceLog evidence;

    private Person quality;
    private Series series;

    VerdictsTest() {
        quality = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());
        series = new Series(new java.util.UUID(0, 0), "", "", "", "", "", null, 1);
    }

    @BeforeEach
    void aSeriesWithARelease() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(
                new NewSeries(
                        "MC-" + SERIES.incrementAndGet(), "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"),
                quality);
    }

    @Test
    void aNewSeriesHasSixteenUnknownVerdictsWithTheirFirstLineOfHistory() {
        assertThat(verdicts.of(series.id(), "jcstar1"))
                .hasSize(16)
                .allSatisfy(v -> assertThat(v.state()).isEqualTo(VerdictState.UNKNOWN));
        assertThat(verdicts.history(series.id(), id("S1.1-09"), 10))
                .singleElement()
                .satisfies(change -> assertThat(change.cause()).isEqualTo("series.created"));
    }

    @Test
    void anAnswerIsExpectedAndAConfirmedDocumentIsMet() {
        answer(EvidenceKind.DECLARATION, "priority.policy", "documented", null);
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.EXPECTED);

        Recorded document = answer(EvidenceKind.DOCUMENT, "priority.policy", "documented", null);
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.EXPECTED);

        confirm(document);
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.MET);
        answer(EvidenceKind.DECLARATION, "priority.policy", "documented", null);
        assertThat(signedIn(quality)
                        .get("/products/" + series.code() + "/conformity")
                        .text())
                .as("a later word beside the document does not weaken it")
                .containsPattern("S1\\.1-09.{0,200}文書");
        assertThat(verdicts.history(series.id(), id("S1.1-09"), 10).stream().map(VerdictChange::to))
                .containsExactly(VerdictState.MET, VerdictState.EXPECTED, VerdictState.UNKNOWN);
    }

    @Test
    void whatWaitsForASecondPersonHidesNoQuestion() {
        Subject subject = new Subject(Subject.Kind.PRODUCT, series.id());
        Set<RequirementId> touched = Set.of(id("S1.1-09"));
        List<NextQuestion> next = new ArrayList<>();
        for (int i = 0; i < 2 * VerdictStore.NEXT_MAX; i++) {
            Slot slot = Slot.parse("priority.policy").orElseThrow();
            next.add(new NextQuestion(
                    NextQuestion.Kind.CONFIRM, subject, slot, null, new UUID(0, i), Set.of(), touched));
        }
        Slot asked = Slot.parse("product.cloud").orElseThrow();
        next.add(new NextQuestion(NextQuestion.Kind.FACT, subject, asked, null, null, Set.of(), touched));

        store.standing(series.id(), "jcstar1", Map.of(), next, null, Instant.EPOCH);

        assertThat(store.next(List.of(series.id()))
                        .getOrDefault(series.id(), Map.of())
                        .getOrDefault("jcstar1", List.of()))
                .hasSize(VerdictStore.NEXT_MAX + 1)
                .filteredOn(NextQuestion::isAnswered)
                .extracting(NextQuestion::slot)
                .containsExactly(asked);
    }

    @Test
    void whatAnAnswerIsStillToBeHeldAgainstIsAskedAtTheEndThoughItDecidesNothing() {
        for (String key : List.of("erase.data", "erase.settings", "erase.credentials", "erase.cloud")) {
            answer(EvidenceKind.DECLARATION, key, "user", null);
        }
        answer(EvidenceKind.DECLARATION, "erase.card", "absent", null);
        answer(EvidenceKind.DECLARATION, "erase.version", "kept", null);
        assertThat(state("S1.1-15")).isEqualTo(VerdictState.EXPECTED);
        List<NextQuestion> next = verdicts.next(series.id(), "S1.1-15").stream()
                .filter(question -> question.kind() == NextQuestion.Kind.COMPARE)
                .toList();
        assertThat(next)
                .extracting(question -> String.valueOf(question.slot()))
                .contains("product.cloud")
                .doesNotContain("network.found");
        assertThat(next).allSatisfy(question -> assertThat(question.decides()).isEmpty());
        assertThat(NextInShort.of(next).compare())
                .extracting(NextInShort.Compare::questions)
                .isEqualTo(next.size());
        assertThat(NextInShort.of(next).questions()).isZero();
        assertThat(signedIn(quality)
                        .get("/products/" + series.code()
                                + "/questions?requirement=S1.1-15&skip=scope.network&skip=scope.computer")
                        .text())
                .contains("S1.1-15 の答えとほかの答えが合うかを確かめる質問です");

        answer(EvidenceKind.DECLARATION, "product.cloud", "none", null);
        assertThat(state("S1.1-15")).isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void theStoredProofNamesTheFactItRestsOn() {
        Recorded document = answer(EvidenceKind.DOCUMENT, "priority.policy", "documented", null);
        Proof proof = verdicts.proof(series.id(), id("S1.1-09")).orElseThrow();
        assertThat(proof.facts()).extracting(f -> f.id()).containsExactlyElementsOf(document.facts());
        assertThat(proof.target()).contains(series.id().toString());
    }

    @Test
    void eachChangeOfAVerdictWaitsForTheLedgerInTheSameTransaction() {
        int before = outbox("verdict/1");
        answer(EvidenceKind.DECLARATION, "priority.policy", "documented", null);
        assertThat(outbox("verdict/1")).isEqualTo(before + 1);
    }

    @Test
    void aDeclaredNoIsNotMet() {
        answer(EvidenceKind.DECLARATION, "priority.policy", "none", null);
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.NOT_MET);
    }

    @Test
    void aWithdrawnFactTakesItsVerdictBack() {
        Recorded document = answer(EvidenceKind.DOCUMENT, "priority.policy", "documented", null);
        confirm(document);
        evidence.withdraw(document.facts().getFirst(), quality, "版が違っていた");
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.UNKNOWN);
    }

    @Test
    void answersThatCannotBothBeSoAreRecheckedUntilOneChangesOrBothAreConfirmed() {
        answer(EvidenceKind.DECLARATION, "disclosure.published", "website", null);
        record(EvidenceKind.DECLARATION, "disclosure.parts", words("contact", "procedure", "status"), null);
        assertThat(state("S1.1-05")).isEqualTo(VerdictState.EXPECTED);

        record(EvidenceKind.DECLARATION, "windows.open", words("none"), null);
        assertThat(state("S1.1-05")).isEqualTo(VerdictState.RECHECK);
        Page page = signedIn(quality).get("/products/" + series.code() + "/conformity/S1.1-05");
        assertThat(page.text())
                .contains("S1.1-05 に、両立しない回答があります。")
                .contains("両立しないはずの回答があります", "窓口はないと答えていますが")
                .containsPattern("窓口.{0,200}食い違い")
                .contains("両方とも正しいですか");
        assertThat(page.html()).contains("key=windows.open").contains("key=disclosure.parts");

        Page all = signedIn(quality).get("/products/" + series.code() + "/evidence/contradictions");
        assertThat(all.text()).contains("次の1件の要求事項は要再確認のままです", "S1.1-05");
        assertThat(all.html()).contains("/products/" + series.code() + "/conformity/S1.1-05\"");
        assertThat(api(quality, Set.of(Act.VIEW))
                        .get("/api/v1/series/" + series.code() + "/contradictions")
                        .json()
                        .at("/items/0/requirements/0")
                        .asString())
                .isEqualTo("jcstar1/S1.1-05");
        Page home = signedIn(quality).get("/");
        assertThat(home.text()).contains("両立しない記録を直します。窓口はないと答えていますが");
        assertThat(home.html().split("/products/" + series.code() + "/evidence/contradictions\"", -1))
                .as("one task for the contradiction, and none of the criterion that waits for it")
                .hasSize(2);
        assertThat(home.text()).doesNotContain("もう一度確かめます");
        List<NextQuestion> next = verdicts.next(series.id(), "S1.1-05");
        assertThat(next)
                .as("answers that disagree are settled, not given")
                .extracting(NextQuestion::kind)
                .containsOnly(NextQuestion.Kind.SCOPE, NextQuestion.Kind.SETTLE);
        assertThat(NextInShort.of(next).waitingForContradictions()).isEqualTo(1);

        Slot both = Slot.of("contradiction.contact-told-but-no-window");
        assertThat(signedIn(quality)
                        .get("/products/" + series.code() + "/questions/one?key=" + both.key())
                        .text())
                .contains("両方が成り立つ理由");
        Recorded judged = record(EvidenceKind.DECLARATION, both.key().value(), Value.flag(true), null);
        assertThat(state("S1.1-05")).isEqualTo(VerdictState.RECHECK);
        confirm(judged);
        assertThat(state("S1.1-05")).isEqualTo(VerdictState.EXPECTED);

        clock.advance(Duration.ofMinutes(1));
        record(EvidenceKind.DECLARATION, "disclosure.parts", words("contact", "status", "procedure"), null);
        assertThat(state("S1.1-05")).isEqualTo(VerdictState.RECHECK);
        record(EvidenceKind.DECLARATION, "windows.open", words("reporters"), null);
        assertThat(state("S1.1-05")).isEqualTo(VerdictState.EXPECTED);
    }

    @Test
    void theQuestionWhetherBothAreSoNamesTheItem() {
        String code = products.addItem(series, "asset", "玄関の映像", "", quality).code();
        write(EvidenceKind.DECLARATION, Slot.of("asset.items"), Value.words(code), null);
        write(EvidenceKind.DECLARATION, Slot.of("asset.stored", code), Value.words("card"), null);
        answer(EvidenceKind.DECLARATION, "erase.card", "absent", null);

        String asked = "「玄関の映像」をSDカードなどの媒体に保存すると答えていますが、媒体には保存しないとも答えています。両方とも正しいですか。";
        String question = "/products/" + series.code() + "/questions/one?key=contradiction.card-copies";
        assertThat(signedIn(quality).get(question).text()).contains(asked).doesNotContain("「」", "「…」");

        Recorded judged = write(EvidenceKind.DECLARATION, Slot.of("contradiction.card-copies"), Value.flag(true), null);
        assertThat(signedIn(Role.QUALITY).get("/confirm").text()).contains(asked);
        assertThat(signedIn(quality).get("/").text())
                .as("so does the task on Home, once its verdict waits for it")
                .doesNotContain("「情報資産」を");
        confirm(judged);
        answer(EvidenceKind.DECLARATION, "erase.card", "user", null);
        assertThat(signedIn(quality).get(question).text())
                .as("where nobody is asked, no item in particular stands")
                .doesNotContain("「」", "「…」", "{item}");
    }

    @Test
    void aNameThatTheAnswersSpeakAgainstIsSeenWhereItIsGivenAndEndsWithIt() {
        RegisterItem item = products.addItem(series, "asset", "計測値", "", quality);
        write(EvidenceKind.DECLARATION, Slot.of("asset.items"), Value.words(item.code()), null);
        write(EvidenceKind.DECLARATION, Slot.of("asset.class", item.code()), Value.word("confidential"), null);
        answer(EvidenceKind.DECLARATION, "product.personal", "none", null);
        String about = "/products/" + series.code() + "/questions/one?key=asset.class&item=" + item.code();
        String says = "個人情報を扱わないと答えていますが、「利用者の氏名」は、名前によると個人情報です。";
        assertThat(signedIn(quality).get(about).text()).doesNotContain(says);

        RegisterItem named = products.renameItem(series, item.id(), "利用者の氏名", item.note(), item.version(), quality);
        assertThat(signedIn(quality).get(about).text())
                .as("the page of the question says what its answer contradicts")
                .contains(says);

        products.renameItem(series, item.id(), "計測値", item.note(), named.version(), quality);
        assertThat(signedIn(quality).get(about).text()).doesNotContain(says);
    }

    @Test
    void whoJudgedThatBothAreSoJudgedTheNamesOfThen() {
        RegisterItem item = products.addItem(series, "asset", "利用者の氏名", "", quality);
        write(EvidenceKind.DECLARATION, Slot.of("asset.items"), Value.words(item.code()), null);
        write(EvidenceKind.DECLARATION, Slot.of("asset.class", item.code()), Value.word("confidential"), null);
        answer(EvidenceKind.DECLARATION, "product.personal", "none", null);
        Slot both = Slot.of("contradiction.called-personal-but-none");
        confirm(write(EvidenceKind.DECLARATION, both, Value.flag(true), null));
        assertThat(signedIn(quality)
                        .get("/products/" + series.code() + "/evidence/contradictions")
                        .text())
                .contains("「利用者の氏名」");
        RegisterItem renamed = products.renameItem(series, item.id(), "利用者の生年月日", item.note(), item.version(), quality);
        assertThat(signedIn(quality)
                        .get("/products/" + series.code() + "/evidence/contradictions")
                        .text())
                .contains("「" + renamed.name() + "」は、名前によると個人情報です。");
        assertThat(jdbc.sql("SELECT count(*) FROM fact_withdrawal")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aRenamedItemHasItsVerdictsDecidedAgain() {
        RegisterItem item = products.addItem(series, "login", "設定画面", "", quality);
        write(EvidenceKind.DECLARATION, Slot.of("login.mechanisms"), Value.words(item.code()), null);
        recordAbout("login.kind", item.code(), Value.word("machine"));
        assertThat(state("S1.1-02")).isEqualTo(VerdictState.RECHECK);
        products.renameItem(series, item.id(), "サーバとの相互認証", item.note(), item.version(), quality);
        assertThat(state("S1.1-02")).isNotEqualTo(VerdictState.RECHECK);
    }

    private static Value words(String... words) {
        return Value.words(new java.util.TreeSet<>(Set.of(words)));
    }

    @Test
    void evidenceThatRunsOutAsksForARecheckAndNeverTurnsGreenByItself() {
        Instant until = clock.instant().plus(Duration.ofDays(30));
        confirm(answer(EvidenceKind.DOCUMENT, "priority.policy", "documented", until));
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.MET);

        clock.advance(Duration.ofDays(29));
        verdicts.decideWaiting(() -> true);
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.MET);

        clock.advance(Duration.ofDays(2));
        verdicts.decideWaiting(() -> true);
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.RECHECK);
        assertThat(verdicts.history(series.id(), id("S1.1-09"), 1))
                .singleElement()
                .satisfies(change -> assertThat(change.cause()).isEqualTo("fact.expired"));
    }

    @Test
    void anOrganisationsAnswerReachesEverySeries() {
        Series other = products.create(
                new NewSeries("L-" + SERIES.incrementAndGet(), "L-10", "錠", "", List.of("L-10"), "1.0"), quality);
        answer(EvidenceKind.DECLARATION, "priority.policy", "documented", null);
        assertThat(state("S1.1-09")).isEqualTo(VerdictState.EXPECTED);
        assertThat(verdicts.of(other.id(), id("S1.1-09")).orElseThrow().state()).isEqualTo(VerdictState.EXPECTED);
    }

    @Test
    void aNewReleaseInheritsOnlyWhatASignedStatementLeavesUntouched() {
        noPackageOverTheNetwork();
        VerdictState before = state("S1.1-08");
        assertThat(before).isNotEqualTo(VerdictState.UNKNOWN);

        Release old = products.release(java.util.Objects.requireNonNull(series.designated()))
                .orElseThrow();
        Release next = products.addRelease(series, "2.5.0", null, "", old.id(), quality);
        products.designate(products.byId(series.id()).orElseThrow(), next.id(), quality);
        assertThat(state("S1.1-08")).isEqualTo(VerdictState.RECHECK);
        assertThat(signedIn(Role.QUALITY)
                        .get("/products/" + series.code() + "/conformity/jcstar1/S1.1-08")
                        .text())
                .contains("S1.1-08 は、このバージョンで確かめ直す必要があります。", "変更の影響を署名し、別の人が確認すると")
                .doesNotContain("期限切れや食い違いを解消します。");

        Series now = products.byId(series.id()).orElseThrow();
        ChangeImpact signed = products.signImpact(now, next.id(), Set.of("jcstar1"), Set.of(), "表示の文言だけを直した", quality);
        assertThat(state("S1.1-08")).as("one person alone").isEqualTo(VerdictState.RECHECK);
        Person second = person(Role.QUALITY);
        products.confirmImpact(now, next.id(), signed.id(), second);
        assertThat(state("S1.1-08")).isEqualTo(before);
        assertThat(verdicts.proof(series.id(), id("S1.1-08")).orElseThrow().statements())
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.reason()).isEqualTo("表示の文言だけを直した");
                    assertThat(statement.signedBy()).isEqualTo(quality.name());
                    assertThat(Objects.requireNonNull(statement.confirmation()).by())
                            .isEqualTo(second.name());
                });
    }

    @Test
    void noStatementPassesOnTheScanOfAnEarlierVersion() {
        answer(EvidenceKind.DECLARATION, "scan.firmware", "this", null);
        Release old =
                products.release(Objects.requireNonNull(series.designated())).orElseThrow();
        Release next = products.addRelease(series, "2.5.0", null, "", old.id(), quality);
        products.designate(products.byId(series.id()).orElseThrow(), next.id(), quality);
        Series now = products.byId(series.id()).orElseThrow();
        ChangeImpact signed = products.signImpact(now, next.id(), Set.of("jcstar1"), Set.of(), "表示の文言だけを直した", quality);
        products.confirmImpact(now, next.id(), signed.id(), person(Role.QUALITY));
        assertThat(reason("scan.firmware")).isEqualTo(Reading.Reason.EARLIER_VERSION);
        series = now;
        answer(EvidenceKind.DECLARATION, "scan.firmware", "this", null);
        assertThat(reason("scan.firmware")).isEqualTo(Reading.Reason.HOLDS);
    }

    @Test
    void whatIsOutOfScopeIsNotDecidedAskedOrFilledIn() {
        noPackageOverTheNetwork();
        assertThat(guides.outOfScope(series.id())).isEmpty();
        assertThat(verdicts.next(series.id(), "").getFirst().kind())
                .as("whether it is covered at all comes first")
                .isEqualTo(NextQuestion.Kind.SCOPE);
        Recorded none = answer(EvidenceKind.DECLARATION, "scope.network", "none", null);

        assertThat(guides.outOfScope(series.id())).containsExactly("jcstar1");
        assertThat(verdicts.of(series.id(), "jcstar1")).isEmpty();
        assertThat(verdicts.standings(series.id())).isEmpty();
        assertThat(verdicts.next(series.id(), "")).isEmpty();
        Browser browser = signedIn(Role.QUALITY);
        String here = "/products/" + series.code();
        assertThat(browser.get(here + "/conformity").text()).contains("JC-STAR ★1(レベル1)適合基準の対象外です", "つながらない", "答え直す");
        assertThat(browser.get(here + "/conformity/jcstar1/S1.1-09").status()).isEqualTo(404);
        assertThat(browser.get(here + "/application").text())
                .contains("JC-STARの対象外という答えになっています", "今の答えでは、適合ラベルを申請できません")
                .contains("対象外になった理由を見る")
                .doesNotContain("まだ確かめていません")
                .as("nothing is counted beside it")
                .doesNotContain("16件", "申請書類");
        for (String page : List.of("basic", "reasons", "reasons/S1.1-09", "corrections", "corrections.csv")) {
            assertThat(browser.get(here + "/application/" + page).status())
                    .as(page)
                    .isEqualTo(409);
        }
        Api api = api(quality, Set.of(Act.VIEW));
        String path = "/api/v1/series/" + series.code() + "/application";
        JsonNode application = api.get(path).json();
        assertThat(application.path("outOfScope").asBoolean()).isTrue();
        assertThat(List.of("undecided", "stop", "look"))
                .allSatisfy(count ->
                        assertThat(application.path(count).asInt()).as(count).isZero());
        for (String part : List.of("basic", "reasons", "reasons/S1.1-09", "corrections")) {
            assertThat(api.get(path + "/" + part).code()).as(part).isEqualTo("application.out-of-scope");
        }
        assertThat(browser.get(here + "/application/export.xlsx").status()).isEqualTo(409);
        assertThat(api(quality, Set.of(Act.VIEW))
                        .get("/api/v1/series/" + series.code() + "/export.xlsx")
                        .code())
                .as("the same by API")
                .isEqualTo("application.out-of-scope");
        assertThat(browser.get("/products").text()).contains("対象外: JC-STAR");
        assertThat(browser.get(here).text()).contains("対象外: JC-STAR");
        assertThat(browser.get("/").status()).isEqualTo(200);

        answer(EvidenceKind.DECLARATION, "priority.policy", "documented", null);
        assertThat(verdicts.of(series.id(), "jcstar1")).as("still nothing").isEmpty();
        evidence.withdraw(none.facts().getFirst(), quality, "答えを間違えた。Wi-Fiで通信する");
        assertThat(guides.outOfScope(series.id())).isEmpty();
        assertThat(verdicts.of(series.id(), "jcstar1")).hasSize(16);
    }

    @Test
    void whatIsSettledIsNotTheEndWhileTheScopeIsOpen() {
        // As if all criteria had come out green before anybody looked at the scope.
        jdbc.sql("UPDATE verdict SET state = 'met', towards = NULL WHERE framework = 'jcstar1'")
                .update();
        Browser browser = signedIn(Role.QUALITY);
        String board = "/products/" + series.code() + "/conformity";
        assertThat(browser.get(board).text()).contains("16件すべてが決まりましたが、制度の対象かどうかが、まだ決まっていません");

        answer(EvidenceKind.DECLARATION, "scope.network", "direct", null);
        answer(EvidenceKind.DECLARATION, "scope.computer", "no", null);
        jdbc.sql("UPDATE verdict SET state = 'met', towards = NULL WHERE framework = 'jcstar1'")
                .update();
        assertThat(browser.get(board).text()).contains("16件すべてが決まりました。").doesNotContain("制度の対象かどうか");

        jdbc.sql("""
                        UPDATE standing SET next_in_short = next_in_short
                            || '{"questions": 0, "compare": {"questions": 2, "first": "product.cloud", "touched": 1}}'::jsonb
                        WHERE framework = 'jcstar1'""").update();
        assertThat(browser.get(board).text())
                .contains("16件すべての判定が出ました。答えどうしが合うかを、まだ2個の質問で確かめます。", "質問2個で、1件の基準の答えがほかと合うかを確かめます")
                .doesNotContain("すべて決まりました");
    }

    @Test
    void whetherItIsCoveredIsAskedAgainOnceTheAnswersDisagree() {
        answer(EvidenceKind.DECLARATION, "scope.computer", "no", null);
        answer(EvidenceKind.DOCUMENT, "scope.network", "direct", null);
        assertThat(verdicts.next(series.id(), "").getFirst().kind())
                .as("both are answered")
                .isNotEqualTo(NextQuestion.Kind.SCOPE);
        String corrections = "/products/" + series.code() + "/application/corrections";
        assertThat(signedIn(quality).get(corrections).text()).doesNotContain("JC-STARの対象の製品かどうか");
        clock.advance(Duration.ofDays(1));
        answer(EvidenceKind.DECLARATION, "scope.network", "indirect", null);
        assertThat(verdicts.next(series.id(), "").getFirst())
                .satisfies(first -> assertThat(first.kind()).isEqualTo(NextQuestion.Kind.SCOPE))
                .satisfies(first -> assertThat(first.touches()).isNotEmpty());
        assertThat(signedIn(quality).get(corrections).text())
                .as("the application says no other than what is asked")
                .contains("JC-STARの対象の製品かどうかを、まだ確かめていません。");
    }

    private Reading.Reason reason(String key) {
        return verdicts.proof(series.id(), id("S1.1-13"))
                .orElseThrow()
                .nodes()
                .flatMap(node -> Stream.ofNullable(node.reading()))
                .filter(reading -> reading.slot().key().value().equals(key))
                .map(Reading::reason)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRequirementTouchedByTheChangeIsToBeCheckedAgain() {
        noPackageOverTheNetwork();
        Release old = products.release(java.util.Objects.requireNonNull(series.designated()))
                .orElseThrow();
        Release next = products.addRelease(series, "2.5.0", null, "", old.id(), quality);
        products.designate(products.byId(series.id()).orElseThrow(), next.id(), quality);
        Series now = products.byId(series.id()).orElseThrow();
        ChangeImpact signed =
                products.signImpact(now, next.id(), Set.of("jcstar1"), Set.of(id("S1.1-08")), "経路を変えた", quality);
        products.confirmImpact(now, next.id(), signed.id(), person(Role.QUALITY));
        assertThat(state("S1.1-08")).isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void twoAnswersAtOnceAreBothDecidedUpon() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        Thread one = Thread.ofPlatform().start(() -> {
            await(go);
            answer(EvidenceKind.DECLARATION, "disclosure.published", "website", null);
        });
        Thread two = Thread.ofPlatform().start(() -> {
            await(go);
            record(
                    EvidenceKind.DECLARATION,
                    "disclosure.parts",
                    Value.words(new java.util.TreeSet<>(Set.of("contact", "procedure", "status"))),
                    null);
        });
        go.countDown();
        one.join();
        two.join();
        assertThat(state("S1.1-05")).isEqualTo(VerdictState.EXPECTED);
    }

    @Test
    void theBoardShowsEveryRequirementOnceAndFiltersByVerdict() {
        answer(EvidenceKind.DECLARATION, "priority.policy", "none", null);
        Browser reader = signedIn(Role.AUDITOR);
        Page board = reader.get("/products/" + series.code() + "/conformity");
        assertThat(board.status()).isEqualTo(200);
        assertThat(board.html().split("class=\"tile ", -1)).hasSize(17);
        Page filtered = reader.get("/products/" + series.code() + "/conformity?state=not-met");
        assertThat(filtered.text()).contains("S1.1-09").doesNotContain("S1.1-10 ");
    }

    @Test
    void theRequirementsPageSaysWhyAndWhatToDoNext() {
        Browser person = signedIn(quality);
        Page unknown = person.get("/products/" + series.code() + "/conformity/S1.1-09");
        assertThat(unknown.text()).contains("質問に答える").contains("やさしい説明");
        answer(EvidenceKind.DECLARATION, "priority.policy", "none", null);
        Page failed = person.get("/products/" + series.code() + "/conformity/S1.1-09");
        assertThat(failed.text()).contains("S1.1-09 を満たしていません").contains("決めていない");
        assertThat(person.get("/products/" + series.code() + "/conformity/S1.1-99")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void somebodyLimitedToAnotherSeriesSeesNeitherBoardNorProof() {
        Browser limited = signedIn(person(Set.of(ids.next()), Role.QUALITY));
        assertThat(limited.get("/products/" + series.code() + "/conformity").status())
                .isEqualTo(404);
        assertThat(limited.get("/products/" + series.code() + "/conformity/S1.1-09")
                        .status())
                .isEqualTo(404);
    }

    private void noPackageOverTheNetwork() {
        dev.shisa.server.product.RegisterItem item = products.addItem(series, "package", "ファームウェア", "", quality);
        record(
                EvidenceKind.DECLARATION,
                "update.packages",
                Value.words(new java.util.TreeSet<>(Set.of(item.code()))),
                null);
        recordAbout("package.routes", item.code(), Value.words(new java.util.TreeSet<>(Set.of("local"))));
    }

    private Recorded answer(EvidenceKind kind, String key, String word, @Nullable Instant until) {
        return record(kind, key, Value.word(word), until);
    }

    private Recorded recordAbout(String key, String item, Value value) {
        return write(EvidenceKind.DECLARATION, Slot.of(key, item), value, null);
    }

    private Recorded record(EvidenceKind kind, String key, Value value, @Nullable Instant until) {
        return write(kind, Slot.of(key), value, until);
    }

    private Recorded write(EvidenceKind kind, Slot slot, Value value, @Nullable Instant until) {
        Subject subject = products.subject(
                series,
                switch (slot.key().value()) {
                    case "priority.policy",
                            "disclosure.published",
                            "disclosure.parts",
                            "windows.open",
                            "contradiction.contact-told-but-no-window" -> Subject.Kind.ORGANISATION;
                    case "scope.network", "scope.computer", "product.cloud", "product.personal" -> Subject.Kind.PRODUCT;
                    default -> Subject.Kind.RELEASE;
                });
        return evidence.record(
                new NewEvidence(
                        kind,
                        kind.strength(Map.of()),
                        "試験のためのエビデンス",
                        "規程の第2版",
                        "3ページ",
                        series.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        until,
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(new NewFact(
                        subject, slot, value, "規程の第2版", evidence.replaceable(subject, slot, kind.strength(Map.of())))));
    }

    private void confirm(Recorded recorded) {
        evidence.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), person(Role.QUALITY), "");
    }

    private VerdictState state(String number) {
        return verdicts.of(series.id(), id(number)).orElseThrow().state();
    }

    private int outbox(String kind) {
        return jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = :kind")
                .param("kind", kind)
                .query(Integer.class)
                .single();
    }

    private static RequirementId id(String number) {
        return new RequirementId("jcstar1", number);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
