package dev.shisa.server.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.evidence.BlobContents;
import dev.shisa.server.platform.database.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    @TempDir
    Path temp;

    private Installation installation;
    private Path to;

    @BeforeEach
    void install() throws IOException, SQLException {
        installation = Installation.filled(Files.createDirectory(temp.resolve("data")));
        to = temp.resolve("backups");
    }

    // ---- round trip ------------------------------------------------------------------------------

    @Test
    void whatIsRestoredIsTheSameInEveryRowAndEveryFile() throws SQLException, IOException {
        Backup.Result made = installation.backup(to);
        Path restored = temp.resolve("restored");
        TestDatabase database = Installation.restoreTo(to, "latest", restored);

        assertThat(made.whole()).isTrue();
        assertThat(Installation.rows(database)).isEqualTo(installation.rows());
        Map<String, String> expected = new TreeMap<>(Installation.files(installation.data()));
        expected.keySet()
                .removeIf(
                        path -> path.matches(
                                "(postgres|logs|run|backups|drill|cache|blobs/tmp)/.*|lock|ledger/(1/)?lock|secrets/database-password"));
        assertThat(expected).hasSizeGreaterThan(20);
        Map<String, String> found = new TreeMap<>(Installation.files(restored));
        assertThat(found.remove("ledger/restored")).endsWith("rw-------");
        // Made again by the proof, which opens the log.
        found.remove("ledger/1/lock");
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theRestoredLedgerIsMarkedWithWhereItWasTakenFrom() throws IOException {
        Backup.Result made = installation.backup(to);
        Path restored = temp.resolve("restored");
        Installation.restoreTo(to, "latest", restored);

        assertThat(Files.readString(restored.resolve("ledger/restored")))
                .contains("\"backup\":\"" + made.manifest().id() + "\"", "\"checkpoint\":\"shisa/test/1\\n600\\n");
        assertThat(restored.resolve(Restore.UNFINISHED)).doesNotExist();
    }

    @Test
    void newRowsGoOnAfterTheRestoredOnes() throws SQLException {
        installation.backup(to);
        TestDatabase database = Installation.restoreTo(to, "latest", temp.resolve("restored"));
        try (Connection connection = database.connect();
                var row = connection.createStatement().executeQuery("""
                        INSERT INTO audit (at, person_name, act, thing, details)
                        VALUES ('2026-11-21T00:00:00Z', '', 'x', 'x', '{}') RETURNING id""")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(20_001);
        }
        // References between tables are in force again.
        assertThatThrownBy(() -> {
                    try (Connection connection = database.connect()) {
                        connection.createStatement().execute("DELETE FROM release");
                    }
                })
                .hasMessageContaining("foreign key");
    }

    @Test
    void everyBackupIsCompleteByItself() throws SQLException, IOException {
        String first = installation.backup(to).manifest().id();
        Map<String, List<String>> then = installation.rows();
        installation.execute("DELETE FROM audit WHERE id > 100");
        installation.addBlob(70_000);
        installation.append("ledger/old/journal/00000000000000000700.journal", installation.bytes(1000));
        installation.backup(to);

        assertThat(Installation.rows(Installation.restoreTo(to, first, temp.resolve("then"))))
                .isEqualTo(then);
        assertThat(Installation.rows(Installation.restoreTo(to, "latest", temp.resolve("now"))))
                .isEqualTo(installation.rows());
    }

    @Test
    void aBackupWhileRowsAreWrittenIsOneInstant() throws Exception {
        // Each transaction writes into two tables: a snapshot has both rows or neither.
        Thread writer = Thread.ofPlatform().start(() -> {
            try (Connection connection = installation.connect()) {
                connection.setAutoCommit(false);
                for (int n = 0; !Thread.interrupted(); n++) {
                    connection.createStatement().execute("INSERT INTO setting VALUES ('n" + n + "', '')");
                    connection.createStatement().execute("""
                            INSERT INTO audit (at, person_name, act, thing, details)
                            VALUES ('2026-11-21T00:00:00Z', '', 'pair', '', '{}')""");
                    connection.commit();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        List<TestDatabase> restored = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                installation.backup(to);
                restored.add(Installation.restoreTo(to, "latest", temp.resolve("restored" + i)));
            }
        } finally {
            writer.interrupt();
            writer.join();
        }
        List<Long> pairs = new ArrayList<>();
        for (TestDatabase database : restored) {
            try (Connection connection = database.connect();
                    var row = connection.createStatement().executeQuery("""
                            SELECT (SELECT count(*) FROM setting WHERE name LIKE 'n%'),
                                   (SELECT count(*) FROM audit WHERE act = 'pair')""")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(row.getLong(2));
                pairs.add(row.getLong(1));
            }
        }
        assertThat(pairs).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theRestoredLogEndsInTheSameRootAndAChangedOneDoesNotPass() throws IOException {
        installation.log(100);
        installation.backup(to);
        Path restored = temp.resolve("restored");
        Installation.restoreTo(to, "latest", restored);
        assertThat(Files.readString(restored.resolve("ledger/1/public/checkpoint")))
                .isEqualTo(Files.readString(installation.data().resolve("ledger/1/public/checkpoint")))
                .contains("\n700\n");

        // Entries are not what was signed: the file hashes of the backup agree, the tree does not.
        Path journal = restored.resolve("ledger/1/journal/00000000000000000000.journal");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[500] ^= 1;
        Files.write(journal, bytes);
        assertProblem("proof-ledger", () -> LedgerProof.prove(restored, null));
    }

    // ---- only what is new ------------------------------------------------------------------------

    @Test
    void writesEachContentOnce() throws IOException, SQLException {
        Backup.Result first = installation.backup(to);
        // 12 blobs, the finished journal, a whole slice of the growing one, a whole tile; of the real log two whole
        // tiles
        // and two whole bundles of entries.
        assertThat(first.newFiles()).isEqualTo(19);
        Map<String, String> packs = Installation.files(to.resolve("packs"));

        Backup.Result second = installation.backup(to);
        assertThat(second.newFiles()).isZero();
        assertThat(Installation.files(to.resolve("packs"))).isEqualTo(packs);
        assertThat(second.manifest().files()).isEqualTo(first.manifest().files());

        installation.addBlob(5_000);
        installation.append(
                "ledger/old/journal/00000000000000000700.journal", installation.bytes(LedgerFiles.SLICE_BYTES));
        Backup.Result third = installation.backup(to);
        assertThat(third.newFiles()).isEqualTo(2);
        assertThat(third.newBytes()).isEqualTo(5_000 + LedgerFiles.SLICE_BYTES);
        Installation.restoreTo(to, "latest", temp.resolve("restored"));
    }

    @Test
    void writesAgainWhatItCannotRelyOn() throws IOException {
        installation.backup(to);
        // Another installation's list of names, a pack of another size: neither is believed.
        Files.delete(installation.data().resolve("secrets/backup-names"));
        assertThat(installation.backup(to).newFiles()).isEqualTo(19);
        for (Path pack : list(to.resolve("packs"), ".age")) {
            Files.write(pack, new byte[1], java.nio.file.StandardOpenOption.APPEND);
        }
        assertThat(installation.backup(to).newFiles()).isEqualTo(19);
        Installation.restore(to, "latest").dryRun();
    }

    @Test
    void theFolderGivesNeitherNamesNorContentsAway() throws IOException, SQLException {
        String blob = installation.addBlob(100);
        installation.backup(to);
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, String> file : Installation.files(to).entrySet()) {
            all.append(file.getKey())
                    .append(Files.readString(to.resolve(file.getKey()), java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        assertThat(all.toString())
                .doesNotContain(blob.substring(blob.length() - 64), "midorihama", "jcstar1", "series.create");
    }

    // ---- damage is told --------------------------------------------------------------------------

    @Test
    void namesFilesThatAreMissingOrDamagedInTheInstallation() throws IOException, SQLException {
        String gone = installation.addBlob(100);
        String bad = installation.addBlob(200);
        Files.delete(installation.data().resolve(gone));
        Files.write(installation.data().resolve(bad), new byte[200]);
        Backup.Result made = installation.backup(to);

        assertThat(made.whole()).isFalse();
        assertThat(made.manifest().missing()).containsExactly(gone);
        assertThat(made.damaged()).containsExactly(bad);
        // It is told again each time, and once mended, the right content is in the next backup.
        assertThat(installation.backup(to).damaged()).containsExactly(bad);
        Path restored = temp.resolve("restored");
        Installation.restoreTo(to, "latest", restored);
        assertThat(restored.resolve(bad)).hasBinaryContent(new byte[200]);
    }

    @Test
    void anyFlippedByteIsNoticedAndItsFileNamed() throws IOException {
        installation.backup(to);
        List<Path> files = new ArrayList<>(list(to.resolve("packs"), ".age"));
        try (Stream<Path> found = Files.walk(to.resolve("backups"))) {
            files.addAll(found.filter(file -> file.toString().endsWith(".age")).toList());
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(4);
        for (Path file : files) {
            byte[] right = Files.readAllBytes(file);
            for (int place : new int[] {0, 30, 120, 220, right.length / 2, right.length - 1}) {
                byte[] wrong = right.clone();
                wrong[place] ^= 4;
                Files.write(file, wrong);
                assertThatThrownBy(() -> Installation.restore(to, "latest").dryRun())
                        .as(file + " at " + place)
                        .isInstanceOfSatisfying(
                                BackupException.class,
                                e -> assertThat(List.of(e.args())).contains(file));
            }
            Files.write(file, java.util.Arrays.copyOf(right, right.length - 100));
            assertThatThrownBy(() -> Installation.restore(to, "latest").dryRun())
                    .isInstanceOf(BackupException.class);
            Files.delete(file);
            assertThatThrownBy(() -> Installation.restore(to, "latest").dryRun())
                    .isInstanceOf(BackupException.class);
            Files.write(file, right);
        }
        Installation.restore(to, "latest").dryRun();
    }

    @Test
    void aDamagedListOfAPackIsNamedAndTheBackupIsWhole() throws IOException {
        installation.backup(to);
        assertThat(Installation.restore(to, "latest").dryRun().damagedLists()).isEmpty();
        for (Path file : list(to.resolve("packs"), ".index")) {
            String name = "packs/" + file.getFileName();
            byte[] right = Files.readAllBytes(file);
            for (int place : new int[] {0, right.length / 2, right.length - 2}) {
                byte[] wrong = right.clone();
                wrong[place] ^= 4;
                Files.write(file, wrong);
                assertThat(Installation.restore(to, "latest").dryRun().damagedLists())
                        .as("byte " + place)
                        .containsExactly(name);
            }
            Files.write(file, java.util.Arrays.copyOf(right, right.length / 2));
            assertThat(Installation.restore(to, "latest").dryRun().damagedLists())
                    .containsExactly(name);
            Files.delete(file);
            assertThat(Installation.restore(to, "latest").dryRun().damagedLists())
                    .containsExactly(name);
            Files.write(file, right);
        }
        assertThat(Installation.restore(to, "latest").dryRun().damagedLists()).isEmpty();
    }

    @Test
    void aManifestInThePlaceOfAnotherIsNoticed() throws IOException {
        String first = installation.backup(to).manifest().id();
        String second = installation.backup(to).manifest().id();
        Files.copy(
                to.resolve("backups").resolve(first).resolve("manifest.age"),
                to.resolve("backups").resolve(second).resolve("manifest.age"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> Installation.restore(to, second)).hasMessageContaining("manifest-of-other");
    }

    // ---- keys ------------------------------------------------------------------------------------

    @Test
    void aPassphraseWritesAndReads() throws IOException {
        BackupKey passphrase = new BackupKey.Passphrase("correct horse battery");
        BackupFolder folder = BackupFolder.forWriting(to, passphrase, Installation.RANDOM);
        try (DatabaseAddress address = DatabaseAddress.of(installation.external())) {
            new Backup(
                            installation.data(),
                            folder,
                            address,
                            new BlobContents(),
                            "test",
                            InstantSource.system(),
                            Installation.RANDOM,
                            Installation.SILENT)
                    .make();
        }
        BackupFolder found = BackupFolder.forReading(to, passphrase);
        new Restore(found, found.manifest(found.find("latest")), Installation.SILENT).dryRun();

        assertProblem(
                "wrong-passphrase",
                () -> BackupFolder.forReading(to, new BackupKey.Passphrase("correct house battery")));
        assertProblem(
                "wants-passphrase", () -> BackupFolder.forWriting(to, Installation.recipient(), Installation.RANDOM));
        // Whoever finds the folder does not even learn for which key it is written.
        assertThat(Files.readString(to.resolve("folder.json"))).doesNotContain("age1");
    }

    @Test
    void aFlippedBitInTheDescriptionOfAFolderIsNamed() throws IOException {
        for (BackupKey key : List.of(Installation.recipient(), new BackupKey.Passphrase("correct horse battery"))) {
            Path folder = Files.createDirectory(
                    to.resolveSibling("folder-" + key.getClass().getSimpleName()));
            BackupFolder.forWriting(folder, key, Installation.RANDOM);
            Path description = folder.resolve("folder.json");
            byte[] sound = Files.readAllBytes(description);
            BackupKey any = new BackupKey.Identities(List.of());
            for (int bit = 0; bit < (sound.length - 1) * 8; bit++) {
                byte[] flipped = sound.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                Files.write(description, flipped);
                assertThatThrownBy(() -> BackupFolder.forReading(folder, any))
                        .as("bit %d of %s", bit, new String(sound, StandardCharsets.UTF_8))
                        .isInstanceOfSatisfying(
                                BackupException.class, e -> assertThat(e.args()).contains(description));
            }
        }
    }

    @Test
    void anotherKeyIsTurnedAway() {
        installation.backup(to);
        BackupKey other = new BackupKey.Identities(
                List.of(dev.shisa.server.platform.age.AgeIdentity.generate(Installation.RANDOM)));
        assertProblem(
                "wrong-key",
                () -> BackupFolder.forReading(to, other)
                        .manifest(BackupFolder.forReading(to, other).find("latest")));
        assertProblem(
                "wants-identity", () -> BackupFolder.forReading(to, new BackupKey.Passphrase("correct horse battery")));
        assertProblem(
                "other-recipient",
                () -> BackupFolder.forWriting(
                        to,
                        new BackupKey.Recipient(dev.shisa.server.platform.age.AgeIdentity.generate(Installation.RANDOM)
                                .recipient()),
                        Installation.RANDOM));
    }

    // ---- what is refused -------------------------------------------------------------------------

    @Test
    void restoresIntoEmptyPlacesOnly() throws IOException {
        installation.backup(to);
        Path used = Files.createDirectory(temp.resolve("used"));
        Files.writeString(used.resolve("mine"), "x");
        assertProblem(
                "data-not-empty",
                () -> Installation.restore(to, "latest").restore(used, Optional.empty(), (a, b) -> {}));
        assertThat(Installation.files(used)).containsOnlyKeys("mine");

        Path fresh = temp.resolve("fresh");
        assertProblem(
                "database-not-empty",
                () -> Installation.restore(to, "latest")
                        .restore(fresh, Optional.of(installation.external()), (a, b) -> {}));
        assertThat(fresh).isEmptyDirectory();
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        installation.backup(to);
        Map<String, String> before = Installation.files(temp);
        Restore.Result result = Installation.restore(to, "latest").dryRun();

        assertThat(Installation.files(temp)).isEqualTo(before);
        assertThat(result.rows()).isGreaterThan(13_000);
        assertThat(result.files()).isGreaterThan(20);
    }

    @Test
    void aBackupOfANewerSchemaIsRefused() throws SQLException {
        installation.execute("""
                INSERT INTO flyway_schema_history
                    (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                VALUES (999, '999', 'future', 'SQL', 'V999__future.sql', 1, 'x', 1, true)""");
        installation.backup(to);
        assertProblem("schema-unknown", () -> Installation.restore(to, "latest").dryRun());
        assertProblem("schema-unknown", () -> Installation.restoreTo(to, "latest", temp.resolve("restored")));
        assertThat(temp.resolve("restored")).doesNotExist();
    }

    @Test
    void aTableThatThisVersionDoesNotHaveIsNotLeftOutSilently() throws SQLException {
        installation.execute("CREATE TABLE of_another_branch (x int)", "INSERT INTO of_another_branch VALUES (1)");
        installation.backup(to);
        assertProblem("schema-differs", () -> Installation.restoreTo(to, "latest", temp.resolve("restored")));
        // No server starts on what is left.
        assertThat(temp.resolve("restored").resolve(Restore.UNFINISHED)).exists();
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(to);
        Files.writeString(to.resolve("holiday.jpg"), "x");
        assertProblem("folder-not-ours", () -> installation.backup(to));
        assertProblem("folder-not-ours", () -> BackupFolder.forReading(to, Installation.identity()));
        assertProblem(
                "folder-missing", () -> BackupFolder.forReading(temp.resolve("nowhere"), Installation.identity()));
    }

    @Test
    void theDescriptionThatAFolderOfBackupsLacksIsNamed() throws IOException {
        installation.backup(to);
        Path description = to.resolve("folder.json");
        Files.delete(description);
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> installation.backup(to), () -> BackupFolder.forReading(to, Installation.identity()))) {
            assertProblem("folder-undescribed", use);
            assertThatThrownBy(use)
                    .isInstanceOfSatisfying(
                            BackupException.class, e -> assertThat(e.args()).containsExactly(description));
        }
    }

    @Test
    void aFolderWhoseMakingWasCutShortIsTakenUp() throws IOException {
        for (String left : List.of("README.txt", ".README.txt8041.new", "lost+found", ".folder.json77.new")) {
            Path folder = Files.createTempDirectory(temp, "backups");
            Files.writeString(folder.resolve(left), BackupFolderText.TEXT);
            installation.backup(folder);
            assertThat(folder.resolve("folder.json")).exists();
        }
        Path other = Files.createTempDirectory(temp, "holidays");
        Files.writeString(other.resolve("README.txt"), "Holidays");
        assertProblem("folder-not-ours", () -> installation.backup(other));
    }

    @Test
    void oneBackupAtATime() throws IOException {
        installation.backup(to);
        BackupFolder folder = BackupFolder.forWriting(to, Installation.recipient(), Installation.RANDOM);
        try (var _ = folder.lock()) {
            assertProblem("under-way", () -> installation.backup(to));
        }
        installation.backup(to);
    }

    @Test
    void findsABackupByItsNameOrItsBeginning() {
        String id = installation
                .backup(to, () -> Instant.parse("2026-11-20T01:24:00Z"))
                .manifest()
                .id();
        installation.backup(to, () -> Instant.parse("2026-11-21T01:24:00Z"));
        BackupFolder folder = BackupFolder.forReading(to, Installation.identity());

        assertThat(id).isEqualTo("20261120T012400Z-0000");
        assertThat(folder.find("20261120")).isEqualTo(id);
        assertThat(folder.find("latest")).startsWith("20261121T");
        // Two in one second: the latest is the later one.
        installation.backup(to, () -> Instant.parse("2026-11-21T01:24:00.2Z"));
        assertThat(folder.find("latest")).isEqualTo("20261121T012400Z-0001");
        assertProblem("ambiguous", () -> folder.find("202611"));
        assertProblem("unknown", () -> folder.find("2025"));
    }

    // ---- interruption ----------------------------------------------------------------------------

    @Test
    void whatAnInterruptedBackupLeavesIsNoBackupAndGoesWithTheNext() throws IOException {
        String whole = installation.backup(to).manifest().id();
        // As a kill leaves it: a folder without its last files, a pack without its name, a pack without its list.
        Path half = Files.createDirectory(to.resolve("backups/.20261120T020000Z-0000.new"));
        Files.write(half.resolve("state.age"), new byte[1000]);
        Files.write(to.resolve("packs/.0000.age.new"), new byte[1000]);
        Files.write(to.resolve("packs/1111.index"), new byte[10]);
        BackupFolder folder = BackupFolder.forReading(to, Installation.identity());
        assertThat(folder.list()).containsExactly(whole);
        Installation.restore(to, "latest").dryRun();

        installation.backup(to);
        assertThat(half).doesNotExist();
        assertThat(to.resolve("packs/.0000.age.new")).doesNotExist();
        assertThat(folder.list()).hasSize(2);
    }

    @Test
    void aFailedBackupLeavesTheEarlierOnesAsTheyWere() throws IOException, SQLException {
        installation.backup(to);
        Map<String, String> before = Installation.files(to);
        installation.addBlob(100);
        BackupFolder folder = BackupFolder.forWriting(to, Installation.recipient(), Installation.RANDOM);
        try (DatabaseAddress address = DatabaseAddress.of(installation.external())) {
            Backup broken = new Backup(
                    installation.data(),
                    folder,
                    address,
                    new BlobContents(),
                    "test",
                    InstantSource.system(),
                    Installation.RANDOM,
                    (stage, done, total) -> {
                        if (stage == Progress.Stage.FINISHING) {
                            throw new BackupException("interrupted");
                        }
                    });
            assertProblem("interrupted", broken::make);
        }
        Map<String, String> after = Installation.files(to);
        after.keySet().removeIf(path -> path.startsWith("packs/") && !before.containsKey(path));
        before.remove("lock");
        after.remove("lock");
        assertThat(after).isEqualTo(before);
    }

    // ---- retention -------------------------------------------------------------------------------

    @Test
    void whatNoBackupNeedsAnyMoreGoesAndWhatOneNeedsStays() throws IOException, SQLException {
        Retention two = new Retention(2, 0, 0);
        installation.backup(to, () -> Instant.parse("2026-11-18T01:00:00Z"));
        String only = installation.addBlob(300_000);
        installation.backup(to, () -> Instant.parse("2026-11-19T01:00:00Z"));
        int packsThen = list(to.resolve("packs"), ".age").size();
        installation.execute("DELETE FROM blob WHERE sha256 = '" + only.substring(only.length() - 64) + "'");
        Files.delete(installation.data().resolve(only));
        installation.backup(to, () -> Instant.parse("2026-11-20T01:00:00Z"));
        installation.backup(to, () -> Instant.parse("2026-11-21T01:00:00Z"));
        BackupFolder folder = BackupFolder.forWriting(to, Installation.recipient(), Installation.RANDOM);

        Pruning.Result pruned = Pruning.prune(folder, two, BackupCommand.ZONE);
        assertThat(pruned.backups()).hasSize(2);
        assertThat(pruned.packs()).isEqualTo(1);
        assertThat(list(to.resolve("packs"), ".age")).hasSize(packsThen - 1);
        for (String id : folder.list()) {
            Installation.restore(to, id).dryRun();
        }
        assertThat(Pruning.prune(folder, two, BackupCommand.ZONE).backups()).isEmpty();
    }

    @Test
    void noPackGoesWhileTheListOfABackupCannotBeRead() throws IOException {
        installation.backup(to, () -> Instant.parse("2026-11-18T01:00:00Z"));
        String damaged = installation
                .backup(to, () -> Instant.parse("2026-11-19T01:00:00Z"))
                .manifest()
                .id();
        Path listed = to.resolve("backups").resolve(damaged).resolve("packs");
        String text = Files.readString(listed);
        BackupFolder folder = BackupFolder.forWriting(to, Installation.recipient(), Installation.RANDOM);
        Map<String, String> packs = Installation.files(to.resolve("packs"));
        for (String wrong :
                List.of("", text.substring(text.indexOf('\n') + 1), text.substring(0, text.indexOf("end:")))) {
            Files.writeString(listed, wrong);
            assertThat(Pruning.prune(folder, new Retention(1, 0, 0), BackupCommand.ZONE)
                            .unreadable())
                    .containsExactly(damaged);
            assertThat(Installation.files(to.resolve("packs"))).isEqualTo(packs);
        }
    }

    private static List<Path> list(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static void assertProblem(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
