package dev.shisa.server.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * Writes a zip whose every byte is determined by the names and contents in it: nothing compressed, no dates, no comments
 * (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16). Whoever checks the zip can therefore tell that no byte of it was
 * changed.
 */
final class StoredZip {

    /** Larger ones would need zip64, which not every tool reads. */
    static final long BYTES_MAX = 0xffff_ffffL;

    static final int FILES_MAX = 0xffff;

    private static final int VERSION = 10;
    private static final int UTF8_NAMES = 0x0800;
    private static final int FIRST_DAY_OF_1980 = 0x0021;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream out;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long written;
    private int files;

    StoredZip(OutputStream out) {
        this.out = out;
    }

    /** A file as it was written. */
    record Written(String name, String sha256, long size) {}

    /** Bytes that can be read twice: the checksum stands in front of them. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    Written add(String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        begin(name, crc.getValue(), content.length);
        write(content);
        return new Written(name, HexFormat.of().formatHex(sha256().digest(content)), content.length);
    }

    Written add(String name, Content content) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = content.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
                size += read;
            }
        }
        begin(name, crc.getValue(), size);
        MessageDigest digest = sha256();
        long copied = 0;
        try (InputStream in = content.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                copied += read;
                out.write(buffer, 0, read);
            }
        }
        written += copied;
        if (copied != size) {
            throw new IOException(name + " changed while it was being read");
        }
        return new Written(name, HexFormat.of().formatHex(digest.digest()), size);
    }

    /** Writes the directory; the stream stays open. */
    void finish() throws IOException {
        long start = written;
        byte[] entries = directory.toByteArray();
        write(entries);
        write(fields(22)
                .putInt(0x0605_4b50)
                .putInt(0)
                .putShort((short) files)
                .putShort((short) files)
                .putInt(entries.length)
                .putInt((int) start)
                .putShort((short) 0)
                .array());
        out.flush();
    }

    private void begin(String name, long crc, long size) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        if (files == FILES_MAX || written + size + directory.size() + BUFFER_BYTES > BYTES_MAX) {
            throw new IOException("the zip would be larger than any tool reads");
        }
        byte[] common = fields(26)
                .putShort((short) VERSION)
                .putShort((short) UTF8_NAMES)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) FIRST_DAY_OF_1980)
                .putInt((int) crc)
                .putInt((int) size)
                .putInt((int) size)
                .putShort((short) nameBytes.length)
                .putShort((short) 0)
                .array();
        directory.writeBytes(
                fields(6).putInt(0x0201_4b50).putShort((short) VERSION).array());
        directory.writeBytes(common);
        // Comment, disk, attributes: none; then where the file begins.
        directory.writeBytes(fields(14).putInt(10, (int) written).array());
        directory.writeBytes(nameBytes);
        write(fields(4).putInt(0x0403_4b50).array());
        write(common);
        write(nameBytes);
        files++;
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    private static ByteBuffer fields(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
