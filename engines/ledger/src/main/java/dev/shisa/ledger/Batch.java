package dev.shisa.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Entries on their way into the journal, with those who wait for them; from the start as they stand in their frame. */
final class Batch {

    /** Room for a checkpoint with a long name and the checksum. */
    private static final int NOTE_BYTES = 512;

    /** One call that waits. There is one for each entry when entries come one by one, so it is the future itself. */
    private static final class Call extends CompletableFuture<Appended> {
        private final int at;
        private final int entries;

        Call(int at, int entries) {
            this.at = at;
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
    private int end = Journal.HEADER_BYTES;
    private int count;

    /** @param room for the frame; what was in it does not matter, and it grows if it must */
    Batch(byte[] room) {
        this.frame = room;
    }

    /** @param bytes of the first entries */
    Batch(int bytes) {
        this(new byte[Journal.HEADER_BYTES + bytes + NOTE_BYTES]);
    }

    /** @param waits whether nothing is hung on the future but one caller who waits for it */
    CompletableFuture<Appended> add(List<byte[]> entries, int bytes, boolean waits) {
        reserve(bytes);
        for (byte[] entry : entries) {
            end = EntryBundle.put(entry, frame, end);
        }
        Call call = new Call(count, entries.size());
        (waits ? appends : submits).add(call);
        count += entries.size();
        return call;
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
        edge.add(frame, Journal.HEADER_BYTES, end);
    }

    /** The whole frame; nothing is added afterwards. */
    ByteBuffer frame(long first, byte[] note) {
        reserve(note.length + Journal.CRC_BYTES);
        return Journal.complete(frame, end, first, count, note);
    }

    /** The room, for another batch, once the frame is written. */
    byte[] room() {
        return frame;
    }

    /** What callers hang on their futures runs in a thread of its own: it must not hold up the next batch. */
    void acknowledge(long first, SignedCheckpoint checkpoint) {
        appends.forEach(call -> call.acknowledge(first, checkpoint));
        if (!submits.isEmpty()) {
            Thread.ofVirtual().start(() -> submits.forEach(call -> call.acknowledge(first, checkpoint)));
        }
    }

    void fail(LedgerException.Failed failed) {
        appends.forEach(call -> call.completeExceptionally(failed));
        if (!submits.isEmpty()) {
            Thread.ofVirtual().start(() -> submits.forEach(call -> call.completeExceptionally(failed)));
        }
    }
}
