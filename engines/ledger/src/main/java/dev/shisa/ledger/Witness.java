package dev.shisa.ledger;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers the latest checkpoint of each log that it knows, and cosigns the next one only with the proof that it continues
 * that one (C2SP tlog-witness, {@code add-checkpoint}). A log that shows different histories to different people finds no
 * witness for the second one.
 */
public final class Witness {

    /** A request has at most this many proof lines. */
    static final int PROOF_LINES_MAX = 63;

    /** Old size, proof and a note. */
    public static final int REQUEST_BYTES_MAX = Note.BYTES_MAX + 4096;

    private static final String OLD = "old ";

    private final Map<String, Set<VerifierKey>> logs;
    private final List<SigningKey> keys;
    private final WitnessStore store;
    private final InstantSource clock;

    /**
     * What to answer over HTTP.
     *
     * @param status HTTP status
     * @param contentType media type of the body
     * @param body signature lines, a tree size, or one sentence
     */
    public record Answer(int status, String contentType, String body) {

        private static Answer refused(int status, String sentence) {
            return new Answer(status, "text/plain; charset=utf-8", sentence + "\n");
        }
    }

    /**
     * Makes a witness.
     *
     * @param logs keys of the logs; the name of a key is the origin of its log
     * @param keys cosigning keys, at least one
     * @param store keeps what was seen
     * @param clock tells the time of a cosignature
     */
    public Witness(List<VerifierKey> logs, List<SigningKey> keys, WitnessStore store, InstantSource clock) {
        if (keys.isEmpty() || keys.stream().anyMatch(k -> !k.verifier().type().isCosignature())) {
            throw new IllegalArgumentException("a witness signs with keys of type 4 or 6");
        }
        this.logs = new HashMap<>();
        logs.forEach(key ->
                this.logs.computeIfAbsent(key.name(), name -> new HashSet<>()).add(key));
        this.keys = List.copyOf(keys);
        this.store = store;
        this.clock = clock;
    }

    /** Answers one request. Requests are answered one after the other, so that what is remembered never goes back. */
    public synchronized Answer addCheckpoint(byte[] request) {
        try {
            return answer(request);
        } catch (LedgerException.Malformed e) {
            return Answer.refused(400, String.valueOf(e.getMessage()));
        }
    }

    private Answer answer(byte[] request) {
        if (request.length > REQUEST_BYTES_MAX) {
            return Answer.refused(400, "a request has at most " + REQUEST_BYTES_MAX + " bytes.");
        }
        int blank = emptyLine(request);
        List<String> lines = Note.utf8(Arrays.copyOf(request, blank)).lines().toList();
        long old = oldSize(lines);
        List<Digest> proof = proof(lines);
        byte[] bytes = Arrays.copyOfRange(request, blank + 1, request.length);
        String origin = Note.utf8(bytes).lines().findFirst().orElse("");
        Set<VerifierKey> known = logs.get(origin);
        if (known == null) {
            return Answer.refused(404, "this witness does not know the log.");
        }
        if (!Note.utf8(bytes).contains("\n\n")) {
            return Answer.refused(403, "the checkpoint is not signed.");
        }
        Note note = Note.parse(bytes);
        return switch (note.check(known)) {
            case Note.Check.Unsigned() -> Answer.refused(403, "the checkpoint is not signed by the log.");
            case Note.Check.Spoilt(VerifierKey key) ->
                Answer.refused(403, "the signature of " + key.name() + " does not verify.");
            case Note.Check.Signed(var signers) -> next(old, proof, note);
        };
    }

    /** The line feed that is the empty line behind the proof. */
    private static int emptyLine(byte[] request) {
        for (int i = 1; i < request.length; i++) {
            if (request[i] == '\n' && request[i - 1] == '\n') {
                return i;
            }
        }
        throw new LedgerException.Malformed("a request is an old size, proof lines, an empty line and a checkpoint.");
    }

    private static long oldSize(List<String> lines) {
        if (!lines.getFirst().startsWith(OLD)) {
            throw new LedgerException.Malformed("the first line is written \"old <size>\".");
        }
        return Checkpoint.size(lines.getFirst().substring(OLD.length()));
    }

    private static List<Digest> proof(List<String> lines) {
        if (lines.size() - 1 > PROOF_LINES_MAX) {
            throw new LedgerException.Malformed("a proof has at most " + PROOF_LINES_MAX + " lines.");
        }
        List<Digest> proof = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            proof.add(Digest.of(Base64Text.decode(line, "proof line " + (proof.size() + 1))));
        }
        return proof;
    }

    private Answer next(long old, List<Digest> proof, Note note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (old > checkpoint.size()) {
            return Answer.refused(
                    400, "the old size " + old + " is larger than the new one, " + checkpoint.size() + ".");
        }
        Optional<SignedCheckpoint> latest = store.latest(checkpoint.origin());
        long size = latest.map(SignedCheckpoint::size).orElse(0L);
        if (old != size) {
            return new Answer(409, "text/x.tlog.size", size + "\n");
        }
        Digest root = latest.map(SignedCheckpoint::root).orElse(Digest.EMPTY_TREE);
        ProofResult result = continues(old, root, checkpoint, proof);
        if (result instanceof ProofResult.Fails fails) {
            return Answer.refused(
                    422, "the checkpoint does not continue the one of size " + old + ": " + fails.reason() + ".");
        }
        return cosigned(checkpoint, note);
    }

    /** Every tree continues the empty one, without a proof. */
    private static ProofResult continues(long old, Digest root, Checkpoint next, List<Digest> proof) {
        if (next.size() == 0 && !next.root().equals(Digest.EMPTY_TREE)) {
            return new ProofResult.Fails("an empty log has another root hash");
        }
        if (old == 0) {
            return proof.isEmpty() ? new ProofResult.Holds() : new ProofResult.Fails("from size 0 the proof is empty");
        }
        return new ConsistencyProof(old, next.size(), proof).verify(root, next.root());
    }

    private Answer cosigned(Checkpoint checkpoint, Note note) {
        long now = clock.instant().getEpochSecond();
        List<Note.Line> lines = new ArrayList<>();
        Set<VerifierKey> trusted = logs.getOrDefault(checkpoint.origin(), Set.of());
        note.lines().stream()
                .filter(line -> trusted.stream().anyMatch(key -> key.names(line)))
                .forEach(lines::add);
        StringBuilder body = new StringBuilder();
        for (SigningKey key : keys) {
            Note.Line line = key.cosign(note.text(), now);
            lines.add(line);
            body.append(line);
        }
        // Durable before it is given out: otherwise a crash would let the witness sign another history.
        store.replace(new SignedCheckpoint(checkpoint, new Note(note.text(), lines)));
        return new Answer(200, "text/plain; charset=utf-8", body.toString());
    }

    /** The latest cosigned checkpoint of the log whose origin has this SHA-256 in hex, for monitors. */
    public Answer checkpoint(String originHash) {
        for (String origin : logs.keySet()) {
            if (WitnessFolder.hash(origin).equals(originHash)) {
                return store.latest(origin)
                        .map(c -> new Answer(
                                200, "text/plain; charset=utf-8", c.note().toString()))
                        .orElse(Answer.refused(404, "this witness has not cosigned anything of the log yet."));
            }
        }
        return Answer.refused(404, "this witness does not know the log.");
    }
}
