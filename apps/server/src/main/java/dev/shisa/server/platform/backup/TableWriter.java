package dev.shisa.server.platform.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The rows of one table as entries {@code tables/NAME/000001.copy.gz} of a pack. Each entry is a whole gzip file of at most
 * some megabytes: its length must be known before it is written, and joined they are one gzip file again.
 */
final class TableWriter {

    private static final int RAW_BYTES_MAX = 8 << 20;

    private final String table;
    private final PackWriter pack;
    private ByteArrayOutputStream part = new ByteArrayOutputStream();
    private GZIPOutputStream packed;
    private int raw;
    private int number;

    TableWriter(String table, PackWriter pack) {
        this.table = table;
        this.pack = pack;
        this.packed = fast(part);
    }

    static String folder(String table) {
        return "tables/" + table + "/";
    }

    void row(byte[] row) throws IOException {
        packed.write(row);
        raw += row.length;
        if (raw >= RAW_BYTES_MAX) {
            flush();
        }
    }

    void end() throws IOException {
        if (raw > 0) {
            flush();
        }
    }

    private void flush() throws IOException {
        packed.close();
        number++;
        pack.add(folder(table) + String.format(Locale.ROOT, "%06d.copy.gz", number), part.toByteArray(), part.size());
        part = new ByteArrayOutputStream();
        packed = fast(part);
        raw = 0;
    }

    /** Rows shrink to a quarter at the least effort; more effort would cost more than the disk gains. */
    private static GZIPOutputStream fast(ByteArrayOutputStream out) {
        try {
            return new GZIPOutputStream(out, 1 << 16) {
                {
                    def.setLevel(Deflater.BEST_SPEED);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
    }
}
