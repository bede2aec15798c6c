package dev.shisa.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.ledger.LedgerTestKeeper;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens is told in order, signed, again until it arrives, and no further than it should be. */
class WebhooksTest extends ServerTest {

    private record Got(String id, String time, String signature, String body) {}

    private final List<Got> got = new ArrayList<>();
    private volatile int answer = 204;
    private volatile Runnable meanwhile = () -> {};
    private HttpServer receiver;

    @Autowired
    private Webhooks webhooks;

    @Autowired
    private WebhookStore store;

    @Autowired
    private Products products;

    @Autowired
    private LedgerOutbox outbox;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private LedgerTestKeeper.Maker ledgers;

    @TempDir
    private Path data;

    private LedgerKeeper keeper;

    private Browser owner;
    private Person quality;

    @BeforeEach
    void aReceiver() throws IOException {
        emptyDatabase();
        // A ledger that begins with this database, as the one of the whole run does not.
        keeper = ledgers.in(data);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            synchronized (got) {
                got.add(new Got(
                        exchange.getRequestHeaders().getFirst("webhook-id"),
                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                        body));
            }
            meanwhile.run();
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/inside");
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
        owner = signedIn(Role.OWNER);
        quality = person(Role.QUALITY);
        // Accounts and sessions leave records, which no other ledger is to take.
        keeper.drain();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
        keeper.close();
    }

    private String address() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }

    /** Adds the receiver and gives the secret. */
    private String add(String... events) {
        List<String> form = new ArrayList<>(List.of("name", "品質管理", "url", address(), "inside", "1"));
        for (String event : events) {
            form.addAll(List.of("event", event));
        }
        return owner.post("/settings/webhooks", form.toArray(String[]::new)).find("(whsec_[A-Za-z0-9+/=]+)<");
    }

    private void series(String code) {
        products.create(new NewSeries(code, code, "カメラ", "", List.of(), "1.0"), quality);
        keeper.drain();
    }

    /** One look, until all that it began has ended. */
    private void look() {
        for (Future<?> begun : webhooks.begin()) {
            await(begun);
        }
    }

    private static void await(Future<?> begun) {
        try {
            begun.get(1, TimeUnit.MINUTES);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static String signature(String secret, Got one) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        return "v1,"
                + Base64.getEncoder()
                        .encodeToString(mac.doFinal(
                                (one.id() + "." + one.time() + "." + one.body()).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tellsThatTheDayOfAnAssignmentHasCome() {
        add("task.due");
        TreeMap<String, Object> body = new TreeMap<>(Map.of(
                "id", "01990000-0000-7000-8000-000000000001",
                "assignment", "01990000-0000-7000-8000-000000000002",
                "series", "01990000-0000-7000-8000-000000000003",
                "requirement", "jcstar1/S1.1-02",
                "assignee", quality.id().toString(),
                "due", "2026-11-25"));
        transaction.executeWithoutResult(status -> outbox.append("task-due/1", quality.id(), body));
        keeper.drain();

        look();

        assertThat(got).singleElement().satisfies(one -> {
            JsonNode told = JsonMapper.builder().build().readTree(one.body());
            assertThat(told.path("type").asString()).isEqualTo("task.due");
            assertThat(told.at("/data/requirement").asString()).isEqualTo("jcstar1/S1.1-02");
            assertThat(told.at("/data/due").asString()).isEqualTo("2026-11-25");
            assertThat(told.at("/data/assignee").asString())
                    .isEqualTo(quality.id().toString());
        });
    }

    @Test
    void tellsWhatHappensFromThenOnInOrderAndSigned() throws Exception {
        series("MC-100");
        String secret = add("verdict.changed");
        assertThat(owner.get("/settings/webhooks").text()).contains("まだ送っていません").doesNotContain("届いています");
        series("MC-200");
        look();
        assertThat(got).hasSizeGreaterThanOrEqualTo(16).allSatisfy(one -> {
            assertThat(one.signature()).isEqualTo(signature(secret, one));
            JsonNode body = JsonMapper.builder().build().readTree(one.body());
            assertThat(body.path("type").asString()).isEqualTo("verdict.changed");
            assertThat(body.at("/data/requirement").asString()).isNotBlank();
            assertThat(one.id()).isEqualTo("shisa-" + body.at("/data/record").asString());
            assertThat(one.body()).doesNotContain(quality.name());
        });
        assertThat(got).extracting(Got::id).doesNotHaveDuplicates();
        String series = products.require("MC-200", quality).id().toString();
        assertThat(got).allSatisfy(one -> assertThat(one.body()).contains(series));
        int before = got.size();
        look();
        assertThat(got).as("nothing twice").hasSize(before);
        assertThat(owner.get("/settings/webhooks").text()).contains("届いています");
    }

    @Test
    void whatIsToldIsChosenAnewUnderTheSameSecret() throws Exception {
        String secret = add("evidence.confirmed");
        series("MC-100");
        look();
        assertThat(got).isEmpty();
        String here = "/settings/webhooks/" + store.all().getFirst().id();
        assertThat(owner.get(here).text()).contains("知らせることを変える");

        assertThat(owner.post(here + "/events").status()).as("nothing chosen").isEqualTo(422);
        assertThat(owner.post(here + "/events", "event", "no.such").status()).isEqualTo(422);
        assertThat(store.all().getFirst().events()).containsExactly(Webhook.Event.EVIDENCE_CONFIRMED);

        assertThat(owner.post(here + "/events", "event", "verdict.changed").location())
                .isEqualTo(here);
        keeper.drain();
        series("MC-200");
        look();

        String before = products.require("MC-100", quality).id().toString();
        assertThat(got).hasSizeGreaterThanOrEqualTo(16).allSatisfy(one -> {
            assertThat(one.signature()).isEqualTo(signature(secret, one));
            assertThat(one.body()).as("what happened before the choice").doesNotContain(before);
        });
        assertThat(owner.get("/audit").text())
                .contains("知らせることを変えた", "社内のネットワークへの送信: 許す")
                .doesNotContain("inside");
        owner.post(here + "/events", "event", "verdict.changed");
        assertThat(jdbc.sql("SELECT count(*) FROM audit WHERE act = 'webhook.change'")
                        .query(Integer.class)
                        .single())
                .as("what was chosen already is no change")
                .isOne();
    }

    @Test
    void aChoiceHoldsAtOnceAlsoInTheMiddleOfMuchThatIsTold() {
        add("verdict.changed");
        series("MC-200");
        meanwhile = () -> store.choose(store.all().getFirst().id(), Set.of(Webhook.Event.EVIDENCE_CONFIRMED));

        look();
        look();

        assertThat(got).as("of sixteen").hasSize(1);
    }

    @Test
    void aReceiverThatHangsHoldsUpNoOther() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        HttpServer hanging = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hanging.createContext("/", exchange -> {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        hanging.start();
        try {
            owner.post(
                    "/settings/webhooks",
                    "name",
                    "遅い相手",
                    "url",
                    "http://127.0.0.1:" + hanging.getAddress().getPort() + "/hook",
                    "inside",
                    "1",
                    "event",
                    "verdict.changed");
            keeper.drain();
            add("verdict.changed");
            series("MC-200");

            List<Future<?>> begun = webhooks.begin();

            assertThat(begun).hasSize(2);
            assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
            await(begun.get(1));
            assertThat(got).hasSizeGreaterThanOrEqualTo(16);
            assertThat(begun.getFirst().isDone()).isFalse();
            assertThat(webhooks.begin())
                    .as("the one in hand is not told twice at once")
                    .hasSize(1)
                    .allSatisfy(WebhooksTest::await);
            released.countDown();
            await(begun.getFirst());
        } finally {
            released.countDown();
            hanging.stop(0);
        }
    }

    @Test
    void whatLeadsInsideIsNotAskedUnlessTheOwnerSaidSo() {
        add("verdict.changed");
        // As a name does that leads somewhere else since it was entered.
        jdbc.sql("UPDATE webhook SET inside = false").update();
        series("MC-200");
        look();
        assertThat(got).isEmpty();
        assertThat(owner.get("/settings/webhooks/" + store.all().getFirst().id())
                        .text())
                .contains("127.0.0.1 は、社内のネットワークかこのコンピューターのアドレスなので、送りません");
    }

    @Test
    void whatDoesNotArriveIsSentAgainLaterAndAfterThreeDaysPaused() {
        add("verdict.changed");
        series("MC-200");
        answer = 500;
        look();
        look();
        assertThat(got).as("the first, once").hasSize(1);
        String first = got.getFirst().id();
        clock.advance(Duration.ofSeconds(30));
        look();
        assertThat(got).hasSize(2).allSatisfy(one -> assertThat(one.id()).isEqualTo(first));
        for (int hours = 0; hours < 78; hours += 6) {
            clock.advance(Duration.ofHours(6));
            look();
        }
        Webhook paused = store.all().getFirst();
        assertThat(paused.pausedAt()).isNotNull();
        int tries = got.size();
        clock.advance(Duration.ofDays(1));
        look();
        assertThat(got).hasSize(tries);

        answer = 200;
        // The session of three days ago has ended.
        owner = signedIn(Role.OWNER);
        Page page = owner.get("/settings/webhooks/" + paused.id());
        assertThat(page.text()).contains("止めています", "再開する", "500");
        owner.post("/settings/webhooks/" + paused.id() + "/resume");
        look();
        assertThat(got.subList(tries, got.size())).hasSizeGreaterThanOrEqualTo(16);
        assertThat(got.get(tries).id()).as("goes on where it stopped").isEqualTo(first);
        assertThat(store.all().getFirst().pausedAt()).isNull();
    }

    @Test
    void aPersonSendsOneAgainUnderTheSameName() {
        add("verdict.changed");
        series("MC-200");
        look();
        String id = store.all().getFirst().id().toString();
        String number = owner.get("/settings/webhooks/" + id).find("name=\"number\" value=\"([0-9-]+)\"");
        got.clear();
        assertThat(owner.post("/settings/webhooks/" + id + "/again", "number", number)
                        .text())
                .contains("届きました");
        assertThat(got).extracting(Got::id).containsExactly("shisa-" + number);
        assertThat(owner.post("/settings/webhooks/" + id + "/again", "number", "1-0")
                        .status())
                .as("a record of another kind is not told")
                .isEqualTo(404);
        assertThat(owner.post("/settings/webhooks/" + id + "/trial").text()).contains("届きました");
        assertThat(got.getLast().body()).contains("\"type\":\"trial\"");
        owner.post("/settings/webhooks/" + id + "/remove");
        assertThat(count("webhook")).isZero();
        assertThat(count("webhook_delivery")).isZero();
        assertThat(acts()).contains("webhook.add", "webhook.remove");
    }

    @Test
    void noRedirectIsFollowedAndNoAddressIsTakenThatIsNotSafe() {
        add("verdict.changed");
        series("MC-200");
        answer = 307;
        look();
        assertThat(got).hasSize(1);
        assertThat(store.told(store.all().getFirst().id(), 1).getFirst().code()).isEqualTo("redirected");

        for (String bad : Set.of(
                "http://quality.example/hook",
                "ftp://127.0.0.1/x",
                "https://user@quality.example/",
                "https:///x",
                "javascript:alert(1)",
                "")) {
            Page refused = owner.post("/settings/webhooks", "name", "x", "url", bad, "event", "verdict.changed");
            assertThat(refused.status()).as(bad).isEqualTo(422);
        }
        for (String within : Set.of("https://10.0.0.5/hook", "https://[::ffff:10.0.0.1]/", address())) {
            Page refused = owner.post("/settings/webhooks", "name", "x", "url", within, "event", "verdict.changed");
            assertThat(refused.status()).as(within).isEqualTo(422);
            assertThat(refused.text()).as(within).contains("社内のアドレスへの送信を許す");
        }
        assertThat(count("webhook")).isEqualTo(1);
        assertThat(signedIn(Role.QUALITY).get("/settings/webhooks").status()).isEqualTo(403);
    }

    @Test
    void anAddressThatCameToNothingIsNotToldAndLeavesTheLedgerAsItIs() {
        statements().fail("INSERT INTO audit", new IllegalStateException("made by the test"));
        assertThat(owner.post(
                                "/settings/webhooks",
                                "name",
                                "x",
                                "url",
                                address(),
                                "inside",
                                "1",
                                "event",
                                "verdict.changed")
                        .status())
                .isEqualTo(500);
        assertThat(store.all()).isEmpty();
        assertThat(keeper.trouble()).isEmpty();
        assertThat(webhooks.begin()).isEmpty();
    }

    @Test
    void anErrorAfterAMessageLeavesItToTheNextRoundUnderTheSameName() {
        add("verdict.changed");
        series("MC-200");
        statements().fail("INSERT INTO webhook_delivery", new OutOfMemoryError("made by the test"));
        look();
        assertThat(Background.failed()).containsEntry("webhook", "OutOfMemoryError");
        assertThat(got).hasSize(1);
        look();
        assertThat(got).as("it is taken until the round could have ended").hasSize(1);
        clock.advance(Duration.ofMinutes(6));
        look();
        assertThat(got.get(1).id()).isEqualTo(got.getFirst().id());
        assertThat(Background.failed()).doesNotContainKey("webhook");
    }
}
