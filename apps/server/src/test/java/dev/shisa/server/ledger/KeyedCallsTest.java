package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.outgoing.InTime;
import dev.shisa.server.platform.outgoing.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A call under an {@code Idempotency-Key} is one transaction: until that is committed, nothing of it is published, and {@link
 * CheckpointSender} sends nothing of it.
 */
class KeyedCallsTest extends ServerTest {

    private static final String PATH = "/api/v1/checkpoint-receivers";
    private static final String[] KEY = {"Idempotency-Key", "k-1"};

    @TempDir
    private Path outside;

    @Autowired
    private LedgerKeeper keeper;

    @Autowired
    private LedgerRecords records;

    @Autowired
    private CheckpointSchedule schedule;

    @Autowired
    private ReceiverStore store;

    @Autowired
    private Audit audit;

    @SuppressWarnings("NullAway.Init")
    private Api program;

    @BeforeEach
    void aLedgerWithARecord() {
        emptyDatabase();
        program = api(person(Role.OWNER), EnumSet.of(Act.VIEW, Act.CHANGE_SETTINGS, Act.READ_AUDIT));
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
    }

    private String folder() {
        return """
                {"kind": "folder", "name": "監査室", "every": "24", "folder": "%s"}""".formatted(outside);
    }

    private List<Path> sent() throws IOException {
        try (Stream<Path> files = Files.list(outside)) {
            return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-"))
                    .toList();
        }
    }

    private void assertIntact() throws SQLException, IOException {
        keeper.close();
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
        try (Connection connection = DATABASE.connect()) {
            assertThat(new LedgerCheck(DATA, clock, (stage, done, total) -> {})
                            .run(connection).differences().stream()
                                    .map(Difference::code)
                                    .filter(code -> code.startsWith("leaf-")
                                            || code.startsWith("record-")
                                            || code.startsWith("log-")))
                    .isEmpty();
        }
    }

    @Test
    void aReceiverThatCameToNothingLeavesNoLeafAndIsSentNothing() throws SQLException, IOException {
        long before = keeper.checkpoint().orElseThrow().size();
        statements().fail("UPDATE api_answer", new IllegalStateException("made by the test"));
        assertThatThrownBy(() -> program.post(PATH, folder(), KEY)).hasRootCauseMessage("made by the test");
        assertThat(count("checkpoint_receiver")).isZero();
        assertThat(sent()).isEmpty();
        assertThat(keeper.checkpoint().orElseThrow().size()).isEqualTo(before);
        assertIntact();
    }

    @Test
    void aReceiverIsSentTheCheckpointAfterItsCallIsCommitted() throws SQLException, IOException {
        try (AtOnce atOnce = atOnce();
                Statements.Held last = statements().hold("UPDATE api_answer")) {
            Future<Api.Answer> answer = atOnce.beside(() -> program.post(PATH, folder(), KEY));
            last.awaitReached();
            assertThat(sent()).as("before its transaction ended").isEmpty();
            last.letGo();
            assertThat(AtOnce.result(answer).status()).isEqualTo(201);
        }
        schedule.look();
        assertThat(sent()).hasSize(1);
        Receiver only = store.all().getFirst();
        assertThat(store.latest(only.id(), 9))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.arrived()).isTrue());
        assertThat(schedule.next(only.id())).contains(clock.instant().plus(Duration.ofHours(24)));
        assertIntact();
    }

    @Test
    void withoutAKeyTheAnswerTellsWhatBecameOfTheSending() {
        Api.Answer made = program.post(PATH, folder());
        assertThat(made.at("/receiver/last/outcome")).isEqualTo("arrived");
        String one = PATH + "/" + made.at("/receiver/id");
        assertThat(program.post(one + "/send", "").at("/last/arrived")).isEqualTo("true");
        assertThat(program.post(one + "/send", "", KEY).status()).isEqualTo(200);
    }

    @Test
    void theLedgerTakesNothingWithinATransaction() {
        inTransaction(() -> {
            audit.record(null, "person.invite", "佐藤", Map.of());
            keeper.drain();
            assertThat(records.waiting().count()).isPositive();
        });
        keeper.drain();
        assertThat(records.waiting().count()).isZero();
    }

    @Test
    void nothingIsSentWithinATransaction() {
        assertThatThrownBy(() -> inTransaction(() -> InTime.send(
                        "checkpoint",
                        Duration.ofMinutes(1),
                        () -> new Outcome.Failed("sent"),
                        () -> new Outcome.Failed("slow"),
                        cause -> new Outcome.Failed("broken"))))
                .isInstanceOf(IllegalStateException.class);
    }
}
