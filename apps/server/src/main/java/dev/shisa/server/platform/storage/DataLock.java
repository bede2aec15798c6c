package dev.shisa.server.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The right to use a data directory, held by one Shisa at a time.
 *
 * <p>The kernel keeps it, on {@code DATA/lock}, and gives it back however the process ends, so a lock is never left
 * over. The file's text is only for the one who is turned away.
 */
public final class DataLock implements AutoCloseable {

    /** Long enough for a process number; more in the file is not ours. */
    private static final int HOLDER_BYTES_MAX = 32;

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws DataInUseException when somebody else has it, and who
     */
    public static DataLock take(Path data) throws IOException {
        OwnerOnlyFiles.createFolder(data);
        Path file = data.resolve("lock");
        // Not closed on success: closing any channel of this file in this process would give the lock back.
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = tryLock(channel);
            if (!taken) {
                throw new DataInUseException(data, holder(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
                    0);
            return new DataLock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /**
     * Who holds a data directory: empty if nobody does, otherwise the holder's process number, or -1 if it wrote none.
     * To see that, the lock is taken for an instant; a Shisa that starts in just this instant is turned away.
     */
    public static OptionalLong holder(Path data) throws IOException {
        Path file = data.resolve("lock");
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return tryLock(channel)
                    ? OptionalLong.empty()
                    : OptionalLong.of(holder(channel).orElse(-1L));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Optional<Long> holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HOLDER_BYTES_MAX);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
