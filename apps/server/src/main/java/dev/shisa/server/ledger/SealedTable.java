package dev.shisa.server.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table whose rows have no records in words: the newest record {@code row/1} of each holds some values and a salted hash of
 * every other. PostgreSQL writes it at each change that the server makes (migration {@code V290}); what is compared with it is
 * read here by SQL of its own.
 *
 * @param key columns of the primary key
 * @param openly columns whose values the record says
 * @param apart columns that are not recorded
 */
record SealedTable(String name, List<String> key, List<String> openly, List<String> apart) {

    static final String KIND = "row/1";

    /** Every table, and how it is looked at; lines are explained there. */
    private static final String LIST = "tables.tsv";

    static final List<SealedTable> ALL = all();

    /** {@code table.column} that the database makes of others, by the list of this version: what it says itself may be wrong. */
    private static final Set<String> MADE = SchemaVerifier.list().entrySet().stream()
            .filter(entry ->
                    entry.getKey().startsWith("column ") && entry.getValue().contains(" generated s "))
            .map(entry -> entry.getKey().substring("column ".length()))
            .collect(Collectors.toSet());

    SealedTable {
        key = List.copyOf(key);
        openly = List.copyOf(openly);
        apart = List.copyOf(apart);
    }

    /** What the list says: a table, or a table and column, to its further fields. */
    static Map<String, List<String>> list() {
        Map<String, List<String>> list = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(SealedTable.class.getResourceAsStream(LIST), LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    List<String> fields = Arrays.asList(line.split("\t", -1));
                    list.put(fields.getFirst(), fields.subList(1, fields.size()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return list;
    }

    private static List<SealedTable> all() {
        Map<String, List<String>> list = list();
        List<SealedTable> tables = new ArrayList<>();
        list.forEach((name, fields) -> {
            if (fields.getFirst().equals("sealed")) {
                List<String> apart = list.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(name + ".")
                                && entry.getValue().getFirst().equals("apart"))
                        .map(entry -> entry.getKey().substring(name.length() + 1))
                        .toList();
                tables.add(new SealedTable(
                        name, words(fields.get(1)), fields.size() > 2 ? words(fields.get(2)) : List.of(), apart));
            }
        });
        return List.copyOf(tables);
    }

    private static List<String> words(String joined) {
        return Stream.of(joined.split(",", -1)).filter(word -> !word.isEmpty()).toList();
    }

    /**
     * A query for every row that differs from its record: {@code row_id}, {@code log}, {@code leaf_index}, {@code what}
     * ({@code no-record}, {@code no-row} or {@code differs}), {@code fields}, and what record and row say of the first of
     * them that the record says openly: {@code open_field}, {@code recorded}, {@code present}; {@code person_name} is for
     * accounts. Parameter: the most rows. Times are compared as
     * UTC, which the session must be set to. What the database makes of other columns is not compared: those are, and an
     * upgrade may make it in another way, which {@link SchemaVerifier} looks at. A column that came with an upgrade is in no record
     * until its row is written again, and holds what its migration gave it: nothing, or the first number.
     *
     * <p>Records whose bytes do not fit their commitment are left out here: they are told as such.
     */
    String query() {
        String rowKey =
                key.stream().map(column -> "(j ->> '" + column + "')").collect(Collectors.joining(" || '/' || "));
        String made = MADE.stream()
                .filter(column -> column.startsWith(name + "."))
                .map(column -> column.substring(name.length() + 1))
                .collect(Collectors.joining(","));
        return """
                WITH r AS (
                    SELECT DISTINCT ON (row_id) row_id, log, leaf_index,
                        CASE WHEN encode(sha256(salt || body), 'hex') = commitment
                            THEN convert_from(body, 'UTF8')::jsonb END AS b
                    FROM ledger_outbox WHERE kind = '%1$s' AND row_id >= '%2$s ' AND row_id < '%2$s!'
                    ORDER BY row_id, id DESC
                ), t AS (
                    SELECT '%2$s ' || (%3$s) AS row_id, %3$s AS row_key, j FROM (SELECT to_jsonb(x) AS j FROM %2$s x) y
                ), d AS (
                    SELECT coalesce(r.row_id, t.row_id) AS row_id, r.log, r.leaf_index,
                        CASE WHEN r.row_id IS NULL OR (t.j IS NOT NULL AND r.b ->> 'state' = 'gone') THEN 'no-record'
                            WHEN t.j IS NULL AND r.b ->> 'state' <> 'gone' THEN 'no-row'
                            WHEN t.j IS NOT NULL AND r.b IS NOT NULL THEN 'differs' END AS what,
                        o.column_name AS open_field, o.recorded, o.present, t.j ->> 'name' AS person_name,
                        ARRAY(SELECT key FROM jsonb_each_text(r.b -> 'plain')
                                WHERE jsonb_exists(t.j, key) AND key <> ALL ('{%4$s}'::text[]) AND t.j ->> key IS DISTINCT FROM value
                            UNION ALL SELECT key FROM jsonb_each_text(r.b -> 'sealed')
                                WHERE jsonb_exists(t.j, key) AND key <> ALL ('{%4$s}'::text[]) AND left(encode(sha256(s.salt || convert_to(
                                    key || E'\\n' || coalesce('=' || (t.j ->> key), ''), 'UTF8')), 'hex'), 32)
                                    IS DISTINCT FROM value
                            UNION ALL SELECT key FROM jsonb_each_text(t.j)
                                WHERE NOT jsonb_exists(r.b -> 'plain', key) AND NOT jsonb_exists(r.b -> 'sealed', key)
                                    AND key <> ALL ('{%4$s}'::text[]) AND key <> ALL ('{%5$s}'::text[])
                                    AND coalesce(value, '') NOT IN ('', '[]', '{}', '0', '1', 'false')
                            ORDER BY 1) AS fields
                    FROM r FULL JOIN t ON r.row_id = t.row_id
                    LEFT JOIN row_seal s ON s.table_name = '%2$s' AND s.row_key = t.row_key
                    LEFT JOIN LATERAL (SELECT key AS column_name, value AS recorded, t.j ->> key AS present
                        FROM jsonb_each_text(r.b -> 'plain') WHERE jsonb_exists(t.j, key) AND t.j ->> key IS DISTINCT FROM value
                        ORDER BY 1 LIMIT 1) o ON true
                )
                SELECT d.* FROM d
                WHERE what <> 'differs' OR (what = 'differs' AND cardinality(fields) > 0) ORDER BY row_id LIMIT ?""".formatted(KIND, name, rowKey, made, String.join(",", apart));
    }
}
