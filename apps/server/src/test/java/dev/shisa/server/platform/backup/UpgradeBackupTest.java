package dev.shisa.server.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of the version before meets a newer program. */
class UpgradeBackupTest {

    @TempDir
    Path temp;

    private Installation installation;
    private Path newer;

    @BeforeEach
    void install() throws IOException, SQLException {
        installation = Installation.filled(Files.createDirectory(temp.resolve("data")));
        newer = Files.createDirectory(temp.resolve("newer"));
    }

    private UpgradeBackup upgrade(String wanted) {
        DatabaseAddress.External database = installation.external();
        return new UpgradeBackup(
                installation.data(),
                wanted,
                database.url(),
                database.user(),
                database.password(),
                InstantSource.system());
    }

    /** With one migration more than the database has. */
    private Flyway flyway(String sql) throws IOException {
        Files.writeString(newer.resolve("V900__platform_later.sql"), sql);
        DatabaseAddress.External database = installation.external();
        return Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/migration", "filesystem:" + newer)
                .load();
    }

    @Test
    void backsUpBeforeItChangesAnything() throws IOException, SQLException {
        Map<String, List<String>> before = installation.rows();
        UpgradeBackup upgrade = upgrade("on");
        upgrade.migrate(flyway("CREATE TABLE later (x int); DELETE FROM audit;"));

        assertThat(installation.rows()).containsKey("later");
        Run made = upgrade.made().orElseThrow();
        assertThat(made.cause()).isEqualTo(Run.Cause.UPGRADE);
        Path folder = installation.data().resolve("backups");
        BackupKey key = BackupKey.identityFile(installation.data().resolve("secrets/upgrade-identity"));
        BackupFolder found = BackupFolder.forReading(folder, key);
        TestDatabase empty = TestDatabase.empty();
        new Restore(found, found.manifest(made.backup()), Installation.SILENT)
                .restore(
                        temp.resolve("restored"),
                        java.util.Optional.of(Installation.external(empty)),
                        (address, result) -> {});
        assertThat(Installation.rows(empty)).isEqualTo(before);

        // Nothing to do, nothing to back up.
        UpgradeBackup again = upgrade("on");
        again.migrate(flyway("CREATE TABLE later (x int); DELETE FROM audit;"));
        assertThat(again.made()).isEmpty();
    }

    @Test
    void aMigrationThatFailsLeavesTheOldVersionRunnable() throws IOException, SQLException {
        Map<String, List<String>> before = installation.rows();
        assertThatThrownBy(() -> upgrade("on").migrate(flyway("""
                        ALTER TABLE audit ADD COLUMN more text NOT NULL DEFAULT '';
                        DELETE FROM audit;
                        CREATE TABLE later (x int);
                        SELECT 1 / 0;""")))
                .isInstanceOfSatisfying(
                        UpgradeFailure.class,
                        e -> assertThat(UpgradeFailure.sentence(e, Locale.ENGLISH, Path.of("shisa.log"))
                                        .orElse(""))
                                .contains("It is as it was, so the version before still starts on it")
                                .contains(installation
                                        .data()
                                        .resolve("backups/backups")
                                        .toString()));

        assertThat(installation.rows()).isEqualTo(before);
        // The version before starts: everything that it knows is there and valid, and nothing else.
        DatabaseAddress.External database = installation.external();
        Flyway old = Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .load();
        assertThat(old.validateWithResult().validationSuccessful).isTrue();
        assertThat(old.info().pending()).isEmpty();
        try (Connection connection = installation.connect();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM flyway_schema_history WHERE version = '900' OR NOT success")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isZero();
        }
        BackupFolder folder = BackupFolder.forReading(
                installation.data().resolve("backups"),
                BackupKey.identityFile(installation.data().resolve("secrets/upgrade-identity")));
        assertThat(folder.list()).hasSize(1);
    }

    @Test
    void withoutABackupItDoesNotBeginUnlessTold() throws IOException, SQLException {
        // Not a folder of backups: nothing can be written there.
        installation.write("backups/holiday.jpg", new byte[1], "rw-------");
        Flyway flyway = flyway("CREATE TABLE later (x int);");
        assertThatThrownBy(() -> upgrade("on").migrate(flyway))
                .isInstanceOfSatisfying(
                        UpgradeFailure.class,
                        e -> assertThat(UpgradeFailure.sentence(e, Locale.ENGLISH, Path.of("shisa.log"))
                                        .orElse(""))
                                .contains("is not one for backups of Shisa", "--shisa.upgrade.backup=off"));
        assertThat(installation.rows()).doesNotContainKey("later");

        upgrade("off").migrate(flyway);
        assertThat(installation.rows()).containsKey("later");
    }

    @Test
    void aPlansPlaceIsUsedWhenThereIsOne() throws IOException, SQLException {
        Path to = temp.resolve("elsewhere");
        installation.execute("INSERT INTO setting VALUES ('backup.plan', '{\"folder\":\"" + to + "\",\"recipient\":\""
                + Installation.IDENTITY.recipient() + "\",\"hour\":2,\"daily\":7,\"weekly\":5,\"monthly\":12}')");
        upgrade("on").migrate(flyway("CREATE TABLE later (x int);"));
        assertThat(BackupFolder.forReading(to, Installation.identity()).list()).hasSize(1);
    }
}
