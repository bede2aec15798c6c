package dev.shisa.server.ledger;

import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.Digest;
import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.Note;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.VerifierKey;
import dev.shisa.ledger.verify.LogVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Compares a checkpoint that somebody outside has held with the log of today: the root of as many of today's leaves as
 * the checkpoint counts must be the root that it was signed with, or the log is not the one that was seen then.
 *
 * <p>The leaves are hashed one by one as RFC 6962, section 2.1, defines the tree; nothing of the code that writes or proves is
 * used. That these leaves are those of today's records is what {@link LedgerCheck} tells.
 */
final class HeldCheckpoint {

    private final Path data;

    /** @param data the data folder of the installation */
    HeldCheckpoint(Path data) {
        this.data = data;
    }

    /** What the comparison gave; its words are the messages {@code ledger.held.<code>}. */
    enum Result {
        /** Today's log begins with exactly what was held. */
        CONTINUES,
        /** This log's signature on another history. */
        FORKED,
        /** This log's signature on more records than there are today. */
        LONGER,
        /** The name of this log, another key. */
        OTHER_KEY,
        /** The file was changed: the signature is not over this text. */
        SPOILT,
        /** Not of this installation. */
        FOREIGN,
        /** No checkpoint at all. */
        UNREADABLE,
        /** Today's log has no files to compare with. */
        GONE;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The outcome.
     *
     * @param log which of the installation's logs, 0 if none
     * @param heldSize how many records the checkpoint counts
     * @param size how many the log has today
     */
    record Compared(Result result, int log, long heldSize, long size) {

        boolean holds() {
            return result == Result.CONTINUES;
        }

        /** Whether it shows that the log is another one than it was; otherwise nothing can be told. */
        boolean proves() {
            return result == Result.FORKED || result == Result.LONGER || result == Result.OTHER_KEY;
        }
    }

    Compared compare(byte[] given) throws IOException {
        Checkpoint held;
        Note note;
        // A mail program or an editor may have put other line ends; what was signed has none of them.
        byte[] file =
                new String(given, StandardCharsets.UTF_8).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
        try {
            note = Note.parse(file);
            held = Checkpoint.parse(note.text());
        } catch (LedgerException.Malformed e) {
            return new Compared(Result.UNREADABLE, 0, 0, 0);
        }
        for (int log = 1; Files.exists(keyFile(log)); log++) {
            VerifierKey key = SigningKey.read(keyFile(log)).verifier();
            if (!key.name().equals(held.origin())) {
                continue;
            }
            if (note.lines().stream().noneMatch(line -> line.name().equals(key.name()) && line.keyId() == key.id())) {
                return new Compared(Result.OTHER_KEY, log, held.size(), 0);
            }
            return LogVerifier.checkpoint(file, key.toString()).checkpoint().isEmpty()
                    ? new Compared(Result.SPOILT, log, held.size(), 0)
                    : compare(log, key, held);
        }
        return new Compared(Result.FOREIGN, 0, held.size(), 0);
    }

    private Compared compare(int log, VerifierKey key, Checkpoint held) throws IOException {
        Path folder = data.resolve("ledger").resolve(Integer.toString(log)).resolve("public");
        Path published = folder.resolve("checkpoint");
        Checkpoint now = Files.exists(published)
                ? LogVerifier.checkpoint(Files.readAllBytes(published), key.toString())
                        .checkpoint()
                        .orElse(null)
                : null;
        if (now == null) {
            return new Compared(Result.GONE, log, held.size(), 0);
        }
        if (held.size() > now.size()) {
            return new Compared(Result.LONGER, log, held.size(), now.size());
        }
        LeafFiles leaves = new LeafFiles(folder, now.size());
        Deque<byte[]> roots = new ArrayDeque<>();
        for (long index = 0; index < held.size(); index++) {
            byte[] leaf = leaves.entry(index);
            if (leaf == null) {
                return new Compared(Result.GONE, log, held.size(), now.size());
            }
            byte[] hash = sha256(new byte[] {0}, leaf);
            // As many complete subtrees end here as the number of leaves has factors of two.
            for (long ended = index; ended % 2 == 1; ended /= 2) {
                hash = sha256(new byte[] {1}, roots.pop(), hash);
            }
            roots.push(hash);
        }
        return new Compared(
                Digest.of(root(roots)).equals(held.root()) ? Result.CONTINUES : Result.FORKED,
                log,
                held.size(),
                now.size());
    }

    /** Of complete subtrees, the smallest on top. */
    private static byte[] root(Deque<byte[]> roots) {
        if (roots.isEmpty()) {
            return sha256();
        }
        byte[] root = roots.pop();
        while (!roots.isEmpty()) {
            root = sha256(new byte[] {1}, roots.pop(), root);
        }
        return root;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List.of(parts).forEach(digest::update);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Path keyFile(int log) {
        return data.resolve("secrets").resolve("ledger-" + log + ".key");
    }
}
