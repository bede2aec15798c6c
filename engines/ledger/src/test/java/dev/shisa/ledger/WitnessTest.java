package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to a witness and its answers (C2SP tlog-witness, add-checkpoint). */
class WitnessTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));
    private static final SigningKey COSIGNER =
            SigningKey.generate("witness.example/w", KeyType.COSIGNATURE_ED25519, new SplittableRandom(3));

    @TempDir
    Path temp;

    private Ledger ledger;
    private Ledger fork;
    private Witness witness;

    @BeforeEach
    void open() {
        ledger = Ledger.open(temp.resolve("log"), LedgerTest.KEY, LedgerTest.OPTIONS);
        fork = Ledger.open(temp.resolve("fork"), LedgerTest.KEY, LedgerTest.OPTIONS);
        witness = witness();
    }

    @AfterEach
    void close() {
        ledger.close();
        fork.close();
    }

    private Witness witness() {
        return new Witness(
                List.of(LedgerTest.KEY.verifier()), List.of(COSIGNER), new WitnessFolder(temp.resolve("state")), CLOCK);
    }

    private Witness.Answer ask(long old, List<Digest> proof, SignedCheckpoint checkpoint) {
        return ask(old, proof, checkpoint.note().toString());
    }

    private Witness.Answer ask(long old, List<Digest> proof, String note) {
        StringBuilder request = new StringBuilder("old " + old + "\n");
        proof.forEach(hash -> request.append(hash.base64()).append('\n'));
        return send(request.append('\n').append(note).toString());
    }

    private Witness.Answer send(String request) {
        return witness.addCheckpoint(request.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachStepWithItsProofIsCosigned() {
        long old = 0;
        for (int size : new int[] {3, 3, 8, 300, 301}) {
            if (size > ledger.checkpoint().size()) {
                ledger.append(LedgerTest.entries(old, size));
            }
            List<Digest> proof =
                    old == 0 ? List.of() : ledger.consistencyProof(old, size).path();
            SignedCheckpoint checkpoint = ledger.checkpoint();
            Witness.Answer answer = ask(old, proof, checkpoint);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            Note cosigned = Note.parse((checkpoint.note() + answer.body()).getBytes(StandardCharsets.UTF_8));
            assertThat(cosigned.check(Set.of(COSIGNER.verifier(), LedgerTest.KEY.verifier())))
                    .isInstanceOfSatisfying(
                            Note.Check.Signed.class,
                            signed -> assertThat(signed.by()).hasSize(2));
            assertThat(witness.checkpoint(WitnessFolder.hash("ledger.example/one"))
                            .body())
                    .isEqualTo(cosigned.toString());
            old = size;
        }
    }

    @Test
    void aWitnessStartedAgainRemembers() {
        ledger.append(LedgerTest.entries(0, 5));
        assertThat(ask(0, List.of(), ledger.checkpoint()).status()).isEqualTo(200);
        witness = witness();
        assertThat(ask(0, List.of(), ledger.checkpoint()))
                .isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "5\n"));
        assertThat(ask(5, List.of(), ledger.checkpoint()).status()).isEqualTo(200);
    }

    @Test
    void aForkedHistoryIsRefused() {
        ledger.append(LedgerTest.entries(0, 5));
        fork.append(LedgerTest.entries(1, 6));
        assertThat(ask(0, List.of(), ledger.checkpoint()).status()).isEqualTo(200);
        assertThat(ask(5, List.of(), fork.checkpoint()).status()).isEqualTo(422);
        fork.append(LedgerTest.entries(6, 9));
        assertThat(ask(5, fork.consistencyProof(5, 8).path(), fork.checkpoint()).status())
                .isEqualTo(422);
        assertThat(ask(0, List.of(), fork.checkpoint()).status()).isEqualTo(409);
    }

    @Test
    void stateThatCannotBeReadIsNeverTakenForANewLog() throws Exception {
        ledger.append(LedgerTest.entries(0, 5));
        assertThat(ask(0, List.of(), ledger.checkpoint()).status()).isEqualTo(200);
        Path state = Trees.files(temp.resolve("state")).getFirst();
        for (int cut : new int[] {0, 10, 100}) {
            Trees.truncate(state, cut);
            assertThatThrownBy(() -> ask(0, List.of(), ledger.checkpoint()))
                    .isInstanceOf(LedgerException.Failed.class)
                    .hasMessageContaining("restore it from a backup");
        }
        Files.delete(state);
    }

    @Test
    void anEmptyLogHasTheRootOfNothing() {
        assertThat(ask(0, List.of(), ledger.checkpoint()).status()).isEqualTo(200);
        SignedCheckpoint wrong = LedgerTest.KEY.sign(new Checkpoint("ledger.example/one", 0, LedgerTest.root(1)));
        assertThat(ask(0, List.of(), wrong).status()).isEqualTo(422);
    }

    @Test
    void everyOtherRequestGetsTheStatusOfTheSpecification() {
        ledger.append(LedgerTest.entries(0, 5));
        SignedCheckpoint five = ledger.checkpoint();
        String note = five.note().toString();
        Digest any = Digest.EMPTY_TREE;
        assertThat(ask(0, List.of(any), five).status()).as("proof from nothing").isEqualTo(422);
        assertThat(ask(6, List.of(), five).status()).as("old larger").isEqualTo(400);
        assertThat(ask(2, List.of(any), five)).isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "0\n"));
        assertThat(ask(0, List.of(), note.replace("ledger.example/one\n5", "ledger.example/two\n5"))
                        .status())
                .as("unknown")
                .isEqualTo(404);
        assertThat(ask(0, List.of(), note.replace("\n5\n", "\n6\n")).status())
                .as("changed")
                .isEqualTo(403);
        assertThat(ask(0, List.of(), five.checkpoint().text()).status())
                .as("unsigned")
                .isEqualTo(403);
        assertThat(ask(
                                0,
                                List.of(),
                                five.checkpoint().text() + "\n"
                                        + COSIGNER.cosign(five.checkpoint().text(), 1))
                        .status())
                .as("only by others")
                .isEqualTo(403);
        String zero = "ledger.example/one\n05\n" + five.root().base64() + "\n";
        assertThat(ask(0, List.of(), zero + "\n" + LedgerTest.KEY.sign(zero)).status())
                .as("malformed")
                .isEqualTo(400);
        for (String request : List.of(
                "",
                "\n\n" + note,
                "old\n\n" + note,
                "old 00\n\n" + note,
                "old -1\n\n" + note,
                "old 0 \n\n" + note,
                "Old 0\n\n" + note,
                "old 0\n" + note.strip(),
                "old 0\nAAAA\n\n" + note,
                "old 0\nno base 64\n\n" + note,
                "old 0\n" + (any.base64() + "\n").repeat(64) + "\n" + note)) {
            assertThat(send(request).status()).as(request).isEqualTo(400);
        }
        assertThat(send("old 0\n" + (any.base64() + "\n").repeat(63) + "\n" + note)
                        .status())
                .isEqualTo(422);
        assertThat(witness.addCheckpoint(new byte[Witness.REQUEST_BYTES_MAX + 1])
                        .status())
                .isEqualTo(400);
        assertThat(ask(0, List.of(), five).status())
                .as("nothing of this was remembered")
                .isEqualTo(200);
    }
}
