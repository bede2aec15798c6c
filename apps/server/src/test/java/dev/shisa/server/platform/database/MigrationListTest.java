package dev.shisa.server.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MigrationListTest {

    private static MigrationList ours() throws IOException {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> all = Files.list(Path.of("src/main/resources/db/migration"))) {
            for (Path file : all.toList()) {
                files.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return MigrationList.of(files);
    }

    private static DriverManagerDataSource source(TestDatabase database) {
        return new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
    }

    @Test
    void saysWhatFlywaySays() throws IOException {
        TestDatabase database = TestDatabase.fresh();
        Flyway flyway = Flyway.configure().dataSource(source(database)).load();
        assertThat(ours().lines())
                .hasSizeGreaterThan(100)
                .isEqualTo(Arrays.stream(flyway.info().all())
                        .map(each -> String.join(
                                "\t",
                                String.valueOf(each.getVersion()),
                                each.getDescription(),
                                each.getType().name(),
                                each.getScript(),
                                String.valueOf(each.getChecksum())))
                        .toList());
    }

    @Test
    void findsADatabaseThatHasThemAll() throws IOException, SQLException {
        assertThat(ours().isHistoryOf(source(TestDatabase.fresh()))).isTrue();
        assertThat(ours().isHistoryOf(source(TestDatabase.empty()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '002'",
                "UPDATE flyway_schema_history SET checksum = NULL WHERE version = '002'",
                "UPDATE flyway_schema_history SET success = false WHERE version = '002'",
                "UPDATE flyway_schema_history SET script = 'V002__other.sql' WHERE version = '002'",
                "DELETE FROM flyway_schema_history WHERE version = '002'",
                "DELETE FROM flyway_schema_history WHERE installed_rank = (SELECT max(installed_rank) FROM flyway_schema_history)",
                "INSERT INTO flyway_schema_history SELECT 9999, '9999', 'later', type, 'V9999__later.sql', 1, installed_by,"
                        + " installed_on, 1, true FROM flyway_schema_history WHERE version = '002'"
            })
    void leavesToFlywayWhatDiffers(String change) throws IOException, SQLException {
        TestDatabase database = TestDatabase.fresh();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(change)).isEqualTo(1);
        }
        assertThat(ours().isHistoryOf(source(database))).isFalse();
    }
}
