package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.storage.Trees;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts an installation together again from a backup, and proves that it is the one that was backed up.
 *
 * <p>The database is migrated to the schema of the backup, filled table by table, and then read out again: rows and hashes
 * must be those of the manifest. Every file is compared by its hash. Until all of that holds, the new data folder carries a
 * mark, and no server starts on it.
 */
public final class Restore {

    /** In a data folder: its restore has not come to its end. */
    static final String UNFINISHED = "restore-unfinished";

    /** In a data folder: where drills restore to. */
    static final String SCRATCH = "drill";

    /** In {@code DATA/ledger}: what was published after this backup is not in it, so its log must not be continued. */
    static final String LEDGER_MARK = "ledger/restored";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A part of a table is 8 MB before it is packed. */
    private static final int PART_BYTES_MAX = 64 << 20;

    private final BackupFolder folder;
    private final Manifest manifest;
    private final Progress progress;
    private final ByteArrayOutputStream namesKey = new ByteArrayOutputStream();

    Restore(BackupFolder folder, Manifest manifest, Progress progress) {
        this.folder = folder;
        this.manifest = manifest;
        this.progress = progress;
    }

    /**
     * What was read and, unless it was a dry run, put back and proven.
     *
     * @param bytes of all files
     * @param missing files that the database names and that were already missing when the backup was made
     * @param damagedLists lists of packs beside the backup that are missing or damaged; the backup does not need them
     */
    record Result(
            String backup,
            int tables,
            long rows,
            int files,
            long bytes,
            @Nullable String ledger,
            List<String> missing,
            List<String> damagedLists) {

        Result {
            missing = List.copyOf(missing);
            damagedLists = List.copyOf(damagedLists);
        }
    }

    /** Whether a data folder holds a restore that did not come to its end: no server may start on it. */
    public static boolean isUnfinished(Path data) {
        return Files.exists(data.resolve(UNFINISHED));
    }

    /** Reads, decrypts and compares everything, and writes nothing. */
    Result dryRun() {
        checkSchema();
        readAll(new Checking());
        return result();
    }

    /**
     * Fills an empty data folder, and an empty database: the embedded one, or the external one that is given.
     *
     * @param opened called with the proven database, before it is let go
     */
    Result restore(Path data, Optional<DatabaseAddress.External> external, Opened opened) {
        checkSchema();
        try {
            OwnerOnlyFiles.createFolder(data);
            if (!Trees.isEmpty(data)) {
                throw new BackupException("data-not-empty", data);
            }
            if (external.isPresent()) {
                requireEmpty(external.get());
            }
            Files.writeString(data.resolve(UNFINISHED), manifest.id() + "\n");
            OwnerOnlyFiles.forceFolder(data);
            try (DatabaseAddress database = external.isPresent()
                    ? DatabaseAddress.of(external.get())
                    : DatabaseAddress.started(data, PostgresOptions.standard())) {
                fill(database, data, true);
                proveFiles(data);
                LedgerProof.prove(data, manifest.ledger());
                markLedger(data);
                opened.proven(database, result());
            }
            Trees.force(data);
            Files.delete(data.resolve(UNFINISHED));
            OwnerOnlyFiles.forceFolder(data);
            return result();
        } catch (IOException e) {
            throw new BackupException(e, "write", data, BackupFolder.reason(e));
        }
    }

    /**
     * Restores into a scratch folder with a database of its own and proves it; removes all of it afterwards. Contents of
     * blobs are read, decrypted and compared without being written once more; everything else is put back.
     *
     * @param binaries folder with PostgreSQL's programs, so that they need not be unpacked again
     */
    Result drill(Path scratch, Path binaries) {
        checkSchema();
        try {
            Trees.delete(scratch);
            OwnerOnlyFiles.createFolder(scratch);
            try {
                try (DatabaseAddress database = DatabaseAddress.started(scratch, PostgresOptions.throwAway(binaries))) {
                    fill(database, scratch, false);
                    proveFiles(scratch);
                    LedgerProof.prove(scratch, manifest.ledger());
                }
                return result();
            } finally {
                Trees.delete(scratch);
            }
        } catch (IOException e) {
            throw new BackupException(e, "write", scratch, BackupFolder.reason(e));
        }
    }

    /** Does something with a restored database that was proven. */
    @FunctionalInterface
    interface Opened {
        void proven(DatabaseAddress database, Result result);
    }

    private Result result() {
        return new Result(
                manifest.id(),
                manifest.tables().size(),
                manifest.rows(),
                manifest.files().size(),
                manifest.fileBytes(),
                manifest.ledger(),
                manifest.missing(),
                PackIndex.damaged(folder, manifest.packs(), namesKey.toString(StandardCharsets.ISO_8859_1)));
    }

    /** This Shisa must know every migration that the backup had. */
    private void checkSchema() {
        Set<String> known = Migrations.known();
        List<String> unknown = manifest.migrations().keySet().stream()
                .filter(version -> !known.contains(version))
                .toList();
        if (!unknown.isEmpty() || manifest.migrations().isEmpty()) {
            throw new BackupException(
                    "schema-unknown",
                    manifest.id(),
                    manifest.program(),
                    unknown.isEmpty() ? "-" : unknown.getLast(),
                    known.stream().max(String::compareTo).orElse("-"));
        }
    }

    private void requireEmpty(DatabaseAddress.External external) {
        try (DatabaseAddress address = DatabaseAddress.of(external);
                Connection connection = address.connect()) {
            if (!new DatabaseCopy(connection).tables().isEmpty()) {
                throw new BackupException("database-not-empty", address);
            }
        } catch (SQLException e) {
            throw new BackupException(e, "database", external, String.valueOf(e.getMessage()));
        }
    }

    private void fill(DatabaseAddress database, Path root, boolean withBlobs) throws IOException {
        migrate(database);
        try (Connection connection = database.connect()) {
            DatabaseCopy copy = new DatabaseCopy(connection);
            copy.settle();
            connection.setAutoCommit(false);
            compareShapes(copy.tables());
            List<String> after = copy.openForCopy(copy.tables());
            readAll(new Filling(copy, root, withBlobs));
            progress.at(Progress.Stage.PROVING, 0, 0);
            for (Manifest.Sequence sequence : manifest.sequences()) {
                copy.setSequence(sequence);
            }
            copy.execute(after.toArray(String[]::new));
            connection.commit();
            proveTables(copy);
            connection.commit();
            connection.setAutoCommit(true);
            copy.execute("ANALYZE");
        } catch (SQLException e) {
            throw new BackupException(
                    e,
                    "database-refuses",
                    database,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        validate(database);
    }

    private void migrate(DatabaseAddress database) {
        try {
            Migrations.migrate(flyway(database), manifest.migrations().keySet(), progress);
        } catch (FlywayException e) {
            throw new BackupException(
                    e,
                    "database-refuses",
                    database,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Migrations that came with the backup must be those of this Shisa, or its next start would refuse them. */
    private void validate(DatabaseAddress database) {
        var found = flyway(database).ignoreMigrationPatterns("*:pending").load().validateWithResult();
        if (!found.validationSuccessful) {
            throw new BackupException(
                    "schema-differs",
                    manifest.id(),
                    found.getAllErrorMessages().lines().findFirst().orElse(""));
        }
    }

    private static org.flywaydb.core.api.configuration.FluentConfiguration flyway(DatabaseAddress database) {
        return Flyway.configure().dataSource(database.url(), database.user(), database.password());
    }

    private void compareShapes(List<DatabaseCopy.Shape> found) {
        Map<String, List<String>> shapes = new HashMap<>();
        found.forEach(shape -> shapes.put(shape.name(), shape.columns()));
        for (Manifest.Table table : manifest.tables()) {
            List<String> columns = shapes.remove(table.name());
            if (columns == null || !new HashSet<>(columns).equals(new HashSet<>(table.columns()))) {
                throw new BackupException("schema-differs", manifest.id(), table.name());
            }
        }
        if (!shapes.isEmpty()) {
            throw new BackupException(
                    "schema-differs", manifest.id(), shapes.keySet().iterator().next());
        }
    }

    private void proveTables(DatabaseCopy copy) throws SQLException, IOException {
        long done = 0;
        long total = manifest.tables().stream().mapToLong(Manifest.Table::bytes).sum();
        for (Manifest.Table table : manifest.tables()) {
            Manifest.Table found = copy.copyOut(new DatabaseCopy.Shape(table.name(), table.columns()), row -> {});
            if (!found.equals(table)) {
                throw new BackupException("proof-table", table.name(), table.rows(), found.rows());
            }
            done += table.bytes();
            progress.at(Progress.Stage.PROVING, done, total);
        }
    }

    private void proveFiles(Path root) throws IOException {
        for (Manifest.StoredFile file : manifest.files()) {
            Path path = root.resolve(file.path());
            if (Files.exists(path) || !isBlob(file)) {
                String found = Files.exists(path) ? Hashes.of(path) : "-";
                if (!found.equals(file.sha256())) {
                    throw new BackupException("proof-file", file.path(), file.sha256(), found);
                }
            }
        }
    }

    private void markLedger(Path data) throws IOException {
        if (manifest.files().stream().noneMatch(file -> file.path().startsWith("ledger/"))) {
            return;
        }
        Map<String, Object> mark = new java.util.LinkedHashMap<>();
        mark.put("backup", manifest.id());
        mark.put("at", manifest.at().toString());
        mark.put("checkpoint", manifest.ledger());
        OwnerOnlyFiles.write(
                data.resolve(LEDGER_MARK), (JSON.writeValueAsString(mark) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isBlob(Manifest.StoredFile file) {
        return file.path().startsWith("blobs/");
    }

    // ---- reading ---------------------------------------------------------------------------------

    /** Reads the state and every pack, and compares each part with what the manifest says of it. */
    private void readAll(Taker taker) {
        Map<String, Manifest.Piece> needed = new HashMap<>();
        Map<String, List<OpenFiles.Place>> places = new HashMap<>();
        for (Manifest.StoredFile file : manifest.files()) {
            long offset = 0;
            for (Manifest.Piece piece : file.pieces()) {
                needed.put(piece.name(), piece);
                places.computeIfAbsent(piece.name(), name -> new ArrayList<>(1)).add(new OpenFiles.Place(file, offset));
                offset += piece.bytes();
            }
        }
        Path state = folder.backup(manifest.id()).resolve(BackupFolder.STATE);
        long total = manifest.packs().stream().mapToLong(Manifest.Pack::bytes).sum();
        long done = 0;
        Tables tables = new Tables(state, taker);
        read(state, entry -> {
            if (entry.name().startsWith("tables/")) {
                tables.part(entry);
            } else {
                piece(state, entry, needed, places, taker);
            }
        });
        tables.end();
        for (Manifest.Pack pack : manifest.packs()) {
            Path file = folder.pack(pack.id());
            read(file, entry -> piece(file, entry, needed, places, taker));
            done += pack.bytes();
            progress.at(Progress.Stage.READING, done, total);
        }
        if (!needed.isEmpty()) {
            throw new BackupException(
                    "piece-missing", needed.keySet().iterator().next(), needed.size(), folder.root());
        }
    }

    private void read(Path file, EntryReader reader) {
        try (PackReader pack = new PackReader(folder.decrypt(file))) {
            for (PackReader.Entry entry = pack.next(); entry != null; entry = pack.next()) {
                reader.read(entry);
            }
        } catch (IOException e) {
            throw BackupFolder.damaged(file, e);
        }
    }

    private void piece(
            Path file,
            PackReader.Entry entry,
            Map<String, Manifest.Piece> needed,
            Map<String, List<OpenFiles.Place>> places,
            Taker taker)
            throws IOException {
        Manifest.Piece piece = needed.get(entry.name());
        if (piece == null) {
            // Of another backup, or had already: still read to its end, for what it is worth.
            entry.drain();
            return;
        }
        List<OpenFiles.Place> where = Objects.requireNonNull(places.get(entry.name()));
        boolean isNamesKey =
                where.stream().anyMatch(place -> place.file().path().equals(PackIndex.KEY_FILE));
        try (OpenFiles files = taker.piece(where)) {
            String sha256 = entry.read((buffer, length) -> {
                files.take(buffer, length);
                if (isNamesKey) {
                    namesKey.write(buffer, 0, length);
                }
            });
            if (entry.bytes() != piece.bytes() || !sha256.equals(piece.sha256())) {
                throw new BackupException("piece-damaged", entry.name(), file);
            }
        }
        needed.remove(entry.name());
    }

    @FunctionalInterface
    private interface EntryReader {
        void read(PackReader.Entry entry) throws IOException;
    }

    /** Does something with what is read. */
    private interface Taker {

        /** Rows of a table follow, or of none any more when it is null. */
        void table(Manifest.@Nullable Table table);

        /** Some rows of the present table. */
        void rows(byte[] bytes, int length);

        /** A piece of one or more files follows. */
        OpenFiles piece(List<OpenFiles.Place> places);
    }

    /** Takes nothing: all that counts is that it could be read and is right. */
    private static final class Checking implements Taker {

        @Override
        public void table(Manifest.@Nullable Table table) {
            // Nothing is opened.
        }

        @Override
        public void rows(byte[] bytes, int length) {
            // Their hash is made by the reader.
        }

        @Override
        public OpenFiles piece(List<OpenFiles.Place> places) {
            return new OpenFiles(List.of());
        }
    }

    /** The parts of tables, in order; each table's rows and hash are compared when it ends. */
    private final class Tables {

        private final Path state;
        private final Taker taker;
        private final Map<String, Manifest.Table> left = new HashMap<>();
        private Manifest.@Nullable Table current;
        private MessageDigest digest = Hashes.sha256();
        private long rows;
        private long bytes;

        Tables(Path state, Taker taker) {
            this.state = state;
            this.taker = taker;
            manifest.tables().forEach(table -> left.put(table.name(), table));
        }

        void part(PackReader.Entry entry) throws IOException {
            String rest = entry.name().substring("tables/".length());
            String name = rest.substring(0, Math.max(rest.lastIndexOf('/'), 0));
            if (current == null || !current.name().equals(name)) {
                finish();
                current = left.remove(name);
                if (current == null) {
                    throw new BackupException("piece-damaged", entry.name(), state);
                }
                taker.table(current);
            }
            if (entry.bytes() > PART_BYTES_MAX) {
                throw new BackupException("piece-damaged", entry.name(), state);
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream((int) entry.bytes());
            entry.read((buffer, length) -> packed.write(buffer, 0, length));
            byte[] buffer = new byte[Hashes.BUFFER_BYTES];
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray()), 1 << 16)) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    digest.update(buffer, 0, count);
                    for (int i = 0; i < count; i++) {
                        // A line break inside of a value is written as two characters.
                        rows += buffer[i] == '\n' ? 1 : 0;
                    }
                    bytes += count;
                    taker.rows(buffer, count);
                }
            }
        }

        void end() {
            finish();
            for (Manifest.Table table : left.values()) {
                if (table.rows() > 0) {
                    throw new BackupException("piece-missing", "tables/" + table.name(), 1, state);
                }
            }
        }

        private void finish() {
            if (current != null) {
                taker.table(null);
                if (rows != current.rows()
                        || bytes != current.bytes()
                        || !Hashes.hex(digest).equals(current.sha256())) {
                    throw new BackupException("piece-damaged", "tables/" + current.name(), state);
                }
            }
            current = null;
            digest = Hashes.sha256();
            rows = 0;
            bytes = 0;
        }
    }

    /** Rows into the database, pieces into files. */
    private static final class Filling implements Taker {

        private final DatabaseCopy copy;
        private final Path root;
        private final boolean withBlobs;
        private @Nullable CopyIn rows;
        private String table = "";

        Filling(DatabaseCopy copy, Path root, boolean withBlobs) {
            this.copy = copy;
            this.root = root;
            this.withBlobs = withBlobs;
        }

        @Override
        public void table(Manifest.@Nullable Table next) {
            try {
                if (rows != null) {
                    rows.endCopy();
                    rows = null;
                }
                if (next != null) {
                    table = next.name();
                    rows = copy.copyIn(next);
                }
            } catch (SQLException e) {
                throw refused(e);
            }
        }

        @Override
        public void rows(byte[] bytes, int length) {
            try {
                Objects.requireNonNull(rows).writeToCopy(bytes, 0, length);
            } catch (SQLException e) {
                throw refused(e);
            }
        }

        @Override
        public OpenFiles piece(List<OpenFiles.Place> places) {
            return OpenFiles.open(root, withBlobs, places);
        }

        private BackupException refused(SQLException e) {
            return new BackupException(
                    e,
                    "database-refuses",
                    table,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
