package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.Mockito.mock;

import dev.shisa.server.platform.backup.UpgradeBackup;
import dev.shisa.server.platform.database.DatabaseStartException;
import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.platform.storage.DataInUseException;
import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.tls.TlsException;
import dev.shisa.server.platform.tls.TlsIdentity;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Why the server does not start is said in the language of whoever starts it. */
class StartFailureTest {

    @TempDir
    Path data;

    @Test
    void everyReasonHasItsSentenceAndItsWayOutInBothLanguages() {
        Messages messages = new Messages();
        List<String> keys = new ArrayList<>(List.of("data-in-use"));
        Stream.of(DatabaseStartException.Reason.values()).forEach(r -> keys.add("database." + dashed(r)));
        Stream.of(TlsException.Reason.values()).forEach(r -> keys.add("tls." + dashed(r)));
        for (String language : List.of("ja", "en")) {
            assertThat(messages.all(language).keySet())
                    .containsAll(keys.stream()
                            .flatMap(key -> Stream.of("start.failed." + key, "start.failed." + key + ".next"))
                            .toList());
        }
    }

    @Test
    void aDatabaseThatStopsAgainAndAgainIsNoFailedMigration() {
        Throwable failure = new FlywayException(
                "Unable to obtain connection",
                new SQLException("FATAL: the database system is in recovery mode", "57P03"));
        assertThat(StartFailure.sentence(failure, data, Locale.ENGLISH))
                .contains("in recovery mode", data.resolve("postgres/data").toString(), "shisa restore")
                .doesNotContain("Exception");
    }

    @Test
    void aDatabaseThatStopsOnAFullDiskIsNotCalledDamaged() {
        for (String state : List.of("57P02", "57P03", "08006")) {
            Throwable failure = new FlywayException(
                    "Unable to obtain connection",
                    new SQLException("FATAL: the database system is in recovery mode", state));
            assertThat(StartFailure.sentence(failure, data, Locale.ENGLISH, 3_500_000))
                    .contains("full (3 MB left)", "in recovery mode", data.toString())
                    .doesNotContain("damaged", "restore");
            assertThat(StartFailure.sentence(failure, data, Locale.JAPANESE, 3_500_000))
                    .contains("空きがなく(残り 3 MB)");
            assertThat(StartFailure.sentence(failure, data, Locale.ENGLISH, 1_000_000_000))
                    .doesNotContain("MB left");
        }
    }

    /** PostgreSQL gives damage of its smaller files no number of its own, and each is met when the first connection is opened. */
    @Test
    void aDatabaseOfOursThatRefusesEverybodyIsDamagedAndNotWronglySet() {
        for (String state : List.of("XX000", "XX001", "XX002", "28000", "28P01", "3D000", "58P01", "08001", "08006")) {
            String said = StartFailure.sentence(
                    new FlywayException(
                            "Unable to obtain connection from database",
                            new SQLException("FATAL: relation mapping file \"base/1/x\" is wrong\n at", state)),
                    data,
                    Locale.ENGLISH,
                    1_000_000_000);
            assertThat(said)
                    .as(state)
                    .contains("FATAL: relation mapping file \"base/1/x\" is wrong)", "damaged", "shisa restore")
                    .doesNotContain("Exception", "shisa.database.url", "this version");
        }
    }

    @Test
    void whatIsMissingInADatabaseOfOursIsNamed() {
        String said = StartFailure.sentence(
                new FlywayException(
                        "Unable to obtain connection from database",
                        new PSQLException(
                                new ServerErrorMessage("SFATAL\0C22023\0M\"base/5\" is not a valid data directory\0"
                                        + "DFile \"base/5/PG_VERSION\" is missing.\0"))),
                data,
                Locale.ENGLISH,
                1_000_000_000);
        assertThat(said)
                .contains(
                        "not a valid data directory File \"base/5/PG_VERSION\" is missing.", "damaged", "shisa restore")
                .doesNotContain("this version");
    }

    @Test
    void aMigrationThatFailsTellsWhatTheDatabaseSaidAndNoNameOfAClass() {
        for (Throwable cause :
                List.of(new SQLException("ERROR: no such column", "42703"), new IllegalStateException())) {
            assertThat(StartFailure.sentence(
                            new FlywayException("ERROR: no such column", cause), data, Locale.ENGLISH, 1_000_000_000))
                    .contains("could not be brought to this version (ERROR: no such column)");
        }
    }

    @Test
    void tellsADamagedDatabaseInTheLanguageOfTheLauncher() throws IOException {
        Files.createDirectories(data.resolve("postgres/data"));
        Throwable failure = catchThrowable(() -> EmbeddedPostgres.start(data, PostgresOptions.standard()));
        Throwable wrapped = new IllegalStateException("a bean could not be made", failure);
        assertThat(StartFailure.sentence(wrapped, data, Locale.JAPANESE))
                .contains("中にデータベースがありません", "バックアップから戻すか", "(SHISA-DATABASE-007)");
        assertThat(StartFailure.sentence(wrapped, data, Locale.ENGLISH))
                .contains("without a database in it", "Restore a backup", "(SHISA-DATABASE-007)");
    }

    @Test
    void tellsACertificateThatIsNoneInTheLanguageOfTheLauncher() throws IOException {
        Path none = Files.writeString(data.resolve("none.pem"), "hello");
        Throwable failure = catchThrowable(() -> TlsIdentity.given(none, none, InstantSource.system()));
        assertThat(StartFailure.sentence(failure, data, Locale.JAPANESE))
                .contains(none + " に証明書がありません。", "(SHISA-TLS-002)");
        assertThat(StartFailure.sentence(failure, data, Locale.ENGLISH)).contains("There is no certificate in " + none);
    }

    @Test
    void aServerOnADatabaseElsewhereHoldsItsDataFolderToo() throws IOException {
        ApplicationContextRunner server = new ApplicationContextRunner()
                .withUserConfiguration(DatabaseConfig.class)
                .withBean(Metrics.class, () -> mock(Metrics.class))
                .withInitializer(context ->
                        context.getBeanFactory().registerSingleton("upgradeBackup", mock(UpgradeBackup.class)))
                .withPropertyValues(
                        "shisa.database.url=jdbc:postgresql://127.0.0.1:1/none", "shisa.data=" + data.resolve("data"));
        server.run(running -> {
            assertThat(running).hasNotFailed();
            assertThatThrownBy(() -> DataLock.take(data.resolve("data"))).isInstanceOf(DataInUseException.class);
            server.run(second -> assertThat(StartFailure.sentence(
                            java.util.Objects.requireNonNull(second.getStartupFailure()), data, Locale.JAPANESE))
                    .contains("別のShisa(プロセス " + ProcessHandle.current().pid() + ")が使っています"));
        });
        DataLock.take(data.resolve("data")).close();
    }

    private static String dashed(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
