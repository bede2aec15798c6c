package dev.shisa.server.platform.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.admin.AdminReply;
import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.database.TestDatabase;
import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.tls.TlsIdentity;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code shisa doctor} on a data folder whose server is stopped. */
class StoppedDoctorTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path temporary;

    private Path data;

    @BeforeEach
    void chooseFolder() throws IOException {
        data = OwnerOnlyFiles.createFolder(temporary.toRealPath().resolve("data"));
    }

    @Test
    void tellsOfADatabaseInEveryStateItCanBeIn() throws Exception {
        assertThat(ids()).as("before the first start there is none to look at").doesNotContain("cluster");

        Path copy = OwnerOnlyFiles.createFolder(temporary.resolve("copy"));
        try (EmbeddedPostgres database =
                EmbeddedPostgres.start(data, PostgresOptions.throwAway(TestDatabase.sharedBinaries()))) {
            assertThat(database.processId()).isPositive();
            assertThat(code("cluster")).as("its server is gone").isEqualTo("orphan");
            for (String file : List.of(
                    "postgres/data/global/pg_control", "postgres/data/PG_VERSION", "secrets/database-password")) {
                Files.createDirectories(copy.resolve(file).getParent());
                Files.copy(data.resolve(file), copy.resolve(file));
            }
            AdminReply held = run("doctor");
            assertThat(held.exitCode()).isEqualTo(1);
            assertThat(held.text())
                    .contains("Process " + ProcessHandle.current().pid() + " uses the data folder but does not answer");
        }
        assertThat(code("cluster")).isEqualTo("ok");
        assertThat(run("doctor").exitCode()).isZero();

        Path stopped = data;
        data = copy;
        assertThat(code("cluster")).as("the power failed").isEqualTo("crashed");
        Files.writeString(copy.resolve("postgres/data/PG_VERSION"), "17\n");
        assertThat(code("cluster")).isEqualTo("version");
        Files.writeString(copy.resolve("postgres/data/global/pg_control"), "x");
        assertThat(code("cluster")).isEqualTo("damaged");
        data = stopped;
        Files.move(data.resolve("postgres/data"), data.resolve("postgres/gone"));
        assertThat(code("cluster")).isEqualTo("missing");
    }

    @Test
    void saysWhenThereIsNoFolder() {
        data = data.resolve("nowhere");
        AdminReply reply = run("doctor");
        assertThat(reply.exitCode()).isEqualTo(1);
        assertThat(reply.text()).contains("✗ Data folder: There is no " + data, "To fix it: Give the right folder");
    }

    @Test
    void noticesSecretsThatOthersCanRead() throws IOException {
        Path secrets = OwnerOnlyFiles.createFolder(data.resolve("secrets"));
        assertThat(code("permissions")).isEqualTo("ok");
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(code("permissions")).isEqualTo("open");
    }

    @Test
    void noticesALogFolderThatIsAFile() throws IOException {
        Files.writeString(data.resolve("logs"), "not a folder");
        assertThat(code("logs")).isEqualTo("not-writable");
    }

    @Test
    void noticesAnAuthorityWithoutItsKey() throws IOException {
        TlsIdentity.own(data, List.of(), CLOCK);
        assertThat(code("authority")).isEqualTo("ok");
        Files.delete(data.resolve("secrets/tls-ca-key.pem"));
        assertThat(code("authority")).isEqualTo("incomplete");
    }

    @Test
    void noticesAClockThatStandsBeforeTheLastLogLine() throws IOException {
        Path log = OwnerOnlyFiles.createFolder(data.resolve("logs")).resolve("shisa.log");
        Files.writeString(log, "x");
        assertThat(code("clock")).isEqualTo("ok");
        Files.setLastModifiedTime(log, FileTime.from(CLOCK.instant().plusSeconds(3_600)));
        assertThat(code("clock")).isEqualTo("back");
    }

    @Test
    void noticesAStartUpCacheThatIsOlderThanTheProgram() throws IOException {
        Path jar = Files.writeString(temporary.resolve("shisa.jar"), "x");
        assertThat(cache(jar)).isEqualTo("none");
        Path cache = Files.writeString(temporary.resolve("shisa.aot"), "x");
        assertThat(cache(jar)).isEqualTo("ok");
        Files.setLastModifiedTime(cache, FileTime.fromMillis(0));
        assertThat(cache(jar)).isEqualTo("none");
    }

    @Test
    void noticesAnOldJdkAndTooFewFiles() {
        Instant now = Instant.parse("2026-11-20T01:24:00Z");
        assertThat(MachineChecks.jdk("x", LocalDate.of(2026, 4, 21), now).code())
                .isEqualTo("ok");
        assertThat(MachineChecks.jdk("x", LocalDate.of(2025, 10, 21), now).code())
                .isEqualTo("old");
        assertThat(MachineChecks.files(100, 65_536).code()).isEqualTo("ok");
        assertThat(MachineChecks.files(100, 1_024).code()).isEqualTo("limit");
        assertThat(MachineChecks.files(65_500, 65_536).code()).isEqualTo("few");
    }

    @Test
    void answersMachinesInJson() {
        AdminReply reply = run("doctor", "--json");
        JsonNode json = JsonMapper.builder().build().readTree(reply.text());
        assertThat(json.get("well").asBoolean()).isEqualTo(reply.exitCode() == 0);
        assertThat(json.get("checks").get(0).get("id").asString()).isEqualTo("server");
    }

    @Test
    void saysWhenTheWordsAreWrong() {
        assertThat(run("doctor", "--jsn").exitCode()).isEqualTo(2);
        assertThat(run("doctor", "--jsn").text()).contains("shisa doctor [--data DIR] [--json]");
    }

    @Test
    void everyCheckHasItsWords() throws Exception {
        OwnerOnlyFiles.createFolder(data.resolve("logs"));
        TlsIdentity.own(data, List.of(), CLOCK);
        Files.writeString(data.resolve("secrets/database-password"), "x");
        Messages messages = new Messages();
        List<Check> all = new StoppedChecks(data, CLOCK).all(OptionalLong.empty(), Optional.of(data.resolve("x.jar")));
        for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
            assertThat(all).allSatisfy(check -> {
                assertThat(messages.has(locale, "doctor." + check.id()))
                        .as(check.id())
                        .isTrue();
                assertThat(messages.has(locale, "doctor." + check.id() + ".ok"))
                        .as(check.id())
                        .isTrue();
            });
        }
    }

    @Test
    void theLockCanBeTakenAfterItWasLookedAt() throws Exception {
        assertThat(DataLock.holder(data)).isEmpty();
        DataLock lock = DataLock.take(data);
        assertThat(DataLock.holder(data)).hasValue(ProcessHandle.current().pid());
        lock.close();
        assertThat(DataLock.holder(data)).isEmpty();
        DataLock.take(data).close();
    }

    private AdminReply run(String... words) {
        String[] args = java.util.Arrays.copyOf(words, words.length + 1);
        args[words.length] = "--data=" + data;
        return DoctorCli.run(args, Locale.ENGLISH, CLOCK);
    }

    private List<String> ids() {
        return checks().stream().map(Check::id).toList();
    }

    private String code(String id) {
        return checks().stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow()
                .look()
                .code();
    }

    private List<Check> checks() {
        return new StoppedChecks(data, CLOCK).all(OptionalLong.empty(), Optional.empty());
    }

    private String cache(Path jar) {
        return new StoppedChecks(data, CLOCK)
                .all(OptionalLong.empty(), Optional.of(jar)).stream()
                        .filter(check -> check.id().equals("cache"))
                        .findFirst()
                        .orElseThrow()
                        .look()
                        .code();
    }
}
