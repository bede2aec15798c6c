package dev.shisa.server.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shisa.server.platform.database.DatabaseStartException.Reason;
import dev.shisa.server.platform.database.PostgresOptions.RunAs;
import dev.shisa.server.platform.storage.DataInUseException;
import dev.shisa.server.platform.storage.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Programs and one data folder, made once: making them is what takes time. */
    private static Path shared;

    private static Path programs;
    private static PostgresOptions durable;

    private Path data;

    /** Not JUnit's folders: other users must be able to pass through. */
    @BeforeAll
    static void makeShared() throws IOException {
        shared = openFolder();
        programs = shared.resolve("programs");
        PostgresBinaries.under(programs);
        durable = PostgresOptions.standard().binaries(programs);
    }

    @AfterAll
    static void removeShared() throws IOException {
        Trees.delete(shared);
    }

    @BeforeEach
    void chooseFolder() {
        data = shared.resolve("data folder");
    }

    @AfterEach
    void stopLeftovers() throws IOException, InterruptedException {
        LeftoverProcesses.stop(cluster(), PostgresBinaries.under(programs));
        if (!data.startsWith(shared)) {
            Trees.delete(data);
        }
    }

    /** For a test that is about the first start, or breaks what it has. */
    private void takeFreshFolder() throws IOException {
        data = openFolder();
    }

    private static Path openFolder() throws IOException {
        Path folder = Files.createTempDirectory("shisa-database-").toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        return folder;
    }

    @Test
    void isARealDurableDatabaseThatOnlyItsUserEnters() throws SQLException, IOException {
        takeFreshFolder();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable);
                Connection connection = connect(server)) {
            assertThat(text(connection, "SHOW server_version")).startsWith("18.6");
            assertThat(text(connection, "SHOW fsync")).isEqualTo("on");
            assertThat(text(connection, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(text(connection, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(text(
                            connection,
                            "SELECT datlocprovider::text || datlocale || datctype FROM pg_database"
                                    + " WHERE datname = current_database()"))
                    .isEqualTo("bC.UTF-8C.UTF-8");
            assertThat(text(connection, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("false");
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "wrong"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "shisa_root", ""))
                    .hasMessageContaining("no pg_hba.conf entry");
            assertThat(server.toString()).doesNotContain(server.password());
            assertThat(listening(server.processId())).containsExactly("127.0.0.1");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("secrets/database-password"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secrets"))))
                .isEqualTo("rwx------");
        assertThat(data.resolve("logs/postgresql.log")).content().contains("ready to accept connections");
        assertThat(LeftoverProcesses.in(cluster())).isEmpty();
    }

    @Test
    void searchesJapaneseByTrigrams() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, PostgresOptions.throwAway(programs));
                Connection connection = connect(server)) {
            connection.createStatement().execute("CREATE EXTENSION IF NOT EXISTS pg_trgm");
            assertThat(text(connection, "SELECT (similarity('ネットワークカメラ', 'ネットワークカメラ屋外用') > 0.4)::text"))
                    .isEqualTo("true");
        }
    }

    @Test
    void keepsItsDataAndPasswordOverACleanStop() throws SQLException {
        String password;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            password = server.password();
            insertOne(server);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            assertThat(server.password()).isEqualTo(password);
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @Test
    void makesANewPasswordWhenTheFileIsLost() throws SQLException, IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            insertOne(server);
        }
        Files.delete(data.resolve("secrets/database-password"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @Test
    void makesAnewWhatIsItsOwnAndDamaged() throws SQLException, IOException {
        String before;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            insertOne(server);
            before = server.password();
        }
        Files.writeString(data.resolve("secrets/database-password"), before.substring(1));
        Files.writeString(cluster().resolve("pg_hba.conf"), "host all all 0.0.0.0/0 trust\n");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            assertThat(server.password()).hasSameSizeAs(before).isNotEqualTo(before);
            assertThat(rows(server)).isEqualTo(1);
            assertThat(cluster().resolve("pg_hba.conf")).content().doesNotContain("trust");
        }
    }

    /** Only a superuser may by nature; a database made later, as by a restore, has it from its template. */
    @Test
    void givesItsUserTheCheckOfEveryPage() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable);
                Connection connection = connect(server)) {
            assertThat(text(connection, "SHOW data_checksums")).isEqualTo("on");
            connection.createStatement().execute("CREATE DATABASE restored");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable);
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("restored"), server.user(), server.password())) {
            assertThat(text(connection, "SELECT count(*) FROM page_checks.verify_heapam('pg_class')"))
                    .isEqualTo("0");
            assertThat(text(connection, "SELECT page_checks.bt_index_check('pg_class_oid_index')::text"))
                    .isEmpty();
        }
    }

    @Test
    void beginsAgainWhenItsFirstStartWasCutShort() throws SQLException, IOException {
        takeFreshFolder();
        Files.createDirectories(data.resolve("postgres/data.new/base"));
        Files.writeString(data.resolve("postgres/data.new/PG_VERSION"), "18\n");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, PostgresOptions.throwAway(programs))) {
            insertOne(server);
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RunAs.class,
            names = {"USER_NAMESPACE", "OTHER_USER"})
    void rootGivesItselfUpForTheDatabase(RunAs runAs) throws SQLException, IOException {
        assumeTrue(isRoot(), "only root can give root up");
        long process;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable.runAs(runAs))) {
            process = server.processId();
            String status = Files.readString(Path.of("/proc", Long.toString(process), "status"));
            assertThat(status).contains("CapEff:\t0000000000000000").contains("NoNewPrivs:\t1");
            assertThat(status.lines()
                            .filter(line -> line.startsWith("Uid:"))
                            .findFirst()
                            .orElseThrow())
                    .matches(line -> line.contains("\t0\t") == (runAs == RunAs.USER_NAMESPACE));
            insertOne(server);
        }
        assertThat(ProcessHandle.of(process)).isEmpty();
        // The other way can take over the same data.
        RunAs other = runAs == RunAs.OTHER_USER ? RunAs.USER_NAMESPACE : RunAs.OTHER_USER;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable.runAs(other))) {
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @Test
    void saysSoWhenTheOtherUserCannotReachTheFolder() throws IOException {
        assumeTrue(isRoot(), "only root has another user");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwx------"));
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data, durable.runAs(RunAs.OTHER_USER)))
                    .isInstanceOfSatisfying(DatabaseStartException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.FOLDER_OUT_OF_REACH);
                        assertThat(e).hasMessageContaining("--data");
                    });
        } finally {
            Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--reuid=65534", "--reuid=54321"})
    void anOrdinaryUserRunsItAlsoWithoutAName(String user) throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can become another user");
        takeFreshFolder();
        // The build's own folders may lie below a home that others cannot enter.
        Path copies = Files.createDirectory(data.resolve("class path"));
        List<String> classPath = new ArrayList<>();
        for (Path part : DatabaseInOtherProcess.smallClassPath()) {
            Path copy = copies.resolve(part.getFileName());
            copyTree(part, copy);
            classPath.add(copy.toString());
        }
        List<String> prefix = List.of("setpriv", user, "--regid=65534", "--clear-groups", "--");
        try (DatabaseInOtherProcess other =
                DatabaseInOtherProcess.start(prefix, String.join(":", classPath), data, programs, true)) {
            other.await("committed");
            other.askToStop();
        }
        assertThat(LeftoverProcesses.in(cluster())).isEmpty();
        assertThat(Files.getAttribute(cluster(), "unix:uid").toString()).isEqualTo(user.replaceAll("[^0-9]", ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesNothingCommittedWhenShisaIsKilled(boolean databaseToo)
            throws IOException, InterruptedException, SQLException {
        long committed;
        List<Long> orphans;
        try (DatabaseInOtherProcess other = DatabaseInOtherProcess.start(data, programs, false)) {
            other.await("started");
            other.awaitCommitted(200);
            committed = other.killAndReadLastCommitted();
            orphans = LeftoverProcesses.in(cluster());
            assertThat(orphans).isNotEmpty();
            if (databaseToo) {
                LeftoverProcesses.signal("KILL", orphans);
            }
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            assertThat(LeftoverProcesses.in(cluster())).doesNotContainAnyElementsOf(orphans);
            assertThat(committed).isGreaterThanOrEqualTo(200);
            assertThat(rows(server)).isGreaterThanOrEqualTo(committed);
        }
    }

    @Test
    void goesWithShisaWhenShisaIsKilled() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv of util-linux");
        try (DatabaseInOtherProcess other = DatabaseInOtherProcess.start(data, programs, true)) {
            other.await("committed");
            assertThat(LeftoverProcesses.in(cluster())).isNotEmpty();
            other.killAndReadLastCommitted();
            assertThat(LeftoverProcesses.goneWithin(cluster(), SOON)).isTrue();
        }
    }

    @Test
    void comesBackOnTheSamePortWhenOnlyTheDatabaseIsKilled() throws SQLException, InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            long before = server.processId();
            long committed = insertUntilBroken(server);
            long end = System.nanoTime() + SOON.toNanos();
            long found = -1;
            while (found < 0 && System.nanoTime() < end) {
                try {
                    found = rows(server);
                } catch (SQLException e) {
                    Thread.sleep(10);
                }
            }
            assertThat(found).isGreaterThanOrEqualTo(committed);
            assertThat(server.processId()).isNotEqualTo(before);
        }
    }

    @Test
    void refusesADataFolderThatAnotherShisaUses() throws IOException, InterruptedException, SQLException {
        try (DatabaseInOtherProcess other = DatabaseInOtherProcess.start(data, programs, true)) {
            other.await("committed");
            RunningPostgres running = RunningPostgres.of(data).orElseThrow();
            try (Connection connection =
                    DriverManager.getConnection(running.jdbcUrl(), running.user(), running.password())) {
                assertThat(text(connection, "SELECT current_user")).isEqualTo("shisa");
            }
            assertThatThrownBy(() -> EmbeddedPostgres.start(data, durable))
                    .isInstanceOf(DataInUseException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageMatching(".*\\(process [0-9]+\\).*");
            // The refusal has not disturbed the other one.
            other.await("committed");
            other.askToStop();
        }
        assertThat(RunningPostgres.of(data)).isEmpty();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data, durable)).isInstanceOf(DataInUseException.class);
            assertThat(server.processId()).isPositive();
        }
    }

    @Test
    void ignoresAProcessNumberThatBelongsToAnotherProgramNow() throws SQLException, IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            insertOne(server);
        }
        long parent = ProcessHandle.current().pid();
        Files.writeString(cluster().resolve("postmaster.pid"), parent + "\n" + cluster() + "\n1\n5432\n\n127.0.0.1\n");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, durable)) {
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @Test
    void refusesTheDataOfAnotherMajorVersion() throws IOException {
        takeFreshFolder();
        Files.createDirectories(cluster());
        Files.writeString(cluster().resolve("PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(data, durable))
                .isInstanceOfSatisfying(DatabaseStartException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.DATA_OF_OTHER_VERSION);
                    assertThat(e).hasMessageContainingAll("17", "18");
                });
        Files.delete(cluster().resolve("PG_VERSION"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(data, durable))
                .isInstanceOfSatisfying(
                        DatabaseStartException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.DATA_DAMAGED));
    }

    @Test
    void repairsProgramsThatWereTorn() throws IOException, InterruptedException {
        PostgresBinaries.under(programs);
        takeFreshFolder();
        Path own = data.resolve("programs");
        linkPrograms(own);
        Path folder = own.resolve("bin-" + PostgresBinaries.VERSION);
        Path program = folder.resolve("bin/postgres");
        Path library = folder.resolve("lib/postgresql/pg_trgm.so");
        assertThat(PostgresBinaries.isComplete(folder)).isTrue();

        byte[] whole = Files.readAllBytes(library);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        replace(library, flipped);
        assertThat(PostgresBinaries.isComplete(folder)).isFalse();
        replace(library, whole);
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(PostgresBinaries.isComplete(folder)).isTrue();

        replace(program, new byte[0]);
        assertThat(PostgresBinaries.isComplete(folder)).isFalse();
        Files.delete(program);
        assertThat(PostgresBinaries.isComplete(folder)).isFalse();

        PostgresBinaries.under(own);
        assertThat(PostgresBinaries.isComplete(folder)).isTrue();
        try (Stream<Path> left = Files.list(own)) {
            assertThat(left).containsExactlyInAnyOrder(folder, own.resolve("unpacking.lock"));
        }
    }

    @Test
    void whoWaitedForAnotherThatUnpackedTakesItsProgramsAndDoesNotMakeThemAnew() throws Exception {
        PostgresBinaries.under(programs);
        takeFreshFolder();
        Path own = data.resolve("programs");
        Path folder = own.resolve("bin-" + PostgresBinaries.VERSION);
        Thread second = new Thread(() -> PostgresBinaries.under(own));
        Object first;
        synchronized (PostgresBinaries.class) {
            second.start();
            while (second.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            linkPrograms(own);
            first = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        }
        second.join();

        assertThat(Files.readAttributes(folder, BasicFileAttributes.class).fileKey())
                .isEqualTo(first);
        assertThat(PostgresBinaries.isComplete(folder)).isTrue();
    }

    /** Links to the same files: each is replaced in a test, never written to. */
    private void linkPrograms(Path own) throws IOException, InterruptedException {
        Files.createDirectories(own);
        Path folder = programs.resolve("bin-" + PostgresBinaries.VERSION);
        Process linking = new ProcessBuilder("cp", "-al", folder.toString(), own.toString())
                .inheritIO()
                .start();
        assertThat(linking.waitFor()).isZero();
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Files.delete(file);
        Files.write(file, bytes);
    }

    @Test
    void knowsOnlySystemsThatItHasProgramsFor() {
        assertThat(PostgresBinaries.archiveFor("Linux", "amd64")).isEqualTo("/postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveFor("Linux", "aarch64")).isEqualTo("/postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.class.getResource("/postgres-linux-x86_64.txz"))
                .isNotNull();
        assertThat(PostgresBinaries.class.getResource("/postgres-linux-arm_64.txz"))
                .isNotNull();
        assertThatThrownBy(() -> PostgresBinaries.archiveFor("Mac OS X", "aarch64"))
                .isInstanceOfSatisfying(
                        DatabaseStartException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.SYSTEM_NOT_SUPPORTED));
    }

    private Path cluster() {
        return data.resolve("postgres/data");
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    private static void insertOne(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = connect(server)) {
            connection.createStatement().execute("DROP TABLE IF EXISTS load");
            connection.createStatement().execute("CREATE TABLE load (n bigint PRIMARY KEY)");
            connection.createStatement().execute("INSERT INTO load VALUES (1)");
        }
    }

    private static long rows(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = connect(server)) {
            return Long.parseLong(text(connection, "SELECT count(*)::text FROM load"));
        }
    }

    /** Inserts row after row, kills the database in the middle, and returns how many inserts had been acknowledged. */
    private static long insertUntilBroken(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = connect(server)) {
            connection.createStatement().execute("DROP TABLE IF EXISTS load");
            connection.createStatement().execute("CREATE TABLE load (n bigint PRIMARY KEY)");
            PreparedStatement insert = connection.prepareStatement("INSERT INTO load VALUES (?)");
            long committed = 0;
            try {
                while (true) {
                    if (committed == 100) {
                        LeftoverProcesses.signal("KILL", List.of(server.processId()));
                    }
                    insert.setLong(1, committed + 1);
                    insert.executeUpdate();
                    committed++;
                }
            } catch (SQLException e) {
                return committed;
            }
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (ResultSet result = connection.createStatement().executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    /** Local addresses on which the process listens, from the kernel's table. */
    private static List<String> listening(long process) throws IOException {
        List<String> sockets;
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            sockets = files.map(EmbeddedPostgresTest::target)
                    .filter(name -> name.startsWith("socket:["))
                    .map(name -> name.substring(8, name.length() - 1))
                    .collect(Collectors.toList());
        }
        List<String> found = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] fields = line.strip().split(" +", -1);
                if (fields[3].equals("0A") && sockets.contains(fields[9])) {
                    found.add(fields[1].startsWith("0100007F:") ? "127.0.0.1" : fields[1]);
                }
            }
        }
        return found;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
                Files.setPosixFilePermissions(
                        copy, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
