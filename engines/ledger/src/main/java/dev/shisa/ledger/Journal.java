package dev.shisa.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The truth of a ledger: batches one after the other in files of bounded size, each made durable by one fdatasync.
 *
 * <p>A batch is one frame, all integers big-endian:
 *
 * <pre>
 *   0  magic "SJF1"
 *   4  uint32 number of entries
 *   8  uint64 index of the first one
 *  16  uint32 bytes of all entries, each with its uint16 length in front
 *  20  uint32 bytes of the signed checkpoint of the tree that ends with this batch
 *  24  uint32 CRC-32C of the 24 bytes before
 *  28  entries, checkpoint
 *      uint32 CRC-32C of everything before
 * </pre>
 *
 * <p>A file is named by the index of its first entry. The checksums tell damage by accident; that nobody rewrote the
 * entries on purpose, checksums included, is told by the signed root at the end of each frame. A frame is only begun when
 * the one before is durable, so whatever has bytes other than zero behind it was acknowledged.
 *
 * <p>The last file has room of zeros behind the last batch, made durable ahead: overwriting it costs the disk one write,
 * while growing a file also costs the file system a commit of its own, which waits for the new public files as well. Room is
 * made in small steps while small batches follow each other, and at rest for a burst like the last one. It is given back
 * when a file or the ledger is closed and when the log is to stand still; what a kill leaves of it is cut off when the
 * journal is opened.
 */
final class Journal implements Closeable {

    /** Entries of one batch, so that one frame fits into memory a few times. */
    static final int BATCH_ENTRIES_MAX = 1 << 16;

    /** Bytes of the entries of one batch, lengths included. */
    static final int BATCH_BYTES_MAX = 32 << 20;

    static final int MAGIC = 0x534A4631;
    static final int HEADER_BYTES = 28;
    static final int CRC_BYTES = 4;
    private static final int HEADER_CRC_AT = 24;

    /** Room is made in steps of this size, and again when half of it is used. */
    private static final int ROOM_BYTES = 4 << 20;

    /** At rest, room is made for a burst from this size on, */
    private static final long BURST_BYTES_MIN = 1 << 20;

    /** up to this one, */
    private static final long BURST_BYTES_MAX = 64 << 20;

    /** if the disk has so many times as much to spare. */
    private static final int SPARE_FACTOR = 16;

    /** Larger batches get no room while they come: writing as many zeros costs them more than growing the file. */
    private static final int ROOM_FRAME_BYTES_MAX = 1 << 16;

    private static final int ZEROS_BYTES = 1 << 18;
    private static final Pattern SEGMENT = Pattern.compile("\\d{20}\\.journal");

    /** How files are opened for writing; tests give channels that fail. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path file, boolean create) throws IOException;
    }

    /** On the real disk, new files readable by their owner only. */
    static final Opener DISK = (file, create) -> create
            ? FileChannel.open(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : FileChannel.open(file, StandardOpenOption.WRITE);

    /**
     * One batch as it was read.
     *
     * @param offset where it begins in the file
     * @param entries its entries as in a bundle
     */
    record Frame(Path file, long offset, long first, int count, Bytes entries, Bytes note) {
        long end() {
            return first + count;
        }

        long endOffset() {
            return offset + HEADER_BYTES + entries.value().length + note.value().length + CRC_BYTES;
        }
    }

    /** Where a batch stands. */
    record Place(Path file, long offset) {}

    /** Bytes in a record, compared by identity. */
    static final class Bytes {
        private final byte[] value;

        Bytes(byte[] value) {
            this.value = value;
        }

        byte[] value() {
            return value;
        }
    }

    /**
     * The end of the last file that is no whole batch: either never acknowledged, or damaged, or room that was not used.
     *
     * @param bytes up to the last that is not zero; none if it is room only
     */
    record Tail(Path file, long offset, long bytes) {}

    /**
     * What a reading of all files found.
     *
     * @param size entries without a gap from the first one on
     * @param damages places behind which there are more batches, so that they were acknowledged
     * @param tail what follows the last whole batch, or null
     */
    record Scan(
            long size,
            List<Path> segments,
            List<Damage> damages,
            @Nullable Tail tail) {

        /** The same when its tail was cut off. */
        Scan withoutTail() {
            List<Path> left = tail != null && tail.offset() == 0 ? segments.subList(0, segments.size() - 1) : segments;
            return new Scan(size, left, damages, null);
        }
    }

    private final Path folder;
    private final long segmentBytes;
    private final Opener opener;
    private @Nullable FileChannel channel;
    private long position;
    /** Bytes that were appended since the journal was last at rest. */
    private long burst;

    private volatile boolean appending;
    private Path file;

    /** Up to here the file is written, with zeros behind {@link #position}. */
    private volatile long roomEnd;
    /** The last making of room; false if there was none to have, so that it is not tried again in this file. */
    private CompletableFuture<Boolean> room = CompletableFuture.completedFuture(true);

    /** Continues behind the last batch that a scan found; what follows it must have been cut off. */
    Journal(Path folder, Scan scan, long segmentBytes, Opener opener) throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.opener = opener;
        this.file = folder;
        if (!scan.segments().isEmpty()) {
            file = scan.segments().getLast();
            channel = opener.open(file, false);
            position = channel.size();
            roomEnd = position;
        }
    }

    /** All journal files, in the order of their entries. */
    static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f ->
                            SEGMENT.matcher(String.valueOf(f.getFileName())).matches())
                    .sorted()
                    .toList();
        }
    }

    static String segmentName(long first) {
        return String.format(Locale.ROOT, "%020d.journal", first);
    }

    /** Reads everything; each whole batch is given to {@code visitor}, also those behind a damaged place. */
    static Scan scan(Path folder, Consumer<Frame> visitor) throws IOException {
        JournalScan scan = new JournalScan(folder, visitor);
        return scan.run(segments(folder));
    }

    static ByteBuffer frame(long first, int count, byte[] entries, byte[] note) {
        byte[] frame = new byte[HEADER_BYTES + entries.length + note.length + CRC_BYTES];
        System.arraycopy(entries, 0, frame, HEADER_BYTES, entries.length);
        return complete(frame, HEADER_BYTES + entries.length, first, count, note);
    }

    /** Makes a frame of entries that stand behind the room for its header; there is room for the rest behind them. */
    static ByteBuffer complete(byte[] entries, int end, long first, int count, byte[] note) {
        ByteBuffer frame = ByteBuffer.wrap(entries)
                .putInt(MAGIC)
                .putInt(count)
                .putLong(first)
                .putInt(end - HEADER_BYTES)
                .putInt(note.length);
        frame.putInt(crc(entries, HEADER_CRC_AT)).position(end).put(note);
        return frame.putInt(crc(entries, frame.position())).flip();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /**
     * Writes one batch and returns when it is durable. When it cannot, nothing of it is left, as far as the disk allows;
     * what the disk does not allow is cut off when the journal is opened again.
     *
     * @param more whether others follow without a pause, so that it pays to make room for them
     */
    synchronized Place append(ByteBuffer frame, long first, boolean more) throws IOException {
        appending = true;
        boolean fresh = channel == null || position >= segmentBytes;
        FileChannel target = fresh ? next(first) : channel;
        if (target == null) {
            throw new IOException("the journal is closed");
        }
        int bytes = frame.remaining();
        try {
            if (position + bytes > roomEnd) {
                // Zeros that are on their way must not come down on this batch.
                boolean _ = room.join();
            }
            for (long at = position; frame.hasRemaining(); ) {
                at += target.write(frame, at);
            }
            target.force(false);
            if (fresh) {
                Folders.force(folder);
            }
        } catch (IOException e) {
            undo(e);
            throw e;
        }
        Place place = new Place(file, position);
        position += bytes;
        burst += bytes;
        roomEnd = Math.max(roomEnd, position);
        if (more && bytes <= ROOM_FRAME_BYTES_MAX && roomEnd - position <= ROOM_BYTES / 2) {
            makeRoom(target, roomEnd + ROOM_BYTES);
        }
        return place;
    }

    /** Nothing is appended at present: time to make room for half as much again as came since the last time. */
    synchronized void rest() {
        appending = false;
        long bytes = Math.min(burst + burst / 2, BURST_BYTES_MAX);
        long until = Math.min(position + bytes, segmentBytes);
        if (burst >= BURST_BYTES_MIN && channel != null && until > roomEnd && hasSpare(bytes)) {
            makeRoom(channel, until);
        }
        burst = 0;
    }

    private boolean hasSpare(long bytes) {
        try {
            return Files.getFileStore(file).getUsableSpace() >= SPARE_FACTOR * bytes;
        } catch (IOException e) {
            return false;
        }
    }

    private void undo(IOException cause) {
        try {
            trim();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Beside what is appended meanwhile, which stays before the present {@link #roomEnd} or waits; one step, and more while
     * nothing is appended.
     */
    private void makeRoom(FileChannel target, long until) {
        if (!room.getNow(false)) {
            return;
        }
        room = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
                        do {
                            long step = roomEnd + ROOM_BYTES;
                            for (long at = roomEnd; at < step; ) {
                                at += target.write(zeros.rewind(), at);
                            }
                            target.force(false);
                            roomEnd = step;
                        } while (roomEnd < until && !appending);
                    } catch (IOException | OutOfMemoryError e) {
                        // Without room it is only slower; what is wrong with the disk, the next batch finds out.
                        return false;
                    }
                    return true;
                },
                work -> Thread.ofPlatform().daemon().name("ledger-room").start(work));
    }

    /** Gives back the room, so that the file ends with its last batch. */
    synchronized void trim() throws IOException {
        if (channel != null) {
            trim(channel);
        }
    }

    private void trim(FileChannel target) throws IOException {
        boolean _ = room.join();
        if (target.size() > position) {
            target.truncate(position);
            target.force(true);
        }
        roomEnd = position;
    }

    private FileChannel next(long first) throws IOException {
        trim();
        close();
        file = folder.resolve(segmentName(first));
        FileChannel next = opener.open(file, true);
        channel = next;
        position = 0;
        roomEnd = 0;
        room = CompletableFuture.completedFuture(true);
        return next;
    }

    /** The file that was last written to. */
    Path file() {
        return file;
    }

    @Override
    public synchronized void close() {
        FileChannel open = channel;
        if (open == null) {
            return;
        }
        channel = null;
        try (open) {
            trim(open);
        } catch (IOException e) {
            // What was acknowledged was forced before; what is behind it is cut off when the journal is opened.
        }
    }

    /** Whether these bytes have the checksum that stands behind them. */
    static boolean hasCrc(byte[] bytes, int length) {
        return ByteBuffer.wrap(bytes).getInt(length) == crc(bytes, length);
    }

    static boolean isHeader(byte[] header) {
        return ByteBuffer.wrap(header).getInt() == MAGIC && hasCrc(header, HEADER_CRC_AT);
    }
}
