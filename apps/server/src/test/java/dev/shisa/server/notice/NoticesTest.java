package dev.shisa.server.notice;

import static dev.shisa.server.vulnerability.TestFeeds.component;
import static dev.shisa.server.vulnerability.TestFeeds.cve;
import static dev.shisa.server.vulnerability.TestFeeds.kev;
import static dev.shisa.server.vulnerability.TestFeeds.nvd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.catalogue.ParameterCopies;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.inquiry.SurgeFound;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.outgoing.HttpSink;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.sbom.TestSboms;
import dev.shisa.server.scan.TestScans;
import dev.shisa.server.vulnerability.TestMatching;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** From what happens to who is told of it: on the page, by mail, in the rooms of a chat. */
class NoticesTest extends ServerTest {

    private static final String GRAVE = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    private static final String MODIFIED = "2026-11-01T00:00:00.000";

    /** Eight in the morning after the day on which tests begin, in Japan. */
    private static final Instant MORNING = Instant.parse("2026-11-20T23:00:01Z");

    @Autowired
    private ParameterCopies parameters;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private Notices notices;

    @Autowired
    private Spreading spreading;

    @Autowired
    private SendingSignal signal;

    @Autowired
    private NoticeDelivery delivery;

    @Autowired
    private NoticeWatch watch;

    @Autowired
    private TaskReminders reminders;

    @Autowired
    private NoticeStore store;

    @Autowired
    private MessageStore messages;

    @Autowired
    private List<PersonTraces> traces;

    @Autowired
    private TransactionTemplate transaction;

    private Person owner = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person quality = owner;
    private Person psirt = owner;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private TestMatching watching;

    @SuppressWarnings("NullAway.Init")
    private MailSink sink;

    @BeforeEach
    void aCompanyWithAMailServer() throws IOException {
        emptyDatabase();
        watching = new TestMatching(context);
        owner = person(Role.OWNER);
        quality = person(Role.QUALITY);
        psirt = person(Role.PSIRT);
        camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        sink = new MailSink(MailSink.Manner.TAKES_ALL);
        TestMailServer.enter(signedIn(owner), sink.port());
        work();
    }

    @AfterEach
    void theMailServerIsGone() throws IOException {
        sink.close();
    }

    /** What the two threads do. */
    private void work() {
        boolean more = true;
        while (more) {
            more = spreading.spread();
        }
        spreading.gather();
        more = true;
        while (more) {
            boolean mailed = delivery.sendNext(MessageStore.To.PEOPLE);
            boolean posted = delivery.sendNext(MessageStore.To.ROOMS);
            more = mailed || posted;
        }
    }

    private Release release() {
        return products.releases(camera.id()).getFirst();
    }

    private void list(String... components) {
        Page sent = signedIn(psirt)
                .upload(
                        "/products/MC-200/sboms",
                        "file",
                        "camera.cdx.json",
                        TestSboms.cycloneDxOf(components),
                        "release",
                        release().id().toString(),
                        "whole",
                        "yes");
        assertThat(sent.status()).as(sent.text()).isEqualTo(302);
        watching.match();
    }

    private static MimeMessage read(String mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.substring(mail.indexOf("Date: ")).getBytes(StandardCharsets.ISO_8859_1)));
    }

    private String mailTo(Person person) {
        return sink.mails().stream()
                .filter(mail -> mail.contains("RCPT TO:<" + person.email() + ">"))
                .reduce((a, b) -> b)
                .orElseThrow(() -> new AssertionError("no mail to " + person.email()));
    }

    private static String words(String mail) throws Exception {
        return String.valueOf(read(mail).getContent()).replace("\r\n", "\n");
    }

    private void tell(Happening happening) {
        transaction.executeWithoutResult(status -> notices.tell(happening));
    }

    private Happening found(String key, Series series, int count, boolean urgent) {
        return new Happening(
                NoticeKind.FINDINGS,
                key,
                series.id(),
                series.id().toString(),
                null,
                false,
                count,
                urgent,
                List.of("2.4.1", "CVE-2099-1", "2026-12-04"),
                "/products/" + series.code() + "/vulnerabilities");
    }

    private static String href(Page page) {
        return "/notices/" + page.find("/notices/([0-9a-f-]{36})/open") + "/open";
    }

    /** S1.1-13 with a scan that detected nothing. */
    private void scanned() {
        inTransaction(() -> parameters.bring(List.of(TestScans.COUNTS), psirt));
        TestScans.nothingDetected(
                evidence, camera.id(), release().id(), psirt, clock.instant().minus(Duration.ofHours(1)));
    }

    private VerdictState criterion() {
        return Objects.requireNonNull(verdicts.states(camera.id())
                .get(RequirementId.parse("jcstar1/S1.1-13").orElseThrow()));
    }

    // ---- from a feed to a mail and back ----------------------------------------------------------

    @Test
    void oneMoreFeedFileTurnsTheCriterionAndBecomesATaskAndAMailUntilTriageSettlesIt() throws Exception {
        scanned();
        list(component("webd", "1.4", ""));
        assertThat(criterion()).isEqualTo(VerdictState.EXPECTED);
        Browser browser = signedIn(psirt);
        assertThat(browser.get("/").text()).doesNotContain("CVE-2099-1001");

        watching.feed(nvd(cve("CVE-2099-1001", MODIFIED, "webd", "1.5", GRAVE)), psirt);
        assertThat(criterion()).isEqualTo(VerdictState.RECHECK);
        assertThat(browser.get("/").text()).contains("CVE-2099-1001(webd)が影響するかを判断する", "12月4日", "カメラ 2.4.1・優先度");

        work();
        assertThat(browser.get("/notices").text())
                .contains("まだ読んでいないお知らせが1件", "カメラ 2.4.1 に、対応が必要な脆弱性 CVE-2099-1001 が見つかりました。期限は 2026-12-04 です。");
        assertThat(signedIn(quality).get("/notices").text())
                .contains("CVE-2099-1001", "カメラ の S1.1-13 が、適合見込みから要再確認に変わりました。");
        assertThat(sink.mails()).as("neither overdue nor the gravest").isEmpty();

        clock.set(MORNING);
        work();
        assertThat(read(mailTo(psirt)).getSubject()).isEqualTo("[Shisa] みどり浜光機株式会社: 2026-11-21 のお知らせ(1件)");
        assertThat(words(mailTo(psirt)))
                .contains("CVE-2099-1001", "https://localhost/products/MC-200/vulnerabilities/");
        assertThat(words(mailTo(quality))).contains("CVE-2099-1001", "要再確認");
        assertThat(sink.mails()).as("the owner does not triage").hasSize(2);

        browser = signedIn(psirt);
        Page notice = browser.get("/notices");
        Page finding = browser.follow(browser.post(href(notice)));
        assertThat(finding.text()).contains("CVE-2099-1001");
        assertThat(browser.get("/notices").text()).contains("お知らせは全部読みました");
        String id = jdbc.sql("SELECT id FROM vulnerability_finding")
                .query(UUID.class)
                .single()
                .toString();
        Page decided = browser.post(
                "/products/MC-200/vulnerabilities/" + id + "/decide",
                "state",
                "not-affected",
                "justification",
                "vulnerable_code_not_present",
                "reason",
                "この機能は組み込んでいない",
                "action",
                "");
        assertThat(decided.status()).as(decided.text()).isEqualTo(302);
        assertThat(criterion()).isEqualTo(VerdictState.EXPECTED);
        assertThat(browser.get("/").text()).doesNotContain("CVE-2099-1001(webd)");
        assertThat(jdbc.sql("SELECT convert_from(body, 'UTF8') FROM ledger_outbox WHERE kind = 'finding-decision/1'")
                        .query(String.class)
                        .list())
                .singleElement()
                .asString()
                .contains("この機能は組み込んでいない");
    }

    @Test
    void aThousandFindingsOfOneImportAreOneMessageThatCountsAtOnceWhenTheyAreExploited() throws Exception {
        list(component("webd", "1.4", ""));
        String[] ids = IntStream.range(0, 1_000)
                .mapToObj(n -> "CVE-2099-" + (10_000 + n))
                .toArray(String[]::new);
        watching.feed(kev(ids), psirt);
        String[] records = IntStream.range(0, ids.length)
                .mapToObj(n -> cve(ids[n], MODIFIED, "webd", "1.5", GRAVE))
                .toArray(String[]::new);
        watching.feed(nvd(records), psirt);
        work();
        assertThat(sink.mails()).as("an import may still be under way").isEmpty();

        clock.advance(Duration.ofMinutes(1));
        work();
        assertThat(sink.mails()).hasSize(2);
        assertThat(read(mailTo(psirt)).getSubject()).contains("急ぎのお知らせ(1,000件)");
        assertThat(words(mailTo(psirt))).contains("対応が必要な脆弱性が1,000件見つかりました").containsOnlyOnce("CVE-2099-1");
        assertThat(signedIn(psirt).get("/notices").text()).contains("まだ読んでいないお知らせが1件", "1,000件");
    }

    @Test
    void urgentMailsOfOneHourAreGatheredAndWhatIsReadIsNotSent() throws Exception {
        for (int minute = 0; minute < 60; minute++) {
            tell(found("found-" + minute, camera, 1, true));
            clock.advance(Duration.ofMinutes(1));
            work();
        }
        assertThat(sink.mails().stream().filter(mail -> mail.contains(psirt.email())))
                .hasSizeLessThanOrEqualTo(5);
        tell(found("read", camera, 1, false));
        work();
        int before = sink.mails().size();
        signedIn(psirt).post("/notices/read");
        signedIn(quality).post("/notices/read");
        clock.set(MORNING);
        work();
        assertThat(sink.mails()).hasSize(before);
    }

    // ---- who is told ------------------------------------------------------------------------------

    @Test
    void nobodyIsToldOfASeriesThatIsNotTheirsNorReadsOfOneThatNoLongerIs() throws Exception {
        Series lock = products.create(new NewSeries("ZZ-1", "電子錠", "機器", "", List.of("ZZ-1"), "1"), quality);
        Person limited = person(Set.of(lock.id()), Role.PSIRT);
        tell(found("camera", camera, 1, true));
        tell(found("lock", lock, 1, true));
        work();
        assertThat(signedIn(limited).get("/notices").text())
                .contains("電子錠", "1件")
                .doesNotContain("カメラ");
        assertThat(signedIn(psirt).get("/notices").text()).contains("電子錠", "カメラ");

        Page seen = signedIn(limited).get("/notices");
        assertThat(signedIn(psirt).post(href(seen)).status())
                .as("somebody else's")
                .isEqualTo(404);
        jdbc.sql("UPDATE person SET series = ARRAY[:camera]::uuid[] WHERE id = :id")
                .param("camera", camera.id())
                .param("id", limited.id())
                .update();
        Person moved =
                new Person(limited.id(), limited.email(), limited.name(), "ja", limited.roles(), Set.of(camera.id()));
        assertThat(signedIn(moved).get("/notices").text()).doesNotContain("電子錠");
        assertThat(signedIn(moved).post(href(seen)).status()).isEqualTo(404);
        clock.advance(Duration.ofMinutes(2));
        work();
        assertThat(sink.mails()).noneMatch(mail -> mail.contains(limited.email()));
        assertThat(signedIn(owner).get("/settings/notices/deliveries").text())
                .contains(limited.name(), "断られた", "送る相手か、送る内容が、もうありません。");
    }

    @Test
    void whoeverGivesARequirementIsToldWhenItsDayHasComeAndWhoHasItBoth() {
        Page given = signedIn(owner)
                .post(
                        "/products/MC-200/conformity/jcstar1/S1.1-02/assignment",
                        "assignee",
                        quality.id().toString(),
                        "due",
                        "2026-11-21");
        assertThat(given.status()).as(given.text()).isEqualTo(302);
        work();
        assertThat(signedIn(quality).get("/notices").text()).contains("カメラ の S1.1-02 の担当を頼まれました。期限は 2026-11-21 です。");
        assertThat(signedIn(owner).get("/notices").text()).contains("お知らせはまだありません");

        clock.set(MORNING);
        Object tasks = context.getBean("assignmentTasks");
        org.springframework.test.util.ReflectionTestUtils.invokeMethod(tasks, "tellDue");
        work();
        assertThat(signedIn(quality).get("/notices").text()).contains("S1.1-02 の期限(2026-11-21)が来ました", "急ぎ");
        assertThat(signedIn(owner).get("/notices").text()).contains("S1.1-02 の期限(2026-11-21)が来ました");
    }

    @Test
    void whatHasALastDayIsToldAWeekBeforeOnTheDayAndAtOnceWhenItHasPassed() throws Exception {
        Page asked = signedIn(quality)
                .post(
                        "/products/MC-200/application/entries/correction",
                        "on",
                        "2026-11-19",
                        "place",
                        "S1.1-13 の理由",
                        "text",
                        "検査の日付を書いてください",
                        "due",
                        "2026-12-01");
        assertThat(asked.status()).as(asked.text()).isEqualTo(302);
        reminders.look();
        work();
        assertThat(signedIn(quality).get("/notices").text())
                .as("eleven days before")
                .contains("お知らせはまだありません");

        clock.set(MORNING.plus(Duration.ofDays(4)));
        reminders.look();
        reminders.look();
        work();
        assertThat(signedIn(quality).get("/notices").text()).contains("2026-12-01 が期限の仕事が1件あります");
        assertThat(signedIn(psirt).get("/notices").text()).contains("お知らせはまだありません");

        clock.set(MORNING.plus(Duration.ofDays(10)));
        reminders.look();
        work();
        assertThat(signedIn(quality).get("/notices").text()).contains("今日(2026-12-01)が期限の仕事が1件あります");
        clock.set(MORNING.plus(Duration.ofDays(11)));
        reminders.look();
        work();
        assertThat(signedIn(quality).get("/notices").text()).contains("2026-12-01 が期限の仕事1件が、まだ片づいていません", "急ぎ");
        clock.advance(Duration.ofMinutes(1));
        work();
        assertThat(words(mailTo(quality)))
                .contains("2026-12-01 が期限の仕事1件が", "/products/MC-200/application/steps/corrections#entry-");
        assertThat(jdbc.sql("SELECT count(*) FROM notice_event WHERE kind = 'reminder'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void whatIsOverdueOrTooOldIsToldOnce() throws Exception {
        list(component("webd", "1.4", ""));
        watching.feed(nvd(cve("CVE-2099-1001", MODIFIED, "webd", "1.5", GRAVE)), psirt);
        work();
        clock.advance(Duration.ofDays(15));
        watch.look();
        watch.look();
        work();
        assertThat(signedIn(psirt).get("/notices").text())
                .contains("2026-12-04 が期限の脆弱性1件が片づいていません", "脆弱性の情報源 NVD が古くなりました");
        assertThat(jdbc.sql("SELECT count(*) FROM notice_event WHERE kind = 'findings-late'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(signedIn(owner).get("/notices").text()).contains("Shisaの運用").doesNotContain("CVE-2099-1001");
    }

    @Test
    void whatIsWrongIsToldOnceUntilItIsOverAndComesAgain() {
        Instant now = clock.instant();
        assertThat(store.begins("check:disk/full", now)).isTrue();
        assertThat(store.begins("check:disk/full", now)).isFalse();
        store.endAllBut("source:", List.of());
        assertThat(store.begins("check:disk/full", now)).isFalse();
        store.endAllBut("check:", List.of("check:disk/full"));
        assertThat(store.begins("check:disk/full", now)).isFalse();
        store.endAllBut("check:", List.of());
        assertThat(store.begins("check:disk/full", now)).isTrue();
    }

    @Test
    void aPersonChoosesHowToBeToldAndThePageAlwaysTells() throws Exception {
        Browser browser = signedIn(psirt);
        assertThat(browser.get("/notices/settings").text()).contains("お知らせの受け取り方", "急ぎはすぐに");
        browser.post("/notices/settings", "vulnerability", "page", "task", "nonsense");
        tell(found("found", camera, 1, true));
        clock.advance(Duration.ofMinutes(2));
        work();
        clock.advance(Duration.ofMinutes(2));
        work();
        clock.set(MORNING);
        work();
        assertThat(sink.mails()).noneMatch(mail -> mail.contains(psirt.email()));
        assertThat(sink.mails()).anyMatch(mail -> mail.contains(quality.email()));
        assertThat(signedIn(psirt).get("/notices").text()).contains("まだ読んでいないお知らせが1件", "急ぎ");
        assertThat(Topic.VULNERABILITY.usual(Set.of(Role.AUDITOR))).isEqualTo(Topic.Way.PAGE);
        assertThat(Topic.VULNERABILITY.usual(Set.of(Role.AUDITOR, Role.PSIRT))).isEqualTo(Topic.Way.SOON);
        assertThat(Topic.VULNERABILITY.usual(Set.of(Role.OWNER))).isEqualTo(Topic.Way.DIGEST);
    }

    // ---- neither lost nor doubled ------------------------------------------------------------------

    @Test
    void whatIsRolledBackIsToldToNobodyAndTheSameIsToldOnce() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    notices.tell(found("undone", camera, 1, true));
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");
        tell(found("once", camera, 1, true));
        tell(found("once", camera, 1, true));
        work();
        work();
        assertThat(signedIn(psirt).get("/notices").text()).contains("まだ読んでいないお知らせが1件", "CVE-2099-1 が見つかりました");
    }

    @Test
    void aMessageThatAKilledServerHadInHandIsSentAgainUnderItsNumber() throws Exception {
        tell(found("found", camera, 1, true));
        work();
        clock.advance(Duration.ofMinutes(1));
        boolean more = true;
        while (more) {
            more = spreading.spread();
        }
        spreading.gather();
        int waiting = count("notice_message");
        assertThat(waiting).isEqualTo(2);
        Instant now = clock.instant();
        UUID killed = messages.take(MessageStore.To.PEOPLE, now, now.plus(Duration.ofMinutes(5)))
                .orElseThrow()
                .id();
        work();
        assertThat(sink.mails()).hasSize(1);
        clock.advance(Duration.ofMinutes(6));
        work();
        assertThat(sink.mails()).hasSize(2);
        assertThat(read(sink.mails().getLast()).getMessageID()).isEqualTo("<" + killed + "@midorihama.example>");
        work();
        assertThat(sink.mails()).hasSize(2);
    }

    // ---- what does not arrive ------------------------------------------------------------------------

    @Test
    void aMailThatIsRefusedIsNotSentAgainByItselfAndSaysWhy() throws Exception {
        try (MailSink refusing = new MailSink(MailSink.Manner.REFUSES_RECEIVERS)) {
            TestMailServer.enter(signedIn(owner), refusing.port());
            Page asked = signedIn(owner).post("/settings/notices/trial");
            assertThat(asked.status()).isEqualTo(302);
            work();
            assertThat(signedIn(owner).get("/settings/notices/deliveries").text())
                    .contains("断られた", "メールを受け付けません", "550 nobody of that name");
        }
        TestMailServer.enter(signedIn(owner), sink.port());
        Browser browser = signedIn(owner);
        String again = "/settings/notices/deliveries/"
                + browser.get("/settings/notices/deliveries").find("/deliveries/([0-9a-f-]{36})/again") + "/again";
        browser.post(again);
        work();
        assertThat(browser.get("/settings/notices/deliveries").text()).contains("届いた");
        assertThat(words(sink.mails().getFirst())).contains("届くかどうかを確かめるために送りました");
        assertThat(acts()).contains("notice.mail", "notice.trial", "notice.again");
    }

    @Test
    void aServerThatIsAwayIsTriedLessAndLessOftenAndThenGivenUp() throws IOException {
        sink.close();
        signedIn(owner).post("/settings/notices/trial");
        work();
        assertThat(signedIn(owner).get("/settings/notices/deliveries").text())
                .contains("これから送る", "localhost につながりません", "1回失敗");
        for (int attempt = 1; attempt < NoticeDelivery.ATTEMPTS_MAX; attempt++) {
            clock.advance(Duration.ofHours(7));
            work();
        }
        assertThat(signedIn(owner).get("/settings/notices/deliveries").text()).contains("あきらめた");
        clock.advance(Duration.ofDays(1));
        assertThat(delivery.sendNext(MessageStore.To.PEOPLE)).isFalse();
    }

    @Test
    void noNameCanAddALineToTheHeadOfAMail() throws Exception {
        settings.set(Settings.ORGANISATION_NAME, "みどり浜\r\nBcc: thief@example.com");
        signedIn(owner).post("/settings/notices/trial");
        work();
        MimeMessage mail = read(mailTo(owner));
        assertThat(mail.getSubject()).contains("みどり浜 Bcc: thief@example.com");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(sink.mails().getFirst()).doesNotContain("RCPT TO:<thief");
    }

    @Test
    void aLinkLeadsToTheAddressThatAnOwnerEntered() throws Exception {
        settings.set("sign-in.address", "https://shisa.midorihama.example");
        tell(found("found", camera, 1, true));
        work();
        clock.advance(Duration.ofMinutes(1));
        work();
        assertThat(words(mailTo(psirt)))
                .contains(
                        "https://shisa.midorihama.example/products/MC-200/vulnerabilities",
                        "https://shisa.midorihama.example/notices/settings")
                .doesNotContain("localhost");
    }

    // ---- channels --------------------------------------------------------------------------------------

    @Test
    void aRoomOfAChatIsToldAndItsAddressStaysASecret() throws Exception {
        try (HttpSink room = new HttpSink(200, Map.of())) {
            Browser browser = signedIn(owner);
            Page made = browser.post(
                    "/settings/notices/channels",
                    "name",
                    "PSIRTの部屋",
                    "shape",
                    "slack",
                    "url",
                    room.url("/services/T0/B0/secretpart"),
                    "inside",
                    "1",
                    "topic",
                    "vulnerability",
                    "language",
                    "en");
            assertThat(made.status()).as(made.text()).isEqualTo(302);
            tell(found("found", camera, 3, true));
            work();
            clock.advance(Duration.ofMinutes(1));
            work();
            assertThat(room.got()).hasSize(1);
            assertThat(room.got().getFirst().path()).isEqualTo("/services/T0/B0/secretpart");
            assertThat(room.got().getFirst().body()).contains("3 vulnerabilities need action");

            for (String page : List.of(
                    made.location(),
                    "/settings/notices/channels",
                    "/settings/notices/channels.csv",
                    "/settings/notices/deliveries",
                    "/audit")) {
                assertThat(signedIn(Role.values()).get(page).html()).as(page).doesNotContain("secretpart");
            }
            assertThat(jdbc.sql("SELECT address FROM notice_channel")
                            .query(String.class)
                            .single())
                    .isEqualTo("localhost");
            browser.post(made.location() + "/trial");
            work();
            assertThat(room.got()).hasSize(2);
            Page lacking = browser.post(made.location(), "name", "夜の当番", "language", "ja");
            assertThat(lacking.text()).contains("知らせることを1つ以上");
            assertThat(lacking.html()).contains("夜の当番");
            assertThat(browser.post(
                                    made.location(),
                                    "name",
                                    "夜の当番",
                                    "inside",
                                    "1",
                                    "topic",
                                    "verdict",
                                    "language",
                                    "ja")
                            .status())
                    .isEqualTo(302);
            tell(found("later", camera, 3, true));
            clock.advance(Duration.ofMinutes(1));
            work();
            assertThat(room.got()).as("it asked for verdicts only").hasSize(2);
            assertThat(browser.get("/settings/notices/channels").text()).contains("夜の当番");
            browser.post(made.location() + "/remove");
            assertThat(count("notice_channel")).isZero();
        }
    }

    @Test
    void aRoomIsToldWhileTheMailServerHangs() throws Exception {
        try (HttpSink room = new HttpSink(200, Map.of())) {
            @SuppressWarnings("resource") // closed below, before the thread that hangs at it
            MailSink hanging = new MailSink(MailSink.Manner.DRIPS);
            TestMailServer.enter(signedIn(owner), hanging.port());
            signedIn(owner)
                    .post(
                            "/settings/notices/channels",
                            "name",
                            "PSIRTの部屋",
                            "shape",
                            "slack",
                            "url",
                            room.url("/services/x"),
                            "inside",
                            "1",
                            "topic",
                            "vulnerability",
                            "language",
                            "ja");
            tell(found("found", camera, 3, true));
            spreading.spread();
            clock.advance(Duration.ofMinutes(1));
            spreading.gather();
            SendingSignal mailSignal = new SendingSignal();
            RoomSignal roomSignal = new RoomSignal();
            NoticeSender mails = new NoticeSender(delivery, mailSignal);
            RoomSender rooms = new RoomSender(delivery, roomSignal);
            mails.start();
            try {
                hanging.awaitVisitor();
                rooms.start();
                room.awaitVisitor();
                assertThat(room.got().getFirst().body()).contains("CVE-2099-1");
                assertThat(hanging.mails()).isEmpty();
            } finally {
                rooms.stop();
                hanging.close();
                mails.stop();
            }
        }
    }

    @Test
    void aSystemGetsItsSecretOnceAndAnAddressInsideIsRefused() {
        Browser browser = signedIn(owner);
        assertThat(browser.post(
                                "/settings/notices/channels",
                                "name",
                                "社内",
                                "shape",
                                "json",
                                "url",
                                "http://192.168.0.1/hook",
                                "topic",
                                "verdict",
                                "language",
                                "ja")
                        .status())
                .isEqualTo(422);
        for (String within : List.of("https://10.0.0.5/hook", "https://[fd00::1]/hook", "http://localhost:9/hook")) {
            Page refused = browser.post(
                    "/settings/notices/channels",
                    "name",
                    "社内",
                    "shape",
                    "json",
                    "url",
                    within,
                    "topic",
                    "verdict",
                    "language",
                    "ja");
            assertThat(refused.status()).as(within).isEqualTo(422);
            assertThat(refused.text()).as(within).contains("社内のアドレスへの送信を許す");
        }
        Page made = browser.post(
                "/settings/notices/channels",
                "name",
                "社内",
                "shape",
                "json",
                "url",
                "http://localhost:9/hook",
                "inside",
                "1",
                "topic",
                "verdict",
                "language",
                "ja");
        assertThat(made.text()).contains("whsec_");
        Page nothing = browser.post("/settings/notices/channels", "name", "", "shape", "chatwork", "room", "1/../me");
        assertThat(nothing.status()).isEqualTo(422);
        assertThat(nothing.text()).contains("名前を100文字以内で", "「rid」の後ろにある数字", "知らせることを1つ以上");
    }

    // ---- programs and traces ------------------------------------------------------------------------------

    @Test
    void aProgramReadsItsPersonsNoticesAndTheLog() throws Exception {
        tell(found("found", camera, 1, true));
        work();
        Api own = api(psirt, Set.of(Act.VIEW));
        Api.Answer listed = own.get("/api/v1/notices?unread=true");
        assertThat(listed.at("/items/0/kind")).isEqualTo("findings");
        assertThat(listed.at("/items/0/urgent")).isEqualTo("true");
        assertThat(own.post("/api/v1/notices/" + listed.at("/items/0/id") + "/read", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(own.get("/api/v1/notices?unread=true").json().path("items").isEmpty())
                .isTrue();
        assertThat(own.post("/api/v1/notices/" + UUID.randomUUID() + "/read", "{}")
                        .status())
                .isEqualTo(404);

        signedIn(owner).post("/settings/notices/trial");
        work();
        Api settings = api(owner, Set.of(Act.VIEW, Act.CHANGE_SETTINGS));
        Api.Answer sent = settings.get("/api/v1/notice-deliveries");
        assertThat(sent.at("/items/0/state")).isEqualTo("sent");
        assertThat(settings.post("/api/v1/notice-deliveries/" + sent.at("/items/0/id") + "/again", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(settings.get("/api/v1/notice-deliveries").at("/items/0/state"))
                .isEqualTo("waiting");
    }

    @Test
    void whoIsErasedLeavesNoNoticeAndNoMessage() throws Exception {
        tell(found("found", camera, 1, true));
        signedIn(psirt).post("/notices/settings", "vulnerability", "digest");
        clock.set(MORNING);
        work();
        assertThat(sink.mails()).anyMatch(mail -> mail.contains(psirt.email()));
        transaction.executeWithoutResult(status -> traces.forEach(
                trace -> trace.forget(new Redaction.PersonGone(psirt.id(), psirt.name(), psirt.email(), "消去"))));
        for (String table : List.of("notice", "notice_message", "notice_choice")) {
            assertThat(jdbc.sql("SELECT count(*) FROM " + table + " WHERE person_id = ?")
                            .param(psirt.id())
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(store.count(quality.id(), Set.of(), false)).isEqualTo(1);
    }

    /** S-138: far more inquiries than usual are told at once to those who tell users, in words and by mail. */
    @Test
    void aSurgeOfInquiriesIsToldAtOnce() throws Exception {
        transaction.executeWithoutResult(status -> {
            context.publishEvent(
                    new SurgeFound(new UUID(1, 1), "U-7K2QM", camera.id(), 30, "3", "/field/inquiries#u-7k2qm"));
            context.publishEvent(new SurgeFound(new UUID(1, 2), "U-7K2QP", null, 80, "2.5", "/field/inquiries"));
        });
        work();
        clock.advance(Duration.ofMinutes(2));
        work();
        assertThat(words(mailTo(psirt)))
                .contains("カメラ への問い合わせが、1時間に 30 件来ました。いつもは 3 件です。", "問い合わせが、1時間に 80 件来ました。いつもは 2.5 件です。");
        assertThat(signedIn(quality).get("/notices").text()).contains("1時間に 30 件来ました", "1時間に 80 件来ました");
        assertThat(signedIn(quality).english().get("/notices").text())
                .contains("30 inquiries about カメラ came in one hour");
        assertThat(signedIn(owner).get("/notices").text()).doesNotContain("30 件来ました");
    }

    @Test
    void whatCouldNotBeSpreadIsSpreadOnceByTheNextRound() {
        tell(found("f-1", camera, 3, true));
        statements().fail(Statements.COMMIT, new IllegalStateException("made by the test"));
        assertThatThrownBy(spreading::spread).hasMessageContaining("made by the test");
        int none = count("notice");
        assertThat(spreading.spread()).isTrue();
        int told = count("notice");
        assertThat(told).isGreaterThan(none);
        assertThat(spreading.spread()).isFalse();
        assertThat(count("notice")).isEqualTo(told);
    }

    @Test
    void whoSendsIsWokenWhenTheMessagesAreCommittedAndNotBefore() {
        tell(found("f-2", camera, 3, true));
        assertThat(spreading.spread()).isTrue();
        clock.advance(Duration.ofMinutes(2));
        forget();
        try (AtOnce atOnce = atOnce()) {
            atOnce.begin().step(spreading::gather).rollBack();
            assertThat(signal.isGiven()).isFalse();
            AtOnce.Open gathering = atOnce.begin().step(spreading::gather);
            assertThat(signal.isGiven()).isFalse();
            gathering.commit();
            assertThat(signal.isGiven()).isTrue();
        }
    }

    private void forget() {
        if (signal.isGiven()) {
            try {
                signal.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
