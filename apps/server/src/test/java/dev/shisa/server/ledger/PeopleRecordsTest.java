package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts, ways in and settings that an insider changes in the database, not in Shisa, are named. */
class PeopleRecordsTest extends RecordsCase {

    private Person tanaka;

    @BeforeEach
    void people() {
        emptyDatabase();
        tanaka = person(Role.QUALITY);
        api(person(Role.OWNER), Set.of(Act.VIEW));
        signedIn(tanaka);
        assertThat(differences()).isEmpty();
    }

    @Test
    void changedRolesAreToldWithThePersonTheLedgerAndTheDatabase() throws SQLException {
        insider("UPDATE person SET roles = '{owner,psirt}' WHERE id = '" + tanaka.id() + "'");
        assertThat(differences()).singleElement().satisfies(difference -> {
            assertThat(difference.code()).isEqualTo("account-value-changed");
            assertThat(difference.place()).isEqualTo("person " + tanaka.id());
            assertThat(difference.args())
                    .containsExactly("roles", "roles", "[\"quality\"]", "[\"owner\", \"psirt\"]", tanaka.name());
            assertThat(difference.leaf()).isNotNull();
        });
        assertThat(signedIn(Role.AUDITOR).get("/records/check").text())
                .contains(tanaka.name(), "[\"quality\"]", "[\"owner\", \"psirt\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE person SET series = ARRAY[gen_random_uuid()]                       | account-value-changed | person
            UPDATE person SET disabled_at = now()                                     | account-value-changed | person
            UPDATE person SET password_hash = 'another'                               | account-changed | person
            UPDATE person SET email = 'me@example.com' WHERE roles = '{owner}'         | account-changed | person
            INSERT INTO session (token_hash, person_id, created_at, seen_at, expires_at, agent) SELECT '\\x01', id, now(), now(), now() + interval '1 day', '' FROM person LIMIT 1 | row-unrecorded | session
            UPDATE session SET expires_at = expires_at + interval '1 year'            | row-changed    | session
            UPDATE api_token SET acts = '{series.edit}'                               | value-changed  | api_token
            UPDATE api_token SET token_hash = '\\x02'                                 | row-changed    | api_token
            INSERT INTO api_token (id, token_hash, person_id, name, acts, series, created_at, expires_at) SELECT gen_random_uuid(), '\\x03', person_id, '', acts, series, created_at, expires_at FROM api_token | row-unrecorded | api_token
            INSERT INTO setting VALUES ('server.address', 'https://evil.example')     | row-unrecorded | setting
            UPDATE setting SET value = 'https://evil.example'                         | row-changed    | setting
            DELETE FROM setting                                                       | row-missing    | setting
            DELETE FROM row_seal WHERE table_name = 'person'                          | account-changed | person
            INSERT INTO second_factor (person_id, secret, since, last_step) SELECT id, '\\x04', now(), 0 FROM person LIMIT 1 | row-unrecorded | second_factor
            INSERT INTO one_time_link (token_hash, purpose, person_id, created_at, expires_at) SELECT '\\x05', 'reset', id, now(), now() FROM person LIMIT 1 | row-unrecorded | one_time_link
            """)
    void aWayInThatShisaDidNotMakeIsNamed(String sql, String code, String table) throws SQLException {
        insider(sql);
        assertThat(differences()).anySatisfy(difference -> {
            assertThat(difference.code()).isEqualTo(code);
            assertThat(difference.place()).startsWith(table + " ");
        });
    }

    @Test
    void recordsHoldNoNameNorMailAddress() {
        assertThat(jdbc.sql("SELECT convert_from(body, 'UTF8') FROM ledger_outbox WHERE kind = 'row/1'")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(body -> body.contains(tanaka.name()) || body.contains(tanaka.email()));
    }

    @Test
    void whatWasThereBeforeTheUpgradeIsRecordedAsFound() throws SQLException {
        TestDatabase old = TestDatabase.empty();
        migrate(old, "270");
        try (Connection connection = old.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO person (id, email, name, language, roles, series, created_at)"
                    + " VALUES (gen_random_uuid(), 'a@example.com', '田中', 'ja', '{owner}', '{}', now())");
        }
        migrate(old, "latest");
        try (Connection connection = old.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            List<Difference> found = new ArrayList<>();
            new DatabaseVerifier(connection, found::add).tables();
            assertThat(found).isEmpty();
            try (var row = statement.executeQuery(
                    "SELECT convert_from(body, 'UTF8')::jsonb ->> 'state' FROM ledger_outbox WHERE row_id LIKE 'person %'")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("found");
            }
            statement.execute("UPDATE person SET roles = '{psirt}'");
            new DatabaseVerifier(connection, found::add).tables();
            assertThat(found).extracting(Difference::code).containsExactly("account-value-changed");
        }
    }

    private static void migrate(TestDatabase database, String target) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .target(target)
                .load()
                .migrate();
    }

    /** By a connection of somebody's own, as with psql. */
    private static void insider(String sql) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }
}
