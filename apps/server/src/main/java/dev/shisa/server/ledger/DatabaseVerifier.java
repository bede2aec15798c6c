package dev.shisa.server.ledger;

import dev.shisa.server.platform.ledger.LedgerEntry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the database with what the ledger says: each leaf with its record, each record's bytes with its commitment,
 * each row of the tables with the record that describes it.
 *
 * <p>Reads only, with plain SQL and none of the code that wrote; on one connection whose transaction should be a
 * repeatable-read one, so that the server may go on meanwhile.
 */
final class DatabaseVerifier {

    /** Rows told for each table; whoever changed more is told enough. */
    private static final int DIFFERENCES_MAX = 200;

    private static final int FETCH_ROWS = 2_000;

    private final Connection connection;
    private final Consumer<Difference> found;

    DatabaseVerifier(Connection connection, Consumer<Difference> found) {
        this.connection = connection;
        this.found = found;
    }

    /** The entries of one log in order; {@code null} for one that cannot be read, which is told elsewhere. */
    @FunctionalInterface
    interface Leaves {
        byte @Nullable [] entry(long index);
    }

    /**
     * Compares every leaf of a log with its record, in both directions.
     *
     * @param size of the log, so many leaves are expected
     * @param progress told the number of leaves done
     */
    void leaves(int log, long size, Leaves leaves, LongConsumer progress) throws SQLException {
        long next = 0;
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, at, kind, commitment, salt, body, leaf_index FROM ledger_outbox
                WHERE log = ? ORDER BY leaf_index""")) {
            select.setFetchSize(FETCH_ROWS);
            select.setInt(1, log);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long index = row.getLong("leaf_index");
                    while (next < index && next < size) {
                        withoutRecord(log, next, leaves.entry(next));
                        next++;
                    }
                    if (index >= size) {
                        tell("leaf-missing", log, index, "ledger_outbox " + row.getLong("id"), size);
                        continue;
                    }
                    compare(log, index, leaves.entry(index), row);
                    next = index + 1;
                    progress.accept(next);
                }
            }
        }
        while (next < size) {
            withoutRecord(log, next, leaves.entry(next));
            next++;
            progress.accept(next);
        }
    }

    /** Checks the records that the ledger has not taken yet; returns how many there are. */
    long waiting() throws SQLException {
        long count = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, at, kind, commitment, salt, body FROM ledger_outbox WHERE log IS NULL ORDER BY id")) {
            select.setFetchSize(FETCH_ROWS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    opened(null, null, row);
                    count++;
                }
            }
        }
        return count;
    }

    /** Compares every row of every described table with its record. */
    void tables() throws SQLException {
        for (RecordedTable table : RecordedTable.ALL) {
            Savepoint before = connection.setSavepoint();
            try {
                compare(table);
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                // A body that is no JSON, with a commitment made to fit: its leaf has been told.
                connection.rollback(before);
                tell("unreadable", null, null, table.name(), table.kind(), String.valueOf(e.getMessage()));
            }
        }
        latestVerdicts();
    }

    private void compare(int log, long index, byte @Nullable [] leaf, ResultSet row) throws SQLException {
        if (leaf == null) {
            return;
        }
        String place = "ledger_outbox " + row.getLong("id");
        Optional<LedgerEntry> entry = LedgerEntry.parse(leaf);
        if (entry.isEmpty()) {
            tell("leaf-unknown", log, index, place);
            return;
        }
        LedgerEntry recorded = entry.get();
        List<String> differing = new ArrayList<>();
        if (recorded.id() != row.getLong("id")) {
            differing.add("id");
        }
        if (!recorded.at().equals(row.getTimestamp("at").toInstant())) {
            differing.add("at");
        }
        if (!recorded.kind().equals(row.getString("kind"))) {
            differing.add("kind");
        }
        if (!recorded.commitment().equals(row.getString("commitment"))) {
            differing.add("commitment");
        }
        if (!differing.isEmpty()) {
            tell("record-changed", log, index, place, String.join(", ", differing));
        }
        opened(log, index, row);
    }

    private void opened(@Nullable Integer log, @Nullable Long index, ResultSet row) throws SQLException {
        byte[] salt = row.getBytes("salt");
        byte[] body = row.getBytes("body");
        if (salt == null || body == null) {
            return;
        }
        if (!LedgerEntry.commitment(salt, body).equals(row.getString("commitment"))) {
            tell("body-changed", log, index, "ledger_outbox " + row.getLong("id"), row.getString("kind"));
        }
    }

    private void withoutRecord(int log, long index, byte @Nullable [] leaf) {
        if (leaf == null) {
            return;
        }
        LedgerEntry.parse(leaf)
                .ifPresentOrElse(
                        entry -> tell(
                                "record-missing", log, index, "ledger_outbox " + entry.id(), entry.kind(), entry.at()),
                        () -> tell("leaf-unknown", log, index, "ledger_outbox"));
    }

    private void compare(RecordedTable table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(table.query())) {
            select.setString(1, table.kind());
            select.setInt(2, DIFFERENCES_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int log = row.getInt("log");
                    Integer logOrNull = row.wasNull() ? null : log;
                    long leaf = row.getLong("leaf_index");
                    Long leafOrNull = row.wasNull() ? null : leaf;
                    String place = table.name() + " " + row.getString("row_id");
                    switch (row.getString("what")) {
                        case "no-record" -> tell("row-unrecorded", null, null, place);
                        case "no-row" -> tell("row-missing", logOrNull, leafOrNull, place);
                        default ->
                            tell(
                                    "row-changed",
                                    logOrNull,
                                    leafOrNull,
                                    place,
                                    String.join(", ", strings(row.getArray("fields"))));
                    }
                }
            }
        }
    }

    /** What a board shows must be what the history says last. */
    private void latestVerdicts() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT v.series_id, v.framework, v.requirement FROM verdict v
                LEFT JOIN LATERAL (SELECT to_state, towards FROM verdict_change c
                    WHERE c.series_id = v.series_id AND c.framework = v.framework AND c.requirement = v.requirement
                    ORDER BY id DESC LIMIT 1) c ON true
                WHERE c.to_state IS DISTINCT FROM v.state OR c.towards IS DISTINCT FROM v.towards
                ORDER BY 1, 2, 3 LIMIT ?""")) {
            select.setInt(1, DIFFERENCES_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tell(
                            "verdict-changed",
                            null,
                            null,
                            "verdict " + row.getString("series_id") + " " + row.getString("framework") + "/"
                                    + row.getString("requirement"));
                }
            }
        }
    }

    private void tell(String code, @Nullable Integer log, @Nullable Long leaf, String place, Object... args) {
        found.accept(new Difference(code, log, leaf, place, List.of(args)));
    }

    private static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
