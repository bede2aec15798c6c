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
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What begins after a transaction begins when that is committed and not before; what is recorded apart stays whatever becomes of it. */
class AfterTransactionTest extends ServerTest {

    /** What begins work after or outside of a transaction. */
    private static final Pattern BEGINS = Pattern.compile("TransactionSynchronization\\b|@TransactionalEventListener"
            + "|extends SignalledWorker|giveAfterCommit\\(|Effects\\.afterCommit|transactions\\.apart\\("
            + "|Background\\.(start|startLight|threadEach|pool|timer)\\(");

    /** By the test that shows what becomes of it; {@code here} and {@code BackgroundTest} for what has nothing but the common way. */
    private static final Map<String, Set<String>> KNOWN = Map.ofEntries(
            Map.entry(
                    "here",
                    Set.of(
                            "platform/transaction/Effects",
                            "platform/transaction/Transactions",
                            "platform/jobs/CommitSignal",
                            "platform/settings/Settings",
                            "platform/audit/Audit",
                            "platform/ledger/LedgerOutbox",
                            "audience/Subscriptions",
                            "audience/UserNotices",
                            "conformity/Verdicts",
                            "notice/NoticeSettings",
                            "notice/Notices",
                            "notice/Spreading",
                            "psirt/CaseMails",
                            "psirt/Mailbox",
                            "vulnerability/Matching")),
            Map.entry(
                    "BackgroundTest",
                    Set.of(
                            "platform/jobs/SignalledWorker",
                            "audience/AudienceSender",
                            "conformity/BacklogWorker",
                            "notice/NoticeSender",
                            "notice/NoticeWorker",
                            "notice/RoomSender",
                            "psirt/CaseMailSender",
                            "psirt/MailboxFetcher",
                            "vulnerability/MatchingWorker",
                            "platform/admin/AdminSocket",
                            "platform/database/PostgresServer",
                            "platform/doctor/Doctor",
                            "platform/office/PdfProcess",
                            "platform/outgoing/InTime",
                            "platform/start/Housekeeping",
                            "platform/door/StrangersDoor",
                            "platform/start/QuietTime",
                            "platform/start/StartWatch",
                            "platform/start/Training",
                            "bench/ProbeChild",
                            "bench/ProbeProcess",
                            "platform/outgoing/PinnedHttp",
                            "sbom/SbomFiles")),
            Map.entry("AllowedRunsTest", Set.of("bench/Runs")),
            Map.entry("RefusedLooksTest", Set.of("psirt/CaseAccesses")),
            Map.entry(
                    "BackupPagesTest",
                    Set.of("platform/backup/Backup", "platform/backup/BackupPages", "platform/backup/BackupRunner")),
            Map.entry("LedgerKeeperTest", Set.of("platform/ledger/LedgerKeeper", "ledger/Checker")),
            Map.entry("PlaceWatchTest", Set.of("portal/PlaceWatch")),
            Map.entry("EvidencePagesTest", Set.of("evidence/EvidenceTasks")),
            Map.entry(
                    "FeedImportsTest",
                    Set.of("vulnerability/FeedImports", "vulnerability/Download", "vulnerability/Mirrors")),
            Map.entry("MetricsTest", Set.of("platform/metrics/MetricsToken")),
            Map.entry("WebhooksTest", Set.of("webhook/Webhooks")));

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
        Map<String, String> known = new TreeMap<>();
        KNOWN.forEach((test, classes) -> classes.forEach(name -> known.put(name, test)));
        Set<String> found;
        try (Stream<Path> files = Files.walk(main)) {
            found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> BEGINS.matcher(read(file)).find())
                    .map(file -> main.relativize(file).toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(found)
                .as("show with the kit of two at once what becomes of its work, then name it here")
                .containsExactlyInAnyOrderElementsOf(known.keySet());
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            tests = files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        }
        assertThat(KNOWN.keySet())
                .filteredOn(test -> !test.equals("here"))
                .allSatisfy(test -> assertThat(tests).contains(test + ".java"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
