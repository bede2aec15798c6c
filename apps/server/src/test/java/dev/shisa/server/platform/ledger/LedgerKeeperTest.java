package dev.shisa.server.platform.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.ledger.Digest;
import dev.shisa.ledger.ProofResult;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.audit.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.FileSystemUtils;

class LedgerKeeperTest extends ServerTest {

    @TempDir
    Path data;

    @Autowired
    LedgerRecords records;

    @Autowired
    LedgerTestKeeper.Maker keepers;

    @Autowired
    Audit audit;

    private LedgerKeeper keeper;

    @BeforeEach
    void anEmptyInstallation() {
        emptyDatabase();
        keeper = keeper();
    }

    @AfterEach
    void close() {
        keeper.close();
    }

    @Test
    void whatWasRecordedIsProvenAfterADrain() {
        acts(3);
        assertThat(records.waiting().count()).isEqualTo(3);
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
        assertThat(records.waiting().count()).isZero();
        assertThat(positions()).containsExactly("1-0", "1-1", "1-2");
        for (LedgerRecord record : all()) {
            LedgerKeeper.Proven proven = keeper.prove(position(record)).orElseThrow();
            assertThat(proven.entry()).isEqualTo(record.entry().bytes());
            assertThat(proven.proof()
                            .verify(
                                    Digest.ofLeaf(proven.entry()),
                                    proven.checkpoint().root()))
                    .isInstanceOf(ProofResult.Holds.class);
            assertThat(LedgerEntry.parse(proven.entry())).contains(record.entry());
        }
    }

    @Test
    void manyRecordsGoInInSeveralBatchesWithoutAGapOrATwin() {
        acts(2_345);
        keeper.drain();
        assertThat(jdbc.sql("SELECT count(DISTINCT leaf_index) FROM ledger_outbox WHERE log = 1")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2_345);
        assertThat(keeper.checkpoint().orElseThrow().size()).isEqualTo(2_345);
    }

    @Test
    void aCrashBetweenTakingAndMarkingNeitherLosesNorDoubles() {
        acts(5);
        keeper.drain();
        keeper.close();
        jdbc.sql("UPDATE ledger_outbox SET log = NULL, leaf_index = NULL WHERE leaf_index >= 2")
                .update();
        acts(1);
        keeper = keeper();
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
        assertThat(positions()).containsExactly("1-0", "1-1", "1-2", "1-3", "1-4", "1-5");
        assertThat(keeper.checkpoint().orElseThrow().size()).isEqualTo(6);
    }

    /** A leaf is on the disk before its record is marked; what comes in between is found again when the log is opened. */
    @Test
    void whatWasAppendedAndNotMarkedIsNeitherLostNorDoubled() {
        for (String words : List.of("UPDATE ledger_outbox", Statements.COMMIT)) {
            acts(3);
            statements().fail(words, new IllegalStateException("made by the test"));
            keeper.drain();
            keeper.drain();
            assertThat(keeper.trouble()).as(words).isEmpty();
        }
        assertThat(records.waiting().count()).isZero();
        assertThat(positions()).containsExactly("1-0", "1-1", "1-2", "1-3", "1-4", "1-5");
        assertThat(keeper.checkpoint().orElseThrow().size()).isEqualTo(6);
    }

    @Test
    void aLedgerThatLostItsEndIsToldAndNothingMoreGoesIn() throws IOException {
        acts(2);
        keeper.drain();
        Path older = data.resolve("older");
        FileSystemUtils.copyRecursively(keeper.folder(1), older);
        acts(2);
        keeper.drain();
        keeper.close();
        FileSystemUtils.deleteRecursively(keeper.folder(1));
        Files.move(older, keeper.folder(1));
        acts(1);
        keeper = keeper();
        keeper.drain();
        assertThat(keeper.trouble()).map(LedgerTrouble::code).contains("short");
        assertThat(records.waiting().count()).isEqualTo(1);
    }

    @Test
    void aLedgerThatIsGoneIsToldAndNotBegunAnew() throws IOException {
        acts(2);
        keeper.drain();
        keeper.close();
        FileSystemUtils.deleteRecursively(keeper.folder(1));
        keeper = keeper();
        keeper.drain();
        assertThat(keeper.trouble()).map(LedgerTrouble::code).contains("missing");
        assertThat(keeper.folder(1)).doesNotExist();
    }

    @Test
    void aDatabaseThatWentBackAloneIsTold() {
        acts(4);
        keeper.drain();
        keeper.close();
        jdbc.sql("DELETE FROM ledger_outbox WHERE leaf_index >= 2").update();
        keeper = keeper();
        keeper.drain();
        assertThat(keeper.trouble()).map(LedgerTrouble::code).contains("unknown");
    }

    @Test
    void aDamagedJournalIsToldWithItsFile() throws IOException {
        acts(4);
        keeper.drain();
        acts(4);
        keeper.drain();
        keeper.close();
        Path journal;
        try (var files = Files.list(keeper.folder(1).resolve("journal"))) {
            journal = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length / 4] ^= 1;
        Files.write(journal, bytes);
        acts(1);
        keeper = keeper();
        keeper.drain();
        assertThat(keeper.trouble()).map(LedgerTrouble::code).contains("damaged");
        assertThat(keeper.trouble().orElseThrow().args().getFirst().toString())
                .contains(String.valueOf(journal.getFileName()));
        assertThat(records.waiting().count()).isEqualTo(1);
    }

    @Test
    void whatWasRestoredGoesOnInANewLogAndTheOldOneStaysProven() throws IOException {
        acts(2);
        keeper.drain();
        keeper.close();
        Files.writeString(data.resolve("ledger").resolve("restored"), "{}");
        keeper = keeper();
        acts(1);
        keeper.drain();
        assertThat(keeper.trouble()).isEmpty();
        assertThat(positions()).containsExactly("1-0", "1-1", "2-0");
        assertThat(keeper.checkpoint().orElseThrow().checkpoint().origin()).endsWith("/2");
        assertThat(keeper.prove(new LedgerRecord.Position(1, 1))).isPresent();
        assertThat(data.resolve("ledger").resolve("restored")).doesNotExist();
        // One restore begins one log.
        keeper.close();
        keeper = keeper();
        acts(1);
        keeper.drain();
        assertThat(positions()).last().isEqualTo("2-1");
    }

    @Test
    void erasedContentLeavesEveryProofAsItWas() {
        acts(3);
        keeper.drain();
        jdbc.sql("UPDATE ledger_outbox SET salt = NULL, body = NULL, erased_at = at WHERE leaf_index = 1")
                .update();
        LedgerRecord erased = records.at(new LedgerRecord.Position(1, 1)).orElseThrow();
        assertThat(erased.opened()).isEmpty();
        LedgerKeeper.Proven proven = keeper.prove(position(erased)).orElseThrow();
        assertThat(proven.proof()
                        .verify(
                                Digest.ofLeaf(proven.entry()),
                                proven.checkpoint().root()))
                .isInstanceOf(ProofResult.Holds.class);
        assertThat(proven.entry()).isEqualTo(erased.entry().bytes());
    }

    private LedgerKeeper keeper() {
        return keepers.in(data);
    }

    private void acts(int count) {
        var owner = person(Role.OWNER);
        // Of accounts and settings; only what follows is counted.
        jdbc.sql("DELETE FROM ledger_outbox WHERE kind = 'row/1' AND log IS NULL")
                .update();
        for (int i = 0; i < count; i++) {
            audit.record(owner, "settings.organisation", "みどり浜光機 " + i, Map.of("before", "緑浜"));
        }
    }

    private List<LedgerRecord> all() {
        return records.page(new LedgerRecords.Filter("", null, null, null, false), 0, 10_000);
    }

    private List<String> positions() {
        return all().stream()
                .map(record -> {
                    LedgerRecord.Position position = position(record);
                    return position.log() + "-" + position.leaf();
                })
                .toList();
    }

    private static LedgerRecord.Position position(LedgerRecord record) {
        return java.util.Objects.requireNonNull(record.position());
    }
}
