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

    private record Waiting(int entries, CompletableFuture<Appended> future) {}

    private final long arrivedNanos = System.nanoTime();
    private final List<Waiting> waiting = new ArrayList<>();
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
        CompletableFuture<Appended> future = new CompletableFuture<>();
        waiting.add(new Waiting(entries.size(), future));
        return future;
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
        for (Waiting call : waiting) {
            call.future.complete(new Appended(index, call.entries, checkpoint));
            index += call.entries;
        }
    }

    void fail(LedgerException.Failed failed) {
        waiting.forEach(call -> call.future.completeExceptionally(failed));
    }
}
