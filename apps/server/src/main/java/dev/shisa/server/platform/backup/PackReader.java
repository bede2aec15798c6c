package dev.shisa.server.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32C;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a decrypted pack in order. */
final class PackReader implements AutoCloseable {

    private final InputStream decrypted;
    private final TarArchiveInputStream tar;

    PackReader(InputStream decrypted) throws IOException {
        this.decrypted = decrypted;
        this.tar = new TarArchiveInputStream(decrypted, 1 << 16, "UTF-8");
    }

    /** The next entry, or null at the end; the one before it is passed over. */
    @Nullable
    Entry next() throws IOException {
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null) {
            // Up to the very end: only then is it known that nothing was cut off.
            decrypted.transferTo(OutputStream.nullOutputStream());
            return null;
        }
        if (!entry.isFile()) {
            throw new IOException("an entry that is no file: " + entry.getName());
        }
        return new Entry(entry.getName(), entry.getSize());
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** One entry, whose content is read at most once. */
    final class Entry {

        private final String name;
        private final long bytes;

        private Entry(String name, long bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        String name() {
            return name;
        }

        long bytes() {
            return bytes;
        }

        /** Takes the content piece by piece; returns its SHA-256. */
        String read(Sink sink) throws IOException {
            MessageDigest digest = Hashes.sha256();
            byte[] buffer = new byte[Hashes.BUFFER_BYTES];
            for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
                digest.update(buffer, 0, count);
                sink.take(buffer, count);
            }
            return Hashes.hex(digest);
        }

        /** Reads the content for its hash only. */
        String drain() throws IOException {
            return read((buffer, length) -> {});
        }

        /** Reads the content for its CRC-32C only. */
        long checksum() throws IOException {
            CRC32C checksum = new CRC32C();
            byte[] buffer = new byte[Hashes.BUFFER_BYTES];
            for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
                checksum.update(buffer, 0, count);
            }
            return checksum.getValue();
        }

        InputStream stream() {
            return tar;
        }
    }

    /** Takes the first bytes of a buffer that is used again afterwards. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] buffer, int length) throws IOException;
    }
}
