package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.Client;
import dev.shisa.driver.Database;
import dev.shisa.driver.Form;
import dev.shisa.driver.Owner;
import dev.shisa.driver.Server;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkpoints and notices by mail through a mail server as companies run one, with TLS and a password. */
@Tag("packaged")
@Tag("mail")
@Order(11)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailTest {

    private static final String STORE_PASSWORD = "changeit";
    private static final String CHECKPOINTS = "/records/checkpoints";
    private static final int PSIRT = 70;
    private static final int QUALITY = 71;
    private static final String TOKEN = "shisa_" + "m".repeat(43);

    private Path folder;
    private MailServer mail;
    private Server.Launch launch;
    private Server shisa;
    private Client owner;

    /** Where the page of the present receiver is. */
    private String receiver = "";

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        mail = MailServer.start();
        Path trusted = folder.resolve("trusted.p12");
        trust(mail.certificate(), trusted);
        launch = Server.Launch.of(ShisaProcess.home(), folder.resolve("data"))
                .with(Map.of(
                        "SHISA_JAVA_OPTIONS",
                        "-Djavax.net.ssl.trustStore=" + trusted + " -Djavax.net.ssl.trustStorePassword="
                                + STORE_PASSWORD));
        shisa = switch (Server.start(launch)) {
            case Server.Start.Running(Server running) -> running;
            case Server.Start.Refused refused -> throw new AssertionError("Shisa did not start: " + refused);
        };
        owner = Client.of(shisa.address(), shisa.data());
        Owner.setUp(owner, shisa.setUpPath());
    }

    @AfterAll
    void stop() throws IOException {
        owner.close();
        shisa.close();
        mail.close();
    }

    /** What a company with an authority of its own gives its programs. */
    private static void trust(Path certificate, Path store) throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate);
                OutputStream out = Files.newOutputStream(store)) {
            known.setCertificateEntry(
                    "mail", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            known.store(out, STORE_PASSWORD.toCharArray());
        }
    }

    @AfterEach
    void noReceiver() throws Exception {
        if (!receiver.isEmpty()) {
            owner.get(receiver).expect(200);
            Owner.redirected(owner.post(receiver + "/remove", List.of()));
            receiver = "";
        }
    }

    private static Map<String, String> fields(int port, String security, String password, String to) {
        Map<String, String> fields = new HashMap<>();
        fields.put("kind", "mail");
        fields.put("name", "監査法人");
        fields.put("every", "24");
        fields.put("to", to);
        fields.put("from", "shisa@example.com");
        fields.put("host", "localhost");
        fields.put("port", Integer.toString(port));
        fields.put("security", security);
        fields.put("user", MailServer.ACCOUNT);
        fields.put("password", password);
        fields.put("language", "ja");
        return fields;
    }

    private String add(MailServer.Manner manner, String security, String password, String to) throws Exception {
        return add(fields(mail.port(manner), security, password, to));
    }

    private String add(Map<String, String> fields) throws Exception {
        owner.get(CHECKPOINTS + "/new?kind=mail").expect(200);
        Client.Answer added = owner.post(CHECKPOINTS + "/new", List.copyOf(fields.entrySet()));
        Owner.redirected(added);
        receiver = added.location().substring(added.location().indexOf(CHECKPOINTS));
        return page();
    }

    private String edit(MailServer.Manner manner, String password, String to) throws Exception {
        String form = owner.get(receiver + "/edit").expect(200).body();
        Map<String, String> fields = fields(mail.port(manner), "starttls", password, to);
        fields.put("version", Form.in(form).value("version").orElseThrow());
        Owner.redirected(owner.post(receiver + "/edit", List.copyOf(fields.entrySet())));
        return page();
    }

    private String send() throws Exception {
        owner.get(receiver).expect(200);
        Owner.redirected(owner.post(receiver + "/send", List.of()));
        return page();
    }

    private String page() throws Exception {
        return owner.get(receiver).expect(200).body();
    }

    private static String checkpoint(MimeMessage message) throws Exception {
        try (InputStream file =
                ((MimeMultipart) message.getContent()).getBodyPart(1).getInputStream()) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int verify(String checkpoint) throws Exception {
        Path file = Files.writeString(folder.resolve("held.txt"), checkpoint);
        Process process = launch.command(List.of("--lang", "ja", "verify", "--checkpoint", file.toString()))
                .start();
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            assertThat(said).as("exit code " + code).contains(code == 0 ? "✓" : "?");
            return code;
        }
    }

    @Test
    void whatArrivesInTheMailboxIsTheCheckpointThatTheLedgerContinues() throws Exception {
        int before = mail.mails().size();
        assertThat(add(MailServer.Manner.STARTTLS, "starttls", MailServer.PASSWORD, MailServer.MAILBOX))
                .contains("届きました");
        assertThat(send()).contains("届きました");
        List<MimeMessage> mails = mail.awaitMails(before + 2);
        assertThat(mails).hasSize(before + 2);
        MimeMessage message = mails.getLast();
        assertThat(message.getHeader("Received", "\n"))
                .as("by TLS and with the password")
                .contains("esmtpsa");
        assertThat(message.getSubject()).contains("みどり浜光機株式会社 証跡記録のチェックポイント");

        String held = checkpoint(mails.get(before));
        assertThat(verify(held)).isZero();
        assertThat(verify(held.replaceFirst("\n[0-9]+\n", "\n1\n")))
                .as("changed by whoever held it")
                .isEqualTo(3);
    }

    @Test
    void aServerWithTlsFromTheFirstByteIsSentTo() throws Exception {
        int before = mail.mails().size();
        assertThat(add(MailServer.Manner.TLS, "tls", MailServer.PASSWORD, MailServer.MAILBOX))
                .contains("届きました");
        assertThat(mail.awaitMails(before + 1)).hasSize(before + 1);
    }

    @Test
    void aWrongPasswordIsToldAndCanBeMended() throws Exception {
        int before = mail.mails().size();
        assertThat(add(MailServer.Manner.STARTTLS, "starttls", "another word", MailServer.MAILBOX))
                .contains("メールサーバ localhost が、利用者名かパスワードを受け付けません", "受取先を直す");
        assertThat(mail.mails()).hasSize(before);
        assertThat(edit(MailServer.Manner.STARTTLS, MailServer.PASSWORD, MailServer.MAILBOX))
                .contains("届きました");
        assertThat(mail.awaitMails(before + 1)).hasSize(before + 1);
    }

    @Test
    void aServerWhoseAuthorityNobodyKnowsDoesNotGetThePassword() throws Exception {
        int before = mail.mails().size();
        assertThat(add(MailServer.Manner.UNKNOWN_AUTHORITY, "starttls", MailServer.PASSWORD, MailServer.MAILBOX))
                .contains("localhost との暗号通信を始められません", "信頼する発行元");
        assertThat(mail.log()).contains("TLS error on connection");
        assertThat(mail.mails()).hasSize(before);
    }

    /** Its authority is known, and yet it is somebody else. */
    @ParameterizedTest
    @EnumSource(
            value = MailServer.Manner.class,
            names = {"STARTTLS", "TLS"})
    void aServerThatShowsTheCertificateOfAnotherNameDoesNotGetThePassword(MailServer.Manner manner) throws Exception {
        int before = mail.mails().size();
        Map<String, String> fields = fields(
                mail.port(manner), manner.name().toLowerCase(Locale.ROOT), MailServer.PASSWORD, MailServer.MAILBOX);
        fields.put("host", "127.0.0.1");
        assertThat(add(fields)).contains("127.0.0.1 との暗号通信を始められません");
        assertThat(mail.mails()).hasSize(before);
    }

    @Test
    void aServerWithoutTlsGetsNeitherPasswordNorMail() throws Exception {
        int before = mail.mails().size();
        assertThat(add(MailServer.Manner.PLAIN, "starttls", MailServer.PASSWORD, MailServer.MAILBOX))
                .contains("届かない", "localhost との間で失敗しました");
        assertThat(mail.mails()).hasSize(before);
    }

    @Test
    void aMailboxThatIsNotThereIsToldInTheWordsOfTheServer() throws Exception {
        int before = mail.mails().size();
        assertThat(add(MailServer.Manner.STARTTLS, "starttls", MailServer.PASSWORD, "nobody@example.com"))
                .contains("メールを受け付けません", "550 there is no mailbox of that name");
        assertThat(edit(MailServer.Manner.STARTTLS, "", MailServer.MAILBOX))
                .as("the password that is kept")
                .contains("届きました");
        assertThat(mail.awaitMails(before + 1)).hasSize(before + 1);
    }

    @Test
    void aServerThatIsAwayIsToldAndSentToWhenItIsBack() throws Exception {
        int before = mail.mails().size();
        mail.stop();
        assertThat(add(MailServer.Manner.STARTTLS, "starttls", MailServer.PASSWORD, MailServer.MAILBOX))
                .contains("localhost につながりません");
        mail.startAgain();
        assertThat(send()).contains("届きました");
        assertThat(mail.awaitMails(before + 1)).hasSize(before + 1);
    }

    @Test
    @Tag("long")
    void aServerThatIsSlowIsNotWaitedFor() throws Exception {
        assertThat(add(MailServer.Manner.SLOW, "starttls", MailServer.PASSWORD, MailServer.MAILBOX))
                .as("it answers after two minutes")
                .contains("localhost から、20秒たっても返事がありません");
    }

    /** A file of the demonstration; where it names days before today, one that is yesterday. */
    private Path demo(String file) throws IOException {
        String text = Files.readString(ShisaProcess.home().resolve("demo/files").resolve(file));
        String yesterday = Instant.now()
                .minus(Duration.ofDays(1))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return Files.writeString(folder.resolve(file), text.replaceAll("\\{now-[0-9]+d}", yesterday));
    }

    @Test
    void aVulnerabilityThatIsExploitedReachesThePsirtByMail() throws Exception {
        int before = mail.mails().size();
        try (Database database = Database.of(shisa.data())) {
            database.signIn(PSIRT, "psirt", "mail-psirt");
            database.run("UPDATE person SET email = '" + MailServer.MAILBOX + "' WHERE 'psirt' = ANY (roles)");
            database.signIn(QUALITY, "quality", "mail-quality");
            database.token(QUALITY, TOKEN, "view", "edit-product", "add-evidence");
        }
        String form = owner.get("/settings/notices").expect(200).body();
        Owner.redirected(owner.post(
                "/settings/notices",
                List.of(
                        Map.entry("on", "1"),
                        Map.entry("host", "localhost"),
                        Map.entry("port", Integer.toString(mail.port(MailServer.Manner.STARTTLS))),
                        Map.entry("security", "starttls"),
                        Map.entry("user", MailServer.ACCOUNT),
                        Map.entry("password", MailServer.PASSWORD),
                        Map.entry("from", "shisa@example.com"),
                        Map.entry("hour", "8"),
                        Map.entry("version", Form.in(form).value("version").orElseThrow()))));

        try (Client program = Client.ofProgram(shisa.address(), shisa.data(), TOKEN)) {
            program.postJson("/api/v1/series", """
                            {"code": "GW-50", "name": "センサゲートウェイ GW-50", "kind": "ゲートウェイ", "about": "",
                             "models": ["GW-50"], "release": "1.0.0"}""").expect(201);
            program.postFile(
                            "/api/v1/series/GW-50/sboms?fileName=gateway.cdx.json&release=1.0.0&whole=true",
                            demo("GW-50-1.0.0.cdx.json"))
                    .expect(201);
            for (String feed : List.of("nvd-first.json", "kev-first.json")) {
                program.postFile("/api/v1/vulnerability-imports?fileName=" + feed, demo(feed))
                        .expect(202);
            }
        }

        // What is urgent waits a minute, so that what comes together is one mail.
        List<MimeMessage> mails = mail.awaitMails(before + 1);
        for (int more = 0; more < 3 && mails.size() <= before; more++) {
            mails = mail.awaitMails(before + 1);
        }
        assertThat(mails).as(mail.log()).hasSizeGreaterThan(before);
        MimeMessage message = mails.get(before);
        assertThat(message.getAllRecipients()).extracting(Object::toString).containsExactly(MailServer.MAILBOX);
        assertThat(message.getContent().toString())
                .contains("センサゲートウェイ GW-50", "CVE-2024-1086", shisa.address().toString());
    }
}
