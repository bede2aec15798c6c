package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.shisa.cli.RunningWitness;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.Note;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.doctor.Check;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerTestKeeper;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.ReceiverSecrets;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.web.Messages;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Others hold the history: what they are sent, what they answer, and what is told of it. */
class CheckpointPagesTest extends ServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path temp;

    @Autowired
    Audit audit;

    @Autowired
    LedgerKeeper keeper;

    @Autowired
    CheckpointSchedule schedule;

    @Autowired
    CheckpointsCheck check;

    @Autowired
    ReceiverStore store;

    @Autowired
    ReceiverSecrets secrets;

    @Value("${shisa.data}")
    Path data;

    private Browser owner = signedOut();

    @BeforeEach
    void someRecords() throws IOException {
        emptyDatabase();
        owner = signedIn(Role.OWNER);
        record("佐藤");
        record("鈴木");
    }

    private void record(String name) {
        audit.record(null, "person.invite", name, Map.of());
        // Of accounts and sessions; only what follows is counted.
        jdbc.sql("DELETE FROM ledger_outbox WHERE kind = 'row/1' AND log IS NULL")
                .update();
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
    }

    private Page add(String kind, String... fields) {
        List<String> all = new ArrayList<>(List.of("kind", kind, "name", "監査室", "every", "24"));
        all.addAll(List.of(fields));
        all.addAll(List.of("inside", "1"));
        return owner.post("/records/checkpoints/new", all.toArray(String[]::new));
    }

    private Page addFolder(Path folder) {
        return add("folder", "folder", folder.toString());
    }

    private Receiver only() {
        assertThat(store.all()).hasSize(1);
        return store.all().getFirst();
    }

    private Delivery last() {
        return store.latest(only().id(), 1).getFirst();
    }

    private VerifierKey logKey() {
        return keeper.key(1);
    }

    // ---- the page --------------------------------------------------------------------------------

    @Test
    void withoutAReceiverThePageSaysWhatThatMeans() {
        Page page = owner.get("/records/checkpoints");
        assertThat(page.text()).contains("チェックポイントを、まだ誰も受け取っていません。", "作り直せてしまいます", "受取先を加える", logKey().toString());
        assertThat(page.html()).contains("aria-current=\"page\"", "/records/checkpoints/new?kind=witness");
        assertThat(owner.english().get("/records/checkpoints").text()).contains("Nobody receives checkpoints yet.");
        assertThat(check.look()).isEqualTo(new Check.Finding.Ok(0, 0L));

        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get("/records/checkpoints").html())
                .contains("checkpoint.txt")
                .doesNotContain("kind=witness");
        assertThat(auditor.get("/records/checkpoints/new?kind=folder").status()).isEqualTo(403);
        assertThat(signedIn(Role.QUALITY).get("/records/checkpoints").status()).isEqualTo(403);
    }

    @Test
    void theCheckpointAndItsKeyAreHandedOut() {
        byte[] note = owner.get("/records/checkpoints/checkpoint.txt").bytes();
        String vkey = owner.get("/records/checkpoints/vkey.txt").html();
        assertThat(vkey).isEqualTo(logKey() + "\n");
        assertThat(Note.parse(note).check(Set.of(VerifierKey.parse(vkey)))).isInstanceOf(Note.Check.Signed.class);
        assertThat(Note.parse(note).text().lines().skip(1).findFirst()).contains("2");
    }

    @Test
    void whatCannotBeAReceiverIsSaidInPlace() {
        assertThat(owner.get("/records/checkpoints/new?kind=pigeon").status()).isEqualTo(404);
        assertThat(add("folder", "folder", "relative/place").text()).contains("「/」から始まるフォルダーの場所");
        assertThat(add("folder", "folder", temp.resolve("missing").toString()).text())
                .contains("ないか、書き込めません");
        assertThat(add(
                                "folder",
                                "folder",
                                data.toAbsolutePath().resolve("ledger").toString())
                        .text())
                .contains("Shisaのデータのフォルダーです");
        Page witness = add("witness", "url", "https://witness.example/add-checkpoint", "vkey", logKey().toString());
        assertThat(witness.status()).isEqualTo(422);
        assertThat(witness.text()).contains("証跡記録の公開鍵で、立会人のものではありません");
        assertThat(add("witness", "url", "https://witness.example/add-checkpoint", "vkey", "abc")
                        .text())
                .contains("公開鍵の形ではありません");
        assertThat(add(
                                "mail",
                                "host",
                                "smtp.example.com",
                                "port",
                                "25",
                                "security",
                                "none",
                                "from",
                                "a@example.com",
                                "to",
                                "b@example.com\r\nBcc: c@example.com")
                        .text())
                .contains("保護なしで送れるのは", "メールアドレスを1つだけ");
        assertThat(store.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/shisa",
                "http://169.254.169.254/latest",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "https://user:word@hooks.example.com/",
                "https://",
                "hooks.example.com",
                "http://localhost.example.com/"
            })
    void aUrlThatNothingProtectsIsNotTaken(String url) {
        Page page = add("webhook", "url", url);
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("https:// で始まるURLを入力してください");
        assertThat(store.all()).isEmpty();
    }

    @Test
    void thereAreNotEndlesslyMany() throws IOException {
        for (int i = 0; i < 8; i++) {
            addFolder(Files.createDirectory(temp.resolve("r" + i)));
        }
        assertThat(owner.get("/records/checkpoints").text()).contains("8か所がShisaの外で持っています", "受取先は8か所までです");
        assertThat(addFolder(temp).status()).isEqualTo(409);
    }

    // ---- a folder --------------------------------------------------------------------------------

    @Test
    void aFolderGetsANewFileEachTimeAndTheLatest() throws IOException {
        Page page = owner.follow(addFolder(temp));
        assertThat(page.text()).contains("監査室", "届きました", "4件までのチェックポイントを渡しました");
        assertThat(acts()).contains("checkpoint.receiver");
        clock.advance(Duration.ofDays(1));
        record("高橋");
        schedule.look();
        schedule.look();
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("checkpoint-")))
                    .containsExactlyInAnyOrder(
                            "checkpoint-1-000000004-20261120T012400Z.txt",
                            "checkpoint-1-000000005-20261121T012400Z.txt");
        }
        byte[] latest = Files.readAllBytes(temp.resolve("latest.txt"));
        assertThat(latest)
                .isEqualTo(Files.readAllBytes(temp.resolve("checkpoint-1-000000005-20261121T012400Z.txt")))
                .isEqualTo(keeper.checkpoint(1).note().bytes());
        assertThat(Files.readString(temp.resolve("vkey-1.txt"))).isEqualTo(logKey() + "\n");

        clock.advance(Duration.ofDays(1));
        schedule.look();
        assertThat(store.latest(only().id(), 9)).as("nothing new to prove").hasSize(2);
    }

    @Test
    void aFolderOfSomebodyElseOrAMissingOneIsNotWrittenTo() throws IOException {
        Files.writeString(temp.resolve("vkey-1.txt"), "another ledger\n");
        Page page = owner.follow(addFolder(temp));
        assertThat(page.text()).contains("届かない", "この証跡記録のものではありません", "空のフォルダーに変えて");
        Files.delete(temp.resolve("vkey-1.txt"));
        String href = "/records/checkpoints/" + only().id();
        assertThat(owner.follow(owner.post(href + "/send")).text()).contains("届きました");
        Path file;
        try (Stream<Path> files = Files.list(temp)) {
            file = files.filter(f -> f.getFileName().toString().startsWith("checkpoint-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(Files.readString(file))
                .contains(owner.get(href + "/held.txt").html());

        Path other = Files.createDirectory(temp.resolve("other"));
        owner.post(href + "/remove");
        assertThat(store.all()).isEmpty();
        assertThat(acts()).contains("checkpoint.receiver-remove");
        addFolder(other);
        try (Stream<Path> files = Files.list(other)) {
            files.forEach(f -> f.toFile().delete());
        }
        Files.delete(other);
        assertThat(owner.follow(owner.post("/records/checkpoints/" + only().id() + "/send"))
                        .text())
                .contains("フォルダー " + other + " がありません");
    }

    // ---- a webhook -------------------------------------------------------------------------------

    private record Received(String id, String time, String signature, String type, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private int answers = 204;

    private HttpServer hook() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            try (exchange) {
                var head = exchange.getRequestHeaders();
                received.add(new Received(
                        String.valueOf(head.getFirst("webhook-id")),
                        String.valueOf(head.getFirst("webhook-timestamp")),
                        String.valueOf(head.getFirst("webhook-signature")),
                        String.valueOf(head.getFirst("Content-Type")),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(answers, -1);
            }
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    @Test
    void aWebhookGetsASignedPostAndTheSecretIsShownOnce() throws Exception {
        HttpServer server = hook();
        try {
            Page page = add("webhook", "url", url(server));
            assertThat(page.status()).isEqualTo(200);
            String secret = page.find("(whsec_[A-Za-z0-9+/=]+)");
            Received one = received.getFirst();
            assertThat(one.type()).isEqualTo("text/plain; charset=utf-8");
            assertThat(one.body()).isEqualTo(keeper.checkpoint(1).note().toString());
            assertThat(Long.parseLong(one.time())).isEqualTo(clock.instant().getEpochSecond());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            assertThat(one.signature())
                    .isEqualTo("v1,"
                            + Base64.getEncoder()
                                    .encodeToString(mac.doFinal((one.id() + "." + one.time() + "." + one.body())
                                            .getBytes(StandardCharsets.UTF_8))));

            assertThat(owner.get("/records/checkpoints/" + only().id()).html())
                    .doesNotContain(secret)
                    .contains("届きました");
            UUID receiver = only().id();
            assertThat(secrets.read(receiver)).isEqualTo(secret);
            assertThat(jdbc.sql("SELECT target::text FROM checkpoint_receiver")
                            .query(String.class)
                            .single())
                    .doesNotContain("whsec");
            owner.post("/records/checkpoints/" + only().id() + "/remove");
            assertThat(secrets.read(receiver)).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRedirectIsNotFollowedAndARefusalIsTold() throws IOException {
        HttpServer server = hook();
        try {
            answers = 302;
            assertThat(add("webhook", "url", url(server)).text()).contains("届かない", "HTTP 302", "転送に従いません");
            assertThat(received).hasSize(1);
            answers = 500;
            String href = "/records/checkpoints/" + only().id();
            assertThat(owner.follow(owner.post(href + "/send")).text()).contains("HTTP 500");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatDoesNotArriveIsTriedAgainLessAndLessOften() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Page page = add("webhook", "url", "http://127.0.0.1:" + port + "/");
        assertThat(page.text()).contains("127.0.0.1 につながりません", "ファイアウォール");
        UUID id = only().id();
        assertThat(schedule.next(id)).contains(clock.instant().plus(Duration.ofDays(1)));
        clock.advance(Duration.ofDays(1));
        for (Duration wait :
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2))) {
            schedule.look();
            assertThat(schedule.next(id)).contains(clock.instant().plus(wait));
            clock.advance(wait);
        }
        assertThat(check.look()).as("a day is not long").isEqualTo(new Check.Finding.Ok(1, 0L));
        clock.advance(Duration.ofDays(3));
        assertThat(check.look()).isEqualTo(new Check.Finding.Bad("failing", "監査室", 4L));
        owner = signedIn(Role.OWNER);
        assertThat(owner.get("/doctor").text()).contains("受取先「監査室」に、4日間チェックポイントが届いていません");
        assertThat(owner.get("/records/checkpoints").text()).contains("受取先1か所のうち1か所に、チェックポイントが届いていません");
    }

    // ---- a witness -------------------------------------------------------------------------------

    @Test
    void aWitnessCosignsWhatContinuesAndItsSignatureIsKept() {
        try (RunningWitness witness = new RunningWitness(temp.resolve("w"), logKey())) {
            Page page = owner.follow(
                    add("witness", "url", witness.url(), "vkey", witness.key().toString()));
            assertThat(page.text()).contains("届きました", "witness.example/quality");
            String href = "/records/checkpoints/" + only().id();
            for (int i = 0; i < 5; i++) {
                record("人" + i);
                assertThat(owner.follow(owner.post(href + "/send")).text()).contains("届きました");
                Note held = Note.parse(owner.get(href + "/held.txt").bytes());
                assertThat(held.text()).isEqualTo(keeper.checkpoint(1).note().text());
                assertThat(held.check(Set.of(witness.key(), logKey())))
                        .isEqualTo(new Note.Check.Signed(new LinkedHashSet<>(List.of(logKey(), witness.key()))));
            }
            // We lose what we knew; the witness says how far it is.
            jdbc.sql("DELETE FROM checkpoint_delivery").update();
            record("また");
            assertThat(owner.follow(owner.post(href + "/send")).text()).contains("届きました");
        }
    }

    @Test
    void aWitnessThatSawAnotherHistoryIsHeard() throws IOException {
        VerifierKey key = logKey();
        try (RunningWitness witness = new RunningWitness(temp.resolve("w"), key)) {
            add("witness", "url", witness.url(), "vkey", witness.key().toString());
            assertThat(last().arrived()).isTrue();
            Receiver receiver = only();

            // Somebody with the key makes the records anew.
            Path keyFile = data.resolve("secrets").resolve("ledger-1.key");
            byte[] secret = Files.readAllBytes(keyFile);
            keeper.close();
            LedgerTestKeeper.remove(data);
            OwnerOnlyFiles.write(keyFile, secret);
            jdbc.sql("UPDATE ledger_outbox SET log = NULL, leaf_index = NULL").update();
            jdbc.sql("DELETE FROM ledger_outbox WHERE id = (SELECT min(id) FROM ledger_outbox)")
                    .update();
            keeper.drain();
            assertThat(keeper.trouble()).isEmpty();
            assertThat(logKey()).isEqualTo(key);
            jdbc.sql("UPDATE checkpoint_delivery SET size = 1").update();

            assertThat(owner.follow(owner.post("/records/checkpoints/" + receiver.id() + "/send"))
                            .text())
                    .contains("届かない", "前回の続きではない");
            assertThat(check.look()).isEqualTo(new Check.Finding.Bad("history", "監査室"));
            assertThat(new HeldCheckpoint(data)
                            .compare(store.lastArrived(receiver)
                                    .map(delivery -> ((Outcome.Arrived) delivery.outcome()).held())
                                    .orElseThrow()
                                    .getBytes(StandardCharsets.UTF_8))
                            .result())
                    .isEqualTo(HeldCheckpoint.Result.FORKED);

            keeper.close();
            LedgerTestKeeper.remove(data);
            OwnerOnlyFiles.write(keyFile, secret);
            jdbc.sql("DELETE FROM ledger_outbox").update();
            record("一人だけ");
            assertThat(owner.follow(owner.post("/records/checkpoints/" + receiver.id() + "/send"))
                            .text())
                    .contains("立会人はすでに4件まで署名していますが、この証跡記録には2件しかありません");
            assertThat(check.look()).isEqualTo(new Check.Finding.Bad("history", "監査室"));
        }
    }

    @Test
    void aWitnessWithAnotherKeyOrThatDoesNotKnowUsIsNotBelieved() {
        VerifierKey other = SigningKey.generate(
                        "witness.example/other", KeyType.COSIGNATURE_ED25519, new SplittableRandom(1))
                .verifier();
        VerifierKey stranger = SigningKey.generate("log.example/b", KeyType.ED25519, new SplittableRandom(2))
                .verifier();
        try (RunningWitness witness = new RunningWitness(temp.resolve("w"), logKey());
                RunningWitness elsewhere = new RunningWitness(temp.resolve("e"), stranger)) {
            assertThat(owner.follow(add("witness", "url", witness.url(), "vkey", other.toString()))
                            .text())
                    .contains("登録した公開鍵(witness.example/other)の署名ではありません");
            assertThat(owner.follow(add(
                                    "witness",
                                    "url",
                                    elsewhere.url(),
                                    "vkey",
                                    elsewhere.key().toString()))
                            .text())
                    .contains("を知りません");
        }
    }

    // ---- a mail ----------------------------------------------------------------------------------

    private Page addMail(int port) {
        return add(
                "mail",
                "host",
                "localhost",
                "port",
                Integer.toString(port),
                "security",
                "none",
                "from",
                "shisa@midorihama.example",
                "to",
                "audit@example.com",
                "language",
                "ja");
    }

    @Test
    void aMailCarriesTheCheckpointForPeopleAndAsAFile() throws IOException, MessagingException {
        try (MailSink sink = new MailSink(MailSink.Manner.TAKES_ALL)) {
            assertThat(owner.follow(addMail(sink.port())).text()).contains("届きました", "audit@example.com");
            String mail = sink.mails().getFirst();
            assertThat(mail).contains("MAIL FROM:<shisa@midorihama.example>", "RCPT TO:<audit@example.com>");
            MimeMessage message = new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(
                            mail.substring(mail.indexOf("Date: ")).getBytes(StandardCharsets.US_ASCII)));
            assertThat(message.getSubject()).isEqualTo("[Shisa] みどり浜光機株式会社 証跡記録のチェックポイント(4件)");
            MimeMultipart parts = (MimeMultipart) message.getContent();
            String note = keeper.checkpoint(1).note().toString();
            assertThat(String.valueOf(parts.getBodyPart(0).getContent()).replace("\r\n", "\n"))
                    .contains("みどり浜光機株式会社の証跡記録のチェックポイントです。4件の記録", note, logKey().toString());
            assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("checkpoint-1-4.txt");
            assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
                    .as("as it was signed, byte by byte")
                    .isEqualTo(note.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aMailServerThatRefusesOrIsNotThereIsTold() throws IOException {
        int port;
        try (MailSink sink = new MailSink(MailSink.Manner.REFUSES_RECEIVERS)) {
            port = sink.port();
            assertThat(owner.follow(addMail(port)).text()).contains("メールを受け付けません", "550 nobody of that name");
            assertThat(sink.mails()).isEmpty();
        }
        assertThat(owner.follow(owner.post("/records/checkpoints/" + only().id() + "/send"))
                        .text())
                .contains("localhost につながりません");
    }

    @Test
    void whoGivesUpOnAServerThatNeverStopsTalkingLeavesNoThreadThere() throws Exception {
        try (MailSink sink = new MailSink(MailSink.Manner.DRIPS)) {
            Receiver.Mail mail = new Receiver.Mail(
                    "localhost", sink.port(), MailServer.Security.NONE, "", "a@example.com", "b@example.com", "ja");
            FutureTask<Outcome> sending = new FutureTask<>(() -> CheckpointMail.send(
                    mail, "", 1, logKey().toString(), "みどり浜", clock.instant(), keeper.checkpoint(1), new Messages()));
            Thread thread = Thread.ofPlatform().daemon().start(sending);
            sink.awaitVisitor();
            sending.cancel(true);
            assertThat(thread.join(Duration.ofMinutes(1))).as("it has ended").isTrue();
        }
    }

    // ---- what can be changed ---------------------------------------------------------------------

    private String href() {
        return CheckpointPages.PATH + "/" + only().id();
    }

    /** As the form was filled with, but for these fields. */
    private Page edit(int version, String... fields) {
        List<String> all = new ArrayList<>(List.of("version", Integer.toString(version)));
        all.addAll(List.of(fields));
        all.addAll(List.of("inside", "1"));
        return owner.post(href() + "/edit", all.toArray(String[]::new));
    }

    private Map<String, ?> lastAudit(String act) {
        return jdbc.sql("SELECT details::text FROM audit WHERE act = ? ORDER BY id DESC LIMIT 1")
                .param(act)
                .query((row, number) -> JSON.readValue(row.getString(1), new TypeReference<Map<String, String>>() {}))
                .single();
    }

    @Test
    void theFolderNameAndIntervalOfAReceiverAreEdited() throws IOException {
        addFolder(temp);
        Path other = Files.createDirectory(temp.resolve("other"));
        assertThat(owner.get(href()).html()).contains("受取先を直す", href() + "/edit");
        assertThat(owner.get(href() + "/edit").html()).contains("受取先「監査室」を直す", "value=\"" + temp + "\"");
        clock.advance(Duration.ofHours(2));

        Page page = edit(0, "kind", "folder", "name", "親会社", "every", "1", "folder", other.toString());
        assertThat(owner.follow(page).text()).contains("親会社", "届きました", other.toString(), "前の送り先: " + temp);
        assertThat(only().every()).isEqualTo(Receiver.Every.HOUR);
        assertThat(schedule.next(only().id())).contains(clock.instant().plus(Duration.ofHours(1)));
        assertThat(Files.exists(other.resolve("latest.txt"))).isTrue();
        assertThat(lastAudit("checkpoint.receiver-change"))
                .isEqualTo(Map.of(
                        "name", "親会社",
                        "name-before", "監査室",
                        "hours", "1",
                        "hours-before", "24",
                        "path", other.toString(),
                        "path-before", temp.toString()));
        assertThat(owner.get("/audit").text()).contains("チェックポイントの受取先を直した", "前のフォルダー: " + temp);
    }

    @Test
    void onlyANewNameSendsNothing() {
        addFolder(temp);
        edit(0, "kind", "folder", "name", "親会社", "every", "24", "folder", temp.toString());
        assertThat(only().name()).isEqualTo("親会社");
        assertThat(store.latest(only().id(), 9)).hasSize(1);
    }

    @Test
    void whatTheAddressBeforeHoldsIsNotHeldAtTheNewOne() throws IOException {
        addFolder(temp);
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.writeString(other.resolve("vkey-1.txt"), "another ledger\n");
        Page page = owner.follow(edit(0, "kind", "folder", "name", "監査室", "every", "24", "folder", other.toString()));
        assertThat(page.text()).contains("届かない", "持っているチェックポイント まだありません。");
        assertThat(owner.get(href() + "/held.txt").status()).isEqualTo(404);

        // The log has not grown, but the new address does not have what the one before got.
        Files.delete(other.resolve("vkey-1.txt"));
        clock.advance(Duration.ofDays(1));
        keeper.drain();
        jdbc.sql("UPDATE checkpoint_delivery SET size = ?")
                .param(keeper.checkpoint(1).size())
                .update();
        schedule.look();
        assertThat(last().arrived()).isTrue();
        assertThat(last().address()).isEqualTo(other.toString());
    }

    @Test
    void whoeverSavesSecondSeesBothTextsAndLosesNothing() throws IOException {
        addFolder(temp);
        Path theirs = Files.createDirectory(temp.resolve("theirs"));
        Path yours = Files.createDirectory(temp.resolve("yours"));
        edit(0, "kind", "folder", "name", "監査室", "every", "24", "folder", theirs.toString());

        Page stale = edit(0, "kind", "folder", "name", "監査室", "every", "168", "folder", yours.toString());
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.text())
                .contains(
                        "ほかの人がこの受取先を変えました",
                        "ほかの人が保存した内容: " + theirs,
                        "あなたが入れた内容: " + yours,
                        "ほかの人が保存した内容: 毎日",
                        "あなたが入れた内容: 毎週");
        assertThat(stale.html()).contains("value=\"" + yours + "\"", "name=\"version\" value=\"1\"");
        assertThat(only().target()).isEqualTo(new Receiver.Folder(theirs));

        assertThat(edit(1, "kind", "folder", "name", "監査室", "every", "168", "folder", yours.toString())
                        .status())
                .isEqualTo(302);
        assertThat(only().target()).isEqualTo(new Receiver.Folder(yours));
        Page same = edit(0, "kind", "folder", "name", "監査室", "every", "168", "folder", yours.toString());
        assertThat(same.status()).isEqualTo(409);
        assertThat(same.text()).contains("今保存されているものと同じです");
    }

    @Test
    void anEditThatCannotBeTakenKeepsWhatWasTypedAndWhatIsStored() {
        addFolder(temp);
        Page page = edit(0, "kind", "folder", "name", "", "every", "24", "folder", "relative");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("「/」から始まるフォルダーの場所", "名前は1文字から");
        assertThat(page.html()).contains("value=\"relative\"", "name=\"version\" value=\"0\"");
        assertThat(only().target()).isEqualTo(new Receiver.Folder(temp));
        assertThat(edit(0, "kind", "mail", "name", "監査室", "every", "24").status())
                .as("a folder stays a folder")
                .isEqualTo(404);
        assertThat(owner.get("/records/checkpoints/" + UUID.randomUUID() + "/edit")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aPausedReceiverIsSentNothingUntilItIsResumed() throws IOException {
        addFolder(temp);
        UUID id = only().id();
        Page paused = owner.follow(owner.post(href() + "/pause"));
        assertThat(paused.text()).contains("停止中", "から止めています", "送付を再開する").doesNotContain("今すぐ送る");
        assertThat(owner.get("/records/checkpoints").text()).contains("受取先1か所のうち1か所への送付を止めています");
        assertThat(check.look()).isEqualTo(new Check.Finding.Ok(1, 1L));
        assertThat(owner.get("/doctor").text()).contains("うち1か所への送付は、人が止めています");
        assertThat(schedule.next(id)).isEmpty();
        record("高橋");
        clock.advance(Duration.ofDays(30));
        schedule.look();
        assertThat(store.latest(id, 9)).hasSize(1);
        assertThat(check.look()).as("nobody waits for it").isEqualTo(new Check.Finding.Ok(1, 1L));

        owner = signedIn(Role.OWNER);
        Path other = Files.createDirectory(temp.resolve("other"));
        assertThat(owner.follow(edit(0, "kind", "folder", "name", "監査室", "every", "1", "folder", other.toString()))
                        .text())
                .contains("停止中");
        assertThat(schedule.next(id)).as("an edit does not resume it").isEmpty();
        assertThat(store.latest(id, 9)).hasSize(1);

        owner.post(href() + "/pause");
        assertThat(owner.follow(owner.post(href() + "/resume")).text())
                .contains("届きました", "今すぐ送る")
                .doesNotContain("停止中");
        owner.post(href() + "/resume");
        assertThat(schedule.next(id)).contains(clock.instant().plus(Duration.ofHours(1)));
        assertThat(store.latest(id, 9)).hasSize(2);
        assertThat(acts()).filteredOn("checkpoint.receiver-pause"::equals).hasSize(1);
        assertThat(acts()).filteredOn("checkpoint.receiver-resume"::equals).hasSize(1);
    }

    @Test
    void aWitnessThatSawAnotherHistoryIsHeardAlsoWhilePaused() {
        try (RunningWitness witness = new RunningWitness(temp.resolve("w"), logKey())) {
            add("witness", "url", witness.url(), "vkey", witness.key().toString());
            jdbc.sql("UPDATE checkpoint_delivery SET code = 'witness-refused', args = '[\"2\"]'")
                    .update();
            owner.post(href() + "/pause");
            assertThat(check.look()).isEqualTo(new Check.Finding.Bad("history", "監査室"));
            assertThat(owner.get(href()).text()).contains("停止中", "前回の続きではない");
        }
    }

    @Test
    void anotherKeyOfAWitnessIsAnotherHolder() {
        try (RunningWitness witness = new RunningWitness(temp.resolve("w"), logKey());
                RunningWitness another = new RunningWitness(temp.resolve("a"), logKey())) {
            add("witness", "url", witness.url(), "vkey", witness.key().toString());
            assertThat(last().arrived()).isTrue();
            record("高橋");
            Page page = owner.follow(edit(
                    0,
                    "kind",
                    "witness",
                    "name",
                    "監査室",
                    "every",
                    "24",
                    "url",
                    another.url(),
                    "vkey",
                    another.key().toString()));
            assertThat(page.text()).contains("届きました", "前の送り先: " + witness.url());
            assertThat(Note.parse(owner.get(href() + "/held.txt").bytes()).check(Set.of(another.key())))
                    .isInstanceOf(Note.Check.Signed.class);
        }
    }

    @Test
    void aNewSecretOfAWebhookIsShownOnceAndTheOneBeforeEnds() throws Exception {
        HttpServer server = hook();
        try {
            String before = add("webhook", "url", url(server)).find("(whsec_[A-Za-z0-9+/=]+)");
            edit(0, "kind", "webhook", "name", "監査室", "every", "24", "url", url(server) + "/v2");
            assertThat(owner.get(href()).html()).contains("合い言葉を作り直す", href() + "/secret?version=1");
            assertThat(owner.post(href() + "/secret?version=0").status())
                    .as("of a page that somebody has edited since")
                    .isEqualTo(409);
            Page page = owner.post(href() + "/secret?version=1");
            String secret = page.find("(whsec_[A-Za-z0-9+/=]+)");
            assertThat(secret).isNotEqualTo(before);
            assertThat(page.html()).contains(href() + "/secret?version=2");
            assertThat(owner.post(href() + "/secret?version=1").status())
                    .as("the same page sent again")
                    .isEqualTo(409);
            assertThat(owner.get(href()).html()).doesNotContain(secret);
            assertThat(secrets.read(only().id())).isEqualTo(secret);

            owner.post(href() + "/send");
            Received one = received.getLast();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            assertThat(one.signature())
                    .isEqualTo("v1,"
                            + Base64.getEncoder()
                                    .encodeToString(mac.doFinal((one.id() + "." + one.time() + "." + one.body())
                                            .getBytes(StandardCharsets.UTF_8))));
            assertThat(lastAudit("checkpoint.receiver-secret").toString()).doesNotContain("whsec");
            assertThat(acts()).filteredOn("checkpoint.receiver-secret"::equals).hasSize(1);
        } finally {
            server.stop(0);
        }
        owner.post(href() + "/remove");
        addFolder(temp);
        assertThat(owner.get(href()).html()).doesNotContain("/secret");
        assertThat(owner.post(href() + "/secret?version=0").status()).isEqualTo(404);
    }

    @Test
    void aPasswordGoesOnUnlessItWouldGoElsewhere() throws IOException {
        List<String> mail = List.of(
                "kind",
                "mail",
                "name",
                "監査室",
                "every",
                "24",
                "from",
                "shisa@example.com",
                "to",
                "audit@example.com",
                "language",
                "en",
                "security",
                "starttls",
                "port",
                "1");
        List<String> added = new ArrayList<>(mail);
        added.addAll(List.of("host", "localhost", "user", "shisa", "password", "one word"));
        owner.post("/records/checkpoints/new", added.toArray(String[]::new));
        UUID receiver = only().id();
        assertThat(owner.get(href() + "/edit").html())
                .contains("前のパスワードを使い続けます")
                .doesNotContain("one word");

        assertThat(editMail(0, mail, "host", "localhost", "user", "shisa").status())
                .isEqualTo(302);
        assertThat(secrets.read(receiver)).isEqualTo("one word");
        for (String[] elsewhere :
                new String[][] {{"host", "127.0.0.1", "user", "shisa"}, {"host", "localhost", "user", "b"}}) {
            Page page = editMail(1, mail, elsewhere);
            assertThat(page.status()).isEqualTo(422);
            assertThat(page.text()).contains("前と違うところへ送ることはありません");
        }
        assertThat(editMail(1, mail, "host", "127.0.0.1", "user", "shisa", "password", "two words")
                        .status())
                .isEqualTo(302);
        assertThat(secrets.read(receiver)).isEqualTo("two words");
        assertThat(lastAudit("checkpoint.receiver-change"))
                .isEqualTo(Map.of("host", "127.0.0.1", "host-before", "localhost", "password", "new"));
        Page stale = editMail(1, mail, "host", "127.0.0.1", "user", "", "password", "three");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.text()).contains("パスワードは、もう一度入力してください");
        assertThat(stale.html()).doesNotContain("three");
        assertThat(editMail(2, mail, "host", "127.0.0.1", "user", "").status()).isEqualTo(302);
        assertThat(secrets.read(receiver)).isEmpty();
    }

    private Page editMail(int version, List<String> mail, String... fields) {
        List<String> all = new ArrayList<>(mail);
        all.addAll(List.of(fields));
        return edit(version, all.toArray(String[]::new));
    }

    @Test
    void onlyOwnersChangeReceivers() {
        addFolder(temp);
        Browser auditor = signedIn(Role.AUDITOR);
        assertThat(auditor.get(href()).html()).doesNotContain("/edit", "/pause", "/remove");
        for (String act : List.of("/edit", "/pause", "/resume", "/secret", "/send", "/remove")) {
            assertThat(auditor.post(href() + act).status()).as(act).isEqualTo(403);
        }
        assertThat(store.all()).hasSize(1);
    }

    // ---- a held checkpoint -----------------------------------------------------------------------

    @Test
    void everyHeldCheckpointOfThisLogIsContinued() throws IOException {
        Map<Long, byte[]> held = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            held.put(keeper.checkpoint(1).size(), keeper.checkpoint(1).note().bytes());
            record("人" + i);
        }
        assertThat(held).hasSize(40);
        assertThat(new HeldCheckpoint(data)
                        .compare(keeper.checkpoint(1)
                                .note()
                                .toString()
                                .replace("\n", "\r\n")
                                .getBytes(StandardCharsets.UTF_8))
                        .result())
                .as("with the line ends of another system")
                .isEqualTo(HeldCheckpoint.Result.CONTINUES);
        for (Map.Entry<Long, byte[]> one : held.entrySet()) {
            assertThat(new HeldCheckpoint(data).compare(one.getValue()))
                    .isEqualTo(new HeldCheckpoint.Compared(
                            HeldCheckpoint.Result.CONTINUES,
                            1,
                            one.getKey(),
                            keeper.checkpoint(1).size()));
        }
    }

    @Test
    void whatIsNoCheckpointOfThisLogProvesNothing() throws IOException {
        String note = keeper.checkpoint(1).note().toString();
        HeldCheckpoint held = new HeldCheckpoint(data);
        assertThat(held.compare("hello".getBytes(StandardCharsets.UTF_8)).result())
                .isEqualTo(HeldCheckpoint.Result.UNREADABLE);
        assertThat(held.compare(note.replaceFirst("\n2\n", "\n1\n").getBytes(StandardCharsets.UTF_8))
                        .result())
                .isEqualTo(HeldCheckpoint.Result.SPOILT);
        assertThat(held.compare(note.replace("shisa/", "other/").getBytes(StandardCharsets.UTF_8))
                        .result())
                .isEqualTo(HeldCheckpoint.Result.FOREIGN);
        byte[] before = note.getBytes(StandardCharsets.UTF_8);
        String name = logKey().name();
        keeper.close();
        LedgerTestKeeper.remove(data);
        SigningKey.generate(name, KeyType.ED25519, new SplittableRandom(3))
                .write(data.resolve("secrets").resolve("ledger-1.key"));
        jdbc.sql("UPDATE ledger_outbox SET log = NULL, leaf_index = NULL").update();
        keeper.drain();
        assertThat(held.compare(before).result()).isEqualTo(HeldCheckpoint.Result.OTHER_KEY);
    }

    @Test
    void whoeverHoldsMoreThanThereIsProvesALoss() throws IOException {
        record("高橋");
        byte[] before = keeper.checkpoint(1).note().bytes();
        Path keyFile = data.resolve("secrets").resolve("ledger-1.key");
        byte[] secret = Files.readAllBytes(keyFile);
        keeper.close();
        LedgerTestKeeper.remove(data);
        OwnerOnlyFiles.write(keyFile, secret);
        jdbc.sql("DELETE FROM ledger_outbox WHERE id = (SELECT max(id) FROM ledger_outbox)")
                .update();
        jdbc.sql("UPDATE ledger_outbox SET log = NULL, leaf_index = NULL").update();
        keeper.drain();
        assertThat(new HeldCheckpoint(data).compare(before))
                .isEqualTo(new HeldCheckpoint.Compared(HeldCheckpoint.Result.LONGER, 1, 3, 2));
    }
}
