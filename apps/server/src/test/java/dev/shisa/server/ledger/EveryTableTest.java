package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.database.TestDatabase;
import dev.shisa.server.platform.ledger.LedgerEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whoever has the database and not Shisa changes, adds or removes a row of any table and any column of it: the check of
 * everything names it, or the list of tables says why it need not. A table that the list does not know fails here.
 *
 * <p>Rows are made up from the catalog of the migrated database, whose references and conditions are taken away for it;
 * records are written by the triggers, or made of what each described table says of its columns.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryTableTest {

    private static final Map<String, List<String>> LIST = SealedTable.list();

    /** Where a row is looked at only if it is of some state: what it must be, one line for each row. */
    private static final Map<String, List<Map<String, String>>> STATES = Map.of(
            "backup_run",
            List.of(Map.of("kind", "'backup'"), Map.of("kind", "'drill'"), Map.of("kind", "'restore'")),
            "bench_run",
            List.of(Map.of("recorded", "true", "taken_at", "NULL", "file_sha256", "NULL"), Map.of("recorded", "true")),
            "application_entry",
            List.of(Map.of("moved", "false")),
            "erasure",
            List.of(Map.of("state", "'done'")),
            // What the one verdict is.
            "standing",
            List.of(Map.of("counts", "'{\"x1\": 1}'::jsonb")),
            "vulnerability_finding",
            List.of(Map.of("decision_id", "NULL")));

    /** One row more takes nothing away from anybody: the next matching, which finds nothing like it, takes it for gone. */
    private static final Set<String> MAY_BE_ADDED = Set.of("vulnerability_finding");

    /** The rows whose records speak of the rows of another table, too. */
    private static final Map<String, Map<String, String>> OWNERS = Map.of(
            "fact_supersedes", Map.of("fact_id", "fact.id"),
            "application_file", Map.of("entry_id", "application_entry.id"),
            "shipment_serials", Map.of("shipment_id", "shipment.id"),
            "sbom_component", Map.of("list_id", "sbom_list.id"),
            "scan_detection", Map.of("import_id", "scan_import.id"));

    private record Field(String name, String type, boolean always, boolean mayBeEmpty) {}

    private Connection connection;
    private final Map<String, List<Field>> tables = new LinkedHashMap<>();
    private final List<byte[]> leaves = new ArrayList<>();

    @BeforeAll
    void anInstallationWithARowInEachTable() throws SQLException {
        connection = TestDatabase.fresh().connect();
        connection.setAutoCommit(false);
        execute("SET TIME ZONE 'Asia/Tokyo'");
        readTheCatalog();
        // References first: the conditions of the others rest upon them.
        for (String kind : List.of("f", "c", "x", "n")) {
            for (String drop : texts("""
                    SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', c.relname, k.conname) FROM pg_constraint k
                    JOIN pg_class c ON c.oid = k.conrelid
                    WHERE k.connamespace = current_schema()::regnamespace AND k.contype = '""" + kind + """
                    ' AND NOT (k.contype = 'n' AND EXISTS (SELECT FROM pg_constraint p WHERE p.conrelid = k.conrelid
                        AND p.contype = 'p' AND p.conkey @> k.conkey))
                    AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attidentity <> ''
                        AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum])""")) {
                execute(drop);
            }
        }
        execute("SET shisa.writer = 'server'");
        List<String> order = new ArrayList<>(tables.keySet());
        order.sort(Comparator.comparing(OWNERS::containsKey));
        for (String table : order) {
            List<Map<String, String>> states = STATES.getOrDefault(table, List.of(Map.of()));
            for (int i = 0; i < states.size(); i++) {
                insert(table, i + 1, states.get(i));
            }
            if (hasARowWithoutWhatMayBeEmpty(table)) {
                Map<String, String> bare = new HashMap<>(states.getLast());
                emptyFields(table).forEach(field -> bare.put(field.name(), "NULL"));
                insert(table, 50, bare);
            }
        }
        // What is recorded when a list is whole.
        execute("SET CONSTRAINTS ALL IMMEDIATE");
        execute("RESET shisa.writer");
        for (RecordedTable table : RecordedTable.ALL) {
            if (!table.kind().contains("-content/")) {
                record(table);
            }
        }
        takeLeaves();
        connection.commit();
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void everyTableIsComparedOrExcusedWithAReason() {
        Set<String> known = new TreeSet<>();
        RecordedTable.ALL.forEach(table -> known.add(table.name()));
        LIST.forEach((name, fields) -> {
            if (!fields.getFirst().equals("apart")) {
                assertThat(known.add(name) || fields.getFirst().equals("sealed"))
                        .as(name + " stands in one place")
                        .isTrue();
            }
            assertThat(fields).as(name).hasSizeGreaterThanOrEqualTo(2);
            assertThat(fields.get(1)).as("the reason, or the key, of " + name).isNotBlank();
        });
        assertThat(known).containsExactlyInAnyOrderElementsOf(tables.keySet());
        assertThat(LIST.keySet())
                .filteredOn(name -> name.contains("."))
                .allSatisfy(name -> assertThat(tables.get(name.substring(0, name.indexOf('.'))))
                        .as(name)
                        .extracting(Field::name)
                        .contains(name.substring(name.indexOf('.') + 1)));
    }

    @Test
    void whatNobodyTouchedHasNoDifference() throws SQLException {
        assertThat(found("")).isEmpty();
    }

    @Test
    void everyChangedColumnAddedRowAndRemovedRowIsNamed() throws SQLException {
        List<String> silent = new ArrayList<>();
        int tried = 0;
        for (Map.Entry<String, List<Field>> table : tables.entrySet()) {
            String name = table.getKey();
            if (isExcused(name)) {
                continue;
            }
            for (Field field : table.getValue()) {
                String column = name + "." + field.name();
                String change = field.always() ? "DEFAULT" : value(field, 77);
                if (isNamed(
                        name,
                        "UPDATE " + name + " SET " + field.name() + " = " + change
                                + " WHERE ctid = (SELECT min(ctid) FROM " + name + inTheLog(name) + ")")) {
                    assertThat(LIST).as("compared, and so needs no excuse").doesNotContainKey(column);
                } else if (!LIST.containsKey(column)) {
                    silent.add("UPDATE " + column + " " + field.type());
                }
                tried++;
            }
            if (!MAY_BE_ADDED.contains(name)
                    && !isNamed(
                            name,
                            insertion(
                                    name,
                                    99,
                                    STATES.getOrDefault(name, List.of(Map.of())).getFirst()))) {
                silent.add("INSERT " + name);
            }
            if (!LIST.getOrDefault(name, List.of("recorded")).getFirst().equals("history")
                    && !isNamed(name, "DELETE FROM " + name)) {
                silent.add("DELETE " + name);
            }
            tried += 2;
        }
        System.out.println("changes past Shisa: " + tried + " in " + tables.size() + " tables");
        assertThat(silent).isEmpty();
    }

    /** As of a row that holds on, who ended it and why. */
    @Test
    void everyColumnThatWasEmptyAndIsFilledIsNamed() throws SQLException {
        List<String> silent = new ArrayList<>();
        for (String table : tables.keySet()) {
            if (hasARowWithoutWhatMayBeEmpty(table)) {
                for (Field field : emptyFields(table)) {
                    String column = table + "." + field.name();
                    List<Difference> found = foundAfter(
                            table,
                            "UPDATE " + table + " SET " + field.name() + " = " + value(field, 77)
                                    + " WHERE ctid = (SELECT max(ctid) FROM " + table + ")");
                    if (!LIST.containsKey(column) && found.stream().noneMatch(EveryTableTest::namesWhatChanged)) {
                        silent.add("UPDATE " + column + " " + found);
                    }
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    private static boolean namesWhatChanged(Difference difference) {
        return difference.code().endsWith("row-changed")
                || difference.code().endsWith("value-changed")
                || difference.code().equals("account-changed");
    }

    /** Not those that are compared with a history, nor those that have one row only. */
    private boolean hasARowWithoutWhatMayBeEmpty(String table) {
        return !isExcused(table)
                && !emptyFields(table).isEmpty()
                && Objects.requireNonNull(tables.get(table)).stream()
                        .noneMatch(field -> field.name().equals("one"))
                && !Set.of("history", "leaves")
                        .contains(LIST.getOrDefault(table, List.of("recorded")).getFirst());
    }

    private List<Field> emptyFields(String table) {
        return Objects.requireNonNull(tables.get(table)).stream()
                .filter(Field::mayBeEmpty)
                .toList();
    }

    @Test
    void decisionsThatWerePutInAnotherOrderAreNamed() throws SQLException {
        Savepoint before = connection.setSavepoint();
        List<Difference> found = new ArrayList<>();
        DatabaseVerifier verifier = new DatabaseVerifier(connection, found::add);
        execute("ALTER TABLE vulnerability_decision ALTER number SET GENERATED BY DEFAULT");
        execute("UPDATE vulnerability_decision SET finding_id = md5('one')::uuid");
        verifier.order("vulnerability_decision", "finding_id", "number", "finding-decision/1");
        assertThat(found).isEmpty();
        execute("UPDATE vulnerability_decision SET number = 1000 - number");
        verifier.order("vulnerability_decision", "finding_id", "number", "finding-decision/1");
        connection.rollback(before);
        assertThat(found).singleElement().satisfies(difference -> {
            assertThat(difference.code()).isEqualTo("row-changed");
            assertThat(difference.place()).startsWith("vulnerability_decision ");
            assertThat(difference.args()).containsExactly("number");
        });
    }

    @Test
    void aSequenceThatWasSetBackIsNamed() throws SQLException {
        setSequences(5000);
        List<Difference> found = new ArrayList<>();
        new DatabaseVerifier(connection, found::add).sequences();
        assertThat(found).isEmpty();
        setSequences(1);
        new DatabaseVerifier(connection, found::add).sequences();
        // No rollback takes that back.
        setSequences(5000);
        assertThat(found)
                .extracting(difference -> difference.code() + " " + difference.place())
                .contains("sequence-back evidence_added_seq", "sequence-back ledger_outbox_id_seq");
    }

    private void setSequences(int last) throws SQLException {
        for (String sequence : texts("SELECT oid::regclass FROM pg_class WHERE relkind = 'S'"
                + " AND relnamespace = current_schema()::regnamespace")) {
            execute("SELECT setval('" + sequence + "', " + last + ")");
        }
    }

    @Test
    void everyIndexIsOfAKindWhosePagesCanBeRead() throws SQLException {
        assertThat(texts("""
                SELECT DISTINCT am.amname FROM pg_class c JOIN pg_am am ON am.oid = c.relam
                WHERE c.relkind IN ('i', 'I') AND c.relnamespace = current_schema()::regnamespace""")).containsExactlyInAnyOrder("btree", "gin");
    }

    /** Of a record that waits the check can say less than of one that the log has. */
    private static String inTheLog(String table) {
        return table.equals("ledger_outbox") ? " WHERE log IS NOT NULL" : "";
    }

    private static boolean isExcused(String table) {
        List<String> fields = LIST.get(table);
        return fields != null && fields.getFirst().equals("excused");
    }

    /** Lets a log have taken all records but the last one; whoever changes them has taken away the index that keeps two apart. */
    private void takeLeaves() throws SQLException {
        execute("DROP INDEX ledger_outbox_leaf");
        execute("""
                UPDATE ledger_outbox o SET log = 1, leaf_index = n FROM (
                    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM ledger_outbox) x
                WHERE o.id = x.id AND o.id < (SELECT max(id) FROM ledger_outbox)""");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id, at, kind, commitment FROM ledger_outbox WHERE log = 1 ORDER BY leaf_index")) {
            while (row.next()) {
                leaves.add(new LedgerEntry(
                                row.getLong("id"),
                                row.getTimestamp("at").toInstant(),
                                row.getString("kind"),
                                row.getString("commitment"))
                        .bytes());
            }
        }
    }

    /** As the check of everything does: each log that the records name, then what waits. */
    private void records(DatabaseVerifier verifier, List<Difference> found) throws SQLException {
        for (String log : texts("SELECT DISTINCT log FROM ledger_outbox WHERE log <> 1")) {
            found.add(new Difference("log-missing", Integer.valueOf(log), null, "", List.of()));
        }
        verifier.leaves(1, leaves.size(), index -> leaves.get((int) index), done -> {});
        verifier.waiting();
    }

    private boolean isNamed(String table, String sql) throws SQLException {
        return !foundAfter(table, sql).isEmpty();
    }

    private List<Difference> foundAfter(String table, String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            execute(sql);
            return found(table);
        } finally {
            connection.rollback(before);
        }
    }

    /** What is told of a table, or of those whose records speak of it; of all if it is empty. */
    private List<Difference> found(String table) throws SQLException {
        List<Difference> found = new ArrayList<>();
        DatabaseVerifier verifier = new DatabaseVerifier(connection, found::add);
        if (table.isEmpty()) {
            verifier.tables();
            records(verifier, found);
        } else if (table.equals("ledger_outbox")) {
            records(verifier, found);
        } else if (table.equals("verdict")) {
            verifier.latestVerdicts();
            verifier.standings();
        } else if (table.equals("standing")) {
            verifier.standings();
        } else if (table.equals("vulnerability_finding")) {
            verifier.findings();
        } else {
            Set<String> names = new TreeSet<>(Set.of(table));
            OWNERS.getOrDefault(table, Map.of()).values().forEach(owner -> names.add(table(owner)));
            verifier.tables(names::contains);
        }
        return found;
    }

    private void readTheCatalog() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
                            a.attidentity = 'a' AS always, NOT a.attnotnull AS may_be_empty
                        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
                            AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY c.relname, a.attnum""")) {
            while (row.next()) {
                tables.computeIfAbsent(row.getString("relname"), name -> new ArrayList<>())
                        .add(new Field(
                                row.getString("attname"),
                                row.getString("type"),
                                row.getBoolean("always"),
                                row.getBoolean("may_be_empty")));
            }
        }
    }

    private void insert(String table, int seed, Map<String, String> fixed) throws SQLException {
        if (!isExcused(table) && !table.equals("ledger_outbox")) {
            execute(insertion(table, seed, fixed));
        }
    }

    private String insertion(String table, int seed, Map<String, String> fixed) {
        Map<String, String> owned = OWNERS.getOrDefault(table, Map.of());
        List<Field> fields = Objects.requireNonNull(tables.get(table));
        return "INSERT INTO " + table + " ("
                + fields.stream().map(Field::name).collect(Collectors.joining(", "))
                + ") OVERRIDING SYSTEM VALUE VALUES ("
                + fields.stream()
                        .map(field -> {
                            String owner = owned.get(field.name());
                            return owner != null
                                    ? "(SELECT " + owner + " FROM " + table(owner) + " LIMIT 1)"
                                    // Not where a sequence begins, which a change takes the next value from.
                                    : fixed.getOrDefault(
                                            field.name(), value(field, field.always() ? seed + 500 : seed));
                        })
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String table(String column) {
        return column.substring(0, column.indexOf('.'));
    }

    private static String value(Field field, int seed) {
        String type = field.type().replaceFirst("\\(.*\\)", "");
        return switch (type) {
            case "text", "character varying" -> "'x" + seed + "'";
            case "uuid" -> "md5('" + seed + "')::uuid";
            case "text[]" -> "ARRAY['x" + seed + "']";
            case "uuid[]" -> "ARRAY[md5('" + seed + "')::uuid]";
            case "integer[]" -> "ARRAY[" + seed + "]";
            case "integer", "bigint", "numeric", "double precision", "smallint" -> Integer.toString(seed);
            case "boolean" -> Boolean.toString(seed < 77);
            case "date" -> "date '2026-01-01' + " + seed;
            case "timestamp with time zone" -> "timestamptz '2026-01-01T00:00:00Z' + " + seed + " * interval '1 day'";
            case "timestamp without time zone" -> "timestamp '2026-01-01T00:00:00' + " + seed + " * interval '1 day'";
            case "jsonb" -> "jsonb_build_object('x', " + seed + ")";
            case "xid8" -> "'" + seed + "'::xid8";
            case "bytea" -> "decode(md5('" + seed + "'), 'hex')";
            default -> throw new IllegalArgumentException("no value of type " + field.type());
        };
    }

    /** The record of each row that the described table looks at, as its capability would have written it. */
    private void record(RecordedTable table) throws SQLException {
        String body = Stream.concat(
                        Stream.of("'id', " + table.id()),
                        table.columns().stream()
                                .map(column -> "'" + column.field() + "', "
                                        + (column.type() == RecordedTable.Type.TEXT
                                                ? "(" + column.sql() + ")::text"
                                                : column.sql())))
                .collect(Collectors.joining(", ", "jsonb_strip_nulls(jsonb_build_object(", "))"));
        execute("""
                INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body)
                SELECT now(), '%1$s', id, encode(sha256(body), 'hex'), '', body FROM (
                    SELECT %2$s AS id, convert_to((%3$s)::text, 'UTF8') AS body
                    FROM %4$s t CROSS JOIN (SELECT '{"frameworks": [], "content": ""}'::jsonb AS b) r) x
                WHERE convert_from(body, 'UTF8')::jsonb - 'id' <> '{}' OR %5$s""".formatted(table.kind(), table.id(), body, table.from(), table.says() != RecordedTable.Says.END));
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
