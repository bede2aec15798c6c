package dev.shisa.server.ledger;

import dev.shisa.server.platform.ledger.LedgerEntry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    private static final String ERASURE = "erasure/1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Connection connection;
    private final Consumer<Difference> found;
    private @Nullable Erasures erasures;

    DatabaseVerifier(Connection connection, Consumer<Difference> found) {
        this.connection = connection;
        this.found = found;
    }

    /**
     * What the records of erasures say.
     *
     * @param told each erasure once
     * @param records what they name, by number
     */
    private record Erasures(Map<String, CheckReport.Erased> told, Map<Long, Named> records) {}

    /** A record whose content is gone, as an erasure names it. */
    private record Named(String commitment, Instant at) {}

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
                SELECT id, at, kind, row_id, commitment, salt, body, erased_at, leaf_index FROM ledger_outbox
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
                "SELECT id, kind, row_id, commitment, salt, body, erased_at FROM ledger_outbox WHERE log IS NULL ORDER BY id")) {
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
        tables(table -> true);
        part("verdict", "verdict/1", this::latestVerdicts);
        part("standing", "verdict/1", this::standings);
        part("vulnerability_finding", "vulnerability-decision/1", this::findings);
        part(
                "vulnerability_decision",
                "finding-decision/1",
                () -> order("vulnerability_decision", "finding_id", "number", "finding-decision/1"));
        part(
                "advisory_despite",
                "advisory-despite/1",
                () -> order("advisory_despite", "draft_id", "added", "advisory-despite/1"));
    }

    /** Compares every row of some tables with its record. */
    void tables(Predicate<String> which) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL TIME ZONE 'UTC'");
        }
        for (RecordedTable table : RecordedTable.ALL) {
            if (which.test(table.name())) {
                part(table.name(), table.kind(), () -> compare(table));
            }
        }
        for (SealedTable table : SealedTable.ALL) {
            if (which.test(table.name())) {
                part(table.name(), SealedTable.KIND, () -> compare(table));
            }
        }
    }

    private void compare(SealedTable table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(table.query())) {
            select.setInt(1, DIFFERENCES_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getString("what").equals("differs")) {
                        tellDiffering(table, row);
                    } else {
                        tell(row, row.getString("row_id"));
                    }
                }
            }
        }
    }

    /** With what both say, where the record says it openly; an account with its name, since nobody knows people by number. */
    private void tellDiffering(SealedTable table, ResultSet row) throws SQLException {
        List<Object> args = new ArrayList<>(List.of(String.join(", ", strings(row.getArray("fields")))));
        String field = row.getString("open_field");
        if (field != null) {
            args.addAll(List.of(field, said(row.getString("recorded")), said(row.getString("present"))));
        }
        String code = field == null ? "row-changed" : "value-changed";
        if (table.name().equals("person")) {
            // A whole text by itself, so that an erasure finds it in the report that is kept.
            args.add(String.valueOf(row.getString("person_name")));
            code = field == null ? "account-changed" : "account-value-changed";
        }
        tell(
                code,
                row.getObject("log", Integer.class),
                row.getObject("leaf_index", Long.class),
                row.getString("row_id"),
                args.toArray());
    }

    /** A value as it is told; a value that is none is told as a dash. */
    private static String said(@Nullable String value) {
        return value == null ? "–" : value;
    }

    /** One comparison; what cannot be read of it is told, and stops no other. */
    private void part(String table, String kind, Comparison comparison) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            comparison.run();
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!isOfTheData(connection, e)) {
                throw e;
            }
            connection.rollback(before);
            String message = String.valueOf(e.getMessage());
            if (String.valueOf(e.getSQLState()).startsWith("XX")) {
                tell("table-unreadable", null, null, table, message);
            } else {
                // A body that is no JSON, with a commitment made to fit: its leaf has been told.
                tell("unreadable", null, null, table, kind, message);
            }
        }
    }

    @FunctionalInterface
    private interface Comparison {
        void run() throws SQLException;
    }

    /** Whether the database could not do one thing, and goes on answering. */
    static boolean isOfTheData(Connection connection, SQLException e) throws SQLException {
        String state = String.valueOf(e.getSQLState());
        // 08: the connection is gone; 57P: the server is shutting down, or ended this session.
        return !connection.isClosed() && !state.startsWith("08") && !state.startsWith("57P");
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
        String place = "ledger_outbox " + row.getLong("id");
        Named named = erasures().records().get(row.getLong("id"));
        if (salt == null || body == null) {
            Timestamp erasedAt = row.getTimestamp("erased_at");
            if (named == null || !named.commitment().equals(row.getString("commitment"))) {
                tell("content-gone", log, index, place, row.getString("kind"));
            } else if (erasedAt == null || !erasedAt.toInstant().equals(named.at())) {
                tell("record-changed", log, index, place, "erased_at");
            }
            return;
        }
        if (named != null) {
            tell("content-back", log, index, place, row.getString("kind"));
        }
        if (!LedgerEntry.commitment(salt, body).equals(row.getString("commitment"))) {
            tell("body-changed", log, index, place, row.getString("kind"));
        } else if (!row.getString("row_id").equals(id(body))) {
            // By it a row of a table finds its record: under another name the record speaks of no row.
            tell("record-changed", log, index, place, "row_id");
        }
        if (row.getTimestamp("erased_at") != null) {
            tell("record-changed", log, index, place, "erased_at");
        }
    }

    /** The row that a body describes. */
    private static String id(byte[] body) {
        try {
            return JSON.readTree(body).path("id").asString("");
        } catch (JacksonException e) {
            return "";
        }
    }

    /** The erasures on record: each says whose content is gone, who asked, who agreed, and why. */
    List<CheckReport.Erased> erased() throws SQLException {
        return List.copyOf(erasures().told().values());
    }

    /** Only what its own commitment proves counts as said. */
    private Erasures erasures() throws SQLException {
        if (erasures != null) {
            return erasures;
        }
        Erasures read = new Erasures(new LinkedHashMap<>(), new HashMap<>());
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT commitment, salt, body FROM ledger_outbox
                WHERE kind = ? AND body IS NOT NULL ORDER BY id""")) {
            select.setString(1, ERASURE);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    byte[] body = row.getBytes("body");
                    if (LedgerEntry.commitment(row.getBytes("salt"), body).equals(row.getString("commitment"))) {
                        read(body, read);
                    }
                }
            }
        }
        erasures = read;
        return read;
    }

    private static void read(byte[] body, Erasures into) {
        try {
            JsonNode told = JSON.readTree(body);
            Instant at = Instant.parse(told.path("at").asString(""));
            int named = 0;
            for (JsonNode record : told.path("records")) {
                into.records()
                        .put(
                                record.path("record").asLong(0),
                                new Named(record.path("commitment").asString(""), at));
                named++;
            }
            int records = named;
            into.told()
                    .merge(
                            told.path("id").asString(""),
                            new CheckReport.Erased(
                                    at,
                                    told.path("askedByName").asString(""),
                                    told.path("byName").asString(""),
                                    told.path("reason").asString(""),
                                    told.path("alone").asBoolean(false),
                                    records),
                            DatabaseVerifier::together);
        } catch (JacksonException | DateTimeException e) {
            // A body that is none: the table of erasures is compared with it, which tells it.
        }
    }

    /** Two parts of one erasure, or one part and what took its place. */
    private static CheckReport.Erased together(CheckReport.Erased one, CheckReport.Erased other) {
        return new CheckReport.Erased(
                other.at(),
                other.asked(),
                other.agreed(),
                other.reason(),
                other.alone(),
                one.records() + other.records());
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
                    tell(row, table.name() + " " + row.getString("row_id"));
                }
            }
        }
    }

    /** A row of either query. */
    private void tell(ResultSet row, String place) throws SQLException {
        Integer log = row.getObject("log", Integer.class);
        Long leaf = row.getObject("leaf_index", Long.class);
        switch (row.getString("what")) {
            case "no-record" -> tell("row-unrecorded", null, null, place);
            case "no-row" -> tell("row-missing", log, leaf, place);
            default -> {
                String fields = String.join(", ", strings(row.getArray("fields")));
                tell("row-changed", log, leaf, place, fields);
            }
        }
    }

    /** What a board shows must be what the history says last. */
    void latestVerdicts() throws SQLException {
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

    /** What lists and the home page count must be what the verdicts say, so that one that was removed, of either, is missed. */
    void standings() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT series_id, framework FROM standing s
                FULL JOIN (SELECT series_id, framework, jsonb_object_agg(state, n) AS counts FROM (
                        SELECT series_id, framework, state, count(*) AS n FROM verdict GROUP BY 1, 2, 3) v
                    GROUP BY 1, 2) v USING (series_id, framework)
                WHERE coalesce(v.counts, '{}') IS DISTINCT FROM s.counts
                ORDER BY 1, 2 LIMIT ?""")) {
            select.setInt(1, DIFFERENCES_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tell(
                            "standing-changed",
                            null,
                            null,
                            "standing " + row.getString("series_id") + " " + row.getString("framework"));
                }
            }
        }
    }

    /**
     * What a finding is taken for must be what was decided of it last and not taken back, which is recorded; where nobody decided, what its
     * list says, or nothing.
     */
    void findings() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT f.id FROM vulnerability_finding f
                LEFT JOIN LATERAL (SELECT id, act, state FROM vulnerability_decision d
                    WHERE d.finding_id = f.id AND d.undone_at IS NULL AND d.act IN ('decide', 'carry', 'reopen', 'yield')
                    ORDER BY d.number DESC LIMIT 1) d ON d.act <> 'yield'
                WHERE f.decision_id IS DISTINCT FROM d.id
                    OR f.state IS DISTINCT FROM CASE WHEN d.id IS NOT NULL THEN d.state WHEN f.said = '' THEN 'untriaged' ELSE f.said END
                ORDER BY 1 LIMIT ?""")) {
            select.setInt(1, DIFFERENCES_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tell("finding-changed", null, null, "vulnerability_finding " + row.getString("id"));
                }
            }
        }
    }

    /**
     * Where the last of several rows counts, their numbers must not say otherwise than their records and times do. Rows of the same
     * minute are left alone: two who decide at once may draw their numbers in another order than they are recorded in.
     */
    void order(String table, String group, String number, String kind) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                WITH d AS MATERIALIZED (SELECT t.id, t.%2$s AS of, t.%3$s AS n, t.at, o.id AS record, o.log, o.leaf_index
                    FROM %1$s t JOIN ledger_outbox o ON o.kind = ? AND o.row_id = t.id::text)
                SELECT DISTINCT l.id, l.log, l.leaf_index FROM d l JOIN d e ON e.of = l.of
                WHERE e.record < l.record AND e.at < l.at - interval '1 minute' AND e.n > l.n
                ORDER BY 1 LIMIT ?""".formatted(table, group, number))) {
            select.setString(1, kind);
            select.setInt(2, DIFFERENCES_MAX);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tell(
                            "row-changed",
                            row.getObject("log", Integer.class),
                            row.getObject("leaf_index", Long.class),
                            table + " " + row.getString("id"),
                            number);
                }
            }
        }
    }

    /** A sequence that was set back gives numbers once more: rows are refused, or come before those they follow. */
    void sequences() throws SQLException {
        record Owned(String sequence, String table, String column) {}
        List<Owned> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                        SELECT s.oid::regclass AS sequence, d.refobjid::regclass AS owner, quote_ident(a.attname) AS owned
                        FROM pg_class s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
                            AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
                        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                        WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace ORDER BY 1""");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(new Owned(row.getString("sequence"), row.getString("owner"), row.getString("owned")));
            }
        }
        for (Owned one : all) {
            try (PreparedStatement select =
                            connection.prepareStatement("""
                            SELECT last_value, taken FROM %s, (SELECT max(%s) AS taken FROM %s) t
                            WHERE taken > CASE WHEN is_called THEN last_value ELSE last_value - 1 END""".formatted(one.sequence(), one.column(), one.table()));
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tell("sequence-back", null, null, one.sequence(), row.getLong("last_value"), row.getLong("taken"));
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
