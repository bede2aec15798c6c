package dev.shisa.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reading of all journal files.
 *
 * <p>A place that is no whole batch is passed by looking for the next one byte by byte. If there is a next one, or the
 * batch was whole in length with bytes behind it, the place was acknowledged and is damaged. If there is none, it is the
 * tail, and whether that was acknowledged is for the caller to tell from what was published.
 */
final class JournalScan {

    private static final String RESTORE =
            "restore the journal from a backup, or let repair take the entries from the public folder.";
    private static final int WINDOW_BYTES = 1 << 16;

    private final Path folder;
    private final Consumer<Journal.Frame> visitor;
    private final List<Damage> damages = new ArrayList<>();
    /** The end of the entries read so far, gaps included. */
    private long expected;
    /** The same, up to the first gap. */
    private long whole;

    private @Nullable Path badFile;
    private long badOffset;
    private Journal.@Nullable Tail tail;

    JournalScan(Path folder, Consumer<Journal.Frame> visitor) {
        this.folder = folder;
        this.visitor = visitor;
    }

    Journal.Scan run(List<Path> segments) throws IOException {
        for (Path segment : segments) {
            boolean last = segment.equals(segments.getLast());
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
                read(segment, channel, last);
            }
        }
        if (badFile != null && tail == null) {
            damages.add(
                    new Damage(badFile, badOffset, expected, -1, "the end of the journal cannot be read; " + RESTORE));
        }
        return new Journal.Scan(whole, segments, List.copyOf(damages), tail);
    }

    private void read(Path segment, FileChannel channel, boolean last) throws IOException {
        long size = channel.size();
        long used = last ? used(channel, size) : size;
        long at = 0;
        if (size == 0) {
            bad(segment, 0);
            tail(segment, 0, 0, last);
        }
        while (at < size) {
            Journal.@Nullable Frame frame = frame(segment, channel, at, size);
            if (frame != null) {
                accept(frame);
                at = frame.endOffset();
                continue;
            }
            bad(segment, at);
            long next = nextFrame(segment, channel, at + 1, Math.max(used, at));
            if (next < 0) {
                tail(segment, at, Math.max(used - at, 0), last && claimedEnd(channel, at, size) >= used);
                return;
            }
            at = next;
        }
    }

    /** Where the zeros begin that the file ends with: room, and perhaps the last bytes of the last batch. */
    private static long used(FileChannel channel, long size) throws IOException {
        for (long end = size; end > 0; end -= WINDOW_BYTES) {
            long start = Math.max(0, end - WINDOW_BYTES);
            byte[] window = bytes(channel, start, size, (int) (end - start));
            for (int i = window.length; i > 0; i--) {
                if (window[i - 1] != 0) {
                    return start + i;
                }
            }
        }
        return 0;
    }

    /** A bad end of an earlier file was acknowledged: the next file is only begun when it is durable. */
    private void tail(Path segment, long at, long bytes, boolean possible) {
        if (possible && segment.equals(badFile)) {
            tail = new Journal.Tail(segment, at, bytes);
        }
    }

    private void bad(Path file, long offset) {
        if (badFile == null) {
            badFile = file;
            badOffset = offset;
        }
    }

    private void accept(Journal.Frame frame) {
        if (badFile != null || frame.first() != expected) {
            Path file = badFile != null ? badFile : folder.resolve(Journal.segmentName(expected));
            String what = badFile != null
                    ? "the checksum is wrong; "
                    : frame.first() > expected ? "this part of the journal is missing; " : "these entries come twice; ";
            damages.add(new Damage(
                    badFile != null || frame.first() > expected ? file : frame.file(),
                    badFile != null ? badOffset : frame.first() > expected ? 0 : frame.offset(),
                    Math.min(expected, frame.first()),
                    Math.max(expected, frame.first()),
                    what + RESTORE));
            badFile = null;
        }
        expected = frame.end();
        if (damages.isEmpty()) {
            whole = expected;
        }
        visitor.accept(frame);
    }

    /** The whole batch at this place, or null. */
    private static Journal.@Nullable Frame frame(Path segment, FileChannel channel, long at, long size)
            throws IOException {
        byte[] header = bytes(channel, at, size, Journal.HEADER_BYTES);
        if (header.length < Journal.HEADER_BYTES || !Journal.isHeader(header)) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(header, 4, Journal.HEADER_BYTES - 4);
        int count = fields.getInt();
        long first = fields.getLong();
        int entries = fields.getInt();
        int note = fields.getInt();
        if (count < 1
                || count > Journal.BATCH_ENTRIES_MAX
                || first < 0
                || entries < 0
                || entries > Journal.BATCH_BYTES_MAX
                || note < 0
                || note > Note.BYTES_MAX) {
            return null;
        }
        int length = Journal.HEADER_BYTES + entries + note;
        byte[] all = bytes(channel, at, size, length + Journal.CRC_BYTES);
        if (all.length < length + Journal.CRC_BYTES || !Journal.hasCrc(all, length)) {
            return null;
        }
        byte[] entryBytes = Arrays.copyOfRange(all, Journal.HEADER_BYTES, Journal.HEADER_BYTES + entries);
        return isBundle(entryBytes, count)
                ? new Journal.Frame(
                        segment,
                        at,
                        first,
                        count,
                        new Journal.Bytes(entryBytes),
                        new Journal.Bytes(Arrays.copyOfRange(all, Journal.HEADER_BYTES + entries, length)))
                : null;
    }

    private static boolean isBundle(byte[] bytes, int count) {
        int at = 0;
        for (int i = 0; i < count && at >= 0; i++) {
            at = EntryBundle.end(bytes, at, bytes.length);
        }
        return at == bytes.length;
    }

    /** Where the batch at this place says that it ends; behind everything if it does not say. */
    private static long claimedEnd(FileChannel channel, long at, long size) throws IOException {
        byte[] header = bytes(channel, at, size, Journal.HEADER_BYTES);
        if (header.length < Journal.HEADER_BYTES || !Journal.isHeader(header)) {
            return Long.MAX_VALUE;
        }
        ByteBuffer lengths = ByteBuffer.wrap(header, 16, 8);
        return at + Journal.HEADER_BYTES + lengths.getInt() + lengths.getInt() + Journal.CRC_BYTES;
    }

    private static long nextFrame(Path segment, FileChannel channel, long from, long size) throws IOException {
        for (long window = from; window < size; window += WINDOW_BYTES) {
            byte[] bytes = bytes(channel, window, size, WINDOW_BYTES + Integer.BYTES - 1);
            ByteBuffer view = ByteBuffer.wrap(bytes);
            for (int i = 0; i + Integer.BYTES <= bytes.length; i++) {
                if (view.getInt(i) == Journal.MAGIC && frame(segment, channel, window + i, size) != null) {
                    return window + i;
                }
            }
        }
        return -1;
    }

    private static byte[] bytes(FileChannel channel, long at, long size, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, Math.max(0, size - at)));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                break;
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
