package dev.shisa.server.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the tables are made of with what the migrations made: columns, conditions, indexes, triggers, functions, policies,
 * rules, rights, and the settings that change what a statement means. Whoever hides rows by a policy or empties the function that
 * records them changes no row, so no comparison of rows tells.
 *
 * <p>Everything is described by one query, a line for each thing; {@code schema.tsv} is the same of a database just migrated, and a
 * test keeps it so. Objects of other schemas are left out: nothing of ours finds them unless one of ours names them. So is what an
 * extension brought, which an administrator may have; ours is no longer there once an extension has it.
 */
final class SchemaVerifier {

    private static final String LIST = "schema.tsv";

    /** The list is in the words of this version. */
    private static final int POSTGRES = 18;

    /** Whoever changed more is told enough, and rows are to be told as well. */
    private static final int DIFFERENCES_MAX = 200;

    /** What a function does is told no further than to know it again. */
    private static final int TOLD_MAX = 300;

    /** Parameter: the schemas that a name is looked for in; of PostgreSQL's own, only what came later is in lines of its own. */
    private static final String DESCRIPTION = """
            WITH ours AS (SELECT oid AS of, 0 AS since FROM pg_namespace WHERE nspname = ANY (CAST(? AS name[]))
                UNION ALL SELECT 'pg_catalog'::regnamespace, 16384),
            brought AS (SELECT classid::regclass AS kind, objid FROM pg_depend WHERE deptype = 'e'),
            r AS (SELECT c.*, c.oid::regclass::text AS shown FROM pg_class c JOIN ours ON relnamespace = ours.of AND c.oid >= since
                WHERE ('pg_class'::regclass, c.oid) NOT IN (TABLE brought)),
            others(of, rights) AS (
                SELECT owned.of, string_agg(CASE a.grantee WHEN 0 THEN 'everybody' ELSE a.grantee::regrole::text END || ' may ' || a.privilege_type, ', '
                    ORDER BY a.grantee, a.privilege_type)
                FROM (SELECT oid, 0, relowner, relacl FROM r
                    UNION ALL SELECT r.oid, attnum, relowner, attacl FROM r JOIN pg_attribute ON attrelid = r.oid) owned(of, part, owner, acl),
                    aclexplode(acl) a WHERE a.grantee <> owner GROUP BY owned.of),
            settings(telling) AS (SELECT '{event_triggers,ignore_checksum_failure,ignore_system_indexes,row_security,
                session_replication_role,transform_null_equals,zero_damaged_pages}'::text[])
            SELECT CASE relkind WHEN 'S' THEN 'sequence ' ELSE 'table ' END || shown AS name, concat_ws(' ', relkind, relpersistence, am.amname,
                array_to_string(reloptions, ' '), CASE WHEN relowner <> current_user::regrole THEN 'owner ' || relowner::regrole END,
                CASE WHEN relrowsecurity THEN 'row security' END, CASE WHEN relforcerowsecurity THEN 'forced' END,
                CASE WHEN NOT relhastriggers AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = r.oid) THEN 'triggers not looked for' END,
                (SELECT string_agg('inherits ' || inhparent::regclass, ' ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = r.oid),
                (SELECT string_agg('inherited by ' || inhrelid::regclass, ' ' ORDER BY inhrelid) FROM pg_inherits WHERE inhparent = r.oid),
                (SELECT rights FROM others WHERE of = r.oid),
                (SELECT concat_ws(' ', seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcycle) FROM pg_sequence WHERE seqrelid = r.oid)) AS definition
            FROM r LEFT JOIN pg_am am ON am.oid = relam WHERE relkind NOT IN ('i', 'I', 't')
            UNION ALL
            SELECT 'column ' || shown || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod),
                CASE WHEN attcollation NOT IN (0, 100) THEN 'COLLATE ' || attcollation::regcollation END, CASE WHEN attnotnull THEN 'NOT NULL' END,
                'identity ' || nullif(attidentity::text, ''), 'generated ' || nullif(attgenerated::text, ''), 'default ' || pg_get_expr(adbin, adrelid))
            FROM r JOIN pg_attribute a ON attrelid = r.oid LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
            WHERE relkind NOT IN ('i', 'I', 't', 'S') AND attnum > 0 AND NOT attisdropped
            UNION ALL
            SELECT 'constraint ' || conname || ' of ' || coalesce(r.shown, contypid::regtype::text), concat_ws(' ', pg_get_constraintdef(k.oid),
                (SELECT string_agg(tgenabled::text, '' ORDER BY t.oid) FROM pg_trigger t WHERE tgconstraint = k.oid AND tgisinternal))
            FROM pg_constraint k JOIN ours ON connamespace = ours.of AND k.oid >= since LEFT JOIN r ON r.oid = conrelid WHERE contype <> 'n'
            UNION ALL
            SELECT 'index ' || shown, concat_ws(' ', pg_get_indexdef(indexrelid, 0, true), CASE WHEN NOT indisvalid THEN 'invalid' END,
                CASE WHEN NOT indisready THEN 'not ready' END, CASE WHEN NOT indislive THEN 'not live' END)
            FROM r JOIN pg_index ON indexrelid = r.oid WHERE relkind IN ('i', 'I')
            UNION ALL
            SELECT 'trigger ' || tgname || ' of ' || shown, tgenabled::text || ' ' || pg_get_triggerdef(t.oid, true)
            FROM r JOIN pg_trigger t ON tgrelid = r.oid WHERE NOT tgisinternal
            UNION ALL
            SELECT 'policy ' || polname || ' of ' || shown, concat_ws(' ', polcmd, polpermissive, polroles::regrole[],
                pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
            FROM r JOIN pg_policy ON polrelid = r.oid
            UNION ALL
            SELECT 'rule ' || rulename || ' of ' || shown, ev_enabled::text || ' ' || pg_get_ruledef(w.oid, true) FROM r JOIN pg_rewrite w ON ev_class = r.oid
            UNION ALL
            SELECT 'function ' || p.oid::regprocedure, concat_ws(' ', prokind, lanname, '(' || pg_get_function_arguments(p.oid) || ')',
                pg_get_function_result(p.oid), provolatile, CASE WHEN proisstrict THEN 'strict' END,
                CASE WHEN prosecdef THEN 'security definer' END, CASE WHEN proleakproof THEN 'leakproof' END,
                array_to_string(proconfig, ' '), probin, prosrc, pg_get_function_sqlbody(p.oid))
            FROM pg_proc p JOIN pg_language l ON l.oid = prolang JOIN ours ON pronamespace = ours.of AND p.oid >= since
            WHERE ('pg_proc'::regclass, p.oid) NOT IN (TABLE brought)
            UNION ALL
            SELECT 'operator ' || o.oid::regoperator, oprcode::regprocedure::text FROM pg_operator o JOIN ours ON oprnamespace = ours.of AND o.oid >= since
            WHERE ('pg_operator'::regclass, o.oid) NOT IN (TABLE brought)
            UNION ALL
            SELECT 'type ' || t.oid::regtype, concat_ws(' ', typtype, nullif(typbasetype, 0)::regtype,
                (SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
            FROM pg_type t JOIN ours ON typnamespace = ours.of AND t.oid >= since WHERE typtype <> 'c' AND typcategory <> 'A'
                AND ('pg_type'::regclass, t.oid) NOT IN (TABLE brought)
            UNION ALL
            SELECT 'cast ' || castsource::regtype || ' as ' || casttarget::regtype,
                concat_ws(' ', castfunc::regprocedure, castcontext, castmethod) FROM pg_cast WHERE oid >= 16384
                AND ('pg_cast'::regclass, oid) NOT IN (TABLE brought)
            UNION ALL
            SELECT 'event trigger ' || evtname, concat_ws(' ', evtevent, evtenabled, evtfoid::regprocedure) FROM pg_event_trigger
                WHERE ('pg_event_trigger'::regclass, oid) NOT IN (TABLE brought)
            UNION ALL
            SELECT 'setting ' || name, setting FROM pg_settings, settings WHERE name = ANY (telling)
            UNION ALL
            SELECT concat_ws(' ', 'setting', split_part(c, '=', 1), 'of', nullif(setrole, 0)::regrole, CASE setdatabase WHEN 0 THEN 'everywhere' ELSE 'here' END),
                split_part(c, '=', 2)
            FROM pg_db_role_setting, unnest(setconfig) c, settings
            WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                AND setrole IN (0, current_user::regrole) AND split_part(c, '=', 1) = ANY ('{search_path}' || telling)
            UNION ALL
            SELECT 'functions of PostgreSQL', encode(sha256(convert_to(string_agg(
                concat_ws(' ', oid, prolang, CASE prolang WHEN 12 THEN prosrc END), ',' ORDER BY oid), 'UTF8')), 'hex')
            FROM pg_proc WHERE oid < 12000
            UNION ALL
            SELECT 'operators of PostgreSQL', encode(sha256(convert_to(string_agg(
                concat_ws(' ', oid, oprcode::oid), ',' ORDER BY oid), 'UTF8')), 'hex')
            FROM pg_operator WHERE oid < 12000
            ORDER BY 1""";

    private final Connection connection;
    private final Consumer<Difference> found;

    SchemaVerifier(Connection connection, Consumer<Difference> found) {
        this.connection = connection;
        this.found = found;
    }

    /** Whether the database is of the version that the list describes. */
    boolean isPossible() throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() == POSTGRES;
    }

    /** @param path the schemas that a name is looked for in */
    void compare(Array path) throws SQLException {
        Map<String, String> expected = list();
        Map<String, String> present = describe(connection, path);
        // Where a setting leads to other tables, it explains all the rest.
        TreeSet<String> names = new TreeSet<>(Comparator.comparing((String name) -> !name.startsWith("setting "))
                .thenComparing(Comparator.naturalOrder()));
        names.addAll(expected.keySet());
        names.addAll(present.keySet());
        names.stream()
                .filter(name -> !Objects.equals(expected.get(name), present.get(name)))
                .limit(DIFFERENCES_MAX)
                .forEach(name -> tell(name, expected.get(name), present.get(name)));
    }

    private void tell(String name, @Nullable String expected, @Nullable String present) {
        String code = present == null ? "schema-missing" : expected == null ? "schema-added" : "schema-changed";
        List<Object> args = Stream.of(expected, present)
                .filter(Objects::nonNull)
                .<Object>map(SchemaVerifier::brief)
                .toList();
        found.accept(new Difference(code, null, null, name, args));
    }

    private static String brief(String definition) {
        return definition.length() <= TOLD_MAX ? definition : definition.substring(0, TOLD_MAX) + " …";
    }

    /** Everything that the tables are made of, by name. */
    static Map<String, String> describe(Connection connection, Array path) throws SQLException {
        Map<String, String> described = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(DESCRIPTION)) {
            select.setArray(1, path);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    described.put(inOneLine(row.getString("name")), inOneLine(row.getString("definition")));
                }
            }
        }
        return described;
    }

    private static String inOneLine(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** What a database of this version is made of: each thing with its definition. */
    static Map<String, String> list() {
        try (InputStream in = Objects.requireNonNull(SchemaVerifier.class.getResourceAsStream(LIST), LIST)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
