package dev.shisa.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An append-only log that proves itself (C2SP tlog-tiles) in one folder:
 *
 * <pre>
 * journal/   the truth, for this process only: batches of entries with their signed checkpoints
 * public/    checkpoint and tile/…, made from the journal, to be copied or served as they are
 * lock       held while a process has it open
 * </pre>
 *
 * <p>An append returns when its batch is durable: entries and the signed checkpoint of the tree with them are one frame of
 * the journal and one fdatasync. Public files follow; who asks for a checkpoint, proof or entry here waits for them. Opening reads and proves the whole journal (about a microsecond for each entry), cuts off
 * what was never acknowledged, and rebuilds public files that are missing or torn; on damaged acknowledged bytes it refuses
 * with {@link LedgerException.Damaged}. After a failed write the ledger refuses further entries until it is opened again.
 *
 * <p>Safe for many threads, virtual ones too. Proofs are checked against the signed root before they are given out.
 */
public final class Ledger implements AutoCloseable {

    private static final String JOURNAL = "journal";
    private static final String PUBLIC = "public";

    private final FileChannel lock;
    private final PublicFolder folder;
    private final Path publicPath;
    private final Opening opening;
    private final VerifierKey verifier;
    private final Committer committer;
    private final TileTree tree;

    private Ledger(
            FileChannel lock,
            Path dir,
            PublicFolder folder,
            Opening opening,
            VerifierKey verifier,
            Committer committer) {
        this.lock = lock;
        this.publicPath = dir.resolve(PUBLIC);
        this.folder = folder;
        this.opening = opening;
        this.verifier = verifier;
        this.committer = committer;
        this.tree = new TileTree(folder::readHashes);
    }

    /**
     * Opens the ledger in a folder, or begins one.
     *
     * @param key signs checkpoints; its name is the origin of the log
     * @throws LedgerException.Damaged if acknowledged bytes are not what they were
     * @throws LedgerException.Locked if another process, or this one, has it open
     * @throws LedgerException.Failed if a file cannot be read or written, or the key is not that of the journal
     */
    public static Ledger open(Path dir, SigningKey key, LedgerOptions options) {
        return open(dir, key, options, Journal.DISK);
    }

    static Ledger open(Path dir, SigningKey key, LedgerOptions options, Journal.Opener opener) {
        if (key.verifier().type() != KeyType.ED25519) {
            throw new IllegalArgumentException("a log signs with a key of type 1 (Ed25519)");
        }
        FileChannel lock = lock(dir);
        try {
            Path journal = dir.resolve(JOURNAL);
            if (!Files.isDirectory(journal) && Files.isDirectory(dir.resolve(JournalRepair.REPAIRED))) {
                throw new LedgerException.Failed("a repair of " + dir + " was interrupted; run it again.");
            }
            if (!Files.isDirectory(journal)) {
                Files.createDirectory(
                        journal, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Folders.force(dir);
            }
            Files.createDirectories(dir.resolve(PUBLIC));
            PublicFolder folder = new PublicFolder(dir.resolve(PUBLIC));
            LedgerOpener.Opened opened = new LedgerOpener(journal, folder, key).open();
            Committer committer = new Committer(
                    new Journal(journal, opened.scan(), options.segmentBytes(), opener),
                    folder,
                    key,
                    options,
                    opened.edge(),
                    opened.checkpoint());
            return new Ledger(lock, dir, folder, opened.report(), key.verifier(), committer);
        } catch (IOException e) {
            unlock(lock, e);
            throw new LedgerException.Failed("the ledger " + dir + " cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            unlock(lock, e);
            throw e;
        }
    }

    /**
     * Restores a damaged journal with the entries of the public folder, if these are proven by the signed roots; open the
     * ledger afterwards. The damaged journal is kept beside it. Changes nothing where nothing is damaged.
     *
     * @return how many entries were taken from the public folder
     * @throws LedgerException.Failed if the entries cannot be proven, so that only a backup helps; then nothing was changed
     */
    public static long repair(Path dir, SigningKey key, LedgerOptions options) {
        FileChannel lock = lock(dir);
        try (lock) {
            return new JournalRepair(dir, new PublicFolder(dir.resolve(PUBLIC)), key, options).run();
        } catch (IOException e) {
            throw new LedgerException.Failed("the ledger " + dir + " cannot be repaired: " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path dir) {
        try {
            Files.createDirectories(dir);
            FileChannel channel = FileChannel.open(
                    dir.resolve("lock"),
                    EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            FileLock held;
            try {
                held = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                held = null;
            }
            if (held == null) {
                channel.close();
                throw new LedgerException.Locked(
                        "the ledger " + dir + " is in use by another process; stop that one first.");
            }
            return channel;
        } catch (IOException e) {
            throw new LedgerException.Failed("the ledger " + dir + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static void unlock(FileChannel lock, Exception cause) {
        try {
            lock.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** What opening found and did. */
    public Opening opening() {
        return opening;
    }

    /** The key that verifies the checkpoints of this log. */
    public VerifierKey verifier() {
        return verifier;
    }

    /** The folder to serve or copy. */
    public Path publicFolder() {
        return publicPath;
    }

    /**
     * Appends entries as one batch, or as part of one; all of them or none. Returns when they are durable.
     *
     * @param entries at least one, each of at most {@value EntryBundle#ENTRY_BYTES_MAX} bytes
     * @throws IllegalArgumentException if they are too large or too many for one batch (65,536 entries, 32 MiB)
     * @throws LedgerException.Failed if they could not be made durable
     */
    public Appended append(List<byte[]> entries) {
        return wait(committer.submit(entries, true));
    }

    /**
     * Appends one entry together with others that arrive within the batch window. Blocks while too much waits.
     *
     * @return completes when the entry is durable, or with a {@link LedgerException.Failed}
     */
    public CompletableFuture<Appended> submit(byte[] entry) {
        return committer.submit(List.of(entry), false);
    }

    private static Appended wait(CompletableFuture<Appended> acknowledged) {
        try {
            return acknowledged.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LedgerException.Failed failed) {
                throw new LedgerException.Failed(String.valueOf(failed.getMessage()), failed);
            }
            throw e;
        }
    }

    /**
     * The latest checkpoint, with its files in the public folder; it is at least as new as any acknowledgement given before
     * the call, and waits for the files if they are not there yet.
     */
    public SignedCheckpoint checkpoint() {
        return committer.published();
    }

    /**
     * The latest checkpoint, for whoever reads or copies files of the folder next, the journal too: all of them are as the
     * checkpoint says until something is appended again.
     */
    public SignedCheckpoint settle() {
        return committer.settle();
    }

    /**
     * One entry.
     *
     * @throws NoSuchElementException if the log is not as long
     */
    public byte[] entry(long index) {
        Iterator<byte[]> entries = entries(index, index + 1);
        return entries.next();
    }

    /**
     * Entries in their order, read bundle by bundle.
     *
     * @throws NoSuchElementException if the log is shorter than {@code end}
     */
    public Iterator<byte[]> entries(long from, long end) {
        long size = committer.published(end).size();
        if (from < 0 || from > end || end > size) {
            throw new NoSuchElementException(
                    "entries " + from + " to " + (end - 1) + " are not in a log of " + size + " entries");
        }
        return new Entries(folder, size, from, end);
    }

    /**
     * The proof that an entry is in the log of a size.
     *
     * @throws LedgerException.Malformed if the log never had that size or the entry is not in it
     * @throws LedgerException.Failed if a public file is damaged, so that the proof would not hold
     */
    public InclusionProof inclusionProof(long index, long size) {
        SignedCheckpoint now = within(size);
        if (index < 0 || index >= size) {
            throw new LedgerException.Malformed("entry " + index + " is not in a log of " + size + " entries.");
        }
        InclusionProof proof = tree.inclusion(index, size, now.size());
        check(proof.verify(tree.leaf(index, now.size()), root(size, now)));
        return proof;
    }

    /**
     * The proof that the log of the second size continues that of the first.
     *
     * @param first at least 1
     * @throws LedgerException.Malformed if the sizes are not in this order within the log
     * @throws LedgerException.Failed if a public file is damaged, so that the proof would not hold
     */
    public ConsistencyProof consistencyProof(long first, long second) {
        SignedCheckpoint now = within(second);
        if (first < 1 || first > second) {
            throw new LedgerException.Malformed(
                    "a log of " + second + " entries cannot continue one of " + first + ".");
        }
        ConsistencyProof proof = tree.consistency(first, second, now.size());
        check(proof.verify(root(first, now), root(second, now)));
        return proof;
    }

    /** The root hash that the log had at a size. */
    public Digest root(long size) {
        return root(size, within(size));
    }

    private SignedCheckpoint within(long size) {
        SignedCheckpoint now = committer.published(size);
        if (size < 0 || size > now.size()) {
            throw new LedgerException.Malformed("the log has " + now.size() + " entries, never had " + size + ".");
        }
        return now;
    }

    /** The root of an earlier size, only if the tiles lead from it to the signed root. */
    private Digest root(long size, SignedCheckpoint now) {
        if (size == now.size()) {
            return now.root();
        }
        Digest root = tree.root(size, now.size());
        if (size > 0) {
            check(tree.consistency(size, now.size(), now.size()).verify(root, now.root()));
        }
        return root;
    }

    private void check(ProofResult result) {
        if (result instanceof ProofResult.Fails fails) {
            throw new LedgerException.Failed("the tiles in " + publicPath + " are damaged (" + fails.reason()
                    + "); opening the ledger again rebuilds them from the journal.");
        }
    }

    /** Makes everything durable that was submitted, and releases the folder. */
    @Override
    public void close() {
        try (lock) {
            committer.close();
        } catch (IOException e) {
            throw new LedgerException.Failed("the lock of " + publicPath + " cannot be released: " + e.getMessage(), e);
        }
    }
}
