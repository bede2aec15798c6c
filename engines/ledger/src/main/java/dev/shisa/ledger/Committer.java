package dev.shisa.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is submitted into batches, in two steps that run side by side: <em>prepare</em> (hash, sign, complete the
 * frame) and <em>write</em> (one write, one fdatasync, then acknowledge). The disk always has the next batch waiting; what
 * arrives meanwhile is the batch after that. While only one batch is there, the preparing thread writes it itself, so that a
 * lone caller does not wait for threads to wake each other.
 *
 * <p>Behind them, a third thread <em>publishes</em>: tiles, bundles, checkpoint. An acknowledgement depends on the disk
 * alone. Files for many batches are written at once, soon after the first of them, and at once when somebody asks for a
 * checkpoint, proof or entry: who was acknowledged and then reads here finds what was acknowledged. When public files cannot
 * be written, the ledger takes no more entries.
 *
 * <p>Whatever a thread fails of, also an {@code Error} such as a full memory, it tells those who wait and goes on to its end: nobody waits
 * for a thread that is gone, and closing ends.
 */
final class Committer implements AutoCloseable {

    /** Bytes that may wait; submitting blocks beyond. */
    private static final long WAITING_BYTES_MAX = 64L << 20;

    /** Entries that may wait, however small. */
    private static final int WAITING_MAX = 1 << 20;

    /** Batches that may wait for the disk: one, so that it never waits itself. */
    private static final int PREPARED_MAX = 1;

    /** Of how many batches alone the time is a mean, the latest weighing most. */
    private static final int ALONE_SMOOTHING = 8;

    /** How long nothing has become durable before what has is published, when nobody asks: appends go before files. */
    private static final Duration QUIET = Duration.ofMillis(20);

    /** How long durable batches wait at most: so short that no person or copier of files sees the difference. */
    private static final Duration PUBLISHING_WINDOW = Duration.ofSeconds(1);

    /** Bytes of full tiles from which on they are published without waiting. */
    private static final long UNPUBLISHED_BYTES = 32L << 20;

    /** Beyond these, the journal waits for the public files, so that a crash leaves little of them to make. */
    private static final long UNPUBLISHED_BYTES_MAX = 64L << 20;

    /** Frames from this size on are given to later calls with as many bytes. */
    private static final int ROOM_BYTES_MIN = 1 << 16;

    /** Larger ones are rare. */
    private static final int ROOM_BYTES_MAX = 1 << 20;

    /** As many as are on their way at once: one that is filled, one prepared, one that waits, one written. */
    private static final int ROOMS_MAX = 4;

    /** A tile or bundle to be published. */
    private sealed interface File {
        Tile tile();

        int bytes();
    }

    /** One batch that is prepared, one that waits, one that is written. */
    private static final int OUTSIDE_MAX = 3;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Held(Tile tile, byte[] content) implements File {
        @Override
        public int bytes() {
            return content.length;
        }
    }

    /** A bundle that one batch has whole: it is copied from the journal, and not kept in memory until then. */
    private record Journaled(Tile tile, Journal.Place batch, int from, int bytes) implements File {}

    /** The same before the batch is written. */
    private record InFrame(Tile tile, int from, int bytes) {}

    /** Files of durable batches, and the checkpoint that needs them. */
    private record Publication(List<File> full, List<Held> partial, SignedCheckpoint checkpoint) {}

    /** A batch that is ready for the disk. */
    private record Prepared(
            Batch batch,
            long first,
            ByteBuffer frame,
            List<Held> full,
            List<InFrame> inFrame,
            List<Held> partial,
            SignedCheckpoint checkpoint) {}

    private final Journal journal;
    private final PublicFolder folder;
    private final SigningKey key;
    private final LedgerOptions options;
    private final TreeEdge edge;
    /** Tiles that became full while the present batch was prepared; only the preparing thread uses it. */
    private final List<Held> filled = new ArrayList<>();

    private final List<InFrame> filledInFrame = new ArrayList<>();

    /** Empty at the end. */
    private final BlockingQueue<Optional<Prepared>> toWrite = new ArrayBlockingQueue<>(PREPARED_MAX);

    /** Batches that the writing thread has or will have. */
    private final AtomicInteger writing = new AtomicInteger();

    /** Made beforehand: when there is no memory left, there is none to say so. */
    private final LedgerException.Failed memory = new LedgerException.Failed(
            "the memory is full. Nothing acknowledged is lost; open the ledger again.",
            new OutOfMemoryError("of the ledger"));

    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition publishing = lock.newCondition();
    private final Condition publication = lock.newCondition();
    /** Only the last one is added to. */
    private final Deque<Batch> queue = new ArrayDeque<>();

    private final Deque<byte[]> rooms = new ArrayDeque<>();

    /** Memory outside the heap, from which the disk is written without another copy. */
    private final BlockingQueue<ByteBuffer> outside = new ArrayBlockingQueue<>(OUTSIDE_MAX);

    /** What a batch alone lately took from the end of its window until it was durable; only the preparing thread uses it. */
    private long aloneNanos;

    private long waitingBytes;
    private int waitingEntries;
    private boolean urgent;
    private boolean closing;

    /** Full tiles of durable batches; their partial ones are those of the last batch. */
    private List<File> unpublished = new ArrayList<>();

    private List<Held> partial = List.of();
    private long unpublishedBytes;
    private long unpublishedSinceNanos;
    private long durableNanos;
    private boolean wanted;
    private boolean written;
    private boolean publishes = true;

    private volatile SignedCheckpoint durable;
    private volatile SignedCheckpoint published;
    private volatile LedgerException.@Nullable Failed failure;
    private final List<Thread> threads;

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
        this.durable = published;
        this.published = published;
        edge.onFull(new TreeEdge.Full() {
            @Override
            public void accept(Tile tile, byte[] content) {
                filled.add(new Held(tile, content));
            }

            @Override
            public void accept(Tile bundle, byte[] frame, int from, int end) {
                filledInFrame.add(new InFrame(bundle, from, end - from));
            }
        });
        this.threads = List.of(
                Thread.ofPlatform().daemon().name("ledger-prepare").start(this::prepareAll),
                Thread.ofPlatform().daemon().name("ledger-write").start(this::writeAll),
                Thread.ofPlatform().daemon().name("ledger-publish").start(this::publishAll));
    }

    // ---- submit --------------------------------------------------------------------------------

    /** @param now for one caller who waits for nothing else: no window, no other thread between him and the disk */
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
        Batch call = new Batch(entries, (int) bytes, bytes < ROOM_BYTES_MIN ? null : usedRoom());
        CompletableFuture<Appended> future = call.call(now);
        lock.lock();
        try {
            while (!closing && (waitingBytes > WAITING_BYTES_MAX || waitingEntries > WAITING_MAX)) {
                room.awaitUninterruptibly();
            }
            LedgerException.Failed failed = failure;
            if (failed == null && closing) {
                failed = new LedgerException.Failed("the ledger is closed.");
            }
            if (failed != null) {
                return CompletableFuture.failedFuture(failed);
            }
            Batch batch = queue.peekLast();
            boolean opens = batch == null || !fits(batch, call.count(), call.bytes());
            if (opens) {
                batch = call;
                queue.addLast(batch);
            } else {
                batch.add(call);
            }
            waitingBytes += bytes;
            waitingEntries += entries.size();
            urgent |= now;
            if (now || opens || batch.count() >= options.batchEntries()) {
                work.signal();
            }
            return future;
        } finally {
            lock.unlock();
        }
    }

    private byte @Nullable [] usedRoom() {
        lock.lock();
        try {
            return rooms.pollLast();
        } finally {
            lock.unlock();
        }
    }

    /** What was appended in one call stays together, also when it is more than a batch usually has. */
    private boolean fits(Batch batch, int entries, int bytes) {
        return batch.count() + entries <= options.batchEntries() && batch.bytes() + bytes <= Journal.BATCH_BYTES_MAX;
    }

    // ---- prepare -------------------------------------------------------------------------------

    private void prepareAll() {
        try {
            for (Batch batch = take(); batch != null; batch = take()) {
                long taken = System.nanoTime();
                Prepared prepared = prepareOrFail(batch);
                if (prepared == null) {
                    continue;
                }
                if (writing.get() == 0 && isIdle()) {
                    write(prepared, false);
                    aloneNanos += (System.nanoTime() - taken - aloneNanos) / ALONE_SMOOTHING;
                } else {
                    writing.incrementAndGet();
                    toWrite.put(Optional.of(prepared));
                }
            }
            toWrite.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failAll(interrupted(e));
        }
    }

    /** The next batch, when its window is over; null when the ledger is closed and nothing waits. */
    private @Nullable Batch take() throws InterruptedException {
        lock.lock();
        try {
            while (!isDue()) {
                if (queue.isEmpty()) {
                    work.await();
                } else {
                    long _ = work.awaitNanos(leftNanos());
                }
            }
            Batch batch = queue.pollFirst();
            if (batch != null) {
                waitingBytes -= batch.bytes();
                waitingEntries -= batch.count();
                urgent &= !queue.isEmpty();
                room.signalAll();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        return closing
                || queue.size() > 1
                || (!queue.isEmpty()
                        && (urgent || queue.getFirst().count() >= options.batchEntries() || leftNanos() <= 0));
    }

    private long leftNanos() {
        long window = options.batchWindow().toNanos();
        return queue.getFirst().arrivedNanos() + window - Math.min(aloneNanos, window / 2) - System.nanoTime();
    }

    private boolean isIdle() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The edge of this thread: whatever goes wrong is told to those who wait. */
    private @Nullable Prepared prepareOrFail(Batch batch) {
        LedgerException.Failed failed = failure;
        if (failed == null) {
            try {
                return prepare(batch);
            } catch (RuntimeException | Error e) {
                failed = e instanceof OutOfMemoryError
                        ? memory
                        : new LedgerException.Failed(
                                "a batch could not be prepared: " + e.getMessage() + ". Open the ledger again.", e);
                failAll(failed);
            }
        }
        batch.fail(failed);
        return null;
    }

    private Prepared prepare(Batch batch) {
        long first = edge.size();
        batch.addTo(edge);
        List<Held> parts =
                edge.partials().stream().map(t -> new Held(t, edge.partial(t))).toList();
        SignedCheckpoint checkpoint = key.sign(new Checkpoint(key.name(), edge.size(), edge.root()));
        ByteBuffer frame = outside(batch, batch.frame(first, checkpoint.note().bytes()));
        Prepared prepared =
                new Prepared(batch, first, frame, List.copyOf(filled), List.copyOf(filledInFrame), parts, checkpoint);
        filled.clear();
        filledInFrame.clear();
        return prepared;
    }

    /** A large frame is copied out of the heap, whose array goes to a later call; a small or very large one stays. */
    private ByteBuffer outside(Batch batch, ByteBuffer frame) {
        if (frame.capacity() < ROOM_BYTES_MIN || frame.capacity() > ROOM_BYTES_MAX) {
            return frame;
        }
        ByteBuffer copy = outside.poll();
        if (copy == null) {
            copy = ByteBuffer.allocateDirect(ROOM_BYTES_MAX);
        }
        copy.clear().put(frame).flip();
        lock.lock();
        try {
            if (rooms.size() < ROOMS_MAX) {
                rooms.addLast(batch.room());
            }
        } finally {
            lock.unlock();
        }
        return copy;
    }

    // ---- write ---------------------------------------------------------------------------------

    private void writeAll() {
        try {
            for (Optional<Prepared> next = toWrite.take(); next.isPresent(); next = toWrite.take()) {
                write(next.get(), true);
                writing.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failAll(interrupted(e));
        }
        lock.lock();
        try {
            written = true;
            publishing.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * By one thread at a time, in the order of the entries.
     *
     * @param more whether batches follow each other without a pause
     */
    private void write(Prepared prepared, boolean more) {
        LedgerException.Failed earlier = failure;
        if (earlier != null) {
            prepared.batch.fail(earlier);
            return;
        }
        try {
            Journal.Place place = journal.append(prepared.frame, prepared.first, more);
            if (prepared.frame.isDirect()) {
                boolean _ = outside.offer(prepared.frame);
            }
            handOver(prepared, place);
        } catch (IOException | RuntimeException | Error e) {
            LedgerException.Failed failed = e instanceof OutOfMemoryError
                    ? memory
                    : new LedgerException.Failed(
                            "entries from " + prepared.first + " on could not be written to " + journal.file() + ": "
                                    + e.getMessage()
                                    + ". Nothing acknowledged is lost; free or repair the disk, then open the ledger again.",
                            e);
            failAll(failed);
            prepared.batch.fail(failed);
            return;
        }
        prepared.batch.acknowledge(prepared.first, prepared.checkpoint);
        awaitPublishing();
    }

    // ---- publish -------------------------------------------------------------------------------

    /** The batch is durable: its files will be published, and from now on nobody is shown less than it. */
    private void handOver(Prepared prepared, Journal.Place place) {
        lock.lock();
        try {
            durableNanos = System.nanoTime();
            if (durable.size() == published.size()) {
                unpublishedSinceNanos = durableNanos;
                publishing.signal();
            }
            durable = prepared.checkpoint;
            partial = prepared.partial;
            for (InFrame file : prepared.inFrame) {
                unpublished.add(new Journaled(file.tile, place, file.from, file.bytes));
                unpublishedBytes += file.bytes;
            }
            for (Held file : prepared.full) {
                unpublished.add(file);
                unpublishedBytes += file.content.length;
            }
            if (unpublishedBytes >= UNPUBLISHED_BYTES) {
                publishing.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitPublishing() {
        lock.lock();
        try {
            while (publishes && unpublishedBytes > UNPUBLISHED_BYTES_MAX) {
                publication.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The published checkpoint, as new as anything that was acknowledged before. */
    SignedCheckpoint published() {
        return published(durable.size());
    }

    /** The published checkpoint, of this size or more if the journal has as many entries and they can be published. */
    SignedCheckpoint published(long size) {
        if (published.size() >= size) {
            return published;
        }
        lock.lock();
        try {
            long reached = Math.min(size, durable.size());
            while (publishes && published.size() < reached) {
                wanted = true;
                publishing.signal();
                publication.awaitUninterruptibly();
            }
            return published;
        } finally {
            lock.unlock();
        }
    }

    /** Publishes what was acknowledged and lets the journal end with it. */
    SignedCheckpoint settle() {
        SignedCheckpoint now = published();
        try {
            journal.trim();
        } catch (IOException e) {
            throw new LedgerException.Failed(
                    "the journal " + journal.file() + " cannot be ended: " + e.getMessage(), e);
        }
        return now;
    }

    private void publishAll() {
        try {
            for (Publication next = unpublished(); next != null; next = unpublished()) {
                publish(next);
                if (isAtRest()) {
                    journal.rest();
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            failAll(
                    e instanceof OutOfMemoryError
                            ? memory
                            : new LedgerException.Failed(
                                    "the public files of the ledger could not be written: " + e.getMessage()
                                            + ". All acknowledged entries are in the journal; free or repair the disk, then"
                                            + " open the ledger again.",
                                    e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failAll(interrupted(e));
        }
        lock.lock();
        try {
            publishes = false;
            publication.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all is published and nothing comes for a while. */
    private boolean isAtRest() throws InterruptedException {
        lock.lock();
        try {
            long end = System.nanoTime() + QUIET.toNanos();
            while (durable.size() == published.size() && !written) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return true;
                }
                long _ = publishing.awaitNanos(left);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is to be published; null when there will be nothing more. */
    private @Nullable Publication unpublished() throws InterruptedException {
        lock.lock();
        try {
            while (durable.size() == published.size() && !written) {
                publishing.await();
            }
            if (durable.size() == published.size()) {
                return null;
            }
            while (!wanted && !written && unpublishedBytes < UNPUBLISHED_BYTES) {
                long now = System.nanoTime();
                long left = Math.min(
                        durableNanos + QUIET.toNanos() - now,
                        unpublishedSinceNanos + PUBLISHING_WINDOW.toNanos() - now);
                if (left <= 0) {
                    break;
                }
                long _ = publishing.awaitNanos(left);
            }
            Publication next = new Publication(unpublished, partial, durable);
            unpublished = new ArrayList<>();
            wanted = false;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Successive batches with one checkpoint, that of the last: the trees between need no partial tiles. */
    private void publish(Publication next) throws IOException {
        for (File file : next.full) {
            switch (file) {
                case Held(Tile tile, byte[] content) -> folder.write(tile, content);
                case Journaled(Tile tile, Journal.Place batch, int from, int bytes) ->
                    folder.copy(tile, batch.file(), batch.offset() + from, bytes);
            }
        }
        for (Held file : next.partial) {
            folder.write(file.tile, file.content);
        }
        folder.writeCheckpoint(next.checkpoint);
        lock.lock();
        try {
            published = next.checkpoint;
            unpublishedSinceNanos = System.nanoTime();
            for (File file : next.full) {
                unpublishedBytes -= file.bytes();
            }
            publication.signalAll();
        } finally {
            lock.unlock();
        }
        for (File file : next.full) {
            folder.removePartials(file.tile());
        }
    }

    // ---- failing and closing -------------------------------------------------------------------

    private static LedgerException.Failed interrupted(InterruptedException cause) {
        return new LedgerException.Failed("the ledger was interrupted; open it again.", cause);
    }

    /** From now on nothing is accepted. */
    private void failAll(LedgerException.Failed failed) {
        lock.lock();
        try {
            if (failure == null) {
                failure = failed;
            }
            waitingBytes = 0;
            waitingEntries = 0;
            urgent = false;
            room.signalAll();
            for (Batch batch = queue.pollFirst(); batch != null; batch = queue.pollFirst()) {
                batch.fail(failed);
            }
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
        journal.close();
    }
}
