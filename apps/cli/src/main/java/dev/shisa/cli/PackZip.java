package dev.shisa.cli;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The zip of an evidence pack, read strictly (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16): files stand stored one
 * after the other, the directory repeats their headers, and there is no byte beside them. So nothing unpacks to more than
 * it is, nothing hides between the files, and a change of any byte is seen.
 */
final class PackZip implements Closeable {

    static final int NAME_CHARS_MAX = 200;

    private static final long FILE_BYTES_MAX = 0xffff_ffffL;
    private static final int DIRECTORY_BYTES_MAX = 32 << 20;
    private static final int END_BYTES = 22;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    /** Version 1.0, UTF-8 names, stored, midnight of 1 January 1980. */
    private static final byte[] FIXED = {10, 0, 0, 8, 0, 0, 0, 0, 0x21, 0};

    private final FileChannel file;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();

    /** A file in the zip: where its bytes begin, how many there are. */
    record Entry(String name, long offset, long size, int crc) {}

    /** The zip is not one that Shisa wrote; says where. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient PackFinding finding;

        Refused(String code, String place, Object... args) {
            super(code + " " + place);
            this.finding = new PackFinding(code, place, List.of(args));
        }

        PackFinding finding() {
            return finding;
        }
    }

    private PackZip(FileChannel file) {
        this.file = file;
    }

    /** Opens a zip and checks its frame, not yet the contents. */
    static PackZip open(Path path) throws IOException, Refused {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        boolean fits = false;
        try {
            PackZip zip = new PackZip(file);
            zip.readDirectory();
            fits = true;
            return zip;
        } finally {
            if (!fits) {
                file.close();
            }
        }
    }

    SequencedMap<String, Entry> entries() {
        return entries;
    }

    /** All bytes of a small file; the directory has been checked, so that the size is real. */
    byte[] bytes(Entry entry) throws IOException {
        return bytes(entry.offset(), Math.toIntExact(entry.size())).array();
    }

    /** Hex of the SHA-256 of a file. */
    String sha256(Entry entry) throws IOException, Refused {
        MessageDigest digest = Digests.sha256();
        CRC32 crc = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long at = entry.offset();
        long end = at + entry.size();
        while (at < end) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
            fill(buffer, at);
            at += buffer.limit();
            digest.update(buffer.flip());
            crc.update(buffer.rewind());
        }
        if ((int) crc.getValue() != entry.crc()) {
            throw new Refused("content-changed", entry.name());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void readDirectory() throws IOException, Refused {
        long size = file.size();
        if (size < END_BYTES || size > FILE_BYTES_MAX) {
            throw new Refused("no-zip", "0");
        }
        ByteBuffer end = bytes(size - END_BYTES, END_BYTES);
        int count = end.getShort(10) & 0xffff;
        long directoryBytes = end.getInt(12) & 0xffff_ffffL;
        long start = end.getInt(16) & 0xffff_ffffL;
        if (end.getInt(0) != 0x0605_4b50
                || end.getInt(4) != 0
                || (end.getShort(8) & 0xffff) != count
                || end.getShort(20) != 0
                || start + directoryBytes != size - END_BYTES) {
            throw new Refused("zip-end", Long.toString(size - END_BYTES));
        }
        if (directoryBytes > DIRECTORY_BYTES_MAX) {
            throw new Refused("zip-large", Long.toString(start));
        }
        ByteBuffer directory = bytes(start, (int) directoryBytes);
        long next = 0;
        for (int i = 0; i < count; i++) {
            next = readEntry(directory, start, next);
        }
        if (directory.hasRemaining() || next != start) {
            throw new Refused("zip-between", Long.toString(next));
        }
    }

    /** Reads one entry of the directory and its repetition before the file; returns where the next one begins. */
    private long readEntry(ByteBuffer directory, long start, long next) throws IOException, Refused {
        int at = directory.position();
        String place = Long.toString(start + at);
        if (directory.remaining() < CENTRAL_BYTES || directory.getInt(at) != 0x0201_4b50) {
            throw new Refused("zip-directory", place);
        }
        if (directory.getShort(at + 10) != 0) {
            throw new Refused("zip-rewritten", place);
        }
        int nameBytes = directory.getShort(at + 28) & 0xffff;
        byte[] fixed = new byte[FIXED.length];
        directory.get(at + 6, fixed);
        boolean nothingElse = true;
        for (int field = 30; field < 42; field++) {
            nothingElse &= directory.get(at + field) == 0;
        }
        if (!Arrays.equals(fixed, FIXED) || directory.getShort(at + 4) != 10 || !nothingElse) {
            throw new Refused("zip-directory", place);
        }
        if (nameBytes > NAME_CHARS_MAX || directory.remaining() < CENTRAL_BYTES + nameBytes) {
            throw new Refused("zip-name", place);
        }
        byte[] nameText = new byte[nameBytes];
        directory.get(at + CENTRAL_BYTES, nameText);
        String name = new String(nameText, StandardCharsets.ISO_8859_1);
        if (!NAME.matcher(name).matches()) {
            throw new Refused("zip-name", place);
        }
        long size = directory.getInt(at + 24) & 0xffff_ffffL;
        long offset = directory.getInt(at + 42) & 0xffff_ffffL;
        long content = offset + LOCAL_BYTES + nameBytes;
        if (offset != next || (directory.getInt(at + 20) & 0xffff_ffffL) != size || content + size > start) {
            throw new Refused("zip-between", Long.toString(next));
        }
        byte[] expected = new byte[LOCAL_BYTES + nameBytes];
        ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).putInt(0x0403_4b50);
        directory.get(at + 6, expected, 4, 26);
        System.arraycopy(nameText, 0, expected, LOCAL_BYTES, nameBytes);
        byte[] local = bytes(offset, expected.length).array();
        int differs = Arrays.mismatch(expected, local);
        if (differs >= 0) {
            throw new Refused("zip-header", Long.toString(offset + differs), name);
        }
        if (entries.put(name, new Entry(name, content, size, directory.getInt(at + 16))) != null) {
            throw new Refused("zip-twice", place, name);
        }
        directory.position(at + CENTRAL_BYTES + nameBytes);
        return content + size;
    }

    private ByteBuffer bytes(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(buffer, offset);
        return buffer.flip();
    }

    private void fill(ByteBuffer buffer, long offset) throws IOException {
        long at = offset;
        while (buffer.hasRemaining()) {
            int read = file.read(buffer, at);
            if (read < 0) {
                throw new EOFException("the file became shorter while it was being read");
            }
            at += read;
        }
    }
}
