package dev.shisa.ledger.verify;

import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.Digest;
import dev.shisa.ledger.InclusionProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole log folder, or one proof, with nothing but the log's public key.
 *
 * <p>Every entry is hashed, every tile compared with the hashes below it, the root with the one that the checkpoint signs.
 * Where two files disagree, the one whose hash fits the level above is right, so that the finding names the file, the byte
 * and the entry that are wrong. Files are read in one pass, on as many cores as asked for, with a few megabytes for each.
 * If the journal is there, it is compared with the entry bundles byte by byte.
 */
public final class LogVerifier {

    private LogVerifier() {}

    /** Hears how far the check is. */
    @FunctionalInterface
    public interface Progress {
        /** For nobody. */
        Progress NONE = (done, total) -> {};

        void entries(long done, long total);
    }

    /** The same, on all cores of the machine. */
    public static Verification verify(Path folder, String vkey, Progress progress) throws IOException {
        return verify(folder, vkey, progress, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Checks a folder. The log should not be written to meanwhile: what is then new may be reported as missing.
     *
     * @param folder a ledger with {@code public} and {@code journal}, or a public folder with {@code checkpoint} and
     *     {@code tile}
     * @param vkey public key of the log, {@code name+id+key}
     * @param threads how many cores to use, at least 1
     * @throws IllegalArgumentException with one sentence if the key is malformed
     * @throws IOException if a file that is there cannot be read, so that nothing can be told
     */
    public static Verification verify(Path folder, String vkey, Progress progress, int threads) throws IOException {
        SignedText key = new SignedText(vkey);
        Path tiles = Files.isDirectory(folder.resolve("public")) ? folder.resolve("public") : folder;
        AtomicLong files = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
        Consumer<Finding> found = finding -> {
            synchronized (findings) {
                if (findings.size() < Verification.FINDINGS_MAX) {
                    findings.add(finding);
                }
            }
        };
        Checkpoint checkpoint = checkpoint(tiles.resolve("checkpoint"), key, found, new Read(files, bytes));
        if (checkpoint != null) {
            Layout layout = new Layout(tiles, checkpoint.size());
            new TreeCheck(layout, checkpoint, threads, progress, found, files, bytes).run();
        }
        if (Files.isDirectory(folder.resolve("journal"))) {
            Set<Path> wrong = findings.stream().map(Finding::file).collect(Collectors.toSet());
            new JournalCheck(folder.resolve("journal"), tiles, key, checkpoint, wrong::contains, found, files, bytes)
                    .run();
        }
        return new Verification(
                Optional.ofNullable(checkpoint),
                checkpoint == null ? 0 : checkpoint.size(),
                files.get(),
                bytes.get(),
                findings);
    }

    private static @Nullable Checkpoint checkpoint(Path file, SignedText key, Consumer<Finding> found, Read read)
            throws IOException {
        if (!read.file(file, 1 << 20)) {
            found.accept(new Finding.Missing(file));
            return null;
        }
        SignedText.Read result = key.read(Arrays.copyOf(read.buffer(), read.length()));
        if (result.checkpoint() == null) {
            found.accept(new Finding.BadCheckpoint(file, result.why()));
        }
        return result.checkpoint();
    }

    /**
     * Checks that an entry is in a log.
     *
     * @param note the signed checkpoint
     * @param vkey public key of the log
     * @return empty if it is, otherwise one sentence that says what does not fit
     */
    public static Optional<String> verifyInclusion(byte[] entry, InclusionProof proof, byte[] note, String vkey) {
        Signed signed = checkpoint(note, vkey);
        return signed.checkpoint().isEmpty()
                ? Optional.of(signed.why())
                : verifyInclusion(entry, proof, signed.checkpoint().get());
    }

    /**
     * A checkpoint that was looked at.
     *
     * @param checkpoint what it says; empty if it is not signed by the key
     * @param why one sentence if so, otherwise empty
     */
    public record Signed(Optional<Checkpoint> checkpoint, String why) {}

    /**
     * Reads a checkpoint that a key must have signed.
     *
     * @param note the signed checkpoint
     * @param vkey public key of the log
     * @throws IllegalArgumentException with one sentence if the key is malformed
     */
    public static Signed checkpoint(byte[] note, String vkey) {
        SignedText.Read read = new SignedText(vkey).read(note);
        return new Signed(Optional.ofNullable(read.checkpoint()), read.why());
    }

    /**
     * Checks that an entry is in a log.
     *
     * @param checkpoint whose signature was verified before
     * @return empty if it is, otherwise one sentence that says what does not fit
     */
    public static Optional<String> verifyInclusion(byte[] entry, InclusionProof proof, Checkpoint checkpoint) {
        if (checkpoint.size() != proof.treeSize()) {
            return Optional.of("the proof is for a log of " + proof.treeSize() + " entries, the checkpoint has "
                    + checkpoint.size() + ".");
        }
        Sha sha = new Sha();
        byte[] leaf = new byte[entry.length + 1];
        System.arraycopy(entry, 0, leaf, 1, entry.length);
        byte[] hash = new byte[Sha.BYTES];
        sha.leaf(leaf, 0, leaf.length, hash, 0);
        List<Digest> path = proof.path();
        byte[] root = climbed(sha, hash, proof.leafIndex(), 0, proof.treeSize(), path, path.size());
        if (root == null) {
            return Optional.of(
                    "the proof does not have the length that it must have for entry " + proof.leafIndex() + ".");
        }
        return Digest.of(root).equals(checkpoint.root())
                ? Optional.empty()
                : Optional.of("the entry is not entry " + proof.leafIndex()
                        + " of this log: the proof leads to another root" + " hash.");
    }

    /** The root of D[from:end] by the definition of PATH (RFC 6962, section 2.1.1), read from the top; null if too short. */
    private static byte @Nullable [] climbed(
            Sha sha, byte[] leaf, long index, long from, long end, List<Digest> path, int length) {
        if (end - from == 1) {
            return length == 0 ? leaf : null;
        }
        if (length == 0) {
            return null;
        }
        long middle = from + Long.highestOneBit(end - from - 1);
        byte[] sibling = path.get(length - 1).bytes();
        boolean left = index < middle;
        byte[] below = climbed(sha, leaf, index, left ? from : middle, left ? middle : end, path, length - 1);
        return below == null ? null : left ? sha.node(below, sibling) : sha.node(sibling, below);
    }
}
