package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.notice.TestMailServer;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.portal.TestPortal;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Reports that come to a mail box: each becomes something, none twice, none is lost, and a broken one holds up nothing. */
class MailboxTest extends ServerTest {

    private static final String USER = "psirt@midorihama.example";
    private static final String PASSWORD = "a mail box of its own";
    private static final AtomicInteger FINDERS = new AtomicInteger();

    /** Another one for each test: how often somebody writes is counted. */
    private final String finder = "finder" + FINDERS.incrementAndGet() + "@example.org";

    @Autowired
    private Mailbox mailbox;

    @Autowired
    private MailboxStore boxes;

    @Autowired
    private CaseStore store;

    @Autowired
    private CaseMailDelivery delivery;

    private Person psirt = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser desk;

    @SuppressWarnings("NullAway.Init")
    private GreenMail server;

    @SuppressWarnings("NullAway.Init")
    private GreenMailUser user;

    @BeforeEach
    void aMailBox() {
        emptyDatabase();
        psirt = person(Role.PSIRT);
        desk = signedIn(psirt);
        TestPortal.switchOn(signedIn(person(Role.OWNER)));
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        server.start();
        user = server.setUser(USER, USER, PASSWORD);
    }

    @AfterEach
    void theServerIsGone() {
        server.stop();
    }

    private Page entered(String... more) {
        List<String> fields = new ArrayList<>(List.of(more));
        List<String> usual = List.of(
                "on",
                "1",
                "host",
                "localhost",
                "port",
                "" + server.getImap().getPort(),
                "security",
                "none",
                "user",
                USER,
                "password",
                PASSWORD,
                "folder",
                "INBOX",
                "target",
                "",
                "seen",
                "0");
        for (int i = 0; i < usual.size(); i += 2) {
            if (!fields.contains(usual.get(i))) {
                fields.add(usual.get(i));
                fields.add(usual.get(i + 1));
            }
        }
        return desk.post("/psirt/mailbox", fields.toArray(String[]::new));
    }

    private void delivered(String raw) throws Exception {
        user.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))));
    }

    private static String mail(String id, String from, String subject, String text) {
        return "Message-ID: <" + id + "@example.org>\nFrom: " + from + "\nTo: " + USER + "\nSubject: " + subject
                + "\nDate: Fri, 20 Nov 2026 10:00:00 +0900\nMIME-Version: 1.0\n"
                + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + text + "\n";
    }

    private List<Case> cases() {
        return store.of(psirt.id());
    }

    private List<String> lying(String folder) throws Exception {
        Store box = Session.getInstance(new Properties()).getStore("imap");
        box.connect("localhost", server.getImap().getPort(), USER, PASSWORD);
        try (box) {
            Folder open = box.getFolder(folder);
            open.open(Folder.READ_ONLY);
            List<String> lying = new ArrayList<>();
            for (Message message : open.getMessages()) {
                lying.add(message.getSubject() + (message.isSet(Flags.Flag.SEEN) ? " read" : ""));
            }
            return lying;
        }
    }

    @Test
    void aMailBecomesACaseOnceAndIsMarkedAsRead() throws Exception {
        assertThat(entered().status()).isEqualTo(302);
        delivered(mail("1", "Finder <" + finder + ">", "Fixed password", "The password is fixed."));
        mailbox.look();
        mailbox.look();
        assertThat(cases()).singleElement().satisfies(c -> {
            assertThat(c.title()).isEqualTo("Fixed password");
            assertThat(c.about("contact")).isEqualTo(finder);
            assertThat(c.about("text")).isEqualTo("The password is fixed.");
            assertThat(store.files(c.id())).hasSize(1);
        });
        assertThat(lying("INBOX")).containsExactly("Fixed password read");
        // Somebody sends the very same once more, and marks it as unread.
        delivered(mail("1", "Finder <" + finder + ">", "Fixed password", "The password is fixed."));
        mailbox.look();
        assertThat(cases()).hasSize(1);
        assertThat(desk.get("/psirt/mailbox").text()).contains("メールボックスから受け取っています", "新しい案件 1通");
        String here = "/psirt/" + cases().getFirst().number();
        assertThat(desk.get(here).text()).contains("確かめられていません", "mail.eml");
        assertThat(acts()).contains("psirt.mailbox");
    }

    /** A report by which a server says that a mail could not be delivered (RFC 3464). */
    private static String report(String id, String action, UUID number) {
        return """
            Message-ID: <%s@mx.example.org>
            From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
            To: %s
            Subject: Undelivered Mail Returned to Sender
            Date: Fri, 20 Nov 2026 10:00:00 +0900
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain; charset=us-ascii

            I'm sorry to have to inform you that your message could not be delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.org

            Final-Recipient: rfc822; finder@example.org
            Action: %s
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 no such user
            --b
            Content-Type: text/rfc822-headers

            Received: from shisa.example
            Message-ID: <%s@midorihama.example>
            Subject: x
            --b--
            """.formatted(id, USER, action, number);
    }

    @Test
    void aMailThatComesBackIsNotedWhereItWasSent() throws Exception {
        desk.post(
                "/psirt/new",
                "title",
                "Fixed password",
                "what",
                "vulnerability",
                "source",
                "stranger",
                "contact",
                finder);
        Case one = cases().getFirst();
        UUID number = sentTo(one);
        entered();
        delivered(report("a", "delayed", number));
        mailbox.look();
        assertThat(state(number)).as("it may still arrive").isEqualTo("sent");
        assertThat(kept()).isEqualTo(1);
        delivered(report("b", "failed", number));
        delivered(report("c", "failed", ids.next()));
        mailbox.look();
        assertThat(state(number)).isEqualTo("failed");
        assertThat(kept()).as("one of which nobody knows is for people to see").isEqualTo(2);
        assertThat(desk.get("/psirt/" + one.number() + "/timeline").text()).contains("宛先に届かずに戻ってきました(5.1.1)");
    }

    /** How many mails are kept for people to look at; those with the same words are one. */
    private int kept() {
        return jdbc.sql("SELECT sum(times) FROM psirt_quarantine")
                .query(Integer.class)
                .single();
    }

    /** Sends a mail of a case, which the own server takes; its number. */
    private UUID sentTo(Case one) throws Exception {
        try (MailSink sink = new MailSink(MailSink.Manner.TAKES_ALL)) {
            TestMailServer.enter(signedIn(person(Role.OWNER)), sink.port());
            assertThat(desk.post(
                                    "/psirt/" + one.number() + "/mails",
                                    "to",
                                    "reporter",
                                    "text",
                                    "x",
                                    "language",
                                    "ja",
                                    "plain",
                                    "yes")
                            .status())
                    .isEqualTo(302);
            boolean more = true;
            while (more) {
                more = delivery.sendNext();
            }
        }
        return jdbc.sql("SELECT id FROM psirt_mail WHERE state = 'sent'")
                .query(UUID.class)
                .single();
    }

    private String state(UUID number) {
        return jdbc.sql("SELECT state FROM psirt_mail WHERE id = ?")
                .param(number)
                .query(String.class)
                .single();
    }

    @Test
    void whatWasReadBeforeStaysOutAndWhatIsReadElsewhereAfterwardsStillComes() throws Exception {
        delivered(mail("old", finder, "Old and read", "x"));
        Store box = Session.getInstance(new Properties()).getStore("imap");
        box.connect("localhost", server.getImap().getPort(), USER, PASSWORD);
        Folder inbox = box.getFolder("INBOX");
        inbox.open(Folder.READ_WRITE);
        inbox.getMessage(1).setFlag(Flags.Flag.SEEN, true);
        delivered(mail("unread", finder, "Not read yet", "x"));
        entered();
        mailbox.look();
        assertThat(cases()).extracting(Case::title).containsExactly("Not read yet");
        delivered(mail("later", finder, "Read by a colleague", "x"));
        inbox.close(false);
        inbox.open(Folder.READ_WRITE);
        inbox.getMessage(inbox.getMessageCount()).setFlag(Flags.Flag.SEEN, true);
        box.close();
        mailbox.look();
        assertThat(cases()).extracting(Case::title).containsExactlyInAnyOrder("Not read yet", "Read by a colleague");
    }

    @Test
    void anAnswerJoinsItsCaseOnlyFromSomebodyWhomTheCaseKnows() throws Exception {
        desk.post(
                "/psirt/new",
                "title",
                "Fixed password",
                "what",
                "vulnerability",
                "source",
                "stranger",
                "contact",
                finder);
        Case one = cases().getFirst();
        desk.post(
                "/psirt/" + one.number() + "/entries/party",
                "role",
                "supplier",
                "name",
                "部品社",
                "contact",
                "parts@example.org");
        entered();
        delivered(mail(
                "a", finder.toUpperCase(Locale.ROOT), "Re: Case " + one.number() + " (Maker)", "Here are more steps"));
        delivered(mail("b", "parts@example.org", "Re: " + one.number(), "Our part is not concerned"));
        delivered(mail("c", "stranger@example.net", "Re: " + one.number(), "Tell me more"));
        delivered(mail("d", finder, "Re: P-ZZZZZ", "A number that is none"));
        mailbox.look();
        Case after = store.byNumber(one.number()).orElseThrow();
        assertThat(after.of(EntryKind.HEARD)).extracting(e -> e.get("text")).containsExactly("Here are more steps");
        assertThat(after.of(EntryKind.ANSWERED))
                .extracting(e -> e.get("name") + ": " + e.get("text"))
                .containsExactly("部品社: Our part is not concerned");
        assertThat(cases()).hasSize(3);
        assertThat(desk.get("/psirt/" + one.number()).text())
                .contains("Here are more steps", "差出人は確かめられていません")
                .doesNotContain("Tell me more");
        assertThat(desk.get("/psirt/" + one.number() + "/timeline").text())
                .contains("部品社", "Our part is not concerned");
        assertThat(desk.get("/psirt/mailbox").text()).contains("案件への返信 2通");
    }

    @Test
    void whatAPartyWroteIsNotShownToTheReporter() throws Exception {
        Page thanks = signedOut().post("/public/report", "title", "t", "text", "x", "contact", finder);
        String number = thanks.find("(P-[0-9A-Z]{5})");
        String key = thanks.find("(/public/report/[A-Za-z0-9_-]{43})");
        desk.post(
                "/psirt/" + number + "/entries/party",
                "role",
                "supplier",
                "name",
                "部品社",
                "contact",
                "parts@example.org");
        entered();
        delivered(mail("b", "parts@example.org", "Re: " + number, "Between you and me"));
        delivered(mail("a", finder, "Re: " + number, "From the finder"));
        mailbox.look();
        assertThat(signedOut().get(key).text()).contains("From the finder").doesNotContain("Between you and me", "部品社");
        // One file is the finder's own mail; the party's is not told of.
        assertThat(signedOut().get(key).text().split("mail.eml", -1)).hasSize(2);
    }

    @Test
    void aMailThatCannotBeReadIsToldStaysAndHoldsUpNothing() throws Exception {
        entered();
        delivered("X-Nothing: here\n\nneither sender nor subject\n");
        delivered(mail("2", finder, "Behind the broken one", "x"));
        mailbox.look();
        mailbox.look();
        assertThat(cases()).extracting(Case::title).containsExactly("Behind the broken one");
        assertThat(desk.get("/psirt/mailbox").text()).contains("メールとして読めません", "読めなかったもの 1通");
        assertThat(lying("INBOX")).hasSize(2).contains("Behind the broken one read");
    }

    @Test
    void mailsThatProgramsSendWaitForAPersonWithTheirFile() throws Exception {
        entered();
        delivered("Auto-Submitted: auto-replied\n" + mail("3", finder, "Out of office", "I am away"));
        mailbox.look();
        assertThat(cases()).isEmpty();
        Page kept = desk.get("/psirt/quarantine");
        assertThat(kept.text()).contains("Out of office", "プログラムが送ったメール", "mail.eml", "危険なものかもしれません");
        String file = kept.find("href=\"(/psirt/quarantine/[^\"]+/files/[^\"]+)\"");
        Page taken = desk.get(file);
        assertThat(taken.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(taken.header("Content-Disposition")).startsWith("attachment");
        assertThat(acts()).contains("psirt.kept-file");
        assertThat(signedIn(person(Role.QUALITY)).get(file).status()).isEqualTo(403);
        // Nothing is lost when it is taken for a report after all.
        Page made = desk.post(file.replaceFirst("/files/.*", "/admit"));
        assertThat(desk.follow(made).text()).contains("Out of office", "mail.eml");
        assertThat(count("psirt_mail")).as("a program is not answered").isZero();
    }

    @Test
    void anEncryptedMailStaysAsItIs() throws Exception {
        entered();
        delivered("""
                Message-ID: <enc@example.org>
                From: %s
                Subject: Report
                MIME-Version: 1.0
                Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"

                --b
                Content-Type: application/pgp-encrypted

                Version: 1

                --b
                Content-Type: application/octet-stream; name="encrypted.asc"

                -----BEGIN PGP MESSAGE-----

                hQEMA
                -----END PGP MESSAGE-----

                --b--
                """.formatted(finder));
        mailbox.look();
        String here = "/psirt/" + cases().getFirst().number();
        assertThat(desk.get(here).text()).contains("OpenPGPで暗号化", "受け手の鍵で", "encrypted.asc");
    }

    @Test
    void takenMailsAreMovedWhereSomebodySaid() throws Exception {
        Store box = Session.getInstance(new Properties()).getStore("imap");
        box.connect("localhost", server.getImap().getPort(), USER, PASSWORD);
        box.getFolder("Taken").create(Folder.HOLDS_MESSAGES);
        box.close();
        entered("target", "Taken");
        delivered(mail("4", finder, "Moved", "x"));
        delivered("X-Nothing: here\n\nbroken\n");
        mailbox.look();
        assertThat(lying("Taken")).containsExactly("Moved read");
        assertThat(lying("INBOX")).as("what cannot be read stays").hasSize(1);
        assertThat(cases()).hasSize(1);
    }

    @Test
    void aFloodWaitsInTheMailBoxAndComesInLater() throws Exception {
        entered();
        for (int i = 0; i < Reports.OFTEN_MAX + 2; i++) {
            delivered(mail("f" + i, finder, "Flood " + i, "x" + i));
        }
        jdbc.sql("""
                        INSERT INTO psirt_quarantine (id, why, digest, source, key_hash, content, times, first_at, last_at, state)
                        SELECT gen_random_uuid(), 'many', sha256(('d' || n)::bytea), '\\x00', sha256(('k' || n)::bytea), '{}', 1,
                            now(), now(), 'waiting' FROM generate_series(1, ?) n""").param(Reports.KEPT_MAX).update();
        mailbox.look();
        assertThat(cases()).hasSize(Reports.OFTEN_MAX);
        assertThat(desk.get("/psirt/mailbox").text()).contains("2通のメールを受け取れずにいます");
        assertThat(lying("INBOX").stream().filter(s -> !s.endsWith(" read"))).hasSize(2);
        jdbc.sql("DELETE FROM psirt_quarantine").update();
        clock.advance(Duration.ofMinutes(11));
        mailbox.look();
        assertThat(cases()).hasSize(Reports.OFTEN_MAX + 2);
    }

    @Test
    void whatIsWrongWithTheSettingsIsSaidAndThePasswordIsNeverShown() throws Exception {
        Page wrong = entered("host", "mail server", "port", "0", "folder", "", "target", "");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(entered("host", "imap.example.org").text())
                .as("plain only within this computer")
                .contains("暗号");
        assertThat(entered("password", "").status()).isEqualTo(422);
        assertThat(count("psirt_mailbox")).isZero();
        entered();
        Page page = desk.get("/psirt/mailbox");
        assertThat(page.html()).doesNotContain(PASSWORD);
        assertThat(jdbc.sql("SELECT b::text FROM psirt_mailbox b")
                        .query(String.class)
                        .single())
                .doesNotContain(PASSWORD);
        // The password goes only to the server that it was entered for.
        assertThat(entered("host", "127.0.0.1", "password", "", "seen", "1").status())
                .isEqualTo(422);
        assertThat(entered("password", "", "target", "Nowhere", "seen", "1").status())
                .isEqualTo(302);
        mailbox.look();
        assertThat(desk.get("/psirt/mailbox").text()).contains("フォルダー「Nowhere」がありません");
        assertThat(entered("password", "wrong", "seen", "2").status()).isEqualTo(302);
        mailbox.look();
        assertThat(desk.get("/psirt/mailbox").text()).contains("メールボックスを見られません", "パスワード");
        try (HostileImap hostile = new HostileImap(HostileImap.Manner.FLOODS_LINES)) {
            assertThat(entered("port", "" + hostile.port(), "seen", "3").status())
                    .isEqualTo(302);
            mailbox.look();
            assertThat(desk.get("/psirt/mailbox").text()).contains("メールサーバの返事としては長すぎるもの");
        }
        assertThat(entered("on", "0", "seen", "4").status()).isEqualTo(302);
        assertThat(mailbox.isDue()).isFalse();
        assertThat(Arrays.asList(Role.values()))
                .filteredOn(role -> role != Role.PSIRT)
                .allSatisfy(role -> assertThat(
                                signedIn(person(role)).get("/psirt/mailbox").status())
                        .isEqualTo(403));
        assertThat(boxes.counts()).isEmpty();
    }
}
