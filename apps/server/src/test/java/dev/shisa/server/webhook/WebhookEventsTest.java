package dev.shisa.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Happenings;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.ledger.LedgerTestKeeper;
import dev.shisa.server.platform.outgoing.HttpSink;
import dev.shisa.server.platform.outgoing.StandardWebhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an engineering team works with arrives at its own server: advisories, findings, stops, suppliers, notices, and that a case waits. */
class WebhookEventsTest extends ServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    private Webhooks webhooks;

    @Autowired
    private WebhookStore store;

    @Autowired
    private LedgerTestKeeper.Maker ledgers;

    @Autowired
    private LedgerOutbox outbox;

    @Autowired
    private ApplicationContext context;

    @TempDir
    private Path data;

    @SuppressWarnings("NullAway.Init")
    private LedgerKeeper keeper;

    @SuppressWarnings("NullAway.Init")
    private HttpSink receiver;

    @SuppressWarnings("NullAway.Init")
    private Happenings house;

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    private String secret = "";

    @BeforeEach
    void aMakerAndAReceiver() throws IOException {
        emptyDatabase();
        keeper = ledgers.in(data);
        receiver = new HttpSink(204, Map.of());
        Person everything = person(Role.OWNER, Role.QUALITY, Role.PSIRT);
        owner = signedIn(everything);
        house = new Happenings(context, everything, owner, signedIn(Role.EXECUTIVE), signedOut());
        keeper.drain();
    }

    @AfterEach
    void close() {
        receiver.close();
        keeper.close();
    }

    private void tell(String... events) {
        List<String> form = new ArrayList<>(List.of("name", "開発の基盤", "url", receiver.url("/hook"), "inside", "1"));
        Arrays.stream(events).forEach(event -> form.addAll(List.of("event", event)));
        secret = owner.post("/settings/webhooks", form.toArray(String[]::new)).find("(whsec_[A-Za-z0-9+/=]+)<");
    }

    /** What has arrived since the last look, in its order. */
    private List<JsonNode> arrived() throws Exception {
        int before = receiver.got().size();
        keeper.drain();
        // A round has an end, and what is left comes with the next.
        for (int round = 0; round < 5; round++) {
            for (Future<?> begun : webhooks.begin()) {
                begun.get(1, TimeUnit.MINUTES);
            }
        }
        List<JsonNode> arrived = new ArrayList<>();
        for (HttpSink.Got one : receiver.got().subList(before, receiver.got().size())) {
            String id = one.headers().getOrDefault("webhook-id", "");
            assertThat(one.headers())
                    .containsEntry(
                            "webhook-signature",
                            StandardWebhook.signature(
                                    secret, id + "." + one.headers().get("webhook-timestamp") + "." + one.body()));
            arrived.add(JSON.readTree(one.body()));
        }
        assertThat(arrived).allSatisfy(WebhookEventsTest::isAsDescribed);
        return arrived;
    }

    /** The API's document has a schema of each message, which takes it and nothing beside it. */
    private static void isAsDescribed(JsonNode message) {
        JsonNode schema = described
                .path(message.path("type").asString())
                .at("/post/requestBody/content/application~1json/schema");
        assertThat(schema.isObject()).as(message.toString()).isTrue();
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema.toString())
                        .validate(message.toString(), InputFormat.JSON))
                .as(message.toString())
                .isEmpty();
    }

    private static JsonNode described = JSON.createObjectNode();

    @BeforeEach
    void theDescription() {
        described = Api.document(mvc).path("webhooks");
    }

    private static List<String> types(List<JsonNode> messages) {
        return messages.stream().map(one -> one.path("type").asString()).toList();
    }

    private static String said(JsonNode message, String field) {
        return message.at("/data/" + field).asString("");
    }

    @Test
    void anAdvisoryIsToldWhenItIsIssuedCorrectedAndWithdrawn() throws Exception {
        tell("advisory.issued", "advisory.corrected", "advisory.withdrawn");
        String at = house.issue("WHITE");
        house.correct(at);
        house.withdraw(at);

        List<JsonNode> told = arrived();

        assertThat(types(told)).containsExactly("advisory.issued", "advisory.corrected", "advisory.withdrawn");
        assertThat(told).allSatisfy(one -> {
            assertThat(said(one, "number")).isEqualTo("MHK-SA-2026-001");
            assertThat(said(one, "tlp")).isEqualTo("WHITE");
            assertThat(one.toString()).doesNotContain("認証", "田中");
        });
        assertThat(told).extracting(one -> said(one, "revision")).containsExactly("1", "2", "3");
    }

    @Test
    void whoeverWantsOneOfThemIsToldThatOneAndGoesOnBehindTheOthers() throws Exception {
        tell("advisory.withdrawn");
        String at = house.issue("WHITE");
        assertThat(arrived()).isEmpty();
        house.correct(at);
        house.withdraw(at);
        assertThat(types(arrived())).containsExactly("advisory.withdrawn");
        String id = store.all().getFirst().id().toString();
        String issued = jdbc.sql("""
                        SELECT log || '-' || leaf_index FROM ledger_outbox
                        WHERE kind = 'advisory-issued/1' ORDER BY id LIMIT 1""").query(String.class).single();
        assertThat(owner.post("/settings/webhooks/" + id + "/again", "number", issued)
                        .status())
                .as("nor by hand")
                .isEqualTo(404);
    }

    @Test
    void aThousandFindingsAreOneMessageForTheVersionAndSoAreTheirPriorities() throws Exception {
        tell("findings.found", "findings.priority", "findings.decided");
        house.find(1_000);

        List<JsonNode> found = arrived();
        assertThat(types(found)).containsExactly("findings.found");
        assertThat(said(found.getFirst(), "count")).isEqualTo("1000");
        assertThat(said(found.getFirst(), "series"))
                .isEqualTo(house.camera().id().toString());
        assertThat(said(found.getFirst(), "vulnerability")).isEqualTo("CVE-2099-10000");
        assertThat(said(found.getFirst(), "immediate")).isEqualTo("0");

        house.exploit(1_000);
        List<JsonNode> raised = arrived();
        assertThat(types(raised)).containsExactly("findings.priority");
        assertThat(said(raised.getFirst(), "count")).isEqualTo("1000");
        assertThat(said(raised.getFirst(), "immediate")).isEqualTo("1000");
        assertThat(said(raised.getFirst(), "priority")).isEqualTo("immediate");

        house.decide(jdbc.sql("SELECT id::text FROM vulnerability_finding ORDER BY vulnerability LIMIT 200")
                .query((row, number) -> String.valueOf(row.getString(1)))
                .list());
        List<JsonNode> decided = arrived();
        assertThat(types(decided)).containsExactly("findings.decided");
        assertThat(said(decided.getFirst(), "count")).isEqualTo("200");
        assertThat(said(decided.getFirst(), "state")).isEqualTo("not-affected");
        assertThat(decided.getFirst().toString()).doesNotContain("組み込んで");

        house.exploit(1_000);
        assertThat(arrived()).as("nothing has changed").isEmpty();
    }

    @Test
    void aStopIsToldWhenItIsSetWhenDevicesAreTakenBackAndWhenItIsLifted() throws Exception {
        tell("stop.set", "stop.recalled", "stop.lifted");
        String code = house.stopAndResume();

        List<JsonNode> told = arrived();

        assertThat(types(told)).containsExactly("stop.set", "stop.recalled", "stop.lifted");
        assertThat(told).allSatisfy(one -> {
            assertThat(said(one, "code")).isEqualTo(code);
            assertThat(said(one, "series")).isEqualTo(house.camera().id().toString());
            assertThat(one.toString()).doesNotContain("発熱", "覚え書き");
        });
        assertThat(told).extracting(one -> said(one, "day")).containsExactly("2026-11-18", "2026-11-19", "2026-11-20");
    }

    @Test
    void aSupplierIsToldOfWhenItAnswersAndOnceForEachDayThatItLetsPass() throws Exception {
        tell("supplier.answered", "supplier.overdue");
        house.answer(house.ask("ツバメ電子"));
        house.ask("カモメ電子");
        house.lookForLateAnswers();

        List<JsonNode> answered = arrived();
        assertThat(types(answered)).containsExactly("supplier.answered");
        assertThat(said(answered.getFirst(), "answers")).isEqualTo("7");
        assertThat(answered.toString()).doesNotContain("山田", "tsubame.example", "ツバメ");

        clock.advance(Duration.ofDays(30).plusMinutes(1));
        house.lookForLateAnswers();
        house.lookForLateAnswers();
        List<JsonNode> late = arrived();
        assertThat(types(late)).containsExactly("supplier.overdue");
        String code = jdbc.sql("SELECT code FROM supplier WHERE name = 'カモメ電子'")
                .query(String.class)
                .single();
        assertThat(said(late.getFirst(), "code")).isEqualTo(code);

        owner = signedIn(person(Role.OWNER, Role.QUALITY));
        jdbc.sql("UPDATE supplier_request SET expires_at = expires_at + interval '10 days' WHERE submitted_at IS NULL")
                .update();
        house.lookForLateAnswers();
        assertThat(arrived()).as("its link was renewed").isEmpty();
        clock.advance(Duration.ofDays(11));
        house.lookForLateAnswers();
        assertThat(types(arrived())).as("and ended again").containsExactly("supplier.overdue");
    }

    @Test
    void aNoticeToUsersIsToldWhenItIsSent() throws Exception {
        tell("users.told");
        house.tellUsers();

        List<JsonNode> told = arrived();

        assertThat(types(told)).containsExactly("users.told");
        assertThat(said(told.getFirst(), "kind")).isEqualTo("update");
        assertThat(said(told.getFirst(), "code")).startsWith("N-");
        assertThat(said(told.getFirst(), "users")).isEqualTo("0");
    }

    @Test
    void ofACaseOnlyThatOneWasOpenedIsToldAndOfADrillNothing() throws Exception {
        tell("case.opened");
        house.drill();
        assertThat(arrived()).as("a drill never leaves").isEmpty();
        String number = house.report("秘密の題");
        assertThat(owner.post("/psirt/" + number + "/entries/note", "text", "調べた")
                        .status())
                .isEqualTo(302);

        List<JsonNode> told = arrived();

        assertThat(types(told)).as("what follows in it is not told").containsExactly("case.opened");
        JsonNode one = told.getFirst();
        assertThat(one.propertyNames()).containsExactlyInAnyOrder("type", "timestamp", "data");
        assertThat(one.path("data").propertyNames()).containsExactly("record");
        assertThat(one.toString()).doesNotContain(number, "秘密", "MC-200", "CVE");
        assertThat(jdbc.sql("SELECT id::text FROM psirt_case")
                        .query(String.class)
                        .list())
                .noneMatch(id -> one.toString().contains(id));
        assertThat(owner.get("/settings/webhooks/" + store.all().getFirst().id())
                        .text())
                .doesNotContain(number, "秘密");
    }

    @Test
    void nobodyIsToldOfCasesWhoDidNotAskForIt() throws Exception {
        String form = owner.get("/settings/webhooks").html();
        assertThat(form).containsPattern("value=\"stop.set\"[^>]*checked");
        assertThat(form).contains("value=\"case.opened\"").doesNotContainPattern("value=\"case.opened\"[^>]*checked");
        tell(Webhook.Event.USUAL.stream().map(Webhook.Event::id).toArray(String[]::new));
        house.report("秘密の題");
        assertThat(types(arrived())).doesNotContain("case.opened");
    }

    @Test
    void anAddressFromBeforeIsToldWhatItWasToldAndNothingMore() throws Exception {
        tell("task.due");
        house.issue("WHITE");
        house.find(1);
        house.stopAndResume();
        house.report("秘密の題");
        assertThat(arrived()).isEmpty();
    }

    @Test
    void aRecordThatWasErasedAndDescribedAnewIsNoNews() throws Exception {
        tell("stop.set");
        house.stopAndResume();
        assertThat(arrived()).hasSize(1);
        Map<String, Object> body = JSON.readValue(
                jdbc.sql("""
                                SELECT convert_from(body, 'UTF8') FROM ledger_outbox
                                WHERE kind = 'shipping-stop-step/1' ORDER BY id LIMIT 1""").query(String.class).single(),
                new tools.jackson.core.type.TypeReference<TreeMap<String, Object>>() {});
        inTransaction(() -> outbox.append("shipping-stop-step/1", house.camera().id(), new TreeMap<>(body)));
        assertThat(arrived()).isEmpty();
    }

    @Test
    void everyMessageIsInTheDocumentsWithItsFields() throws IOException {
        assertThat(described.propertyNames())
                .containsExactlyInAnyOrder(Arrays.stream(Webhook.Event.values())
                        .map(Webhook.Event::id)
                        .toArray(String[]::new));
        for (String language : List.of("en", "ja")) {
            List<String> lines = Files.readAllLines(Path.of("../../docs/operating_" + language + ".md"));
            for (Webhook.Event event : Webhook.Event.values()) {
                String line = lines.stream()
                        .filter(one -> one.startsWith("| `") && one.contains("`" + event.id() + "`"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(event.id() + " is not in " + language));
                String fields = line.split("\\|", -1)[2];
                assertThat(Stream.of(fields.split("`", -1))
                                .filter(word -> word.matches("[a-zA-Z]+"))
                                .toList())
                        .as(event.id())
                        .isEqualTo(event.fields());
            }
        }
    }
}
