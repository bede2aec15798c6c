package dev.shisa.server.ledger;

import dev.shisa.ledger.ConsistencyProof;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.Note;
import dev.shisa.ledger.SignedCheckpoint;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Asks a witness to cosign a checkpoint (C2SP tlog-witness, {@code add-checkpoint}) and keeps its cosignature only if the
 * key that was entered for it made it.
 */
final class WitnessCall {

    /** The witness has cosigned more than this log has. */
    static final String AHEAD = "witness-ahead";

    /** The witness holds another history. */
    static final String REFUSED = "witness-refused";

    private static final int CONFLICT = 409;
    private static final String SIZE = "text/x.tlog.size";

    private WitnessCall() {}

    /**
     * Does it.
     *
     * @param held size of the last checkpoint that the witness is known to have cosigned; 0 if none is
     * @param proofs the proof from a size of at least 1 to that of the checkpoint
     */
    static Outcome send(
            Receiver.Witness witness, SignedCheckpoint checkpoint, long held, LongFunction<ConsistencyProof> proofs)
            throws InterruptedException {
        try {
            // What we know may be older than what the witness has: it may have been told, or reset, by others.
            long old = Math.min(held, checkpoint.size());
            OutsideHttp.Answer answer = post(witness, checkpoint, old, proofs);
            OptionalLong size = answer.status() == CONFLICT ? size(answer) : OptionalLong.empty();
            if (size.isPresent()) {
                if (size.getAsLong() > checkpoint.size()) {
                    return new Outcome.Failed(AHEAD, Long.toString(size.getAsLong()), Long.toString(checkpoint.size()));
                }
                answer = post(witness, checkpoint, size.getAsLong(), proofs);
            }
            return outcome(witness, checkpoint, answer);
        } catch (OutsideHttp.NoAnswer e) {
            return e.why();
        }
    }

    private static OutsideHttp.Answer post(
            Receiver.Witness witness, SignedCheckpoint checkpoint, long old, LongFunction<ConsistencyProof> proofs)
            throws OutsideHttp.NoAnswer, InterruptedException {
        StringBuilder request = new StringBuilder("old ").append(old).append('\n');
        if (old > 0) {
            proofs.apply(old)
                    .path()
                    .forEach(hash -> request.append(hash.base64()).append('\n'));
        }
        request.append('\n').append(checkpoint.note());
        return OutsideHttp.post(
                new OutsideHttp.To(witness.uri(), witness.inside()),
                Map.of(),
                request.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static OptionalLong size(OutsideHttp.Answer answer) {
        String text = answer.body().strip();
        return answer.contentType().startsWith(SIZE) && text.matches("0|[1-9][0-9]{0,17}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private static Outcome outcome(Receiver.Witness witness, SignedCheckpoint checkpoint, OutsideHttp.Answer answer) {
        return switch (answer.status()) {
            case 200 -> cosigned(witness, checkpoint, answer.body());
            case 403 ->
                new Outcome.Failed("witness-key", checkpoint.checkpoint().origin());
            case 404 ->
                new Outcome.Failed("witness-unknown", checkpoint.checkpoint().origin());
            case CONFLICT -> new Outcome.Failed("witness-busy");
            case 422 -> new Outcome.Failed(REFUSED, Long.toString(checkpoint.size()));
            default -> OutsideHttp.unexpected(witness.uri(), answer.status());
        };
    }

    private static Outcome cosigned(Receiver.Witness witness, SignedCheckpoint checkpoint, String lines) {
        try {
            Note note = Note.parse((checkpoint.note() + lines).getBytes(StandardCharsets.UTF_8));
            // The lines must not change what the log says, only add to who signs it.
            boolean added = note.text().equals(checkpoint.note().text());
            return added && note.check(Set.of(witness.key())) instanceof Note.Check.Signed
                    ? new Outcome.Arrived(note.toString())
                    : new Outcome.Failed("witness-other-key", witness.key().name());
        } catch (LedgerException.Malformed e) {
            return new Outcome.Failed("witness-answer", String.valueOf(e.getMessage()));
        }
    }
}
