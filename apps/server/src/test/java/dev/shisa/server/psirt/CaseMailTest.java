package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.advisory.duty.Clock;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.notice.TestMailServer;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.portal.TestPortal;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Mails to the reporter of a case and to its parties: nobody else reads them, nobody has one twice, and no head becomes two. */
class CaseMailTest extends ServerTest {

    private static final String SECRET = "固定の管理者パスワード";
    private static final String FINDER = "finder@example.org";

    @Autowired
    private CaseMailDelivery delivery;

    @Autowired
    private CaseMails mails;

    @Autowired
    private Cases cases;

    @Autowired
    private CaseStore store;

    @Autowired
    private SigningKeys keys;

    private Person psirt = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @SuppressWarnings("NullAway.Init")
    private Browser desk;

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @SuppressWarnings("NullAway.Init")
    private MailSink sink;

    @BeforeEach
    void aTeamWithAMailServer() throws Exception {
        emptyDatabase();
        psirt = person(Role.PSIRT);
        desk = signedIn(psirt);
        owner = signedIn(person(Role.OWNER));
        TestPortal.switchOn(owner);
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

    private String opened(String... more) {
        List<String> fields = new ArrayList<>(
                List.of("title", SECRET, "what", "vulnerability", "source", "stranger", "text", "本文の秘密"));
        fields.addAll(List.of(more));
        Page answer = desk.post("/psirt/new", fields.toArray(String[]::new));
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
        return answer.location().replaceFirst("\\?.*", "");
    }

    private Case one(String here) {
        return store.byNumber(here.substring("/psirt/".length())).orElseThrow();
    }

    private void sent(String here, String to, String text, String... more) {
        List<String> fields = new ArrayList<>(List.of("to", to, "text", text, "language", "ja"));
        fields.addAll(List.of(more));
        Page answer = desk.post(here + "/mails", fields.toArray(String[]::new));
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
    }

    private static MimeMessage read(String raw) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(raw.substring(raw.indexOf("\nDATA\n") + "\nDATA\n".length())
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(String raw) throws Exception {
        return String.valueOf(read(raw).getContent()).replace("\r\n", "\n");
    }

    // The reporter is answered

    @Test
    void aStrangerWhoLeftAnAddressIsToldThatTheReportArrivedAndTheClockIsKeptByIt() throws Exception {
        Page thanks =
                signedOut().post("/public/report", "title", SECRET, "text", "再現の手順", "contact", "山田 <" + FINDER + ">");
        String number = thanks.find("(P-[0-9A-Z]{5})");
        String here = "/psirt/" + number;
        assertThat(one(here).clocks(store.rules()).getFirst().done())
                .as("nothing was delivered yet")
                .isNull();
        work();
        assertThat(sink.mails()).hasSize(1);
        MimeMessage mail = read(sink.mails().getFirst());
        assertThat(mail.getSubject()).contains(number).doesNotContain(SECRET);
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        String text = text(sink.mails().getFirst());
        assertThat(text).contains(number).doesNotContain(SECRET, "再現の手順");
        String key = text.replaceAll("(?s).*(/public/report/[A-Za-z0-9_-]{43}).*", "$1");
        assertThat(signedOut().get(key).text()).contains(number);
        String shown = thanks.find("(/public/report/[A-Za-z0-9_-]{43})");
        assertThat(key).isNotEqualTo(shown);
        assertThat(signedOut().get(shown).text()).as("the first key goes on").contains(number);
        assertThat(one(here).clocks(store.rules()))
                .filteredOn(c -> c.kind() == Clock.Kind.ACKNOWLEDGE)
                .singleElement()
                .satisfies(c -> assertThat(c.done()).isNotNull());
        assertThat(desk.get(here + "/timeline").text()).contains("メールサーバが受け取った");
        // The key itself is nowhere.
        assertThat(jdbc.sql("SELECT count(*) FROM psirt_entry WHERE content LIKE '%/public/report/%'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void nobodyIsFloodedByTheFormAndNothingGoesWhereItIsSwitchedOffOrNoAddressIsThere() {
        for (int i = 0; i < CaseMails.ACKNOWLEDGED_A_DAY_MAX + 2; i++) {
            signedOut().post("/public/report", "title", "t" + i, "text", "x" + i, "contact", FINDER);
        }
        work();
        assertThat(sink.mails()).hasSize(CaseMails.ACKNOWLEDGED_A_DAY_MAX);
        clock.advance(Duration.ofDays(2));
        signedOut().post("/public/report", "title", "no address", "text", "x", "contact", "電話 03-0000-0000");
        signedOut().post("/public/report", "title", "two", "text", "x", "contact", "a@example.org, b@example.org");
        Browser again = signedIn(psirt);
        assertThat(again.post(
                                "/psirt/settings",
                                "acknowledge",
                                "7",
                                "status",
                                "30",
                                "fix",
                                "45",
                                "mail",
                                "0",
                                "seen",
                                "0")
                        .status())
                .isEqualTo(302);
        signedOut().post("/public/report", "title", "off", "text", "x", "contact", "c@example.org");
        work();
        assertThat(sink.mails()).hasSize(CaseMails.ACKNOWLEDGED_A_DAY_MAX);
    }

    // People write

    @Test
    void aTextGoesToTheReporterAndItsOutcomeStandsInTheTimelineAndOnTheReportersPage() throws Exception {
        Page thanks = signedOut().post("/public/report", "title", SECRET, "text", "再現の手順", "contact", FINDER);
        String here = "/psirt/" + thanks.find("(P-[0-9A-Z]{5})");
        String key = thanks.find("(/public/report/[A-Za-z0-9_-]{43})");
        work();
        assertThat(desk.get(here + "/texts").html()).contains(here + "/mails?text=reporter-status&amp;in=ja");
        Page form = desk.get(here + "/mails?text=reporter-received&to=reporter&in=ja");
        assertThat(form.text()).contains("報告者 " + FINDER, "鍵がないため、暗号化せずに送ります");
        assertThat(desk.post(here + "/mails", "to", "reporter", "text", "再現できました", "language", "ja")
                        .text())
                .contains("暗号化せずに送ってよければ選んでください");
        assertThat(desk.post(here + "/mails", "to", "reporter", "text", "公表日: 【未記入】", "language", "ja", "plain", "yes")
                        .text())
                .contains("未記入のところが残っています");
        assertThat(sink.mails()).hasSize(1);
        sent(here, "reporter", "再現できました", "plain", "yes");
        assertThat(signedOut().get(key).text()).as("not yet delivered").doesNotContain("再現できました");
        work();
        assertThat(sink.mails()).hasSize(2);
        assertThat(sink.mails().getLast()).contains("RCPT TO:<" + FINDER + ">");
        assertThat(text(sink.mails().getLast())).contains("再現できました");
        assertThat(signedOut().get(key).text()).contains("再現できました");
        assertThat(desk.get(here + "/mails").text()).contains("送信済み", "再現できました");
        assertThat(desk.get(here).text()).contains("再現できました");
    }

    @Test
    void onlyThoseWhoWorkOnTheCaseWriteAndReadItsMails() {
        String here = opened("contact", FINDER);
        Browser other = signedIn(person(Role.PSIRT));
        assertThat(other.get(here + "/mails").status()).isEqualTo(404);
        assertThat(other.post(here + "/mails", "to", "reporter", "text", "x", "language", "ja", "plain", "yes")
                        .status())
                .isEqualTo(404);
        assertThat(owner.get(here + "/mails").status()).isEqualTo(404);
        Api api = api(psirt, Set.of(Act.SEE_CASES));
        String number = here.substring("/psirt/".length());
        assertThat(api.post(
                                "/api/v1/psirt/cases/" + number + "/mails",
                                "{\"to\": \"reporter\", \"text\": \"x\", \"language\": \"ja\"}")
                        .status())
                .isEqualTo(403);
        Api writer = api(psirt, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        assertThat(writer.post(
                                "/api/v1/psirt/cases/" + number + "/mails",
                                "{\"to\": \"reporter\", \"text\": \"x\", \"language\": \"ja\"}")
                        .code())
                .isEqualTo("psirt.mail.plain");
        assertThat(writer.post(
                                "/api/v1/psirt/cases/" + number + "/mails",
                                "{\"to\": \"reporter\", \"text\": \"x\", \"language\": \"ja\", \"plain\": true}")
                        .status())
                .isEqualTo(201);
        assertThat(writer.get("/api/v1/psirt/cases/" + number + "/mails").text())
                .contains("\"state\":\"waiting\"", FINDER);
        assertThat(count("psirt_mail")).isEqualTo(1);
    }

    @Test
    void nothingOfACaseIsInItsRecordsOrTheAuditWhenItIsWrittenByMail() {
        String here = opened("contact", FINDER);
        sent(here, "reporter", "秘密の返事", "plain", "yes");
        work();
        for (String secret : List.of(SECRET, "秘密の返事", FINDER)) {
            assertThat(jdbc.sql("SELECT count(*) FROM ledger_outbox WHERE position(? IN convert_from(body,"
                                    + " 'UTF8')) > 0")
                            .param(secret)
                            .query(Integer.class)
                            .single())
                    .isZero();
            assertThat(jdbc.sql("SELECT count(*) FROM audit WHERE position(? IN audit::text) > 0")
                            .param(secret)
                            .query(Integer.class)
                            .single())
                    .isZero();
            assertThat(jdbc.sql("SELECT count(*) FROM psirt_mail m WHERE position(? IN m::text) > 0")
                            .param(secret)
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void aDrillSendsNothing() {
        String here =
                desk.post("/psirt/drills", "scenario", "password").location().replaceFirst("\\?.*", "");
        String number = here.substring("/psirt/".length());
        Api writer = api(psirt, Set.of(Act.SEE_CASES, Act.HANDLE_CASES));
        assertThat(writer.post(
                                "/api/v1/psirt/cases/" + number + "/mails",
                                "{\"to\": \"reporter\", \"text\": \"x\", \"language\": \"ja\", \"plain\": true}")
                        .code())
                .isEqualTo("psirt.mail.drill");
        work();
        assertThat(sink.mails()).isEmpty();
    }

    // Not twice

    @Test
    void whatAKilledServerHandedOverIsSentAgainByAPersonOnly() {
        String here = opened("contact", FINDER);
        sent(here, "reporter", "一度だけ", "plain", "yes");
        jdbc.sql("UPDATE psirt_mail SET state = 'sending', attempts = 1").update();
        clock.advance(Duration.ofMinutes(10));
        work();
        work();
        assertThat(sink.mails()).isEmpty();
        Browser again = signedIn(psirt);
        Page mails = again.get(here + "/mails");
        assertThat(mails.text()).contains("届いたか不明", "送っている間にサーバが止まった");
        assertThat(one(here).clocks(store.rules()).getFirst().done()).isNull();
        String act = mails.find("action=\"(/psirt/[^\"]+/mails/[^\"]+/again)\"");
        assertThat(again.post(act).status()).isEqualTo(302);
        assertThat(again.post(act).status()).as("it waits already").isEqualTo(409);
        work();
        work();
        assertThat(sink.mails()).hasSize(1);
        assertThat(again.get(here + "/mails").text()).contains("送信済み");
    }

    @Test
    void whatTheMailServerRefusesIsToldWithItsReasonAndDoesNotCount() throws Exception {
        try (MailSink refuses = new MailSink(MailSink.Manner.REFUSES_RECEIVERS)) {
            TestMailServer.enter(owner, refuses.port());
            String here = opened("contact", FINDER);
            sent(here, "reporter", "x", "plain", "yes");
            work();
            assertThat(desk.get(here + "/mails").text()).contains("届かなかった", "nobody of that name");
            assertThat(one(here).clocks(store.rules()).getFirst().done()).isNull();
            assertThat(jdbc.sql("SELECT args->>1 FROM notice_event WHERE kind = 'case'")
                            .query(String.class)
                            .list())
                    .contains("mail");
        }
    }

    @Test
    void whereThereIsNoMailServerNothingWaitsForever() {
        String here = opened("contact", FINDER);
        sent(here, "reporter", "x", "plain", "yes");
        clock.advance(Duration.ofDays(4));
        delivery.settle();
        assertThat(signedIn(psirt).get(here + "/mails").text()).contains("3日の間メールを送れなかった");
        work();
        assertThat(sink.mails()).isEmpty();
    }

    // Heads

    @Test
    void aHeadNeverBecomesTwo() throws Exception {
        for (String evil : List.of(
                FINDER + "\r\nBcc: all@example.org", FINDER + "\nSubject: x", "\"a\r\nBcc: b\" <" + FINDER + ">")) {
            Page answer = desk.post(
                    "/psirt/new", "title", "t", "what", "vulnerability", "source", "stranger", "contact", evil);
            assertThat(answer.status()).as(evil).isEqualTo(422);
            assertThat(answer.text()).contains("改行は書けません");
            Page form = signedOut().post("/public/report", "title", "t", "text", "x", "contact", evil);
            assertThat(form.status()).as(evil).isEqualTo(422);
        }
        assertThat(count("psirt_case")).isZero();
        // What stands there from another way still does not become a head.
        String here = opened("contact", FINDER);
        sent(here, "reporter", "x", "plain", "yes");
        jdbc.sql("UPDATE psirt_entry SET content = replace(content, ?, ?)")
                .params("\"" + FINDER + "\"", "\"" + FINDER + "\\r\\nBcc: all@example.org\"")
                .update();
        work();
        assertThat(sink.mails()).isEmpty();
        assertThat(desk.get(here + "/mails").text()).contains("メールの書式を壊す文字");
    }

    // OpenPGP

    private static int gpg(Path home, long at, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("gpg", "--homedir", ".", "--batch", "--no-tty", "--yes", "--faked-system-time", at + ""));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("gpg.out").toFile())
                .start()
                .waitFor();
    }

    @Test
    @Tag("gpg")
    void aReceiverWithAKeyReadsItEncryptedAndSignedByTheMaker(@TempDir Path home) throws Exception {
        long at = clock.instant().getEpochSecond();
        for (String algorithm : List.of("default", "future-default")) {
            Path own = Files.createDirectory(
                    home.resolve(algorithm),
                    java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                            java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
            assertThat(gpg(
                            own,
                            at - 60,
                            "--passphrase",
                            "",
                            "--pinentry-mode",
                            "loopback",
                            "--quick-gen-key",
                            "Finder <" + FINDER + ">",
                            algorithm,
                            "default",
                            "1y"))
                    .as(Files.readString(own.resolve("gpg.out")))
                    .isZero();
            assertThat(gpg(own, at, "--armor", "--output", "public.asc", "--export", FINDER))
                    .isZero();
            String key = Files.readString(own.resolve("public.asc"));
            String maker = keys.present().orElseGet(() -> keys.make(psirt)).armored();
            String here = opened("contact", FINDER, "key", key);
            assertThat(desk.get(here + "/mails").text()).contains("OpenPGPで暗号化します");
            sent(here, "reporter", "再現できました。修正は12月です。");
            work();
            String raw = sink.mails().getLast();
            assertThat(raw).doesNotContain("再現できました", SECRET);
            MimeMessage mail = read(raw);
            assertThat(mail.getContentType().replaceAll("\\s+", " "))
                    .startsWith("multipart/encrypted;")
                    .contains("protocol=\"application/pgp-encrypted\"");
            MimeMultipart parts = (MimeMultipart) mail.getContent();
            assertThat(parts.getCount()).isEqualTo(2);
            assertThat(parts.getBodyPart(0).getContentType()).startsWith("application/pgp-encrypted");
            assertThat(bytes(parts.getBodyPart(0)))
                    .asString(StandardCharsets.US_ASCII)
                    .startsWith("Version: 1");
            Files.write(own.resolve("mail.asc"), bytes(parts.getBodyPart(1)));
            Files.writeString(own.resolve("maker.asc"), maker);
            assertThat(gpg(own, at + 60, "--import", "maker.asc")).isZero();
            assertThat(gpg(own, at + 60, "--output", "mail.txt", "--decrypt", "mail.asc"))
                    .as(Files.readString(own.resolve("gpg.out")))
                    .isZero();
            assertThat(Files.readString(own.resolve("gpg.out"))).contains("Good signature");
            String entity = Files.readString(own.resolve("mail.txt"));
            assertThat(entity).startsWith("Content-Type: text/plain; charset=utf-8\r\n");
            String body = new String(
                    Base64.getMimeDecoder().decode(entity.substring(entity.indexOf("\r\n\r\n") + 4)),
                    StandardCharsets.UTF_8);
            assertThat(body).isEqualTo("再現できました。修正は12月です。");
        }
    }

    private static byte[] bytes(BodyPart part) throws Exception {
        try (var in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }

    @Test
    @Tag("gpg")
    void whatIsNoKeyIsRefusedAndOneThatExpiredNeverLetsAMailGoUnencrypted(@TempDir Path home) throws Exception {
        for (String none :
                List.of("key", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----")) {
            Page answer = signedOut().post("/public/report", "title", "t", "text", "x", "contact", FINDER, "key", none);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("OpenPGPの公開鍵を1つ貼ってください");
        }
        Files.setPosixFilePermissions(home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        long at = clock.instant().getEpochSecond();
        gpg(
                home,
                at - 60,
                "--passphrase",
                "",
                "--pinentry-mode",
                "loopback",
                "--quick-gen-key",
                FINDER,
                "default",
                "default",
                "10d");
        gpg(home, at, "--armor", "--output", "public.asc", "--export", FINDER);
        String here = opened("contact", FINDER, "key", Files.readString(home.resolve("public.asc")));
        sent(here, "reporter", "秘密の返事");
        clock.advance(Duration.ofDays(2));
        jdbc.sql("UPDATE psirt_mail SET made_at = ?, due_at = ?")
                .params(
                        java.sql.Timestamp.from(clock.instant().plus(Duration.ofDays(20))),
                        java.sql.Timestamp.from(clock.instant()))
                .update();
        clock.advance(Duration.ofDays(20));
        work();
        assertThat(sink.mails()).isEmpty();
        Browser again = signedIn(psirt);
        assertThat(again.get(here + "/mails").text()).contains("相手の鍵の期限が切れた", "期限が切れたか、使えません");
        assertThat(again.post(here + "/mails", "to", "reporter", "text", "x", "language", "ja", "plain", "yes")
                        .text())
                .contains("鍵は期限が切れたか、使えません");
    }

    @Test
    void aPartyIsWrittenToByItsOwnAddress() throws Exception {
        String here = opened();
        Page party = desk.post(
                here + "/entries/party", "role", "supplier", "name", "部品社", "contact", "窓口 parts@example.org 03-1");
        assertThat(party.status()).as(party.text()).isEqualTo(302);
        String id = desk.get(here + "/mails").find("name=\"to\" value=\"([0-9a-f-]{36})\"");
        sent(here, id, "影響を調べてください", "plain", "yes");
        work();
        assertThat(sink.mails()).hasSize(1);
        assertThat(sink.mails().getFirst()).contains("RCPT TO:<parts@example.org>");
        assertThat(one(here).clocks(store.rules()).getFirst().done())
                .as("a word to a party is none to the reporter")
                .isNull();
    }

    @Test
    void aMailGoesToTheAddressThatStandsThereWhenTheCaseIsHeld() {
        Case seen = one(opened("contact", FINDER));
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open moving = atOnce.begin()
                    .step(() ->
                            cases.enter(seen, EntryKind.DESCRIBED, Map.of("contact", "new@example.org"), null, psirt));
            Future<Case> writing = atOnce.beside(() -> mails.write(seen, "reporter", "返事", "ja", true, psirt));
            moving.commit();
            assertThat(AtOnce.result(writing)
                            .last(EntryKind.MAILED)
                            .orElseThrow()
                            .get("address"))
                    .isEqualTo("new@example.org");
        }
    }

    @Test
    void aMailOfWhichNobodyCouldNoteThatItWentIsNotSentTwice() {
        String here = opened("contact", FINDER);
        sent(here, "reporter", "返事です", "plain", "yes");
        statements().fail("UPDATE psirt_mail SET state = ?", new IllegalStateException("made by the test"));
        assertThatThrownBy(delivery::sendNext).hasMessageContaining("made by the test");
        assertThat(sink.mails()).hasSize(1);
        work();
        assertThat(sink.mails()).as("nobody knows yet").hasSize(1);
        clock.advance(Duration.ofHours(1));
        work();
        assertThat(sink.mails()).as("CaseMailDelivery asks a person").hasSize(1);
        assertThat(one(here).last(EntryKind.HANDED_OVER).orElseThrow().get("result"))
                .isEqualTo("unclear");
    }
}
