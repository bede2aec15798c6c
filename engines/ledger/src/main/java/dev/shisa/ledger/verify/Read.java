package dev.shisa.ledger.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Reads files into one buffer that grows to the largest of them, and counts. For one thread each. */
final class Read {

    private final AtomicLong files;
    private final AtomicLong bytes;
    private byte[] buffer = new byte[1 << 17];
    private int length;

    Read(AtomicLong files, AtomicLong bytes) {
        this.files = files;
        this.bytes = bytes;
    }

    /**
     * The whole file, at most {@code max} bytes and one more.
     *
     * @return false if there is no such file
     */
    boolean file(Path file, int max) throws IOException {
        length = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int read = 0;
            while (read >= 0 && length <= max) {
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, max + 1));
                }
                read = channel.read(ByteBuffer.wrap(buffer, length, Math.min(buffer.length, max + 1) - length));
                length += Math.max(read, 0);
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        files.incrementAndGet();
        bytes.addAndGet(length);
        return true;
    }

    /** One more for the same thread, with a buffer of its own. */
    Read another() {
        return new Read(files, bytes);
    }

    byte[] buffer() {
        return buffer;
    }

    int length() {
        return length;
    }
}
