package dev.shisa.server.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.age.AgeIdentity;
import dev.shisa.server.platform.doctor.Check;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.jobs.JobQueue;
import dev.shisa.server.platform.jobs.LongWorks;
import dev.shisa.server.platform.jobs.TestThreads;
import dev.shisa.server.platform.jobs.TestWorks;
import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.logs.LogLines;
import dev.shisa.server.platform.storage.DataLock;
import dev.shisa.server.platform.web.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

class BackupPagesTest extends ServerTest {

    @TempDir
    Path temp;

    @Autowired
    BackupPlans plans;

    @Autowired
    BackupRunner runner;

    @Autowired
    BackupSchedule schedule;

    @Autowired
    JobQueue jobs;

    @Autowired
    RunLog log;

    @Autowired
    RunStore runs;

    @Autowired
    Ids ids;

    @Autowired
    InstantSource time;

    @Autowired
    List<Check> checks;

    private final AgeIdentity identity = AgeIdentity.generate(Installation.RANDOM);
    private Browser owner = signedOut();
    private Path to = Path.of("");

    @BeforeEach
    void nothingPlanned() {
        emptyDatabase();
        plans.forget(plans.identityFile());
        plans.forget(plans.passphraseFile());
        owner = signedIn(Role.OWNER);
        to = temp.resolve("backups");
    }

    private Page save(String... fields) {
        return owner.post("/settings/backup", fields);
    }

    private String[] plan(String... more) {
        List<String> fields = new java.util.ArrayList<>(List.of(
                "version", Integer.toString(plans.version()),
                "folder", to.toString(),
                "key", "recipient",
                "recipient", identity.recipient().toString(),
                "hour", "3",
                "daily", "7",
                "weekly", "5",
                "monthly", "12"));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    private void waitForTheRun() throws InterruptedException {
        for (int i = 0; i < 1_200 && runner.running().isPresent(); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(runner.running()).isEmpty();
    }

    @Test
    void anEmptyPageTellsHowToBegin() {
        Page page = owner.get("/settings/backup");
        assertThat(page.text()).contains("バックアップは、まだ始めていません。", "まだ結果がありません", "age-keygen");
        assertThat(owner.english().get("/settings/backup").text()).contains("Backups have not begun yet.");
        assertThat(signedIn(Role.QUALITY).get("/settings/backup").status()).isEqualTo(403);
        assertThat(owner.post("/settings/backup/run").status()).isEqualTo(409);
    }

    @Test
    void whatCannotBeUsedIsToldBesideItsFieldAndNothingIsKept() {
        Page wrong = save(
                "folder",
                "backups",
                "key",
                "recipient",
                "recipient",
                "age1x",
                "identity",
                "x",
                "hour",
                "24",
                "daily",
                "0",
                "weekly",
                "",
                "monthly",
                "12");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text())
                .contains("/ で始まる場所を書いてください", "age1 で始まる公開鍵を", "「24」は使えません。0から23", "「0」は使えません。1から1,000");
        assertThat(save(plan(
                                "identity",
                                AgeIdentity.generate(Installation.RANDOM).secret()))
                        .text())
                .contains("上の公開鍵の相手ではありません");
        Page inside = save(
                "folder",
                plans.data() + "/x",
                "key",
                "passphrase",
                "passphrase",
                "short",
                "hour",
                "1",
                "daily",
                "1",
                "weekly",
                "1",
                "monthly",
                "1");
        assertThat(inside.text()).contains("の中にはできません", "いまは5文字です。12文字以上");
        assertThat(inside.html()).doesNotContain("\"short\"");
        assertThat(plans.get()).isEmpty();
        assertThat(plans.hasIdentity()).isFalse();
    }

    @Test
    void theKeysStayAsTheyWereWhenThePlanComesToNothing() throws IOException {
        save(plan("identity", identity.secret()));
        statements().fail("INSERT INTO audit", new IllegalStateException("made by the test"));
        String[] other = plan("passphrase", "eight brown bottles on a boat");
        other[Arrays.asList(other).indexOf("key") + 1] = "passphrase";
        Page failed = save(other);
        assertThat(failed.status()).isEqualTo(500);
        assertThat(plans.get())
                .hasValueSatisfying(plan -> assertThat(plan.withPassphrase()).isFalse());
        assertThat(Files.readString(plans.identityFile())).isEqualTo(identity.secret() + "\n");
        assertThat(plans.hasPassphrase()).isFalse();
    }

    @Test
    void theKeyBeforeStaysWhenTheNewOneCannotBeWritten() throws IOException {
        save(plan("identity", identity.secret()));
        Files.createDirectories(plans.passphraseFile().resolve("in-the-way"));
        String[] other = plan("passphrase", "eight brown bottles on a boat");
        other[Arrays.asList(other).indexOf("key") + 1] = "passphrase";
        try {
            assertThat(save(other).status()).isEqualTo(500);
            assertThat(Files.readString(plans.identityFile())).isEqualTo(identity.secret() + "\n");
        } finally {
            Files.delete(plans.passphraseFile().resolve("in-the-way"));
        }
    }

    @Test
    void aBackupForWhichThereIsNoThreadHasFailedAndTheNextOneBegins() throws InterruptedException {
        save(plan());
        List<Boolean> told = new ArrayList<>();
        try (TestThreads none = TestThreads.none("backup")) {
            runner.start(plans.get().orElseThrow(), Run.Kind.BACKUP, Run.Cause.PAGE, told::add);
        }
        assertThat(told).containsExactly(false);
        assertThat(runner.running()).isEmpty();
        assertThat(Background.failed()).containsEntry("backup", "OutOfMemoryError");
        runner.start(plans.get().orElseThrow(), Run.Kind.BACKUP, Run.Cause.PAGE, told::add);
        waitForTheRun();
        assertThat(told).hasSize(2);
        Background.run("backup", () -> {}, failed -> {});
    }

    @Test
    void aPlanIsKeptItsSecretsAreFilesAndTheNextRunsAreDue() throws IOException {
        Page saved = save(plan("identity", identity.secret()));
        assertThat(saved.location()).isEqualTo("/settings/backup?done=saved");
        assertThat(owner.follow(saved).text())
                .contains("保存しました", to.toString(), "2026-11-21 03:00", "2026-12-01 04:00");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plans.identityFile())))
                .isEqualTo("rw-------");
        assertThat(jdbc.sql("SELECT string_agg(value, ' ') FROM setting")
                        .query(String.class)
                        .single())
                .doesNotContain(identity.secret());
        assertThat(jdbc.sql("SELECT details::text FROM audit")
                        .query(String.class)
                        .list()
                        .toString())
                .doesNotContain(identity.secret());
        assertThat(owner.get("/settings/backup").html()).doesNotContain(identity.secret());
        assertThat(acts()).containsExactly("settings.backup");

        // Somebody else's later change is not overwritten.
        assertThat(save(
                                "version",
                                "0",
                                "folder",
                                to.toString(),
                                "key",
                                "recipient",
                                "recipient",
                                identity.recipient().toString(),
                                "hour",
                                "5",
                                "daily",
                                "1",
                                "weekly",
                                "0",
                                "monthly",
                                "0")
                        .status())
                .isEqualTo(409);
        assertThat(plans.get().orElseThrow().hour()).isEqualTo(3);

        owner.post("/settings/backup/stop", "version", Integer.toString(plans.version()));
        assertThat(plans.get()).isEmpty();
        assertThat(schedule.next()).isEmpty();
    }

    @Test
    void oneThatTheServerDiedUnderIsShownAsBrokenOffWithWhereAndNotAsRunning() {
        LongWorks.LongWork dying = TestWorks.ofAnotherRun(plans.data(), time).begin("backup", "/x", "database", 3);
        dying.at("files", 2, 3, 5, 10);
        LongWorks next = TestWorks.ofAnotherRun(plans.data(), time);
        BackupRunner started = new BackupRunner(plans, log, runs, next, ids, time, "", "", "");
        started.settle();
        assertThat(started.running()).isEmpty();
        assertThat(owner.get("/settings/backup").text()).contains("失敗", "段階 2 / 3(ファイルを写しています)のところでサーバが終わり、途切れました");
        assertThat(signedIn(Role.OWNER).english().get("/settings/backup").text())
                .contains("The server ended while this was in stage 2 of 3 (Copying files)");
        assertThat(acts()).containsExactly("backup.failed");
        nextStart().settle();
        assertThat(acts()).as("put on record once").containsExactly("backup.failed");
    }

    private BackupRunner nextStart() {
        return new BackupRunner(plans, log, runs, TestWorks.ofAnotherRun(plans.data(), time), ids, time, "", "", "");
    }

    /** The server dies under work that it began. */
    private void dies(Run.Kind kind, Run.Cause cause, String folder) {
        TestWorks.ofAnotherRun(plans.data(), time).begin(kind.id(), cause.id(), folder, "database", 3);
    }

    @Test
    void oneThatOutlivedTheServerIsLeftAloneUntilItHasEnded() throws IOException {
        save(plan());
        BackupPlan planned = plans.get().orElseThrow();
        for (Run.Kind kind : List.of(Run.Kind.BACKUP, Run.Kind.DRILL)) {
            emptyDatabase();
            dies(kind, Run.Cause.SCHEDULE, "/mnt/nas");
            BackupRunner next = nextStart();
            try (DataLock _ = DataLock.take(BackupProcess.life(plans.data(), kind.id()))) {
                next.settle();
                assertThat(acts()).as("it still works").isEmpty();
                assertThatThrownBy(() -> next.start(planned, kind, Run.Cause.PAGE, done -> {}))
                        .isInstanceOf(Problem.class)
                        .hasMessageContaining("backup.under-way");
                log.record(run(kind, Run.Cause.SCHEDULE, Run.Outcome.OK));
            }
            next.settle();
            nextStart().settle();
            assertThat(acts())
                    .as("it put itself on record")
                    .containsExactly(kind == Run.Kind.BACKUP ? "backup.made" : "backup.drill");

            emptyDatabase();
            dies(kind, Run.Cause.SCHEDULE, "/mnt/nas");
            BackupRunner other = nextStart();
            try (DataLock _ = DataLock.take(BackupProcess.life(plans.data(), kind.id()))) {
                other.settle();
            }
            other.settle();
            assertThat(acts())
                    .as("it ended without a word")
                    .containsExactly(kind == Run.Kind.BACKUP ? "backup.failed" : "backup.drill-failed");
        }
    }

    @Test
    void theScheduleLooksAgainForOneThatOutlivedTheServer() {
        dies(Run.Kind.BACKUP, Run.Cause.PAGE, "/mnt/nas");
        new BackupSchedule(plans, nextStart(), jobs, time).look();
        assertThat(acts()).containsExactly("backup.failed");
    }

    @Test
    void aBreakOffIsOnRecordThoughAnotherRunCameLater() {
        dies(Run.Kind.BACKUP, Run.Cause.SCHEDULE, "/mnt/nas");
        log.record(run(Run.Kind.DRILL, Run.Cause.SCHEDULE, Run.Outcome.OK));
        log.record(run(Run.Kind.BACKUP, Run.Cause.COMMAND, Run.Outcome.OK));
        nextStart().settle();
        assertThat(acts()).containsExactly("backup.drill", "backup.made", "backup.failed");
    }

    @Test
    void oneThatPutItselfOnRecordHasNotBrokenOffWhateverCameLater() {
        dies(Run.Kind.BACKUP, Run.Cause.SCHEDULE, "/mnt/nas");
        log.record(run(Run.Kind.BACKUP, Run.Cause.SCHEDULE, Run.Outcome.OK));
        clock.advance(Duration.ofMinutes(1));
        log.record(run(Run.Kind.DRILL, Run.Cause.SCHEDULE, Run.Outcome.OK));
        log.record(run(Run.Kind.BACKUP, Run.Cause.COMMAND, Run.Outcome.FAILED));
        nextStart().settle();
        assertThat(acts()).containsExactly("backup.made", "backup.drill", "backup.failed");
    }

    @Test
    void aBreakOffIsRecordedWithTheCauseAndTheFolderItWasBegunWith() {
        save(plan());
        dies(Run.Kind.BACKUP, Run.Cause.PAGE, "/mnt/the old NAS");
        nextStart().settle();
        assertThat(runs.last(Run.Kind.BACKUP)).hasValueSatisfying(run -> {
            assertThat(run.cause()).isEqualTo(Run.Cause.PAGE);
            assertThat(run.folder()).isEqualTo("/mnt/the old NAS");
        });
    }

    /** Who presses the button while the note still waits has what broke off on record, too. */
    @Test
    void whatBrokeOffIsOnRecordBeforeTheNextOneBegins() throws InterruptedException {
        save(plan());
        dies(Run.Kind.BACKUP, Run.Cause.SCHEDULE, "/mnt/nas");
        BackupRunner next = nextStart();
        try (TestThreads none = TestThreads.none("backup")) {
            next.start(plans.get().orElseThrow(), Run.Kind.BACKUP, Run.Cause.PAGE, done -> {});
        }
        assertThat(acts()).containsExactly("settings.backup", "backup.failed");
        Background.run("backup", () -> {}, failed -> {});
    }

    @Test
    void howFarItIsIsToldInWordsWithItsStageAndTheTimeLeft() {
        assertThat(owner.get("/settings/backup/progress").header("HX-Refresh")).isEqualTo("true");
        WorkStage at = new WorkStage("files", 2, 3, 500, 1000, time.instant(), 0);
        assertThat(new Words(new Messages(), Locale.JAPANESE)
                        .progress(at, time.instant().plusSeconds(60)))
                .isEqualTo("段階 2/3(500 B / 1.0 kB、あと約1分): ファイルを写しています");
        assertThat(new Words(new Messages(), Locale.ENGLISH)
                        .progress(at, time.instant().plusSeconds(90)))
                .isEqualTo("Stage 2/3 (500 B / 1.0 kB, about 2 minutes left): Copying files");
    }

    /** Whatever a terminal has no room for, this is not it. */
    @Test
    void aLineOnATerminalTellsHowMuchIsDoneAndTheTimeLeftOfEveryStage() {
        for (Progress.Stage stage : Progress.Stage.values()) {
            WorkStage at =
                    new WorkStage(stage.id(), stage.number(), 3, 304_000_000_000L, 656_000_000_000L, time.instant(), 0);
            for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
                Words words = new Words(new Messages(), locale);
                String line = words.progress(at, time.instant().plusSeconds(2_000));
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                TestWorks.onTerminal(new PrintStream(said, true, StandardCharsets.UTF_8))
                        .say(stage.id(), line);
                assertThat(said.toString(StandardCharsets.UTF_8))
                        .contains(
                                stage.inBytes() ? "304 GB / 656 GB" : "304,000,000,000 / 656,000,000,000",
                                locale == Locale.JAPANESE ? "あと約40分" : "about 40 minutes left");
            }
        }
    }

    @Test
    void backsUpAndRehearsesFromThePage() throws InterruptedException {
        save(plan("identity", identity.secret()));
        List<String> lines = new CopyOnWriteArrayList<>();
        try (LogLines _ = LogLines.of(LongWorks.class, lines::add)) {
            assertThat(owner.post("/settings/backup/run").location()).isEqualTo("/settings/backup");
            assertThat(owner.get("/settings/backup").html())
                    .contains("id=\"backup-progress\"", "<noscript><a href=\"/settings/backup\">", "<progress");
            waitForTheRun();
        }
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).isEqualTo("backup begins: " + to);
        assertThat(lines.getLast()).startsWith("backup ended after ").doesNotContain(identity.secret());
        Page page = owner.get("/settings/backup");
        assertThat(page.text()).contains("最後のバックアップは", "(画面から)", "問題なし", "復元できることは、まだ確かめていません");
        assertThat(BackupFolder.forReading(to, new BackupKey.Identities(List.of(identity)))
                        .list())
                .hasSize(1);

        owner.post("/settings/backup/drill");
        waitForTheRun();
        assertThat(owner.get("/settings/backup").text()).contains("復元できることは", "に確かめました");
        assertThat(plans.data().resolve("drill")).doesNotExist();
        assertThat(acts()).containsExactly("settings.backup", "backup.made", "backup.drill");
        assertThat(jdbc.sql("SELECT kind FROM ledger_outbox WHERE kind IN ('backup/1', 'drill/1') ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("backup/1", "drill/1");
        assertThat(owner.get("/").text()).contains("復元の確認 今日");
    }

    @Test
    void aFailedRunIsOnRecordWithItsReason() throws InterruptedException, IOException {
        save(plan());
        Files.createDirectories(to);
        Files.writeString(to.resolve("holiday.jpg"), "x");
        owner.post("/settings/backup/run");
        waitForTheRun();
        assertThat(owner.get("/settings/backup").text()).contains("失敗", "フォルダー " + to + " はShisaのバックアップの置き場所ではありません");
        assertThat(acts()).containsExactly("settings.backup", "backup.failed");
        assertThat(finding("backup").code()).isEqualTo("failed");
        assertThat(owner.post("/settings/backup/drill").text()).contains("復元訓練に使う秘密鍵がありません");
    }

    @Test
    void beginsWhatIsDueOnceAndTriesAgainAfterAFailure() throws InterruptedException, IOException {
        save(plan());
        Files.createDirectories(to);
        Files.writeString(to.resolve("holiday.jpg"), "x");
        schedule.look();
        assertThat(runner.running()).isEmpty();
        clock.set(Instant.parse("2026-11-20T18:00:01Z"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            schedule.look();
            waitForTheRun();
            assertThat(count("backup_run")).isEqualTo(attempt);
            schedule.look();
            assertThat(runner.running()).isEmpty();
            clock.advance(Duration.ofMinutes(61));
        }
        schedule.look();
        assertThat(runner.running()).isEmpty();
        assertThat(schedule.next()).contains(Instant.parse("2026-11-21T18:00:00Z"));
    }

    @Test
    void saysWhenThereIsNoBackupOrNoProofForTooLong() {
        assertThat(finding("backup").code()).isEqualTo("ok");
        assertThat(finding("restore-proof").code()).isEqualTo("ok");
        assertThat(owner.get("/").text()).contains("復元の確認 まだ");
        clock.advance(Duration.ofDays(2));
        assertThat(finding("backup").code()).isEqualTo("none");
        log.record(run(Run.Kind.BACKUP, Run.Outcome.OK));
        assertThat(finding("backup").code()).isEqualTo("ok");
        clock.advance(Duration.ofDays(9));
        assertThat(finding("backup").code()).isEqualTo("old");
        log.record(run(Run.Kind.BACKUP, Run.Outcome.FAILED));
        assertThat(finding("backup").code()).isEqualTo("failed");
        clock.advance(Duration.ofHours(1));
        log.record(run(Run.Kind.BACKUP, Run.Outcome.INCOMPLETE));
        assertThat(finding("backup").code()).isEqualTo("ok");

        clock.advance(Duration.ofDays(30));
        assertThat(finding("restore-proof").code()).isEqualTo("never");
        log.record(run(Run.Kind.DRILL, Run.Outcome.OK));
        assertThat(finding("restore-proof").code()).isEqualTo("ok");
        clock.advance(Duration.ofDays(41));
        assertThat(finding("restore-proof").code()).isEqualTo("old");
        clock.advance(Duration.ofHours(1));
        log.record(run(Run.Kind.DRILL, Run.Outcome.FAILED));
        assertThat(finding("restore-proof").code()).isEqualTo("failed");
        Page home = signedIn(Role.OWNER).get("/");
        assertThat(home.text()).contains("の復元訓練が失敗しました", "復元の確認 41日前");
        assertThat(signedIn(Role.OPERATOR).english().get("/doctor").text())
                .contains("Restore proven", "do not rely on the backups");
    }

    private Run run(Run.Kind kind, Run.Outcome outcome) {
        return run(kind, Run.Cause.COMMAND, outcome);
    }

    private Run run(Run.Kind kind, Run.Cause cause, Run.Outcome outcome) {
        return new Run(ids.next(), kind, cause, clock.instant(), clock.instant(), outcome, "x", "/x", new TreeMap<>());
    }

    private Check.Finding finding(String id) {
        return checks.stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow()
                .look();
    }
}
