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
        private final int entries;

        Call(int entries) {
            this.entries = entries;
        }
    }

    private final long arrivedNanos = System.nanoTime();
    private final List<Call> calls = new ArrayList<>();
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

    CompletableFuture<Appended> add(List<byte[]> entries, int bytes) {
        reserve(bytes);
        for (byte[] entry : entries) {
            end = EntryBundle.put(entry, frame, end);
        }
        count += entries.size();
        Call call = new Call(entries.size());
        calls.add(call);
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
        for (int at = Journal.HEADER_BYTES; at < end; ) {
            at = edge.add(frame, at);
        }
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

    void acknowledge(long first, SignedCheckpoint checkpoint) {
        long index = first;
        for (Call call : calls) {
            call.complete(new Appended(index, call.entries, checkpoint));
            index += call.entries;
        }
    }

    void fail(LedgerException.Failed failed) {
        calls.forEach(call -> call.completeExceptionally(failed));
    }
}
