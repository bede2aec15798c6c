package dev.shisa.server.platform.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.evidence.BlobContents;
import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.database.TestDatabase;
import dev.shisa.server.platform.storage.DataLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types, on real databases of a data folder, and processes that are killed. */
class BackupCommandTest {

    @TempDir
    Path temp;

    private Path data;
    private Path to;
    private Path identity;

    @BeforeEach
    void writeTheKey() throws IOException {
        data = temp.resolve("data");
        to = temp.resolve("backups");
        identity = Files.writeString(temp.resolve("identity.txt"), Installation.IDENTITY.secret() + "\n");
    }

    private record Said(int exit, String out, String talk) {}

    private Said run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        int exit = BackupCommand.run(
                words,
                new BlobContents(),
                "test",
                InstantSource.system(),
                Locale.ENGLISH,
                new PrintStream(out, true, UTF_8),
                new PrintStream(talk, true, UTF_8));
        return new Said(exit, out.toString(UTF_8), talk.toString(UTF_8));
    }

    private static String recipient() {
        return Installation.IDENTITY.recipient().toString();
    }

    @Test
    void backsUpRunningAndStoppedAndRestoresToADatabaseThatStarts() throws SQLException, IOException {
        PostgresOptions options = PostgresOptions.standard().binaries(TestDatabase.sharedBinaries());
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, options)) {
            Flyway.configure()
                    .dataSource(server.jdbcUrl(), server.user(), server.password())
                    .load()
                    .migrate();
            execute(server, "INSERT INTO setting VALUES ('organisation.name', 'みどり浜光機')");
            Said running = run("backup", "--data", data.toString(), "--to", to.toString(), "--recipient", recipient());
            assertThat(running.talk()).doesNotContain("✗");
            assertThat(running.exit()).isZero();
            assertThat(running.out()).contains("read back and compared");
            // It is on record, and goes into the ledger.
            assertThat(text(server, "SELECT outcome || ' ' || cause FROM backup_run"))
                    .isEqualTo("ok command");
            assertThat(text(server, "SELECT act FROM audit")).isEqualTo("backup.made");
            assertThat(text(server, "SELECT count(*) FROM ledger_outbox WHERE kind = 'backup/1'"))
                    .isEqualTo("1");
        }
        Said stopped = run("backup", "--data", data.toString(), "--to", to.toString(), "--recipient", recipient());
        assertThat(stopped.exit()).isZero();

        Path restored = temp.resolve("restored");
        Said dry = run("restore", "--from", to.toString(), "--identity", identity.toString(), "--dry-run");
        assertThat(dry.exit()).isZero();
        assertThat(dry.out()).contains("Nothing was written");
        Said done = run(
                "restore", "--from", to.toString(), "--data", restored.toString(), "--identity", identity.toString());
        assertThat(done.talk()).doesNotContain("✗");
        assertThat(done.out()).contains("./shisa up --data " + restored);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(restored, options)) {
            assertThat(text(server, "SELECT value FROM setting WHERE name = 'organisation.name'"))
                    .isEqualTo("みどり浜光機");
            // The first of the two backups was on record in the second; the restore is since.
            assertThat(text(server, "SELECT string_agg(kind, ' ' ORDER BY finished_at) FROM backup_run"))
                    .isEqualTo("backup restore");
            assertThat(text(server, "SELECT count(*) FROM ledger_outbox WHERE kind = 'restore/1'"))
                    .isEqualTo("1");
        }
        assertThat(Files.readString(restored.resolve("secrets/database-password")))
                .isNotEqualTo(Files.readString(data.resolve("secrets/database-password")));

        // A drill of the stopped installation: proven, on record, and nothing is left.
        List<String> before = list(data);
        Said drill =
                run("drill", "--data", data.toString(), "--from", to.toString(), "--identity", identity.toString());
        assertThat(drill.talk()).doesNotContain("✗");
        assertThat(drill.out()).contains("Restore drill");
        assertThat(list(data)).isEqualTo(before);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, options)) {
            assertThat(text(server, "SELECT outcome FROM backup_run WHERE kind = 'drill'"))
                    .isEqualTo("ok");
            // One that fails is on record, too.
            for (Path pack : packsAndStates()) {
                byte[] bytes = Files.readAllBytes(pack);
                bytes[bytes.length / 2] ^= 1;
                Files.write(pack, bytes);
            }
            Said failed =
                    run("drill", "--data", data.toString(), "--from", to.toString(), "--identity", identity.toString());
            assertThat(failed.exit()).isEqualTo(1);
            assertThat(failed.talk()).contains("state.age is damaged");
            assertThat(text(server, "SELECT count(*) FROM backup_run WHERE kind = 'drill' AND outcome = 'failed'"))
                    .isEqualTo("1");
        }
        assertThat(data.resolve("drill")).doesNotExist();
    }

    @Test
    void saysInOneSentenceWhatIsWrongWithTheCommand() throws IOException {
        assertThat(run("backup", "--to", "x").talk()).contains("exactly one of --passphrase-file and --recipient");
        assertThat(run("backup", "--recipient", recipient()).talk()).contains("--to is missing");
        assertThat(run("backup", "--tp", "x").talk()).contains("There is no option --tp for backup");
        assertThat(run("restore", "--from", "x", "--identity", "y").talk()).contains("--data is missing");
        assertThat(run("restore", "--from").talk()).contains("--from needs a value");
        assertThat(run("backup", "--data", "d", "--to", "x", "--recipient", recipient(), "--keep", "a")
                        .talk())
                .contains("7,5,12");
        assertThat(run("backup", "--tp").exit()).isEqualTo(2);

        Path shortOne = Files.writeString(temp.resolve("short"), "secret\n");
        String to = this.to.toString();
        String from = temp.resolve("data").toString();
        assertThat(run("backup", "--data", from, "--to", to, "--passphrase-file", shortOne.toString())
                        .talk())
                .contains("has 6 characters; it must have at least 12");
        assertThat(run("backup", "--data", from, "--to", to, "--passphrase-file", "/nowhere")
                        .talk())
                .contains("There is no key file /nowhere");
        assertThat(run("backup", "--data", from, "--to", to, "--recipient", "age1abc")
                        .talk())
                .contains("“age1abc” is not a public key");
        assertThat(run("restore", "--from", to, "--data", from, "--identity", shortOne.toString())
                        .talk())
                .contains("AGE-SECRET-KEY-1");
        assertThat(run("backup", "--data", from, "--to", to, "--recipient", recipient())
                        .talk())
                .contains("There is no database in the data folder " + from)
                .contains("shisa.database.url");
        assertThat(run("backup", "--data", from, "--to", from + "/copy", "--recipient", recipient())
                        .talk())
                .contains("is inside of the data folder");
        assertThat(run("backup", "--data", from, "--to", to, "--recipient", recipient())
                        .talk()
                        .lines()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void theExternalDatabaseComesFromTheSameSettingsAsTheServers() throws IOException, SQLException {
        Installation installation = Installation.filled(Files.createDirectory(data));
        String[] database = {
            "--shisa.database.url=" + installation.external().url(),
            "--shisa.database.user=" + installation.external().user(),
            "--shisa.database.password=" + installation.external().password()
        };
        Said made = run(
                with(database, "backup", "--data", data.toString(), "--to", to.toString(), "--recipient", recipient()));
        assertThat(made.talk()).doesNotContain("✗");
        TestDatabase empty = TestDatabase.empty();
        Path restored = temp.resolve("restored");
        Said done = run(
                "restore",
                "--from",
                to.toString(),
                "--data",
                restored.toString(),
                "--identity",
                identity.toString(),
                "--shisa.database.url=" + empty.jdbcUrl(),
                "--shisa.database.user=" + empty.user(),
                "--shisa.database.password=" + empty.password());
        assertThat(done.talk()).doesNotContain("✗");
        assertThat(restored.resolve("postgres")).doesNotExist();
        assertThat(Installation.rows(empty).get("series"))
                .isEqualTo(installation.rows().get("series"));
        // What it says gives no password away.
        Said wrong = run(with(
                new String[] {
                    "--shisa.database.url=jdbc:postgresql://127.0.0.1:1/none", "--shisa.database.password=hunter22"
                },
                "backup",
                "--data",
                data.toString(),
                "--to",
                to.toString(),
                "--recipient",
                recipient()));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.talk()).contains("127.0.0.1:1/none").doesNotContain("hunter22");
    }

    /** Killed at any moment, a backup leaves what was there, and no half of itself that looks whole. */
    @Test
    void aKilledBackupLeavesTheEarlierOnesWhole() throws IOException, SQLException, InterruptedException {
        Installation installation = Installation.filled(Files.createDirectory(data));
        for (int i = 0; i < 30; i++) {
            installation.addBlob(1_000_000);
        }
        installation.backup(to);
        Random random = new Random(20_261_120);
        BackupFolder folder = BackupFolder.forReading(to, Installation.identity());
        int complete = 1;
        for (int round = 0; round < 6; round++) {
            installation.addBlob(12_000_000);
            Process process = start(installation);
            try (InputStream said = process.getInputStream()) {
                // From the first word on: before that, it has not begun.
                assertThat(said.read()).isPositive();
                // On a busy machine it may have been written whole meanwhile, and only be about to end.
                assertThat(DataLock.holder(BackupProcess.life(data, "backup")).isPresent()
                                || !process.isAlive()
                                || folder.list().size() > complete)
                        .as("a server that starts again sees that it works")
                        .isTrue();
                boolean ended = process.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
                process.toHandle().destroyForcibly();
                process.waitFor();
                complete += ended && process.exitValue() == 0 ? 1 : 0;
            }
            List<String> found = folder.list();
            // One that was killed after it was complete, before it could say so, counts, too.
            assertThat(found.size()).isBetween(complete, complete + 1);
            complete = found.size();
            for (String id : List.of(found.getFirst(), found.getLast())) {
                Installation.restore(to, id).dryRun();
            }
        }
        installation.backup(to);
        assertThat(Installation.rows(Installation.restoreTo(to, "latest", temp.resolve("restored"))))
                .isEqualTo(installation.rows());
        assertThat(list(to)).noneMatch(path -> path.contains(".new"));
    }

    @Test
    void theServersOwnProcessBeginsOnlyIfNoneOfAnEarlierRunStillWorks() throws IOException {
        try (DataLock _ = DataLock.take(BackupProcess.life(data, "backup"));
                DataLock _ = DataLock.take(BackupProcess.life(data, "drill"))) {
            String at = data.toString();
            assertThat(run("backup", "--machine", "--data", at, "--to", to.toString(), "--recipient", recipient())
                            .out())
                    .contains("\"under-way\"");
            assertThat(run("drill", "--machine", "--data", at, "--from", to.toString(), "--identity", identity + "")
                            .out())
                    .contains("\"drill-under-way\"");
        }
    }

    private Process start(Installation installation) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                dev.shisa.server.Shisa.class.getName(),
                "backup",
                "--machine",
                "--data",
                data.toString(),
                "--to",
                to.toString(),
                "--recipient",
                recipient()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("SHISA_DATABASE_URL", installation.external().url());
        builder.environment().put("SHISA_DATABASE_USER", installation.external().user());
        builder.environment()
                .put("SHISA_DATABASE_PASSWORD", installation.external().password());
        return builder.start();
    }

    private List<Path> packsAndStates() throws IOException {
        try (var files = Files.walk(to)) {
            return files.filter(file -> file.endsWith("state.age")).toList();
        }
    }

    private static String[] with(String[] more, String... words) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private static List<String> list(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(folder::relativize)
                    .map(Path::toString)
                    .filter(path -> !path.matches("(postgres/data|logs|run).*"))
                    .sorted()
                    .toList();
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            connection.createStatement().execute(sql);
        }
    }

    private static String text(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var row = connection.createStatement().executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
