package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.database.TestDatabase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged file of the database is named, and everything that can be read without it is checked all the same. */
class DamagedDatabaseTest {

    private static final int PAGE_BYTES = 8192;

    /** In the file of every table and index: how much of its page is in use. */
    private static final int LOWER = 12;

    /** What is wrong besides, each by a row that somebody put there. */
    private static final List<String> PAST_SHISA = List.of(
            "row-unrecorded audit", "row-unrecorded evidence", "row-unrecorded setting", "body-changed ledger_outbox");

    private static TestDatabase source;

    @TempDir
    private Path data;

    @BeforeAll
    static void rowsPastShisa() throws SQLException {
        source = TestDatabase.fresh();
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO blob VALUES (repeat('0', 64), 1, now());
                    INSERT INTO setting VALUES ('x', 'x');
                    INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body)
                        VALUES (now(), 'fact/1', 'x', 'wrong', '', '{}');
                    INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body, log, leaf_index)
                        VALUES (now(), 'fact/1', 'y', 'wrong', '', '{}', 1, 0);
                    INSERT INTO audit (at, person_name, act, thing, details) VALUES (now(), '', 'x', '', '{}');
                    INSERT INTO person (id, email, name, language, roles, series, created_at)
                        VALUES (gen_random_uuid(), 'x', '', 'ja', '{}', '{}', now());
                    INSERT INTO evidence (id, code, kind, strength, title, statement, place, record, observed_at,
                            recorded_at, submitted_by, submitted_name, via)
                        SELECT gen_random_uuid(), 'D-1', 'document', 'documented', '', '', '', '{}', now(),
                            now(), id, '', 'page' FROM person;""");
        }
    }

    @BeforeEach
    void aFileThatIsNotWhatItsNameSays() throws IOException {
        Path folder = Files.createDirectories(data.resolve("blobs/sha256/ab"));
        Files.write(folder.resolve("ab".repeat(32)), new byte[5]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger_outbox_row",
                "ledger_outbox_leaf",
                "ledger_outbox_waiting",
                "ledger_outbox_pkey",
                "audit_pkey",
                "blob_pkey",
                "setting_pkey"
            })
    void aDamagedIndexIsNamedAndAllIsCompared(String index) throws SQLException, IOException {
        TestDatabase damaged = source.copy();
        Path file = flip(damaged, index, 1);

        List<String> told = check(damaged);
        assertThat(told)
                .filteredOn(difference -> difference.startsWith("index-damaged "))
                .singleElement()
                .asString()
                .endsWith("/" + file.getFileName());
        assertThat(told).noneMatch(difference -> difference.matches("(stopped|table-unreadable|unreadable) .*"));
        assertTold(told, PAST_SHISA);
        assertTold(told, List.of("file-missing " + data));
    }

    /** PostgreSQL looks into the first page of each index before it reads the table in any way. */
    @ParameterizedTest
    @ValueSource(strings = {"audit_pkey", "blob_pkey"})
    void aTableBehindAnIndexWithoutItsFirstPageIsNamedAndTheRestGoesOn(String index) throws SQLException, IOException {
        TestDatabase damaged = source.copy();
        flip(damaged, index, 0);
        String table = index.replace("_pkey", "");

        List<String> told = check(damaged);
        assertThat(told)
                .anyMatch(difference -> difference.startsWith("index-damaged "))
                .anyMatch(difference -> difference.equals("table-unreadable " + table))
                .noneMatch(difference -> difference.startsWith("stopped "));
        List<String> rest = new ArrayList<>(PAST_SHISA);
        rest.removeIf(difference -> difference.endsWith(" " + table));
        assertTold(told, rest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evidence", "blob", "setting", "ledger_outbox"})
    void aDamagedTableIsNamedAndTheRestGoesOn(String table) throws SQLException, IOException {
        TestDatabase damaged = source.copy();
        Path file = flip(damaged, table, 0);

        List<String> told = check(damaged);
        assertThat(told)
                .anyMatch(difference ->
                        difference.startsWith("table-damaged ") && difference.endsWith("/" + file.getFileName()))
                .anyMatch(difference -> difference.equals("table-unreadable " + table))
                .noneMatch(difference -> difference.startsWith("stopped "));
        List<String> rest = new ArrayList<>();
        if (!table.equals("ledger_outbox")) {
            // Without the records nothing can be compared with them; the files are.
            rest.addAll(PAST_SHISA);
            rest.removeIf(difference -> difference.endsWith(" " + table));
        }
        rest.add((table.equals("blob") ? "file-changed " : "file-missing ") + data);
        assertTold(told, rest);
    }

    /** What amcheck does not read: the page of a GIN index that says where all begins, a sequence. */
    @ParameterizedTest
    @CsvSource({"vulnerability_record_keys,index-damaged", "audit_id_seq,table-damaged"})
    void aBlockThatNobodyReadsIsNamedByItsFile(String relation, String code) throws SQLException, IOException {
        TestDatabase damaged = source.copy();
        Path file = flip(damaged, relation, 0);
        Path postgres = asIfItLayInTheDataFolder(file);

        List<String> told = check(damaged);
        assertThat(told)
                .filteredOn(difference -> difference.contains("-damaged "))
                .containsExactly(code + " postgres/" + postgres.relativize(file));
        assertTold(told, PAST_SHISA);
    }

    @Test
    void everyBlockOfADatabaseThatIsWholeFitsItsChecksum() throws SQLException, IOException {
        TestDatabase whole = source.copy();
        asIfItLayInTheDataFolder(whole.file("audit"));
        assertThat(check(whole)).noneMatch(difference -> difference.contains("damaged"));
    }

    private Path asIfItLayInTheDataFolder(Path file) throws IOException {
        Path postgres = file.resolve("../../../..").normalize();
        Files.createSymbolicLink(data.resolve("postgres"), postgres);
        return postgres;
    }

    private static void assertTold(List<String> told, List<String> expected) {
        assertThat(expected)
                .allSatisfy(beginning -> assertThat(told).anyMatch(difference -> difference.startsWith(beginning)));
    }

    private List<String> check(TestDatabase database) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            return new LedgerCheck(data, InstantSource.system(), (stage, done, total) -> {})
                    .run(connection).differences().stream()
                            .map(difference -> difference.code() + " " + difference.place())
                            .toList();
        }
    }

    private static Path flip(TestDatabase database, String relation, int page) throws SQLException, IOException {
        Path file = database.file(relation);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long at = (long) page * PAGE_BYTES + LOWER;
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 4);
        }
        return file;
    }

    @Test
    void aDatabaseWhosePagesNobodyCanReadIsNotCalledWhole() throws SQLException, IOException {
        TestDatabase database = TestDatabase.fresh();
        String plain = "plain_" + database.name();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + plain + " TEMPLATE template0");
        }
        for (Map.Entry<String, List<String>> unchecked : Map.of(
                        database.name(), List.<String>of(), plain, List.of("pages"))
                .entrySet()) {
            try (Connection connection = DriverManager.getConnection(
                    database.jdbcUrl().replace("/" + database.name(), "/" + unchecked.getKey()),
                    database.user(),
                    database.password())) {
                assertThat(new LedgerCheck(data, InstantSource.system(), (stage, done, total) -> {})
                                .run(connection)
                                .unchecked())
                        .isEqualTo(unchecked.getValue());
            }
        }
    }
}
