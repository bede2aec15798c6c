package dev.shisa.server.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void givesEachCallerAMigratedDatabaseOfItsOwn() throws SQLException {
        TestDatabase one = TestDatabase.fresh();
        TestDatabase other = TestDatabase.fresh();
        try (Connection connection = one.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE only_here (x int)");
        }

        assertThat(one.name()).isNotEqualTo(other.name());
        assertThat(hasTable(one, "only_here")).isTrue();
        assertThat(hasTable(other, "only_here")).isFalse();
        assertThat(hasTable(other, "flyway_schema_history")).isTrue();
    }

    private static boolean hasTable(TestDatabase database, String table) throws SQLException {
        try (Connection connection = database.connect();
                ResultSet found = connection.getMetaData().getTables(null, "public", table, null)) {
            return found.next();
        }
    }
}
