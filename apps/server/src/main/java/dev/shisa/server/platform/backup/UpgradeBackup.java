package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.age.AgeIdentity;
import dev.shisa.server.platform.database.MigrationList;
import dev.shisa.server.platform.database.MigrationsDone;
import dev.shisa.server.platform.start.StartWatch;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Before the first start of a newer version changes the database: a backup, to the place of the plan or, without one, to
 * {@code DATA/backups}. Each migration is one transaction, so a failed one leaves the database to the version before.
 */
@Component
public class UpgradeBackup {

    /** Two upgrades back; local ones are for undoing an upgrade, not for a lost disk. */
    private static final String KEEP_LOCAL = "2,0,0";

    private static final Logger LOG = LoggerFactory.getLogger(UpgradeBackup.class);

    private final Path data;
    private final boolean wanted;
    private final BackupProcess process;
    private final InstantSource clock;
    private @Nullable Run made;

    UpgradeBackup(
            @Value("${shisa.data}") Path data,
            @Value("${shisa.upgrade.backup:on}") String wanted,
            @Value("${shisa.database.url:}") String url,
            @Value("${shisa.database.user:}") String user,
            @Value("${shisa.database.password:}") String password,
            InstantSource clock) {
        this.data = data.toAbsolutePath().normalize();
        this.wanted = !wanted.equals("off");
        this.process = new BackupProcess(this.data, BackupRunner.environment(url, user, password));
        this.clock = clock;
    }

    /** Brings the database to this version; nothing else may have used it before. */
    public void migrate(DataSource source) {
        if (!isCurrent(source)) {
            migrate(Flyway.configure()
                    .dataSource(patient(source))
                    .validateMigrationNaming(true)
                    .callbacks(new MigrationsDone(StartWatch::done))
                    .load());
        }
        StartWatch.at(StartWatch.Stage.PAGES, 0, 0);
    }

    /** Only what was packaged knows what it brings: a list that an earlier build left in a folder may be an old one. */
    private static boolean isCurrent(DataSource source) {
        Optional<MigrationList> packaged =
                AotDetector.useGeneratedArtifacts() ? MigrationList.packaged() : Optional.empty();
        try {
            return packaged.isPresent() && packaged.get().isHistoryOf(source);
        } catch (SQLException e) {
            throw new FlywayException("the database does not tell which migrations it has", e);
        }
    }

    /** A migration of a large table may take as long as it takes. */
    private static DataSource patient(DataSource source) {
        return new DelegatingDataSource(source) {
            @Override
            public Connection getConnection() throws SQLException {
                // Until it goes back to the pool.
                Connection connection = super.getConnection();
                connection.setNetworkTimeout(Runnable::run, 0);
                return connection;
            }
        };
    }

    void migrate(Flyway flyway) {
        MigrationInfoService found = flyway.info();
        int pending = found.pending().length;
        boolean older = found.current() != null && pending > 0;
        if (!older || !wanted) {
            change(flyway, pending);
            return;
        }
        String place = backup(flyway.getConfiguration().getDataSource());
        try {
            change(flyway, pending);
        } catch (FlywayException e) {
            throw new UpgradeFailure("start.failed.upgrade", e, firstLine(e), place);
        }
    }

    private static void change(Flyway flyway, int pending) {
        StartWatch.at(StartWatch.Stage.TABLES, 0, pending);
        flyway.migrate();
        if (pending > 0) {
            LOG.info("the database is of this version after {} changes", pending);
        }
    }

    private String backup(DataSource source) {
        Instant started = clock.instant();
        Optional<BackupPlan> plan = plan(source);
        List<String> words = new ArrayList<>();
        String folder;
        if (plan.isPresent()) {
            folder = plan.get().folder();
            words.addAll(List.of("backup", "--to", folder));
            words.addAll(
                    plan.get().withPassphrase()
                            ? List.of(
                                    "--passphrase-file",
                                    data.resolve("secrets/backup-passphrase").toString())
                            : List.of("--recipient", plan.get().recipient()));
        } else {
            folder = data.resolve("backups").toString();
            words.addAll(List.of("backup", "--to", folder, "--recipient", ownRecipient(), "--keep", KEEP_LOCAL));
        }
        words.addAll(List.of("--cause", Run.Cause.UPGRADE.id()));
        LOG.info("the database is of an earlier version: a backup to {} begins before it is changed", folder);
        BackupProcess.Ended ended =
                process.run(words, (stage, done, total) -> StartWatch.at(StartWatch.Stage.BACKUP, done, total));
        LOG.info("the backup before the change ended: {}", ended.details());
        if (!ended.done()) {
            Locale locale = Locale.getDefault();
            Run failed = run(started, Run.Outcome.FAILED, "", folder, ended);
            throw new UpgradeFailure(
                    "start.failed.upgrade-backup",
                    new IllegalStateException(ended.details().toString()),
                    new Words(new Messages(), locale).problem(failed.text("code"), failed.names("args")));
        }
        Run run = run(started, Run.Outcome.OK, String.valueOf(ended.details().get("backup")), folder, ended);
        made = run;
        return folder + "/backups/" + run.backup();
    }

    private Run run(Instant started, Run.Outcome outcome, String backup, String folder, BackupProcess.Ended ended) {
        return new Run(
                new Ids(clock).next(),
                Run.Kind.BACKUP,
                Run.Cause.UPGRADE,
                started,
                clock.instant(),
                outcome,
                backup,
                folder,
                new TreeMap<>(ended.details()));
    }

    /** A key of this data folder: whoever can read it can read the data as well. */
    private String ownRecipient() {
        Path file = data.resolve("secrets").resolve("upgrade-identity");
        try {
            if (Files.exists(file) && BackupKey.identityFile(file) instanceof BackupKey.Identities kept) {
                return kept.identities().getFirst().recipient().toString();
            }
            AgeIdentity identity = AgeIdentity.generate(new SecureRandom());
            OwnerOnlyFiles.write(file, (identity.secret() + "\n").getBytes(StandardCharsets.US_ASCII));
            return identity.recipient().toString();
        } catch (IOException e) {
            throw new UpgradeFailure("start.failed.upgrade-backup", e, String.valueOf(e.getMessage()));
        }
    }

    /** From the database as it is: what reads settings otherwise does not exist yet. */
    private static Optional<BackupPlan> plan(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM setting WHERE name = 'backup.plan'")) {
            return row.next() && !row.getString(1).isEmpty()
                    ? Optional.of(JsonMapper.builder().build().readValue(row.getString(1), BackupPlan.class))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new UpgradeFailure("start.failed.upgrade-backup", e, String.valueOf(e.getMessage()));
        }
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    }

    Optional<Run> made() {
        return Optional.ofNullable(made);
    }

    /** Puts it on record when the database has a place for it. */
    @Component
    static class Recorder {

        private final UpgradeBackup upgrade;
        private final RunLog log;

        Recorder(UpgradeBackup upgrade, RunLog log) {
            this.upgrade = upgrade;
            this.log = log;
        }

        @EventListener(ApplicationReadyEvent.class)
        void record() {
            upgrade.made().ifPresent(log::record);
        }
    }
}
