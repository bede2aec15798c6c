package dev.shisa.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Batches are appended while room is made behind them: zeros that are on their way never come down on a batch. */
@JCStressTest
@State
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "all batches stand, and the file ends with the last")
@Outcome(expect = Expect.FORBIDDEN, desc = "zeros came down on a batch, or the room was not given back")
public class JournalRace {

    private static final Path FOLDER = Path.of("").toAbsolutePath();
    /** Enough for room in several steps. */
    private static final int BURST = 6;

    private static final byte[] LARGE = frame(1 << 20);
    private static final byte[] SMALL = frame(1 << 10);

    private final Disk disk = new Disk();
    private final Journal journal;
    private long written;

    public JournalRace() {
        try {
            journal = new Journal(
                    FOLDER,
                    new Journal.Scan(0, List.of(FOLDER.resolve("one")), List.of(), null),
                    Long.MAX_VALUE,
                    (file, create) -> disk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Actor
    public void append() {
        for (int i = 0; i < BURST; i++) {
            append(LARGE, false);
        }
        journal.rest();
        append(SMALL, true);
        append(SMALL, true);
        append(SMALL, true);
    }

    @Actor
    public void rest() {
        journal.rest();
    }

    @Arbiter
    public void look(ZZ_Result result) {
        try {
            journal.trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        result.r1 = disk.isWhole();
        result.r2 = disk.size() == written;
        journal.close();
    }

    private void append(byte[] frame, boolean more) {
        try {
            journal.append(ByteBuffer.wrap(frame), 0, more);
            written += frame.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] frame(int bytes) {
        byte[] frame = new byte[bytes];
        frame[0] = 1;
        return frame;
    }

    /** Knows where batches were written, and whether zeros came there. A batch begins with a one. */
    private static final class Disk extends FileChannel {

        private long size;
        private long batchesEnd;
        private boolean whole = true;

        synchronized boolean isWhole() {
            return whole;
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) {
            int bytes = source.remaining();
            if (source.get(source.position()) == 0) {
                whole &= position >= batchesEnd;
            } else {
                whole &= position == batchesEnd;
                batchesEnd = position + bytes;
            }
            size = Math.max(size, position + bytes);
            source.position(source.limit());
            return bytes;
        }

        @Override
        public synchronized long size() {
            return size;
        }

        @Override
        public synchronized FileChannel truncate(long to) {
            size = Math.min(size, to);
            return this;
        }

        @Override
        public void force(boolean metaData) {
            // What was written is there.
        }

        @Override
        protected void implCloseChannel() {
            // There is nothing to close.
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long length, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long length, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
