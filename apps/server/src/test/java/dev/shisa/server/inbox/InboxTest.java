package dev.shisa.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
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
import dev.shisa.server.platform.web.TaskSource.Task;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What waits stands in the inbox once, for whoever it waits for, and is never lost. */
class InboxTest extends ServerTest {

    @Autowired
    private Inbox inbox;

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @SuppressWarnings("NullAway.Init")
    private Person quality;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aQualityManager() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
    }

    private Series series(String code, String release) {
        return products.create(
                new NewSeries(code, code + "シリーズ", "ネットワークカメラ", "", List.of(code + "-A"), release), quality);
    }

    private Recorded answer(Series series, EvidenceKind kind, String key, Value value, @Nullable Instant until) {
        Subject.Kind scope = switch (key) {
            case "disclosure.published", "disclosure.parts", "windows.open", "priority.policy" ->
                Subject.Kind.ORGANISATION;
            default -> Subject.Kind.RELEASE;
        };
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
                List.of(NewFact.of(products.subject(series, scope), Slot.of(key), value, "ウェブサイトで公開しています")));
    }

    private List<Inbox.Entry> at(Person person, Inbox.Place place) {
        return inbox.of(person, Locale.JAPANESE).stream()
                .filter(one -> one.place() == place)
                .toList();
    }

    private Inbox.Entry about(Person person, String key) {
        return inbox.of(person, Locale.JAPANESE).stream()
                .filter(one -> one.task().key().endsWith(key))
                .findFirst()
                .orElseThrow();
    }

    private Page act(Browser by, Inbox.Entry entry, String act, String... fields) {
        String address = "/tasks/" + entry.mark();
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("version");
        all.add(by.get(address).find("name=\"version\" value=\"([0-9]+)\""));
        return by.post(address + "/" + act, all.toArray(String[]::new));
    }

    /** What the boards show of each product as not met, in conflict or run out, as it is stored. */
    private List<String> onBoards() {
        return jdbc.sql("SELECT series_id || ' ' || requirement FROM verdict WHERE state IN ('not-met', 'recheck')")
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** Answers of the company that cannot all be so. */
    private void contradict(Series series) {
        answer(series, EvidenceKind.DECLARATION, "disclosure.published", Value.word("website"), null);
        answer(
                series,
                EvidenceKind.DECLARATION,
                "disclosure.parts",
                Value.words(Set.of("contact", "procedure", "status")),
                null);
        answer(series, EvidenceKind.DECLARATION, "windows.open", Value.words(Set.of("none")), null);
    }

    private void everythingOnBoardsIsInTheInbox(int least) {
        assertThat(onBoards()).hasSizeGreaterThanOrEqualTo(least);
        List<Inbox.Entry> all = inbox.of(quality, Locale.JAPANESE);
        for (String open : onBoards()) {
            String[] parts = open.split(" ", 2);
            assertThat(all).as(open).anySatisfy(one -> {
                assertThat(one.place().isPresent()).isTrue();
                assertThat(one.task().series()).hasToString(parts[0]);
                assertThat(one.task().key() + " " + one.task().about()).contains(parts[1]);
            });
        }
        assertThat(all).extracting(one -> one.task().key()).doesNotHaveDuplicates();
    }

    @Test
    void homeCallsNothingWellWhileARestoreWasNeverProven() {
        assertThat(signedIn(Role.OWNER).get("/").text()).contains("項目の状態", "復元").doesNotContain("すべて正常です");
    }

    @Test
    void everythingThatABoardShowsAsNotMetInConflictOrRunOutIsInTheInbox() {
        List<Series> several = new ArrayList<>();
        for (int n = 1; n <= 4; n++) {
            several.add(series("MC-" + n, "1.0"));
        }
        answer(several.getFirst(), EvidenceKind.DECLARATION, "priority.policy", Value.word("none"), null);
        everythingOnBoardsIsInTheInbox(4);
        contradict(several.getFirst());
        everythingOnBoardsIsInTheInbox(8);

        clock.advance(Duration.ofMinutes(1));
        Recorded document = answer(
                several.getFirst(),
                EvidenceKind.DOCUMENT,
                "priority.policy",
                Value.word("documented"),
                clock.instant().plus(Duration.ofDays(30)));
        evidence.confirm(document.evidence(), Set.copyOf(document.facts()), person(Role.QUALITY), "");
        clock.advance(Duration.ofDays(31));
        Browser later = signedIn(quality);
        several.forEach(one -> assertThat(
                        later.get("/products/" + one.code() + "/conformity").status())
                .isEqualTo(200));
        everythingOnBoardsIsInTheInbox(8);
        assertThat(later.get("/").text())
                .as("of a product with little to do, too")
                .contains("MC-4シリーズ、S1.1-05", "S1.1-09「アップデートの優先度」");
    }

    @Test
    void whatPressesMoreComesFirstWhateverItsDay() {
        Series camera = series("MC-200", "1.0");
        answer(
                camera,
                EvidenceKind.DOCUMENT,
                "guide.safe",
                Value.words(Set.of("web")),
                clock.instant().plus(Duration.ofDays(3)));
        contradict(camera);

        String home = browser.get("/").text();
        assertThat(home.indexOf("両立しない記録を直します")).isPositive().isLessThan(home.indexOf("の期限が近づいています"));
        assertThat(inbox.of(quality, Locale.JAPANESE))
                .extracting(one -> one.task().kind())
                .isSorted();
    }

    @Test
    void aThingOfOneProductStandsBesideThePagesOfThatProduct() {
        series("MC-200", "");
        Series other = series("SX-1", "");
        browser.get("/products/MC-200");

        assertThat(browser.get("/tasks/"
                                + about(quality, other.id() + ":release").mark())
                        .html())
                .contains("href=\"/products/SX-1/releases\"")
                .doesNotContain("href=\"/products/MC-200/releases\"");
    }

    @Test
    void evidenceThatHasRunOutStaysUntilItIsRenewed() {
        Series camera = series("MC-200", "1.0");
        answer(
                camera,
                EvidenceKind.DOCUMENT,
                "guide.safe",
                Value.words(Set.of("web")),
                clock.instant().plus(Duration.ofDays(3)));
        assertThat(browser.get("/tasks").text()).contains("「試験のためのエビデンス」の期限が近づいています");
        clock.advance(Duration.ofDays(5));
        assertThat(signedIn(quality).get("/tasks").text())
                .contains("「試験のためのエビデンス」の有効期限が切れました")
                .doesNotContain("の期限が近づいています");
    }

    @Test
    void whatIsPutOffLeavesOnesOwnListUntilItsDay() {
        Series bare = series("MC-200", "");
        Person other = person(Role.QUALITY);
        Inbox.Entry release = about(quality, bare.id() + ":release");

        assertThat(act(browser, release, "later", "until", "2026-11-27").location())
                .isEqualTo("/tasks?done=later");
        assertThat(at(quality, Inbox.Place.LATER))
                .singleElement()
                .satisfies(one ->
                        assertThat(one.task().key()).isEqualTo(release.task().key()));
        assertThat(browser.get("/tasks").text()).contains("あとに回したものが1件あります", "11月27日");
        assertThat(about(other, bare.id() + ":release").place()).isEqualTo(Inbox.Place.OPEN);

        clock.advance(Duration.ofDays(8));
        assertThat(about(quality, bare.id() + ":release").place()).isEqualTo(Inbox.Place.OPEN);
        assertThat(acts()).contains("task.later");
        assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE kind = 'task-put/1'")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void whatIsHandedOverIsTheOthersAndWaitsForThem() {
        Series bare = series("MC-200", "");
        Person other = person(Role.QUALITY);
        Inbox.Entry release = about(quality, bare.id() + ":release");

        act(browser, release, "hand", "receiver", other.id().toString(), "note", "バージョンは分かりますか");

        assertThat(about(other, bare.id() + ":release").place()).isEqualTo(Inbox.Place.OWN);
        assertThat(signedIn(other).get("/tasks?mine=1").text()).contains("判定の対象のバージョン", "バージョンは分かりますか");
        assertThat(about(quality, bare.id() + ":release").place()).isEqualTo(Inbox.Place.OTHERS);
        assertThat(browser.get("/tasks?show=others").text()).contains(other.name());

        act(browser, about(quality, bare.id() + ":release"), "back");
        assertThat(about(quality, bare.id() + ":release").place()).isEqualTo(Inbox.Place.OPEN);
        assertThat(acts()).contains("task.hand", "task.back");
    }

    @Test
    void nobodyIsHandedWhatTheyMayNotSeeOrDo() {
        Series bare = series("MC-200", "");
        Series secret = series("SX-1", "");
        Person limited = person(Set.of(bare.id()), Role.QUALITY);
        Person auditor = person(Role.AUDITOR);
        Inbox.Entry release = about(quality, secret.id() + ":release");

        for (Person one : List.of(limited, auditor)) {
            assertThat(browser.get("/tasks/" + release.mark()).html())
                    .doesNotContain(one.id().toString());
            Page answer = act(browser, release, "hand", "receiver", one.id().toString(), "note", "頼みます");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("この人は、これを見られません");
            assertThat(answer.html()).as("nothing that was typed is lost").contains("頼みます");
        }
        assertThat(about(quality, secret.id() + ":release").place()).isEqualTo(Inbox.Place.OPEN);
        assertThat(signedIn(limited).get("/tasks/" + release.mark()).status()).isEqualTo(404);
        assertThat(signedIn(auditor).get("/tasks/" + release.mark()).status()).isEqualTo(404);
    }

    @Test
    void whatIsNotOursIsListedWithItsReasonAndComesBack() {
        Series bare = series("MC-200", "");
        Person other = person(Role.QUALITY);
        Inbox.Entry release = about(quality, bare.id() + ":release");
        assertThat(act(browser, release, "not-ours", "reason", "").status()).isEqualTo(422);

        act(browser, release, "not-ours", "reason", "販売を終えた試作品です");

        assertThat(about(other, bare.id() + ":release").place()).isEqualTo(Inbox.Place.ASIDE);
        assertThat(signedIn(other).get("/tasks").text()).contains("対象外としたものが1件あります", "販売を終えた試作品です", quality.name());
        assertThat(signedIn(other).get("/tasks?show=aside").text()).contains("販売を終えた試作品です");
        act(signedIn(other), about(other, bare.id() + ":release"), "back");
        assertThat(about(quality, bare.id() + ":release").place()).isEqualTo(Inbox.Place.OPEN);

        act(browser, about(quality, bare.id() + ":release"), "not-ours", "reason", "もう一度");
        clock.advance(Duration.ofDays(366));
        assertThat(about(quality, bare.id() + ":release").place())
                .as("after a year somebody looks again")
                .isEqualTo(Inbox.Place.OPEN);
    }

    @Test
    void whoeverComesSecondIsTold() {
        Series bare = series("MC-200", "");
        Person other = person(Role.QUALITY);
        Inbox.Entry release = about(quality, bare.id() + ":release");
        String address = "/tasks/" + release.mark();
        String version = browser.get(address).find("name=\"version\" value=\"([0-9]+)\"");
        act(signedIn(other), release, "not-ours", "reason", "試作品です");

        assertThat(browser.post(address + "/hand", "receiver", other.id().toString(), "version", version)
                        .status())
                .isEqualTo(409);
        assertThat(about(quality, bare.id() + ":release").place()).isEqualTo(Inbox.Place.ASIDE);
    }

    @Test
    void whatOnlyOthersCanDoSaysForWhomItWaits() {
        Series camera = series("MC-200", "1.0");
        answer(camera, EvidenceKind.DECLARATION, "priority.policy", Value.word("none"), null);
        Person auditor = person(Role.AUDITOR);

        assertThat(at(auditor, Inbox.Place.OPEN)).isEmpty();
        Page home = signedIn(auditor).get("/");
        assertThat(home.text()).contains("いま対応が必要なことはありません", "ほかの人を待つもの");
        assertThat(signedIn(auditor).get("/tasks?show=others").text())
                .contains("S1.1-09「アップデートの優先度」が不適合です", "MC-200シリーズ", "待っている相手: ", quality.name());
        Inbox.Entry entry = about(auditor, "jcstar1/S1.1-09");
        assertThat(signedIn(auditor)
                        .post("/tasks/" + entry.mark() + "/not-ours", "reason", "x", "version", "0")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theListIsNarrowedByProductKindAndPerson() {
        series("MC-200", "");
        Series other = series("SX-1", "");
        assertThat(browser.get("/tasks?series=SX-1").html())
                .contains("/products/SX-1/releases/new")
                .doesNotContain("/products/MC-200/releases/new");
        assertThat(browser.get("/tasks?kind=question").text()).contains("2件");
        assertThat(browser.get("/tasks?kind=approval").text()).contains("合うものはありません");
        assertThat(browser.get("/tasks?mine=1").text()).contains("自分の担当はありません");
        assertThat(browser.get("/?mine=1").location()).isEqualTo("/tasks?mine=1");
        assertThat(new String(browser.get("/tasks.csv").bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains(other.name(), "質問・製品の情報", "担当は決まっていない");
    }

    @Test
    void programsAreToldKindImportanceAndProduct() {
        series("MC-200", "");
        var first = api(quality, Set.of(Act.VIEW, Act.EDIT_PRODUCT))
                .get("/api/v1/tasks")
                .json()
                .at("/items/0");
        assertThat(first.at("/kind").asString()).isEqualTo("question");
        assertThat(first.at("/importance").asInt()).isPositive();
        assertThat(first.at("/series").asString()).isEqualTo("MC-200");
        assertThat(first.at("/place").asString()).isEqualTo("open");
        assertThat(first.at("/key").asString()).contains(":release");
    }

    @Test
    void theKeyOfAThingHoldsNoWords() {
        assertThat(Task.mark("「玄関の映像」")).matches("[0-9a-f]{16}");
    }
}
