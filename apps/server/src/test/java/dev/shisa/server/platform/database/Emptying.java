package dev.shisa.server.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGStatement;

/**
 * Removes the rows of all tables but the list of migrations, before each test. Most tables are empty: one statement that is planned once
 * finds those that are not, and the files of the others stay as they are.
 */
final class Emptying implements AutoCloseable {

    private static final String TABLES = """
            SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
            AND relname <> 'flyway_schema_history' ORDER BY oid""";

    private final Connection connection;
    private final List<String> tables;

    /** For each table those with rows that refer to its rows; not itself. */
    private final Map<String, Set<String>> referring = new HashMap<>();

    private final PreparedStatement filled;

    /** @param connection the same one each time: a new one would first have to learn all tables and to plan each of their constraints */
    Emptying(Connection connection) throws SQLException {
        this.connection = connection;
        this.tables = tables();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT confrelid::regclass::text, conrelid::regclass::text FROM pg_constraint
                        WHERE contype = 'f' AND confrelid <> conrelid""")) {
            while (row.next()) {
                referring
                        .computeIfAbsent(row.getString(1), _ -> new HashSet<>())
                        .add(row.getString(2));
            }
        }
        this.filled = connection.prepareStatement(tables.stream()
                .map(table -> "SELECT '" + table + "' WHERE EXISTS (SELECT FROM " + table + ")")
                .collect(Collectors.joining(" UNION ALL ")));
        filled.unwrap(PGStatement.class).setPrepareThreshold(1);
    }

    /** Whether it is still connected, and to the tables that it has learned. */
    boolean isUsable() throws SQLException {
        return connection.isValid(1) && tables().equals(tables);
    }

    void run() throws SQLException {
        Set<String> rest = new LinkedHashSet<>(strings(filled));
        StringBuilder removing = new StringBuilder();
        Optional<String> next = unreferred(rest);
        while (next.isPresent()) {
            removing.append("DELETE FROM ").append(next.get()).append(';');
            rest.remove(next.get());
            next = unreferred(rest);
        }
        if (!rest.isEmpty()) {
            // They refer to each other in a circle.
            removing.append("TRUNCATE ").append(String.join(", ", rest)).append(" CASCADE");
        }
        if (!removing.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(removing.toString());
            }
        }
    }

    private Optional<String> unreferred(Set<String> rest) {
        return rest.stream()
                .filter(table ->
                        referring.getOrDefault(table, Set.of()).stream().noneMatch(rest::contains))
                .findFirst();
    }

    private List<String> tables() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            return strings(statement);
        }
    }

    private static List<String> strings(PreparedStatement statement) throws SQLException {
        List<String> all = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                all.add(row.getString(1));
            }
        }
        return all;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
