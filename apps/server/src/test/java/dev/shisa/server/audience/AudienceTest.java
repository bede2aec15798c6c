package dev.shisa.server.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.notice.TestMailServer;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From a user who asks to be told to the word back that a notice was read; nobody else sees a mail, and nobody has one twice. */
class AudienceTest extends ServerTest {

    private static final String ASK = "/public/notices";
    private static final String ADVISORIES = "/api/v1/advisories";
    private static final String KEY = ASK + "/[A-Za-z0-9_-]{43}";

    @Autowired
    private Products products;

    @Autowired
    private AudienceDelivery delivery;

    @Autowired
    private AudienceStore store;

    @Autowired
    private List<PersonTraces> traces;

    private Person psirt = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @SuppressWarnings("NullAway.Init")
    private Browser stranger;

    @SuppressWarnings("NullAway.Init")
    private Api writer;

    @SuppressWarnings("NullAway.Init")
    private Api second;

    @SuppressWarnings("NullAway.Init")
    private Browser executive;

    @SuppressWarnings("NullAway.Init")
    private MailSink sink;

    @BeforeEach
    void aMakerWithPublicPagesAndAMailServer() throws Exception {
        emptyDatabase();
        owner = signedIn(Role.OWNER);
        stranger = signedOut();
        Person quality = person(Role.QUALITY);
        psirt = person(Role.PSIRT);
        writer = api(psirt, Set.of(Act.VIEW, Act.WRITE_ADVISORY));
        Person agrees = person(Role.EXECUTIVE);
        second = api(agrees, Set.of(Act.VIEW, Act.ISSUE_ADVISORY, Act.TELL_USERS));
        executive = signedIn(agrees);
        Series camera =
                products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        Series lock = products.create(new NewSeries("SL-10", "電子錠", "錠", "", List.of("SL-10"), "1.0"), quality);
        products.create(new NewSeries("XX-1", "まだ秘密の製品", "機器", "", List.of("XX-1"), "1.0"), quality);
        TestPortal.switchOn(owner, camera.id().toString(), lock.id().toString());
        sink = new MailSink(MailSink.Manner.TAKES_ALL);
        TestMailServer.enter(owner, sink.port());
    }

    @AfterEach
    void theMailServerIsGone() throws Exception {
        sink.close();
    }

    private void work() {
        delivery.settle();
        boolean more = true;
        while (more) {
            more = delivery.sendNext();
        }
    }

    private Page ask(String mail, String... more) {
        List<String> fields = new ArrayList<>(List.of("mail", mail, "kind", "advisory", "kind", "support-end"));
        fields.addAll(List.of(more));
        List<String> said = List.of(more);
        if (!said.contains("language")) {
            fields.addAll(List.of("language", "ja"));
        }
        if (!said.contains("about")) {
            fields.addAll(List.of("about", "every"));
        }
        return stranger.post(ASK, fields.toArray(String[]::new));
    }

    /** Asks and agrees by the link in the mail. */
    private void subscribed(String mail, String... more) throws Exception {
        assertThat(ask(mail, more).status()).isEqualTo(200);
        work();
        String link =
                TestMails.link(TestMails.text(TestMails.to(sink, mail).getLast()), ASK + "/confirm/[A-Za-z0-9_-]{43}");
        Page agreed = stranger.post(link);
        assertThat(agreed.status()).as(agreed.text()).isEqualTo(200);
        clock.advance(Subscriptions.OFTEN_WINDOW.plusMinutes(1));
    }

    /** Writes an advisory about a series and asks for it; its address in the API. */
    private String asked(String series, String tlp) {
        Api.Answer made =
                writer.post(ADVISORIES, """
                {"kind": "advisory", "title": {"ja": "設定画面に入れる", "en": "Settings can be opened"},
                 "summary": {"ja": "パスワードなしで入れます。", "en": "No password is needed."}, "remedy": "fix",
                 "action": {"ja": "アップデートしてください。", "en": "Please update."}, "tlp": "%s",
                 "concerned": [{"series": "%s", "fixed": "%s"}]}""".formatted(tlp, series, series.equals("MC-200") ? "2.4.1" : "1.0"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String at = ADVISORIES + "/" + made.at("/code");
        assertThat(writer.post(at + "/ask", "{}").status()).isEqualTo(200);
        return at;
    }

    private void issued(String at, boolean tell) {
        Api.Answer answer = second.post(at + "/issue", "{\"tell\": " + tell + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private List<MimeMessage> notices(String mail) {
        return TestMails.to(sink, mail).stream()
                .filter(message -> {
                    try {
                        return !TestMails.head(message, "List-Unsubscribe").isEmpty();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    // Asking

    @Test
    void nothingIsSentBeforeTheAddressHasAgreed() throws Exception {
        assertThat(stranger.get(ASK).text()).contains("見守りカメラ", "電子錠").doesNotContain("秘密の製品");
        Page asked = ask("umino@example.org");
        assertThat(asked.text()).contains("確認のメールを送ります").doesNotContain("umino");
        work();
        assertThat(sink.mails()).hasSize(1);
        MimeMessage mail = TestMails.to(sink, "umino@example.org").getFirst();
        assertThat(mail.getSubject()).isEqualTo("みどり浜光機株式会社: お知らせの登録の確認");
        assertThat(mail.getFrom()[0]).isEqualTo(new InternetAddress("shisa@midorihama.example"));
        assertThat(mail.getReplyTo()[0]).isEqualTo(new InternetAddress("psirt@midorihama.example"));
        String text = TestMails.text(mail);
        assertThat(text).contains("すべての製品", "脆弱性と対策、サポートの終わり", "2026-11-22");
        String link = TestMails.link(text, ASK + "/confirm/[A-Za-z0-9_-]{43}");

        issued(asked("MC-200", "WHITE"), true);
        work();
        assertThat(sink.mails()).hasSize(1);

        // A program that looks at links agrees to nothing.
        assertThat(stranger.get(link).text()).contains("u***@example.org", "お知らせを受け取る");
        assertThat(store.users()).isZero();
        assertThat(stranger.post(link).text()).contains("登録しました");
        assertThat(store.users()).isOne();
        assertThat(stranger.post(link).status()).isEqualTo(200);
        assertThat(store.users()).isOne();
        assertThat(acts()).containsOnlyOnce("audience.confirmed");
    }

    @Test
    void theAnswerAndTheMailAreTheSameForAKnownAddress() throws Exception {
        subscribed("umino@example.org");
        Page known = ask("UMINO@EXAMPLE.ORG", "language", "en");
        Page unknown = ask("nobody@example.org", "language", "en");
        assertThat(known.text()).isEqualTo(unknown.text());
        work();
        String of = TestMails.text(TestMails.to(sink, "UMINO@example.org").getFirst());
        String other = TestMails.text(TestMails.to(sink, "nobody@example.org").getFirst());
        assertThat(of.replaceAll("confirm/[^?]+", "")).isEqualTo(other.replaceAll("confirm/[^?]+", ""));
        // What is chosen anew counts, for the same receiver.
        stranger.post(TestMails.link(of, ASK + "/confirm/[A-Za-z0-9_-]{43}"));
        assertThat(store.wishes())
                .singleElement()
                .satisfies(wish -> assertThat(wish.language()).isEqualTo("en"));
    }

    @Test
    void aLinkOpensNothingAfterItsTimeAndTheAddressIsForgotten() throws Exception {
        ask("umino@example.org");
        work();
        String link = TestMails.link(
                TestMails.text(TestMails.to(sink, "umino@example.org").getFirst()), ASK + "/confirm/[A-Za-z0-9_-]{43}");
        clock.advance(Subscriptions.OPEN_FOR);
        assertThat(stranger.get(link).status()).isEqualTo(404);
        assertThat(stranger.post(link).status()).isEqualTo(404);
        work();
        assertThat(count("audience_request")).isZero();
        assertThat(store.users()).isZero();
    }

    @Test
    void whatIsNoAddressIsRefusedAndNoSecondHeadGetsIn() {
        for (String mail : List.of(
                "",
                "umino",
                "umino@example.org, other@example.org",
                "umino@example.org\r\nBcc: other@example.org",
                "umino@example.org%0aBcc:x@example.org\n",
                "Umino <umino@example.org>",
                "a".repeat(250) + "@example.org")) {
            assertThat(ask(mail).status()).as(mail).isEqualTo(422);
        }
        Page none = ask("umino@example.org", "about", "some");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.text()).contains("製品を1つ以上選ぶか");
        assertThat(ask("umino@example.org", "about", "some", "series", "XX-1").status())
                .isEqualTo(422);
        work();
        assertThat(sink.mails()).isEmpty();
    }

    @Test
    void nobodyIsFloodedByAStranger() {
        for (int i = 0; i < Subscriptions.OF_ADDRESS_MAX + 2; i++) {
            assertThat(ask("umino@example.org").status()).isEqualTo(200);
        }
        assertThat(ask("umino@example.org").status()).isEqualTo(429);
        clock.advance(Subscriptions.OFTEN_WINDOW.plusMinutes(1));
        assertThat(ask("trap@example.org", "website", "https://spam.example").text())
                .contains("確認のメールを送ります");
        assertThat(ask("Umino+more@example.org").text()).contains("確認のメールを送ります");
        work();
        assertThat(TestMails.to(sink, "umino@example.org")).hasSize(Subscriptions.OF_ADDRESS_MAX);
        assertThat(TestMails.to(sink, "Umino+more@example.org"))
                .as("the same mail box")
                .isEmpty();
        assertThat(TestMails.to(sink, "trap@example.org")).isEmpty();
    }

    @Test
    void withoutPublicPagesOrAMailServerNothingIsTakenIn() {
        owner.post("/settings/notices", "version", "1", "hour", "8");
        assertThat(stranger.get(ASK).status()).isEqualTo(404);
        assertThat(ask("umino@example.org").status()).isEqualTo(404);
        assertThat(count("audience_request")).isZero();
    }

    // Telling

    @Test
    void whoAskedHasOneMailForEachRevisionInTheOwnLanguageAndNobodyElseSeesIt() throws Exception {
        subscribed("umino@example.org", "about", "some", "series", "MC-200");
        subscribed("reader@example.com", "language", "en");
        subscribed("lock@example.org", "about", "some", "series", "SL-10");
        store.subscribe(
                ids.next(),
                new Wish("ends@example.org", "ja", true, List.of(), Set.of(AudienceKind.SUPPORT_END)),
                clock.instant());
        ask("never@example.org");
        work();
        int before = sink.mails().size();

        String at = asked("MC-200", "WHITE");
        assertThat(executive
                        .get("/vulnerabilities/advisories/"
                                + at.substring(ADVISORIES.length() + 1).toLowerCase(java.util.Locale.ROOT))
                        .text())
                .contains("公開と同時に知らせる");
        issued(at, true);
        work();
        work();

        assertThat(notices("umino@example.org")).hasSize(1);
        assertThat(notices("reader@example.com")).hasSize(1);
        assertThat(notices("lock@example.org")).isEmpty();
        assertThat(notices("never@example.org")).isEmpty();
        MimeMessage ja = notices("umino@example.org").getFirst();
        assertThat(ja.getSubject()).isEqualTo("[みどり浜光機株式会社] 設定画面に入れる (MHK-SA-2026-001)");
        assertThat(TestMails.text(ja))
                .contains(
                        "見守りカメラ(MC-210)をお使いの方へのお知らせです。",
                        "パスワードなしで入れます。",
                        "見守りカメラ: 直したバージョンは2.4.1です。",
                        "アップデートしてください。",
                        TestPortal.ORIGIN + "/public/ja/advisories/mhk-sa-2026-001/")
                .doesNotContain("reader@", "umino@");
        MimeMessage en = notices("reader@example.com").getFirst();
        assertThat(en.getSubject()).isEqualTo("[Midorihama Koki] Settings can be opened (MHK-SA-2026-001)");
        assertThat(TestMails.text(en)).contains("No password is needed.", "/public/en/advisories/");
        assertThat(en.getAllRecipients()).containsExactly(new InternetAddress("reader@example.com"));

        assertThat(writer.post(at + "/withdraw", "{\"reason\": {\"ja\": \"誤りでした\", \"en\": \"It was wrong\"}}")
                        .status())
                .isEqualTo(200);
        issued(at, true);
        work();
        assertThat(notices("umino@example.org")).hasSize(2);
        assertThat(notices("umino@example.org").getLast().getSubject()).contains("取り下げ: 設定画面に入れる");
        assertThat(TestMails.text(notices("reader@example.com").getLast())).contains("It was wrong");
        assertThat(sink.mails().size() - before)
                .as("two receivers, two revisions")
                .isEqualTo(4);
    }

    @Test
    void whatIsNotForEverybodyIsNeverMailedAndWhatIsNotIssuedIsNotPrepared() throws Exception {
        subscribed("umino@example.org");
        String draft = asked("MC-200", "WHITE");
        assertThat(count("audience_notice")).isZero();
        assertThat(executive.get("/field/notices").text()).doesNotContain("設定画面に入れる");
        issued(asked("MC-200", "AMBER"), true);
        work();
        assertThat(count("audience_notice")).isZero();
        assertThat(notices("umino@example.org")).isEmpty();
        issued(draft, false);
        assertThat(count("audience_notice")).isOne();
        work();
        assertThat(notices("umino@example.org")).isEmpty();
    }

    private String prepared() {
        issued(asked("MC-200", "WHITE"), false);
        return executive.get("/field/notices").find("href=\"(/field/notices/n-[^\"]+)\"");
    }

    @Test
    void aSecondClickSendsWhatWasPreparedByThoseWhoMayIssue() throws Exception {
        subscribed("umino@example.org");
        String at = prepared();
        assertThat(executive.get("/").text()).contains("「設定画面に入れる (MHK-SA-2026-001)」を1件の宛先に知らせる");
        assertThat(signedIn(Role.AUDITOR).get(at).status()).isEqualTo(404);
        assertThat(signedIn(Role.QUALITY).get(at).text()).contains("送れるのは、アドバイザリの公開に同意できる人");
        assertThat(signedIn(Role.QUALITY).post(at + "/send").status()).isEqualTo(403);
        assertThat(executive.get(at).text()).contains("1件の宛先に知らせますか", "届く内容", "Settings can be opened");
        assertThat(executive.post(at + "/send").status()).isEqualTo(302);
        assertThat(executive.post(at + "/send").status()).isEqualTo(409);
        work();
        assertThat(notices("umino@example.org")).hasSize(1);
        assertThat(signedIn(Role.AUDITOR).get(at).text()).contains("1 / 1").doesNotContain("umino");
        assertThat(acts()).contains("audience.sent");
    }

    @Test
    void whatIsSetAsideIsNotSent() throws Exception {
        subscribed("umino@example.org");
        String at = prepared();
        assertThat(executive.post(at + "/aside").status()).isEqualTo(302);
        assertThat(executive.post(at + "/send").status()).isEqualTo(409);
        work();
        assertThat(notices("umino@example.org")).isEmpty();
        assertThat(executive.get("/field/notices?state=aside").text()).contains("送らない");
    }

    // The word back, and the end

    @Test
    void openingAndReadingAreCountedAndAMailCanEndThem() throws Exception {
        subscribed("umino@example.org");
        String at = prepared();
        executive.post(at + "/send");
        work();
        MimeMessage mail = notices("umino@example.org").getFirst();
        String own = TestMails.link(TestMails.text(mail), KEY);
        assertThat(executive.get(at).text()).contains("「読みました」 0 0%");
        assertThat(stranger.get(own).text()).contains("設定画面に入れる", "読みました");
        assertThat(executive.get(at).text()).contains("ページを開いた 1 100%", "「読みました」 0 0%");
        assertThat(stranger.follow(stranger.post(own)).text()).contains("ありがとうございます");
        stranger.post(own);
        assertThat(executive.get(at).text()).contains("「読みました」 1 100%");

        assertThat(TestMails.head(mail, "List-Unsubscribe")).isEqualTo("<" + TestPortal.ORIGIN + own + "/stop>");
        assertThat(TestMails.head(mail, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(stranger.get(own + "/stop").text()).contains("受け取りをやめる");
        assertThat(store.users()).isOne();
        assertThat(stranger.post(own + "/stop", "List-Unsubscribe", "One-Click").status())
                .isEqualTo(200);
        assertThat(stranger.post(own + "/stop", "List-Unsubscribe", "One-Click").text())
                .contains("登録されていません");
        assertThat(store.users()).isZero();
        assertThat(count("audience_delivery WHERE mail <> ''")).isZero();
        assertThat(acts()).containsOnlyOnce("audience.stopped");
        assertThat(stranger.get(ASK + "/" + "x".repeat(43)).status()).isEqualTo(404);
    }

    @Test
    void anAddressLeavesNoTraceWhereItIsErased() throws Exception {
        subscribed("umino@example.org");
        subscribed("other@example.org");
        String at = prepared();
        executive.post(at + "/send");
        work();
        assertThat(executive
                        .post("/field/receivers/erase", "mail", "who@example.org")
                        .status())
                .isEqualTo(422);
        assertThat(executive.get("/field/receivers").text())
                .contains("受け取る人 2人")
                .doesNotContain("example.org");
        assertThat(executive
                        .post("/field/receivers/erase", "mail", "umino@example.org")
                        .status())
                .isEqualTo(302);
        traces.forEach(
                one -> one.forget(new Redaction.PersonGone(new UUID(1, 1), "海野", "Other@example.org", "消去された人")));
        for (String table :
                List.of("audience_user", "audience_delivery", "audience_request", "ledger_outbox", "audit")) {
            assertThat(jdbc.sql("SELECT count(*) FROM " + table + " t WHERE t::text ~* '(umino|other)@'")
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(jdbc.sql("""
                        SELECT count(*) FROM ledger_outbox
                        WHERE position('@example.org' IN convert_from(body, 'UTF8')) > 0""").query(Integer.class).single()).isZero();
    }

    // Sending

    @Test
    void whatAKilledServerWasHandingOverIsNotSentAgainByItself() throws Exception {
        subscribed("umino@example.org");
        subscribed("other@example.org");
        String at = prepared();
        executive.post(at + "/send");
        // Killed between handing over and knowing.
        store.take(new byte[32], clock.instant(), clock.instant().plus(Duration.ofMinutes(5)));
        work();
        assertThat(sink.mails().stream().filter(mail -> mail.contains("List-Unsubscribe:")))
                .hasSize(1);
        clock.advance(Duration.ofMinutes(6));
        work();
        assertThat(sink.mails().stream().filter(mail -> mail.contains("List-Unsubscribe:")))
                .hasSize(1);
        assertThat(executive.get(at).text()).contains("届かなかったメール 1通", "届いたか分かりません");
        assertThat(executive.get("/").text()).contains("届かなかった宛先が1件ある");
        assertThat(executive.post(at + "/again").status()).isEqualTo(302);
        work();
        assertThat(notices("umino@example.org")).hasSize(1);
        assertThat(notices("other@example.org")).hasSize(1);
        assertThat(executive.post(at + "/again").status()).isEqualTo(409);
    }

    @Test
    void aRefusalIsShownWithoutTheAddressAndCanBeSentAgain() throws Exception {
        subscribed("umino@example.org");
        String at = prepared();
        try (MailSink refuses = new MailSink(MailSink.Manner.REFUSES_RECEIVERS)) {
            TestMailServer.enter(owner, refuses.port());
            executive.post(at + "/send");
            work();
        }
        assertThat(executive.get(at).text())
                .contains("u***@example.org", "受け付けません")
                .doesNotContain("umino@");
        TestMailServer.enter(owner, sink.port());
        executive.post(at + "/again");
        work();
        assertThat(notices("umino@example.org")).hasSize(1);
    }

    @Test
    void noMoreThanSoManyMailsGoOutInAMinute() throws Exception {
        for (int i = 0; i < AudienceDelivery.IN_A_MINUTE_MAX + 3; i++) {
            store.subscribe(
                    ids.next(),
                    new Wish("u" + i + "@example.org", "ja", true, List.of(), Set.of(AudienceKind.ADVISORY)),
                    clock.instant());
        }
        String at = prepared();
        executive.post(at + "/send");
        work();
        assertThat(sink.mails()).hasSize(AudienceDelivery.IN_A_MINUTE_MAX);
        work();
        assertThat(sink.mails()).hasSize(AudienceDelivery.IN_A_MINUTE_MAX);
        clock.advance(Duration.ofMinutes(1).plusSeconds(1));
        work();
        assertThat(sink.mails()).hasSize(AudienceDelivery.IN_A_MINUTE_MAX + 3);
    }

    // Programs

    @Test
    void aProgramDoesTheSame() throws Exception {
        subscribed("umino@example.org");
        issued(asked("MC-200", "WHITE"), false);
        Api.Answer list = second.get("/api/v1/user-notices");
        String code = list.at("/items/0/code");
        assertThat(list.at("/items/0/state")).as(list.text()).isEqualTo("waiting");
        assertThat(second.get("/api/v1/user-notices/" + code).at("/receivers")).isEqualTo("1");
        assertThat(second.post("/api/v1/user-notices/" + code + "/again", "").code())
                .isEqualTo("audience.nothing-failed");
        assertThat(second.post("/api/v1/user-notices/" + code + "/send", "").at("/state"))
                .isEqualTo("sent");
        assertThat(second.post("/api/v1/user-notices/" + code + "/aside", "").code())
                .isEqualTo("audience.over");
        work();
        assertThat(second.get("/api/v1/user-notices/" + code).at("/sent")).isEqualTo("1");
        assertThat(second.get("/api/v1/notice-receivers").at("/users")).isEqualTo("1");
        assertThat(second.post("/api/v1/notice-receivers/erase", "{\"mail\": \"umino@example.org\"}")
                        .at("/erased"))
                .isEqualTo("true");
        assertThat(second.post("/api/v1/notice-receivers/erase", "{\"mail\": \"umino@example.org\"}")
                        .code())
                .isEqualTo("audience.no-receiver");
    }

    // What is out of date

    /** Corrects what was issued, with another text; told or not. */
    private void corrected(String at, boolean tell) {
        clock.advance(Duration.ofMinutes(5));
        Api.Answer present = writer.get(at);
        Api.Answer saved = writer.put(at, """
                {"kind": "advisory", "title": {"ja": "設定画面に入れる", "en": "Settings can be opened"},
                 "note": {"ja": "回避策を改めた"}, "summary": {"ja": "パスワードなしで入れます。"}, "remedy": "fix",
                 "action": {"ja": "すぐにアップデートしてください。"}, "tlp": "WHITE",
                 "concerned": [{"series": "MC-200", "fixed": "2.4.1"}]}""", "If-Match", present.tag());
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        assertThat(writer.post(at + "/ask", "{}").status()).isEqualTo(200);
        issued(at, tell);
    }

    private String state(String notice) {
        return jdbc.sql("SELECT coalesce(s.act, 'waiting') FROM audience_notice n"
                        + " LEFT JOIN audience_step s ON s.notice_id = n.id WHERE n.code = ?")
                .param(notice)
                .query(String.class)
                .single();
    }

    private List<String> codes() {
        return jdbc.sql("SELECT code FROM audience_notice ORDER BY made_at, id")
                .query((row, _) -> String.valueOf(row.getString("code")))
                .list();
    }

    @Test
    void whatTellsOfAnEarlierRevisionIsNotSentAfterACorrectionOrAWithdrawal() throws Exception {
        subscribed("umino@example.org");
        String at = asked("MC-200", "WHITE");
        issued(at, false);
        corrected(at, false);
        List<String> codes = codes();
        assertThat(codes.stream().map(this::state)).containsExactly("aside", "waiting");
        assertThat(second.post("/api/v1/user-notices/" + codes.getFirst() + "/send", "")
                        .code())
                .isEqualTo("audience.over");

        // As it is in an installation in which the correction was issued before they were set aside.
        jdbc.sql("DELETE FROM audience_step").update();
        assertThat(second.post("/api/v1/user-notices/" + codes.getFirst() + "/send", "")
                        .code())
                .isEqualTo("audience.overtaken");
        Page page = executive.get("/field/notices/" + codes.getFirst().toLowerCase(java.util.Locale.ROOT));
        assertThat(page.text()).contains("その後に変わっています", "送らないことにする");
        assertThat(page.html()).doesNotContain("/send\"");
        assertThat(executive.get("/").html()).doesNotContain(codes.getFirst());
        assertThat(second.post("/api/v1/user-notices/" + codes.getLast() + "/send", "")
                        .status())
                .isEqualTo(200);
        work();
        assertThat(notices("umino@example.org")).hasSize(1);
        assertThat(TestMails.text(notices("umino@example.org").getFirst())).contains("すぐにアップデート");

        clock.advance(Duration.ofMinutes(5));
        assertThat(writer.post(at + "/withdraw", "{\"reason\": {\"ja\": \"誤りでした\"}}")
                        .status())
                .isEqualTo(200);
        issued(at, false);
        assertThat(second.post("/api/v1/user-notices/" + codes.getLast() + "/again", "")
                        .code())
                .isEqualTo("audience.overtaken");
    }

    @Test
    void mailsThatHaveNotLeftStopWithTheirRevision() throws Exception {
        subscribed("umino@example.org");
        String at = asked("MC-200", "WHITE");
        issued(at, true);
        corrected(at, true);
        work();
        assertThat(notices("umino@example.org"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.getSubject()).contains("訂正"));

        // A mail of an earlier revision that still waits where the upgrade came after the correction.
        jdbc.sql("UPDATE audience_delivery SET state = 'waiting' WHERE state = 'stopped'")
                .update();
        work();
        assertThat(notices("umino@example.org")).hasSize(1);
        assertThat(jdbc.sql("SELECT count(*) FROM audience_delivery WHERE state = 'stopped'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void switchingMailOnAsksWhatBecomesOfMailsThatWait() throws Exception {
        subscribed("umino@example.org");
        issued(asked("MC-200", "WHITE"), true);
        String version = owner.get("/settings/notices").find("name=\"version\" value=\"(\\d+)\"");
        assertThat(owner.post("/settings/notices", "version", version, "hour", "8")
                        .status())
                .isEqualTo(302);
        work();
        Page off = owner.get("/settings/notices");
        assertThat(off.text()).contains("社外あてのメールが1通", TestPortal.ORIGIN);
        Page unasked = on("");
        assertThat(unasked.status()).isEqualTo(422);
        assertThat(unasked.text()).contains("待っている1通のメールを、送るか送らないか");
        work();
        assertThat(notices("umino@example.org")).as("nothing left").isEmpty();

        jdbc.sql("UPDATE setting SET value = replace(value, '" + TestPortal.ORIGIN
                        + "', '') WHERE name = 'advisory.issuer'")
                .update();
        assertThat(on("send").text()).contains("社外の人は開けません");
        assertThat(on("stop").status()).isEqualTo(302);
        work();
        assertThat(notices("umino@example.org")).isEmpty();
        assertThat(acts()).contains("notice.backlog-stop");
    }

    @Test
    void whatWaitedIsSentWhenWhoeverSwitchesMailOnSaysSo() throws Exception {
        subscribed("umino@example.org");
        issued(asked("MC-200", "WHITE"), true);
        String version = owner.get("/settings/notices").find("name=\"version\" value=\"(\\d+)\"");
        owner.post("/settings/notices", "version", version, "hour", "8");
        assertThat(on("send").status()).isEqualTo(302);
        work();
        assertThat(notices("umino@example.org")).hasSize(1);
    }

    private Page on(String backlog) {
        return owner.post(
                "/settings/notices",
                "version",
                owner.get("/settings/notices").find("name=\"version\" value=\"(\\d+)\""),
                "on",
                "1",
                "host",
                "localhost",
                "port",
                "" + sink.port(),
                "security",
                "none",
                "from",
                "shisa@midorihama.example",
                "hour",
                "8",
                "backlog",
                backlog);
    }
}
