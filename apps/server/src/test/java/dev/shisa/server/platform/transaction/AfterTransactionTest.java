package dev.shisa.server.platform.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.jobs.CommitSignal;
import dev.shisa.server.platform.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What begins after a transaction begins when that is committed and not before; what is recorded apart stays whatever becomes of it. */
class AfterTransactionTest extends ServerTest {

    /** What begins work after or outside of a transaction, or by itself. */
    private static final Pattern BEGINS = Pattern.compile("TransactionSynchronization\\b|@TransactionalEventListener"
            + "|extends SignalledWorker|giveAfterCommit\\(|Effects\\.afterCommit|transactions\\.apart\\("
            + "|@Scheduled|ApplicationReadyEvent[. ]|PROPAGATION_REQUIRES_NEW|Propagation\\.REQUIRES_NEW|InTime\\.send\\("
            + "|Background\\.(start|startLight|threadEach|pool|timer|run)\\(");

    /** A test that shows what becomes of work that is interleaved, that fails or that comes to nothing. */
    private static final Pattern SHOWS = Pattern.compile("atOnce\\(\\)|statements\\(\\)|Background\\.|TestThreads");

    /** What names a class without using it: comments, texts, imports. */
    private static final Pattern NO_CODE =
            Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"|(?m)^(?:import|package) [^\\n]*$");

    /** By the test that shows what becomes of its work. */
    private static final Map<String, Set<String>> SHOWN = Map.ofEntries(
            Map.entry(
                    "AfterTransactionTest",
                    Set.of(
                            "platform/transaction/Effects",
                            "platform/transaction/Transactions",
                            "platform/jobs/CommitSignal",
                            "platform/settings/Settings")),
            Map.entry("BackgroundTest", Set.of("platform/jobs/Background", "platform/jobs/SignalledWorker")),
            Map.entry("AllowedRunsTest", Set.of("bench/Runs")),
            Map.entry("BackupPagesTest", Set.of("platform/backup/BackupPages", "platform/backup/BackupRunner")),
            Map.entry("BlobsTest", Set.of("evidence/Blobs")),
            Map.entry("CaseMailTest", Set.of("psirt/CaseMailDelivery", "psirt/CaseMails")),
            Map.entry("CasePagesTest", Set.of("psirt/CaseWatch")),
            Map.entry("CataloguesTest", Set.of("catalogue/Catalogues")),
            Map.entry("CheckerTest", Set.of("ledger/Checker")),
            Map.entry("EvidenceTasksTest", Set.of("evidence/EvidenceTasks")),
            Map.entry("FeedImportsTest", Set.of("vulnerability/FeedImports")),
            Map.entry(
                    "KeyedCallsTest",
                    Set.of("ledger/CheckpointSchedule", "ledger/CheckpointSender", "platform/outgoing/InTime")),
            Map.entry("LedgerKeeperTest", Set.of("platform/ledger/LedgerKeeper")),
            Map.entry("MatchingTest", Set.of("vulnerability/Matching")),
            Map.entry("MetricsTest", Set.of("platform/metrics/MetricsToken")),
            Map.entry("MirrorsTest", Set.of("vulnerability/Mirrors")),
            Map.entry("NoticesTest", Set.of("notice/Spreading")),
            Map.entry("PlaceWatchTest", Set.of("portal/PlaceWatch")),
            Map.entry("RefusedLooksTest", Set.of("psirt/CaseAccesses")),
            Map.entry("WebhooksTest", Set.of("webhook/Webhooks")));

    /** Those that a test reaches without their name, by what it asks for. */
    private static final Map<String, String> REACHED = Map.of(
            "platform/backup/BackupPages", "\"/settings/backup\"",
            "psirt/CaseAccesses", "\"INSERT INTO psirt_access\"",
            "ledger/CheckpointSender", "\"/send\"");

    /** By the reason why nothing has to be shown of it. */
    private static final Map<String, Set<String>> EXCUSED = Map.ofEntries(
            Map.entry(
                    "gives a signal by CommitSignal, or writes a line of the log, and does nothing else afterwards",
                    Set.of(
                            "audience/Subscriptions",
                            "audience/UserNotices",
                            "conformity/Verdicts",
                            "notice/NoticeSettings",
                            "notice/Notices",
                            "platform/audit/Audit",
                            "platform/ledger/LedgerOutbox",
                            "psirt/Mailbox",
                            "tracker/Issues",
                            "tracker/Trackers")),
            Map.entry(
                    "only a name for the thread of SignalledWorker; what a round does stands elsewhere",
                    Set.of(
                            "audience/AudienceSender",
                            "conformity/BacklogWorker",
                            "notice/NoticeSender",
                            "notice/NoticeWorker",
                            "notice/RoomSender",
                            "psirt/CaseMailSender",
                            "psirt/MailboxFetcher",
                            "tracker/TrackerWorker",
                            "vulnerability/MatchingWorker")),
            Map.entry(
                    "takes, sends and notes as CaseMailDelivery does, of which it is shown",
                    Set.of("audience/AudienceDelivery", "notice/NoticeDelivery")),
            Map.entry(
                    "its thread has no transaction and changes no row",
                    Set.of(
                            "bench/ProbeChild",
                            "bench/ProbeProcess",
                            "platform/admin/AdminSocket",
                            "platform/database/PostgresServer",
                            "platform/doctor/Doctor",
                            "platform/door/StrangersDoor",
                            "platform/office/PdfProcess",
                            "platform/outgoing/PinnedHttp",
                            "platform/start/LaterCompiler",
                            "platform/start/MadeLater",
                            "platform/start/QuietTime",
                            "platform/start/StartWatch",
                            "platform/start/Training",
                            "sbom/SbomFiles",
                            "vulnerability/Download")),
            Map.entry(
                    "its threads are waited for by whoever began them, who fails with them",
                    Set.of("catalogue/BuiltInCatalogue", "platform/backup/Backup", "platform/start/DatabaseHeadStart")),
            Map.entry(
                    "looks by the clock at what is so, in transactions that are each whole; what fails is so at the next look, too",
                    Set.of(
                            "advisory/EditionsAtStart",
                            "audience/SupportCalendar",
                            "conformity/AssignmentTasks",
                            "document/Doubts",
                            "notice/NoticeWatch",
                            "notice/TaskReminders",
                            "organisation/Register",
                            "platform/backup/BackupSchedule",
                            "psirt/OpenWindow",
                            "psirt/Windows",
                            "sbom/AskedLists",
                            "supplier/LateAnswers",
                            "supplier/LivingFacts",
                            "vulnerability/Trends",
                            "vulnerability/WatchedSources")),
            Map.entry(
                    "removes by the clock what nobody can ask for any more",
                    Set.of("platform/api/AnswerStore", "platform/api/ApiTokens", "platform/start/Housekeeping")),
            Map.entry(
                    "once, when the server has started and before anybody has asked it anything",
                    Set.of(
                            "platform/backup/UpgradeBackup",
                            "platform/start/FirstStart",
                            "platform/start/ReadyNotice",
                            "platform/start/RunNotes")),
            Map.entry(
                    "tries in a transaction that is always rolled back; a file comes under no key",
                    Set.of("transfer/SeriesImport")));

    @Autowired
    private Transactions transactions;

    private static final class Signal extends CommitSignal {}

    @Test
    void aSignalIsGivenWhenItsTransactionIsCommittedAndNotBefore() {
        Signal signal = new Signal();
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open open = atOnce.begin().step(signal::giveAfterCommit).step(signal::giveAfterCommit);
            assertThat(signal.isGiven()).isFalse();
            open.commit();
            assertThat(signal.isGiven()).isTrue();
        }
        Signal never = new Signal();
        try (AtOnce atOnce = atOnce()) {
            atOnce.begin().step(never::giveAfterCommit).rollBack();
            assertThat(never.isGiven()).isFalse();
        }
    }

    /** Who forgets the transaction, would wake a worker that finds nothing yet and sleeps again. */
    @Test
    void aSignalCannotBeGivenOutsideOfATransaction() {
        Signal signal = new Signal();
        assertThatThrownBy(signal::giveAfterCommit).isInstanceOf(IllegalStateException.class);
        assertThat(signal.isGiven()).isFalse();
    }

    @Test
    void anOrganisationWhoseSetUpCameToNothingIsNotRemembered() {
        UUID before = settings.organisationId().orElseThrow();
        UUID never = ids.next();
        try (AtOnce atOnce = atOnce()) {
            atOnce.begin()
                    .step(() -> settings.set(Settings.ORGANISATION_ID, never.toString()))
                    .step(() -> assertThat(settings.organisationId()).contains(never))
                    .rollBack();
        }
        assertThat(settings.organisationId()).contains(before);
    }

    @Test
    void anEffectBeginsAfterTheCommitOfTheOutermostTransactionOrNotAtAll() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger undone = new AtomicInteger();
        Runnable inner =
                () -> inTransaction(() -> Effects.afterCommit(begun::incrementAndGet, undone::incrementAndGet));
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open kept = atOnce.begin().step(inner);
            assertThat(begun).hasValue(0);
            kept.commit();
            assertThat(begun).hasValue(1);
            assertThat(undone).hasValue(0);

            atOnce.begin().step(inner).rollBack();
            assertThat(begun).hasValue(1);
            assertThat(undone).hasValue(1);
        }
        Effects.afterCommit(begun::incrementAndGet);
        assertThat(begun).as("at once, without a transaction").hasValue(2);
    }

    @Test
    void anEffectDoesNotBeginWhenTheCommitFails() {
        AtomicInteger begun = new AtomicInteger();
        statements().fail(Statements.COMMIT, new IllegalStateException("made by the test"));
        assertThatThrownBy(() -> inTransaction(() -> Effects.afterCommit(begun::incrementAndGet)))
                .hasMessageContaining("made by the test");
        assertThat(begun).hasValue(0);
    }

    private void note(String name) {
        jdbc.sql("INSERT INTO setting (name, value) VALUES (?, '')").param(name).update();
    }

    private List<String> noted() {
        return jdbc.sql("SELECT name FROM setting WHERE name LIKE 'test.%' ORDER BY name")
                .query((row, line) -> String.valueOf(row.getString(1)))
                .list();
    }

    @Test
    void whatIsRecordedApartStaysAlsoWhileAllConnectionsAreTaken() {
        try (AtOnce atOnce = atOnce()) {
            List<AtOnce.Open> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String name = "test." + i;
                all.add(atOnce.begin().step(() -> {
                    note("test.gone." + name);
                    transactions.apart(() -> note(name));
                }));
            }
            all.forEach(AtOnce.Open::rollBack);
        }
        assertThat(noted()).hasSize(10).noneMatch(name -> name.contains("gone"));
    }

    @Test
    void whatCannotBeRecordedApartFailsWhoBeganTheTransaction() {
        assertThatThrownBy(() -> inTransaction(() -> transactions.apart(() -> {
                    throw new IllegalStateException("made by the test");
                })))
                .hasMessageContaining("made by the test");
    }

    @Test
    void everyClassThatBeginsWorkAfterATransactionIsKnown() throws IOException {
        Path main = Path.of("src", "main", "java", "dev", "shisa", "server");
        Set<String> found;
        try (Stream<Path> files = Files.walk(main)) {
            found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> BEGINS.matcher(read(file)).find())
                    .map(file -> main.relativize(file).toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        List<String> known = Stream.of(SHOWN, EXCUSED)
                .flatMap(each -> each.values().stream())
                .flatMap(Set::stream)
                .toList();
        assertThat(found)
                .as("show with the kit of two at once what becomes of its work, then name it here")
                .containsExactlyInAnyOrderElementsOf(known);
        Map<String, String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            tests = files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> String.valueOf(file.getFileName()).replaceFirst("\\.java$", ""),
                            AfterTransactionTest::read,
                            (one, other) -> one));
        }
        SHOWN.forEach((test, classes) -> {
            String source = tests.getOrDefault(test, "");
            assertThat(source).as(test).containsPattern(SHOWS);
            String code = NO_CODE.matcher(source).replaceAll("");
            classes.forEach(name -> {
                String reached = REACHED.get(name);
                if (reached == null) {
                    String simple = name.substring(name.lastIndexOf('/') + 1);
                    assertThat(code).as(test).containsPattern("\\b" + simple + "\\b");
                } else {
                    assertThat(source).as(test).contains(reached);
                }
            });
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
