package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.ledger.LedgerRecords;
import java.io.IOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * All tables and sequences of a schema by way of PostgreSQL's COPY. What there is comes from the database's own catalog, so
 * that no table can be forgotten.
 *
 * <p>A table's hash is that of its rows in text form, in the order in which they lie. A table that was filled by COPY alone
 * lies in the order of its source; so equal hashes are equal tables.
 */
final class DatabaseCopy {

    /** A sweeper holds the lock shared, for a moment; another backup for minutes. */
    private static final int LOCK_TIMEOUT_S = 20;

    private final Connection connection;

    DatabaseCopy(Connection connection) {
        this.connection = connection;
    }

    /** A table and its columns with values of their own, in order. */
    record Shape(String name, List<String> columns) {

        Shape {
            columns = List.copyOf(columns);
        }

        private String sql() {
            return quoted(name) + " ("
                    + columns.stream()
                            .map(DatabaseCopy::quoted)
                            .reduce((a, b) -> a + ", " + b)
                            .orElse("")
                    + ")";
        }
    }

    /** Makes the text form the same everywhere, and the order of rows that in which they lie. */
    void settle() throws SQLException {
        execute("SET DateStyle = 'ISO'", "SET IntervalStyle = 'postgres'", "SET TimeZone = 'UTC'");
        execute("SET extra_float_digits = 1", "SET bytea_output = 'hex'", "SET client_encoding = 'UTF8'");
        execute("SET synchronize_seqscans = off", "SET statement_timeout = 0", "SET lock_timeout = 0");
        execute("SET idle_in_transaction_session_timeout = 0");
    }

    /** Keeps files from being swept while they are copied, and a second backup of this database out. */
    void lock() throws SQLException {
        waitAtMost();
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_lock(hashtextextended(?, 0))")) {
            lock.setString(1, Contents.SWEEP_LOCK);
            lock.execute();
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw new BackupException(e, "database-under-way");
            }
            throw e;
        }
        execute("SET lock_timeout = 0");
    }

    /**
     * Lets the ledger stand still: between here and {@link #releaseLedger} nothing is appended and no row is marked as
     * appended, so that the snapshot and the journal's length are of one instant.
     */
    void holdLedger() throws SQLException {
        waitAtMost();
        try {
            execute("SELECT pg_advisory_lock(" + LedgerRecords.LOCK + ")");
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw new BackupException(e, "ledger-busy");
            }
            throw e;
        }
        execute("SET lock_timeout = 0");
    }

    void releaseLedger() throws SQLException {
        execute("SELECT pg_advisory_unlock(" + LedgerRecords.LOCK + ")");
    }

    private void waitAtMost() throws SQLException {
        execute("SET lock_timeout = '" + LOCK_TIMEOUT_S + "s'");
    }

    /** Begins the snapshot that everything afterwards sees. */
    void beginSnapshot() throws SQLException {
        connection.setAutoCommit(false);
        execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        // The snapshot is taken by the first statement that reads.
        execute("SELECT 1 FROM pg_class LIMIT 1");
    }

    /** Tables, also those that are parts of a partitioned one, by name. */
    List<Shape> tables() throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        query(
                """
                SELECT c.relname, a.attname FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
                ORDER BY c.relname, a.attnum""",
                row -> columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(row.getString(2)));
        return columns.entrySet().stream()
                .map(entry -> new Shape(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Where each sequence stands; read after the snapshot began, it is never behind the rows. */
    List<Manifest.Sequence> sequences() throws SQLException {
        List<String> names = new ArrayList<>();
        query("""
                SELECT c.relname FROM pg_class c
                WHERE c.relkind = 'S' AND c.relnamespace = current_schema()::regnamespace
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
                ORDER BY c.relname""", row -> names.add(row.getString(1)));
        List<Manifest.Sequence> sequences = new ArrayList<>();
        for (String name : names) {
            query(
                    "SELECT last_value, is_called FROM " + quoted(name),
                    row -> sequences.add(new Manifest.Sequence(name, row.getLong(1), row.getBoolean(2))));
        }
        return sequences;
    }

    /** Version and checksum of each migration that the database has, oldest first; empty if it was never migrated. */
    Map<String, Integer> migrations() throws SQLException {
        Map<String, Integer> migrations = new TreeMap<>();
        boolean[] exists = {false};
        query("SELECT to_regclass('flyway_schema_history') IS NOT NULL", row -> exists[0] = row.getBoolean(1));
        if (exists[0]) {
            query("""
                    SELECT version, checksum FROM flyway_schema_history
                    WHERE version IS NOT NULL AND success""", row -> migrations.put(row.getString(1), row.getInt(2)));
        }
        return migrations;
    }

    /** Reads all rows of a table; each is handed over with its line break. */
    Manifest.Table copyOut(Shape shape, RowSink sink) throws SQLException, IOException {
        MessageDigest digest = Hashes.sha256();
        long rows = 0;
        long bytes = 0;
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + shape.sql() + " TO STDOUT");
        try {
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                digest.update(row);
                rows++;
                bytes += row.length;
                sink.take(row);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return new Manifest.Table(shape.name(), shape.columns(), rows, bytes, Hashes.hex(digest));
    }

    /** Begins to write rows into a table. */
    CopyIn copyIn(Manifest.Table table) throws SQLException {
        Shape shape = new Shape(table.name(), table.columns());
        return connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + shape.sql() + " FROM STDIN");
    }

    void setSequence(Manifest.Sequence sequence) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("SELECT setval(quote_ident(?)::regclass, ?, ?)")) {
            set.setString(1, sequence.name());
            set.setLong(2, sequence.last());
            set.setBoolean(3, sequence.called());
            set.execute();
        }
    }

    /**
     * Empties all tables and takes away what would look at rows one by one: references between tables, which may lead in
     * circles, and triggers. What is returned puts it back, and the references are then checked over all rows at once.
     */
    List<String> openForCopy(List<Shape> tables) throws SQLException {
        List<String> after = new ArrayList<>();
        List<String> now = new ArrayList<>();
        query("""
                SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
                FROM pg_constraint c
                WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace AND c.conparentid = 0
                ORDER BY 1, 2""", row -> {
            now.add("ALTER TABLE " + row.getString(1) + " DROP CONSTRAINT " + row.getString(2));
            after.add(
                    "ALTER TABLE " + row.getString(1) + " ADD CONSTRAINT " + row.getString(2) + " " + row.getString(3));
        });
        query("""
                SELECT t.tgrelid::regclass::text, quote_ident(t.tgname) FROM pg_trigger t
                JOIN pg_class c ON c.oid = t.tgrelid AND c.relnamespace = current_schema()::regnamespace
                WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgparentid = 0""", row -> {
            now.add("ALTER TABLE " + row.getString(1) + " DISABLE TRIGGER " + row.getString(2));
            after.add("ALTER TABLE " + row.getString(1) + " ENABLE TRIGGER " + row.getString(2));
        });
        execute(now.toArray(String[]::new));
        if (!tables.isEmpty()) {
            execute("TRUNCATE "
                    + tables.stream()
                            .map(table -> quoted(table.name()))
                            .reduce((a, b) -> a + ", " + b)
                            .orElse(""));
        }
        return after;
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void query(String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Takes one row of a table in COPY's text form. */
    @FunctionalInterface
    interface RowSink {
        void take(byte[] row) throws IOException;
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
