package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has the database and not Shisa changes no row, but what the tables are made of: what they did is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaVerifierTest {

    private static final Path LIST = Path.of("src/main/resources/dev/shisa/server/ledger/schema.tsv");

    private static final String HEAD = """
            # What the migrations make of a database, one line for each thing: its name, how PostgreSQL 18 describes it.
            # A test holds it against a database just migrated and writes it anew to target/schema.tsv; the check of the ledger reads it.
            """;

    private Connection connection;

    @BeforeAll
    void aMigratedDatabase() throws SQLException {
        connection = TestDatabase.fresh().connect();
        connection.setAutoCommit(false);
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void theListDescribesWhatTheMigrationsMake() throws SQLException, IOException {
        StringBuilder written = new StringBuilder(HEAD);
        SchemaVerifier.describe(connection, ours())
                .forEach((name, definition) ->
                        written.append(name).append('\t').append(definition).append('\n'));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/schema.tsv"), written);
        assertThat(LIST).as("target/schema.tsv is what it has to be").hasContent(written.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ALTER TABLE fact_withdrawal ENABLE ROW LEVEL SECURITY                                   | changed | table fact_withdrawal
            ALTER TABLE fact_withdrawal FORCE ROW LEVEL SECURITY                                    | changed | table fact_withdrawal
            CREATE POLICY hide ON fact_withdrawal USING (false)                                     | added   | policy hide of fact_withdrawal
            CREATE RULE hide AS ON INSERT TO audit DO INSTEAD NOTHING                               | added   | rule hide of audit
            ALTER TABLE person RENAME TO people; CREATE VIEW person AS SELECT * FROM people         | changed | table person
            CREATE TABLE more () INHERITS (fact_withdrawal)                                         | changed | table fact_withdrawal
            CREATE TABLE more () INHERITS (fact_withdrawal)                                         | added   | table more
            GRANT UPDATE ON person TO PUBLIC                                                        | changed | table person
            GRANT SELECT (password_hash) ON person TO PUBLIC                                        | changed | table person
            ALTER TABLE setting SET UNLOGGED                                                        | changed | table setting
            ALTER TABLE person ALTER language SET DEFAULT 'en'                                      | changed | column person.language
            ALTER TABLE person ALTER email DROP NOT NULL                                            | changed | column person.email
            ALTER TABLE evidence ALTER folded SET EXPRESSION AS (fold_text(code))                   | changed | column evidence.folded
            ALTER TABLE person ADD admin boolean                                                    | added   | column person.admin
            ALTER TABLE fact_withdrawal DROP CONSTRAINT fact_withdrawal_fact_id_fkey                | missing | constraint fact_withdrawal_fact_id_fkey of fact_withdrawal
            ALTER TABLE person DROP CONSTRAINT person_language_check                                | missing | constraint person_language_check of person
            DROP INDEX ledger_outbox_leaf                                                           | missing | index ledger_outbox_leaf
            ALTER TABLE person DISABLE TRIGGER recorded                                             | changed | trigger recorded of person
            ALTER TABLE person ENABLE REPLICA TRIGGER recorded                                      | changed | trigger recorded of person
            DROP TRIGGER recorded ON person                                                         | missing | trigger recorded of person
            DROP TRIGGER recorded_content ON sbom_list                                              | missing | trigger recorded_content of sbom_list
            DROP TRIGGER recorded ON person; CREATE TRIGGER recorded AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION record_row('id', '', 'roles') | changed | trigger recorded of person
            DROP TRIGGER recorded ON person; CREATE TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON person FOR EACH ROW WHEN (false) EXECUTE FUNCTION record_row('id', 'roles,series,disabled_at,emergency', 'last_sign_in,version,emergency_used_at') | changed | trigger recorded of person
            CREATE TRIGGER mine BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION fact_told()   | added   | trigger mine of person
            CREATE OR REPLACE FUNCTION record_row() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS 'BEGIN RETURN NULL; END' | changed | function record_row()
            ALTER FUNCTION record_row() SET search_path = 'elsewhere'                               | changed | function record_row()
            CREATE FUNCTION upper(person) RETURNS text LANGUAGE sql RETURN 'x'                      | added   | function upper(person)
            CREATE OPERATOR === (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)                | added   | operator ===(text,text)
            CREATE TYPE mood AS ENUM ('x'); CREATE CAST (mood AS text) WITH INOUT AS IMPLICIT       | added   | cast mood as text
            ALTER SEQUENCE audit_id_seq INCREMENT 2                                                 | changed | sequence audit_id_seq
            ALTER ROLE shisa SET search_path = 'elsewhere'                                          | added   | setting search_path of shisa everywhere
            ALTER ROLE shisa SET transform_null_equals = on                                         | added   | setting transform_null_equals of shisa everywhere
            CREATE EXTENSION hstore; ALTER EXTENSION hstore ADD FUNCTION record_row()               | missing | function record_row()
            SET LOCAL transform_null_equals = on                                                    | changed | setting transform_null_equals
            """)
    void whatWasChangedAboutTheTablesIsNamed(String sql, String code, String name) throws SQLException {
        List<Difference> found = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            new SchemaVerifier(connection, found::add).compare(ours());
        } finally {
            connection.rollback();
        }
        assertThat(found)
                .anySatisfy(difference -> assertThat(difference.code() + " " + difference.place())
                        .isEqualTo("schema-" + code + " " + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hstore", "citext", "pg_trgm", "btree_gist"})
    void anExtensionThatAnAdministratorHasIsNoDifference(String extension) throws SQLException {
        List<Difference> found = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION " + extension);
            new SchemaVerifier(connection, found::add).compare(ours());
        } finally {
            connection.rollback();
        }
        assertThat(found).isEmpty();
    }

    @Test
    void aSettingByWhichTheTablesOfSomebodyElseAreFoundFirstIsNamed(@TempDir Path data)
            throws SQLException, IOException {
        TestDatabase database = TestDatabase.fresh();
        try (Connection insider = database.connect();
                Statement statement = insider.createStatement()) {
            statement.execute("CREATE SCHEMA own; CREATE TABLE own.fact_withdrawal (LIKE public.fact_withdrawal)");
            statement.execute("ALTER DATABASE " + database.name() + " SET search_path = own, public");
        }
        try (Connection server = database.connect()) {
            assertThat(new LedgerCheck(data, InstantSource.system(), (stage, done, total) -> {})
                            .run(server)
                            .differences())
                    .extracting(difference -> difference.code() + " " + difference.place())
                    .startsWith("schema-added setting search_path of here");
            assertThat(server.getSchema()).as("as it was before").isEqualTo("own");
        }
    }

    private Array ours() throws SQLException {
        return connection.createArrayOf("name", new String[] {connection.getSchema()});
    }
}
