package dev.shisa.server.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one backup consists of: enough to put the installation back together and to prove that it is the same.
 *
 * @param format of this description
 * @param id {@code 20261120T012400Z-0000}: when it began, in UTC, and a number within the second
 * @param at the instant of the database's snapshot
 * @param program which Shisa wrote it
 * @param migrations version and checksum of each migration that the database had
 * @param ledger the ledger's checkpoint as found, a signed note; null when there was none
 * @param missing files that records of the database name and that were not there
 * @param packs shared packs that hold pieces of the files
 */
record Manifest(
        int format,
        String id,
        Instant at,
        String program,
        Map<String, Integer> migrations,
        @Nullable String ledger,
        List<Table> tables,
        List<Sequence> sequences,
        List<StoredFile> files,
        List<String> missing,
        List<Pack> packs) {

    static final int FORMAT = 1;

    /** A million files are 200 MB; more memory than this command has is not to be asked for by a damaged file. */
    private static final long BYTES_MAX = 400L << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    Manifest {
        migrations = new TreeMap<>(migrations);
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        files = List.copyOf(files);
        missing = List.copyOf(missing);
        packs = List.copyOf(packs);
    }

    /**
     * One table.
     *
     * @param columns in the order of the rows' values
     * @param bytes of all rows in PostgreSQL's text format of COPY
     * @param sha256 over these bytes
     */
    record Table(String name, List<String> columns, long rows, long bytes, String sha256) {
        Table {
            columns = List.copyOf(columns);
        }
    }

    /** Where a sequence stands. */
    record Sequence(String name, long last, boolean called) {}

    /**
     * One file of the data folder.
     *
     * @param path below the data folder, with slashes
     * @param mode permissions, {@code rw-------}
     * @param pieces its content in order
     */
    record StoredFile(String path, String mode, long bytes, String sha256, List<Piece> pieces) {
        StoredFile {
            pieces = List.copyOf(pieces);
        }
    }

    /** Bytes of a file, found under this name in the state or in one of the packs. */
    record Piece(String name, long bytes, String sha256) {}

    /** A shared pack and its size on disk. */
    record Pack(String id, long bytes) {}

    long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    long fileBytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    void write(OutputStream out) throws IOException {
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            JSON.writeValue(packed, this);
        } catch (JacksonException e) {
            throw new IOException(e);
        }
    }

    static Manifest read(InputStream in) throws IOException {
        try (InputStream unpacked = new GZIPInputStream(in)) {
            byte[] bytes = unpacked.readNBytes((int) BYTES_MAX);
            return JSON.readValue(bytes, Manifest.class);
        } catch (JacksonException e) {
            throw new IOException("the manifest is not readable: " + e.getOriginalMessage(), e);
        }
    }
}
