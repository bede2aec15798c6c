package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.age.Age;
import dev.shisa.server.platform.age.AgeRecipient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes one pack: a tar archive in an age file, so that {@code age -d | tar x} opens it without Shisa. When it is
 * finished it is on disk, and was read back, decrypted and compared entry by entry.
 *
 * <p>SHA-256 is the most expensive step of all, so it is computed once, of what is written. What is read back is opened by
 * authenticated encryption under the same key, so nothing else than what was sealed can come out; that it is what was hashed
 * before it was sealed, a CRC-32C of each entry tells.
 */
final class PackWriter implements AutoCloseable {

    /** Whole blocks of tar, as many as one chunk of age holds. */
    private static final int BLOCK_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final Age.Writer encrypted;
    private final TarArchiveOutputStream tar;
    private final List<Manifest.Piece> entries = new ArrayList<>();
    private final List<Long> checksums = new ArrayList<>();
    private final byte[] buffer = new byte[Hashes.BUFFER_BYTES];
    private long bytes;

    PackWriter(Path file, AgeRecipient recipient, SecureRandom random) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            this.encrypted = Age.encrypt(unclosed(channel), recipient, random);
            this.tar = new TarArchiveOutputStream(encrypted, BLOCK_BYTES, "UTF-8");
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            opened = true;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** Adds exactly {@code size} bytes of a stream; returns what they were. */
    Manifest.Piece add(String name, long size, InputStream in) throws IOException {
        MessageDigest digest = Hashes.sha256();
        CRC32C checksum = new CRC32C();
        begin(name, size);
        long left = size;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException(name + " became shorter while it was read");
            }
            digest.update(buffer, 0, count);
            checksum.update(buffer, 0, count);
            tar.write(buffer, 0, count);
            left -= count;
        }
        return end(new Manifest.Piece(name, size, Hashes.hex(digest)), checksum);
    }

    Manifest.Piece add(String name, byte[] content, int length) throws IOException {
        MessageDigest digest = Hashes.sha256();
        digest.update(content, 0, length);
        CRC32C checksum = new CRC32C();
        checksum.update(content, 0, length);
        begin(name, length);
        tar.write(content, 0, length);
        return end(new Manifest.Piece(name, length, Hashes.hex(digest)), checksum);
    }

    List<Manifest.Piece> entries() {
        return List.copyOf(entries);
    }

    /** Bytes of all entries so far. */
    long bytes() {
        return bytes;
    }

    /** Ends the pack, forces it to disk and reads it back; returns its size. */
    long finish() throws IOException {
        tar.close();
        channel.force(true);
        channel.close();
        try (PackReader reader = new PackReader(encrypted.reread(Files.newInputStream(file)))) {
            for (int i = 0; i < entries.size(); i++) {
                Manifest.Piece expected = entries.get(i);
                PackReader.Entry found = reader.next();
                if (found == null
                        || !found.name().equals(expected.name())
                        || found.bytes() != expected.bytes()
                        || found.checksum() != checksums.get(i)) {
                    throw new BackupException("not-as-written", file, expected.name());
                }
            }
            if (reader.next() != null) {
                throw new BackupException("not-as-written", file, "");
            }
        }
        return Files.size(file);
    }

    /** Closes the file as it is; without {@link #finish} it is no pack. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void begin(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(0600);
        // Neither whose they were nor when: content is all that counts.
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
    }

    private Manifest.Piece end(Manifest.Piece piece, CRC32C checksum) throws IOException {
        tar.closeArchiveEntry();
        entries.add(piece);
        checksums.add(checksum.getValue());
        bytes += piece.bytes();
        return piece;
    }

    /** The channel is forced after the archive has ended, so ending that must not close it. */
    private static OutputStream unclosed(FileChannel channel) {
        OutputStream out = Channels.newOutputStream(channel);
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }
        };
    }
}
