package dev.shisa.server.platform.backup;

import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.Ledger;
import dev.shisa.ledger.LedgerOptions;
import dev.shisa.ledger.SigningKey;
import dev.shisa.server.evidence.BlobContents;
import dev.shisa.server.platform.age.AgeIdentity;
import dev.shisa.server.platform.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small installation with something of everything: tables that refer in a circle, odd texts, files of each kind. */
final class Installation {

    static final SecureRandom RANDOM = new SecureRandom();
    static final AgeIdentity IDENTITY = AgeIdentity.generate(RANDOM);
    static final Progress SILENT = (stage, done, total) -> {};

    private final Path data;
    private final TestDatabase database;
    private final Random seeded = new Random(20_261_120);
    private int blobs;

    private Installation(Path data, TestDatabase database) {
        this.data = data;
        this.database = database;
    }

    static Installation filled(Path data) throws IOException, SQLException {
        Installation made = new Installation(data, TestDatabase.fresh());
        made.fill();
        return made;
    }

    Path data() {
        return data;
    }

    DatabaseAddress.External external() {
        return new DatabaseAddress.External(database.jdbcUrl(), database.user(), database.password());
    }

    static DatabaseAddress.External external(TestDatabase database) {
        return new DatabaseAddress.External(database.jdbcUrl(), database.user(), database.password());
    }

    Connection connect() throws SQLException {
        return database.connect();
    }

    static BackupKey recipient() {
        return new BackupKey.Recipient(IDENTITY.recipient());
    }

    static BackupKey identity() {
        return new BackupKey.Identities(List.of(IDENTITY));
    }

    Backup.Result backup(Path to) {
        return backup(to, InstantSource.system());
    }

    Backup.Result backup(Path to, InstantSource clock) {
        BackupFolder folder = BackupFolder.forWriting(to, recipient(), RANDOM);
        try (DatabaseAddress address = DatabaseAddress.of(external())) {
            return new Backup(data, folder, address, new BlobContents(), "test", clock, RANDOM, SILENT).make();
        }
    }

    static Restore restore(Path from, String at) {
        BackupFolder folder = BackupFolder.forReading(from, identity());
        return new Restore(folder, folder.manifest(folder.find(at)), SILENT);
    }

    /** Restores into an empty database and folder; returns the database. */
    static TestDatabase restoreTo(Path from, String at, Path newData) {
        TestDatabase empty = TestDatabase.empty();
        restore(from, at).restore(newData, Optional.of(external(empty)), (address, result) -> {});
        return empty;
    }

    /** A file of contents and its row; returns its path below the data folder. */
    String addBlob(int length) throws IOException, SQLException {
        byte[] content = new byte[length];
        seeded.nextBytes(content);
        content[0] = (byte) blobs++;
        String sha256 = Hashes.of(content);
        String path = "blobs/sha256/" + sha256.substring(0, 2) + "/" + sha256;
        Files.createDirectories(data.resolve(path).getParent());
        Files.write(data.resolve(path), content);
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO blob (sha256, size_bytes, created_at) VALUES (?, ?, '2026-11-20T01:24:00Z')")) {
            insert.setString(1, sha256);
            insert.setLong(2, length);
            insert.executeUpdate();
        }
        return path;
    }

    void write(String path, byte[] content, String mode) throws IOException {
        Path file = data.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    void append(String path, byte[] more) throws IOException {
        Files.write(data.resolve(path), more, StandardOpenOption.APPEND);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        seeded.nextBytes(bytes);
        return bytes;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Every row of every table as text, and where the sequences stand. */
    static Map<String, List<String>> rows(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            return rows(connection);
        }
    }

    Map<String, List<String>> rows() throws SQLException {
        return rows(database);
    }

    private static Map<String, List<String>> rows(Connection connection) throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("""
                        SELECT quote_ident(relname)
                        FROM pg_class WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace""")) {
            while (tables.next()) {
                names.add(tables.getString(1));
            }
        }
        for (String name : names) {
            List<String> rows = new ArrayList<>();
            boolean sequence = name.endsWith("_seq");
            String sql = sequence
                    ? "SELECT (last_value, is_called)::text FROM " + name
                    : "SELECT t::text FROM " + name + " t ORDER BY 1";
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(sql)) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
            all.put(name, rows);
        }
        return all;
    }

    /** Path to hash and permissions of every file. */
    static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(
                        root.relativize(file).toString(),
                        Hashes.of(file) + " " + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return files;
    }

    /** Entries for the real log 1. */
    void log(int entries) {
        Path key = data.resolve("secrets/ledger-1.key");
        try {
            if (!Files.exists(key)) {
                Files.createDirectories(key.getParent());
                Files.createDirectories(data.resolve("ledger"));
                SigningKey.generate("shisa/test/1", KeyType.ED25519, RANDOM).write(key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Ledger ledger = Ledger.open(data.resolve("ledger/1"), SigningKey.read(key), LedgerOptions.DEFAULT)) {
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < entries; i++) {
                leaves.add(("entry " + seeded.nextLong()).getBytes(StandardCharsets.UTF_8));
            }
            ledger.append(leaves);
        }
    }

    private void fill() throws IOException, SQLException {
        execute(
                "INSERT INTO setting VALUES ('organisation.name', E'みどり浜\\t光機\\n\\\\N 株式会社 \\'\"')",
                """
                INSERT INTO person (id, email, name, language, roles, created_at)
                VALUES ('01930000-0000-7000-8000-000000000001', 'a@midorihama.example', '田中', 'ja',
                        '{owner,"a,b",NULL}', '2026-11-20T01:24:00.123456Z')""",
                """
                INSERT INTO series (id, code, name, kind, created_at, created_by)
                VALUES ('01930000-0000-7000-8000-000000000002', 'MC-200', '見守りカメラ', 'カメラ', '2026-11-20T01:24:00Z',
                        '01930000-0000-7000-8000-000000000001')""",
                """
                INSERT INTO release (id, series_id, name, created_at)
                VALUES ('01930000-0000-7000-8000-000000000003', '01930000-0000-7000-8000-000000000002', '2.4.1',
                        '2026-11-20T01:24:00Z')""",
                "UPDATE series SET designated = '01930000-0000-7000-8000-000000000003'",
                """
                INSERT INTO audit (at, person_name, act, thing, details)
                SELECT '2026-11-20T01:24:00Z'::timestamptz + n * interval '1 second', 'x', 'series.create', n::text,
                       jsonb_build_object('n', n, 'text', repeat('あ', n % 50)) FROM generate_series(1, 20000) n""",
                // Rows that are not in the order of their keys, with holes between them.
                "DELETE FROM audit WHERE id % 3 = 0",
                "UPDATE audit SET thing = thing || '!' WHERE id % 7 = 0");
        for (int i = 0; i < 12; i++) {
            addBlob(1 + i * 40_000);
        }
        write("secrets/ca-key.pem", bytes(300), "rw-------");
        write("secrets/database-password", bytes(30), "rw-------");
        write("tls/server.pem", bytes(2_000), "rw-r--r--");
        write("catalogue/jcstar1.yaml", "requirements: []\n".getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        write("ledger/old/journal/00000000000000000000.journal", bytes(3_000_000), "rw-------");
        write("ledger/old/journal/00000000000000000700.journal", bytes(LedgerFiles.SLICE_BYTES + 500_000), "rw-------");
        write(
                "ledger/old/public/checkpoint",
                "shisa.example/log\n1000\nAAAA\n\n— x y\n".getBytes(StandardCharsets.UTF_8),
                "rw-r--r--");
        write("ledger/old/public/tile/0/000", bytes(8_192), "rw-r--r--");
        write("ledger/old/public/tile/0/001.p/17", bytes(544), "rw-r--r--");
        log(600);
        write("ledger/key", bytes(100), "rw-------");
        write("empty/none", new byte[0], "rw-r-----");
        for (String left : List.of(
                "postgres/data/base/1",
                "logs/shisa.log",
                "run/admin.pid",
                "lock",
                "ledger/lock",
                "blobs/tmp/new-1.part",
                "cache/x",
                "drill/secrets/x")) {
            write(left, bytes(10), "rw-------");
        }
    }
}
