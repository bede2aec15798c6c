package dev.shisa.bench;

import dev.shisa.driver.Database;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Copies a series with everything that hangs on it, row by row: new ids in all columns and inside of stored proofs, new
 * codes; what a form sent was sent only once. What the server wrote for one series is so what it finds for each copy.
 */
final class Copies {

    /** Table → which of its rows belong to the series {@code ?}; parents first. */
    private static final Map<String, String> TABLES = tables();

    private static final Pattern ID_OR_CODE = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\\b[A-Z]-[0-9A-Z]{5}\\b|\\bBENCH-\\d+\\b");

    private static final Pattern DESIGNATED = Pattern.compile("\"designated\": \"[^\"]*\"");

    private final Database database;
    private final String code;
    private final String designated;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final Map<String, String> rows = new LinkedHashMap<>();
    private final Set<String> own = new HashSet<>();

    /** Reads the series once. */
    Copies(Database database, String code) throws SQLException {
        this.database = database;
        this.code = code;
        this.designated = database.strings("SELECT designated FROM series WHERE code = ?", code)
                .getFirst();
        UUID series = UUID.fromString(
                database.strings("SELECT id FROM series WHERE code = ?", code).getFirst());
        own.add(code);
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            String name = table.getKey();
            columns.put(name, database.strings("""
                                    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
                                    FROM information_schema.columns
                                    WHERE table_schema = current_schema() AND table_name = ? AND is_identity = 'NO'
                                      AND is_generated = 'NEVER' AND column_name <> 'sent_once'""", name).getFirst());
            rows.put(
                    name,
                    database.strings(
                                    "SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM " + name + " t WHERE "
                                            + table.getValue(),
                                    series)
                            .getFirst());
        }
        for (String table :
                List.of("series", "model", "release", "register_item", "evidence", "fact", "fact_confirmation")) {
            own.addAll(database.strings("SELECT id FROM " + table + " t WHERE " + TABLES.get(table), series));
        }
        own.addAll(database.strings("SELECT code FROM evidence WHERE series_id = ?", series));
    }

    /** Writes one copy; its code is that of the original with the number behind it. */
    void write(int number) throws SQLException {
        for (Map.Entry<String, String> table : rows.entrySet()) {
            String name = table.getKey();
            String columnsOfTable = columns.get(name);
            String text = copied(table.getValue(), number);
            if (name.equals("series")) {
                // It refers to its release, which refers to it.
                text = DESIGNATED.matcher(text).replaceAll("\"designated\": null");
            }
            try (PreparedStatement insert = database.connection()
                    .prepareStatement("INSERT INTO " + name + " (" + columnsOfTable + ") SELECT " + columnsOfTable
                            + " FROM jsonb_populate_recordset(NULL::" + name + ", ?::jsonb)")) {
                insert.setString(1, text);
                insert.executeUpdate();
            }
        }
        try (PreparedStatement designate =
                database.connection().prepareStatement("UPDATE series SET designated = ?::uuid WHERE code = ?")) {
            designate.setString(1, copied(designated, number));
            designate.setString(2, copied(code, number));
            designate.executeUpdate();
        }
    }

    private String copied(String text, int number) {
        return ID_OR_CODE.matcher(text).replaceAll(found -> renamed(found, number));
    }

    private String renamed(MatchResult found, int number) {
        String text = found.group();
        if (!own.contains(text)) {
            return text;
        }
        if (text.length() == 36) {
            return UUID.nameUUIDFromBytes((text + number).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
        return text.startsWith("BENCH") ? text + "-" + number : text + number;
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        String facts = "(SELECT f.id FROM fact f JOIN evidence e ON e.id = f.evidence_id WHERE e.series_id = ?)";
        tables.put("series", "id = ?");
        for (String name : List.of("model", "release", "register_item", "evidence")) {
            tables.put(name, "series_id = ?");
        }
        tables.put("fact", "id IN " + facts);
        tables.put("fact_supersedes", "fact_id IN " + facts);
        tables.put("fact_confirmation", "fact_id IN " + facts);
        tables.put("fact_withdrawal", "fact_id IN " + facts);
        for (String name : List.of("verdict", "verdict_change", "standing")) {
            tables.put(name, "series_id = ?");
        }
        return tables;
    }
}
