package dev.shisa.server.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has PostgreSQL read every page of every table and index, by its own extension amcheck: each page against its checksum,
 * each row and each entry of an index against what it must look like.
 *
 * <p>The ledger says what the recorded rows must be; this finds damage also where nothing is recorded, and before anybody
 * happens to read it. An external database may lack the extension, and its operator has other means: the report says that
 * pages were not read.
 */
final class PageVerifier {

    /** What each access method is read with; other kinds of index are not in use, as a test sees to. */
    private static final String RELATIONS = """
            SELECT c.oid::regclass::text AS name, c.oid, coalesce(pg_relation_filepath(c.oid), '') AS file,
                   CASE WHEN c.relkind <> 'i' THEN 'heap' ELSE am.amname END AS kind
            FROM pg_class c LEFT JOIN pg_am am ON am.oid = c.relam
            WHERE c.relkind IN ('r', 't', 'm', 'i') AND c.relpersistence = 'p'
              AND (c.relkind <> 'i' OR am.amname IN ('btree', 'gin'))
            ORDER BY c.relkind DESC, c.oid""";

    private static final String HEAP = """
            SELECT 'block ' || blkno || coalesce(', row ' || offnum, '') || ': ' || msg AS what
            FROM page_checks.verify_heapam(?::oid::regclass, false, true, 'none', NULL, NULL) LIMIT 20""";

    private static final String BTREE =
            "SELECT page_checks.bt_index_check(?::oid::regclass, false, false)::text AS what";
    private static final String GIN = "SELECT page_checks.gin_index_check(?::oid::regclass)::text AS what";

    private final Connection connection;
    private final Consumer<Difference> found;
    private boolean indexesAreWhole = true;

    PageVerifier(Connection connection, Consumer<Difference> found) {
        this.connection = connection;
        this.found = found;
    }

    /** Hears how many tables and indexes are done. */
    @FunctionalInterface
    interface Progress {
        void at(long done, long total);
    }

    private record Relation(String name, long oid, String file, String kind) {}

    /**
     * Reads every page.
     *
     * @param progress told the number of tables and indexes done
     * @return whether the indexes can be relied upon, as far as that could be read
     */
    boolean pages(Progress progress) throws SQLException {
        List<Relation> relations = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(RELATIONS);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                relations.add(new Relation(
                        row.getString("name"), row.getLong("oid"), row.getString("file"), row.getString("kind")));
            }
        }
        long done = 0;
        for (Relation relation : relations) {
            read(relation);
            progress.at(++done, relations.size());
        }
        return indexesAreWhole;
    }

    /** Whether the database has the extension where the server that comes along has it, and lets us use it. */
    boolean isPossible() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                        WHERE n.nspname = 'page_checks' AND p.proname = 'verify_heapam'
                          AND has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')""");
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getInt(1) == 1;
        }
    }

    private void read(Relation relation) throws SQLException {
        String sql = switch (relation.kind) {
            case "btree" -> BTREE;
            case "gin" -> GIN;
            default -> HEAP;
        };
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement check = connection.prepareStatement(sql)) {
            check.setLong(1, relation.oid);
            try (ResultSet row = check.executeQuery()) {
                while (row.next()) {
                    String what = row.getString("what");
                    // The check of an index gives nothing back; what it finds is an error.
                    if (what != null && !what.isEmpty()) {
                        tell(relation, what);
                    }
                }
            }
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!DatabaseVerifier.isOfTheData(connection, e)) {
                throw e;
            }
            connection.rollback(before);
            tell(relation, String.valueOf(e.getMessage()));
        }
    }

    private void tell(Relation relation, String what) {
        indexesAreWhole &= relation.kind.equals("heap");
        found.accept(new Difference(
                relation.kind.equals("heap") ? "table-damaged" : "index-damaged",
                null,
                null,
                "postgres/data/" + relation.file,
                List.of(relation.name, what)));
    }
}
