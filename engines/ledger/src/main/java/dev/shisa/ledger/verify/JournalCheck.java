package dev.shisa.ledger.verify;

import dev.shisa.ledger.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal by its published format and compares it with the entry bundles: a sequence of frames, each of a header
 * of 28 bytes (magic, uint32 count, uint64 first index, uint32 bytes of entries, uint32 bytes of the checkpoint, CRC-32C),
 * entries as in bundles, signed checkpoint, CRC-32C of all before it.
 */
final class JournalCheck {

    private static final int MAGIC = 0x534A4631;
    private static final int HEADER = 28;
    private static final int CRC = 4;
    private static final int FRAME_BYTES_MAX = 64 << 20;
    private static final int WINDOW = 1 << 16;

    private final Path journal;
    private final SignedText key;
    private final @Nullable Checkpoint published;
    private final Consumer<Finding> found;
    private final AtomicLong files;
    private final AtomicLong bytes;
    private final @Nullable BundleStream bundles;
    private long entry;
    /** The rest of a file was told as damaged, so only the next file says with which entry it begins. */
    private boolean afterDamage;

    private @Nullable Checkpoint last;

    JournalCheck(
            Path journal,
            Path tiles,
            SignedText key,
            @Nullable Checkpoint published,
            Predicate<Path> wrong,
            Consumer<Finding> found,
            AtomicLong files,
            AtomicLong bytes) {
        this.journal = journal;
        this.key = key;
        this.published = published;
        this.found = found;
        this.files = files;
        this.bytes = bytes;
        this.bundles = published == null
                ? null
                : new BundleStream(new Layout(tiles, published.size()), wrong, new Read(files, bytes));
    }

    void run() throws IOException {
        List<Path> segments;
        try (Stream<Path> all = Files.list(journal)) {
            segments = all.sorted().toList();
        }
        for (Path segment : segments) {
            if (!String.valueOf(segment.getFileName()).matches("\\d{20}\\.journal")) {
                found.accept(new Finding.Unexpected(segment));
                continue;
            }
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
                files.incrementAndGet();
                bytes.addAndGet(channel.size());
                check(segment, channel, segment.equals(segments.getLast()));
            }
        }
        if (published != null && entry < published.size()) {
            found.accept(new Finding.WrongJournal(
                    segments.isEmpty() ? journal : segments.getLast(),
                    segments.isEmpty() ? 0 : Files.size(segments.getLast()),
                    entry,
                    "the journal ends here, the checkpoint has " + published.size() + " entries."));
        }
        if (published != null
                && last != null
                && last.size() == published.size()
                && !last.root().equals(published.root())) {
            found.accept(new Finding.WrongJournal(
                    segments.getLast(), 0, entry, "its last checkpoint has another root hash than the published one."));
        }
    }

    /** @param last whether the file may end with zeros: room for batches that did not come */
    private void check(Path segment, FileChannel channel, boolean last) throws IOException {
        long size = channel.size();
        long used = last ? withoutZeros(channel) : size;
        long at = 0;
        while (at < used) {
            byte[] header = bytes(channel, at, HEADER, size);
            long end = header.length == HEADER && isHeader(header) ? at + length(header) : -1;
            byte[] frame = end < 0 || end > size ? null : bytes(channel, at, (int) (end - at), size);
            if (frame != null
                    && crc(frame, frame.length - CRC) == ByteBuffer.wrap(frame).getInt(frame.length - CRC)) {
                checkWhole(segment, at, frame, end >= used);
                at = end;
                continue;
            }
            long next = frame != null ? end : next(channel, at + 1, used);
            describe(segment, at, channel, frame, next < 0 ? size : next);
            if (next < 0 || next >= used) {
                return;
            }
            at = next;
        }
    }

    /** Zeros at the end may also be the last ones of the last batch. */
    private static long withoutZeros(FileChannel channel) throws IOException {
        long size = channel.size();
        for (long end = size; end > 0; end -= WINDOW) {
            long start = Math.max(0, end - WINDOW);
            byte[] window = bytes(channel, start, (int) (end - start), size);
            for (int i = window.length; i > 0; i--) {
                if (window[i - 1] != 0) {
                    return start + i;
                }
            }
        }
        return 0;
    }

    private void checkWhole(Path segment, long at, byte[] frame, boolean atEnd) throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(frame);
        long first = fields.getLong(8);
        int count = fields.getInt(4);
        boolean follows = afterDamage ? first >= entry : first == entry;
        afterDamage = false;
        if (!follows) {
            found.accept(new Finding.WrongJournal(
                    segment,
                    at,
                    Math.min(first, entry),
                    "the batch begins with entry " + first + ", not with " + entry + "."));
        }
        int entries = fields.getInt(16);
        entry = first + count;
        compare(segment, at, frame, entries, first);
        if (atEnd || (published != null && entry == published.size())) {
            SignedText.Read read = key.read(Arrays.copyOfRange(frame, HEADER + entries, frame.length - CRC));
            last = read.checkpoint();
            if (last == null || last.size() != entry) {
                found.accept(new Finding.WrongJournal(
                        segment,
                        at + HEADER + entries,
                        entry,
                        last == null ? read.why() : "the checkpoint has another size."));
            }
        }
    }

    private void compare(Path segment, long at, byte[] frame, int entries, long first) throws IOException {
        if (bundles == null) {
            return;
        }
        int same = bundles.compare(first, frame, HEADER, entries);
        if (same >= 0) {
            found.accept(new Finding.WrongJournal(
                    segment, at + HEADER + same, bundles.entry(), "the entry is not that of the public folder."));
        }
    }

    /** Says as exactly as possible what is wrong between two places. */
    private void describe(Path segment, long at, FileChannel channel, byte @Nullable [] frame, long end)
            throws IOException {
        if (frame == null) {
            afterDamage = end >= channel.size();
            long next = afterDamage
                    ? entry
                    : ByteBuffer.wrap(bytes(channel, end, HEADER, channel.size()))
                            .getLong(8);
            found.accept(new Finding.WrongJournal(
                    segment, at, entry, "the header of a batch is damaged, or the batch is not complete."));
            entry = Math.max(entry, next);
            return;
        }
        int entries = ByteBuffer.wrap(frame).getInt(16);
        long first = ByteBuffer.wrap(frame).getLong(8);
        int same = bundles == null ? -1 : bundles.compare(first, frame, HEADER, entries);
        found.accept(
                bundles != null && same >= 0
                        ? new Finding.WrongJournal(
                                segment, at + HEADER + same, bundles.entry(), "the entry is damaged.")
                        : new Finding.WrongJournal(
                                segment,
                                at + HEADER + (bundles == null ? 0 : entries),
                                first,
                                "the checksum of the batch is wrong behind its header."));
        entry = first + ByteBuffer.wrap(frame).getInt(4);
    }

    private static boolean isHeader(byte[] header) {
        ByteBuffer fields = ByteBuffer.wrap(header);
        return fields.getInt(0) == MAGIC
                && fields.getInt(24) == crc(header, 24)
                && fields.getInt(16) >= 0
                && fields.getInt(20) >= 0
                && length(header) <= FRAME_BYTES_MAX;
    }

    private static long length(byte[] header) {
        ByteBuffer fields = ByteBuffer.wrap(header);
        return (long) HEADER + fields.getInt(16) + fields.getInt(20) + CRC;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static long next(FileChannel channel, long from, long size) throws IOException {
        for (long at = from; at < size; at += WINDOW) {
            byte[] window = bytes(channel, at, WINDOW + HEADER, size);
            for (int i = 0; i < Math.min(WINDOW, window.length - HEADER + 1); i++) {
                if (window[i] == (byte) (MAGIC >>> 24) && isHeader(Arrays.copyOfRange(window, i, i + HEADER))) {
                    return at + i;
                }
            }
        }
        return -1;
    }

    private static byte[] bytes(FileChannel channel, long at, int length, long size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, size - at));
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
            // until it is full
        }
        return bytes.array();
    }
}
