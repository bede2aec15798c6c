package dev.shisa.server.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.inbox.Inbox;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What waits becomes one issue of the company's tracker, and what the tracker says of it is never taken for more than that. */
class TrackersTest extends ServerTest {

    private final List<FakeTracker> fakes = new ArrayList<>();

    @Autowired
    private Delivery delivery;

    @Autowired
    private Trackers trackers;

    @Autowired
    private Inbox inbox;

    @Autowired
    private Products products;

    @SuppressWarnings("NullAway.Init")
    private Person quality;

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void aProductThatIsNotFinished() {
        emptyDatabase();
        owner = signedIn(Role.OWNER);
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        products.create(new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200-A"), "1.0"), quality);
    }

    @AfterEach
    void close() {
        fakes.forEach(FakeTracker::close);
    }

    private FakeTracker fake(TrackerKind kind) throws IOException {
        FakeTracker fake = new FakeTracker(kind);
        fakes.add(fake);
        return fake;
    }

    private Page enter(FakeTracker fake, String token, String inside) {
        return owner.post(
                "/settings/trackers",
                "kind",
                fake.kind.id(),
                "name",
                "開発チーム",
                "url",
                fake.address(),
                "inside",
                inside,
                "project",
                fake.project(),
                "login",
                fake.login(),
                "token",
                token);
    }

    private Tracker connected(FakeTracker fake) {
        Page seen = enter(fake, FakeTracker.TOKEN, "1");
        assertThat(seen.status()).isEqualTo(302);
        owner.post(seen.location() + "/use");
        return trackers.used().getLast();
    }

    private Inbox.Entry waiting() {
        return inbox.of(quality, Locale.JAPANESE).stream()
                .filter(Inbox.Entry::leaves)
                .filter(one -> one.task().series() != null)
                .findFirst()
                .orElseThrow();
    }

    private Page send(Inbox.Entry entry, Tracker to) {
        return browser.post(
                "/tasks/" + entry.mark() + "/send", "tracker", to.id().toString());
    }

    private void look() {
        clock.advance(Delivery.EVERY);
        while (delivery.lookNext()) {
            Thread.onSpinWait();
        }
    }

    private long news() {
        return inbox.of(quality, Locale.JAPANESE).stream()
                .filter(one -> one.task().key().startsWith("tracker-issue:"))
                .filter(one -> one.place().isPresent())
                .count();
    }

    private List<String> verdicts() {
        return jdbc.sql("SELECT requirement || ' ' || state FROM verdict ORDER BY 1")
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
    }

    @ParameterizedTest
    @EnumSource(TrackerKind.class)
    void whatWaitsBecomesAnIssueAndComesBackWhenItIsClosedThere(TrackerKind kind) throws IOException {
        FakeTracker fake = fake(kind);
        Tracker tracker = connected(fake);
        Inbox.Entry entry = waiting();
        assertThat(browser.get("/tasks/" + entry.mark()).text())
                .contains("課題管理ツール", "開発チーム", fake.name, entry.task().sentence());

        Page sent = browser.follow(send(entry, tracker));
        assertThat(sent.text()).contains("開発チーム に送っています。");
        assertThat(delivery.sendNext()).isTrue();
        assertThat(delivery.sendNext()).isFalse();

        FakeTracker.Made made = fake.only();
        assertThat(made.title).isEqualTo(entry.task().sentence());
        assertThat(made.text)
                .contains("製品: MC-200シリーズ", "https://", entry.task().href(), "Shisaの判定は変わりません");
        assertThat(made.text).doesNotContain(quality.name());

        look();
        List<String> before = verdicts();
        made.assignee = "kato";
        made.closed = true;
        look();
        assertThat(news()).isOne();
        String there = browser.get("/tasks/" + entry.mark()).text();
        assertThat(there).contains("送り先で完了になりました");
        assertThat(verdicts()).isEqualTo(before);
        String page = "/tasks/sent/"
                + jdbc.sql("SELECT id FROM tracker_issue").query(String.class).single();
        assertThat(browser.get(page).text()).contains("kato", "エビデンスになりません");
        assertThat(browser.get("/tasks/sent").text()).contains(entry.task().sentence(), "kato");

        browser.post(page + "/looked");
        assertThat(news()).isZero();
        look();
        assertThat(news()).as("looked at once").isZero();
        made.closed = false;
        look();
        made.closed = true;
        look();
        assertThat(news()).as("closed anew").isOne();
    }

    @ParameterizedTest
    @EnumSource(TrackerKind.class)
    void theDayGoesAlongWhereTheTrackerHasOne(TrackerKind kind) throws Exception {
        FakeTracker fake = fake(kind);
        Wire wire = trackers.wire(place(fake), FakeTracker.TOKEN);
        kind.adapter().create(wire, new Adapter.Draft("暗号を直す", "本文", java.time.LocalDate.of(2026, 12, 24)));
        assertThat(fake.only().due).isEqualTo(kind.hasDays() ? "2026-12-24" : null);
    }

    @ParameterizedTest
    @EnumSource(TrackerKind.class)
    void anIssueThatWasDeletedThereIsSaidToBeGone(TrackerKind kind) throws IOException {
        FakeTracker fake = fake(kind);
        send(waiting(), connected(fake));
        delivery.sendNext();
        fake.issues.clear();
        look();
        assertThat(browser.get("/tasks").text()).contains("送り先に見当たりません");
    }

    @ParameterizedTest
    @EnumSource(TrackerKind.class)
    void aProjectThatIsNotSeenAnyMoreIsNoDeletedIssue(TrackerKind kind) throws IOException {
        FakeTracker fake = fake(kind);
        send(waiting(), connected(fake));
        delivery.sendNext();
        fake.gone = true;
        look();
        assertThat(news()).isZero();
        assertThat(owner.get("/tasks").text()).contains("開発チーム", "プロジェクト " + fake.project() + " が見当たりません");
        fake.gone = false;
        clock.advance(Duration.ofDays(1));
        look();
        assertThat(owner.get("/tasks").text()).doesNotContain("見当たりません");
    }

    private static Tracker.Place place(FakeTracker fake) {
        return new Tracker.Place(fake.kind, fake.address(), true, fake.project(), fake.login());
    }

    @ParameterizedTest
    @EnumSource(TrackerKind.class)
    void aTokenThatIsRefusedIsSaidInOneSentenceAndNotKept(TrackerKind kind) throws IOException {
        FakeTracker fake = fake(kind);
        Page refused = enter(fake, "wrong-token-9", "1");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("トークンを受け付けないか");
        assertThat(refused.html()).doesNotContain("wrong-token-9");
        assertThat(trackers.all()).isEmpty();
    }

    @Test
    void nothingIsSentBeforeAnOwnerHasSeenTheProject() throws IOException {
        FakeTracker fake = fake(TrackerKind.BACKLOG);
        Page seen = owner.follow(enter(fake, FakeTracker.TOKEN, "1"));
        assertThat(seen.text()).contains("見えているプロジェクト: カメラ開発");
        assertThat(trackers.used()).isEmpty();
        assertThat(browser.get("/tasks/" + waiting().mark()).text()).doesNotContain("課題管理ツール");
    }

    @Test
    void theTokenIsShownNowhereAndLiesSealed() throws IOException {
        FakeTracker fake = fake(TrackerKind.GITLAB);
        Tracker tracker = connected(fake);
        String here = "/settings/trackers/" + tracker.id();
        assertThat(owner.get(here).html()
                        + owner.get("/settings/trackers").html()
                        + owner.get("/audit").html()
                        + owner.get("/settings/trackers/export.csv").html())
                .doesNotContain(FakeTracker.TOKEN);
        assertThat(tracker.toString() + trackers.wire(tracker)).doesNotContain(FakeTracker.TOKEN);
        assertThat(new String(
                        jdbc.sql("SELECT sealed FROM receiver_secret WHERE receiver = ?")
                                .param(tracker.id())
                                .query(byte[].class)
                                .single(),
                        StandardCharsets.ISO_8859_1))
                .doesNotContain(FakeTracker.TOKEN);
    }

    @Test
    void aTrackerWithinTheOwnNetworkIsAskedOnlyIfAnOwnerSaysSo() throws IOException {
        FakeTracker fake = fake(TrackerKind.REDMINE);
        assertThat(enter(fake, FakeTracker.TOKEN, "").status()).isEqualTo(422);
        assertThat(fake.asked).isEmpty();
    }

    @Test
    void onlyOwnersConnectAndOnlyWhoMayTalkSends() throws IOException {
        Tracker tracker = connected(fake(TrackerKind.BACKLOG));
        assertThat(browser.get("/settings/trackers").status()).isEqualTo(403);
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.post(
                                "/tasks/" + waiting().mark() + "/send",
                                "tracker",
                                tracker.id().toString())
                        .status())
                .isEqualTo(403);
        assertThat(jdbc.sql("SELECT count(*) FROM tracker_issue")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatIsOfACaseIsNeverSent() throws IOException {
        Tracker tracker = connected(fake(TrackerKind.BACKLOG));
        Person worker = person(Role.PSIRT);
        Browser desk = signedIn(worker);
        assertThat(desk.post(
                                "/psirt/new",
                                "title",
                                "固定のパスワード",
                                "what",
                                "vulnerability",
                                "source",
                                "stranger",
                                "text",
                                "固定のパスワードです")
                        .status())
                .isEqualTo(302);
        List<Inbox.Entry> ofCases = inbox.of(worker, Locale.JAPANESE).stream()
                .filter(one -> one.task().key().startsWith("case:"))
                .toList();
        assertThat(ofCases).isNotEmpty().noneMatch(Inbox.Entry::leaves);
        Inbox.Entry kept = ofCases.getFirst();
        assertThat(desk.get("/tasks/" + kept.mark()).text()).contains("これは、外に送れません");
        assertThat(desk.post(
                                "/tasks/" + kept.mark() + "/send",
                                "tracker",
                                tracker.id().toString())
                        .status())
                .isEqualTo(403);
    }

    /** Who may read a project there need not be allowed to write. */
    @Test
    void aTokenThatMayNotWriteIsToldToTheOwnersAndAnotherSendsAtOnce() throws IOException {
        FakeTracker fake = fake(TrackerKind.JIRA);
        Tracker tracker = connected(fake);
        send(waiting(), tracker);
        fake.instead = new FakeTracker.Instead(403, Map.of());
        assertThat(delivery.sendNext()).isTrue();
        assertThat(inbox.of(person(Role.OWNER), Locale.JAPANESE))
                .anyMatch(one -> one.task().key().equals("tracker:" + tracker.id()));
        fake.instead = null;
        assertThat(delivery.sendNext()).as("not before its time").isFalse();
        fake.token = "tok_new";
        assertThat(owner.post("/settings/trackers/" + tracker.id() + "/token", "token", "tok_new")
                        .status())
                .isEqualTo(302);
        assertThat(delivery.sendNext()).isTrue();
        assertThat(fake.issues).hasSize(1);
    }

    @Test
    void whatWasNotSentInThreeDaysIsSaidOfAllThatWaited() throws IOException {
        FakeTracker fake = fake(TrackerKind.REDMINE);
        Tracker tracker = connected(fake);
        send(waiting(), tracker);
        fake.instead = new FakeTracker.Instead(503, Map.of());
        assertThat(delivery.sendNext()).isTrue();
        clock.advance(Delivery.TRIED_FOR);
        assertThat(delivery.sendNext()).isTrue();
        assertThat(jdbc.sql("SELECT step FROM tracker_issue")
                        .query(String.class)
                        .single())
                .isEqualTo("failed");
        assertThat(news()).isOne();
    }

    @Test
    void anIssueThatLiesElsewhereNowIsGoneAndTheOthersGoOn() throws IOException {
        FakeTracker fake = fake(TrackerKind.GITHUB);
        Tracker tracker = connected(fake);
        products.create(new NewSeries("X-1", "ほか", "センサー", "", List.of(), "1.0"), quality);
        for (Inbox.Entry entry : inbox.of(quality, Locale.JAPANESE).stream()
                .filter(Inbox.Entry::leaves)
                .filter(one -> one.task().series() != null)
                .limit(2)
                .toList()) {
            send(entry, tracker);
            delivery.sendNext();
        }
        assertThat(fake.issues).hasSize(2);
        fake.moved = 1;
        Objects.requireNonNull(fake.issues.get(2)).closed = true;
        look();
        assertThat(jdbc.sql("SELECT step || ' ' || there_closed FROM tracker_issue ORDER BY at, id")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("gone false", "there true");
    }

    @Test
    void whatIsBeingSentIsNotLeft() throws IOException {
        Tracker tracker = connected(fake(TrackerKind.GITLAB));
        send(waiting(), tracker);
        String issue =
                jdbc.sql("SELECT id FROM tracker_issue").query(String.class).single();
        jdbc.sql("UPDATE tracker_issue SET step = 'going', due_at = now() + interval '1 day'")
                .update();
        assertThat(browser.post("/tasks/sent/" + issue + "/leave").status()).isEqualTo(409);
        assertThat(jdbc.sql("SELECT count(*) FROM tracker_issue WHERE ended_at IS NULL")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void aTokenIsNotKeptForATrackerThatWasRemovedMeanwhile() throws IOException {
        Tracker tracker = connected(fake(TrackerKind.BACKLOG));
        assertThat(owner.post("/settings/trackers/" + tracker.id() + "/remove").status())
                .isEqualTo(302);
        assertThatThrownBy(() -> trackers.renew(tracker, "tok_late", "カメラ開発")).isInstanceOf(Problem.class);
        assertThat(jdbc.sql("SELECT count(*) FROM receiver_secret")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT login FROM tracker").query(String.class).list())
                .containsOnly("");
    }

    /** The server ended between the tracker's refusal and the removal, or somebody sent it in that moment. */
    @Test
    void whatWaitsForARemovedTrackerIsSaidToBeNotSent() throws IOException {
        Tracker tracker = connected(fake(TrackerKind.BACKLOG));
        send(waiting(), tracker);
        jdbc.sql("UPDATE tracker SET removed_at = now()").update();
        delivery.settle();
        assertThat(jdbc.sql("SELECT step || ' ' || code FROM tracker_issue")
                        .query(String.class)
                        .single())
                .isEqualTo("failed removed");
    }

    @Test
    void isOneIssueAlsoWhenTwoSendItAtOneMoment() throws IOException {
        FakeTracker fake = fake(TrackerKind.JIRA);
        Tracker tracker = connected(fake);
        Inbox.Entry entry = waiting();
        Browser other = signedIn(person(Role.QUALITY));
        try (AtOnce atOnce = atOnce()) {
            Future<Page> one = atOnce.beside(() -> send(entry, tracker));
            Future<Page> two = atOnce.beside(() -> other.post(
                    "/tasks/" + entry.mark() + "/send", "tracker", tracker.id().toString()));
            assertThat(List.of(AtOnce.result(one).status(), AtOnce.result(two).status()))
                    .containsExactlyInAnyOrder(302, 409);
        }
        while (delivery.sendNext()) {
            Thread.onSpinWait();
        }
        assertThat(fake.only().number).isOne();
    }

    @Test
    void whatIsRefusedForNowIsSentLaterAndNotBefore() throws IOException {
        FakeTracker fake = fake(TrackerKind.GITHUB);
        Tracker tracker = connected(fake);
        send(waiting(), tracker);
        fake.instead = new FakeTracker.Instead(429, Map.of("Retry-After", "1800"));
        assertThat(delivery.sendNext()).isTrue();
        assertThat(browser.get("/tasks/" + waiting().mark()).text()).contains("しばらく待つように言っています", "自動で送り直します");
        fake.instead = null;
        clock.advance(Duration.ofMinutes(29));
        assertThat(delivery.sendNext()).isFalse();
        clock.advance(Duration.ofMinutes(2));
        assertThat(delivery.sendNext()).isTrue();
        assertThat(fake.only().number).isOne();
    }

    @Test
    void waitsUntilTheSecondThatGitHubAndBacklogName() throws IOException {
        FakeTracker fake = fake(TrackerKind.BACKLOG);
        Tracker tracker = connected(fake);
        send(waiting(), tracker);
        long again = clock.instant().plus(Duration.ofMinutes(20)).getEpochSecond();
        fake.instead = new FakeTracker.Instead(
                429, Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", Long.toString(again)));
        delivery.sendNext();
        fake.instead = null;
        clock.advance(Duration.ofMinutes(19));
        assertThat(delivery.sendNext()).isFalse();
        clock.advance(Duration.ofMinutes(2));
        assertThat(delivery.sendNext()).isTrue();
        assertThat(fake.issues).hasSize(1);
    }

    @Test
    void whatMayHaveArrivedIsNotSentAgainByItself() throws IOException {
        FakeTracker fake = fake(TrackerKind.GITLAB);
        Tracker tracker = connected(fake);
        send(waiting(), tracker);
        fake.breaksOff = true;
        delivery.sendNext();
        clock.advance(Duration.ofDays(2));
        assertThat(delivery.sendNext()).isFalse();
        assertThat(fake.issues).hasSize(1);
        browser = signedIn(quality);
        assertThat(browser.get("/tasks").text()).contains("届いたかどうか分かりません");
        fake.breaksOff = false;
        fake.issues.clear();
        String issue =
                jdbc.sql("SELECT id FROM tracker_issue").query(String.class).single();
        browser.post("/tasks/sent/" + issue + "/again");
        assertThat(delivery.sendNext()).isTrue();
        assertThat(fake.issues).hasSize(1);
        assertThat(news()).isZero();
    }

    @Test
    void aServerThatEndedWhileSendingSendsNothingTwice() throws IOException {
        FakeTracker fake = fake(TrackerKind.REDMINE);
        Tracker tracker = connected(fake);
        send(waiting(), tracker);
        jdbc.sql("UPDATE tracker_issue SET step = 'going', due_at = ?")
                .param(java.sql.Timestamp.from(clock.instant()))
                .update();
        delivery.settle();
        assertThat(delivery.sendNext()).isFalse();
        assertThat(browser.get("/tasks").text()).contains("届いたかどうか分かりません", "Shisaが止まりました");
    }

    @Test
    void aTrackerThatIsAwayIsAskedLessAndLessOften() throws IOException {
        FakeTracker fake = fake(TrackerKind.BACKLOG);
        Tracker tracker = connected(fake);
        send(waiting(), tracker);
        delivery.sendNext();
        fake.instead = new FakeTracker.Instead(503, Map.of());
        int rounds = 0;
        for (int minute = 0; minute < 24 * 60; minute += 10) {
            clock.advance(Duration.ofMinutes(10));
            rounds += delivery.lookNext() ? 1 : 0;
        }
        assertThat(rounds).isLessThan(12).isGreaterThan(4);
        assertThat(signedIn(Role.OWNER).get("/settings/trackers").text()).contains("から使えていません");
        fake.instead = null;
        clock.advance(Duration.ofDays(1));
        look();
        assertThat(signedIn(Role.OWNER).get("/settings/trackers").text()).contains("使えます");
    }

    @Test
    void whoIsLimitedToOtherProductsFindsNothingOfIt() throws IOException {
        Tracker tracker = connected(fake(TrackerKind.BACKLOG));
        send(waiting(), tracker);
        Series other = products.create(new NewSeries("X-1", "ほか", "センサー", "", List.of(), "1.0"), quality);
        Browser limited = signedIn(person(Set.of(other.id()), Role.QUALITY));
        String issue =
                jdbc.sql("SELECT id FROM tracker_issue").query(String.class).single();
        assertThat(limited.get("/tasks/sent/" + issue).status()).isEqualTo(404);
        assertThat(limited.post("/tasks/sent/" + issue + "/leave").status()).isEqualTo(404);
        assertThat(limited.get("/tasks/sent").text()).doesNotContain("MC-200").contains("外に送ったもの(0件)");
    }

    @Test
    void whatIsNotFollowedAnyMoreCanBeSentAnew() throws IOException {
        FakeTracker fake = fake(TrackerKind.BACKLOG);
        Tracker tracker = connected(fake);
        Inbox.Entry entry = waiting();
        send(entry, tracker);
        delivery.sendNext();
        assertThat(send(entry, tracker).status()).isEqualTo(409);
        String issue =
                jdbc.sql("SELECT id FROM tracker_issue").query(String.class).single();
        assertThat(browser.follow(browser.post("/tasks/sent/" + issue + "/leave"))
                        .text())
                .contains("つながりを外しました");
        assertThat(send(entry, tracker).status()).isEqualTo(302);
        delivery.sendNext();
        assertThat(fake.issues).hasSize(2);
    }

    @Test
    void anotherTokenIsTakenOnlyIfItOpensTheProject() throws IOException {
        FakeTracker fake = fake(TrackerKind.JIRA);
        String here = "/settings/trackers/" + connected(fake).id();
        fake.token = "tok_new";
        assertThat(owner.post(here + "/token", "token", "tok_wrong").status()).isEqualTo(422);
        assertThat(owner.post(here + "/token", "token", "tok_new").status()).isEqualTo(302);
        owner.post(here + "/remove");
        assertThat(trackers.all()).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM receiver_secret")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatWaitedForATrackerThatWasRemovedIsSaidAndCanBeSentElsewhere() throws IOException {
        FakeTracker fake = fake(TrackerKind.BACKLOG);
        Tracker tracker = connected(fake);
        Inbox.Entry entry = waiting();
        send(entry, tracker);
        owner.post("/settings/trackers/" + tracker.id() + "/remove");
        assertThat(delivery.sendNext()).isFalse();
        String issue = "/tasks/sent/"
                + jdbc.sql("SELECT id FROM tracker_issue").query(String.class).single();
        assertThat(browser.get(issue).text()).contains("送り先が外されました").doesNotContain("もう一度送る");
        assertThat(browser.post(issue + "/again").status()).isEqualTo(404);
        Tracker other = connected(fake(TrackerKind.REDMINE));
        browser.post(issue + "/leave");
        assertThat(send(entry, other).status()).isEqualTo(302);
        assertThat(delivery.sendNext()).isTrue();
        assertThat(fake.issues).isEmpty();
    }
}
