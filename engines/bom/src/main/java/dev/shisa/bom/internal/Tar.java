package dev.shisa.bom.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/** The regular files of a tar archive (POSIX.1-2001, GNU's long names), one after the other; nothing is written to disk. */
final class Tar {

    private static final int RECORD_BYTES = 512;
    private static final int ENTRIES_MAX = 100_000;

    /** Names and attributes of one entry. */
    private static final int ABOUT_BYTES_MAX = 1 << 20;

    private final InputStream in;
    private final byte[] header = new byte[RECORD_BYTES];
    private String name = "";
    private long left;
    private long padding;
    private int entries;

    Tar(InputStream in) {
        this.in = in;
    }

    /** Whether a file begins with the header of an archive. */
    static boolean isHeader(byte[] head) {
        return head.length >= RECORD_BYTES
                && new String(head, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")
                && checksum(head) == octal(head, 148, 8);
    }

    /** Goes to the next file; false at the end of the archive. */
    boolean next() throws IOException {
        String longName = "";
        long longSize = -1;
        while (true) {
            skip(left + padding);
            int read = in.readNBytes(header, 0, RECORD_BYTES);
            if (read < RECORD_BYTES) {
                throw new EOFException("the archive ends too early");
            }
            if (isZero()) {
                return false;
            }
            if (checksum(header) != octal(header, 148, 8)) {
                throw new ZipException("the archive is damaged: no header where one must be");
            }
            if (++entries > ENTRIES_MAX) {
                throw new ZipException("the archive has more than " + ENTRIES_MAX + " entries");
            }
            size(longSize >= 0 && header[156] != 'x' && header[156] != 'L' ? longSize : octal(header, 124, 12));
            switch (header[156]) {
                case 'x' -> {
                    String about = about();
                    longName = attribute(about, "path", longName);
                    String size = attribute(about, "size", "");
                    longSize = size.matches("\\d{1,18}") ? Long.parseLong(size) : longSize;
                }
                case 'L' -> longName = about().replace("\0", "");
                case 0, '0', '7' -> {
                    String prefix = text(345, 155);
                    name = !longName.isEmpty() ? longName : (prefix.isEmpty() ? "" : prefix + "/") + text(0, 100);
                    return true;
                }
                default -> {
                    // Folders, links and the like have nothing to read.
                    longName = "";
                    longSize = -1;
                }
            }
        }
    }

    /** The name of the present file. */
    String name() {
        return name;
    }

    /** The present file's content; what is left of it is passed over by {@link #next}. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (left == 0) {
                    return -1;
                }
                int read = in.read(into, from, (int) Math.min(length, left));
                if (read < 0) {
                    throw new EOFException("the archive ends too early");
                }
                left -= read;
                return read;
            }
        };
    }

    private void size(long bytes) throws ZipException {
        if (bytes < 0) {
            throw new ZipException("the archive is damaged: a size that is no number");
        }
        left = bytes;
        padding = (RECORD_BYTES - bytes % RECORD_BYTES) % RECORD_BYTES;
    }

    private void skip(long bytes) throws IOException {
        if (bytes > 0) {
            in.skipNBytes(bytes);
        }
        left = 0;
        padding = 0;
    }

    private String about() throws IOException {
        if (left > ABOUT_BYTES_MAX) {
            throw new ZipException("the archive is damaged: a name of " + left + " bytes");
        }
        byte[] bytes = in.readNBytes((int) left);
        left -= bytes.length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Lines of {@code 27 path=name}. */
    private static String attribute(String about, String key, String otherwise) {
        for (String line : about.split("\n", -1)) {
            int space = line.indexOf(' ');
            if (space > 0 && line.startsWith(key + "=", space + 1)) {
                return line.substring(space + key.length() + 2);
            }
        }
        return otherwise;
    }

    private String text(int from, int length) {
        String text = new String(header, from, length, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private boolean isZero() {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static long checksum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < RECORD_BYTES; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    /** A number in octal digits, or, of eight gigabytes and more, in binary; -1 if it is none. */
    private static long octal(byte[] header, int from, int length) {
        if (header[from] == (byte) 0x80) {
            long value = 0;
            for (int i = from + length - 8; i < from + length; i++) {
                value = (value << 8) | (header[i] & 0xff);
            }
            return value;
        }
        String digits = new String(header, from, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
    }
}
