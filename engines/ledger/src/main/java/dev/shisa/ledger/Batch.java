package dev.shisa.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Entries on their way into the journal, with those who wait for them; from the start as they stand in their frame. Half of
 * all hashing is that of the entries, and is done by the callers themselves, so that many of them share the processors.
 */
final class Batch {

    /** Room for a checkpoint with a long name and the checksum. */
    private static final int NOTE_BYTES = 512;

    /** One call that waits. There is one for each entry when entries come one by one, so it is the future itself. */
    private static final class Call extends CompletableFuture<Appended> {
        private final int entries;
        private int at;

        Call(int entries) {
            this.entries = entries;
        }

        void acknowledge(long first, SignedCheckpoint checkpoint) {
            complete(new Appended(first + at, entries, checkpoint));
        }
    }

    private final long arrivedNanos = System.nanoTime();
    /** Calls that only wait. */
    private final List<Call> appends = new ArrayList<>();

    /** Calls whose futures are in the hands of callers. */
    private final List<Call> submits = new ArrayList<>();

    private byte[] frame;
    /** The hash of each entry, one after the other. */
    private byte[] leaves;

    private int end = Journal.HEADER_BYTES;
    private int count;

    /**
     * The entries of one call.
     *
     * @param room for the frame, if it is large enough; what was in it does not matter
     */
    Batch(List<byte[]> entries, int bytes, byte @Nullable [] room) {
        int needed = Journal.HEADER_BYTES + bytes + NOTE_BYTES;
        frame = room != null && room.length >= needed ? room : new byte[needed];
        leaves = new byte[entries.size() * Digest.BYTES];
        Hasher hasher = Hasher.ofThread();
        for (byte[] entry : entries) {
            int at = end + EntryBundle.PREFIX_BYTES;
            end = EntryBundle.put(entry, frame, end);
            hasher.leaf(frame, at, entry.length, leaves, count * Digest.BYTES);
            count++;
        }
    }

    /**
     * What the caller waits for; asked for once.
     *
     * @param alone whether nothing is hung on the future but one caller who waits for it
     */
    CompletableFuture<Appended> call(boolean alone) {
        Call call = new Call(count);
        (alone ? appends : submits).add(call);
        return call;
    }

    /** Takes the entries of another call behind its own. */
    void add(Batch other) {
        other.appends.forEach(call -> call.at += count);
        other.submits.forEach(call -> call.at += count);
        appends.addAll(other.appends);
        submits.addAll(other.submits);
        reserve(other.bytes());
        System.arraycopy(other.frame, Journal.HEADER_BYTES, frame, end, other.bytes());
        end += other.bytes();
        int hashes = count * Digest.BYTES;
        int added = other.count * Digest.BYTES;
        if (leaves.length - hashes < added) {
            leaves = Arrays.copyOf(leaves, Math.max(2 * leaves.length, hashes + added));
        }
        System.arraycopy(other.leaves, 0, leaves, hashes, added);
        count += other.count;
    }

    private void reserve(int bytes) {
        if (frame.length - end < bytes) {
            frame = Arrays.copyOf(frame, Math.max(2 * frame.length, end + bytes));
        }
    }

    int count() {
        return count;
    }

    /** Bytes of the entries, lengths included. */
    int bytes() {
        return end - Journal.HEADER_BYTES;
    }

    /** When the first of them came. */
    long arrivedNanos() {
        return arrivedNanos;
    }

    void addTo(TreeEdge edge) {
        edge.add(frame, Journal.HEADER_BYTES, end, leaves);
    }

    /** The whole frame; nothing is added afterwards. */
    ByteBuffer frame(long first, byte[] note) {
        reserve(note.length + Journal.CRC_BYTES);
        return Journal.complete(frame, end, first, count, note);
    }

    /** The room, for another batch, once the frame is written or copied. */
    byte[] room() {
        return frame;
    }

    /** What callers hang on their futures runs in a thread of its own: it must not hold up the next batch. */
    void acknowledge(long first, SignedCheckpoint checkpoint) {
        appends.forEach(call -> call.acknowledge(first, checkpoint));
        if (!submits.isEmpty()) {
            aside(() -> submits.forEach(call -> call.acknowledge(first, checkpoint)));
        }
    }

    void fail(LedgerException.Failed failed) {
        appends.forEach(call -> call.completeExceptionally(failed));
        if (!submits.isEmpty()) {
            aside(() -> submits.forEach(call -> call.completeExceptionally(failed)));
        }
    }

    /** Where there is no memory for another thread it is done here: late is better than never. */
    private static void aside(Runnable work) {
        try {
            Thread.ofVirtual().start(work);
        } catch (OutOfMemoryError e) {
            work.run();
        }
    }
}
