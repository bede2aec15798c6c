package dev.shisa.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is submitted into batches, in three steps that run side by side: <em>prepare</em> (hash, sign, build the
 * frame), <em>write</em> (one write, one fdatasync), <em>publish</em> (tiles, bundles, checkpoint; then acknowledge). The
 * disk always has the next batch waiting; what arrives meanwhile is the batch after that. Batches that were written while
 * others were published are published together. Each step has one thread of its own, because each blocks.
 *
 * <p>An acknowledgement is given when the batch is durable. It waits for its public files, so that whoever has it can read
 * them, but does not depend on them: when they cannot be written, the batch is acknowledged and the ledger refuses the next.
 */
final class Committer implements AutoCloseable {

    /** Bytes that may wait; submitting blocks beyond. */
    private static final long WAITING_BYTES_MAX = 64L << 20;

    private static final int WAITING_MAX = 1 << 20;

    /** Batches that may wait for the disk: one, so that it never waits itself. */
    private static final int PREPARED_MAX = 1;

    /** Batches that may wait for their public files, which are written for all of them at once. */
    private static final int WRITTEN_MAX = 16;

    private record Pending(List<byte[]> entries, int bytes, long arrivedNanos, CompletableFuture<Appended> future) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record File(Tile tile, byte[] content) {}

    /** A batch on its way; one without entries ends the work. */
    private record Batch(
            List<Pending> pending,
            long first,
            ByteBuffer frame,
            List<File> full,
            List<File> partial,
            SignedCheckpoint checkpoint) {}

    private final Journal journal;
    private final PublicFolder folder;
    private final SigningKey key;
    private final LedgerOptions options;
    private final TreeEdge edge;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Pending> queue = new ArrayDeque<>();
    private long waitingBytes;
    private int waitingEntries;
    private int urgent;
    private boolean closing;

    private final BlockingQueue<Batch> toWrite = new ArrayBlockingQueue<>(PREPARED_MAX);
    private final BlockingQueue<Batch> toPublish = new ArrayBlockingQueue<>(WRITTEN_MAX);
    private final List<Thread> threads;
    private volatile SignedCheckpoint published;
    private volatile LedgerException.@Nullable Failed failure;
    /** Tiles that became full while the present batch was prepared; only the preparing thread uses it. */
    private final List<File> full = new ArrayList<>();

    Committer(
            Journal journal,
            PublicFolder folder,
            SigningKey key,
            LedgerOptions options,
            TreeEdge edge,
            SignedCheckpoint published) {
        this.journal = journal;
        this.folder = folder;
        this.key = key;
        this.options = options;
        this.edge = edge;
        this.published = published;
        edge.onFull((tile, content) -> full.add(new File(tile, content)));
        this.threads = List.of(
                Thread.ofPlatform().daemon().name("ledger-prepare").start(this::prepareAll),
                Thread.ofPlatform().daemon().name("ledger-write").start(this::writeAll),
                Thread.ofPlatform().daemon().name("ledger-publish").start(this::publishAll));
    }

    SignedCheckpoint published() {
        return published;
    }

    CompletableFuture<Appended> submit(List<byte[]> entries, boolean now) {
        long bytes = 0;
        for (byte[] entry : entries) {
            EntryBundle.check(entry);
            bytes += EntryBundle.PREFIX_BYTES + entry.length;
        }
        if (entries.isEmpty() || entries.size() > Journal.BATCH_ENTRIES_MAX || bytes > Journal.BATCH_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "one batch has 1 to " + Journal.BATCH_ENTRIES_MAX + " entries in at most " + Journal.BATCH_BYTES_MAX
                            + " bytes; this one has " + entries.size() + " in " + bytes);
        }
        Pending pending = new Pending(List.copyOf(entries), (int) bytes, System.nanoTime(), new CompletableFuture<>());
        lock.lock();
        try {
            while (!closing && (waitingBytes > WAITING_BYTES_MAX || queue.size() > WAITING_MAX)) {
                room.awaitUninterruptibly();
            }
            LedgerException.Failed failed = failure;
            if (failed == null && closing) {
                failed = new LedgerException.Failed("the ledger is closed.");
            }
            if (failed != null) {
                pending.future.completeExceptionally(failed);
                return pending.future;
            }
            queue.add(pending);
            waitingBytes += pending.bytes;
            waitingEntries += entries.size();
            urgent += now ? 1 : 0;
            if (now || queue.size() == 1 || waitingEntries >= options.batchEntries()) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
        return pending.future;
    }

    // ---- prepare -------------------------------------------------------------------------------

    private void prepareAll() {
        long next = edge.size();
        try {
            while (true) {
                List<Pending> pending = take();
                Batch batch = prepareOrFail(pending, next);
                if (batch == null) {
                    continue;
                }
                toWrite.put(batch);
                if (pending.isEmpty()) {
                    return;
                }
                next = edge.size();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failAll(interrupted(e));
        }
    }

    /** What the next batch is made of, when its window is over; nothing when the ledger is closed. */
    private List<Pending> take() throws InterruptedException {
        lock.lock();
        try {
            while (!isDue()) {
                if (queue.isEmpty()) {
                    work.await();
                } else {
                    long _ = work.awaitNanos(leftNanos());
                }
            }
            List<Pending> taken = new ArrayList<>();
            int entries = 0;
            int bytes = 0;
            // What was appended in one call stays together, also when it is more than a batch usually has.
            while (!queue.isEmpty()
                    && (taken.isEmpty()
                            || (entries + queue.getFirst().entries.size() <= options.batchEntries()
                                    && bytes + queue.getFirst().bytes <= Journal.BATCH_BYTES_MAX))) {
                Pending pending = queue.removeFirst();
                entries += pending.entries.size();
                bytes += pending.bytes;
                taken.add(pending);
            }
            waitingBytes -= bytes;
            waitingEntries -= entries;
            // What is left over was there in time, too.
            urgent = queue.isEmpty() ? 0 : 1;
            room.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        return closing
                || urgent > 0
                || waitingEntries >= options.batchEntries()
                || (!queue.isEmpty() && leftNanos() <= 0);
    }

    private long leftNanos() {
        return queue.getFirst().arrivedNanos + options.batchWindow().toNanos() - System.nanoTime();
    }

    /** The edge of this thread: whatever goes wrong is told to those who wait. */
    private @Nullable Batch prepareOrFail(List<Pending> pending, long first) {
        LedgerException.Failed before = failure;
        if (before != null && !pending.isEmpty()) {
            fail(pending, before);
            return null;
        }
        try {
            return prepare(pending, first);
        } catch (RuntimeException e) {
            LedgerException.Failed failed = new LedgerException.Failed(
                    "a batch could not be prepared: " + e.getMessage() + ". Open the ledger again.", e);
            failAll(failed);
            fail(pending, failed);
            return null;
        }
    }

    private Batch prepare(List<Pending> pending, long first) {
        List<byte[]> entries = new ArrayList<>();
        pending.forEach(p -> entries.addAll(p.entries));
        byte[] bytes = EntryBundle.encode(entries);
        for (int at = 0; at < bytes.length; ) {
            at = edge.add(bytes, at);
        }
        List<File> partial =
                edge.partials().stream().map(t -> new File(t, edge.partial(t))).toList();
        SignedCheckpoint checkpoint =
                entries.isEmpty() ? published : key.sign(new Checkpoint(key.name(), edge.size(), edge.root()));
        ByteBuffer frame = entries.isEmpty()
                ? ByteBuffer.allocate(0)
                : Journal.frame(first, entries.size(), bytes, checkpoint.note().bytes());
        List<File> filled = List.copyOf(full);
        full.clear();
        return new Batch(pending, first, frame, filled, partial, checkpoint);
    }

    // ---- write ---------------------------------------------------------------------------------

    private void writeAll() {
        try {
            while (true) {
                Batch batch = toWrite.take();
                if (batch.pending.isEmpty()) {
                    toPublish.put(batch);
                    return;
                }
                LedgerException.Failed failed = failure == null ? write(batch) : failure;
                if (failed == null) {
                    toPublish.put(batch);
                } else {
                    fail(batch.pending, failed);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failAll(interrupted(e));
        }
    }

    private LedgerException.@Nullable Failed write(Batch batch) {
        try {
            journal.append(batch.frame, batch.first);
            return null;
        } catch (IOException | RuntimeException e) {
            LedgerException.Failed failed = new LedgerException.Failed(
                    "entries from " + batch.first + " on could not be written to " + journal.file() + ": "
                            + e.getMessage()
                            + ". Nothing acknowledged is lost; free or repair the disk, then open the ledger again.",
                    e);
            failAll(failed);
            return failed;
        }
    }

    // ---- publish -------------------------------------------------------------------------------

    private void publishAll() {
        try {
            List<Batch> batches = new ArrayList<>();
            while (true) {
                batches.clear();
                batches.add(toPublish.take());
                toPublish.drainTo(batches);
                boolean ends = batches.removeIf(batch -> batch.pending.isEmpty());
                if (!batches.isEmpty()) {
                    publish(batches);
                    acknowledge(List.copyOf(batches));
                }
                if (ends) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failAll(interrupted(e));
        }
    }

    /** Successive batches with one checkpoint, that of the last: the trees between need no partial tiles. */
    private void publish(List<Batch> batches) {
        if (failure != null) {
            return;
        }
        Batch last = batches.getLast();
        List<File> filled = batches.stream().flatMap(b -> b.full.stream()).toList();
        try {
            for (File file : filled) {
                folder.write(file.tile, file.content);
            }
            for (File file : last.partial) {
                folder.write(file.tile, file.content);
            }
            folder.writeCheckpoint(last.checkpoint);
            published = last.checkpoint;
            for (File file : filled) {
                folder.removePartials(file.tile);
            }
        } catch (IOException | RuntimeException e) {
            failAll(new LedgerException.Failed(
                    "the public files of the ledger could not be written: " + e.getMessage()
                            + ". All acknowledged entries are in the journal; free or repair the disk, then open the ledger"
                            + " again.",
                    e));
        }
    }

    /** In a thread of its own: what callers hang on their futures must not hold up the next batch. */
    private static void acknowledge(List<Batch> batches) {
        Thread.ofVirtual()
                .start(() -> batches.forEach(batch -> {
                    long index = batch.first;
                    for (Pending pending : batch.pending) {
                        pending.future.complete(new Appended(index, pending.entries.size(), batch.checkpoint));
                        index += pending.entries.size();
                    }
                }));
    }

    // ---- failing and closing -------------------------------------------------------------------

    private static LedgerException.Failed interrupted(InterruptedException cause) {
        return new LedgerException.Failed("the ledger was interrupted; open it again.", cause);
    }

    private static void fail(List<Pending> pending, LedgerException.Failed failed) {
        Thread.ofVirtual().start(() -> pending.forEach(p -> p.future.completeExceptionally(failed)));
    }

    /** From now on nothing is accepted. */
    private void failAll(LedgerException.Failed failed) {
        lock.lock();
        try {
            if (failure == null) {
                failure = failed;
            }
            List<Pending> waiting = List.copyOf(queue);
            queue.clear();
            waitingBytes = 0;
            waitingEntries = 0;
            urgent = 0;
            room.signalAll();
            fail(waiting, failed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        closeJournal();
    }

    private void closeJournal() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new LedgerException.Failed(
                    "the journal " + journal.file() + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
