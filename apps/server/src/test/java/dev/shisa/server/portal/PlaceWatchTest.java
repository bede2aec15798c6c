package dev.shisa.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.PageSnapshot.Look;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** S1.1-05 and S1.1-16 are as true as what users can reach: a dead link asks for a re-check, and goes when the page is back. */
class PlaceWatchTest extends ServerTest {

    private static final String POLICY = "https://www.midorihama.example/psirt";
    private static final String GUIDE = "https://www.midorihama.example/mc-200/security";
    private static final String OTHER = "https://support.midorihama.example/mc-200";
    private static final String HERE = "/organisation/published";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private PlaceWatch watch;

    @Autowired
    private PublicSite site;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person second = quality;
    private Browser browser = signedOut();

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    /** What stands where; an address that is not in it is dead. */
    private final Map<String, Look> web = new HashMap<>();

    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void aMakerWhoseUserInformationIsPublished() {
        emptyDatabase();
        web.clear();
        asked.clear();
        quality = person(Role.QUALITY);
        second = person(Role.QUALITY);
        browser = signedIn(quality);
        camera = products.create(
                new NewSeries("MC-200", "見守りカメラ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), quality);
        site.renewed();
        page(POLICY, "報告先 psirt@midorihama.example");
        page(GUIDE, "安全な使い方、アップデート、免責、サポート、廃棄");
        clock.advance(Duration.ofMinutes(1));
    }

    private void page(String address, String words) {
        web.put(
                address,
                new Look.There(
                        "text/html",
                        ("<p>" + words + "</p>").getBytes(StandardCharsets.UTF_8),
                        "\"" + words.hashCode() + "\"",
                        ""));
    }

    private void gone(String address) {
        web.put(address, new Look.Missing("dead", "404"));
    }

    private void look() {
        watch.look((address, etag, lastModified) -> {
            asked.add(address);
            Look known = web.getOrDefault(address, new Look.Missing("dead", "404"));
            return known instanceof Look.There there && there.etag().equals(etag) ? new Look.Same() : known;
        });
    }

    private void hours(int hours) {
        for (int hour = 0; hour < hours; hour++) {
            clock.advance(Duration.ofHours(1));
            look();
        }
    }

    /** A copy of a page that states these facts, confirmed by a second person. */
    private Recorded state(Subject subject, String address, Map<String, Value> facts, String detail) {
        Recorded recorded = evidence.record(
                new NewEvidence(
                        EvidenceKind.PAGE,
                        Strength.DOCUMENTED,
                        "公開したページの写し",
                        "",
                        "",
                        subject.kind() == Subject.Kind.PRODUCT ? subject.id() : null,
                        null,
                        address.isEmpty() ? null : address,
                        null,
                        Map.of(),
                        clock.instant(),
                        null,
                        quality,
                        quality.name(),
                        "page",
                        null),
                facts.entrySet().stream()
                        .map(e -> NewFact.of(subject, Slot.of(e.getKey()), e.getValue(), detail))
                        .toList());
        evidence.confirm(recorded.evidence(), Set.copyOf(recorded.facts()), second, "");
        return recorded;
    }

    private Recorded policyAt(String address) {
        return state(
                products.organisation(),
                address,
                Map.of(
                        "disclosure.published",
                        Value.word("website"),
                        "disclosure.parts",
                        Value.words(Set.of("contact", "procedure", "status"))),
                "自社サイト");
    }

    private Recorded guideAt(String address) {
        return state(
                new Subject(Subject.Kind.PRODUCT, camera.id()),
                "",
                Map.of(
                        "guide.safe", Value.words(Set.of("web")),
                        "guide.update", Value.words(Set.of("channel", "content", "need", "effect")),
                        "guide.disclaimer", Value.words(Set.of("missed-update", "general")),
                        "guide.support", Value.words(Set.of("policy")),
                        "guide.disposal", Value.words(Set.of("risk", "method"))),
                "製品ページ(" + address + ")");
    }

    private VerdictState verdict(String number) {
        return Objects.requireNonNull(verdicts.states(camera.id())
                .get(RequirementId.parse("jcstar1/" + number).orElseThrow()));
    }

    @Test
    void aPolicyThatCanBeReadStaysMetAndNothingIsWritten() {
        policyAt(POLICY);
        look();
        hours(30);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);
        assertThat(rows("SELECT count(*) FROM evidence")).isEqualTo(1);
        assertThat(signedIn(quality).get(HERE).text()).contains("公開した情報の掲載場所は1件です。", POLICY, "開ける", "組織: 脆弱性開示ポリシー");
    }

    @Test
    void aDeadLinkAsksForARecheckWithATaskAndANoticeAndGoesWhenThePageIsBack() {
        policyAt(POLICY);
        look();
        gone(POLICY);
        hours(6);
        assertThat(verdict("S1.1-05")).as("it may pass").isEqualTo(VerdictState.MET);
        assertThat(browser.get(HERE).text()).contains("様子を見ている", "6回続けて開けません");

        hours(1);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.RECHECK);
        assertThat(browser.get("/").text()).contains("掲載場所を開けません: " + POLICY);
        assertThat(rows("SELECT count(*) FROM notice_event WHERE kind = 'verdict' AND args->>0 = 'jcstar1/S1.1-05'"))
                .isEqualTo(1);
        assertThat(browser.get(HERE).text()).contains("掲載場所1件のうち、1件が開けません。", "ページがありません(応答 404)。", "要再確認にしているエビデンス");
        assertThat(browser.english().get(HERE).text())
                .contains("1 of 1 published place cannot be opened.", "Does not open");

        hours(20);
        assertThat(rows("SELECT count(*) FROM evidence WHERE submitted_by IS NULL"))
                .as("what is said is said once for each fact")
                .isEqualTo(2);

        page(POLICY, "報告先 psirt@midorihama.example");
        hours(1);
        assertThat(verdict("S1.1-05"))
                .as("the confirmed answers stand alone again")
                .isEqualTo(VerdictState.MET);
        assertThat(browser.get("/").text()).doesNotContain(POLICY);
        assertThat(rows("SELECT count(*) FROM fact_withdrawal WHERE person_id IS NULL AND name = 'Shisa'"))
                .isEqualTo(2);
    }

    @Test
    void onlyWhatRestsOnTheDeadPageIsUnsettled() {
        policyAt(POLICY);
        guideAt(GUIDE);
        look();
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);
        gone(GUIDE);
        hours(7);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.RECHECK);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);
    }

    @Test
    void aDeclaredAnswerIsUnsettledAtItsOwnStrengthAndNeverMadeRed() {
        evidence.record(
                NewEvidence.declaration("申告", "", null, clock.instant(), quality, quality.name(), "page"),
                List.of(
                        NewFact.of(
                                products.organisation(),
                                Slot.of("disclosure.published"),
                                Value.word("website"),
                                POLICY),
                        NewFact.of(
                                products.organisation(),
                                Slot.of("disclosure.parts"),
                                Value.words(Set.of("contact", "procedure", "status")),
                                "")));
        look();
        VerdictState before = verdict("S1.1-05");
        gone(POLICY);
        hours(7);
        assertThat(before).isEqualTo(VerdictState.EXPECTED);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void whileAnotherPageSaysTheSameUsersReachItThere() {
        guideAt(GUIDE);
        page(OTHER, "同じ内容");
        guideAt(OTHER);
        look();
        gone(GUIDE);
        hours(9);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);
        gone(OTHER);
        hours(7);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void aServerWithoutAWayToTheInternetProvesNothing() {
        web.put(POLICY, new Look.Missing("unknown-host", "www.midorihama.example"));
        web.put(OTHER, new Look.Missing("unreachable", "support.midorihama.example"));
        policyAt(POLICY);
        guideAt(OTHER);
        look();
        hours(60);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);
        page(OTHER, "読める");
        hours(1);
        assertThat(verdict("S1.1-16")).isEqualTo(VerdictState.MET);
        assertThat(verdict("S1.1-05"))
                .as("now the way is open, and the name is still unknown")
                .isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void anInwardAddressIsNotAskedForAndTellsNothing() {
        web.put("https://intra.midorihama.example/psirt", new Look.Unasked("inside", "intra.midorihama.example"));
        policyAt("https://intra.midorihama.example/psirt");
        look();
        hours(30);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);
        assertThat(signedIn(quality).get(HERE).text()).contains("確かめられない", "社内のアドレスなので");
    }

    @Test
    void changedWordsAreNotedOnThePageAndMakeNothingRed() {
        policyAt(POLICY);
        look();
        page(POLICY, "このページは移転しました");
        hours(1);
        assertThat(browser.get(HERE).text()).contains("ページの文章が2026-11-20 11:25に変わりました");
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);
    }

    @Test
    void aPersonWhoDecidesAgainstTheWatchIsRightUntilThePlaceWasThereOnce() {
        policyAt(POLICY);
        look();
        gone(POLICY);
        hours(7);
        for (PlaceStore.Said said : watch.saying()) {
            EvidenceDetails against = evidence.byId(said.evidence()).orElseThrow();
            evidence.withdraw(against.facts().getFirst().id(), second, "ほかの回線からは読める");
        }
        hours(5);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);
        assertThat(browser.get("/").text()).doesNotContain(POLICY);
        page(POLICY, "戻った");
        hours(1);
        gone(POLICY);
        hours(7);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.RECHECK);
    }

    @Test
    void anotherAddressInANewAnswerEndsWhatWasSaidOfTheOldOne() {
        Recorded old = policyAt(POLICY);
        look();
        gone(POLICY);
        hours(7);
        page(OTHER, "移した先");
        evidence.byId(old.evidence()).orElseThrow().facts().forEach(f -> evidence.withdraw(f.id(), second, "移した"));
        policyAt(OTHER);
        hours(1);
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);
        assertThat(browser.get(HERE).text()).contains(OTHER).doesNotContain(POLICY);
    }

    @Test
    void thePublicPagesAreLookedUpWhereTheyAreMadeAndNothingIsSent() {
        Browser owner = signedIn(Role.OWNER);
        TestPortal.switchOn(owner, camera.id().toString());
        guideAt(TestPortal.ORIGIN + "/public/ja/products/mc-200/");
        state(
                products.organisation(),
                "",
                Map.of(
                        "disclosure.published",
                        Value.word("website"),
                        "disclosure.parts",
                        Value.words(Set.of("contact", "procedure", "status"))),
                TestPortal.ORIGIN + "/public/ja/contact/");
        look();
        assertThat(asked).isEmpty();
        assertThat(verdict("S1.1-05")).as("the page is there").isEqualTo(VerdictState.MET);
        assertThat(verdict("S1.1-16"))
                .as("the page of the product is there, but no document in force says on it what is stated")
                .isEqualTo(VerdictState.RECHECK);
        assertThat(browser.get(HERE).text()).contains("ページは開けますが、施行中の文書に次の内容がありません");

        Page off = owner.post("/settings/portal", "on", "no", "version", "1");
        assertThat(off.status()).as(off.text()).isEqualTo(302);
        assertThat(verdict("S1.1-05")).as("switched off is gone at once").isEqualTo(VerdictState.RECHECK);
        assertThat(browser.get(HERE).text()).contains("公開ページを切ってあります。");

        owner.post(
                "/settings/portal",
                "on",
                "yes",
                "version",
                "2",
                "shown",
                camera.id().toString());
        assertThat(verdict("S1.1-05")).isEqualTo(VerdictState.MET);
    }

    @Test
    void whoIsLimitedToOtherSeriesLearnsNothingOfThePlaces() {
        guideAt(GUIDE);
        look();
        Series lock = products.create(new NewSeries("SL-10", "錠", "錠", "", List.of("SL-10"), "1.0"), quality);
        Person limited = person(Set.of(lock.id()), Role.QUALITY);
        assertThat(signedIn(limited).get(HERE).text()).doesNotContain(GUIDE, "見守りカメラ");
        assertThat(signedIn(limited).post(HERE + "/look", "address", GUIDE).status())
                .isEqualTo(404);
        assertThat(asked).hasSize(1);
    }

    @Test
    void programsReadTheSame() {
        guideAt(GUIDE);
        look();
        gone(GUIDE);
        hours(7);
        String json =
                api(quality, Set.of(Act.VIEW)).get("/api/v1/published-places").text();
        assertThat(json).contains(GUIDE, "\"gone\"", "guide.safe", "MC-200");
        assertThat(browser.get(HERE + ".csv").text()).contains(GUIDE, "開けない");
    }

    private int rows(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }

    @Test
    void aLookUnderAKeyBeginsWhenItsCallIsCommittedAndNotBefore() throws InterruptedException {
        String inside = "https://10.0.0.7/psirt";
        policyAt(inside);
        Api program = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        String wish = "{\"address\": \"" + inside + "\"}";
        String path = "/api/v1/published-places/look";
        statements().fail("UPDATE api_answer", new IllegalStateException("made by the test"));
        assertThatThrownBy(() -> program.post(path, wish, "Idempotency-Key", "k-1"))
                .hasRootCauseMessage("made by the test");
        assertThat(acts()).doesNotContain("portal.look");
        try (AtOnce atOnce = atOnce();
                Statements.Held last = statements().hold("UPDATE api_answer")) {
            Future<Api.Answer> answer = atOnce.beside(() -> program.post(path, wish, "Idempotency-Key", "k-1"));
            last.awaitReached();
            assertThat(lookedAt(inside)).as("before its transaction ended").isZero();
            last.letGo();
            assertThat(AtOnce.result(answer).at("/state")).isEqualTo("new");
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("place-look")) {
                assertThat(thread.join(Duration.ofMinutes(2))).isTrue();
            }
        }
        assertThat(lookedAt(inside)).isEqualTo(1);
    }

    private int lookedAt(String address) {
        return jdbc.sql("SELECT count(*) FROM published_place WHERE address = ? AND looked_at IS NOT NULL")
                .param(address)
                .query(Integer.class)
                .single();
    }

    @Test
    void whatTheWatchCouldNotCommitItSaysAtTheNextLook() {
        guideAt(GUIDE);
        look();
        gone(GUIDE);
        hours(6);
        clock.advance(Duration.ofHours(1));
        statements().fail("INSERT INTO published_place_said", new IllegalStateException("made by the test"));
        assertThatThrownBy(this::look).hasMessageContaining("made by the test");
        assertThat(watch.saying()).isEmpty();
        hours(1);
        assertThat(watch.saying()).as("each answer that rests on the page").hasSize(5);
    }
}
