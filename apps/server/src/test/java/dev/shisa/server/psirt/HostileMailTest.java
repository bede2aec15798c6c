package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.web.VisibleText;
import dev.shisa.server.portal.TestPortal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** Mails and files that somebody made to do harm: a clear answer, nothing is shown that acts, and what is stored stays. */
class HostileMailTest extends ServerTest {

    private static final String HEAD = "From: a@example.org\nSubject: s\n";

    @Autowired
    private CaseStore store;

    @SuppressWarnings("NullAway.Init")
    private Browser desk;

    @SuppressWarnings("NullAway.Init")
    private Person psirt;

    @BeforeEach
    void aTeam() {
        emptyDatabase();
        psirt = person(Role.PSIRT);
        desk = signedIn(psirt);
        TestPortal.switchOn(signedIn(person(Role.OWNER)));
    }

    private static MailFile mail(String text) {
        return MailFile.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private Page imported(byte[] file) {
        return desk.upload("/psirt/mail", "file", "report.eml", file, "source", "stranger");
    }

    @Test
    void tenThousandHeadsAreReadPast() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.append("X-Many-").append(i).append(": ").append("x".repeat(40)).append('\n');
        }
        MailFile mail = mail(many + HEAD + "\nthe words\n");
        assertThat(mail.subject()).isEqualTo("s");
        assertThat(mail.text()).isEqualTo("the words");
    }

    @Test
    void aHeadThatGoesOnForeverEndsTheReadingAndNotTheServer() {
        // Three million lines that go on with the one before, in the heads of the mail and in those of a part, with any
        // end of line.
        for (String end : List.of("\n", "\r\n", "\r")) {
            String folds = (" x" + end).repeat(3_000_000);
            MailFile top =
                    mail("From: a@example.org" + end + "Subject: s" + end + "X-Long: y" + end + folds + end + "words");
            assertThat(top.from()).isEqualTo("a@example.org");
            MailFile part = mail("""
                    From: a@example.org
                    Subject: s
                    Content-Type: multipart/mixed; boundary=b

                    --b
                    Content-Type: text/plain

                    before it
                    --b
                    X-Long: y
                    """.replace("\n", end) + folds + end + "behind it" + end + "--b--" + end);
            assertThat(part.text()).startsWith("before it");
        }
    }

    @Test
    @Timeout(60)
    void millionsOfPartsEndTheReadingAndNotTheServer() {
        String parts = "--b\n\nx\n".repeat(2_500_000);
        MailFile mail =
                mail(HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbefore them\n" + parts + "--b--\n");
        assertThat(mail.text()).startsWith("before them");
    }

    @Test
    void aThousandPartsWithinPartsEnd() {
        StringBuilder deep = new StringBuilder(HEAD + "Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 1_000; i++) {
            deep.append("--b")
                    .append(i)
                    .append("\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\n\n");
        }
        assertThat(mail(deep.toString()).attachments().size()).isLessThan(200);
        StringBuilder mails = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            mails.append(HEAD).append("Content-Type: message/rfc822\n\n");
        }
        assertThat(mail(mails.toString()).attachments()).hasSize(1);
    }

    /** Whoever reads the case is told: a finder's long report is no attack. */
    @Test
    void whereMoreIsInAMailThanIsShownItsFileSaysSo() {
        String multipart = HEAD + "Content-Type: multipart/mixed; boundary=b\n\n";
        for (String more : List.of(
                HEAD + "\n" + "x".repeat(20_001),
                HEAD + "\n" + "x".repeat(500_000),
                HEAD + "Content-Type: text/html\n\n<p>" + "x".repeat(20_001),
                multipart + "--b\n\nx\n".repeat(101) + "--b--\n",
                multipart + "--b\n\nx\n".repeat(6_000) + "--b--\n",
                HEAD + "X-Long: y\n" + " x\n".repeat(3_000) + "\nwords\n")) {
            assertThat(mail(more).whole()).as(more.substring(0, 60)).isFalse();
        }
        for (String all : List.of(
                HEAD + "\n" + "x".repeat(20_000),
                multipart + "--b\n\nx\n".repeat(99) + "--b--\n",
                multipart + "--b\nContent-Disposition: attachment; filename=a.bin\n\nx\n--b--\n")) {
            assertThat(mail(all).whole()).as(all.substring(0, 60)).isTrue();
        }
        Page made = imported((HEAD + "\n" + "word ".repeat(5_000)).getBytes(StandardCharsets.UTF_8));
        assertThat(desk.follow(made).text()).contains("読み取れなかった続きや部分があります");
        Page whole = imported((HEAD + "\nwords\n").getBytes(StandardCharsets.UTF_8));
        assertThat(desk.follow(whole).text()).contains("届いたメール").doesNotContain("読み取れなかった続き");
    }

    @Test
    void wordsThatUnfoldIntoMoreAreCutAndSteerNothing() {
        String bomb = "=?UTF-8?B?" + "5paH".repeat(30) + "?= ";
        MailFile mail = mail("From: a@example.org\nSubject: " + bomb.repeat(2_000) + "\n\nx\n");
        assertThat(mail.subject().length()).isLessThanOrEqualTo(200);
        MailFile lines = mail("""
                From: =?UTF-8?Q?a=0D=0ABcc:_b?= <a@example.org>
                Subject: =?UTF-8?Q?x=0D=0A=00=1B[31m=E2=80=AE?= y

                x
                """);
        assertThat(lines.subject()).doesNotContain("\r", "\n", "\u0000", "\u001b", "\u202e");
        assertThat(mail("From: =?no-such-charset?B?AAAA?= <a@example.org>\nSubject: =?UTF-8?X?broken?=\n\nx\n")
                        .from())
                .isEqualTo("a@example.org");
    }

    @Test
    void htmlThatNeverEndsIsWordsWithinBounds() {
        for (String evil : List.of("<script>", "<", "<<>", "<p", "</script>", "<!--", "<style>", "&lt;")) {
            MailFile mail = mail(HEAD + "Content-Type: text/html\n\nbefore" + evil.repeat(60_000));
            assertThat(mail.text()).startsWith("before");
            assertThat(mail.text().length()).isLessThanOrEqualTo(20_000);
        }
        assertThat(VisibleText.ofHtml(
                        "<p>a</p><script>if (1 < 2) { evil() }</script>b<style>p > a {}</style>c&amp;lt;", " "))
                .containsSubsequence("a", "b", "c")
                .doesNotContain("evil", "{}", "<");
    }

    @Test
    void zeroBytesAndBrokenPartsKeepWhatCanBeRead() {
        assertThat(mail(HEAD + "\nbe\u0000fore\u0000\n").text()).isEqualTo("before");
        assertThat(mail(HEAD + "Content-Type: multipart/mixed\n\nno boundary\n").subject())
                .isEqualTo("s");
        assertThat(mail(HEAD + "Content-Type: text/plain; charset=\"no such\"\n\ntext\n")
                        .text())
                .isEqualTo("text");
        assertThat(mail(HEAD + "Content-Transfer-Encoding: base64\n\n!!!!not base64 at all!!!!\n")
                        .subject())
                .isEqualTo("s");
        assertThat(mail(HEAD
                                + "Content-Type: multipart/mixed; boundary=b\n\n"
                                + "--b\n"
                                + "Content-Type: text/plain\n\n"
                                + "never closed")
                        .text())
                .isEqualTo("never closed");
    }

    @Test
    void whateverIsSentIsReadOrRefusedButNeverBreaks() {
        Random random = new Random(8);
        byte[] seed = (HEAD
                        + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n"
                        + "<p>x</p>\n--b\nContent-Disposition: attachment; filename*=UTF-8''a%20b\n\nMZ\n--b--\n")
                .getBytes(StandardCharsets.UTF_8);
        int readable = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = Arrays.copyOf(seed, 1 + random.nextInt(seed.length));
            for (int j = 0; j < 1 + random.nextInt(8); j++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            readable += MailFile.read(changed).isPresent() ? 1 : 0;
        }
        assertThat(readable).isBetween(1, 2_999);
    }

    @Test
    void aForgedSenderProvesNothingAndWhatIsTooLargeIsRefusedWithASentence() {
        Page made = imported("""
                Received: from evil.example
                Return-Path: <evil@example.net>
                Sender: evil@example.net
                From: "JPCERT/CC" <info@jpcert.or.jp>
                Subject: forged

                Pay us
                """.getBytes(StandardCharsets.UTF_8));
        Page page = desk.follow(made);
        assertThat(page.text()).contains("info@jpcert.or.jp", "確かめられていません");
        assertThat(store.of(psirt.id()).getFirst().about("source"))
                .as("what a mail says of itself decides nothing")
                .isEqualTo("stranger");
        int cases = count("psirt_case");
        Page large = imported(new byte[MailFile.BYTES_MAX + 1]);
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.text()).contains("20 MB");
        assertThat(imported("\u0000\u0001\u0002".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(422);
        assertThat(count("psirt_case")).isEqualTo(cases);
    }

    @Test
    void anHtmlMailIsNeverShownAsAPage() {
        Page made = imported((HEAD + "Content-Type: text/html\n\n<h1>big</h1><img src=x onerror=alert(1)>"
                        + "<script>alert(2)</script>&lt;script&gt;alert(3)&lt;/script&gt;\n")
                .getBytes(StandardCharsets.UTF_8));
        Page page = desk.follow(made);
        assertThat(page.html()).doesNotContain("<script>alert", "onerror", "<h1>big");
        assertThat(page.text()).contains("big");
        String file = page.find("href=\"(/psirt/[^\"]+/files/[^\"]+)\"");
        Page taken = desk.get(file);
        assertThat(taken.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(taken.header("Content-Disposition")).startsWith("attachment");
        assertThat(taken.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void filesOfAReportThatIsKeptApartStayAndGoAlongWhenItIsTaken() {
        byte[] eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR".getBytes(StandardCharsets.US_ASCII);
        Page thanks = signedOut()
                .upload(
                        "/public/report",
                        "file",
                        "<b>evil</b>.html",
                        eicar,
                        "title",
                        "real",
                        "text",
                        "with a file",
                        "website",
                        "filled in");
        assertThat(thanks.text()).contains("報告を受け付けました");
        Page kept = desk.get("/psirt/quarantine");
        assertThat(kept.html()).doesNotContain("<b>evil");
        String file = kept.find("href=\"(/psirt/quarantine/[^\"]+/files/[^\"]+)\"");
        assertThat(desk.get(file).bytes()).isEqualTo(eicar);
        assertThat(desk.get(file).header("Content-Type")).isEqualTo("application/octet-stream");
        for (Role role : Role.values()) {
            if (role != Role.PSIRT) {
                assertThat(signedIn(person(role)).get(file).status())
                        .as(role.name())
                        .isEqualTo(403);
            }
        }
        assertThat(desk.get(file.replaceFirst("[^/]+$", UUID.randomUUID().toString()))
                        .status())
                .isEqualTo(404);
        Page made = desk.follow(desk.post(file.replaceFirst("/files/.*", "/admit")));
        assertThat(made.text()).contains("with a file");
        String own = made.find("href=\"(/psirt/P-[^\"]+/files/[^\"]+)\"");
        assertThat(desk.get(own).bytes()).isEqualTo(eicar);
        assertThat(acts()).contains("psirt.kept-file");
    }

    /** The room of an hour is for people without an account; whoever works on a case has no part in it. */
    @Test
    void whatTheTeamAttachesTakesNoRoomFromReporters() {
        byte[] proof = "0123456789".getBytes(StandardCharsets.US_ASCII);
        long before = store.bytesSince(clock.instant().minusSeconds(3_600));
        Page thanks = signedOut()
                .upload("/public/report", "file", "proof.bin", proof, "title", "real", "text", "with a file");
        String here = "/psirt/" + thanks.find("(P-[0-9A-Z]{5})");
        assertThat(store.bytesSince(clock.instant().minusSeconds(3_600)) - before)
                .isEqualTo(proof.length);
        assertThat(desk.upload(here + "/files", "file", "capture.pcap", new byte[5_000], "text", "our own")
                        .status())
                .isEqualTo(302);
        assertThat(desk.get(here).text()).contains("capture.pcap");
        assertThat(store.bytesSince(clock.instant().minusSeconds(3_600)) - before)
                .isEqualTo(proof.length);
    }
}
